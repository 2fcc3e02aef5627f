"""Everything that the database holds, to compare before and after."""

from typing import Any

from django.apps import apps
from django.db import connection

Row = tuple[Any, ...]
Kept = dict[str, set[Row]]


def everything_kept() -> Kept:
    """The rows of every table, ours and the libraries', each as it is stored."""
    kept = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            kept[table] = set(cursor.fetchall())
    return kept


def changed_between(before: Kept, after: Kept) -> dict[str, tuple[list[Row], list[Row]]]:
    """By table: the rows that are gone or were otherwise, and those that are new or are otherwise now."""
    tables = [table for table in before if before[table] != after[table]]
    return {
        table: (
            sorted(before[table] - after[table], key=str),
            sorted(after[table] - before[table], key=str),
        )
        for table in tables
    }


def too_long_for_its_column() -> list[str]:
    """Columns holding more than the model allows. SQLite keeps it all the same; PostgreSQL would have failed."""
    found = []
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            longest = getattr(column, "max_length", None)
            if longest and column.get_internal_type() != "UUIDField":
                kept = model._base_manager.values_list(column.name, flat=True)
                found += [f"{model._meta.label}.{column.name}" for value in kept if value and len(str(value)) > longest]
    return found
