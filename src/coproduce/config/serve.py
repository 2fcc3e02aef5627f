"""The server of one small computer: pages on one port, and a worker beside them."""

import errno
import gc
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from coproduce.config.front_door import App, WholeBodies

PAGE_THREADS = 8


class PortTaken(Exception):
    """Somebody else listens on the port."""


def application() -> App:
    """The whole site as one ASGI application."""
    pages = get_wsgi_application()  # only now: it looks once at what static files are there
    in_threads: Any = WSGIMiddleware(pages, workers=PAGE_THREADS)  # type: ignore[arg-type]
    return WholeBodies(in_threads)


def listening(host: str, port: int) -> socket.socket:
    """A socket on the port, 0 for any free one. Raises PortTaken."""
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except OSError as trouble:
        door.close()
        if trouble.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortTaken(
                f"Port {port} is taken by another program. Stop it, or choose another: PORT={port + 1} make demo"
                if trouble.errno == errno.EADDRINUSE
                else f"This account may not use port {port}. Choose one above 1024: PORT=8000"
            ) from None
        raise
    door.listen(512)
    return door


def serve(door: socket.socket, *, workers: bool = True) -> None:
    """Answer until told to stop (Ctrl-C or SIGTERM), then let running requests end."""
    server = uvicorn.Server(
        uvicorn.Config(
            application(),
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=True,
            timeout_keep_alive=20,
            timeout_graceful_shutdown=5,
            limit_concurrency=1_000,
            h11_max_incomplete_event_size=32_768,
        )
    )
    settle()
    with worker_beside() if workers else _nobody():
        server.run(sockets=[door])


def settle() -> None:
    """Keep the garbage collector from what start-up made, since it stays: else all threads stop for 60 to 90 ms when
    it looks through everything, now and then in the middle of somebody's turn to write."""
    gc.collect()
    gc.freeze()


@contextmanager
def worker_beside() -> Iterator[None]:
    """The worker as a process of its own, ended with the server."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "coproduce.config.cli", "worker"],
        env={**os.environ, "COPRODUCE_WORKER_OF": str(os.getpid())},
        start_new_session=True,  # Ctrl-C is for the server, which then ends the worker
    )
    try:
        yield
    finally:
        worker.send_signal(signal.SIGTERM)
        try:
            worker.wait(timeout=10)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()


@contextmanager
def _nobody() -> Iterator[None]:
    yield
