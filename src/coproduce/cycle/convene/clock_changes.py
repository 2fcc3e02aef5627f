"""A day and a time on the clock of a place are one moment; when the clocks change they may be none, or two."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


class NoSuchTime(ValueError):
    """The clocks went forward over it."""


class TwiceThatDay(ValueError):
    """The clocks went back over it, so that nobody can know which one is meant."""


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment, in UTC. Raises NoSuchTime or TwiceThatDay, and OverflowError for the very first and last days."""
    clock = datetime.combine(day, at.replace(tzinfo=None))
    first = clock.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = clock.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) != clock:
        raise NoSuchTime
    if first != second:
        raise TwiceThatDay
    return first
