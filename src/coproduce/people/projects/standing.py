"""What one person is in one project: plain values that every rule is handed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """Read once for a page, a connection or a group of acts. A visitor has no `part`.

    `part` is 'takes part' or 'helps run it'; `duties` the extra things that somebody looks after. Nothing here
    says anything about lived experience, and no rule asks.
    """

    project: int
    person: int | None = None
    part: str = ""
    name: str = ""
    duties: frozenset[str] = frozenset()
    has_account: bool = False

    @property
    def belongs(self) -> bool:
        return bool(self.part)

    @property
    def helps_run_it(self) -> bool:
        return self.part == "helps run it"
