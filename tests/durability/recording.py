"""Recording what a server does to its files and says to its clients (`plog.c`), and reading the trace."""

import os
import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SOURCE = Path(__file__).with_name("plog.c")
_HEAD = struct.Struct("<IiiIQQ")
_ANSWER = re.compile(rb"HTTP/1\.1 (\d{3})")

# What no crash needs to be tried on: the shared memory of SQLite need not survive, the turn file is empty, and
# static files are copied again at every start.
_PASSED_OVER = ("static/",)
_PASSED_OVER_ENDS = ("-shm", ".turn")


def passed_over(path: str) -> bool:
    return path.startswith(_PASSED_OVER) or path.endswith(_PASSED_OVER_ENDS)


def compiler() -> str | None:
    """A C compiler for the recorder, or None: then there is no way to try power loss here."""
    return next((found for name in ("cc", "gcc", "clang") if (found := shutil.which(name))), None)


def why_not() -> str:
    """Why nothing can be recorded on this machine; '' when it can."""
    if not sys.platform.startswith("linux"):
        return "power loss is tried on Linux only: the recorder is an LD_PRELOAD library"
    if compiler() is None:
        return "POWER LOSS WAS NOT TRIED: there is no C compiler (cc, gcc or clang) to build the recorder with"
    return ""


def build_recorder(folder: Path) -> Path:
    """Compile the recorder into the folder."""
    library = folder / "plog.so"
    subprocess.run(
        [compiler() or "cc", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"],
        check=True,
    )
    return library


def recorded_by(library: Path, *, data: Path, trace: Path) -> dict[str, str]:
    """The environment that makes a program and its children write their trace."""
    return {"LD_PRELOAD": str(library), "PLOG_FOLDER": str(data.resolve()), "PLOG_TRACE": str(trace)}


@dataclass(frozen=True, slots=True)
class Call:
    """One call: `kind` is a letter of `plog.c`, `path` is inside the recorded folder, `whose` the process and file."""

    kind: str
    whose: tuple[int, int]
    path: str
    offset: int
    data: bytes


def calls_in(trace: Path) -> Iterator[Call]:
    """The calls in order, without those on files that need not survive. A record cut off by SIGKILL ends it."""
    content = memoryview(trace.read_bytes())
    at = 0
    while at + _HEAD.size <= len(content):
        kind, pid, fd, path_length, offset, length = _HEAD.unpack_from(content, at)
        data_at = at + _HEAD.size + path_length
        at = data_at + length
        if at > len(content):
            return
        path = os.fsdecode(bytes(content[data_at - path_length : data_at]))
        if not passed_over(path):
            yield Call(chr(kind), (pid, fd), path, offset, bytes(content[data_at:at]))


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a client asked and what it was answered; `heard` and `said` are the places in the trace where the question
    was complete and where the answer began."""

    asked: bytes
    status: int
    answer: bytes
    heard: int
    said: int


def exchanges_in(calls: list[Call]) -> list[Exchange]:
    """Every request that was answered, in the order of the answers. Clients here send one request at a time."""
    talks: dict[tuple[int, int], list[_Talk]] = {}
    for place, call in enumerate(calls):
        if call.kind == "<":
            of_this_socket = talks.setdefault(call.whose, [])
            if not of_this_socket or of_this_socket[-1].answer:
                of_this_socket.append(_Talk())
            of_this_socket[-1].asked += call.data
            of_this_socket[-1].heard = place
        elif call.kind == ">" and call.whose in talks:
            talk = talks[call.whose][-1]
            talk.said = talk.said or place
            talk.answer += call.data
    done = [talk.exchange() for of_this_socket in talks.values() for talk in of_this_socket if talk.answer]
    return sorted((each for each in done if each.status), key=lambda exchange: exchange.said)


@dataclass(slots=True)
class _Talk:
    """A request on its way to being answered."""

    asked: bytearray = field(default_factory=bytearray)
    answer: bytearray = field(default_factory=bytearray)
    heard: int = 0
    said: int = 0

    def exchange(self) -> Exchange:
        status = _ANSWER.match(self.answer)
        return Exchange(bytes(self.asked), int(status[1]) if status else 0, bytes(self.answer), self.heard, self.said)
