"""A board as a kind of log: what can be done on it, each with its rule and its change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid5

from django.db.models import Max

from coproduce.cycle.capture import rules
from coproduce.cycle.capture.models import LONGEST_NOTE, Board, Note
from coproduce.cycle.convene.queries import people_in
from coproduce.ground.live.gate import Number, Refused, Words
from coproduce.ground.live.kinds import Batch, Kind, Operation
from coproduce.ground.live.models import Log
from coproduce.people.contribute import rules as contribution_rules
from coproduce.people.contribute.actions import forget_earlier_words
from coproduce.people.contribute.making import earlier_of, emptied, erasure_of, said
from coproduce.people.projects.queries import standings_of
from coproduce.people.projects.standing import Standing


@dataclass(slots=True)
class BoardFacts:
    """All that a board's rules need, read once for a group of acts."""

    board: Board
    project: int
    standings: dict[int, Standing]
    in_group: set[int]
    notes: dict[int, Note]
    next_place: int

    def standing(self, person: int) -> Standing:
        return self.standings.get(person, Standing(self.project))


def facts_of(log: Log, people: Sequence[int], acts: Sequence[Mapping[str, Any]]) -> BoardFacts:
    """Four queries, however many people and acts."""
    board = Board.objects.select_related("group__event").get(log=log)
    project = board.group.event.project_id
    wanted = {values["note"] for values in acts if "note" in values}
    notes = Note.objects.filter(board=board, pk__in=wanted).select_related("contribution") if wanted else ()
    last = Note.objects.filter(board=board).aggregate(Max("place"))["place__max"] or 0
    return BoardFacts(
        board=board,
        project=project,
        standings=standings_of(people, project),
        in_group={person for _group, person in people_in([board.group_id])},
        notes={note.pk: note for note in notes},
        next_place=last + 1,
    )


def _may_add(facts: BoardFacts, by: int, values: Mapping[str, Any]) -> None:
    if not facts.board.is_open:
        raise Refused("closed")
    if not rules.may_add_note(facts.standing(by), in_group=by in facts.in_group, is_open=True):
        raise Refused("not allowed")


def _add(facts: BoardFacts, by: int, values: Mapping[str, Any], batch: Batch) -> None:
    # An id counts for one board: the same one on another board is another note.
    client_id = uuid5(batch.client_id, f"board {facts.board.pk}")
    contribution = said(values["words"], project=facts.project, by=by, at=batch.at, client_id=client_id)
    batch.new(contribution)
    batch.new(Note(board=facts.board, contribution=contribution, place=facts.next_place, changed=batch.number))
    facts.next_place += 1


def _own_note(facts: BoardFacts, by: int, values: Mapping[str, Any]) -> Note:
    note = facts.notes.get(values["note"])
    if note is None:
        raise Refused("not here", "note")
    if not contribution_rules.may_change_words(
        facts.standing(by),
        author=note.contribution.author_id,
        taken_back=note.contribution.taken_back_at is not None,
    ):
        raise Refused("not allowed", "note")
    return note


def _may_change(facts: BoardFacts, by: int, values: Mapping[str, Any]) -> None:
    if not facts.board.is_open:
        raise Refused("closed")
    _own_note(facts, by, values)


def _change(facts: BoardFacts, by: int, values: Mapping[str, Any], batch: Batch) -> None:
    note = facts.notes[values["note"]]
    batch.new(earlier_of(note.contribution, batch.at))
    note.contribution.words = values["words"]
    note.contribution.changed_at = batch.at
    batch.change(note.contribution, "words", "changed_at")
    _touch(note, batch)


def _may_take_back(facts: BoardFacts, by: int, values: Mapping[str, Any]) -> None:
    _own_note(facts, by, values)  # on a closed board too: one's own words stay one's own


def _take_back(facts: BoardFacts, by: int, values: Mapping[str, Any], batch: Batch) -> None:
    note = facts.notes[values["note"]]
    batch.change(note.contribution, *emptied(note.contribution, batch.at))
    batch.new(erasure_of(note.contribution, batch.at))
    batch.then(lambda: forget_earlier_words(note.contribution, by=by))
    _touch(note, batch)


def _touch(note: Note, batch: Batch) -> None:
    note.changed = batch.number
    batch.change(note, "changed")


BOARD = Kind(
    name="board",
    facts=facts_of,
    operations={
        "add note": Operation({"words": Words(LONGEST_NOTE)}, _may_add, _add),
        "change words": Operation({"note": Number(), "words": Words(LONGEST_NOTE)}, _may_change, _change),
        "take back": Operation({"note": Number()}, _may_take_back, _take_back),
    },
)
