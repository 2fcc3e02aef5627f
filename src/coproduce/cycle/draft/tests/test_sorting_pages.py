"""The pages on which notes are sorted into piles."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from coproduce.cycle.capture.actions import close_board
from coproduce.cycle.capture.models import Board, Note
from coproduce.cycle.draft.models import NoteInPile, Pile
from coproduce.cycle.draft.queries import how_sorted
from coproduce.cycle.draft.tests.conftest import write
from coproduce.cycle.draft.views import sorting
from coproduce.people.accounts.models import Person
from coproduce.people.projects.models import Project

Browse = Callable[[Person | None], Client]


def page(response: HttpResponse) -> str:
    """What it says, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def address(name: str, project: Project, *more: int) -> str:
    return reverse(name, args=[project.slug, *more])


def put(client: Client, project: Project, **values: Any) -> HttpResponse:
    return client.post(address("put_in_pile", project), values, follow=True)


def test_the_page_says_how_far_the_sorting_is(
    browse: Browse, project: Project, notes: list[Note], pile: int, sam: Person
) -> None:
    said = page(browse(sam).get(address("sort", project)))

    assert "Sort 3 notes" in said
    assert "2 sorted, 1 to go." in said
    assert "Now Read What happened My part Help" in said
    assert "Nobody asked me" in said
    assert "Pay came late" not in said
    assert "Being paid 2 notes from 1 group" in said


def test_before_a_board_is_closed_there_is_nothing_to_sort(
    browse: Browse, project: Project, board: Board, sam: Person, ada: Person
) -> None:
    write(board, "Still being written", by=sam)

    for_sam, for_ada = (browse(person).get(address("sort", project)) for person in (sam, ada))

    assert "Close a board first" in page(for_sam)
    assert "Still being written" not in page(for_ada)
    assert address("events", project) in for_ada.content.decode()
    assert f'href="{address("now", project)}"' in for_sam.content.decode()


def test_ticked_notes_go_into_a_new_pile_and_out_again(
    browse: Browse, project: Project, notes: list[Note], sam: Person
) -> None:
    client = browse(sam)

    done = put(client, project, notes=[notes[0].pk, notes[1].pk], pile="new", new_pile="Being paid")
    undo = re.search(r'action="([^"]*take-out[^"]*)"', done.content.decode())
    assert undo
    undone = client.post(undo[1].replace("&amp;", "&"), follow=True)

    assert "2 notes put in Being paid. 1 to go." in page(done)
    assert "Undone. 3 to go." in page(undone)
    assert how_sorted(project).to_go == 3


def test_nobody_undoes_what_somebody_else_put(
    browse: Browse, project: Project, notes: list[Note], sam: Person, bo: Person
) -> None:
    done = put(browse(sam), project, notes=[notes[0].pk], pile="new", new_pile="Being paid")
    undo = re.search(r'action="([^"]*take-out[^"]*)"', done.content.decode())
    assert undo

    assert browse(bo).post(undo[1]).status_code == 404
    assert how_sorted(project).to_go == 2


def test_the_same_form_sent_twice_puts_once(browse: Browse, project: Project, notes: list[Note], sam: Person) -> None:
    client = browse(sam)
    once = re.search(r'name="client_id" value="([^"]+)"', client.get(address("sort", project)).content.decode())
    assert once

    for _again in range(2):
        put(client, project, notes=[notes[0].pk], pile="new", new_pile="Being paid", client_id=once[1])

    assert (Pile.objects.count(), NoteInPile.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"pile": "new", "new_pile": "Being paid"}, "Choose at least one."),
        ({"notes": "first"}, "Choose a pile, or give a new one a name."),
        ({"notes": "first", "pile": "new"}, "Give the new pile a name."),
        ({"notes": "first", "pile": "new", "new_pile": "x" * 81}, "This is too long."),
        ({"notes": "first", "pile": "999999"}, "One of these is not here any more."),
        ({"notes": "999999", "pile": "new", "new_pile": "Being paid"}, "One of these is not here any more."),
        ({"notes": "٣", "pile": "new", "new_pile": "Being paid"}, "One of these is not here any more."),
        ({}, "Choose at least one."),
    ],
)
def test_what_is_missing_is_said_and_everything_stays(
    browse: Browse, project: Project, notes: list[Note], sam: Person, values: dict[str, Any], told: str
) -> None:
    sent = {name: notes[0].pk if value == "first" else value for name, value in values.items()}

    answer = put(browse(sam), project, **sent)

    assert answer.status_code == 422
    assert told in page(answer)
    assert f'value="{values.get("new_pile", "")}"' in answer.content.decode() or not values.get("new_pile")
    if sent.get("notes") == notes[0].pk:
        assert f'value="{notes[0].pk}" id="notes-{notes[0].pk}" checked' in answer.content.decode()
    assert NoteInPile.objects.count() == 0


