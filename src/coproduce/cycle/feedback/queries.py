"""Reading comments and their answers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from coproduce.cycle.draft.models import Version
from coproduce.cycle.draft.queries import ReadBlock, blocks_shown
from coproduce.cycle.feedback import rules
from coproduce.cycle.feedback.models import Answer, Answered, Comment, Round
from coproduce.cycle.feedback.outcomes import sentence_of
from coproduce.people.accounts.models import Person
from coproduce.people.projects.models import Project
from coproduce.people.projects.queries import names_in


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """The newest answer to something said. `now` holds the new words when they were changed."""

    id: int
    outcome: str
    words: str
    now: str
    by_date: date | None
    passed_to: str
    at: datetime

    @property
    def says(self) -> str:
        """The sentence that begins it."""
        return sentence_of(self)


@dataclass(frozen=True, slots=True)
class ReadComment:
    """A comment as a reader sees it. `words` is '' when taken back or hidden; `name` when its author gave none."""

    id: int
    contribution: int
    block: int | None
    words: str
    language: str
    name: str
    said_at: datetime
    own: bool
    taken_back: bool
    answer: ReadAnswer | None


def is_open_now(round: Round) -> bool:
    """By the project's own calendar."""
    today = timezone.localdate(timezone=round.version.document.project.zoneinfo)
    return rules.is_open(until=round.until, closed=round.closed_at is not None, today=today)


def round_of(version: Version | None) -> Round | None:
    if version is None:
        return None
    return Round.objects.filter(version=version).select_related("version__document__project").first()


def newest_round(project: Project) -> Round | None:
    """The round on the newest version, open or not."""
    return (
        Round.objects.filter(version__document__project=project)
        .select_related("version__document__project", "version__document__log")
        .order_by("-version__number")
        .first()
    )


def unanswered_in(round: Round) -> QuerySet[Comment]:
    """Comments with words and without an answer, oldest first."""
    return (
        Comment.objects.filter(round=round, contribution__taken_back_at=None)
        .exclude(Exists(Answered.objects.filter(contribution=OuterRef("contribution"))))
        .select_related("contribution__project", "block")
        .order_by("pk")
    )


def comment_in(project: Project, comment: int) -> Comment | None:
    return (
        Comment.objects.filter(pk=comment, contribution__project=project)
        .select_related("contribution__project", "block", "round__version__document__project")
        .first()
    )


def comments_about(version: Version, block: int | None) -> QuerySet[Comment]:
    """What was said about a block, or about all of it, and not taken back since."""
    return Comment.objects.filter(round__version=version, block=block, contribution__taken_back_at=None).select_related(
        "contribution"
    )


def comments_counted(version: Version) -> dict[int | None, int]:
    """How many were said about each block, and (None) about all of it; one query."""
    counted = Comment.objects.filter(round__version=version, contribution__taken_back_at=None)
    return dict(counted.order_by().values_list("block").annotate(Count("pk")))


@dataclass(frozen=True, slots=True)
class Desk:
    """All that was said in a round, by what it is about and in the order of the text; 'all of it' comes last."""

    round: Round
    groups: tuple[tuple[ReadBlock | None, tuple[ReadComment, ...]], ...]

    @property
    def comments(self) -> int:
        return sum(len(comments) for _about, comments in self.groups)

    @property
    def to_answer(self) -> list[ReadComment]:
        return [comment for _about, comments in self.groups for comment in comments if comment.answer is None]

    @property
    def done(self) -> int:
        return self.comments - len(self.to_answer)


def desk_of(round: Round) -> Desk:
    """Four queries however many comments."""
    said = Comment.objects.filter(round=round, contribution__taken_back_at=None).select_related("contribution")
    by_block: dict[int | None, list[ReadComment]] = defaultdict(list)
    for comment in read_comments(said.order_by("pk"), project=round.version.document.project_id, reader=None):
        by_block[comment.block].append(comment)
    abouts: list[ReadBlock | None] = [*blocks_shown(round.version), None]
    keyed = [(about, by_block.get(about.block if about else None, [])) for about in abouts]
    return Desk(round, tuple((about, tuple(comments)) for about, comments in keyed if comments))


def next_to_answer(round: Round, *, after: Comment) -> int | None:
    """The next comment on the desk without an answer, after this one or else from the top; None when all have one."""
    places = {block.block: block.place for block in blocks_shown(round.version)}

    def place(row: tuple[int, int | None]) -> tuple[int, int]:
        return (places.get(row[1] or 0, len(places) + 1), row[0])

    waiting = sorted(unanswered_in(round).values_list("pk", "block_id"), key=place)
    here = place((after.pk, after.block_id))
    later = [row for row in waiting if place(row) > here]
    return next((comment for comment, _block in later or waiting), None)


def read_comments(comments: Iterable[Comment], *, project: int, reader: int | None) -> list[ReadComment]:
    comments = list(comments)
    names = names_in(project, (each.contribution.author_id for each in comments))
    answers = answers_to(each.contribution_id for each in comments)
    return [
        ReadComment(
            id=each.pk,
            contribution=each.contribution_id,
            block=each.block_id,
            words="" if each.contribution.hidden_because else each.contribution.words,
            language=each.contribution.language,
            name="" if each.contribution.taken_back_at else names.get(each.contribution.author_id, ""),
            said_at=each.contribution.said_at,
            own=reader is not None and each.contribution.author_id == reader,
            taken_back=each.contribution.taken_back_at is not None,
            answer=answers.get(each.contribution_id),
        )
        for each in comments
    ]


def answers_to(contributions: Iterable[int]) -> dict[int, ReadAnswer]:
    """The newest answer to each contribution that has one; one query."""
    rows = (
        Answered.objects.filter(contribution__in=list(contributions)).select_related("answer__wording").order_by("pk")
    )
    return {row.contribution_id: read_answer(row.answer) for row in rows}


def read_answer(given: Answer) -> ReadAnswer:
    return ReadAnswer(
        id=given.pk,
        outcome=given.outcome,
        words=given.words,
        now=given.wording.words if given.wording else "",
        by_date=given.by_date,
        passed_to=given.passed_to,
        at=given.at,
    )


def answer_in(project: Project, answer: int) -> Answer | None:
    return Answer.objects.filter(pk=answer, project=project).select_related("project").first()


def comment_served_by(given: Answer) -> int | None:
    """The first comment that it answers."""
    return (
        Comment.objects.filter(contribution__answers__answer=given).order_by("pk").values_list("pk", flat=True).first()
    )


def is_answer_of(person: Person, client_id: UUID) -> bool:
    """Whether this very form has had its effect."""
    return Answer.objects.filter(by=person, client_id=client_id).exists()


def answers_in(project: Project) -> list[tuple[ReadAnswer, list[Comment]]]:
    """Every answer of the project with the comments it serves, newest first; two queries."""
    serves: dict[int, list[Comment]] = defaultdict(list)
    answers: dict[int, Answer] = {}
    rows = (
        Answered.objects.filter(answer__project=project, contribution__comment__isnull=False)
        .select_related("answer__wording", "contribution__comment__block")
        .order_by("-answer__pk", "pk")
    )
    for row in rows:
        answers[row.answer_id] = row.answer
        serves[row.answer_id].append(row.contribution.comment)
    return [(read_answer(given), serves[pk]) for pk, given in answers.items()]
