"""A backup goes from one site to another, and from one database to the other."""

from tests.postgres import postgres, postgres_server
from tests.sites import migrated_sqlite, new_site

__all__ = ["migrated_sqlite", "new_site", "postgres", "postgres_server"]
