"""What a database file holds, read by SQLite alone: whether it is sound, and whose words are in it."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pysqlite3

from tests.durability.guests import MARK


@dataclass(frozen=True, slots=True)
class Kept:
    """`notes` counts the marks of all notes that stand; `gone` are the rows of words taken back."""

    faults: tuple[str, ...]
    notes: Counter[str]
    gone: frozenset[int]


# Each of these finds rows that must not be; a fault is told by its name.
_NEVER = {
    "a note without words or the other way about": """
        SELECT 1 FROM contribute_contribution LEFT JOIN capture_note ON contribution_id = contribute_contribution.id
        WHERE capture_note.id IS NULL""",
    "a log that is not numbered 1, 2, 3 …": """
        SELECT 1 FROM live_log LEFT JOIN live_entry ON log_id = live_log.id GROUP BY live_log.id
        HAVING live_log.number <> count(live_entry.id) OR live_log.number <> coalesce(max(live_entry.number), 0)""",
    "a note that no entry made": """
        SELECT 1 FROM capture_board JOIN live_log ON live_log.id = capture_board.log_id
        JOIN capture_note ON board_id = capture_board.id WHERE capture_note.changed > live_log.number""",
    "words taken back that are still there": """
        SELECT 1 FROM contribute_contribution WHERE (taken_back_at IS NULL) = (words = '')""",
    "words taken back without an erasure": """
        SELECT 1 FROM contribute_contribution LEFT JOIN contribute_erasure
        ON "table" = 'contribute.Contribution' AND "row" = contribute_contribution.id
        WHERE (taken_back_at IS NULL) <> (contribute_erasure.id IS NULL)""",
}


def kept_in(database: Path, *, whole: bool = False) -> Kept:
    """Read without changing the file; `whole` checks every index against its table too and may write."""
    connection = pysqlite3.connect(f"file:{database}?mode={'rw' if whole else 'ro'}", uri=True)
    try:
        (said,) = connection.execute("PRAGMA integrity_check" if whole else "PRAGMA quick_check").fetchone()
        if said != "ok":
            return Kept((said,), Counter(), frozenset())
        faults = [name for name, query in _NEVER.items() if connection.execute(query).fetchone()]
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            faults.append("a row that points at nothing")
        rows = connection.execute("SELECT id, words, taken_back_at FROM contribute_contribution").fetchall()
    except pysqlite3.DatabaseError as trouble:
        return Kept((str(trouble),), Counter(), frozenset())
    finally:
        connection.close()
    marks = Counter(mark for _id, words, _gone in rows for mark in MARK.findall(words))
    return Kept(tuple(faults), marks, frozenset(row for row, _words, gone in rows if gone))


def row_of(database: Path, mark: str) -> int:
    """The row of the words that begin with this mark, in a database that others use meanwhile."""
    (row,) = ask(database, "SELECT id FROM contribute_contribution WHERE words LIKE ?", f"{mark}%")
    return int(row)


def ask(database: Path, query: str, *values: str | int) -> tuple[int, ...]:
    """The first row of the answer, read beside whoever uses the database."""
    connection = pysqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return tuple(connection.execute(query, values).fetchone())
    finally:
        connection.close()
