"""What a browser carries for a moment: a way-back link from its address to the button, and a link to hand over."""

import json
from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from coproduce.ground.keys.ring import NotOurs, Purpose
from coproduce.people.accounts.keyring import ring

CARRIED_FOR = timedelta(minutes=15)
_NAME, _KEY = "way-back", "invited"


def carried(token: str, *, now: datetime) -> str:
    """The token of a way-back link as a cookie may hold it, for a quarter of an hour."""
    return ring().sign(_NAME, token, until=now + CARRIED_FOR)


def token_carried(cookie: str, *, now: datetime) -> str | None:
    try:
        return ring().unsign(_NAME, cookie, now=now)
    except NotOurs:
        return None


class Invited(NamedTuple):
    """Somebody who was just invited, and the link to hand over to them."""

    name: str
    email: str
    link: str


def keep_invited(session: MutableMapping[str, Any], project: int, invited: Invited) -> None:
    """The newest one in this project; sealed, since the link may sign somebody in."""
    sealed = ring().seal(Purpose.SIGN_IN_LINK, json.dumps(invited).encode())
    session[_KEY] = {**session.get(_KEY, {}), str(project): sealed}


def invited_last(session: MutableMapping[str, Any], project: int) -> Invited | None:
    try:
        sealed = session.get(_KEY, {})[str(project)]
        return Invited(*json.loads(ring().open_sealed(Purpose.SIGN_IN_LINK, sealed)))
    except (KeyError, NotOurs):
        return None
