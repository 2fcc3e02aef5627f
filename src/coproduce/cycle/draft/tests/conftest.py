from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coproduce.cycle.capture.actions import add_note, close_board
from coproduce.cycle.capture.models import Board, Note
from coproduce.cycle.draft.actions import add_principle, put_in_pile
from coproduce.people.accounts.models import Person
from coproduce.people.projects.models import Project

Principle = Callable[..., int]


def write(board: Board, words: str, *, by: Person) -> Note:
    accepted = add_note(board, words, by=by, client_id=uuid4())
    return Note.objects.select_related("contribution").get(pk=accepted.row("capture.Note"))


@pytest.fixture
def notes(board: Board, sam: Person, ada: Person) -> list[Note]:
    """Three notes by Sam on a board that is closed now."""
    said = [write(board, words, by=sam) for words in ("Pay came late", "I paid for the train", "Nobody asked me")]
    close_board(board, by=ada)
    return said


@pytest.fixture
def pile(project: Project, notes: list[Note], ada: Person) -> int:
    """'Being paid', with the first two notes in it."""
    values = {"notes": [notes[0].pk, notes[1].pk], "pile": None, "new_pile": "Being paid"}
    return put_in_pile(project, values, by=ada, client_id=uuid4()).row("draft.Pile")


@pytest.fixture
def principle(project: Project, notes: list[Note], ada: Person) -> Principle:
    """`principle(words)` adds one to the draft, from the first note; gives its block."""

    def added(words: str = "Tell people the pay first. Say how much.") -> int:
        values = {"words": words, "why": "", "nobody_asked": "", "sources": [notes[0].contribution_id]}
        accepted = add_principle(project, values, title="What we mean", by=ada, client_id=uuid4())
        return accepted.row("draft.Block")

    return added


@pytest.fixture
def queries_of() -> Callable[[Client, str], int]:
    """How many queries a page asks, the second time that it is opened."""

    def counted(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    return counted
