import fcntl
import os
import pickle
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache

from coproduce.cycle.capture.actions import add_note, close_board, open_board_again
from tests.permissions.visitors import World, make_world
from tests.server import migrated, server
from tests.trust.furnished import hostile_world
from tests.trust.walk import Browse, Walked, walk_over

__all__ = ["migrated", "server"]

Once = Callable[[str, Callable[[], Any]], Any]


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


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """`once("walk", make)` is what `make` gave: called once in a run, in the first of its processes that asks."""
    own = tmp_path_factory.getbasetemp()
    folder = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def made(name: str, make: Callable[[], Any]) -> Any:
        kept = folder / f"{name}.pickle"
        with (folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                kept.write_bytes(pickle.dumps(make()))
        return pickle.loads(kept.read_bytes())

    return made


@pytest.fixture
def walked(request: pytest.FixtureRequest, once: Once, browse: Browse) -> Walked:
    """All that the walk met. The world that it went over is gone."""
    found: Walked = once("walk", lambda: walk_over(request.getfixturevalue("world"), browse))
    return found
