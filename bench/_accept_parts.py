"""What `accept.py` measures, once Django is set up."""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import django
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Max
from django.utils import timezone

from coproduce.cycle.capture import rules
from coproduce.cycle.capture.actions import make_boards
from coproduce.cycle.capture.models import Board, Note
from coproduce.cycle.convene.actions import come_in, plan_event
from coproduce.cycle.convene.models import GroupMember
from coproduce.ground.live.actions import Accepted, accept
from coproduce.ground.live.kinds import Act
from coproduce.ground.live.models import Entry, Log
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.models import Contribution
from coproduce.people.projects.actions import join_as_guest, start_project
from coproduce.people.projects.models import Partner, Project
from coproduce.people.projects.queries import standing_of

GROUPS = (1, 10, 50)
PEOPLE = 50
NOTES_A_BOARD = 200  # then a fresh one, so that no round meets a fuller board than another
WORDS = "Tell people early what the research is for, and what will come of it. " * 2

Figure = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    ada: Person
    project: Project
    guests: list[Person]

    def new_board(self) -> Board:
        starts = timezone.now()
        event = plan_event(
            self.project, str(uuid4()), starts_at=starts, ends_at=starts + timedelta(hours=1), by=self.ada
        )
        (board,) = make_boards(event, ["What gets in the way?"], by=self.ada)
        for guest in self.guests:
            come_in(board.group, by=guest)
        return board


def new_site() -> Site:
    ada = Person.objects.create_user(f"{uuid4()}@example.org")
    project = start_project("Bench", purpose="", who_decides="group", decider="", by=ada)
    return Site(ada, project, [join_as_guest(project, name=f"Guest {number}")[0] for number in range(PEOPLE)])


def sqlite(*, quick: bool) -> Iterator[Figure]:
    return accepting("SQLite", quick=quick)


def postgres(*, quick: bool) -> Iterator[Figure]:
    return accepting("PostgreSQL", quick=quick)


def accepting(database: str, *, quick: bool) -> Iterator[Figure]:
    """Our one way to write, alone and in groups, against plain verbs."""
    site = new_site()
    ways: dict[str, Callable[[Board], None]] = {
        f"{size}": lambda board, size=size: in_groups(board, site.guests, size) for size in GROUPS
    } | {"peer": lambda board: one_by_one(board, site.guests)}
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for round_ in range(3 if quick else 9):
        for name, way in ways.items():
            board = site.new_board()
            cpu, wall = time.process_time(), time.perf_counter()
            way(board)
            if round_:  # the first warms up
                took[name].append((time.process_time() - cpu, time.perf_counter() - wall))
            assert Note.objects.filter(board=board).count() == NOTES_A_BOARD
    peer_cpu, peer_wall = medians(took["peer"])
    for size in GROUPS:
        cpu, wall = medians(took[f"{size}"])
        title = f"{database}, {'a note alone' if size == 1 else f'notes in groups of {size}'}"
        yield figure(f"{title}: CPU", cpu * 1000, peer_cpu * 1000, "ms an act")
        yield figure(f"{title}: kept", 1 / wall, 1 / peer_wall, "acts a second")


