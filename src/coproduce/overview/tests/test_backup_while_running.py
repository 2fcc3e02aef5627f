"""Others go on writing while a backup is made, and it holds what stood at one moment."""

import threading
import time
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import InternalError, connection, connections

from coproduce.cycle.capture.actions import add_note
from coproduce.cycle.capture.models import Board, Note
from coproduce.ground.live.models import Entry, Log
from coproduce.ground.record.queries import verify
from coproduce.overview.safekeeping.backup import snapshot, write_backup
from coproduce.overview.safekeeping.restore import restore_backup
from coproduce.overview.tests.living import one_more_note, people_have_been_here
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.models import Contribution

WRITERS = 4
BACKUPS = 3

Logs = dict[int, list[tuple[object, ...]]]


def logs_here() -> Logs:
    """Every entry of every log, in order."""
    rows = Entry.objects.order_by("log", "number").values_list("log_id", "number", "by_id", "client_id", "at")
    logs: Logs = {log: [] for log in Log.objects.values_list("pk", flat=True)}
    for log, *entry in rows:
        logs[log].append(tuple(entry))
    return logs


def writing(board: Board, person: Person, stop: threading.Event, acknowledged: list[int]) -> Callable[[], None]:
    def write() -> None:
        try:
            while not stop.is_set():
                acknowledged.append(add_note(board, "Words", by=person, client_id=uuid4()).number)
        finally:
            connections.close_all()

    return write


@pytest.mark.parametrize("on_postgres", [False, pytest.param(True, marks=pytest.mark.postgres)])
def test_a_backup_made_while_four_people_write_holds_the_beginning_of_each_log(
    new_site, tmp_path, on_postgres, request
):
    site = new_site(request.getfixturevalue("postgres") if on_postgres else "")
    stop = threading.Event()
    acknowledged: list[list[int]] = [[] for _writer in range(WRITERS)]
    seen_before: list[list[int]] = []
    with site.here():
        demo = people_have_been_here()
        boards = list(Board.objects.order_by("pk")[:WRITERS])
        Board.objects.update(closed_at=None)
        assert len(boards) == WRITERS
        for board in boards:
            board.refresh_from_db()
            board.group.members.get_or_create(person=demo.ada)
        writers = [
            threading.Thread(target=writing(board, demo.ada, stop, mine))
            for board, mine in zip(boards, acknowledged, strict=True)
        ]
        for writer in writers:
            writer.start()
        try:
            for number in range(BACKUPS):
                time.sleep(0.3)
                seen_before.append([mine[-1] if mine else 0 for mine in acknowledged])
                write_backup(tmp_path / f"{number}.zip")
        finally:
            stop.set()
            for writer in writers:
                writer.join()
        whole = logs_here()

    held = []
    for number in range(BACKUPS):
        restored = new_site()
        with restored.here():
            restore_backup(tmp_path / f"{number}.zip", over=False)
            found = logs_here()
            assert found == {log: whole[log][: len(entries)] for log, entries in found.items()}
            assert dict(Log.objects.values_list("pk", "number")) == {log: len(each) for log, each in found.items()}
            of_boards = [found[board.log_id] for board in boards]
            assert [len(each) >= seen for each, seen in zip(of_boards, seen_before[number], strict=True)] == [
                True
            ] * len(boards)
            assert Note.objects.count() == Contribution.objects.filter(note__isnull=False).count()
            assert verify().broken is None
            held.append(sum(map(len, of_boards)))
    assert held == sorted(held)
    assert held[0] < sum(len(whole[board.log_id]) for board in boards), "nobody wrote meanwhile"


@pytest.mark.parametrize("on_postgres", [False, pytest.param(True, marks=pytest.mark.postgres)])
def test_others_write_at_once_while_the_site_stands_still_for_a_backup(new_site, on_postgres, request):
    site = new_site(request.getfixturevalue("postgres") if on_postgres else "")
    with site.here():
        people_have_been_here()
        with snapshot() as still:
            before = Contribution.objects.using(still).count()
            began = time.monotonic()
            one_more_note()
            took = time.monotonic() - began

            assert Contribution.objects.using(still).count() == before
            assert Contribution.objects.count() == before + 1
            assert took < 5  # SQLite's own wait would be twenty seconds
        assert still not in list(connections)
        assert not connection.in_atomic_block


@pytest.mark.postgres
def test_a_snapshot_cannot_be_written_to_on_postgres(new_site, postgres):
    with new_site(postgres).here(), pytest.raises(InternalError, match="read-only"), snapshot() as still:
        Log.objects.using(still).create(kind="board")
