"""Which guest this browser is in each project, kept in its session: nothing to sign in to.

A session may hold a guest for several projects; they are different people until the human joins them. The code
is kept sealed, so that 'My part' can show it on this device while the database only knows its MAC.
"""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from coproduce.ground.keys.ring import Purpose
from coproduce.people.accounts.keyring import ring

_KEY = "guests"


@dataclass(slots=True)
class GuestHere:
    """`code` is the way-back code in words; `code_seen` once its card was put away."""

    person: int
    stamp: str
    code: str = ""
    code_seen: bool = False


def guest_here(session: MutableMapping[str, Any], project: int) -> GuestHere | None:
    kept = session.get(_KEY, {}).get(str(project))
    if not kept:
        return None
    code = ring().open_sealed(Purpose.WAY_BACK, kept["code"]).decode() if kept["code"] else ""
    return GuestHere(kept["person"], kept["stamp"], code, kept["code_seen"])


def remember(session: MutableMapping[str, Any], project: int, guest: GuestHere) -> None:
    sealed = ring().seal(Purpose.WAY_BACK, guest.code.encode()) if guest.code else ""
    with _guests(session) as guests:
        guests[str(project)] = {
            "person": guest.person,
            "stamp": guest.stamp,
            "code": sealed,
            "code_seen": guest.code_seen,
        }


def forget(session: MutableMapping[str, Any], project: int) -> None:
    """'I have finished on this phone': this project's guest and code, and nothing else."""
    with _guests(session) as guests:
        guests.pop(str(project), None)


@contextmanager
def _guests(session: MutableMapping[str, Any]) -> Iterator[dict[str, Any]]:
    guests = dict(session.get(_KEY, {}))
    yield guests
    session[_KEY] = guests
