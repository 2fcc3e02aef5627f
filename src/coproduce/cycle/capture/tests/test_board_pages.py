import re
from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduce.cycle.capture.actions import close_board, make_boards
from coproduce.cycle.capture.models import LONGEST_NOTE, Board, Note
from coproduce.cycle.capture.tests.conftest import Write
from coproduce.cycle.convene.actions import join_as_new_guest
from coproduce.cycle.convene.models import Event
from coproduce.ground.live.actions import accept_one
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.models import Contribution
from coproduce.people.projects.guests import GuestHere, guest_here, remember
from coproduce.people.projects.models import Project

Browse = Callable[[Person | None], Client]


def text_of(page: HttpResponse) -> str:
    """The page as it reads, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.content.decode())))


def notes_in(page: HttpResponse) -> list[str]:
    """Each note of the lists of a page, as it reads."""
    lists = re.findall(r'<ol class="notes">(.*?)</ol>', page.content.decode(), re.DOTALL)
    found = [note for each in lists for note in re.split(r"<li(?= class=\"(?:note|hint))", each)[1:]]
    return [re.sub(r"\s+", " ", unescape(re.sub(r"^[^>]*>|<[^>]+>", " ", note))).strip() for note in found]


def id_on(page: HttpResponse) -> str:
    found = re.search(r'name="client_id" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def known_by_code(browse: Browse, group: Any) -> tuple[Client, Person, str]:
    """A browser of a guest who has just come in, with the code in its session."""
    person, code = join_as_new_guest(group, name="Sam", client_id=uuid4())
    client = browse(person)
    session = client.session
    remember(session, group.event.project_id, GuestHere(person.pk, person.stamp, code))
    session.save()
    return client, person, code


def test_the_board_asks_its_question_and_says_who_will_read(browse: Browse, sam: Person, address: str) -> None:
    page = browse(sam).get(address)

    assert page.status_code == 200
    assert "<h1" in page.content.decode()
    assert (
        "Your group sees it now. After the day, everyone invited sees it, without names. Your name shows as: Sam."
        in text_of(page)
    )
    assert "What people wrote (0) Nobody has written yet. Yours can be the first." in text_of(page)


def test_a_note_is_added_and_the_page_says_its_number(browse: Browse, sam: Person, address: str, write: Write) -> None:
    for number in range(12):
        write(sam, f"Note {number}")
    client = browse(sam)

    answer = client.post(address, {"words": "The thirteenth", "client_id": str(uuid4())})
    page = client.get(address)

    assert (answer.status_code, answer["Location"]) == (302, f"{address}#done")
    assert "Added. Your note is number 13. Your newest note: The thirteenth" in text_of(page)
    assert "What people wrote (13)" in text_of(page)
    assert notes_in(page)[-1].startswith("The thirteenth Sam (you)")


def test_a_note_added_twice_with_the_same_id_is_one_note(browse: Browse, sam: Person, address: str) -> None:
    client = browse(sam)
    form = {"words": "Pay came late.", "client_id": id_on(client.get(address))}

    answers = [client.post(address, form) for _press in range(2)]

    assert [answer["Location"] for answer in answers] == [f"{address}#done"] * 2
    assert list(Note.objects.values_list("contribution__words", "place")) == [("Pay came late.", 1)]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Write something first."),
        ("   ", "Write something first."),
        ("x" * (LONGEST_NOTE + 1), "This is too long. Make it shorter, or send it in two parts."),
    ],
)
def test_a_wrong_note_says_what_to_mend_and_keeps_the_words(
    browse: Browse, sam: Person, address: str, words: str, sentence: str
) -> None:
    page = browse(sam).post(address, {"words": words})

    assert page.status_code == 422
    assert f"Please check one thing {sentence}" in text_of(page)
    assert words in page.content.decode()
    assert Contribution.objects.count() == 0


def test_lines_are_counted_as_they_are_kept_and_not_as_browsers_send_them(
    browse: Browse, sam: Person, address: str
) -> None:
    words = "a\r\n" * (LONGEST_NOTE // 2)

    answer = browse(sam).post(address, {"words": words})

    assert answer.status_code == 302
    assert Contribution.objects.get().words == words.replace("\r\n", "\n").strip()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(), max_size=1_500), client_id=st.text(max_size=60) | st.uuids().map(str))
def test_whatever_is_sent_there_is_an_answer(
    browse: Browse, sam: Person, address: str, words: str, client_id: str
) -> None:
    sent = {"words": words.encode(errors="replace").decode(), "client_id": client_id.encode(errors="replace").decode()}

    answer = browse(sam).post(address, sent)

    assert answer.status_code in (302, 422)


@pytest.mark.parametrize(
    "body", [b"words=%ED%A0%80&client_id=%00", b"words=%FF%FE", b"words=" + b"%00" * 2_000, b"=&=&"]
)
def test_broken_bytes_get_an_answer(browse: Browse, sam: Person, address: str, body: bytes) -> None:
    answer = browse(sam).post(address, body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code in (302, 422)


def test_words_are_shown_as_words_and_never_run(browse: Browse, sam: Person, address: str, write: Write) -> None:
    write(sam, "<script>alert(1)</script> {{ 7|add:7 }} <c-note />")

    page = browse(sam).get(address).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7|add:7 }} &lt;c-note /&gt;" in page
    assert "<script>alert" not in page


def test_a_guest_of_another_group_gets_404_while_open_and_may_read_after(
    browse: Browse, event: Event, board: Board, sam: Person, bo: Person, ada: Person, address: str, write: Write
) -> None:
    (other,) = make_boards(event, ["And what helps?"], by=ada)
    dot, _code = join_as_new_guest(other.group, name="Dot", client_id=uuid4())
    write(sam, "Pay came late.")

    for person in (bo, dot):
        assert browse(person).get(address).status_code == 404
        assert browse(person).post(address, {"words": "Me too"}).status_code == 404
    close_board(board, by=ada)

    for person in (bo, dot):
        page = browse(person).get(address)
        assert (page.status_code, "This group wrote 1 note. It is kept." in text_of(page)) == (200, True)
        assert notes_in(browse(person).get(reverse("notes", args=[event.project.slug]))) == ["Pay came late."]
    assert Note.objects.count() == 1


def test_strangers_are_asked_for_their_code_and_learn_nothing(
    browse: Browse, stranger_project: Project, board: Board, address: str, write: Write, sam: Person
) -> None:
    write(sam, "Pay came late.")
    di = stranger_project.memberships.get(name="Di").person
    project = board.group.event.project.slug

    for person in (None, di):
        answer = browse(person).get(address)
        assert (answer.status_code, answer["Location"]) == (302, reverse("your_code", args=[project]))
        assert browse(person).post(address, {"words": "Hello"}).status_code == 302
    crossed = reverse("board", args=[stranger_project.slug, board.pk])
    assert browse(di).get(crossed).status_code == 404
    assert Note.objects.count() == 1


def test_a_note_taken_back_shows_no_words_and_no_name(
    browse: Browse, board: Board, sam: Person, ada: Person, address: str, write: Write
) -> None:
    note = write(sam, "A secret of mine")
    write(ada, "Another")
    accept_one(board.log, "take back", {"note": note.pk}, by=sam, client_id=uuid4())

    for person in (sam, ada):
        page = browse(person).get(address)
        assert notes_in(page)[0] == "Taken back by the person who wrote it."
        assert "A secret of mine" not in page.content.decode()
        assert "What people wrote (1)" in text_of(page)


def test_a_hidden_note_shows_no_words(browse: Browse, sam: Person, ada: Person, address: str, write: Write) -> None:
    note = write(ada, "A full name of somebody")
    Contribution.objects.filter(pk=note.contribution_id).update(hidden_because="a name was in it")

    page = browse(sam).get(address)

    assert notes_in(page) == ["Hidden by the person who runs this."]
    assert "A full name" not in page.content.decode()


def test_only_ones_own_notes_have_more(browse: Browse, sam: Person, ada: Person, address: str, write: Write) -> None:
    own = write(sam, "Mine")
    write(ada, "Theirs")

    mine, theirs = notes_in(browse(sam).get(address))

    assert mine == "Mine Sam (you) More : note by Sam, ‘Mine’ Change the words ‘Mine’ Take back ‘Mine’"
    assert theirs == "Theirs Without a name"
    page = browse(sam).get(address).content.decode()
    slug = own.board.group.event.project.slug
    assert reverse("change_note", args=[slug, own.pk]) in page
    assert reverse("take_back", args=[slug, own.contribution_id]) in page


def test_the_code_is_shown_once_after_the_first_note(browse: Browse, board: Board, address: str) -> None:
    client, _person, code = known_by_code(browse, board.group)
    before = client.get(address)

    client.post(address, {"words": "One"})
    first = client.get(address)
    again = client.get(address)
    client.post(address, {"words": "Two"})
    second = client.get(address)

    assert [code in text_of(page) for page in (before, first, again, second)] == [False, True, True, False]
    assert "Added. Your note is number 1. Your code is below." in text_of(first)
    assert "Added. Your note is number 2." in text_of(second)
    assert "Your code is below" not in text_of(second)


def test_not_now_puts_the_code_away_and_keeps_it(browse: Browse, board: Board, address: str) -> None:
    client, person, code = known_by_code(browse, board.group)
    project = board.group.event.project
    client.post(address, {"words": "One"})
    client.get(address)

    answer = client.post(reverse("code_seen", args=[project.slug, board.pk]))
    page = client.get(address)

    assert answer["Location"] == f"{address}#done"
    assert "Your code stays in “My part”." in text_of(page)
    assert code not in text_of(page)
    assert guest_here(client.session, project.pk) == GuestHere(person.pk, person.stamp, code, code_seen=True)


def test_reading_a_board_writes_nothing(browse: Browse, board: Board, address: str) -> None:
    client, _person, _code = known_by_code(browse, board.group)
    client.post(address, {"words": "One"})
    before = client.session.items()

    page = client.get(address)

    assert page.status_code == 200
    assert client.session.items() == before
    assert "session" not in page.cookies


def test_words_that_come_after_closing_are_still_there(
    browse: Browse, board: Board, sam: Person, ada: Person, address: str, write: Write
) -> None:
    write(sam)
    project = board.group.event.project
    project.helper_email = "jo@example.org"
    project.save()
    close_board(board, by=ada)

    page = browse(sam).post(address, {"words": "I was still\nwriting & more"})

    assert page.status_code == 422
    assert "This board is closed" in text_of(page)
    assert "Your group wrote 1 note. It is kept." in text_of(page)
    assert "Your words are still here" in text_of(page)
    assert "I was still\nwriting &amp; more</textarea>" in page.content.decode()
    assert "mailto:jo@example.org?body=I%20was%20still%0Awriting%20%26%20more" in page.content.decode()
    assert Note.objects.count() == 1


def test_a_closed_board_says_how_many_notes_are_kept(
    browse: Browse, board: Board, sam: Person, ada: Person, address: str, write: Write
) -> None:
    for number in range(31):
        write(sam, f"Note {number}")
    close_board(board, by=ada)

    page = browse(sam).get(address)

    assert page.status_code == 200
    assert "Your group wrote 31 notes. All are kept. " in text_of(page)
    assert "Read the notes" in text_of(page)
    assert "Add my note" not in text_of(page)


def test_closing_can_be_undone_from_its_message(browse: Browse, board: Board, ada: Person, address: str) -> None:
    client = browse(ada)
    slug = board.group.event.project.slug
    close, again = reverse("close_board", args=[slug, board.pk]), reverse("open_board", args=[slug, board.pk])

    client.post(close)
    closed = client.get(address)
    client.post(again)
    opened = client.get(address)

    assert "The board is closed." in text_of(closed)
    assert f'action="{again}"' in closed.content.decode()
    assert "The board is open again." in text_of(opened)
    assert f'action="{close}"' in opened.content.decode()
    assert Board.objects.get().is_open


def test_only_those_who_run_it_see_how_and_may(
    browse: Browse, board: Board, sam: Person, bo: Person, ada: Person, address: str
) -> None:
    slug = board.group.event.project.slug

    for person in (sam, bo, None):
        assert browse(person).post(reverse("close_board", args=[slug, board.pk])).status_code == 404
        assert browse(person).post(reverse("open_board", args=[slug, board.pk])).status_code == 404
    assert "Run this board" in text_of(browse(ada).get(address))
    assert "Run this board" not in text_of(browse(sam).get(address))
    assert browse(ada).get(reverse("close_board", args=[slug, board.pk])).status_code == 405
    assert Board.objects.get().is_open


def test_people_change_their_own_note(browse: Browse, board: Board, sam: Person, address: str, write: Write) -> None:
    note = write(sam, "Pay came late.")
    page_of_note = reverse("change_note", args=[board.group.event.project.slug, note.pk])
    client = browse(sam)

    form = client.get(page_of_note)
    answer = client.post(page_of_note, {"words": "Pay came very late.", "client_id": id_on(form)})
    page = client.get(address)

    assert "Pay came late.</textarea>" in form.content.decode()
    assert answer["Location"] == f"{address}#done"
    assert "Your words are changed." in text_of(page)
    assert [each.split(" Sam")[0] for each in notes_in(page)] == ["Pay came very late."]


def test_nobody_else_may_change_a_note_or_see_the_form(
    browse: Browse, board: Board, sam: Person, bo: Person, ada: Person, write: Write
) -> None:
    note = write(sam)
    page = reverse("change_note", args=[board.group.event.project.slug, note.pk])

    for person in (ada, bo):
        assert browse(person).get(page).status_code == 404
        assert browse(person).post(page, {"words": "Pay was fine."}).status_code == 404
    accept_one(board.log, "take back", {"note": note.pk}, by=sam, client_id=uuid4())
    assert browse(sam).get(page).status_code == 404


def test_words_changed_after_closing_are_still_there(
    browse: Browse, board: Board, sam: Person, ada: Person, write: Write
) -> None:
    note = write(sam)
    page = reverse("change_note", args=[board.group.event.project.slug, note.pk])
    close_board(board, by=ada)

    answer = browse(sam).post(page, {"words": "Better words"})

    assert answer.status_code == 422
    assert "This board is closed" in text_of(answer)
    assert "Better words</textarea>" in answer.content.decode()
    assert Contribution.objects.get().words == "Pay came late."


def test_all_the_notes_stand_board_by_board_without_names(
    browse: Browse, event: Event, board: Board, sam: Person, bo: Person, ada: Person, write: Write
) -> None:
    other, hidden = make_boards(event, ["And what helps?", "And who is missing?"], by=ada)
    write(sam, "One")
    write(ada, "Two", on=other)
    write(ada, "Three", on=hidden)
    close_board(board, by=ada)
    close_board(other, by=ada)
    page = reverse("notes", args=[event.project.slug])

    assert notes_in(browse(bo).get(page)) == ["One", "Two"]
    assert notes_in(browse(sam).get(page))[0].startswith("One You wrote this. More")
    assert "Three" in notes_in(browse(ada).get(page))[2]
    assert "Sam" not in text_of(browse(bo).get(page))
    assert "There are no notes to read yet" not in text_of(browse(bo).get(page))


def test_before_a_board_is_closed_there_is_nothing_to_read(
    browse: Browse, board: Board, bo: Person, sam: Person, write: Write
) -> None:
    write(sam)

    page = browse(bo).get(reverse("notes", args=[board.group.event.project.slug]))

    assert (page.status_code, notes_in(page)) == (200, [])
    assert "There are no notes to read yet" in text_of(page)


@pytest.mark.parametrize("closed", [False, True])
def test_a_board_is_read_in_the_same_number_of_queries_however_long(
    browse: Browse,
    board: Board,
    sam: Person,
    ada: Person,
    address: str,
    write: Write,
    closed: bool,
    django_assert_num_queries: Any,
) -> None:
    client = browse(sam)
    write(sam)
    if closed:
        Board.objects.update(closed_at=timezone.now())
    with django_assert_num_queries(QUERIES_OF_A_BOARD):
        client.get(address)
    Board.objects.update(closed_at=None)
    write(sam), write(ada)
    if closed:
        Board.objects.update(closed_at=timezone.now())

    with django_assert_num_queries(QUERIES_OF_A_BOARD):
        client.get(address)


def test_all_notes_are_read_in_the_same_number_of_queries_however_many_boards(
    browse: Browse, event: Event, board: Board, sam: Person, ada: Person, write: Write, django_assert_num_queries: Any
) -> None:
    page = reverse("notes", args=[event.project.slug])
    client = browse(sam)
    write(sam)
    with django_assert_num_queries(QUERIES_OF_THE_NOTES):
        client.get(page)
    for other in make_boards(event, ["Two", "Three"], by=ada):
        write(ada, on=other), write(ada, on=other)
        close_board(other, by=ada)

    with django_assert_num_queries(QUERIES_OF_THE_NOTES):
        client.get(page)


QUERIES_OF_A_BOARD = 8
QUERIES_OF_THE_NOTES = 8
