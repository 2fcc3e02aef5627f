"""What is misconfigured, said before the site starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import connection

# https://sqlite.org/changes.html: fixed in 3.51.3 and 3.53, with back-ports 3.44.6 and 3.50.7.
_FIRST_FAULTY, _FIRST_FIXED = (3, 7, 0), (3, 51, 3)
_BACK_PORTS = {(3, 44): 6, (3, 50): 7}


def has_wal_reset_fault(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite can lose committed work when two connections write and checkpoint at once."""
    if not _FIRST_FAULTY <= version < _FIRST_FIXED:
        return False
    fixed_from = _BACK_PORTS.get(version[:2])
    return fixed_from is None or version[2] < fixed_from


def sqlite_is_sound(**_more: Any) -> list[CheckMessage]:
    """The library's version, and what every connection must be set to."""
    if connection.vendor != "sqlite" or "memory" in str(connection.settings_dict["NAME"]):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        found = cursor.fetchone()[0]
        pragmas = {
            name: _pragma(name) for name in ("journal_mode", "synchronous", "secure_delete", "wal_autocheckpoint")
        }
    problems: list[CheckMessage] = []
    if has_wal_reset_fault(tuple(int(part) for part in found.split("."))):  # type: ignore[arg-type]
        problems.append(
            Error(
                f"SQLite {found} can lose committed work (the WAL-reset fault).",
                hint="Install pysqlite3 0.6.1 or newer: `make setup`, or pip install 'pysqlite3>=0.6.1'.",
                id="coproduce.E001",
            )
        )
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "wal_autocheckpoint": 0}
    problems += [
        Error(
            f"SQLite runs with {name}={pragmas[name]}; it needs {value}.",
            hint="coproduce.config.environment sets it on every connection. Does another tool open this file?",
            id="coproduce.E002",
        )
        for name, value in wanted.items()
        if pragmas[name] != value
    ]
    return problems


def _pragma(name: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def letters_can_go_out(**_more: Any) -> list[CheckMessage]:
    if settings.MODE == "production" and settings.EMAIL_HOST == "localhost":
        return [
            Warning(
                "Letters go to a mail server on this machine.",
                hint="Set COPRODUCE_MAIL_HOST (and _PORT, _USER, _PASSWORD) if there is none.",
                id="coproduce.W001",
            )
        ]
    return []


def register_checks() -> None:
    register(sqlite_is_sound, "coproduce", deploy=False)
    register(letters_can_go_out, "coproduce", deploy=False)
