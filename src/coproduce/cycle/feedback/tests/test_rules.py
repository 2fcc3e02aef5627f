from datetime import date

import pytest

from coproduce.cycle.feedback import rules
from coproduce.people.projects.standing import Standing

VISITOR = Standing(1)
TAKES_PART = Standing(1, 2, "takes part")
ANSWERS = Standing(1, 3, "takes part", duties=frozenset({"answers comments"}))
LEFT_WITH_DUTY = Standing(1, 4, "", duties=frozenset({"answers comments"}))
HELPS_RUN_IT = Standing(1, 5, "helps run it")


@pytest.mark.parametrize(
    ("standing", "answers", "shares"),
    [
        (VISITOR, False, False),
        (TAKES_PART, False, False),
        (ANSWERS, True, False),
        (LEFT_WITH_DUTY, False, False),
        (HELPS_RUN_IT, True, True),
    ],
)
def test_who_answers_and_who_shares(standing: Standing, answers: bool, shares: bool) -> None:
    assert (rules.may_answer(standing), rules.may_share_draft(standing)) == (answers, shares)
    assert rules.may_comment(standing, open_now=True)
    assert not rules.may_comment(standing, open_now=False)


@pytest.mark.parametrize(
    ("today", "closed", "is_open"),
    [
        (date(2026, 3, 11), False, True),
        (date(2026, 3, 12), False, True),  # the last day counts whole
        (date(2026, 3, 13), False, False),
        (date(2026, 3, 11), True, False),
    ],
)
def test_the_last_day_for_comments_counts_whole(today: date, closed: bool, is_open: bool) -> None:
    assert rules.is_open(until=date(2026, 3, 12), closed=closed, today=today) is is_open
