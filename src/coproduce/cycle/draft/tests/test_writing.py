"""Principles with where they come from, their order, their next words, and versions that stay as they were."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from coproduce.cycle.capture.models import Note
from coproduce.cycle.draft.actions import add_principle, call_draft, publish_version
from coproduce.cycle.draft.models import Document, Source
from coproduce.cycle.draft.queries import (
    ReadBlock,
    block_in,
    blocks_shown,
    document_of,
    draft_so_far,
    next_number,
    notes_behind,
    sources_of,
    words_at,
)
from coproduce.cycle.draft.tests.conftest import Principle
from coproduce.ground.live.actions import accept_one
from coproduce.ground.live.gate import Refused
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.actions import take_back
from coproduce.people.projects.models import Project


def wording(words: str, **more: Any) -> dict[str, Any]:
    return {"words": words, "why": "", "nobody_asked": "", "sources": [], **more}


def reword(document: Document, block: int, words: str, *, based_on: int, sources: list[int], by: Person) -> None:
    values = wording(words, block=block, based_on=based_on, sources=sources)
    accept_one(document.log, "new words", values, by=by, client_id=uuid4())


def move(document: Document, block: int, way: str, *, by: Person) -> None:
    accept_one(document.log, "move", {"block": block, "way": way}, by=by, client_id=uuid4())


def test_the_first_principle_starts_the_draft_and_the_second_finds_it(project: Project, principle: Principle) -> None:
    first, second = principle("Pay first."), principle("Ask early.")

    document = document_of(project)
    assert document is not None
    assert (Document.objects.count(), document.title) == (1, "What we mean")
    assert [(each.block, each.words, each.notes, each.groups) for each in draft_so_far(document)] == [
        (first, "Pay first.", 1, 1),
        (second, "Ask early.", 1, 1),
    ]


def test_a_refused_first_principle_leaves_no_empty_draft(project: Project, ada: Person) -> None:
    with pytest.raises(Refused) as refused:
        add_principle(project, wording("From nowhere."), title="What we mean", by=ada, client_id=uuid4())

    assert refused.value == Refused("no source", "sources")
    assert document_of(project) is None


def test_nobody_asked_needs_a_reason(project: Project, ada: Person) -> None:
    silent = wording("We keep data safe.", nobody_asked="yes")
    with pytest.raises(Refused) as refused:
        add_principle(project, silent, title="What we mean", by=ada, client_id=uuid4())
    add_principle(project, {**silent, "why": "The law says so."}, title="What we mean", by=ada, client_id=uuid4())

    assert refused.value == Refused("no source", "why")
    assert [block.words for block in draft_so_far(document_of(project))] == ["We keep data safe."]


def test_a_repeat_adds_once(project: Project, notes: list[Note], ada: Person) -> None:
    values, once = wording("Pay first.", sources=[notes[0].contribution_id]), uuid4()

    for _again in range(2):
        add_principle(project, values, title="What we mean", by=ada, client_id=once)

    assert len(draft_so_far(document_of(project))) == 1


def test_those_who_only_take_part_do_not_write(project: Project, notes: list[Note], sam: Person) -> None:
    with pytest.raises(PermissionDenied):
        add_principle(
            project, wording("Mine.", sources=[notes[0].contribution_id]), title="T", by=sam, client_id=uuid4()
        )

    assert document_of(project) is None


def test_sources_of_another_project_are_not_here(
    stranger_project: Project, notes: list[Note], principle: Principle
) -> None:
    cy = stranger_project.memberships.get(part="helps run it").person
    values = wording("Theirs.", sources=[notes[0].contribution_id])

    with pytest.raises(Refused) as refused:
        add_principle(stranger_project, values, title="T", by=cy, client_id=uuid4())

    assert refused.value == Refused("not here", "sources")
    assert Source.objects.count() == 0


def test_principles_move_and_stop_at_the_ends(project: Project, principle: Principle, ada: Person) -> None:
    one, two, three = principle("One."), principle("Two."), principle("Three.")
    document = document_of(project)

    move(document, three, "up", by=ada)
    with pytest.raises(Refused) as at_the_top:
        move(document, one, "up", by=ada)
    with pytest.raises(Refused) as at_the_end:
        move(document, two, "down", by=ada)

    assert [block.block for block in draft_so_far(document)] == [one, three, two]
    assert (at_the_top.value.code, at_the_end.value.code) == ("already first", "already last")


def test_words_based_on_older_ones_are_stale(
    project: Project, notes: list[Note], principle: Principle, ada: Person
) -> None:
    block, sources = principle("One."), [notes[1].contribution_id]
    document = document_of(project)
    reword(document, block, "Two.", based_on=1, sources=sources, by=ada)

    with pytest.raises(Refused) as refused:
        reword(document, block, "Other two.", based_on=1, sources=sources, by=ada)

    assert refused.value == Refused("stale", "words")
    assert (words_at(block, 1), words_at(block, 2), words_at(block, 3)) == ("One.", "Two.", "")


def test_a_block_keeps_all_that_it_came_from_and_says_what_its_newest_words_answer(
    project: Project, notes: list[Note], principle: Principle, ada: Person, sam: Person
) -> None:
    block = principle("One.")
    document = document_of(project)
    reword(document, block, "Two.", based_on=1, sources=[notes[1].contribution_id], by=ada)

    before = [(each.words, each.newest) for each in sources_of(block_in(document, block))]
    take_back(notes[0].contribution, by=sam)
    after = [each.words for each in sources_of(block_in(document, block))]

    assert before == [("Pay came late", False), ("I paid for the train", True)]
    assert after == ["I paid for the train"]


def test_a_version_never_changes(
    project: Project, notes: list[Note], principle: Principle, ada: Person, sam: Person
) -> None:
    one, two = principle("One."), principle("Two.")
    document = document_of(project)
    version = publish_version(document, by=ada)
    shown, behind = blocks_shown(version), notes_behind(version)

    reword(document, one, "One, better.", based_on=1, sources=[notes[1].contribution_id], by=ada)
    move(document, two, "up", by=ada)
    principle("Three.")
    call_draft(document, "Another name", by=ada)
    take_back(notes[0].contribution, by=sam)
    version.refresh_from_db()

    assert [(block.block, block.words) for block in shown] == [(one, "One."), (two, "Two.")]
    assert blocks_shown(version) == shown
    assert notes_behind(version) == behind == 1
    assert version.title == "What we mean"
    assert [block.words for block in draft_so_far(document)] == ["Two.", "One, better.", "Three."]
    assert next_number(document) == 2


def test_an_empty_draft_is_no_version(project: Project, principle: Principle, ada: Person) -> None:
    principle("One.")
    document = document_of(project)
    document.blocks.all().delete()

    with pytest.raises(ValueError, match="at least one block"):
        publish_version(document, by=ada)


@pytest.mark.parametrize(
    ("words", "short", "rest", "called"),
    [
        ("Pay first. Say how much.", "Pay first.", "Say how much.", "Pay first"),
        ("Pay first", "Pay first", "", "Pay first"),
        ("Pay first.", "Pay first.", "", "Pay first"),
        ("Who decides? We do.", "Who decides?", "We do.", "Who decides?"),
        ("Pay 3.50 an hour. Always.", "Pay 3.50 an hour.", "Always.", "Pay 3.50 an hour"),
        ("Pay first\nSay how much.", "Pay first", "Say how much.", "Pay first"),
        ("Pay first. \n\nSay how much.", "Pay first.", "Say how much.", "Pay first"),
    ],
)
def test_the_first_sentence_is_the_heading(words: str, short: str, rest: str, called: str) -> None:
    block = ReadBlock(1, "principle", 1, 1, 1, words)

    assert (block.short, block.rest, block.called) == (short, rest, called)


def test_a_heading_that_is_too_long_is_cut_and_everything_stands_under_it() -> None:
    words = "So many words " * 20
    block = ReadBlock(1, "principle", 1, 1, 1, words.strip())

    assert block.short.endswith("…")
    assert len(block.short) <= 121
    assert block.rest == words.strip()
