"""A data folder with a project, its boards and its guests in it, and what a test must know to be one of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.server import run_in_django


@dataclass(frozen=True, slots=True)
class Site:
    """`boards` are addresses, `sessions` the cookies by which each guest is known; every guest is in every group."""

    data: Path
    boards: list[str]
    sessions: list[str]
    take_back: str
    change: str

    @property
    def database(self) -> Path:
        return self.data / "coproduce.sqlite3"

    def taking_back(self, contribution: int) -> str:
        """The page on which these words are taken back."""
        return self.take_back.replace("/0/", f"/{contribution}/")

    def changing(self, note: int) -> str:
        """The page on which the words of this note are changed."""
        return self.change.replace("/0/", f"/{note}/")


def site_in(data: Path, *, guests: int, boards: int, environment: Mapping[str, str] | None = None) -> Site:
    """Made by a program of its own, because this process has another database."""
    people = ("tests.durability.people", str(guests), str(boards))
    return Site(data, **json.loads(run_in_django(data, *people, environment=environment)))
