"""Writing the whole site into one file, while it runs.

Every row is as it stood at one moment, whatever others write meanwhile. The key ring is not in the file: who finds
a backup cannot use anybody's code or open a sealed column, and who restores one needs the keys from elsewhere.
"""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

from django.db import connection, connections, transaction
from django.db.models import Model

from coproduce.overview.others_keeping import lasting_tables
from coproduce.overview.safekeeping.file import (
    MANIFEST,
    NO_SEAL_YET,
    BackupTrouble,
    Manifest,
    Table,
    is_backup,
    member_info,
    member_of,
    seal,
)
from coproduce.overview.safekeeping.migrated import migrations_behind
from coproduce.overview.safekeeping.values import line_of

__all__ = ["BackupTrouble", "Summary", "write_backup"]

ROWS_AT_ONCE = 2_000
_SNAPSHOT = "snapshot"


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written; its text is for the person who asked for it."""

    file: Path
    manifest: Manifest

    def __str__(self) -> str:
        return (
            f"{self.file} holds the whole site: {self.manifest.rows:,} rows in {len(self.manifest.tables)} tables.\n"
            "The keys are not in it. Keep a copy of the key ring in another place: without it, people's codes and "
            "links stop working and sealed columns stay sealed.\n"
            "Nor is the ledger of erasures (erased.jsonl in the data folder). Keep a copy of that too: it takes out "
            "again what people take back from now on."
        )


def write_backup(file: Path) -> Summary:
    """Write a backup; an older one of that name is replaced once the new one is safely on the disk.

    Raises BackupTrouble when the file is something else, when there is no room, or when the database is not ready.
    """
    if file.exists() and not is_backup(file):
        raise BackupTrouble(f"{file} is there already and is not a backup. Choose another name.")
    try:
        with _in_place_once_whole(file) as out, snapshot() as using:
            return Summary(file, _write(out, using))
    except OSError as trouble:
        raise BackupTrouble(f"{file} could not be written: {trouble.strerror}. Nothing was kept.") from trouble


def _write(out: IO[bytes], using: str) -> Manifest:
    tables = lasting_tables()
    migrations = migrations_behind(tables, using)
    with zipfile.ZipFile(out, "w") as archive:
        told = {model._meta.label: _write_table(archive, model, using) for model in tables}
        manifest = Manifest(datetime.now(UTC), version("coproduce"), migrations, told)
        archive.writestr(member_info(MANIFEST), manifest.as_json())
        archive.comment = NO_SEAL_YET
    seal(out)
    return manifest


def _write_table(archive: zipfile.ZipFile, model: type[Model], using: str) -> Table:
    """One line for each row, in the order of its key; a few thousand rows are in memory at once."""
    columns = tuple(column.attname for column in model._meta.concrete_fields)
    rows = model._base_manager.using(using).order_by("pk").values_list(*columns)
    found, count = hashlib.sha256(), 0
    with archive.open(member_info(member_of(model._meta.label)), "w", force_zip64=True) as member:
        for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
            line = line_of(columns, row)
            member.write(line)
            found.update(line)
            count += 1
    return Table(count, found.hexdigest(), columns)


@contextmanager
def snapshot() -> Iterator[str]:
    """A connection of its own on which the site stands still; gives its alias. Others go on writing.

    On SQLite it is a plain read transaction and takes nobody's turn to write. Until it ends, erased words stay in the
    write-ahead log; the worker asks again.
    """
    connections[_SNAPSHOT] = still = connection.copy(_SNAPSHOT)
    try:
        if still.vendor == "sqlite":
            with still.cursor() as cursor:
                cursor.execute("BEGIN DEFERRED")
            yield _SNAPSHOT
        else:
            with transaction.atomic(using=_SNAPSHOT):
                with still.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                yield _SNAPSHOT
    finally:
        still.close()
        del connections[_SNAPSHOT]


@contextmanager
def _in_place_once_whole(file: Path) -> Iterator[IO[bytes]]:
    """A new file beside the final one, for its owner only; renamed when all of it is on the disk, else removed."""
    handle, beside = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)  # mode 0600
    try:
        with os.fdopen(handle, "w+b") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        Path(beside).replace(file)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(beside).unlink()
        raise
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
