"""A backup as a file: a zip of one JSON-lines member for each table, and `manifest.json`, which says what is in it.

The members depend on the rows alone: the same rows give the same bytes, from either database. Only the manifest
knows when it was made. The file ends in a seal, a hash of all that stands before it (in the zip's comment): a single
changed bit is found. Who takes a backup apart and zips it again loses the seal; each table's own hash is left.
"""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
_A_PIECE = 1 << 20  # bytes
_SEAL = b"sha256:"
_SEAL_LENGTH = 64
NO_SEAL_YET = _SEAL + b"0" * _SEAL_LENGTH

# What the zip library raises for a file that is cut off, changed or something else.
_NOT_WHOLE = (
    zipfile.BadZipFile,
    zlib.error,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
    TypeError,
    ValueError,
)


class BackupTrouble(Exception):
    """A backup that cannot be made or restored; the sentence says how to mend it."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a backup holds of one table. `columns` in the order of every line."""

    rows: int
    sha256: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """`migrations` are the names that were applied, by app; `tables` are by 'app.Model'."""

    made_at: datetime
    version: str
    migrations: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Table]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def as_json(self) -> str:
        return json.dumps(
            {
                "format": FORMAT,
                "made_at": self.made_at.isoformat(),
                "coproduce": self.version,
                "migrations": {app: list(names) for app, names in self.migrations.items()},
                "tables": {label: asdict(table) for label, table in self.tables.items()},
            },
            indent=1,
        )


def manifest_from(text: bytes) -> Manifest:
    """Raises BackupTrouble for a format of later versions, and any of _NOT_WHOLE."""
    told = json.loads(text)
    if told["format"] != FORMAT:
        raise BackupTrouble(
            f"This backup has format {told['format']}, and this version reads format {FORMAT}. "
            f"Install Coproduce {told['coproduce']} or newer, then restore."
        )
    return Manifest(
        made_at=datetime.fromisoformat(told["made_at"]),
        version=told["coproduce"],
        migrations={app: tuple(names) for app, names in told["migrations"].items()},
        tables={
            label: Table(table["rows"], table["sha256"], tuple(table["columns"]))
            for label, table in told["tables"].items()
        },
    )


def member_of(label: str) -> str:
    """The name of a table's member."""
    return f"tables/{label}.jsonl"


def member_info(name: str) -> zipfile.ZipInfo:
    """The same for every backup: no time, nothing of the machine."""
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o600 << 16
    return info


@dataclass(frozen=True, slots=True)
class Opened:
    """A backup open for reading."""

    name: str
    manifest: Manifest
    archive: zipfile.ZipFile

    def must_be_whole(self) -> None:
        """Reads it all. Raises BackupTrouble, naming the first table that is not as it was written."""
        for label, table in self.manifest.tables.items():
            try:
                found = self._sum_of(label)
            except _NOT_WHOLE:
                found = ""
            if found != table.sha256:
                raise BackupTrouble(
                    f"{self.name} is damaged: the table {label} is not as it was written. Use another backup."
                )

    def rows_of(self, label: str) -> Iterator[dict[str, Any]]:
        with self.archive.open(member_of(label)) as member:
            for line in member:
                yield json.loads(line)

    def _sum_of(self, label: str) -> str:
        with self.archive.open(member_of(label)) as member:
            return _sum(member)


def seal(out: IO[bytes]) -> None:
    """Put the hash of a finished zip into its comment, which was NO_SEAL_YET."""
    out.seek(-_SEAL_LENGTH, os.SEEK_END)
    end = out.tell()
    out.seek(0)
    found = _sum(out, up_to=end)
    out.write(found.encode())


def _seal_is_broken(archive: zipfile.ZipFile) -> bool:
    file = archive.fp
    if not archive.comment or file is None:
        return False
    file.seek(-_SEAL_LENGTH, os.SEEK_END)
    end = file.tell()
    file.seek(0)
    return archive.comment != _SEAL + _sum(file, up_to=end).encode()


def _sum(file: IO[bytes], up_to: int | None = None) -> str:
    """The hash of what follows, or of so many bytes of it."""
    found = hashlib.sha256()
    left = up_to
    while piece := file.read(_A_PIECE if left is None else min(left, _A_PIECE)):
        found.update(piece)
        left = None if left is None else left - len(piece)
    return found.hexdigest()


@contextmanager
def opened(file: Path) -> Iterator[Opened]:
    """Raises BackupTrouble when there is no such file, or when it is no backup."""
    try:
        archive = zipfile.ZipFile(file)
    except OSError as trouble:
        raise BackupTrouble(f"{file} cannot be read: {trouble.strerror}. Check the name and who may read it.") from None
    except _NOT_WHOLE:
        raise BackupTrouble(f"{file} is not a backup of Coproduce, or it is cut off. Use another file.") from None
    with archive:
        if _seal_is_broken(archive):
            raise BackupTrouble(f"{file} is damaged: something in it has changed. Use another backup.")
        try:
            manifest = manifest_from(archive.read(MANIFEST))
        except _NOT_WHOLE:
            raise BackupTrouble(f"{file} is not a backup of Coproduce, or it is damaged. Use another file.") from None
        yield Opened(str(file), manifest, archive)


def is_backup(file: Path) -> bool:
    try:
        with opened(file):
            return True
    except BackupTrouble:
        return False
