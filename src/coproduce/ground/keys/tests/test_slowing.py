from collections import deque

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coproduce.ground.keys.slowing import LONGEST_PAUSE, FailedTries, seconds_to_wait

ages = st.floats(0, 3_600)
AN_HOUR, TEN_MINUTES = 3_600.0, 600.0


@pytest.mark.parametrize(
    ("here", "newest_here", "everywhere", "newest_everywhere", "wait"),
    [
        (0, 0, 0, 0, 0),
        (9, 0, 9, 0, 0),
        (10, 0, 10, 0, 1),
        (11, 0, 11, 0, 2),
        (13, 0, 13, 0, 4),
        (14, 0, 14, 0, 5),
        (700, 0, 700, 0, 5),
        (14, 1.5, 14, 1.5, 4),
        (14, 4.999, 14, 4.999, 1),
        (14, 5, 14, 5, 0),
        (0, 0, 1_799, 0, 0),
        (0, 0, 1_800, 0, 2),
        (0, 0, 1_800, 1.5, 1),
        (0, 0, 1_800, 2, 0),
        (1, 30, 1_800, 2, 1),
        (2, 30, 1_800, 2, 2),
        (9, 30, 1_800, 0, 5),
        (9, 30, 1_800, 5, 0),
        (20, 0.5, 1_800, 0.5, 5),
    ],
)
def test_the_wait_grows_with_the_tries_that_failed(
    here: int, newest_here: float, everywhere: int, newest_everywhere: float, wait: int
) -> None:
    assert seconds_to_wait(FailedTries(here, newest_here, everywhere, newest_everywhere)) == wait


@given(st.integers(0, 10_000), ages, st.integers(0, 10_000), ages)
def test_nobody_ever_waits_longer_than_a_few_seconds(here: int, age: float, everywhere: int, age_there: float) -> None:
    assert 0 <= seconds_to_wait(FailedTries(here, age, everywhere, age_there)) <= LONGEST_PAUSE


@given(st.integers(0, 10_000), ages, st.integers(0, 10_000), ages)
def test_who_waited_as_long_as_was_said_may_try(here: int, age: float, everywhere: int, age_there: float) -> None:
    wait = seconds_to_wait(FailedTries(here, age, everywhere, age_there))

    assert seconds_to_wait(FailedTries(here, age + wait, everywhere, age_there + wait)) == 0


class Site:
    """The caller's part, as the module asks for it; it remembers when each failed try was."""

    def __init__(self) -> None:
        self.everywhere: deque[float] = deque()
        self.here: dict[int, deque[float]] = {}

    def guess(self, address: int, now: float) -> bool:
        """Whether the guess was looked at (and failed)."""
        here = self.here.setdefault(address, deque())
        while here and here[0] <= now - TEN_MINUTES:
            here.popleft()
        while self.everywhere and self.everywhere[0] <= now - AN_HOUR:
            self.everywhere.popleft()
        failed = FailedTries(
            len(here),
            now - here[-1] if here else 0,
            len(self.everywhere),
            now - self.everywhere[-1] if self.everywhere else 0,
        )
        if seconds_to_wait(failed):
            return False
        here.append(now)
        self.everywhere.append(now)
        return True


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 4_000), st.sampled_from([0.1, 0.5, 0.9, 1.0, 2.0, 2.5]), st.integers(0, 3_000))
def test_no_hour_sees_more_than_3600_failed_tries(addresses: int, every: float, quiet: int) -> None:
    site, failed = Site(), deque[float]()

    for step in range(int(2.5 * AN_HOUR / every)):
        now = step * every
        if quiet < now < 2 * quiet or not site.guess(step % addresses, now):
            continue
        failed.append(now)
        while failed[0] <= now - AN_HOUR:
            failed.popleft()
        assert len(failed) <= 3_600


def test_one_address_is_looked_at_no_more_than_twice_ten_times_a_minute() -> None:
    site = Site()

    looked_at = sum(site.guess(1, step / 10) for step in range(36_000))

    assert 700 < looked_at < 800


def test_who_comes_new_is_let_in_while_a_hundred_others_keep_guessing() -> None:
    site, step = Site(), 0
    while step < 100_000:
        site.guess(step % 100, step / 10)
        step += 1
    assert len(site.everywhere) >= 1_800
    came = now = step / 10 + 0.05

    while not site.guess(-1, now):
        now += 2  # as the page said
        while step / 10 < now:
            site.guess(step % 100, step / 10)
            step += 1

    assert now - came <= 6
