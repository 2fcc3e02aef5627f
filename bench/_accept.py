"""One part of `accept.py`, in a process of its own with a database of its own; prints a line of JSON a case."""

import argparse
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from coproduce.config.serve import settle
from tests.postgres import fresh_database, running_postgres

DJANGOS_OWN = "django.db.backends.sqlite3"  # the peer's backend: the same settings, no turns


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("part")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--without-turns", action="store_true")
    arguments = asked.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with site_in(arguments.folder, postgres=arguments.part == "postgres", turns=not arguments.without_turns):
        part = getattr(import_module("bench._accept_parts"), arguments.part)
        settle()  # as the server does
        for figure in part(quick=arguments.quick):
            print(json.dumps(figure), flush=True)


@contextmanager
def site_in(folder: Path, *, postgres: bool, turns: bool) -> Iterator[None]:
    """Django, set up with the site's own settings on the database of this folder."""
    os.environ |= {"COPRODUCE_MODE": "test", "COPRODUCE_DATA": str(folder), "COPRODUCE_LOG_LEVEL": "WARNING"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coproduce.config.settings")
    with database_in(folder, postgres=postgres) as url:
        os.environ["COPRODUCE_DATABASE"] = url
        if not turns:
            settings.DATABASES["default"]["ENGINE"] = DJANGOS_OWN
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        yield


@contextmanager
def database_in(folder: Path, *, postgres: bool) -> Iterator[str]:
    if not postgres:
        yield ""
        return
    with running_postgres(folder / "server") as server, fresh_database(server) as url:
        yield url
        django.db.connections.close_all()


if __name__ == "__main__":
    main()
