"""Reading boards, as one reader may see them."""

from collections.abc import Iterable
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
    """A note as a reader sees it. `name` is '' when its author gave none; `words` is '' when taken back."""

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


def notes_on(board: Board, *, reader: int | None, after: int = 0) -> list[ReadNote]:
    """The board in its order; with `after`, only what changed since that entry. Two queries."""
    notes = Note.objects.filter(board=board, changed__gt=after).select_related("contribution").order_by("place")
    return read_notes(notes, project=board.group.event.project_id, reader=reader)


def read_notes(notes: Iterable[Note], *, project: int, reader: int | None) -> list[ReadNote]:
    """Notes with the names that their authors chose."""
    notes = list(notes)
    names = names_in(project, (note.contribution.author_id for note in notes))
    return [_read(note, names.get(note.contribution.author_id, ""), reader) for note in notes]


def _read(note: Note, name: str, reader: int | None) -> ReadNote:
    said = note.contribution
    gone = said.taken_back_at is not None
    return ReadNote(
        id=note.pk,
        contribution=said.pk,
        place=note.place,
        words="" if said.hidden_because else said.words,
        name="" if gone else name,
        feeling=said.feeling,
        warning=said.warning,
        said_at=said.said_at,
        own=reader is not None and said.author_id == reader,
        taken_back=gone,
        changed=note.changed,
    )
