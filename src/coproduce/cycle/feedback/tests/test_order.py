from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from coproduce.cycle.feedback.order import mixed

DAY = date(2026, 3, 12)
ids = st.lists(st.integers(1, 10_000), unique=True, max_size=60)


def order(things: list[int], *, reader: int | None = 7, day: date = DAY, version: int = 1) -> list[int]:
    return mixed(things, by=lambda thing: thing, version=version, day=day, reader=reader)


@given(ids)
def test_everything_is_there_once(things: list[int]) -> None:
    assert sorted(order(things)) == sorted(things)


@given(ids, st.randoms())
def test_how_things_come_in_changes_nothing(things: list[int], chance: Random) -> None:
    shuffled = list(things)
    chance.shuffle(shuffled)

    assert order(shuffled) == order(things)


@given(ids, st.integers(10_001, 20_000))
def test_a_new_thing_moves_no_two_others_past_each_other(things: list[int], new: int) -> None:
    with_new = order([*things, new])

    assert [thing for thing in with_new if thing != new] == order(things)


def test_each_reader_day_and_version_has_its_own_order() -> None:
    things = list(range(1, 41))
    orders = [
        order(things),
        order(things, reader=8),
        order(things, reader=None),
        order(things, day=date(2026, 3, 13)),
        order(things, version=2),
    ]

    assert order(things) == orders[0]
    assert len({tuple(each) for each in orders}) == 5


def test_who_spoke_first_stands_on_top_no_more_often_than_anybody_else() -> None:
    """For 2,000 readers of ten comments: 200 each, give or take what chance allows (4.5 standard deviations)."""
    tops = [order(list(range(10)), reader=reader)[0] for reader in range(1, 2_001)]

    assert all(140 <= tops.count(thing) <= 260 for thing in range(10))
