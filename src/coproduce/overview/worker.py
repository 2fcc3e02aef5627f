"""What goes on beside the pages: folding in the write-ahead log, making erasures complete, the day's tidying."""

import os
import signal
import time
from collections.abc import Callable
from types import FrameType

import structlog
from django.contrib.sessions.models import Session
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from coproduce.people.accounts.actions import forget_old_tries
from coproduce.people.contribute.scrubbing import scrub

log = structlog.get_logger("coproduce.worker")

EVERY = 1.0  # seconds between looks
CHECKPOINT_EVERY = 15.0
TICK_EVERY = 600.0


def work(*, stop: Callable[[], bool]) -> None:
    """Look every second until told to stop. Trouble is logged and tried again; it never ends the worker."""
    last_checkpoint = last_tick = time.monotonic()
    while not stop():
        now = time.monotonic()
        try:
            scrub()
            if now - last_checkpoint > CHECKPOINT_EVERY:
                last_checkpoint = now
                checkpoint()
            if now - last_tick > TICK_EVERY:
                last_tick = now
                tick()
        except DatabaseError as trouble:
            log.error("worker", exc_info=(type(trouble), trouble, trouble.__traceback__))
            close_old_connections()
        time.sleep(EVERY)


def checkpoint() -> None:
    """Fold the write-ahead log into the database file, without waiting for readers. The one owner of checkpoints."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


def tick() -> None:
    """What is due by the clock: sessions, links and counted tries that have run out."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    forget_old_tries()


def once() -> None:
    """All of it, one time."""
    scrub()
    checkpoint()
    tick()


def until_told() -> Callable[[], bool]:
    """True once SIGTERM or Ctrl-C came, or the server that started this worker is gone."""
    told: list[int] = []
    server = int(os.environ.get("COPRODUCE_WORKER_OF", "0"))

    def note(number: int, frame: FrameType | None) -> None:
        told.append(number)

    signal.signal(signal.SIGTERM, note)
    signal.signal(signal.SIGINT, note)
    return lambda: bool(told) or (server > 0 and os.getppid() != server)
