"""Filling a site from a backup, on SQLite or PostgreSQL, whichever it came from.

It is one transaction: at the end the site is the backup's, or what it was before. Run it while the server is stopped:
nobody else can write meanwhile, and everybody has to sign in again afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from coproduce.ground.record.guard import guard_aside
from coproduce.overview.others_keeping import lasting_tables, tables_of_people
from coproduce.overview.safekeeping.erasing_again import erase_again, erased_here, tell_ledger_all
from coproduce.overview.safekeeping.file import BackupTrouble, Manifest, Opened, opened
from coproduce.overview.safekeeping.migrated import migrations_behind, must_fit
from coproduce.overview.safekeeping.values import reader_of
from coproduce.people.contribute.ledger import ledger_file
from coproduce.people.contribute.scrubbing import fold_in_the_log
from coproduce.people.projects.models import Project

__all__ = ["BackupTrouble", "Summary", "restore_backup"]

ROWS_AT_ONCE = 1_000

Marks = set[tuple[int, datetime]]


@dataclass(frozen=True, slots=True)
class Summary:
    """What was restored; its text is for the person who asked for it."""

    file: Path
    manifest: Manifest
    erased_again: int

    def __str__(self) -> str:
        return (
            f"This site is now as it was at {self.manifest.made_at:%Y-%m-%d %H:%M} UTC: {self.manifest.rows:,} rows in "
            f"{len(self.manifest.tables)} tables.\n"
            f"Erased again, because it was taken back after that: {self.erased_again}.\n"
            "Codes and links work when the key ring is the one that the site had then. Everybody signs in again."
        )


def restore_backup(file: Path, *, over: bool) -> Summary:
    """Fill this site with the backup and erase again what was erased after it was made.

    The database must be migrated. A site that has projects is only replaced with `over`. Raises BackupTrouble, and
    then nothing has changed.
    """
    with opened(file) as backup:
        tables = lasting_tables()
        columns = {model._meta.label: _columns(model) for model in tables}
        must_fit(backup.manifest, migrations_behind(tables, DEFAULT_DB_ALIAS), columns, version("coproduce"))
        backup.must_be_whole()
        try:
            with transaction.atomic():
                again, was_another = _replace(backup, tables, over=over)
        except DatabaseError as trouble:  # its text may hold somebody's words
            raise BackupTrouble(
                f"The database did not take this backup ({type(trouble).__name__}). Nothing has changed. "
                "Is there room on the disk? Else use another backup."
            ) from trouble
    if was_another:
        _set_ledger_aside()
    tell_ledger_all()
    fold_in_the_log()
    return Summary(file, backup.manifest, again)


def _replace(backup: Opened, tables: Sequence[type[Model]], *, over: bool) -> tuple[int, bool]:
    """How many erasures were applied again, and whether another site was here before."""
    here = _marks()
    if here and not over:
        raise BackupTrouble(
            "This site has projects already. Restore into an empty data folder; or add --over, which replaces them."
        )
    erased = erased_here()
    with guard_aside():
        _empty()
    for model in tables:
        _load(backup, model)
    _check_and_count_on(tables)
    was_another = bool(here) and not here & _marks()
    return (0 if was_another else erase_again(erased)), was_another


def _marks() -> Marks:
    """What tells one site from another: its projects, and when they were made."""
    return set(Project.objects.values_list("pk", "made_at"))


def _empty() -> None:
    """Every table that people fill. Sessions too: they speak of people who may be others now."""
    names = [model._meta.db_table for model in tables_of_people()]
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), names):
            cursor.execute(statement)


def _load(backup: Opened, model: type[Model]) -> None:
    """The rows as they were: nothing is computed anew, no default and no time of now."""
    columns = model._meta.concrete_fields
    readers = {column.attname: reader_of(column) for column in columns}
    size = min(ROWS_AT_ONCE, connection.ops.bulk_batch_size(columns, range(ROWS_AT_ONCE)))
    rows = (
        model(**{name: readers[name](value) for name, value in row.items()})
        for row in backup.rows_of(model._meta.label)
    )
    while some := list(islice(rows, size)):
        model._base_manager._insert(some, fields=columns, using=DEFAULT_DB_ALIAS, raw=True)  # type: ignore[attr-defined]


def _check_and_count_on(tables: Sequence[type[Model]]) -> None:
    """Every row points at one that is there, or IntegrityError is raised; and the next id is a new one."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(column.attname for column in model._meta.concrete_fields)


def _set_ledger_aside() -> None:
    """It spoke of the site that was here before; with the new one it would take out other people's words."""
    if ledger_file().exists():
        ledger_file().rename(ledger_file().with_name(f"erased-until-{timezone.now():%Y%m%d-%H%M%S}.jsonl"))
