from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.cycle.convene.clock_changes import NoSuchTime, TwiceThatDay, moment_of

UK = ZoneInfo("Europe/London")
ZONES = ["Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "UTC"]


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (date(2027, 1, 15), time(14), datetime(2027, 1, 15, 14, tzinfo=UTC)),
        (date(2027, 7, 15), time(14), datetime(2027, 7, 15, 13, tzinfo=UTC)),
        (date(2027, 3, 28), time(0, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(2), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (date(2027, 10, 31), time(0, 59), datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        (date(2027, 10, 31), time(2), datetime(2027, 10, 31, 2, tzinfo=UTC)),
    ],
)
def test_a_time_on_the_clock_is_one_moment(day: date, at: time, moment: datetime) -> None:
    assert moment_of(day, at, UK) == moment


@pytest.mark.parametrize("at", [time(1), time(1, 30), time(1, 59, 59)])
def test_a_time_that_the_clocks_jump_over_does_not_exist(at: time) -> None:
    with pytest.raises(NoSuchTime):
        moment_of(date(2027, 3, 28), at, UK)


@pytest.mark.parametrize("at", [time(1), time(1, 30), time(1, 59, 59)])
def test_a_time_that_comes_twice_is_not_guessed(at: time) -> None:
    with pytest.raises(TwiceThatDay):
        moment_of(date(2027, 10, 31), at, UK)


def test_a_day_that_was_left_out_of_the_calendar_has_no_times() -> None:
    with pytest.raises(NoSuchTime):
        moment_of(date(2011, 12, 30), time(12), ZoneInfo("Pacific/Apia"))


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.times().filter(lambda at: not at.fold), st.sampled_from(ZONES)
)
def test_whatever_moment_comes_out_reads_as_the_time_that_went_in(day: date, at: time, name: str) -> None:
    zone = ZoneInfo(name)
    try:
        moment = moment_of(day, at, zone)
    except (NoSuchTime, TwiceThatDay):
        return

    assert moment.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, at)
