"""The database's own refusal to change the record, and the two times it stands aside."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def guard_aside(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Let the record be emptied: for emptying a whole site (`flush`) and for restoring one, and for nothing else.

    One transaction: whatever happens inside, afterwards the guard stands again.
    """
    connection = connections[using]
    with transaction.atomic(using=using):
        triggers = _triggers_on_sqlite(connection) if connection.vendor == "sqlite" else {}
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                connection.check_constraints()  # PostgreSQL alters no table that still has some to check
                cursor.execute("ALTER TABLE record_line DISABLE TRIGGER USER")
            for name in triggers:
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        yield
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                connection.check_constraints()
                cursor.execute("ALTER TABLE record_line ENABLE TRIGGER USER")
            for sql in triggers.values():
                cursor.execute(sql)


def _triggers_on_sqlite(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'record_line'")
        return dict(cursor.fetchall())
