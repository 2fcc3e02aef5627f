"""What may be done to which kind of thing. A room registers its kind from `apps.ready()`; this room never
learns what a board is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Model

from coproduce.ground.live.gate import Field
from coproduce.ground.live.models import Log


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody asks for: an operation's name, its values, and their own id for it."""

    operation: str
    values: Mapping[str, Any]
    client_id: UUID = field(default_factory=uuid4)


@dataclass(slots=True)
class Batch:
    """What a group of acts writes: new rows and changed rows, kept in memory until all rules have spoken."""

    at: datetime
    number: int  # of the act that is being done
    client_id: UUID = field(default_factory=uuid4)  # of the act that is being done
    new_rows: dict[type[Model], list[Model]] = field(default_factory=dict)
    changed_rows: dict[tuple[type[Model], tuple[str, ...]], dict[Any, Model]] = field(default_factory=dict)
    touched: list[Model] = field(default_factory=list)
    afterwards: list[Callable[[], None]] = field(default_factory=list)

    def new(self, row: Model) -> None:
        """Keep a new row; the entry of this act will name it. Rows are made table by table, in order of first use."""
        self.new_rows.setdefault(type(row), []).append(row)
        self.touched.append(row)

    def change(self, row: Model, *columns: str) -> None:
        """Keep these columns of a row that exists."""
        self.changed_rows.setdefault((type(row), columns), {})[row.pk] = row
        self.touched.append(row)

    def then(self, step: Callable[[], None]) -> None:
        """Do this once the rows are written, in the same transaction: the line in the record comes last."""
        self.afterwards.append(step)


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be done: its fields, a pure rule, and a change that only writes into the batch.

    `rule(facts, by, values)` raises Refused or returns nothing. `change(facts, by, values, batch)` must also bring
    the facts up to date, so that the next act in the group sees them.
    """

    fields: Mapping[str, Field]
    rule: Callable[[Any, int, Mapping[str, Any]], None]
    change: Callable[[Any, int, Mapping[str, Any], Batch], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of log. `facts(log, people, acts)` reads all that the rules need, in a fixed number of queries."""

    name: str
    facts: Callable[[Log, Sequence[int], Sequence[Mapping[str, Any]]], Any]
    operations: Mapping[str, Operation]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Raises ValueError when another kind has the name."""
    if _kinds.get(kind.name, kind) is not kind:
        raise ValueError(f"There is already a kind of log called {kind.name}.")
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind:
    return _kinds[name]


def kinds() -> tuple[Kind, ...]:
    return tuple(_kinds.values())
