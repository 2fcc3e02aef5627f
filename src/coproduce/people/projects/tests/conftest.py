from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nothing_counted_before() -> Iterator[None]:
    """Tries to sign in are counted in memory, over all tests of a process."""
    cache.clear()
    yield
    cache.clear()
