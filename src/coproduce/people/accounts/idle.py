"""Whoever signed in does so again after twelve hours in which they sent nothing. Guests are never timed.

Kept in the session alone and to the quarter of an hour, and moved on by what is sent: reading a page writes nothing.
"""

from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any

LONGEST = timedelta(hours=12)
_NOTED_EVERY = timedelta(minutes=15)
_KEY = "sent_something_at"


def note_sent(session: MutableMapping[str, Any], *, now: datetime) -> None:
    """At signing in, and with every form after that."""
    if now.timestamp() - session.get(_KEY, 0) >= _NOTED_EVERY.total_seconds():
        session[_KEY] = int(now.timestamp())


def is_idle(session: MutableMapping[str, Any], *, now: datetime) -> bool:
    """Also when nothing was noted: then nobody can tell."""
    return now.timestamp() - session.get(_KEY, 0) > LONGEST.total_seconds()