def test_when_every_note_has_a_place_the_page_leads_on(
    browse: Browse, project: Project, notes: list[Note], pile: int, ada: Person
) -> None:
    done = put(browse(ada), project, notes=[notes[2].pk], pile=str(pile))

    assert "Every note has a place" in page(done)
    assert address("pile", project, pile) in done.content.decode()


def test_a_hundred_notes_stand_on_a_page(
    browse: Browse, project: Project, notes: list[Note], sam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "NOTES_A_PAGE", 2)
    client = browse(sam)

    first, second = (client.get(address("sort", project), {"page": number}) for number in ("1", "2"))
    beyond = client.get(address("sort", project), {"page": "٣ or 10**9"})

    assert "The notes after these" in page(first)
    assert "Nobody asked me" not in page(first)
    assert "Nobody asked me" in page(second)
    assert "The notes before these" in page(second)
    assert beyond.status_code == 200


def test_a_pile_shows_its_notes_without_names_and_gives_one_back(
    browse: Browse, project: Project, notes: list[Note], pile: int, ada: Person
) -> None:
    client = browse(ada)

    shown = page(client.get(address("pile", project, pile)))
    taken = client.post(address("take_out_of_pile", project), {"pile": pile, "notes": notes[0].pk}, follow=True)
    put_back = re.search(r'action="([^"]*put/[^"]*)"', taken.content.decode())
    assert put_back
    back = client.post(put_back[1].replace("&amp;", "&"), follow=True)

    assert "2 notes from 1 group" in shown
    assert "Pay came late" in shown
    assert "Sam" not in shown
    assert "Taken out of this pile." in page(taken)
    assert "Pay came late" not in page(taken)
    assert "Pay came late" in page(back)


def test_only_those_who_run_it_are_asked_to_write_from_a_pile(
    browse: Browse, project: Project, pile: int, ada: Person, sam: Person
) -> None:
    for_ada, for_sam = (page(browse(person).get(address("pile", project, pile))) for person in (ada, sam))

    assert "Write a principle from this" in for_ada
    assert "Write a principle from this" not in for_sam


def test_another_projects_piles_and_notes_are_not_here(
    browse: Browse, stranger_project: Project, notes: list[Note], pile: int
) -> None:
    client = browse(stranger_project.memberships.get(part="helps run it").person)

    looking = client.get(address("pile", stranger_project, pile))
    putting = put(client, stranger_project, notes=[notes[2].pk], pile="new", new_pile="Mine")
    taking = client.post(address("take_out_of_pile", stranger_project), {"pile": pile, "notes": notes[0].pk})

    assert (looking.status_code, putting.status_code, taking.status_code) == (404, 422, 404)
    assert (Pile.objects.count(), NoteInPile.objects.filter(taken_out=False).count()) == (1, 2)


def test_a_visitor_is_asked_to_sign_in(browse: Browse, project: Project, notes: list[Note]) -> None:
    answer = browse(None).get(address("sort", project))

    assert answer.status_code == 302
    assert "Pay came late" not in answer.content.decode()


@pytest.mark.parametrize("name", ["sort", "pile"])
def test_pages_ask_as_little_for_fifty_notes_as_for_one(
    browse: Browse,
    project: Project,
    board: Board,
    sam: Person,
    ada: Person,
    name: str,
    queries_of: Callable[[Client, str], int],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    said = [write(board, f"Note {number}", by=sam) for number in range(100)]
    close_board(board, by=ada)
    client = browse(sam)
    put(client, project, notes=[said[0].pk], pile="new", new_pile="First")
    put(client, project, notes=[said[1].pk], pile="new", new_pile="Second")
    one, many = (
        (address(name, project, pile.pk) if name == "pile" else address(name, project))
        for pile in Pile.objects.order_by("pk")
    )
    put(client, project, notes=[note.pk for note in said[2:52]], pile=str(Pile.objects.get(name="Second").pk))

    with django_assert_num_queries(queries_of(client, one)):
        client.get(many)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(max_size=200),
    ids=st.lists(st.text(max_size=30) | st.integers().map(str), max_size=4),
    page=st.text(max_size=5),
)
def test_no_text_breaks_the_sorting(
    browse: Browse, project: Project, notes: list[Note], sam: Person, name: str, ids: list[str], page: str
) -> None:
    hostile = {"notes": [*ids, notes[0].pk], "pile": ids[0] if ids else "new", "new_pile": name, "page": page}

    sent = browse(sam).post(address("put_in_pile", project), hostile)
    shown = browse(sam).get(address("sort", project), {"page": page})

    assert sent.status_code in (302, 422)
    assert shown.status_code == 200
