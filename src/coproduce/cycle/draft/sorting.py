"""Sorting as a kind of log: notes from all boards into piles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coproduce.cycle.capture.models import Note
from coproduce.cycle.draft import rules
from coproduce.cycle.draft.models import NoteInPile, Pile, Sorting
from coproduce.ground.live.gate import Number, Numbers, Refused, Words
from coproduce.ground.live.kinds import Batch, Kind, Operation
from coproduce.ground.live.models import Log
from coproduce.people.projects.queries import standings_of
from coproduce.people.projects.standing import Standing

LONGEST_PILE_NAME = 80


@dataclass(slots=True)
class SortingFacts:
    """The piles, and the notes that the acts speak of; a note of another project is not among them."""

    sorting: Sorting
    standings: dict[int, Standing]
    piles: dict[int, Pile]
    notes: set[int]
    lying: dict[tuple[int, int], NoteInPile]

    def pile_called(self, name: str) -> Pile | None:
        return next((pile for pile in self.piles.values() if pile.name.casefold() == name.casefold()), None)


def facts_of(log: Log, people: Sequence[int], acts: Sequence[Mapping[str, Any]]) -> SortingFacts:
    sorting = Sorting.objects.get(log=log)
    wanted = {note for values in acts for note in values["notes"]}
    notes = Note.objects.filter(pk__in=wanted, board__group__event__project=sorting.project_id)
    lying = NoteInPile.objects.filter(pile__sorting=sorting, note__in=wanted)
    return SortingFacts(
        sorting=sorting,
        standings=standings_of(people, sorting.project_id),
        piles={pile.pk: pile for pile in Pile.objects.filter(sorting=sorting)},
        notes=set(notes.values_list("pk", flat=True)),
        lying={(place.pile_id, place.note_id): place for place in lying},
    )


def _may_sort(facts: SortingFacts, by: int, values: Mapping[str, Any]) -> None:
    if not rules.may_sort(facts.standings.get(by, Standing(facts.sorting.project_id))):
        raise Refused("not allowed")
    if not set(values["notes"]) <= facts.notes:
        raise Refused("not here", "notes")


def _may_put(facts: SortingFacts, by: int, values: Mapping[str, Any]) -> None:
    _may_sort(facts, by, values)
    if values["pile"] is None and not values["new_pile"]:
        raise Refused("no pile", "pile")
    if values["pile"] is not None and values["pile"] not in facts.piles:
        raise Refused("not here", "pile")


def _put(facts: SortingFacts, by: int, values: Mapping[str, Any], batch: Batch) -> None:
    pile = _pile(facts, by, values, batch)
    for note in values["notes"]:
        lies = facts.lying.get((pile.pk, note)) if pile.pk else None
        if lies is None:
            batch.new(NoteInPile(pile=pile, note_id=note, put_at=batch.at, changed=batch.number))
        elif lies.taken_out:
            lies.taken_out, lies.put_at, lies.changed = False, batch.at, batch.number
            batch.change(lies, "taken_out", "put_at", "changed")


def _pile(facts: SortingFacts, by: int, values: Mapping[str, Any], batch: Batch) -> Pile:
    if values["pile"] is not None:
        return facts.piles[values["pile"]]
    if known := facts.pile_called(values["new_pile"]):
        return known
    pile = Pile(sorting=facts.sorting, name=values["new_pile"], named_by_id=by, changed=batch.number)
    batch.new(pile)
    facts.piles[-len(facts.piles) - 1] = pile  # so that the next act of the group finds it by its name
    return pile


def _may_take_out(facts: SortingFacts, by: int, values: Mapping[str, Any]) -> None:
    _may_sort(facts, by, values)
    if values["pile"] not in facts.piles:
        raise Refused("not here", "pile")


def _take_out(facts: SortingFacts, by: int, values: Mapping[str, Any], batch: Batch) -> None:
    for note in values["notes"]:
        lies = facts.lying.get((values["pile"], note))
        if lies is not None and not lies.taken_out:
            lies.taken_out, lies.changed = True, batch.number
            batch.change(lies, "taken_out", "changed")


SORTING = Kind(
    name="sorting",
    facts=facts_of,
    operations={
        "put in pile": Operation(
            {
                "notes": Numbers(),
                "pile": Number(needed=False),
                "new_pile": Words(LONGEST_PILE_NAME, needed=False),
            },
            _may_put,
            _put,
        ),
        "take out of pile": Operation({"notes": Numbers(), "pile": Number()}, _may_take_out, _take_out),
    },
)
