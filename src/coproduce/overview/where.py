"""Where a project is on its way round the cycle, and the one next step for somebody in it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from coproduce.cycle.capture.models import Board
from coproduce.cycle.capture.queries import boards_of, boards_open_to
from coproduce.cycle.convene.models import Event
from coproduce.cycle.draft.queries import newest_version
from coproduce.cycle.feedback.models import Round
from coproduce.cycle.feedback.queries import is_open_now, newest_round, unanswered_in
from coproduce.people.projects.models import Project
from coproduce.people.projects.standing import Standing


@dataclass(frozen=True, slots=True)
class Where:
    """`step` is 1 to 7 (`ui.steps`); what there is to look at is here too, read once."""

    step: int
    boards: tuple[Board, ...]
    round: Round | None
    open_now: bool
    unanswered: int
    version: int
    until: date | None
    event: Event | None


def where_is(project: Project, standing: Standing) -> Where:
    """A fixed number of queries. Boards are those that this person may read."""
    boards = tuple(boards_open_to(standing, project)) if standing.belongs else ()
    round = newest_round(project)
    version = newest_version(project)
    open_now = round is not None and is_open_now(round)
    unanswered = unanswered_in(round).count() if round else 0
    return Where(
        step=_step(project, bool(version), open_now, unanswered),
        boards=boards,
        round=round,
        open_now=open_now,
        unanswered=unanswered,
        version=version.number if version else 0,
        until=round.until if round else None,
        event=project.events.order_by("-starts_at").first(),
    )


def _step(project: Project, drafted: bool, open_now: bool, unanswered: int) -> int:
    if drafted:
        return 4 if open_now or unanswered else 7
    boards = list(boards_of(project))
    if not boards:
        return 1
    return 2 if any(board.is_open for board in boards) else 3


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing that waits for those who run it."""

    text: str
    url_name: str
    count: int = 0


def to_do_in(where: Where) -> list[ToDo]:
    """What waits, the next step first."""
    waiting: list[ToDo] = []
    if where.unanswered:
        waiting.append(ToDo(_("Comments that need an answer"), "desk", where.unanswered))
    if where.step == 1:
        waiting.append(ToDo(_("Plan your first event, with its groups and boards"), "new_event"))
    if where.step == 2:
        waiting.append(ToDo(_("Close the boards when everybody has finished"), "events"))
    if where.step == 3:
        waiting.append(ToDo(_("Sort the notes, and write principles from them"), "sort"))
    if where.version and not where.unanswered and not where.open_now:
        waiting.append(ToDo(_("Share the next draft"), "share"))
    return waiting
