"""Words that are taken back leave every file of the site."""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tests.durability import kept
from tests.durability.guests import Guest
from tests.durability.site import Site, site_in
from tests.server import copy_of, running

pytestmark = pytest.mark.long

SCRUBBED = "SELECT count(*), count(scrubbed_at) FROM contribute_erasure"

Ask = Callable[..., tuple[Any, ...]]  # ask(query, *values): the first row of the database's answer


class Notes:
    """What two guests write: notes that will go, the earlier words of some of these, and notes that stay."""

    def __init__(self, chance: random.Random, *, going: int, changed: int, staying: int) -> None:
        self.chance = chance
        self.going, self.earlier, self.staying = (
            [telltale(chance) for _ in range(many)] for many in (going, changed, staying)
        )
        self.all_going = {*self.going, *self.earlier}

    def write(self, wavering: Guest, sure: Guest, site: Site, ask: Ask) -> None:
        """Mixed, so that they share pages of the database."""
        changed = dict(zip(self.earlier, self.going, strict=False))
        notes = [(wavering, words) for words in [*changed, *self.going[len(changed) :]]]
        notes += [(sure, words) for words in self.staying]
        for guest, words in self.chance.sample(notes, len(notes)):
            assert guest.fill_in(site.boards[0], words=words).was_done
        query = (
            "SELECT note.id FROM capture_note AS note JOIN contribute_contribution AS said ON contribution_id = said.id"
        )
        for earlier, words in changed.items():
            (note,) = ask(f"{query} WHERE words = ?", earlier)
            assert wavering.fill_in(site.changing(note), words=words).was_done

    def take_back(self, wavering: Guest, site: Site, ask: Ask) -> None:
        for words in self.going:
            (row,) = ask("SELECT id FROM contribute_contribution WHERE words = ?", words)
            assert wavering.fill_in(site.taking_back(row)).was_done


def telltale(chance: random.Random) -> str:
    """Words of which any 40 bytes together tell whose they were: one odd word again and again."""
    return " ".join([f"w{chance.getrandbits(72):018x}"] * chance.choice([1, 2, 5, 20, 45]))


def test_words_taken_back_are_in_no_file_once_nobody_reads_an_older_state(
    migrated: Path, tmp_path: Path, figure: Callable[[str, float, str], None]
) -> None:
    notes = Notes(random.Random(31), going=30, changed=10, staying=60)
    site = site_in(copy_of(migrated, tmp_path / "data"), guests=2, boards=1)
    ask = partial(kept.ask, site.database)

    with running(site.data, log=site.data / "server.log") as server:
        wavering, sure = (Guest(server.address, session) for session in site.sessions)
        notes.write(wavering, sure, site, ask)
        with reading(site.database):
            notes.take_back(wavering, site, ask)
            slowest = slowest_note(sure, site.boards[0], seconds=4)
            held_back = ask(SCRUBBED)
            still_there = left_in(site.data, notes.all_going)
        took = seconds_until(lambda: not left_in(site.data, notes.all_going), at_most=60)
        seconds_until(lambda: ask(SCRUBBED) == (30, 30), at_most=10)

    assert held_back == (30, 0)
    assert still_there == notes.all_going
    assert left_in(site.data, notes.all_going) == set()
    assert left_in(site.data, notes.staying) == set(notes.staying)
    assert slowest < 2.0
    figure("erasure: bytes of words left in any file after nobody reads older ones", 0, "bytes")
    figure("erasure: from the last reader's end to the last copy's", took, "s")
    figure("erasure: slowest note of others while it is held back", slowest, "s")


@pytest.mark.postgres
def test_words_taken_back_are_in_no_table_of_postgres(migrated: Path, tmp_path: Path, postgres: str) -> None:
    """Its own log (pg_wal) keeps them until it is used again: the guide to hosting says so."""
    notes = Notes(random.Random(32), going=15, changed=5, staying=30)
    data = copy_of(migrated, tmp_path / "data")
    on_postgres = {"COPRODUCE_DATABASE": postgres}

    with psycopg.connect(postgres, autocommit=True) as connection, running(data, environment=on_postgres) as server:

        def ask(query: str, *values: Any) -> tuple[Any, ...]:
            return connection.execute(query.replace("?", "%s"), values).fetchone() or ()

        (oid,) = ask("SELECT oid FROM pg_database WHERE datname = current_database()")
        tables = Path(parse_qs(urlsplit(postgres).query)["host"][0]) / "base" / str(oid)
        site = site_in(data, guests=2, boards=1, environment=on_postgres)
        wavering, sure = (Guest(server.address, session) for session in site.sessions)
        notes.write(wavering, sure, site, ask)
        notes.take_back(wavering, site, ask)
        seconds_until(lambda: ask(SCRUBBED) == (15, 15), at_most=60)
        connection.execute("CHECKPOINT")

        assert left_in(tables, notes.all_going) == set()
        assert left_in(tables, notes.staying) == set(notes.staying)


def left_in(data: Path, notes: Sequence[str] | set[str]) -> set[str]:
    """Those of which anything can be found in any file."""
    content = b"".join(file.read_bytes() for file in data.rglob("*") if file.is_file())
    return {words for words in notes if words.split()[0].encode() in content}


READ = """
import sys, pysqlite3
readers = [pysqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True, isolation_level=None) for _ in range(5)]
for reader in readers:
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM contribute_contribution").fetchone()
print("reading", flush=True)
sys.stdin.read()
"""


@contextmanager
def reading(database: Path) -> Iterator[None]:
    """Five readers, each in the middle of reading the database as it is now. In a process of their own: this one
    looks into the files, and a process that closes a file gives up all its locks on it."""
    words = [sys.executable, "-c", READ, str(database)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as readers:
        assert readers.stdin is not None
        assert readers.stdout is not None
        assert readers.stdout.readline() == "reading\n"
        try:
            yield
        finally:
            readers.stdin.close()


def slowest_note(guest: Guest, board: str, *, seconds: float) -> float:
    """Somebody else goes on writing; how long they wait at worst."""
    slowest, ends = 0.0, time.monotonic() + seconds
    while time.monotonic() < ends:
        began = time.monotonic()
        assert guest.fill_in(board, words="Still here.").was_done
        slowest = max(slowest, time.monotonic() - began)
        time.sleep(0.1)
    return slowest


def seconds_until(is_so: Callable[[], bool], *, at_most: float) -> float:
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < at_most, "this took too long"
        time.sleep(0.2)
    return time.monotonic() - began
