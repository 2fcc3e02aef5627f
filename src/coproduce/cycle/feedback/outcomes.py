"""What a person reads when what they said has an answer: one sentence for each outcome."""

from datetime import date, datetime
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _


class Given(Protocol):
    """As much of an answer as its sentence needs."""

    @property
    def outcome(self) -> str: ...
    @property
    def by_date(self) -> date | None: ...
    @property
    def passed_to(self) -> str: ...
    @property
    def at(self) -> datetime: ...


def sentence_of(given: Given) -> str:
    """The first words of the answer; the answer's own words follow them. Raises ValueError for an unknown outcome."""
    match given.outcome:
        case "done":
            return _("We did this.")
        case "done in part":
            return _("We did part of this.")
        case "not done":
            return _("We did not do this, because…")
        case "passed on":
            return _("We passed this to %(whom)s.") % {"whom": given.passed_to.rstrip(".")}
        case "will do":
            return _("We will do this by %(day)s.") % {"day": _day(given)}
        case "thinking":
            return _("We are still thinking. We will tell you by %(day)s.") % {"day": _day(given)}
        case "thanked":
            return _("Thank you. We kept these words.")
    raise ValueError(f"nothing is known of the outcome {given.outcome!r}")


def _day(given: Given) -> str:
    """'30 April', with the year when it is not the one in which the answer was given."""
    day = given.by_date
    assert day is not None, "an answer that promises has a date"
    return date_format(day, "j F" if day.year == given.at.year else "j F Y")
