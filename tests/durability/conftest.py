"""The real server under bad luck: killed, without power, with half a form, with words to forget."""

import os
from collections.abc import Callable

import pytest

from tests.figures import note_figure
from tests.postgres import postgres, postgres_server
from tests.server import migrated, server

__all__ = ["migrated", "postgres", "postgres_server", "server"]

# The long tests of `make proof`: the same ones with more rounds.
PROOF = bool(os.environ.get("COPRODUCE_PROOF"))


@pytest.fixture(scope="session")
def rounds() -> Callable[[int, int], int]:
    """`rounds(gate, proof)`: how often to try, in every test run and in `make proof`."""
    return lambda gate, proof: proof if PROOF else gate


@pytest.fixture
def figure() -> Callable[[str, float, str], None]:
    """`figure(case, ours, unit)` hands over what was measured, to `make proof` if it asks."""
    return note_figure
