import pytest

from coproduce.cycle.draft import rules
from coproduce.people.projects.standing import Standing

VISITOR = Standing(1)
TAKES_PART = Standing(1, 2, "takes part")
HELPS_RUN_IT = Standing(1, 3, "helps run it")


@pytest.mark.parametrize(
    ("standing", "sorts", "writes"), [(VISITOR, False, False), (TAKES_PART, True, False), (HELPS_RUN_IT, True, True)]
)
def test_everybody_who_takes_part_sorts_and_those_who_run_it_write(
    standing: Standing, sorts: bool, writes: bool
) -> None:
    may = (rules.may_sort(standing), rules.may_write(standing), rules.may_publish(standing))

    assert may == (sorts, writes, writes)


@pytest.mark.parametrize(
    ("sources", "nobody_asked", "why", "enough"),
    [
        ([1], False, "", True),
        ([], True, "It is the law.", True),
        ([], True, "", False),
        ([], False, "It is the law.", False),
        ([], False, "", False),
    ],
)
def test_words_come_from_somebody_or_say_that_they_do_not(
    sources: list[int], nobody_asked: bool, why: str, enough: bool
) -> None:
    assert rules.says_where_it_comes_from(sources, nobody_asked=nobody_asked, why=why) is enough
