"""What a disk may hold after the power went away, built from the trace of what a program did to its files.

The rules of the model: what was written before a sync began is on the disk once that sync has ended. Of anything
later, any part may be there, in units of one sector, in any order; a file may have grown without its content.
A new, renamed or removed name is certain only after a sync of its folder; names reach the disk in their order.
"""

import random
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.durability.recording import Call

SECTOR = 512


@dataclass(slots=True)
class Change:
    """One change of a file's content: bytes at a place, or, with `data` None, a new length."""

    offset: int
    data: bytes | None = None


@dataclass(slots=True)
class File:
    """A file on the disk of the model. `content` is certain, `waiting` is not; `certain` counts all changes ever."""

    content: bytearray = field(default_factory=bytearray)
    waiting: deque[Change] = field(default_factory=deque)
    certain: int = 0

    def sync(self, upto: int) -> None:
        while self.certain < upto:
            apply(self.content, self.waiting.popleft())
            self.certain += 1

    def as_seen(self) -> bytearray:
        """As its programs see it, with everything that waits."""
        content = bytearray(self.content)
        for change in self.waiting:
            apply(content, change)
        return content

    @property
    def changes(self) -> int:
        return self.certain + len(self.waiting)


def apply(content: bytearray, change: Change) -> None:
    if change.data is None:
        del content[change.offset :]
        content.extend(bytes(change.offset - len(content)))
        return
    end = change.offset + len(change.data)
    content.extend(bytes(max(0, end - len(content))))
    content[change.offset : end] = change.data


class Disk:
    """The folder as its programs see it (`seen`), and as it would surely be found again (`certain`)."""

    def __init__(self, base: Path) -> None:
        """Everything in `base` is certain."""
        files = {
            str(path.relative_to(base)): File(bytearray(path.read_bytes()))
            for path in base.rglob("*")
            if path.is_file()
        }
        self.seen: dict[str, File] = dict(files)
        self.certain: dict[str, File] = files
        self.names_waiting: deque[tuple[str, str, str, File | None]] = deque()
        self.names_certain = 0
        self._syncs: dict[tuple[tuple[int, int], str], tuple[File | None, int]] = {}

    def feel(self, call: Call) -> None:
        """The next call of the trace."""
        match call.kind:
            case "w":
                self._change(call.path, Change(call.offset, call.data))
            case "t":
                self._change(call.path, Change(call.offset))
            case "b":
                self._syncs[call.whose, call.path] = self._covered(call.path)
            case "e":
                self._sync(*self._syncs.pop((call.whose, call.path)))
            case "c":
                self._name("c", call.path, "", File())
            case "u":
                self._name("u", call.path, "", None)
            case "r":
                self._name("r", call.path, call.data.decode(), None)

    def _change(self, path: str, change: Change) -> None:
        if file := self.seen.get(path):  # else it was removed while open
            file.waiting.append(change)

    def _covered(self, path: str) -> tuple[File | None, int]:
        if path == "":
            return None, self.names_certain + len(self.names_waiting)
        file = self.seen.get(path)
        return (file, file.changes) if file else (File(), 0)

    def _sync(self, file: File | None, upto: int) -> None:
        if file is not None:
            file.sync(upto)
            return
        while self.names_certain < upto:
            rename(self.certain, *self.names_waiting.popleft())
            self.names_certain += 1

    def _name(self, kind: str, path: str, to: str, file: File | None) -> None:
        rename(self.seen, kind, path, to, file)
        self.names_waiting.append((kind, path, to, file))


def rename(names: dict[str, File], kind: str, path: str, to: str, file: File | None) -> None:
    """One change of names: a file made, removed or called otherwise."""
    if kind == "c" and file is not None:
        names[path] = file
        return
    moved = names.pop(path, None)
    if kind == "r" and moved is not None:
        names[to] = moved


def names_found(disk: Disk, chance: random.Random) -> dict[str, File]:
    """The names after a crash: those that are certain, and the first few of the uncertain changes."""
    names = dict(disk.certain)
    waiting = list(disk.names_waiting)
    for change in waiting[: chance.randint(0, len(waiting))]:
        rename(names, *change)
    return names


def changes_found(file: File, chance: random.Random) -> list[Change]:
    """Which of a file's uncertain changes a crash left: none, all, the first few with the last one torn, or any
    sectors of any of them."""
    waiting = list(file.waiting)
    match chance.randrange(4) if waiting else 0:
        case 0:
            return []
        case 1:
            return waiting
        case 2:
            first = waiting[: chance.randint(1, len(waiting))]
            return [*first[:-1], *_torn(first[-1], chance, in_order=True)]
        case _:
            return [part for change in waiting for part in _torn(change, chance, in_order=False)]


def _torn(change: Change, chance: random.Random, *, in_order: bool) -> list[Change]:
    """The sectors of a change that reached the disk: its beginning, or any; with luck only its length did."""
    if change.data is None:
        return [change] if chance.random() < 0.5 else []
    sectors = list(_sectors(change))
    kept = sectors[: chance.randint(0, len(sectors))] if in_order else [s for s in sectors if chance.random() < 0.5]
    if chance.random() < 0.5:
        end = change.offset + len(change.data)
        kept.append(Change(end, b""))  # it has grown, with zeros where nothing came
    return kept


def _sectors(change: Change) -> Iterator[Change]:
    assert change.data is not None
    at = 0
    while at < len(change.data):
        step = SECTOR - (change.offset + at) % SECTOR
        yield Change(change.offset + at, change.data[at : at + step])
        at += step


class Found:
    """A folder on this machine that is made to hold what was found after one crash after another.

    Files are kept and only mended where two crashes differ, so that a thousand of them take seconds.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.holds: dict[str, bytearray] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def make(self, names: dict[str, File], changes: dict[str, list[Change]]) -> None:
        wanted = {}
        for path, file in names.items():
            content = file.content
            if changes.get(path):
                content = bytearray(content)
                for change in changes[path]:
                    apply(content, change)
            wanted[path] = content
        for left in [path for path in self.folder.rglob("*") if path.is_file()]:
            if str(left.relative_to(self.folder)) not in wanted:
                left.unlink()
                self.holds.pop(str(left.relative_to(self.folder)), None)
        for path, content in wanted.items():
            self._mend(path, content)

    def _mend(self, path: str, content: bytearray) -> None:
        """Write only the blocks that differ from what the file holds already."""
        held = self.holds.get(path)
        file = self.folder / path
        if held == content:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("r+b" if held is not None else "wb") as out:
            for at in range(0, len(content), _BLOCK):
                block = content[at : at + _BLOCK]
                if held is None or held[at : at + _BLOCK] != block:
                    out.seek(at)
                    out.write(block)
            out.truncate(len(content))
        self.holds[path] = bytearray(content)


_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Crash:
    """The power went away before call number `at`; the folder holds what was found then."""

    at: int
    folder: Path


def crashes(
    base: Path, calls: Sequence[Call], folder: Path, *, count: int, chance: random.Random, first: int = 0
) -> Iterator[Crash]:
    """`count` crashes at random moments from call `first` on. The folder is the same one each time, made anew."""
    moments = sorted(chance.randint(first, len(calls)) for _ in range(count))
    disk, found, done = Disk(base), Found(folder), 0
    for moment in moments:
        while done < moment:
            disk.feel(calls[done])
            done += 1
        names = names_found(disk, chance)
        found.make(names, {path: changes_found(file, chance) for path, file in names.items()})
        yield Crash(moment, folder)
