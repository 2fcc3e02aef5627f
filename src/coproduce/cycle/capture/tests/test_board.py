"""The board as a kind of log: what can be done on it, by whom."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied

from coproduce.cycle.capture.actions import (
    add_note,
    change_own_note,
    close_board,
    make_boards,
    note_of,
    open_board_again,
)
from coproduce.cycle.capture.models import LONGEST_NOTE, Board, Note
from coproduce.cycle.capture.queries import ReadNote, board_in, boards_open_to, boards_with_notes, note_in, notes_on
from coproduce.cycle.capture.tests.conftest import Write
from coproduce.cycle.convene.actions import come_in
from coproduce.cycle.convene.models import Event
from coproduce.ground.live.actions import accept, accept_one
from coproduce.ground.live.gate import Refused
from coproduce.ground.live.kinds import Act
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.models import Contribution, EarlierWords
from coproduce.people.projects.models import Membership, Project
from coproduce.people.projects.queries import standing_of

ONCE = UUID("5d1b5a3e-0000-4000-8000-000000000001")


def told(notes: list[ReadNote]) -> list[tuple[int, str, str, bool]]:
    return [(note.place, note.name, note.words, note.own) for note in notes]


def refused(board: Board, operation: str, values: dict[str, Any], by: Person) -> Refused:
    with pytest.raises(Refused) as caught:
        accept_one(board.log, operation, values, by=by, client_id=uuid4())
    return caught.value


def test_notes_stand_in_the_order_in_which_they_came(board: Board, sam: Person, ada: Person, write: Write) -> None:
    write(sam, "Pay came late.")
    write(ada, "Nobody asked us first.")
    write(sam, "The room had stairs.")

    assert told(notes_on(board, reader=sam.pk)) == [
        (1, "Sam", "Pay came late.", True),
        (2, "", "Nobody asked us first.", False),
        (3, "Sam", "The room had stairs.", True),
    ]


def test_a_note_sent_twice_is_one_note(board: Board, sam: Person) -> None:
    first = add_note(board, "Pay came late.", by=sam, client_id=ONCE)
    again = add_note(board, "Pay came late.", by=sam, client_id=ONCE)

    assert (again.number, again.rows, again.again) == (first.number, first.rows, True)
    assert told(notes_on(board, reader=sam.pk)) == [(1, "Sam", "Pay came late.", True)]
    assert Contribution.objects.count() == 1


def test_other_words_on_a_page_from_before_are_not_lost(board: Board, sam: Person) -> None:
    """The browser's Back brings the old form with its old id; what is typed there is another note."""
    add_note(board, "Pay came late.", by=sam, client_id=ONCE)
    add_note(board, "And the room had stairs.", by=sam, client_id=ONCE)
    add_note(board, " Pay came late.\r\n", by=sam, client_id=ONCE)

    assert [words for _place, _name, words, _own in told(notes_on(board, reader=sam.pk))] == [
        "Pay came late.",
        "And the room had stairs.",
    ]


def test_a_note_sent_again_after_it_was_changed_or_taken_back_stays_as_it_is(board: Board, sam: Person) -> None:
    note = note_of(add_note(board, "Pay came late.", by=sam, client_id=ONCE))
    again = UUID("5d1b5a3e-0000-4000-8000-000000000002")

    for words in ("Pay came very late.", "Pay came very late.", "Pay came."):
        change_own_note(note_in(board.group.event.project, note.pk), words, by=sam, client_id=again)
    add_note(board, "Pay came late.", by=sam, client_id=ONCE)
    assert told(notes_on(board, reader=sam.pk)) == [(1, "Sam", "Pay came.", True)]

    accept_one(board.log, "take back", {"note": note.pk}, by=sam, client_id=uuid4())
    add_note(board, "Pay came late.", by=sam, client_id=ONCE)
    assert told(notes_on(board, reader=sam.pk)) == [(1, "", "", True)]


