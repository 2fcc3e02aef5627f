from datetime import timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coproduce.cycle.draft import numbers
from coproduce.cycle.draft.queries import blocks_shown, document_of, draft_so_far, newest_version, next_number
from coproduce.cycle.feedback import rules
from coproduce.cycle.feedback.actions import share_draft
from coproduce.cycle.feedback.forms import ShareForm
from coproduce.cycle.feedback.queries import is_open_now, round_of, unanswered_in
from coproduce.ground.live.gate import Refused
from coproduce.ground.ui.done import say
from coproduce.ground.ui.templatetags.when import day
from coproduce.people.projects.boxes import refuse
from coproduce.people.projects.doors import Otherwise, door
from coproduce.people.projects.requests import MemberRequest
from coproduce.people.projects.who_decides import sentence

DAYS_FOR_COMMENTS = 14  # what the form begins with
DAYS_FOR_ANSWERS = 28


@door(rules.may_share_draft, Otherwise.SIGN_IN)
@require_http_methods(["GET", "POST"])
def share(request: MemberRequest, project: str) -> HttpResponse:
    """Open the time for comments on the next version."""
    document = document_of(request.project)
    blocks = draft_so_far(document) if document else []
    if document is None or not blocks:
        return render(request, "feedback/share.html", {"blocks": []})
    today = timezone.localdate(timezone=request.project.zoneinfo)
    number = next_number(document)
    form = ShareForm(
        request.POST if request.method == "POST" else None,
        today=today,
        initial={
            "until": today + timedelta(days=DAYS_FOR_COMMENTS),
            "answers_by": today + timedelta(days=DAYS_FOR_ANSWERS),
            "number": number,
        },
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            shared = share_draft(
                document,
                until=given["until"],
                answers_by=given["answers_by"],
                number=given["number"],
                by=request.person,
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            open_until = {"number": shared.version.number, "day": day(shared.until)}
            say(request, _("Draft %(number)s is open for comments until %(day)s.") % open_until)
            return HttpResponseRedirect(reverse("read", args=[project]) + "#done")
    last = newest_version(request.project)
    before = round_of(last)
    waiting = before is not None and before.closed_at is None
    return render(
        request,
        "feedback/share.html",
        {
            "form": form,
            "document": document,
            "blocks": blocks,
            "number": number,
            "principles": numbers.principles(sum(block.is_principle for block in blocks)),
            "before": before if waiting and before and is_open_now(before) else None,
            "unanswered": unanswered_in(before).count() if waiting and before else 0,
            "unchanged_since": last if last and _wordings(blocks_shown(last)) == _wordings(blocks) else None,
            "who_decides": sentence(request.project.who_decides, request.project.decider),
        },
        status=422 if form.is_bound else 200,
    )


def _wordings(blocks: list) -> list[int]:
    return [block.wording for block in blocks]
