"""A site in production behind a proxy that brings TLS, asked for a few pages; what it answered, as JSON.

Run by test_https.py in a process of its own: settings are read once a process.
"""

import json
from typing import Any

from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.permissions.visitors import make_world

PROXY = {"host": "coproduce.example", "x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.7"}


def tell() -> None:
    """A guest comes in and writes, comes back on another phone, and somebody signs in."""
    world = make_world()
    slug, board = world.project.slug, world.open_board.pk
    phone, other_phone, desk, stranger = (Client(headers=PROXY) for _ in range(4))
    phone.get(reverse("group_link", args=[world.open_board.group.link]))
    answers = [
        phone.get("/"),
        phone.get(reverse("group_link", args=[world.open_board.group.link])),
        phone.get(reverse("door", args=[slug, board])),
        phone.post(reverse("door", args=[slug, board]), {"name": "Sam"}),
        phone.post(reverse("board", args=[slug, board]), {"words": "A note"}),
        phone.get(reverse("board", args=[slug, board])),
        other_phone.get(reverse("way_back", args=[world.way_back])),
        other_phone.get(reverse("your_code", args=[slug])),
        other_phone.post(reverse("your_code", args=[slug]), {"by_link": "yes"}),
        desk.get("/sign-in/"),
        desk.post("/sign-in/", {"email": "runs@example.org"}),
        desk.get(reverse("sign_in_by_link", args=[world.sign_in])),
        desk.post(reverse("sign_in_by_link", args=[world.sign_in])),
        desk.get(reverse("boards_ready", args=[slug, world.open_board.group.event_id])),
        desk.post(reverse("close_board", args=[slug, board])),
        desk.post("/sign-out/"),
        stranger.get("/nowhere/at/all/"),
        stranger.get("/", headers={"host": "evil.example"}),
        Client(headers=PROXY, enforce_csrf_checks=True).post("/sign-in/"),
    ]
    told = {"answers": [_as_plain(answer) for answer in answers], "letters": [letter.body for letter in mail.outbox]}
    print(json.dumps(told))  # noqa: T201


def _as_plain(answer: HttpResponse) -> dict[str, Any]:
    asked = answer.wsgi_request
    return {
        "asked": f"{asked.method} {asked.resolver_match.view_name if asked.resolver_match else asked.path}",
        "status": answer.status_code,
        "headers": dict(answer.headers),
        "cookies": [
            {"name": name, "value": bool(cookie.value), **{key: value for key, value in cookie.items() if value}}
            for name, cookie in answer.cookies.items()
        ],
        "page": answer.getvalue().decode(),
    }
