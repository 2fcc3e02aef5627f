"""The three doors to a board: the link in the chat, the square on the wall, and the address said aloud."""

from io import BytesIO
from urllib.parse import urljoin, urlsplit

import segno
from django.conf import settings
from django.urls import reverse

from coproduce.cycle.convene.models import Group


def group_link_of(group: Group) -> str:
    """The whole link, for the chat and for the square. It comes from the site's own address, never from a request."""
    return urljoin(settings.ADDRESS, reverse("group_link", args=[group.link]))


def short_address_of(group: Group) -> str:
    """What is said aloud and printed large: 'coproduce.example/river42'."""
    return urlsplit(settings.ADDRESS).netloc + reverse("short_address", args=[group.short_address])


def square_of(group: Group) -> bytes:
    """The group link as a QR code: an SVG picture without size, black on white on every device and on paper."""
    picture = BytesIO()
    segno.make(group_link_of(group), error="m", micro=False).save(
        picture, kind="svg", border=4, dark="#000", light="#fff", omitsize=True, xmldecl=False
    )
    return picture.getvalue()
