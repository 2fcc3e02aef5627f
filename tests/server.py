"""The real server, as a program of its own with its own data folder: for tests that kill it, and for browsers.

In a conftest.py: `from tests.server import migrated, server`. `server` is running and empty.
A test that wants people in it before the start uses `copy_of(migrated, folder)`, `run_in_django` and `running`.
"""

import fcntl
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SERVE = ("-m", "coproduce.config.cli", "serve")
TRIES = 3  # at a free port, since any program may take it meanwhile
LONGEST_START = 60.0  # seconds, on a busy machine; how fast it is, is a test of its own


class DidNotStart(Exception):
    """The server ended or stayed silent; the text holds the end of its log."""


@dataclass(slots=True)
class Server:
    """A server that listens. `took` is the time from its start until /health answered, in seconds."""

    process: subprocess.Popen[bytes]
    port: int
    data: Path
    log: Path
    took: float

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        return self.data / "coproduce.sqlite3"

    def stop(self) -> None:
        """As a person would: SIGTERM, and time to end in order."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """SIGKILL to the server and its worker: nothing of theirs runs any more when this returns."""
        worker = _children_of(self.process.pid)
        self.process.kill()
        for pid in worker:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        for pid in worker:
            _wait_until_gone(pid)


@contextmanager
def running(
    data: Path,
    *,
    environment: Mapping[str, str] | None = None,
    program: Sequence[str] = SERVE,
    log: Path | None = None,
    port: int = 0,
) -> Iterator[Server]:
    """Start the server on the data folder, on a free port unless told; stop it at the end if it still runs."""
    server = start(data, environment=environment, program=program, log=log, port=port)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def start(
    data: Path,
    *,
    environment: Mapping[str, str] | None = None,
    program: Sequence[str] = SERVE,
    log: Path | None = None,
    port: int = 0,
) -> Server:
    """`running` for those who end the server themselves. Raises DidNotStart."""
    log = log or data.with_name(f"{data.name}.log")
    for _ in range(TRIES):
        try:
            return _start(data, environment or {}, program, log, port or free_port())
        except DidNotStart as trouble:
            if port or "is taken by another program" not in str(trouble):
                raise
    raise DidNotStart("Each free port was taken before the server came to it.")


def _start(data: Path, environment: Mapping[str, str], program: Sequence[str], log: Path, port: int) -> Server:
    began = time.monotonic()
    with log.open("ab") as out:
        said_before = out.tell()
        process = subprocess.Popen(
            [sys.executable, *program],
            cwd=ROOT,
            env=environment_of(data) | {"PORT": str(port), **environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    while not (_says_it_listens(log, said_before) and _is_well(port)):
        if process.poll() is not None or time.monotonic() - began > LONGEST_START:
            process.kill()
            process.wait()
            raise DidNotStart(log.read_bytes()[said_before:].decode(errors="replace")[-4000:])
        time.sleep(0.02)
    return Server(process, port, data, log, time.monotonic() - began)


def environment_of(data: Path) -> dict[str, str]:
    """This process's environment, in test mode and with that data folder; nothing else of ours is passed on."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COPRODUCE_", "DJANGO_", "PORT"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "coproduce.config.settings",
        "COPRODUCE_MODE": "test",
        "COPRODUCE_DATA": str(data),
    }


def run_in(data: Path, *program: str, environment: Mapping[str, str] | None = None) -> str:
    """Run a Python program on the data folder (`-m`, a module, its words) to its end; gives what it printed."""
    done = subprocess.run(
        [sys.executable, *program],
        cwd=ROOT,
        env=environment_of(data) | {**(environment or {})},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def run_in_django(data: Path, module: str, *words: str, environment: Mapping[str, str] | None = None) -> str:
    """`run_in` for a module that needs Django set up before it is imported: to put rows into a site from outside."""
    begin = "import sys, runpy, django; django.setup(); del sys.argv[0]; runpy.run_module(sys.argv[0], {}, '__main__')"
    return run_in(data, "-c", begin, module, *words, environment=environment)


def copy_of(data: Path, folder: Path) -> Path:
    """A data folder of one's own, with what is in the other."""
    shutil.copytree(data, folder, dirs_exist_ok=True)
    return folder


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _says_it_listens(log: Path, said_before: int) -> bool:
    """This very server, and not another that has the port."""
    return b"Listening on" in log.read_bytes()[said_before:]


def _is_well(port: int) -> bool:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asking.request("GET", "/health")
        return asking.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()


def _children_of(pid: int) -> list[int]:
    """The processes it started that still run."""
    children = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid:
                children.append(int(stat.parent.name))
    return children


def _wait_until_gone(pid: int) -> None:
    while True:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return
        if state == "Z":
            return
        time.sleep(0.01)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that `make` fills once in a test run, however many processes the run has."""
    here = factory.getbasetemp()
    folder = (here.parent if "PYTEST_XDIST_WORKER" in os.environ else here) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an empty database and collected static files, made once; copy it, do not use it."""

    def serve_once(folder: Path) -> None:
        (folder / "data").mkdir()
        start(folder / "data").stop()

    return made_once(tmp_path_factory, "migrated", serve_once) / "data"


@pytest.fixture
def server(migrated: Path, tmp_path: Path) -> Iterator[Server]:
    """The server, running on an empty site of its own."""
    with running(copy_of(migrated, tmp_path / "data")) as started:
        yield started
