from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coproduce.cycle.draft.queries import block_shown
from coproduce.cycle.feedback import actions
from coproduce.cycle.feedback.forms import ChangeForm, SayForm
from coproduce.cycle.feedback.models import Comment, Round
from coproduce.cycle.feedback.queries import answers_to, comment_in, is_open_now, round_of
from coproduce.cycle.feedback.views.reading import version_and_block
from coproduce.ground.live.gate import Refused
from coproduce.ground.ui.done import say
from coproduce.ground.ui.templatetags.when import short_day
from coproduce.people.contribute.actions import change_words
from coproduce.people.contribute.rules import may_change_words
from coproduce.people.projects.boxes import refuse
from coproduce.people.projects.doors import Otherwise, door
from coproduce.people.projects.guests import GuestHere, remember
from coproduce.people.projects.requests import MemberRequest, ProjectRequest
from coproduce.people.projects.rules import may_read_public_pages, may_take_part


@door(may_read_public_pages)
@require_http_methods(["GET", "POST"])
def say_something(request: ProjectRequest, project: str, version: int, block: int | None = None) -> HttpResponse:
    """A page of its own; with scripts it opens under the principle."""
    shown, about = version_and_block(request, version, block)
    round = round_of(shown)
    open_now = round is not None and is_open_now(round)
    # Two may be open on the reading page at once, so each has ids of its own.
    form = SayForm(
        request.POST if request.method == "POST" else None,
        visitor=request.person is None,
        auto_id=f"say-{block or 'all'}-%s",
    )
    if round is not None and form.is_bound and form.is_valid():
        try:
            return _sent(request, round, form, block)
        except Refused as refused:
            refuse(form, refused)
    return render(
        request,
        "feedback/say.html",
        {
            "version": shown,
            "about": about,
            "form": form,
            "open_now": open_now or form.is_bound,
            "who_can_read": _who_can_read(request),
        },
        status=422 if form.is_bound else 200,
    )


def _sent(request: ProjectRequest, round: Round, form: SayForm, block: int | None) -> HttpResponse:
    given = form.cleaned_data
    if request.person is None:
        with transaction.atomic():
            first = actions.comment_as_visitor(
                round, given["words"], block=block, name=given["name"], client_id=form.once()
            )
            guest = GuestHere(first.guest.pk, first.guest.stamp, first.code)
            request.session.cycle_key()
            remember(request.session, request.project.pk, guest)
        said = first.comment
    else:
        said = actions.comment(round, given["words"], block=block, by=request.person, client_id=form.once())
    say(
        request,
        _("Sent. We will answer by %(day)s.") % {"day": short_day(round.answers_by)},
        link_url=reverse("change_comment", args=[request.project.slug, said.pk]),
        link_label=_("Change or take back"),
    )
    return _back_to(request, said, first_time=request.person is None)


def _back_to(request: ProjectRequest, said: Comment, *, first_time: bool = False) -> HttpResponse:
    """Where it was said, on the version that it was said about."""
    where = {"at": said.block_id or "all"} | ({"code": "new"} if first_time else {})
    page = reverse("read_version", args=[request.project.slug, said.round.version.number])
    return HttpResponseRedirect(f"{page}?{urlencode(where)}#done")


def _who_can_read(request: ProjectRequest) -> str:
    if request.person is None:
        return _("Anyone with the link can read this. Your name shows as you write it here, or not at all.")
    if request.standing.name:
        return _("Anyone with the link can read this. Your name shows as: %(name)s.") % {"name": request.standing.name}
    return _("Anyone with the link can read this. It shows without a name.")


@door(may_take_part, Otherwise.YOUR_CODE)
@require_http_methods(["GET", "POST"])
def change_comment(request: MemberRequest, project: str, comment: int) -> HttpResponse:
    """One's own words, while the time for comments is open and nobody has answered them."""
    found = comment_in(request.project, comment)
    if found is None or not may_change_words(
        request.standing,
        author=found.contribution.author_id,
        taken_back=found.contribution.taken_back_at is not None,
    ):
        raise Http404
    too_late = _too_late(found)
    form = ChangeForm(request.POST if request.method == "POST" else None, initial={"words": found.contribution.words})
    if form.is_bound and not too_late and form.is_valid():
        change_words(found.contribution, form.cleaned_data["words"], by=request.person)
        say(request, _("Your words are changed."))
        return _back_to(request, found)
    return render(
        request,
        "feedback/change_comment.html",
        {
            "comment": found,
            "about": block_shown(found.round.version, found.block_id) if found.block_id else None,
            "form": form,
            "too_late": too_late,
            "who_can_read": _who_can_read(request),
        },
        status=422 if form.is_bound else 200,
    )


def _too_late(comment: Comment) -> str:
    """Why the words stay as they are, or ''."""
    if answers_to([comment.contribution_id]):
        return _("We have answered these words, so they stay as they are. You can still take them back.")
    if not is_open_now(comment.round):
        return _("The time for comments is over. You can still take your words back.")
    return ""
