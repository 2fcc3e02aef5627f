import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coproduce.cycle.capture.actions import add_note, close_board
from coproduce.cycle.capture.models import Board
from coproduce.cycle.draft.actions import add_principle
from coproduce.cycle.draft.models import Document
from coproduce.cycle.draft.queries import document_of, draft_so_far
from coproduce.cycle.feedback.actions import comment, share_draft
from coproduce.cycle.feedback.models import Comment, Round
from coproduce.people.accounts.models import Person
from coproduce.people.projects.models import Project

Browse = Callable[[Person | None], Client]
Say = Callable[..., Comment]
WORDS = ("Tell people the pay first. Say how much.", "Ask early.", "If it is only for show, say so.")


def page(response: HttpResponse) -> str:
    """What it says, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def address(name: str, project: Project, *more: int) -> str:
    return reverse(name, args=[project.slug, *more])


def hidden(response: HttpResponse, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', response.content.decode())
    assert found, name
    return found[1]


def shared(document: Document, *, by: Person, days: int = 7) -> Round:
    today: date = timezone.localdate()
    until = today + timedelta(days=days)
    return share_draft(document, until=until, answers_by=until + timedelta(days=14), by=by)


@pytest.fixture
def document(project: Project, board: Board, sam: Person, ada: Person) -> Document:
    """Three principles from one note by Sam."""
    said = add_note(board, "Nobody told me about the pay", by=sam, client_id=uuid4())
    close_board(board, by=ada)
    for words in WORDS:
        values = {
            "words": words,
            "why": "",
            "nobody_asked": "",
            "sources": [said.row("contribute.Contribution")],
        }
        add_principle(project, values, title="What we mean", by=ada, client_id=uuid4())
    found = document_of(project)
    assert found is not None
    return found


@pytest.fixture
def blocks(document: Document) -> list[int]:
    return [block.block for block in draft_so_far(document)]


@pytest.fixture
def round(document: Document, ada: Person) -> Round:
    """Draft 1, open for comments for a week."""
    return shared(document, by=ada)


@pytest.fixture
def say(round: Round, blocks: list[int]) -> Say:
    """`say(person, words, about=0)` comments on the principle with that place in the draft; None is all of it."""

    def said(by: Person, words: str = "And when is it paid?", about: int | None = 0, on: Round = round) -> Comment:
        block = None if about is None else blocks[about]
        return comment(on, words, block=block, by=by, client_id=uuid4())

    return said


@pytest.fixture
def queries_of() -> Callable[[Client, str], int]:
    """How many queries a page asks, the second time that it is opened."""

    def counted(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    return counted