def test_the_same_id_on_two_boards_is_two_notes(event: Event, board: Board, sam: Person, ada: Person) -> None:
    (other,) = make_boards(event, ["And what helps?"], by=ada)
    come_in(other.group, by=sam)

    add_note(board, "Here", by=sam, client_id=ONCE)
    add_note(other, "There", by=sam, client_id=ONCE)

    assert told(notes_on(board, reader=sam.pk)) == [(1, "Sam", "Here", True)]
    assert told(notes_on(other, reader=sam.pk)) == [(1, "Sam", "There", True)]


def test_only_the_group_and_those_who_run_it_write_while_it_is_open(
    board: Board, sam: Person, bo: Person, ada: Person, stranger_project: Project
) -> None:
    stranger = stranger_project.memberships.get(name="Di").person
    acts = [Act("add note", {"words": words}) for words in ("sam", "bo", "ada", "di")]

    outcomes = accept(board.log, acts, by=[sam, bo, ada, stranger])

    assert outcomes[1] == outcomes[3] == Refused("not allowed")
    assert [words for _place, _name, words, _own in told(notes_on(board, reader=sam.pk))] == ["sam", "ada"]


def test_whoever_has_left_writes_no_more(board: Board, sam: Person) -> None:
    Membership.objects.filter(person=sam).update(left_on="2026-01-01")

    assert refused(board, "add note", {"words": "still here"}, sam) == Refused("not allowed")


def test_a_closed_board_takes_no_notes_and_no_new_words(board: Board, sam: Person, ada: Person, write: Write) -> None:
    note = write(sam)
    close_board(board, by=ada)

    assert refused(board, "add note", {"words": "Too late"}, sam) == Refused("closed")
    assert refused(board, "add note", {"words": "Too late"}, ada) == Refused("closed")
    assert refused(board, "change words", {"note": note.pk, "words": "Other"}, sam) == Refused("closed")
    assert told(notes_on(board, reader=sam.pk)) == [(1, "", "Pay came late.", True)]


def test_a_board_that_is_opened_again_takes_notes(board: Board, sam: Person, ada: Person, write: Write) -> None:
    close_board(board, by=ada)
    open_board_again(board, by=ada)

    write(sam, "One more")

    assert told(notes_on(board, reader=sam.pk)) == [(1, "Sam", "One more", True)]


def test_closing_twice_keeps_the_first_time(board: Board, ada: Person) -> None:
    close_board(board, by=ada)
    first = Board.objects.get().closed_at
    close_board(board, by=ada)

    assert Board.objects.get().closed_at == first


@pytest.mark.parametrize("act", [close_board, open_board_again])
def test_only_those_who_run_it_close_and_open(act: Any, board: Board, sam: Person, bo: Person) -> None:
    for person in (sam, bo):
        with pytest.raises(PermissionDenied):
            act(board, by=person)


def test_people_change_only_their_own_words_and_the_earlier_ones_are_kept(
    board: Board, sam: Person, ada: Person, write: Write
) -> None:
    note = write(sam, "Pay came late.")

    assert refused(board, "change words", {"note": note.pk, "words": "Pay was fine."}, ada) == Refused(
        "not allowed", "note"
    )
    accept_one(board.log, "change words", {"note": note.pk, "words": "Pay came very late."}, by=sam, client_id=uuid4())

    (read,) = notes_on(board, reader=sam.pk)
    assert (read.words, read.place, read.changed) == ("Pay came very late.", 1, 2)
    assert list(EarlierWords.objects.values_list("words", flat=True)) == ["Pay came late."]


def test_a_note_of_another_board_is_not_here(event: Event, board: Board, sam: Person, ada: Person) -> None:
    (other,) = make_boards(event, ["And what helps?"], by=ada)
    come_in(other.group, by=sam)
    theirs = Note.objects.get(pk=add_note(other, "There", by=sam, client_id=uuid4()).row("capture.Note"))

    assert refused(board, "change words", {"note": theirs.pk, "words": "Here"}, sam) == Refused("not here", "note")
    assert refused(board, "take back", {"note": theirs.pk}, sam) == Refused("not here", "note")


