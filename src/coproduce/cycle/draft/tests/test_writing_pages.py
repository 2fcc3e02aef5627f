"""The pages on which principles are written, put in order and reworded."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from coproduce.cycle.capture.models import Note
from coproduce.cycle.draft.actions import put_in_pile
from coproduce.cycle.draft.models import Block, Document, Wording
from coproduce.cycle.draft.queries import document_of, draft_so_far, sources_of
from coproduce.cycle.draft.tests.conftest import Principle
from coproduce.cycle.draft.tests.test_sorting_pages import address, page
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.actions import take_back
from coproduce.people.projects.models import Project

Browse = Callable[[Person | None], Client]


def words_of(project: Project) -> list[str]:
    return [block.words for block in draft_so_far(document_of(project))]


def write(client: Client, project: Project, *piles: int, **values: Any) -> HttpResponse:
    return client.post(address("write_principle", project) + query(piles), values, follow=True)


def query(piles: tuple[int, ...]) -> str:
    return "?" + "&".join(f"pile={pile}" for pile in piles)


def test_a_principle_is_written_from_the_notes_of_a_pile(
    browse: Browse, project: Project, notes: list[Note], pile: int, ada: Person
) -> None:
    client = browse(ada)

    asked = client.get(address("write_principle", project) + query((pile,)))
    sources = re.findall(r'name="sources" value="(\d+)"[^>]* checked', asked.content.decode())
    done = write(
        client, project, pile, title="What we mean", words="Pay first.", why="It was said most.", sources=sources
    )

    assert sources == [str(note.contribution_id) for note in notes[:2]]
    assert "Added at the end of the draft." in page(done)
    assert "Draft 1: one principle" in page(done)
    assert "2 notes, 1 group" in page(done)
    wording = Wording.objects.get()
    assert (wording.words, wording.why, wording.nobody_asked, wording.by) == (
        "Pay first.",
        "It was said most.",
        False,
        ada,
    )
    assert document_of(project).title == "What we mean"


def test_a_sentence_begun_beside_the_pile_comes_along(browse: Browse, project: Project, pile: int, ada: Person) -> None:
    begun = write(browse(ada), project, pile, begin="yes", words="Pay us <first>.")

    assert begun.status_code == 200
    assert "Pay us &lt;first&gt;.</textarea>" in begun.content.decode()
    assert "Please check" not in page(begun)
    assert Document.objects.count() == 0


def test_notes_of_another_pile_can_be_added_and_nothing_typed_is_lost(
    browse: Browse, project: Project, notes: list[Note], pile: int, ada: Person
) -> None:
    second = put_in_pile(
        project, {"notes": [notes[2].pk], "pile": None, "new_pile": "Asked"}, by=ada, client_id=uuid4()
    ).row("draft.Pile")

    more = write(browse(ada), project, pile, add_pile=second, words="Half a", why="Because", sources=[])

    shown = more.content.decode()
    assert more.status_code == 200
    assert "Half a</textarea>" in shown
    assert "Because</textarea>" in shown
    assert "Nobody asked me" in page(more)
    assert "checked" not in shown
    assert f'name="beside" value="{second}"' in shown


def test_without_a_note_or_a_reason_it_is_not_added_and_all_is_kept(
    browse: Browse, project: Project, pile: int, ada: Person
) -> None:
    answer = write(browse(ada), project, pile, title="What we mean", words="From nowhere.", why="Because.")

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose a note, or say why you added it." in page(answer)
    assert "From nowhere.</textarea>" in shown
    assert "Because.</textarea>" in shown
    assert 'value="What we mean"' in shown
    assert Document.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"title": "T", "words": "W", "nobody_asked": "on"}, "Say why you added it."),
        ({"title": "T", "words": "W", "nobody_asked": "on", "why": "x", "sources": "first"}, "You chose notes too."),
        ({"title": "T", "words": "  ", "sources": "first"}, "Write the principle first."),
        ({"words": "W", "sources": "first"}, "Give the draft a name first."),
        ({"title": "T", "words": "W" * 2001, "sources": "first"}, "This is too long."),
        ({"title": "T" * 121, "words": "W", "sources": "first"}, "This is too long."),
        ({"title": "T", "words": "W", "why": "w" * 1001, "sources": "first"}, "This is too long."),
        ({"title": "T", "words": "W", "sources": "999999"}, "One of these is not here any more."),
        ({}, "Choose a note, or say why you added it."),
    ],
)
def test_what_is_wrong_with_a_principle_is_said(
    browse: Browse, project: Project, notes: list[Note], ada: Person, values: dict[str, Any], told: str
) -> None:
    sent = {name: notes[0].contribution_id if value == "first" else value for name, value in values.items()}

    answer = write(browse(ada), project, **sent)

    assert answer.status_code == 422
    assert told in page(answer)
    assert Document.objects.count() == 0


def test_nobody_asked_for_this_is_allowed_with_its_reason(browse: Browse, project: Project, ada: Person) -> None:
    done = write(browse(ada), project, title="T", words="Keep data safe.", nobody_asked="on", why="The law says so.")

    assert "From no note." in page(done)
    assert Wording.objects.get().nobody_asked


def test_a_source_taken_back_meanwhile_is_said_and_the_words_stay(
    browse: Browse, project: Project, notes: list[Note], pile: int, ada: Person, sam: Person
) -> None:
    take_back(notes[0].contribution, by=sam)

    answer = write(
        browse(ada), project, pile, title="T", words="Pay first.", sources=[n.contribution_id for n in notes[:2]]
    )

    assert answer.status_code == 422
    assert "One of these is not here any more." in page(answer)
    assert "Pay first.</textarea>" in answer.content.decode()
    assert "Pay came late" not in page(answer)


def test_the_same_form_sent_twice_adds_one_principle(
    browse: Browse, project: Project, notes: list[Note], ada: Person
) -> None:
    client = browse(ada)
    shown = client.get(address("write_principle", project)).content.decode()
    once = re.search(r'name="client_id" value="([^"]+)"', shown)
    assert once

    for _again in range(2):
        write(client, project, title="T", words="W.", sources=[notes[0].contribution_id], client_id=once[1])

    assert words_of(project) == ["W."]


def test_principles_move_by_buttons_and_say_where_they_are(
    browse: Browse, project: Project, principle: Principle, ada: Person
) -> None:
    client = browse(ada)
    _one, _two, three = principle("One."), principle("Two."), principle("Three.")
    moving = address("move_block", project, three)

    said = [page(client.post(moving, {"way": way}, follow=True)) for way in ("up", "up", "up", "down")]

    assert "Now number 2 of 3." in said[0]
    assert "Now number 1 of 3." in said[1]
    assert "Already first." in said[2]
    assert "Now number 2 of 3." in said[3]
    assert words_of(project) == ["One.", "Three.", "Two."]


def test_a_button_pressed_twice_moves_once(browse: Browse, project: Project, principle: Principle, ada: Person) -> None:
    client = browse(ada)
    principle("One."), principle("Two.")
    three = principle("Three.")
    shown = client.get(address("draft", project)).content.decode()
    ids = re.findall(r'name="client_id" value="([^"]+)"', shown)

    for _again in range(2):
        client.post(address("move_block", project, three), {"way": "up", "client_id": ids[4]})

    assert len(set(ids)) == 6  # each button has its own
    assert words_of(project) == ["One.", "Three.", "Two."]


def test_the_draft_can_get_another_name(browse: Browse, project: Project, principle: Principle, ada: Person) -> None:
    client = browse(ada)
    principle()

    renamed = client.post(address("draft", project), {"title": " What  we\nmean now "}, follow=True)
    empty = client.post(address("draft", project), {"title": " "})

    assert "The draft has its new name." in page(renamed)
    assert document_of(project).title == "What we mean now"
    assert empty.status_code == 422
    assert "Give the draft a name first." in page(empty)


def test_an_empty_draft_leads_to_the_notes(browse: Browse, project: Project, ada: Person) -> None:
    shown = browse(ada).get(address("draft", project))

    assert "Nothing is written yet" in page(shown)
    assert browse(ada).post(address("draft", project), {"title": "T"}).status_code == 404


def test_new_words_keep_why_and_what_they_answer(
    browse: Browse, project: Project, notes: list[Note], principle: Principle, ada: Person
) -> None:
    client, block = browse(ada), principle("Pay first.")
    there = client.get(address("reword", project, block)).content.decode()
    sources = re.findall(r'name="sources" value="(\d+)"[^>]* checked', there)

    done = client.post(
        address("reword", project, block),
        {"words": "Tell the pay first.", "why": "Clearer.", "based_on": "1", "sources": sources},
        follow=True,
    )

    assert "Pay first.</textarea>" in there
    assert "The words are changed." in page(done)
    (now,) = draft_so_far(document_of(project))
    assert (now.words, now.number, [each.contribution for each in sources_of(now)]) == (
        "Tell the pay first.",
        2,
        [notes[0].contribution_id],
    )
    assert Wording.objects.get(number=2).why == "Clearer."


def test_words_that_somebody_changed_meanwhile_come_back_with_both_texts(
    browse: Browse, project: Project, notes: list[Note], principle: Principle, ada: Person
) -> None:
    client, block = browse(ada), principle("Pay first.")
    values = {"why": "", "based_on": "1", "sources": [notes[0].contribution_id]}
    client.post(address("reword", project, block), {**values, "words": "Theirs."})

    stale = client.post(address("reword", project, block), {**values, "words": "Mine."})
    based_on = re.search(r'name="based_on" value="(\d+)"', stale.content.decode())
    assert based_on
    again = client.post(address("reword", project, block), {**values, "words": "Mine.", "based_on": based_on[1]})

    assert stale.status_code == 422
    assert "Somebody changed these words while you wrote." in page(stale)
    assert "Theirs." in page(stale)
    assert "Mine.</textarea>" in stale.content.decode()
    assert again.status_code == 302
    assert words_of(project) == ["Mine."]


def test_the_same_words_are_no_new_words(
    browse: Browse, project: Project, notes: list[Note], principle: Principle, ada: Person
) -> None:
    block = principle("Pay first.")

    answer = browse(ada).post(
        address("reword", project, block),
        {"words": "Pay first.\r\n", "based_on": "1", "sources": [notes[0].contribution_id]},
    )

    assert answer.status_code == 422
    assert "These are the words that are there already." in page(answer)
    assert Wording.objects.count() == 1


@pytest.mark.parametrize("name", ["reword", "move_block"])
def test_another_projects_principles_are_not_here(
    browse: Browse, stranger_project: Project, principle: Principle, name: str
) -> None:
    client = browse(stranger_project.memberships.get(part="helps run it").person)
    block, own = principle(), Document.objects.get()
    sent = {"words": "Mine.", "based_on": "1", "way": "up"}

    without_draft = client.post(address(name, stranger_project, block), sent)
    write(client, stranger_project, title="T", words="Ours.", nobody_asked="on", why="So.")
    with_draft = client.post(address(name, stranger_project, block), sent)

    assert (without_draft.status_code, with_draft.status_code) == (404, 404)
    assert [each.words for each in draft_so_far(own)] == ["Tell people the pay first. Say how much."]


def test_another_projects_pile_brings_no_notes(
    browse: Browse, stranger_project: Project, notes: list[Note], pile: int
) -> None:
    client = browse(stranger_project.memberships.get(part="helps run it").person)

    asked = client.get(address("write_principle", stranger_project) + query((pile,)))
    added = write(client, stranger_project, add_pile=pile, words="Half a")

    assert "Pay came late" not in page(asked) + page(added)
    assert "Half a</textarea>" in added.content.decode()


@pytest.mark.parametrize("name", ["draft", "write_principle"])
def test_who_only_takes_part_does_not_write(
    browse: Browse, project: Project, principle: Principle, sam: Person, name: str
) -> None:
    principle()

    looking, writing = browse(sam).get(address(name, project)), browse(sam).post(address(name, project))

    assert (looking.status_code, writing.status_code) == (404, 404)


def test_the_draft_asks_as_little_for_fifty_principles_as_for_one(
    browse: Browse,
    project: Project,
    principle: Principle,
    ada: Person,
    queries_of: Callable[[Client, str], int],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = browse(ada)
    principle()
    for_one = queries_of(client, address("draft", project))
    for number in range(49):
        principle(f"Principle {number}.")

    with django_assert_num_queries(for_one):
        client.get(address("draft", project))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(max_size=3000), why=st.text(max_size=50), based_on=st.text(max_size=25), title=st.text(max_size=130)
)
def test_no_text_breaks_the_writing(
    browse: Browse,
    project: Project,
    notes: list[Note],
    ada: Person,
    words: str,
    why: str,
    based_on: str,
    title: str,
) -> None:
    client = browse(ada)
    sent = {"words": words, "why": why, "sources": [notes[0].contribution_id, based_on], "based_on": based_on}

    answers = [
        write(client, project, **sent, title=title),
        write(client, project, **{**sent, "sources": [], "nobody_asked": "on"}),
    ]
    if block := Block.objects.first():
        answers.append(client.post(address("reword", project, block.pk), sent))
        answers.append(client.post(address("move_block", project, block.pk), {"way": why, "client_id": based_on}))
    answers.append(client.get(address("draft", project), {"at": based_on}))
    answers.append(client.get(address("write_principle", project), {"pile": based_on}))

    assert {answer.status_code for answer in answers} <= {200, 302, 404, 422}
