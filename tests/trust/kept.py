"""Everything that the database holds, to compare before and after."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Field

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


def names_a_row_of(theirs: Kept, changed: dict[str, tuple[list[Row], list[Row]]]) -> list[str]:
    """Columns of new rows that point at one of these."""
    ids = {table: {row[0] for row in rows} for table, rows in theirs.items()}
    return [
        f"{table}.{column}"
        for table, (_before, rows) in changed.items()
        for column, to, place in _pointing_from(table)
        for row in rows
        if row[place] in ids.get(to, ())
    ]


def too_long_for_its_column(changed: dict[str, tuple[list[Row], list[Row]]]) -> list[str]:
    """Columns of new rows that hold more than the model allows. SQLite keeps it; PostgreSQL would have failed."""
    return [
        f"{table}.{column}"
        for table, (_before, rows) in changed.items()
        for column, longest, place in _limits_of(table)
        for row in rows
        if row[place] is not None and len(str(row[place])) > longest
    ]


def columns_of(table: str) -> list[tuple[int, Field]]:
    """The columns of a table as they stand in a row, with what the model says of each."""
    model = next((each for each in apps.get_models(include_auto_created=True) if each._meta.db_table == table), None)
    known = {column.column: column for column in model._meta.concrete_fields} if model else {}
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return [(place, known[column.name]) for place, column in enumerate(described) if column.name in known]


@cache
def _pointing_from(table: str) -> tuple[tuple[str, str, int], ...]:
    """The columns that point at other tables: name, table, and where they stand in a row."""
    return tuple(
        (column.column, column.related_model._meta.db_table, place)
        for place, column in columns_of(table)
        if column.related_model
    )


@cache
def _limits_of(table: str) -> tuple[tuple[str, int, int], ...]:
    """The columns of a table that have a limit: name, characters, and where they stand in a row."""
    return tuple(
        (column.column, limit, place)
        for place, column in columns_of(table)
        if (limit := getattr(column, "max_length", None)) and column.get_internal_type() != "UUIDField"
    )
