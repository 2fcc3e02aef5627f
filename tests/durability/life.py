"""A recorded life of the real server: people write, somebody takes words back, the worker tidies, it ends in order."""

import json
import random
import shutil
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.durability.guests import Crowd, Guest, mark_of, new_words
from tests.durability.kept import row_of
from tests.durability.recording import Call, Exchange, build_recorder, calls_in, exchanges_in, recorded_by
from tests.durability.site import Site
from tests.server import SERVE, Server, running


@dataclass(frozen=True, slots=True)
class Life:
    """The data folder as it began (`before`) and ended (`after`), and every call between. `rows` tells the mark of
    words that were taken back."""

    before: Path
    after: Path
    calls: list[Call]
    exchanges: list[Exchange]
    rows: dict[int, str]


def record_life(site: Site, folder: Path, *, seconds: float, program: Sequence[str] = SERVE) -> None:
    """People write for so long on a server whose files and answers are recorded. `life_in` reads it."""
    shutil.copytree(site.data, folder / "before", ignore=shutil.ignore_patterns("static", "*.turn", "*-shm"))
    recording = recorded_by(build_recorder(folder), data=site.data, trace=folder / "trace")
    with running(site.data, environment=recording, program=program) as server:
        rows = _lived(server, site, seconds)
    shutil.copytree(site.data, folder / "after", ignore=shutil.ignore_patterns("static"))
    (folder / "rows.json").write_text(json.dumps(rows))


def life_in(folder: Path) -> Life:
    calls = list(calls_in(folder / "trace"))
    rows = {int(row): mark for row, mark in json.loads((folder / "rows.json").read_text()).items()}
    return Life(folder / "before", folder / "after", calls, exchanges_in(calls), rows)


def _lived(server: Server, site: Site, seconds: float) -> dict[int, str]:
    chance = random.Random(11)
    first, *others = site.sessions
    crowd = Crowd(server.address, others, site.boards, chance=chance)
    wavering = Wavering(Guest(server.address, first), site, chance)
    crowd.start()
    wavering.start()
    time.sleep(seconds)
    crowd.stop()
    wavering.stop()
    assert crowd.trouble == []
    return wavering.rows


class Wavering(threading.Thread):
    """A guest who writes a note, thinks, and takes it back, again and again."""

    def __init__(self, guest: Guest, site: Site, chance: random.Random) -> None:
        super().__init__()
        self.guest, self.site, self.chance = guest, site, random.Random(chance.random())
        self.rows: dict[int, str] = {}
        self._told = threading.Event()

    def stop(self) -> None:
        self._told.set()
        self.join()

    def run(self) -> None:
        while not self._told.is_set():
            words = new_words(self.chance)
            assert self.guest.fill_in(self.site.boards[0], words=words).was_done
            row = row_of(self.site.database, mark_of(words))
            self.rows[row] = mark_of(words)
            assert self.guest.fill_in(self.site.taking_back(row)).was_done
            self._told.wait(0.3)
