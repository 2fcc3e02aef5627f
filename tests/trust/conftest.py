from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from coproduce.cycle.capture.actions import add_note, close_board, open_board_again
from coproduce.people.accounts.models import Person
from tests.permissions.visitors import World, make_world
from tests.server import migrated, server
from tests.trust.furnished import hostile_world
from tests.trust.walk import Walked, walk_over

__all__ = ["migrated", "server"]

_WALKED = pytest.StashKey[Walked]()


@pytest.fixture(autouse=True)
def _nothing_counted_before() -> Iterator[None]:
    """Tries are counted in memory, over all tests of a process."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def world(db: None) -> World:
    """A project full of hostile words."""
    return hostile_world()


@pytest.fixture
def small_world(db: None) -> World:
    """One of everything, so that pages are quick, and a note that waits to be sorted."""
    made = make_world()
    open_board_again(made.closed_board, by=made.people["runs it"])
    add_note(made.closed_board, "A note that waits", by=made.people["group"], client_id=uuid4())
    close_board(made.closed_board, by=made.people["runs it"])
    return made


@pytest.fixture
def walked(request: pytest.FixtureRequest, browse: Callable[[Person | None], Client]) -> Walked:
    """Walked once in a test process; the world that it went over is gone."""
    stash = request.session.stash
    if _WALKED not in stash:
        stash[_WALKED] = walk_over(request.getfixturevalue("world"), browse)
    return stash[_WALKED]
