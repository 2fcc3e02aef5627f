from collections.abc import Callable
from uuid import uuid4

import pytest
from django.urls import reverse

from coproduce.cycle.capture.actions import add_note
from coproduce.cycle.capture.models import Board, Note
from coproduce.people.accounts.models import Person

Write = Callable[..., Note]


@pytest.fixture
def write(board: Board) -> Write:
    """`write(person, words)` adds a note to `board`."""

    def written(by: Person, words: str = "Pay came late.", on: Board = board) -> Note:
        accepted = add_note(on, words, by=by, client_id=uuid4())
        return Note.objects.get(pk=accepted.row("capture.Note"))

    return written


@pytest.fixture
def address(board: Board) -> str:
    """Of the page of `board`."""
    return reverse("board", args=[board.group.event.project.slug, board.pk])