@pytest.mark.parametrize("closed", [False, True])
def test_a_note_taken_back_leaves_a_place_and_no_words_anywhere(
    closed: bool, board: Board, sam: Person, ada: Person, write: Write
) -> None:
    note = write(sam, "A secret of mine")
    accept_one(board.log, "change words", {"note": note.pk, "words": "A secret again"}, by=sam, client_id=uuid4())
    write(ada, "Another")
    if closed:
        close_board(board, by=ada)

    accept_one(board.log, "take back", {"note": note.pk}, by=sam, client_id=uuid4())

    gone, other = notes_on(board, reader=sam.pk)
    assert (gone.place, gone.words, gone.name, gone.taken_back, gone.own) == (1, "", "", True, True)
    assert other.words == "Another"
    assert not Contribution.objects.filter(words__contains="secret").exists()
    assert not EarlierWords.objects.exists()
    assert refused(board, "take back", {"note": note.pk}, sam) == Refused("not allowed", "note")


def test_what_changed_since_a_number_is_all_that_is_read(board: Board, sam: Person, ada: Person, write: Write) -> None:
    first, _second = write(sam, "One"), write(sam, "Two")
    accept_one(board.log, "change words", {"note": first.pk, "words": "One, better"}, by=sam, client_id=uuid4())
    write(ada, "Three")

    assert [note.words for note in notes_on(board, reader=sam.pk, after=2)] == ["One, better", "Three"]


def test_names_are_shown_while_the_group_writes_and_never_after(
    board: Board, sam: Person, ada: Person, write: Write
) -> None:
    write(sam)
    close_board(board, by=ada)

    for reader in (sam, ada):
        assert [note.name for note in notes_on(board, reader=reader.pk)] == [""]


def test_a_board_is_read_by_its_group_while_open_and_by_everybody_after(
    event: Event, board: Board, sam: Person, bo: Person, ada: Person
) -> None:
    (other,) = make_boards(event, ["And what helps?"], by=ada)
    project = event.project

    def open_to(person: Person | None) -> list[int]:
        return [each.pk for each in boards_open_to(standing_of(person, project), project)]

    assert [open_to(each) for each in (ada, sam, bo, None)] == [[board.pk, other.pk], [board.pk], [], []]
    close_board(other, by=ada)
    assert [open_to(each) for each in (ada, sam, bo, None)] == [
        [board.pk, other.pk],
        [board.pk, other.pk],
        [other.pk],
        [],
    ]


def test_all_boards_are_read_with_their_notes_in_order(
    event: Event, board: Board, sam: Person, ada: Person, write: Write
) -> None:
    (other,) = make_boards(event, ["And what helps?"], by=ada)
    write(sam, "One")
    write(ada, "Two", on=other)
    write(sam, "Three")
    close_board(other, by=ada)

    read = boards_with_notes(standing_of(sam, event.project), event.project)

    assert [(each.board.pk, told(each.notes)) for each in read] == [
        (board.pk, [(1, "Sam", "One", True), (2, "Sam", "Three", True)]),
        (other.pk, [(1, "", "Two", False)]),
    ]


def test_boards_and_notes_of_another_project_are_not_found(
    board: Board, sam: Person, stranger_project: Project, write: Write
) -> None:
    note = write(sam)

    assert board_in(stranger_project, board.pk) is None
    assert note_in(stranger_project, note.pk) is None
    assert note_in(board.group.event.project, note.pk) == note


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("", Refused("empty", "words")),
        (" \n\t\x00", Refused("empty", "words")),
        ("x" * (LONGEST_NOTE + 1), Refused("too long", "words")),
        ("\ud83d", Refused("not words", "words")),
    ],
)
def test_what_is_no_note_is_refused_with_its_reason(board: Board, sam: Person, words: str, refusal: Refused) -> None:
    assert refused(board, "add note", {"words": words}, sam) == refusal


def test_pressing_twice_makes_the_boards_once(event: Event, ada: Person) -> None:
    first = make_boards(event, ["Why?", "How?"], by=ada, client_id=ONCE)
    again = make_boards(event, ["Why?", "How?"], by=ada, client_id=ONCE)

    assert [board.pk for board in first] == [board.pk for board in again]
    assert Board.objects.count() == 2
