"""Notes into piles and out again, by the one way to write."""

from uuid import uuid4

import pytest

from coproduce.cycle.capture.actions import close_board, make_boards, open_board_again
from coproduce.cycle.capture.models import Board, Note
from coproduce.cycle.convene.models import Event
from coproduce.cycle.draft.actions import put_in_pile, sorting_of
from coproduce.cycle.draft.models import NoteInPile, Pile
from coproduce.cycle.draft.queries import (
    how_sorted,
    notes_in,
    notes_to_sort,
    pile_in,
    piles_of,
    put_with,
    without_names,
)
from coproduce.cycle.draft.tests.conftest import write
from coproduce.ground.live.actions import accept_one
from coproduce.ground.live.gate import Refused
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.actions import take_back
from coproduce.people.projects.models import Project


def put(project: Project, notes: list[Note], *, by: Person, pile: int | None = None, new: str = "") -> int:
    values = {"notes": [note.pk for note in notes], "pile": pile, "new_pile": new}
    return put_in_pile(project, values, by=by, client_id=uuid4()).number


def test_notes_put_in_a_pile_are_sorted(project: Project, notes: list[Note], bo: Person) -> None:
    put(project, notes[:2], by=bo, new="Being paid")

    (pile,) = piles_of(project)
    assert (pile.name, pile.named_by, pile.notes, pile.groups) == ("Being paid", bo, 2, 1)
    assert how_sorted(project).to_go == 1
    assert how_sorted(project).done == 2
    assert list(notes_to_sort(project)) == [notes[2]]
    assert [note.words for note in notes_in([pile.pk], project)] == ["Pay came late", "I paid for the train"]


def test_a_note_may_lie_in_two_piles(project: Project, notes: list[Note], ada: Person) -> None:
    put(project, notes[:1], by=ada, new="Being paid")
    put(project, notes[:1], by=ada, new="Being told")

    assert [(pile.name, pile.notes) for pile in piles_of(project)] == [("Being paid", 1), ("Being told", 1)]
    assert how_sorted(project).done == 1


def test_a_new_pile_with_the_name_of_another_is_that_pile(project: Project, notes: list[Note], ada: Person) -> None:
    put(project, notes[:1], by=ada, new="Being paid")
    put(project, notes[1:2], by=ada, new="being PAID")

    assert [(pile.name, pile.notes) for pile in piles_of(project)] == [("Being paid", 2)]


def test_a_repeat_puts_once(project: Project, notes: list[Note], ada: Person) -> None:
    values, once = {"notes": [notes[0].pk], "pile": None, "new_pile": "Being paid"}, uuid4()

    first = put_in_pile(project, values, by=ada, client_id=once)
    second = put_in_pile(project, values, by=ada, client_id=once)

    assert (second.number, second.again) == (first.number, True)
    assert (Pile.objects.count(), NoteInPile.objects.count()) == (1, 1)


def test_what_was_put_can_be_taken_out_and_put_back(
    project: Project, notes: list[Note], pile: int, ada: Person
) -> None:
    out = {"notes": [notes[0].pk], "pile": pile}

    accept_one(sorting_of(project).log, "take out of pile", out, by=ada, client_id=uuid4())
    after_taking_out = how_sorted(project).to_go
    put(project, notes[:1], by=ada, pile=pile)

    assert after_taking_out == 2
    assert how_sorted(project).to_go == 1
    assert NoteInPile.objects.count() == 2  # its place is kept, not made anew


def test_an_act_tells_what_it_put_where_to_the_person_alone(
    project: Project, notes: list[Note], pile: int, ada: Person, bo: Person
) -> None:
    number = put(project, notes, by=ada, pile=pile)
    log = sorting_of(project).log

    assert put_with(log, number, by=ada.pk) == (pile, (notes[2].pk,))  # the other two lay there already
    assert put_with(log, number, by=bo.pk) is None
    assert put_with(log, number + 1, by=ada.pk) is None


def test_only_what_is_readable_by_everybody_is_sorted(
    project: Project, board: Board, event: Event, notes: list[Note], ada: Person, sam: Person
) -> None:
    """Not what is on an open board, hidden or taken back."""
    still_open = make_boards(event, ["And now?"], by=ada)[0]
    write(still_open, "Still being written", by=ada)
    take_back(notes[0].contribution, by=sam)
    notes[1].contribution.hidden_because = "It names somebody."
    notes[1].contribution.save()

    assert list(notes_to_sort(project)) == [notes[2]]
    assert (how_sorted(project).notes, how_sorted(project).to_go) == (1, 1)


def test_a_pile_shows_nothing_of_a_board_that_was_opened_again(
    project: Project, board: Board, notes: list[Note], pile: int, ada: Person
) -> None:
    open_board_again(board, by=ada)
    while_open = (pile_in(project, pile).notes, notes_in([pile], project))
    close_board(board, by=ada)

    assert while_open == (0, [])
    assert len(notes_in([pile], project)) == 2


def test_notes_come_without_names(project: Project, notes: list[Note]) -> None:
    (first, *_rest) = without_names(notes_to_sort(project))

    assert first.words == "Pay came late"
    assert "Sam" not in repr(first)


def test_notes_of_another_project_are_not_here(
    project: Project, notes: list[Note], stranger_project: Project, pile: int
) -> None:
    cy = stranger_project.memberships.get(part="helps run it").person

    with pytest.raises(Refused) as theirs_into_mine:
        put(stranger_project, notes[:1], by=cy, new="Stolen")
    with pytest.raises(Refused) as mine_into_theirs:
        put(project, notes[:1], by=cy, pile=pile)
    with pytest.raises(Refused) as their_pile:
        put(stranger_project, [], by=cy, pile=pile)

    assert theirs_into_mine.value == Refused("not here", "notes")
    assert mine_into_theirs.value == Refused("not allowed")
    assert their_pile.value.field == "notes"
    assert Pile.objects.count() == 1


def test_a_name_typed_beside_a_chosen_pile_is_left_alone(
    project: Project, notes: list[Note], pile: int, ada: Person
) -> None:
    put(project, notes[2:], by=ada, pile=pile, new="Not this one")

    assert [(each.name, each.notes) for each in piles_of(project)] == [("Being paid", 3)]


def test_without_a_pile_nothing_is_put(project: Project, notes: list[Note], ada: Person) -> None:
    with pytest.raises(Refused) as refused:
        put(project, notes[:1], by=ada)

    assert refused.value == Refused("no pile", "pile")
