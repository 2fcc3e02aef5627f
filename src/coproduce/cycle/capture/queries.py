"""Reading boards, as one reader may see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from coproduce.cycle.capture import rules
from coproduce.cycle.capture.models import Board, Note
from coproduce.cycle.convene.queries import groups_of_person
from coproduce.people.projects.models import Project
from coproduce.people.projects.queries import names_in
from coproduce.people.projects.standing import Standing


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A note as a reader sees it. `words` is '' when taken back or hidden. `name` is '' when its author gave none,
    and on a closed board always: after the day, notes show without names."""

    id: int
    contribution: int
    place: int
    words: str
    name: str
    feeling: str
    warning: str
    said_at: datetime
    own: bool
    taken_back: bool
    changed: int

    @property
    def dom_id(self) -> str:
        return f"note-{self.id}"


@dataclass(frozen=True, slots=True)
class ReadBoard:
    """A board with its notes, as a reader sees them."""

    board: Board
    notes: list[ReadNote]


def boards_of(project: Project) -> QuerySet[Board]:
    """All boards in the order of their events and groups, with the number of their notes."""
    return (
        Board.objects.filter(group__event__project=project)
        .select_related("group__event")
        .annotate(written=Count("notes", filter=Q(notes__contribution__taken_back_at=None)))
        .order_by("group__event__starts_at", "group__place")
    )


def board_in(project: Project, board: int) -> Board | None:
    return (
        Board.objects.filter(pk=board, group__event__project=project)
        .select_related("group__event__project", "log")
        .first()
    )


def boards_open_to(standing: Standing, project: Project) -> list[Board]:
    """Those that the person may read now."""
    mine = groups_of_person(project, standing.person)
    return [
        board
        for board in boards_of(project)
        if rules.may_read_board(standing, in_group=board.group_id in mine, is_open=board.is_open)
    ]


def note_in(project: Project, note: int) -> Note | None:
    return (
        Note.objects.filter(pk=note, board__group__event__project=project)
        .select_related("contribution", "board__group__event__project", "board__log")
        .first()
    )


def notes_on(board: Board, *, reader: int | None, after: int = 0) -> list[ReadNote]:
    """The board in its order; with `after`, only what changed since that entry. Two queries."""
    notes = Note.objects.filter(board=board, changed__gt=after).select_related("contribution").order_by("place")
    for note in (found := list(notes)):
        note.board = board
    return read_notes(found, project=board.group.event.project_id, reader=reader)


def written_on(board: Board) -> int:
    """How many notes it has, without those taken back or hidden."""
    return Note.objects.filter(board=board, contribution__taken_back_at=None, contribution__hidden_because="").count()


def boards_with_notes(standing: Standing, project: Project) -> list[ReadBoard]:
    """Every board that the person may read now, with its notes. Four queries however many."""
    boards = boards_open_to(standing, project)
    notes = Note.objects.filter(board__in=boards).select_related("board", "contribution").order_by("place")
    on_board: dict[int, list[ReadNote]] = {board.pk: [] for board in boards}
    found = list(notes)
    for note, read in zip(found, read_notes(found, project=project.pk, reader=standing.person), strict=True):
        on_board[note.board_id].append(read)
    return [ReadBoard(board, on_board[board.pk]) for board in boards]


def read_notes(notes: Iterable[Note], *, project: int, reader: int | None) -> list[ReadNote]:
    """Notes with the names that may stand beside them. Each brings its `board` and `contribution` along."""
    notes = list(notes)
    named = [note.contribution.author_id for note in notes if note.board.is_open]
    names = names_in(project, named) if named else {}
    return [_read(note, names, reader) for note in notes]


def _read(note: Note, names: Mapping[int | None, str], reader: int | None) -> ReadNote:
    said = note.contribution
    gone = said.taken_back_at is not None
    unnamed = gone or not note.board.is_open
    return ReadNote(
        id=note.pk,
        contribution=said.pk,
        place=note.place,
        words="" if said.hidden_because else said.words,
        name="" if unnamed else names.get(said.author_id, ""),
        feeling=said.feeling,
        warning=said.warning,
        said_at=said.said_at,
        own=reader is not None and said.author_id == reader,
        taken_back=gone,
        changed=note.changed,
    )
