"""Boards for groups: made with them, closed after the event, opened again when more is to be said."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from coproduce.cycle.capture import rules
from coproduce.cycle.capture.models import LONGEST_NOTE, Board, Note
from coproduce.cycle.convene.actions import make_groups
from coproduce.cycle.convene.models import Event
from coproduce.ground.live.actions import Accepted, accept_one
from coproduce.ground.live.gate import cleaned
from coproduce.ground.live.models import Log
from coproduce.ground.record.actions import write_down
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.models import Contribution
from coproduce.people.projects.queries import standing_of


@transaction.atomic
def make_boards(event: Event, questions: Sequence[str], *, by: Person, client_id: UUID | None = None) -> list[Board]:
    """A breakout group and an open board for each question. The same `client_id` again gives the boards it made."""
    groups = make_groups(event, questions, by=by, client_id=client_id)
    if made := list(Board.objects.filter(group__in=groups).order_by("group__place")):
        return made
    logs = Log.objects.bulk_create(Log(kind="board") for _group in groups)
    return Board.objects.bulk_create(Board(group=group, log=log) for group, log in zip(groups, logs, strict=True))


@transaction.atomic
def close_board(board: Board, *, by: Person) -> None:
    """No more notes; from now on everybody who takes part may read them."""
    _set_closed(board, True, by=by)


@transaction.atomic
def open_board_again(board: Board, *, by: Person) -> None:
    """More may be written, and only the group reads along until it is closed."""
    _set_closed(board, False, by=by)


def _set_closed(board: Board, closed: bool, *, by: Person) -> None:
    project = board.group.event.project
    if not rules.may_close_board(standing_of(by, project)):
        raise PermissionDenied
    Log.objects.select_for_update().get(pk=board.log_id)  # what is on its way is in before it, or refused after
    board.refresh_from_db(fields=["closed_at"])
    if board.is_open is not closed:
        return
    board.closed_at = timezone.now() if closed else None
    board.save(update_fields=["closed_at"])
    write_down("board closed" if closed else "board opened", board, by=by, project=project.pk)


def add_note(board: Board, words: str, *, by: Person, client_id: UUID) -> Accepted:
    """One note from a form. Raises Refused."""
    values = {"words": words}
    accepted = accept_one(board.log, "add note", values, by=by, client_id=client_id)
    if accepted.again and not _was_said(words, note_of(accepted).contribution):
        # The page from before, brought back by the browser, with other words in it: nothing that was written is lost.
        accepted = accept_one(board.log, "add note", values, by=by, client_id=uuid4())
    return accepted


def change_own_note(note: Note, words: str, *, by: Person, client_id: UUID) -> Accepted:
    """Other words for one's own note. Raises Refused."""
    values = {"note": note.pk, "words": words}
    accepted = accept_one(note.board.log, "change words", values, by=by, client_id=client_id)
    if accepted.again and not _was_said(words, note.contribution):
        accepted = accept_one(note.board.log, "change words", values, by=by, client_id=uuid4())
    return accepted


def note_of(accepted: Accepted) -> Note:
    """The note that an act on a board made or changed."""
    return Note.objects.select_related("contribution").get(pk=accepted.row(Note._meta.label))


def _was_said(words: str, contribution: Contribution) -> bool:
    """Whether these were its words, now or earlier; of what was taken back nobody can tell, so yes."""
    words = cleaned(words, longest=LONGEST_NOTE)
    gone = contribution.taken_back_at is not None
    return gone or contribution.words == words or contribution.earlier.filter(words=words).exists()
