"""The ledger of erasures: a small file of ids beside the database, outside every backup.

A backup made before somebody took their words back still holds them. `restore` reads this file and takes them
out again, so it must outlive the database that it speaks of.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


def ledger_file() -> Path:
    return Path(settings.DATA) / "erased.jsonl"


def tell_ledger(table: str, row: int) -> None:
    """One more erasure, on the disk before this returns, also when the ledger is new."""
    file = ledger_file()
    is_new = not file.exists()
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a") as out:
        out.write(f"\n{json.dumps([table, row])}\n")  # a line of its own, even after one that was cut off
        out.flush()
        os.fsync(out.fileno())
    if is_new:
        _sync_names_in(file.parent)


def _sync_names_in(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def erased_in(file: Path) -> Iterator[tuple[str, int]]:
    """What the ledger tells, oldest first; a last line cut off by a lost machine is passed over."""
    if not file.exists():
        return
    for line in file.read_text().splitlines():
        try:
            table, row = json.loads(line)
        except ValueError:
            continue
        yield table, row
