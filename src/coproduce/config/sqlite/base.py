"""The database wrapper. Django finds it by this module's name."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Holds the turn to write from the outermost BEGIN to its COMMIT or ROLLBACK.

    SQLite's own wait polls with growing pauses, so a page behind a busy writer waits long (107 ms at worst when
    measured, 16 ms with turns). The lock is advice between our own processes; SQLite's locks stay the net below.
    """

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        super().__init__(settings_dict, alias)
        self._turn: int | None = None
        self._my_turn = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The turn to write without a transaction: for a checkpoint, which no transaction may hold."""
        self._take_turn()
        try:
            yield
        finally:
            self._give_turn_back()

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_turn_back()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._give_turn_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn_back()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_turn_back()
            if self._turn is not None:
                os.close(self._turn)
                self._turn = None

    def _take_turn(self) -> None:
        if self.is_in_memory_db():
            return
        if self._turn is None:
            self._turn = os.open(f"{self.settings_dict['NAME']}.turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._turn, fcntl.LOCK_EX)
        self._my_turn = True

    def _give_turn_back(self) -> None:
        if self._my_turn and self._turn is not None:
            fcntl.flock(self._turn, fcntl.LOCK_UN)
        self._my_turn = False
