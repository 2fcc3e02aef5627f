"""Which migrations a database has, as a backup tells them and as a restore compares them."""

from collections.abc import Mapping, Sequence

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from coproduce.overview.safekeeping.file import BackupTrouble, Manifest

Migrations = Mapping[str, tuple[str, ...]]


def migrations_behind(tables: Sequence[type[Model]], using: str) -> Migrations:
    """The migrations applied to the tables' apps. Raises BackupTrouble when some are still to come."""
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise BackupTrouble("This database is not what this version needs. Run `coproduce migrate` first.")
    applied = sorted(executor.loader.applied_migrations)
    return {
        app: tuple(name for of, name in applied if of == app)
        for app in sorted({model._meta.app_label for model in tables})
    }


def must_fit(manifest: Manifest, here: Migrations, columns: Mapping[str, tuple[str, ...]], version: str) -> None:
    """Raises BackupTrouble when the backup was made from other tables than those of this version."""
    theirs, ours = _named(manifest.migrations), _named(here)
    if unknown := sorted(theirs - ours):
        raise BackupTrouble(
            f"This backup was made by a newer version, Coproduce {manifest.version}; here is {version}, which does not "
            f"know {unknown[0]}. Install {manifest.version} or newer, then restore."
        )
    if missing := sorted(ours - theirs):
        raise BackupTrouble(
            f"This backup was made by an older version, Coproduce {manifest.version}, before {missing[0]}. Install "
            f"{manifest.version} with an empty data folder, restore there, then bring that site to {version}."
        )
    if {label: table.columns for label, table in manifest.tables.items()} != columns:
        raise BackupTrouble(
            f"This backup holds other tables or columns than Coproduce {version} has. It was made by Coproduce "
            f"{manifest.version}: install that version, restore, then upgrade."
        )


def _named(migrations: Migrations) -> set[str]:
    return {f"{app}.{name}" for app, names in migrations.items() for name in names}
