"""The server is killed while people write."""

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.durability.guests import Crowd, Guest, Unanswered
from tests.durability.kept import kept_in
from tests.durability.site import site_in
from tests.server import SERVE, copy_of, running

pytestmark = pytest.mark.long

GUESTS = 8
BOARDS_A_ROUND = 2  # fresh ones, so that pages stay as short as in life


def test_after_a_kill_every_note_that_was_acknowledged_or_seen_is_there_once(
    migrated: Path,
    tmp_path: Path,
    rounds: Callable[[int, int], int],
    figure: Callable[[str, float, str], None],
) -> None:
    tries = rounds(10, 200)
    site = site_in(copy_of(migrated, tmp_path / "data"), guests=GUESTS, boards=BOARDS_A_ROUND * tries)
    chance = random.Random(37)
    promised: set[str] = set()
    unanswered: list[Unanswered] = []
    starts: list[float] = []

    for number in range(tries):
        boards = site.boards[BOARDS_A_ROUND * number :][:BOARDS_A_ROUND]
        with running(site.data, program=SERVE if number % 2 else (*SERVE, "--no-worker")) as server:
            starts.append(server.took)
            for each in unanswered:  # what a browser does on 'try again'
                assert each.send_again(server.address).was_done
                promised.add(each.mark)
            crowd = Crowd(server.address, site.sessions, boards, chance=chance)
            crowd.start()
            time.sleep(chance.uniform(0, 0.5))
            server.kill()
            crowd.wait()

        assert crowd.trouble == []
        promised |= crowd.kept | crowd.seen
        unanswered = crowd.unanswered
        after = kept_in(site.database)
        assert after.faults == ()
        assert promised - set(after.notes) == set()
        assert set(after.notes.values()) == {1}

    with running(site.data) as server:
        starts.append(server.took)
        reader = Guest(server.address, site.sessions[0])
        shown = "".join(reader.get(board).page for board in boards)

    assert {mark for mark in crowd.kept if mark not in shown} == set()
    assert min(starts) <= 3.0, starts  # the quickest: other tests may hold this machine's cores meanwhile
    figure(f"kill -9, {tries} rounds: notes that were acknowledged or seen", len(promised), "notes")
    figure(f"kill -9, {tries} rounds: of these lost or doubled", 0, "notes")
    figure("start after kill -9, slowest", max(starts), "s")
    figure("start after kill -9, in the middle", statistics.median(starts), "s")
