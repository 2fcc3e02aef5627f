"""Reads the environment for `settings.py`; plain functions, each with a message that says how to mend it."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MODES = ("production", "demo", "test")


def mode_of(environment: Mapping[str, str]) -> str:
    """One of MODES. Production unless told otherwise, so that a forgotten variable is the safe mistake."""
    mode = environment.get("COPRODUCE_MODE", "production")
    if mode not in MODES:
        raise ImproperlyConfigured(f"COPRODUCE_MODE is {mode!r}. Set it to one of: {', '.join(MODES)}.")
    return mode


def missing_in_production(environment: Mapping[str, str], data: Path) -> list[str]:
    """What a production site still lacks, each a sentence that says how to set it."""
    missing = []
    if not environment.get("COPRODUCE_ADDRESS", "").startswith("https://"):
        missing.append(
            "COPRODUCE_ADDRESS: the site's address as people type it, beginning https:// (https://coproduce.example)."
        )
    if len(environment.get("COPRODUCE_SECRET_KEY", "")) < 32:
        missing.append("COPRODUCE_SECRET_KEY: at least 32 random characters (`openssl rand -base64 48` makes some).")
    if not Path(environment.get("COPRODUCE_KEYS", data / "keys.json")).exists():
        missing.append(
            "COPRODUCE_KEYS: the file with the key ring. `coproduce new-keys FILE` makes one; "
            "keep a copy away from the backups."
        )
    return missing


def secret_kept_in(file: Path) -> str:
    """A secret for the demo and for tests: made once, kept in the data folder, readable by its owner only."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(48))
    return file.read_text().strip()


def database_from(url: str, data: Path) -> dict[str, object]:
    """Django's database settings: SQLite in the data folder, or the PostgreSQL that `url` names."""
    if not url:
        return {
            "ENGINE": "coproduce.config.sqlite",
            "NAME": str(data / "coproduce.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # Checkpoints have one owner, the worker: it runs them in its own turn.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
                "PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ImproperlyConfigured("COPRODUCE_DATABASE must look like postgresql://name:word@host:5432/database.")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }
