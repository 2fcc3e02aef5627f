"""Erased words leave the database's own files too: the write-ahead log is folded in until nothing holds it back."""

from django.db import connection
from django.utils import timezone

from coproduce.people.contribute.models import Erasure


def scrub() -> bool:
    """Try once to make every erasure complete; True when nothing is left to do.

    On SQLite, copies stay in the write-ahead log while any reader holds an older snapshot: the checkpoint answers
    'busy' and the worker asks again. On PostgreSQL, dead rows go with VACUUM (archived logs are the host's care;
    see the guide to hosting).
    """
    waiting = list(Erasure.objects.filter(scrubbed_at=None).values_list("pk", flat=True))
    if not waiting:
        return True
    if not fold_in_the_log():
        return False
    Erasure.objects.filter(pk__in=waiting).update(scrubbed_at=timezone.now())
    return True


def fold_in_the_log() -> bool:
    """Empty SQLite's write-ahead log, or vacuum PostgreSQL's table of words; False while a reader is in the way."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, _in_log, _folded = cursor.fetchone()
            return not busy
        cursor.execute("VACUUM contribute_contribution, contribute_earlierwords")
        return True
