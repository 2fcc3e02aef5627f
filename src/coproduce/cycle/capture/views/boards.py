"""The board, a note of one's own, closing and opening, and all the notes."""

from urllib.parse import urljoin

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coproduce.cycle.capture import rules
from coproduce.cycle.capture.actions import add_note, change_own_note, note_of, open_board_again
from coproduce.cycle.capture.actions import close_board as close
from coproduce.cycle.capture.forms import NoteForm
from coproduce.cycle.capture.models import Board, Note
from coproduce.cycle.capture.queries import board_in, boards_with_notes, note_in, notes_on, written_on
from coproduce.cycle.convene.queries import groups_of_person
from coproduce.ground.keys.codes import spoken
from coproduce.ground.live.gate import Refused
from coproduce.ground.ui.done import say
from coproduce.people.contribute.rules import may_change_words
from coproduce.people.projects.boxes import refuse
from coproduce.people.projects.doors import Otherwise, door
from coproduce.people.projects.guests import GuestHere, guest_here, remember
from coproduce.people.projects.requests import MemberRequest
from coproduce.people.projects.rules import may_take_part


@door(may_take_part, Otherwise.YOUR_CODE)
@require_http_methods(["GET", "POST"])
def board(request: MemberRequest, project: str, board: int) -> HttpResponse:
    found = _readable(request, board)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            accepted = add_note(found, form.cleaned_data["words"], by=request.person, client_id=form.once())
        except Refused as refused:
            refuse(form, refused)
        else:
            _say_added(request, found, note_of(accepted))
            return HttpResponseRedirect(f"{_address(found)}#done")
    if not found.is_open:
        return _closed(request, found, form)
    return _open(request, found, form)


def _open(request: MemberRequest, board: Board, form: NoteForm) -> HttpResponse:
    notes = notes_on(board, reader=request.person.pk)
    own = [note for note in notes if note.own and note.words]
    guest = _guest_with_unseen_code(request) if own else None
    return render(
        request,
        "capture/board.html",
        {
            "board": board,
            "form": form,
            "notes": notes,
            "written": sum(1 for note in notes if note.words),
            "newest": own[-1] if own else None,
            "code": guest.code if guest else "",
            "spoken": spoken(guest.code) if guest else "",
            "code_address": urljoin(settings.ADDRESS, reverse("your_code", args=[request.project.slug])),
            "may_close": rules.may_close_board(request.standing),
        },
        status=422 if form.errors else 200,
    )


def _closed(request: MemberRequest, board: Board, form: NoteForm, keep: str = "note") -> HttpResponse:
    """The same whether somebody comes back later or was writing when it closed: their words are still there.

    `keep` is the name under which the page before kept them on the device.
    """
    return render(
        request,
        "capture/board_closed.html",
        {
            "board": board,
            "still_here": form,
            "keep": keep,
            "written": written_on(board),
            "own_group": board.group_id in groups_of_person(request.project, request.person.pk),
            "may_open": rules.may_close_board(request.standing),
            "please_check": bool(form.errors),
        },
        status=422 if form.errors else 200,
    )


def _say_added(request: MemberRequest, board: Board, note: Note) -> None:
    """The first time, their code comes with it; by the second they have seen it."""
    guest = _guest_with_unseen_code(request)
    first = not Note.objects.filter(board=board, contribution__author=request.person).exclude(pk=note.pk).exists()
    said = _("Added. Your note is number %(number)s.") % {"number": note.place}
    if guest and first:
        said = _("%(added)s Your code is below.") % {"added": said}
    elif guest:
        _put_away(request, guest)
    say(request, said)


@door(may_take_part)
@require_POST
def code_seen(request: MemberRequest, project: str, board: int) -> HttpResponse:
    """'Not now': the card is put away. The code stays in 'My part'."""
    found = _readable(request, board)
    if guest := _guest_with_unseen_code(request):
        _put_away(request, guest)
    say(request, _("Your code stays in “My part”."))
    return HttpResponseRedirect(f"{_address(found)}#done")


def _guest_with_unseen_code(request: MemberRequest) -> GuestHere | None:
    guest = guest_here(request.session, request.project.pk)
    here = guest is not None and guest.person == request.person.pk
    return guest if guest and here and guest.code and not guest.code_seen else None


def _put_away(request: MemberRequest, guest: GuestHere) -> None:
    guest.code_seen = True
    remember(request.session, request.project.pk, guest)


@door(may_take_part, Otherwise.YOUR_CODE)
@require_http_methods(["GET", "POST"])
def change_note(request: MemberRequest, project: str, note: int) -> HttpResponse:
    found = _own(request, note)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"words": found.contribution.words})
    if request.method == "POST" and form.is_valid():
        try:
            change_own_note(found, form.cleaned_data["words"], by=request.person, client_id=form.once())
        except Refused as refused:
            refuse(form, refused)
        else:
            say(request, _("Your words are changed."))
            return HttpResponseRedirect(f"{_address(found.board)}#done")
    if not found.board.is_open:
        return _closed(request, found.board, form, keep=f"change-{note}")
    return render(
        request, "capture/change_note.html", {"note": found, "form": form}, status=422 if form.errors else 200
    )


@door(rules.may_close_board)
@require_POST
def close_board(request: MemberRequest, project: str, board: int) -> HttpResponse:
    found = _readable(request, board)
    close(found, by=request.person)
    undo = reverse("open_board", args=[project, board])
    say(request, _("The board is closed."), undo_url=undo, undo_label=_("Open it again"))
    return HttpResponseRedirect(f"{_address(found)}#done")


@door(rules.may_close_board)
@require_POST
def open_board(request: MemberRequest, project: str, board: int) -> HttpResponse:
    found = _readable(request, board)
    open_board_again(found, by=request.person)
    undo = reverse("close_board", args=[project, board])
    say(request, _("The board is open again."), undo_url=undo, undo_label=_("Close the board"))
    return HttpResponseRedirect(f"{_address(found)}#done")


@door(may_take_part, Otherwise.YOUR_CODE)
@require_GET
def notes(request: MemberRequest, project: str) -> HttpResponse:
    """Every note that this reader may read, board by board."""
    boards = boards_with_notes(request.standing, request.project)
    return render(request, "capture/notes.html", {"boards": boards})


def _readable(request: MemberRequest, board: int) -> Board:
    found = board_in(request.project, board)
    if found is None or not rules.may_read_board(
        request.standing,
        in_group=found.group_id in groups_of_person(request.project, request.standing.person),
        is_open=found.is_open,
    ):
        raise Http404
    return found


def _own(request: MemberRequest, note: int) -> Note:
    found = note_in(request.project, note)
    if found is None or not may_change_words(
        request.standing,
        author=found.contribution.author_id,
        taken_back=found.contribution.taken_back_at is not None,
    ):
        raise Http404
    return found


def _address(board: Board) -> str:
    return reverse("board", args=[board.group.event.project.slug, board.pk])
