from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.postgres import postgres, postgres_server

__all__ = ["postgres", "postgres_server"]


@pytest.fixture(autouse=True)
def _nothing_counted_before() -> Iterator[None]:
    """Tries are counted in memory, over all tests of a process."""
    cache.clear()
    yield
    cache.clear()
