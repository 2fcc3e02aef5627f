"""Which guest this browser is in each project, kept in its session: nothing to sign in to.

A session may hold a guest for several projects; they are different people until the human joins them. The code
is kept sealed, so that 'My part' can show it on this device while the database only knows its MAC.
"""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from coproduce.ground.keys.ring import NotOurs, Purpose
from coproduce.people.accounts.keyring import ring

_KEY = "guests"


@dataclass(slots=True)
class GuestHere:
    """`code` is the way-back code in words; `code_seen` once its card was put away. `link` is the token of the link
    that was made with the code."""

    person: int
    stamp: str
    code: str = ""
    code_seen: bool = False
    link: str = ""


def guest_here(session: MutableMapping[str, Any], project: int) -> GuestHere | None:
    kept = session.get(_KEY, {}).get(str(project))
    if not kept:
        return None
    return GuestHere(
        kept["person"], kept["stamp"], _opened(kept["code"]), kept["code_seen"], _opened(kept.get("link", ""))
    )


def remember(session: MutableMapping[str, Any], project: int, guest: GuestHere) -> None:
    with _guests(session) as guests:
        guests[str(project)] = {
            "person": guest.person,
            "stamp": guest.stamp,
            "code": _sealed(guest.code),
            "code_seen": guest.code_seen,
            "link": _sealed(guest.link),
        }


def _sealed(secret: str) -> str:
    return ring().seal(Purpose.WAY_BACK, secret.encode()) if secret else ""


def _opened(sealed: str) -> str:
    """'' also when the key ring was replaced: the person stays, and can get a new code."""
    try:
        return ring().open_sealed(Purpose.WAY_BACK, sealed).decode() if sealed else ""
    except NotOurs:
        return ""


def forget(session: MutableMapping[str, Any], project: int) -> None:
    """'I have finished on this phone': this project's guest and code, and nothing else."""
    with _guests(session) as guests:
        guests.pop(str(project), None)


@contextmanager
def _guests(session: MutableMapping[str, Any]) -> Iterator[dict[str, Any]]:
    guests = dict(session.get(_KEY, {}))
    yield guests
    session[_KEY] = guests
