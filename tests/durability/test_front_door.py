"""Unfinished, oversized and slow forms: they cost their senders, and nobody else."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import uvicorn

from coproduce.config.front_door import LONGEST_BODY, Receive, Scope, Send, WholeBodies
from coproduce.config.serve import PAGE_THREADS
from tests.durability.guests import Guest
from tests.server import Server

MORE_THAN_THREADS = PAGE_THREADS + 2


def test_ten_forms_that_never_end_do_not_stop_the_pages(server: Server) -> None:
    with ExitStack() as open_ones:
        for _ in range(max(10, MORE_THAN_THREADS)):
            sender = open_ones.enter_context(connected(server.port))
            sender.sendall(head("POST", "/p/kite-lamp-10/", length=1_000) + b"words=I+was+going+to+say")
        time.sleep(0.3)
        began = time.monotonic()
        answers = [Guest(server.address, "").get("/health").status for _ in range(5)]
        took = time.monotonic() - began

    assert answers == [200] * 5
    assert took < 5


def test_a_body_over_the_limit_is_answered_with_413_before_it_is_sent() -> None:
    with listening(WholeBodies(a_page)) as port, connected(port) as sender:
        sender.sendall(head("POST", "/", length=LONGEST_BODY + 1))

        assert status_heard(sender) == 413


def test_a_body_that_does_not_tell_its_length_is_cut_off_at_the_limit() -> None:
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    with listening(WholeBodies(a_page)) as port, connected(port) as sender:
        sender.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(LONGEST_BODY // 0x10000 + 1):
            sender.sendall(chunk)

        assert status_heard(sender) == 413


def test_a_body_that_comes_too_slowly_is_answered_with_408_and_others_meanwhile_with_their_page() -> None:
    with listening(WholeBodies(a_page, wait=0.5)) as port, connected(port) as slow:
        slow.sendall(head("POST", "/", length=10) + b"word")
        with connected(port) as quick:
            quick.sendall(head("POST", "/", length=4) + b"word")
            assert status_heard(quick) == 200

        assert status_heard(slow) == 408


def head(method: str, path: str, *, length: int) -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n\r\n".encode()


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def status_heard(sender: socket.socket) -> int:
    return int(sender.recv(4096).split()[1])


async def a_page(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"A page."})


@contextmanager
def listening(app: WholeBodies) -> Iterator[int]:
    """The app behind the site's own web server, in a thread."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, ws="none"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[door])))
        thread.start()
        try:
            yield door.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()
