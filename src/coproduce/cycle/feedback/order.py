"""The mixed order of comments: neither the first to speak nor the most liked stands on top."""

from collections.abc import Callable, Iterable
from datetime import date
from hashlib import sha256
from typing import TypeVar

Thing = TypeVar("Thing")


def mixed(
    things: Iterable[Thing], *, by: Callable[[Thing], int], version: int, day: date, reader: int | None
) -> list[Thing]:
    """The things in an order of their own for each reader, day and version. A visitor's depends on the day alone.

    `by` gives a thing's lasting id. Each thing has its place by itself, so that a new one never moves the others
    past each other. Chance comes from SHA-256 of the four, not from a random source: it can be repeated.
    """
    seed = f"{reader or 'visitor'}|{day.isoformat()}|{version}|"
    return sorted(things, key=lambda thing: sha256(f"{seed}{by(thing)}".encode()).digest())
