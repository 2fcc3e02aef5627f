"""The seven steps of the cycle, in the words that people read."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEPS: tuple[Promise, ...] = (
    _("We meet"),
    _("Notes"),
    _("Draft"),
    _("Your thoughts"),
    _("Decide"),
    _("Do it"),
    _("What happened"),
)


class Step(NamedTuple):
    number: int
    label: Promise
    done: bool
    current: bool


def steps_at(number: int) -> Iterator[Step]:
    """All seven, as they stand when the group is at step `number` (1 to 7)."""
    for place, label in enumerate(STEPS, start=1):
        yield Step(place, label, done=place < number, current=place == number)
