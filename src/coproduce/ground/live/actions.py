"""The one way to write on a board or a document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from coproduce.ground.live.gate import Refused, values_passed
from coproduce.ground.live.kinds import Act, Batch, Kind, kind_named
from coproduce.ground.live.models import Entry, Log


class Somebody(Protocol):
    """A person, of whom this room knows the id."""

    @property
    def pk(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Accepted:
    """The act stands in the log. `rows` names what it changed as (table, id); `again` marks a repeat."""

    number: int
    rows: tuple[tuple[str, int], ...]
    again: bool = False

    def row(self, table: str) -> int:
        """The id of the one row of that table that the act made or changed."""
        return next(number for name, number in self.rows if name == table)


Outcome = Accepted | Refused


@dataclass(slots=True)
class _Asked:
    """One act on its way through."""

    by: int
    act: Act
    values: dict[str, Any] = field(default_factory=dict)
    outcome: Outcome | None = None
    rows: list[Model] = field(default_factory=list)
    number: int = 0


def accept(log: Log, acts: Sequence[Act], *, by: Somebody | Sequence[Somebody]) -> list[Outcome]:
    """Do what people ask, together, in one transaction: facts read once, a rule for each act, rows in bulk.

    `by` is the person, or one person for each act. The answer has one outcome for each act, in order; one refused
    act never fails its neighbours. Nothing is acknowledged before the commit, because this returns after it (inside
    an outer transaction the caller has that duty). A repeat of somebody's own client id gets the first result.
    """
    kind = kind_named(log.kind)
    people = [person.pk for person in by] if isinstance(by, Sequence) else [by.pk] * len(acts)
    asked = [_Asked(person, act) for person, act in zip(people, acts, strict=True)]
    for each in asked:
        _pass_the_gate(kind, each)
    with transaction.atomic():
        head = Log.objects.select_for_update().get(pk=log.pk)
        _answer_repeats(head, asked)
        _do(kind, head, [each for each in asked if each.outcome is None])
    log.number = head.number
    return _outcomes(asked)


def accept_one(log: Log, operation: str, values: Mapping[str, Any], *, by: Somebody, client_id: UUID) -> Accepted:
    """`accept` for a form: one act, and Refused is raised for the page to put beside the field."""
    (outcome,) = accept(log, [Act(operation, values, client_id)], by=by)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def _pass_the_gate(kind: Kind, asked: _Asked) -> None:
    operation = kind.operations.get(asked.act.operation)
    try:
        if operation is None:
            raise Refused("no such operation")
        asked.values = values_passed(operation.fields, asked.act.values)
    except Refused as refused:
        asked.outcome = refused


def _answer_repeats(head: Log, asked: Sequence[_Asked]) -> None:
    ids = {each.act.client_id for each in asked if each.outcome is None}
    first = {
        (by, client_id): Accepted(number, tuple((table, pk) for table, pk in rows), again=True)
        for by, client_id, number, rows in Entry.objects.filter(log=head, client_id__in=ids).values_list(
            "by", "client_id", "number", "rows"
        )
    }
    for each in asked:
        if each.outcome is None:
            each.outcome = first.get((each.by, each.act.client_id))


def _do(kind: Kind, head: Log, asked: list[_Asked]) -> None:
    """Rules and changes for what is new, one after the other; a repeat within the group is made once."""
    if not asked:
        return
    facts = kind.facts(head, sorted({each.by for each in asked}), [each.values for each in asked])
    batch = Batch(at=timezone.now(), number=head.number)
    done: dict[tuple[int, UUID], _Asked] = {}
    repeats = []
    for each in asked:
        if first := done.get((each.by, each.act.client_id)):
            repeats.append((each, first))
            continue
        _do_one(kind, facts, batch, each)
        if each.number:
            done[each.by, each.act.client_id] = each
    if done:
        _write(head, batch, list(done.values()))
    for each, first in repeats:
        if isinstance(first.outcome, Accepted):
            each.outcome = Accepted(first.outcome.number, first.outcome.rows, again=True)


def _do_one(kind: Kind, facts: Any, batch: Batch, asked: _Asked) -> None:
    operation = kind.operations[asked.act.operation]
    try:
        operation.rule(facts, asked.by, asked.values)
    except Refused as refused:
        asked.outcome = refused
        return
    batch.number += 1
    batch.client_id = asked.act.client_id
    batch.touched = asked.rows
    operation.change(facts, asked.by, asked.values, batch)
    asked.number = batch.number


def _write(head: Log, batch: Batch, accepted: list[_Asked]) -> None:
    for model, rows in batch.new_rows.items():
        model._default_manager.bulk_create(rows)
    for (model, columns), changed in batch.changed_rows.items():
        model._default_manager.bulk_update(changed.values(), columns)
    entries = []
    for each in accepted:
        named = tuple((row._meta.label, row.pk) for row in each.rows)
        each.outcome = Accepted(each.number, named)
        entries.append(
            Entry(
                log=head,
                number=each.number,
                at=batch.at,
                by_id=each.by,
                operation=each.act.operation,
                rows=named,
                client_id=each.act.client_id,
            )
        )
    Entry.objects.bulk_create(entries)
    head.number = batch.number
    head.save(update_fields=["number"])
    for step in batch.afterwards:
        step()


def _outcomes(asked: Sequence[_Asked]) -> list[Outcome]:
    outcomes = [each.outcome for each in asked if each.outcome is not None]
    assert len(outcomes) == len(asked), "every act has an outcome"
    return outcomes
