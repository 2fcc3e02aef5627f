from tests.postgres import postgres, postgres_server
from tests.server import migrated

__all__ = ["migrated", "postgres", "postgres_server"]
