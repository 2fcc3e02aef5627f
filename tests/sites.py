"""Whole sites of a test's own, each with its data folder and its database: a backup goes from one to another.

In a conftest.py: `from tests.sites import migrated_sqlite, new_site`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import override_settings

from coproduce.config.environment import database_from


@dataclass(frozen=True)
class Site:
    """`with site.here():` everything below happens on this site, in threads too."""

    data: Path
    database: dict[str, Any]

    @contextmanager
    def here(self) -> Iterator[None]:
        before = connections["default"], connections.settings["default"]
        connections.settings["default"] = connections.configure_settings({"default": self.database})["default"]
        connections["default"] = connections.create_connection("default")
        try:
            with override_settings(DATA=self.data):
                yield
        finally:
            connections["default"].close()
            connections["default"], connections.settings["default"] = before

    @property
    def ledger(self) -> Path:
        return self.data / "erased.jsonl"


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> bytes:
    """An empty site's database."""
    folder = tmp_path_factory.mktemp("migrated")
    with django_db_blocker.unblock(), Site(folder, database_from("", folder)).here():
        call_command("migrate", verbosity=0, interactive=False)
    return (folder / "coproduce.sqlite3").read_bytes()


@pytest.fixture
def new_site(tmp_path: Path, migrated_sqlite: bytes, django_db_blocker: Any) -> Iterator[Callable[[str], Site]]:
    """`new_site()` is an empty site on SQLite; `new_site(url)` on that PostgreSQL."""
    made: list[Site] = []

    def new(url: str = "") -> Site:
        folder = tmp_path / f"site{len(made)}"
        folder.mkdir()
        site = Site(folder, database_from(url, folder))
        made.append(site)
        if url:
            with site.here():
                call_command("migrate", verbosity=0, interactive=False)
        else:
            (folder / "coproduce.sqlite3").write_bytes(migrated_sqlite)
        return site

    with django_db_blocker.unblock():
        yield new
