"""What each `coproduce` command does. Imported when the settings are loaded and the rooms are ready."""

import argparse
import hashlib
import json
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core import checks
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from coproduce.config import serve as server
from coproduce.config.trouble import Trouble
from coproduce.cycle.draft.importing import as_json
from coproduce.overview.demo import ROLES, make_demo, sign_in_links
from coproduce.overview.importing import Impossible, blocks_in_file, take_in_draft
from coproduce.overview.safekeeping.backup import BackupTrouble, write_backup
from coproduce.overview.safekeeping.restore import restore_backup
from coproduce.overview.worker import once, until_told, work
from coproduce.people.accounts.actions import new_sign_in_link, steward_with


def migrate(arguments: argparse.Namespace) -> int:
    _bring_database_up_to_date()
    _say("The database is up to date.")
    return 0


def serve(arguments: argparse.Namespace) -> int:
    return _serve(arguments.host, arguments.port, workers=not arguments.no_worker, ready=lambda address: None)


def demo(arguments: argparse.Namespace) -> int:
    if arguments.afresh:
        _throw_the_example_away()

    def ready(address: str) -> None:
        made = make_demo(progress=_say)
        _say(f"\nCoproduce is at {address}/\n")
        width = max(len(role) for role in ROLES)
        for role, path in sign_in_links(made):
            _say(f"  {role:<{width}}  {urljoin(address, path)}")
        _say("\nCtrl-C stops it. What you change stays; `coproduce demo --afresh` begins again.\n")

    return _serve("127.0.0.1", arguments.port, workers=True, ready=ready)


def _serve(host: str, port: int, *, workers: bool, ready: Callable[[str], None]) -> int:

    try:
        door = server.listening(host, port)
    except server.PortTaken as taken:
        raise Trouble(str(taken)) from None
    _bring_database_up_to_date()
    _refuse_what_is_unsafe()
    _collect_static_files()
    address = f"http://{host}:{door.getsockname()[1]}"
    ready(address)
    _say(f"Listening on {address}")
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    try:
        server.serve(door, workers=workers)
    except KeyboardInterrupt:
        _say("\nStopped.")
    return 0


def worker(arguments: argparse.Namespace) -> int:

    work(stop=until_told())
    return 0


def tick(arguments: argparse.Namespace) -> int:

    once()
    return 0


def steward(arguments: argparse.Namespace) -> int:
    _bring_database_up_to_date()

    person = steward_with(arguments.email or None)
    token = new_sign_in_link(person, lasts=timedelta(days=2))
    _say("Open this link within two days. It signs in once.")
    _say(urljoin(settings.ADDRESS, reverse("sign_in_by_link", args=[token])))
    return 0


def check(arguments: argparse.Namespace) -> int:
    found = checks.run_checks()
    for each in found:
        _say(
            f"{'ERROR' if each.level >= checks.ERROR else 'Note'}: {each.msg}"
            + (f"\n  {each.hint}" if each.hint else "")
        )
    if not found:
        _say("All is well.")
    return 1 if any(each.level >= checks.ERROR for each in found) else 0


def import_draft(arguments: argparse.Namespace) -> int:

    try:
        blocks = blocks_in_file(arguments.file)
        project = take_in_draft(blocks, slug=arguments.project, keep=not arguments.dry_run)
    except Impossible as trouble:
        raise Trouble(str(trouble)) from None
    if arguments.json:
        _say(json.dumps(as_json(blocks), ensure_ascii=False, indent=2))
        return 0
    for block in blocks:
        _say(f"{block.kind:>10}  {block.text}")
    principles = sum(block.kind == "principle" for block in blocks)
    kept = "Nothing is kept: this was a dry run." if arguments.dry_run else f"They are in the draft of {project}."
    _say(f"\n{len(blocks)} blocks, {principles} of them principles. {kept}")
    return 0


def backup(arguments: argparse.Namespace) -> int:

    try:
        _say(str(write_backup(arguments.file)))
    except BackupTrouble as trouble:
        raise Trouble(str(trouble)) from None
    return 0


def restore(arguments: argparse.Namespace) -> int:

    _bring_database_up_to_date()
    try:
        _say(str(restore_backup(arguments.file, over=arguments.over)))
    except BackupTrouble as trouble:
        raise Trouble(str(trouble)) from None
    return 0


def _throw_the_example_away() -> None:
    """Only in the demo, and only its own database file."""
    if settings.MODE != "demo" or connection.vendor != "sqlite":
        raise Trouble(
            "--afresh is for the demo with its own database file. This is a real site; nothing was thrown away."
        )
    for end in ("", "-wal", "-shm"):
        Path(f"{settings.DATABASES['default']['NAME']}{end}").unlink(missing_ok=True)


def _bring_database_up_to_date() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def _refuse_what_is_unsafe() -> None:
    errors = [each for each in checks.run_checks() if each.level >= checks.ERROR]
    if errors:
        told = "\n".join(f"- {each.msg} {each.hint or ''}" for each in errors)
        raise Trouble(f"this site does not start like this.\n{told}")


def _collect_static_files() -> None:
    """Once for each state of the files: most starts find nothing to do."""
    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path))
            found.update(f"{path} {file.stat().st_size} {file.stat().st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == found.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(found.hexdigest())


def _say(text: Any) -> None:
    print(text, flush=True)
