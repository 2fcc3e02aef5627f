"""What each `coproduce` command does."""

import argparse
import os
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin

import django
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection


class Trouble(Exception):
    """Something a person can mend; the text says how."""


def _ready() -> None:
    """Load the settings and the rooms. Says what is missing instead of a traceback."""
    try:
        django.setup()
    except ImproperlyConfigured as missing:
        raise Trouble(str(missing)) from None


def _refuse_what_is_unsafe() -> None:
    found = checks.run_checks()
    errors = [each for each in found if each.level >= checks.ERROR]
    if errors:
        raise Trouble(
            "this site does not start like this.\n" + "\n".join(f"- {each.msg} {each.hint or ''}" for each in errors)
        )


def _told(text: str) -> None:
    print(text, flush=True)


def migrate(arguments: argparse.Namespace) -> int:
    _ready()
    call_command("migrate", verbosity=1 if sys.stdout.isatty() else 0, interactive=False)
    return 0


def serve(arguments: argparse.Namespace) -> int:
    _ready()
    from coproduce.config import serve as server  # noqa: PLC0415

    try:
        door = server.listening(arguments.host, arguments.port)
    except server.PortTaken as taken:
        raise Trouble(str(taken)) from None
    _make_ready_to_serve()
    _told(f"Coproduce listens on http://{arguments.host}:{door.getsockname()[1]}")
    server.serve(door, workers=not arguments.no_worker)
    return 0


def _make_ready_to_serve() -> None:
    """Database, static files and checks, each only when there is something to do."""
    call_command("migrate", verbosity=0, interactive=False)
    _refuse_what_is_unsafe()
    call_command("collectstatic", verbosity=0, interactive=False)
