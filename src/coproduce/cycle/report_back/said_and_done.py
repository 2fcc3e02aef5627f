"""'You said, we did': every answer of a project, by principle, open promises first."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from coproduce.cycle.feedback.models import OUTCOMES_WITH_A_DATE, Outcome
from coproduce.cycle.feedback.outcomes import sentence_of
from coproduce.cycle.feedback.queries import ReadAnswer, answers_in
from coproduce.cycle.report_back.queries import newest_words
from coproduce.people.projects.models import Project


@dataclass(frozen=True, slots=True)
class SaidAndDone:
    """What was said about a thing, and what was done. `said` leaves out what was taken back or hidden."""

    said: tuple[str, ...]
    answer: ReadAnswer
    sentence: str
    late: bool


@dataclass(frozen=True, slots=True)
class Happened:
    """Counts of comments by what was done, then the answers by what they are about."""

    comments: int
    did: int
    did_not: int
    not_settled: int
    no_change: int
    open_promises: tuple[SaidAndDone, ...]
    by_principle: tuple[tuple[str, tuple[SaidAndDone, ...]], ...]


def what_happened_in(project: Project) -> Happened:
    """Three queries, however many answers."""
    today = timezone.localdate(timezone=project.zoneinfo)
    answers = answers_in(project)
    newest: dict[int, int] = {}
    for given, comments in answers:  # newest first: the first answer to a comment stands
        for comment in comments:
            newest.setdefault(comment.pk, given.id)
    counted: Counter[str] = Counter()
    by_block: dict[int | None, list[SaidAndDone]] = defaultdict(list)
    for given, comments in answers:
        standing = [comment for comment in comments if newest[comment.pk] == given.id]
        if not standing:
            continue
        counted[given.outcome] += len(standing)
        said = tuple(
            comment.contribution.words
            for comment in standing
            if comment.contribution.words and not comment.contribution.hidden_because
        )
        by_block[standing[0].block_id].append(SaidAndDone(said, given, sentence_of(given), _is_late(given, today)))
    words = newest_words(block for block in by_block if block)
    order = sorted(by_block, key=lambda block: words[block].place if block else 10_000)
    every = [thing for block in order for thing in by_block[block]]
    return Happened(
        comments=sum(counted.values()),
        did=counted[Outcome.DONE] + counted[Outcome.DONE_IN_PART],
        did_not=counted[Outcome.NOT_DONE] + counted[Outcome.PASSED_ON],
        not_settled=counted[Outcome.WILL_DO] + counted[Outcome.THINKING],
        no_change=counted[Outcome.THANKED],
        open_promises=tuple(
            sorted(
                (thing for thing in every if thing.answer.outcome in OUTCOMES_WITH_A_DATE),
                key=lambda thing: thing.answer.by_date or today,
            )
        ),
        by_principle=tuple(
            (
                words[block].called if block else "",
                tuple(t for t in by_block[block] if t.answer.outcome not in OUTCOMES_WITH_A_DATE),
            )
            for block in order
        ),
    )


def _is_late(given: ReadAnswer, today: date) -> bool:
    return given.by_date is not None and given.by_date < today
