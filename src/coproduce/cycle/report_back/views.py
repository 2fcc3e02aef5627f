from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from coproduce.cycle.draft.queries import newest_version
from coproduce.cycle.feedback.outcomes import sentence_of
from coproduce.cycle.report_back import rules
from coproduce.cycle.report_back.actions import take_back_words
from coproduce.cycle.report_back.differences import before_and_now
from coproduce.cycle.report_back.journey import journey_of
from coproduce.cycle.report_back.queries import (
    became_of,
    block_in_project,
    comments_about,
    how_it_came,
    newest_words,
    what_became,
)
from coproduce.cycle.report_back.said_and_done import what_happened_in
from coproduce.ground.ui.done import say
from coproduce.ground.ui.once import OnceForm, posted
from coproduce.people.contribute.models import Contribution
from coproduce.people.projects.doors import Otherwise, door
from coproduce.people.projects.guests import guest_here
from coproduce.people.projects.requests import MemberRequest, ProjectRequest
from coproduce.people.projects.rules import may_read_public_pages, may_take_part


@door(may_take_part, Otherwise.YOUR_CODE)
@require_GET
def my_part(request: MemberRequest, project: str) -> HttpResponse:
    became = what_became(request.project, request.person.pk)
    return render(
        request,
        "report_back/my_part.html",
        {
            "things": [_thing(each) for each in became],
            "guest": guest_here(request.session, request.project.pk),
            "version": newest_version(request.project),
        },
    )


def _thing(became: Any) -> dict[str, Any]:
    before, now = before_and_now(became.before, became.now) if became.before and became.now else ([], [])
    return {
        "said": became,
        "answer": sentence_of(became.answer) if became.answer else "",
        "before": before,
        "now": now,
    }


@door(may_take_part, Otherwise.YOUR_CODE)
@require_GET
def journey(request: MemberRequest, project: str, contribution: int) -> HttpResponse:
    said = _own(request, contribution)
    (became,) = became_of([said])
    steps = [
        (step, *before_and_now(step.before, step.now)) if step.before else (step, [], []) for step in journey_of(said)
    ]
    return render(request, "report_back/journey.html", {"thing": became, "steps": steps})


@door(may_take_part, Otherwise.YOUR_CODE)
@require_http_methods(["GET", "POST"])
def take_back(request: MemberRequest, project: str, contribution: int) -> HttpResponse:
    said = _own(request, contribution)
    if said.taken_back_at is not None:
        return HttpResponseRedirect(reverse("journey", args=[project, contribution]))
    form = OnceForm(posted(request))
    if form.is_valid():
        take_back_words(said, by=request.person, client_id=form.once())
        say(request, _("Your words are taken back. They are gone from here."))
        return HttpResponseRedirect(reverse("my_part", args=[project]) + "#done")
    (became,) = became_of([said])
    return render(request, "report_back/take_back.html", {"thing": became, "form": form})


def _own(request: MemberRequest, contribution: int) -> Contribution:
    said = Contribution.objects.filter(pk=contribution, project=request.project).select_related("project").first()
    if said is None or not rules.may_follow(request.standing, author=said.author_id):
        raise Http404
    return said


@door(may_read_public_pages)
@require_GET
def what_happened(request: ProjectRequest, project: str) -> HttpResponse:
    return render(request, "report_back/what_happened.html", {"happened": what_happened_in(request.project)})


@door(may_read_public_pages)
@require_GET
def why(request: ProjectRequest, project: str, block: int) -> HttpResponse:
    found = block_in_project(request.project, block)
    if found is None:
        raise Http404
    changes = how_it_came(found, all_wordings=request.standing.helps_run_it)
    return render(
        request,
        "report_back/why.html",
        {
            "block": newest_words([found.pk])[found.pk] if request.standing.helps_run_it else None,
            "words": changes[-1].now,
            "changes": [(change, *before_and_now(change.before, change.now)) for change in changes],
            "notes": sum(len(change.notes) for change in changes),
            "comments": comments_about(found),
            "may_read_notes": rules.may_read_sources(request.standing),
        },
    )
