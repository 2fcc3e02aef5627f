"""The vocabulary: data class, retention and erasure of a column. Plain values, no Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Holds(StrEnum):
    """Who could be harmed if it leaked, from nobody to everybody."""

    PUBLIC = "public"  # anybody may read it
    GROUP = "group"  # people of the project; says nothing about one person
    PSEUDONYMOUS = "pseudonymous"  # a number that stands for a person
    PRIVATE = "private"  # a person's name, address or words before they are shared
    SPECIAL = "special"  # may tell something of health, belief or origin
    SECRET = "secret"  # opens a door: codes, tokens and what they are checked against


class Until(StrEnum):
    """How long a row stays when nobody erases it."""

    PROJECT = "as long as the project"
    SITE = "as long as the site"
    SESSION = "until signed out, 90 days at most"
    DAY = "one day"


class Erasing(StrEnum):
    """What erasing does to the column."""

    STAYS = "stays"  # tells nothing of the person once the rest is gone
    BLANKED = "blanked"
    UNLINKED = "unlinked"  # the row stays and no longer points at the person
    ROW_GOES = "the row goes"


@dataclass(frozen=True, slots=True)
class Column:
    """One column's line in the account of what we keep."""

    holds: Holds
    until: Until
    erasing: Erasing


Named = str | Mapping[str, Erasing]


@dataclass(frozen=True)
class Keeping:
    """The lines of one table: for each class either names that stay at erasure, or names with what happens."""

    until: Until
    public: Named = ""
    group: Named = ""
    pseudonymous: Named = ""
    private: Named = ""
    special: Named = ""
    secret: Named = ""
    columns: dict[str, Column] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for holds in Holds:
            named: Named = getattr(self, holds.value)
            erasings = dict.fromkeys(named.split(), Erasing.STAYS) if isinstance(named, str) else named
            for name, erasing in erasings.items():
                if name in self.columns:
                    raise ValueError(f"{name} has two lines: {self.columns[name].holds} and {holds}")
                self.columns[name] = Column(holds, self.until, erasing)