def medians(rounds: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """CPU and wall seconds of one act."""
    cpu, wall = zip(*rounds, strict=True)
    return statistics.median(cpu) / NOTES_A_BOARD, statistics.median(wall) / NOTES_A_BOARD


def in_groups(board: Board, guests: Sequence[Person], size: int) -> None:
    """Each group holds acts of as many people as it can."""
    for _ in range(0, NOTES_A_BOARD, size):
        people = [guests[number % len(guests)] for number in range(size)]
        outcomes = accept(board.log, [Act("add note", {"words": WORDS}) for _ in people], by=people)
        assert all(isinstance(outcome, Accepted) for outcome in outcomes), outcomes


def one_by_one(board: Board, guests: Sequence[Person]) -> None:
    for number in range(NOTES_A_BOARD):
        add_note_plainly(board, WORDS, by=guests[number % len(guests)], client_id=uuid4())


@transaction.atomic
def add_note_plainly(board: Board, words: str, *, by: Person, client_id: UUID) -> None:
    """The peer: the same rows after the same questions, by the verbs that Django's own guide would use."""
    log = Log.objects.select_for_update().get(pk=board.log_id)
    if Entry.objects.filter(log=log, by=by, client_id=client_id).exists():
        return
    board.refresh_from_db(fields=["closed_at"])  # it may have been closed while we waited for the lock
    project = board.group.event.project
    in_group = GroupMember.objects.filter(group=board.group, person=by).exists()
    assert rules.may_add_note(standing_of(by, project), in_group=in_group, is_open=board.is_open)
    now = timezone.now()
    log.number += 1
    contribution = Contribution.objects.create(
        project=project, author=by, words=words.strip(), said_at=now, client_id=client_id
    )
    last = Note.objects.filter(board=board).aggregate(Max("place"))["place__max"] or 0
    note = Note.objects.create(board=board, contribution=contribution, place=last + 1, changed=log.number)
    Entry.objects.create(
        log=log,
        number=log.number,
        at=now,
        by=by,
        operation="add note",
        rows=[[row._meta.label, row.pk] for row in (contribution, note)],
        client_id=client_id,
    )
    log.save(update_fields=["number"])


def beside(*, quick: bool) -> Iterator[Figure]:
    """One page writes a row now and then while another process writes groups without pause."""
    worst: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(1 if quick else 3):
        for turns in (True, False):
            words = [sys.executable, "-m", "bench._accept", "page", str(settings.DATA)]
            words += [*(["--quick"] if quick else []), *([] if turns else ["--without-turns"])]
            done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True)
            worst[turns] += [float(line) for line in done.stdout.splitlines()]
    for title, chosen in (("worst", max), ("99th of 100", ninety_ninth), ("middle", statistics.median)):
        yield figure(f"A page's write beside a busy writer, {title}", chosen(worst[True]), chosen(worst[False]), "ms")


def ninety_ninth(waits: Sequence[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.99)]


def page(*, quick: bool) -> Iterator[float]:
    """Milliseconds of each single write, beside a writer that this process starts and ends. Not a part of its own."""
    site = new_site()
    busy_words = [sys.executable, "-m", "bench._accept", "busy", str(settings.DATA)]
    if settings.DATABASES["default"]["ENGINE"] != "coproduce.config.sqlite":
        busy_words.append("--without-turns")
    writer = subprocess.Popen(busy_words, stdout=subprocess.PIPE, text=True)
    try:
        assert writer.stdout is not None
        writer.stdout.readline()  # it has begun
        ends = time.monotonic() + (6 if quick else 20)
        while time.monotonic() < ends:
            time.sleep(0.02)
            began = time.perf_counter()
            with suppress(OperationalError), transaction.atomic():  # 'database is locked' after 20 seconds
                Partner.objects.create(project=site.project, name=str(uuid4()))
            yield (time.perf_counter() - began) * 1000
    finally:
        writer.terminate()
        writer.wait()


def busy(*, quick: bool) -> Iterator[str]:
    """Groups of 50 without pause, until ended; also when nobody is left to end it."""
    site = new_site()
    started_by = os.getppid()
    while os.getppid() == started_by:
        in_groups(site.new_board(), site.guests, 50)
        yield "wrote"


def figure(case: str, ours: float, peer: float, unit: str) -> Figure:
    database = (
        f"SQLite {connection.Database.sqlite_version}"
        if connection.vendor == "sqlite"
        else f"PostgreSQL {connection.pg_version // 10000}"
    )
    return {
        "case": case,
        "ours": round(ours, 4),
        "peer": round(peer, 4),
        "ratio": round(ours / peer, 3),
        "unit": unit,
        "versions": f"Django {django.__version__}, {database}, Python {platform.python_version()}",
    }
