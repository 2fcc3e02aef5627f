"""What stands before the pages: bodies are read and limited here, so that an unfinished one holds no page thread.

Plain ASGI. The pages run in threads behind it (a2wsgi); a thread is taken only when a request is complete.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LONGEST_BODY = 2_000_000  # bytes
LONGEST_WAIT = 30.0  # seconds for a whole body

_HEADERS = [
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"cache-control", b"private, no-store"),
    (
        b"content-security-policy",
        b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), interest-cohort=()"),
    (b"connection", b"close"),
]


class TooLarge(Exception):
    """The body is longer than the limit."""


class WentAway(Exception):
    """The sender hung up before the end."""


class WholeBodies:
    """Hands a request on only when its body is complete, within `longest` bytes and `wait` seconds."""

    def __init__(self, app: App, *, longest: int = LONGEST_BODY, wait: float = LONGEST_WAIT) -> None:
        self.app = app
        self.longest = longest
        self.wait = wait

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self.wait):
                body = await self._read(scope, receive)
        except TooLarge:
            await _say(send, 413, "This is too large. Make it smaller, or send it in parts.")
        except TimeoutError:
            await _say(send, 408, "It took too long to arrive. Please send it again.")
        except WentAway:
            return
        else:
            await self.app(scope, _replay(body, receive), send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes:
        told = dict(scope["headers"]).get(b"content-length", b"0")
        if told.isdigit() and int(told) > self.longest:
            raise TooLarge
        parts, length = [], 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise WentAway
            parts.append(message.get("body", b""))
            length += len(parts[-1])
            if length > self.longest:
                raise TooLarge
            if not message.get("more_body"):
                return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed


async def _say(send: Send, status: int, text: str) -> None:
    await send({"type": "http.response.start", "status": status, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": text.encode()})
