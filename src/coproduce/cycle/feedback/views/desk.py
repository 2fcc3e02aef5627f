from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coproduce.cycle.draft.queries import ReadBlock, block_in, block_shown, next_number, wording_with, words_at
from coproduce.cycle.draft.rules import may_write
from coproduce.cycle.feedback import actions, rules
from coproduce.cycle.feedback.forms import AnswerForm
from coproduce.cycle.feedback.models import Answer, Comment
from coproduce.cycle.feedback.queries import (
    ReadAnswer,
    answer_in,
    answers_to,
    comment_in,
    comment_served_by,
    desk_of,
    is_answer_of,
    is_open_now,
    newest_round,
    next_to_answer,
    unanswered_in,
)
from coproduce.ground.live.gate import Refused
from coproduce.ground.ui.done import say
from coproduce.ground.ui.numbers import whole
from coproduce.ground.ui.refusals import sentence_for
from coproduce.people.projects.doors import Otherwise, door
from coproduce.people.projects.queries import names_in
from coproduce.people.projects.requests import MemberRequest


@door(rules.may_answer, Otherwise.SIGN_IN)
@require_GET
def desk(request: MemberRequest, project: str) -> HttpResponse:
    """Everything said about the newest draft, by what it is about; `?show=answered` shows what has an answer."""
    round = newest_round(request.project)
    if round is None:
        return render(request, "feedback/desk.html", {"desk": None})
    found = desk_of(round)
    answered = request.GET.get("show") == "answered"
    groups = [
        (about, [comment for comment in comments if (comment.answer is not None) == answered])
        for about, comments in found.groups
    ]
    return render(
        request,
        "feedback/desk.html",
        {
            "desk": found,
            "round": round,
            "open_now": is_open_now(round),
            "groups": [(about, comments) for about, comments in groups if comments],
            "answered": answered,
            "next_draft": next_number(round.version.document),
        },
    )


@dataclass(frozen=True, slots=True)
class OnTheDesk:
    """A comment with what one needs to answer it: the words it is about as they were shown and as the draft has
    them now (None: it is about all of it), the answer that stands, and how its author is called."""

    comment: Comment
    was: ReadBlock | None
    now: ReadBlock | None
    before: ReadAnswer | None
    name: str

    @property
    def words(self) -> str:
        said = self.comment.contribution
        return "" if said.hidden_because else said.words

    @property
    def changed_since(self) -> bool:
        return self.was is not None and self.now is not None and self.was.wording != self.now.wording

    @property
    def was_and_now(self) -> list[list[tuple[str, str]]]:
        """As the piece of the page that shows a change takes it."""
        return [[("same", words.words)] for words in (self.was, self.now) if words]


def _on_the_desk(comment: Comment) -> OnTheDesk:
    said, version, block = comment.contribution, comment.round.version, comment.block_id
    return OnTheDesk(
        comment,
        was=block_shown(version, block) if block else None,
        now=block_in(version.document, block) if block else None,
        before=answers_to([said.pk]).get(said.pk),
        name=names_in(said.project_id, [said.author_id]).get(said.author_id, ""),
    )


@door(rules.may_answer, Otherwise.SIGN_IN)
@require_http_methods(["GET", "POST"])
def answer(request: MemberRequest, project: str, comment: int) -> HttpResponse:
    """One comment, and what we do about it."""
    found = comment_in(request.project, comment)
    if found is None:
        raise Http404
    if found.contribution.taken_back_at is not None:
        say(request, sentence_for("gone"))
        return HttpResponseRedirect(reverse("desk", args=[project]) + "#done")
    about = _on_the_desk(found)
    form = _answer_form(request, about)
    if form.is_bound and form.is_valid() and not _somebody_was_quicker(request, about, form):
        try:
            given = _give(request, about, form)
        except Refused as refused:
            form.add_error(*_beside(form, refused))
            if refused.code == "stale":  # sent once more, they follow the words that are on the page now
                about = _on_the_desk(found)
                _send_along(request, form, based_on=about.now.number if about.now else 0)
        else:
            return _go_on(request, found, given)
    page = {"about": about, "form": form}
    return render(request, "feedback/answer.html", page, status=422 if form.is_bound else 200)


def _answer_form(request: MemberRequest, about: OnTheDesk) -> AnswerForm:
    now = about.now
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        today=timezone.localdate(timezone=request.project.zoneinfo),
        may_reword=now is not None and may_write(request.standing),
        changed_since=about.changed_since,
        to=about.name,
        initial={
            "now": now.words if now else "",
            "based_on": now.number if now else None,
            "after": about.before.id if about.before else None,
        },
    )
    if form.is_bound and now is not None:
        form.based_on_words = words_at(now.block, whole(request.POST.get("based_on")) or 0)
    return form


def _somebody_was_quicker(request: MemberRequest, about: OnTheDesk, form: AnswerForm) -> bool:
    """An answer that was not on this person's page; it is shown, and the next sending counts."""
    before = about.before
    if before is None or before.id == form.cleaned_data["after"] or is_answer_of(request.person, form.once()):
        return False
    form.add_error(None, _("Somebody answered this while you wrote. Read their answer, then save yours again."))
    _send_along(request, form, after=before.id)
    return True


def _send_along(request: MemberRequest, form: AnswerForm, **hidden: int) -> None:
    form.data = sent = request.POST.copy()
    for name, number in hidden.items():
        sent[name] = str(number)


def _give(request: MemberRequest, about: OnTheDesk, form: AnswerForm) -> Answer:
    given, now = form.cleaned_data, about.now
    words: dict[str, Any] = {}
    if now is not None and form.changes_words:
        words["new_words"] = actions.NewWords(now.block, given["based_on"] or 0, given["now"], given.get("why", ""))
    elif now is not None and given["choice"] == "did" and given.get("already"):
        words["wording"] = wording_with(now.wording)
    return actions.answer(
        [about.comment.contribution],
        given["outcome"],
        form.answer_words,
        by=request.person,
        client_id=form.once(),
        **form.values(),
        **words,
    )


def _beside(form: AnswerForm, refused: Refused) -> tuple[str | None, str]:
    """New words have their own box here."""
    return ("now" if refused.field == "words" and "now" in form.fields else None), sentence_for(refused.code)


def _go_on(request: MemberRequest, comment: Comment, given: Answer) -> HttpResponse:
    slug = request.project.slug
    round = newest_round(request.project) or comment.round
    to_go, following = unanswered_in(round).count(), next_to_answer(round, after=comment)
    undo = reverse("undo_answer", args=[slug, given.pk])
    if following is None:
        say(request, _("Saved. Every comment has an answer."), undo_url=undo)
        return HttpResponseRedirect(reverse("desk", args=[slug]) + "#done")
    say(request, _("Saved. %(comments)s to go.") % {"comments": to_go}, undo_url=undo)
    return HttpResponseRedirect(reverse("answer", args=[slug, following]) + "#done")


@door(rules.may_answer, Otherwise.SIGN_IN)
@require_POST
def undo_answer(request: MemberRequest, project: str, answer: int) -> HttpResponse:
    given = answer_in(request.project, answer)
    if given is None:
        raise Http404
    served, changed_words = comment_served_by(given), given.wording_id is not None
    try:
        actions.undo_answer(given, by=request.person)
    except Refused:
        say(request, _("This cannot be undone any more: the next draft is out."))
    else:
        say(request, _("Undone. The new words stay.") if changed_words else _("Undone. Here it is again."))
        if served is not None:
            return HttpResponseRedirect(reverse("answer", args=[project, served]) + "#done")
    return HttpResponseRedirect(reverse("desk", args=[project]) + "#done")
