"""The site's key ring, read once a process from the file that the settings name."""

from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings

from coproduce.ground.keys.ring import KeyRing, RingUnusable


@cache
def ring() -> KeyRing:
    """Made on the first need in the demo and in tests; a production site has refused to start without it."""
    return ring_in(Path(settings.KEYS_FILE), make=settings.MODE != "production")


def ring_in(file: Path, *, make: bool) -> KeyRing:
    if make and not file.exists():
        with suppress(RingUnusable):  # another process was quicker; its ring is the one
            KeyRing.fresh().save(file)
    return KeyRing.load(file)
