"""Reading comments and their answers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from coproduce.cycle.draft.models import Version
from coproduce.cycle.feedback import rules
from coproduce.cycle.feedback.models import Answer, Answered, Comment, Round
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


@dataclass(frozen=True, slots=True)
class ReadComment:
    """A comment as a reader sees it."""

    id: int
    contribution: int
    block: int | None
    words: str
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


def comments_on(version: Version, *, reader: int | None) -> list[ReadComment]:
    """All comments on a version with their newest answers; three queries however many."""
    comments = Comment.objects.filter(round__version=version).select_related("contribution").order_by("pk")
    return read_comments(comments, project=version.document.project_id, reader=reader)


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
