"""The power goes away while people write: the disk keeps what was synced, and any part of the rest."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coproduce.people.contribute.ledger import erased_in, ledger_file, tell_ledger
from tests.durability.careless import __name__ as careless
from tests.durability.guests import MARK
from tests.durability.kept import kept_in
from tests.durability.life import Life, life_in, record_life
from tests.durability.promises import promised_in
from tests.durability.recording import passed_over, why_not
from tests.durability.replay import Disk, crashes
from tests.durability.site import site_in
from tests.server import copy_of, made_once

pytestmark = [pytest.mark.long, pytest.mark.skipif(bool(why_not()), reason=why_not())]

DATABASE = "coproduce.sqlite3"
LOG = f"{DATABASE}-wal"


@pytest.fixture(scope="session")
def life(migrated: Path, tmp_path_factory: pytest.TempPathFactory, rounds: Callable[[int, int], int]) -> Life:
    """In the long run it takes in the worker's own checkpoint, every fifteen seconds."""

    def live(folder: Path) -> None:
        site = site_in(copy_of(migrated, folder / "data"), guests=6, boards=3)
        record_life(site, folder, seconds=rounds(3, 40))

    return life_in(made_once(tmp_path_factory, "life", live))


def test_the_recorder_saw_everything_that_was_written(life: Life) -> None:
    disk = Disk(life.before)

    for call in life.calls:
        disk.feel(call)

    kept = {str(file.relative_to(life.after)): file.read_bytes() for file in life.after.rglob("*") if file.is_file()}
    assert {name: bytes(file.as_seen()) for name, file in disk.seen.items()} == {
        name: content for name, content in kept.items() if not passed_over(name)
    }


def test_each_note_is_synced_to_the_disk_before_its_sender_is_told(life: Life) -> None:
    promises = promised_in(life.exchanges, life.rows)

    assert len({mark for _place, mark in promises.notes}) > 30
    assert told_too_early(life) == set()


def told_too_early(life: Life) -> set[str]:
    """Marks of notes that were acknowledged, or shown to anybody, before the log that holds them was synced."""
    written: dict[str, int] = {}
    synced: dict[str, int] = {}
    begun: dict[tuple[int, int], int] = {}
    for place, call in enumerate(life.calls):
        if call.path != LOG:
            continue
        if call.kind == "w":
            for mark in MARK.findall(call.data.decode(errors="replace")):
                written.setdefault(mark, place)
        elif call.kind == "b":
            begun[call.whose] = place
        elif call.kind == "e":
            for mark in [mark for mark, at in written.items() if at < begun[call.whose]]:
                synced.setdefault(mark, place)
    promises = promised_in(life.exchanges, life.rows)
    return {mark for place, mark in promises.notes if not synced.get(mark, place) < place}


def test_power_loss_at_any_moment_loses_no_note_and_brings_back_no_words(
    life: Life,
    tmp_path: Path,
    rounds: Callable[[int, int], int],
    figure: Callable[[str, float, str], None],
) -> None:
    """Beside it the fault that must be found: the same crashes, had the server said 'kept' when it heard the words."""
    count = rounds(1_000, 10_000)
    promises = promised_in(life.exchanges, life.rows)
    too_early = promised_in(life.exchanges, life.rows, too_early=True)
    broken, caught = {}, 0

    first = too_early.notes[0][0]
    for crash in crashes(
        life.before, life.calls, tmp_path / "found", count=count, chance=random.Random(5), first=first
    ):
        kept = kept_in(crash.folder / DATABASE)
        told = {life.rows[row] for _table, row in erased_in(crash.folder / "erased.jsonl")}
        if wrong := promises.broken_by(kept, crash.at) + promises.untold_by(told, crash.at):
            broken[crash.at] = wrong
        caught += bool(too_early.broken_by(kept, crash.at))

    assert broken == {}
    assert caught / count >= 0.5
    figure(f"power loss, {count} crashes: in which anything was lost, doubled or damaged", len(broken), "crashes")
    figure("power loss: crashes that show it when 'kept' is said before the commit", 100 * caught / count, "%")
    figure("power loss: notes promised in the recorded time", len({mark for _at, mark in promises.notes}), "notes")


def test_a_line_of_the_ledger_that_was_cut_off_costs_no_other_line(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    ledger_file().write_text('["contribute.Contribution", 3]\n["contribute.Contr')

    tell_ledger("contribute.Contribution", 5)

    assert list(erased_in(ledger_file())) == [("contribute.Contribution", 3), ("contribute.Contribution", 5)]


def test_after_power_loss_every_index_agrees_and_the_site_writes_on(life: Life, tmp_path: Path) -> None:
    for crash in crashes(life.before, life.calls, tmp_path / "found", count=30, chance=random.Random(6)):
        again = shutil.copytree(crash.folder, tmp_path / "again", dirs_exist_ok=True)
        assert kept_in(again / DATABASE, whole=True).faults == ()
        assert kept_in(again / DATABASE).faults == ()
        shutil.rmtree(again)


def test_a_server_that_does_not_wait_for_the_disk_is_found_out(
    migrated: Path, tmp_path: Path, figure: Callable[[str, float, str], None]
) -> None:
    site = site_in(copy_of(migrated, tmp_path / "data"), guests=6, boards=3)
    record_life(site, tmp_path, seconds=1.5, program=("-m", careless))
    life = life_in(tmp_path)
    promises = promised_in(life.exchanges, life.rows)
    first = promises.notes[0][0]

    found_out = sum(
        bool(promises.broken_by(kept_in(crash.folder / DATABASE), crash.at))
        for crash in crashes(
            life.before, life.calls, tmp_path / "found", count=200, chance=random.Random(7), first=first
        )
    )

    assert found_out / 200 >= 0.2  # it is found out until a checkpoint comes, which does wait
    assert len(told_too_early(life)) > 10
    figure("power loss: crashes that show it when pages do not wait for the disk", 100 * found_out / 200, "%")
