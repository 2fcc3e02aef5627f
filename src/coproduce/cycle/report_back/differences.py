"""Before and now, word by word. Pure."""

import re
from collections.abc import Iterator

from rapidfuzz.distance import Indel

Piece = tuple[str, str]  # ('same' | 'removed' | 'added', text)

_PIECES = re.compile(r"\s+|[\w’']+|[^\w\s]", re.UNICODE)


def before_and_now(before: str, now: str) -> tuple[list[Piece], list[Piece]]:
    """The two texts cut into pieces that are the same, removed or added; joined they are the texts again.

    Words are compared whole (an insertion-deletion alignment, the longest common subsequence of words).
    """
    old, new = _PIECES.findall(before), _PIECES.findall(now)
    left: list[Piece] = []
    right: list[Piece] = []
    for change in Indel.opcodes(old, new):
        was, is_now = (
            "".join(old[change.src_start : change.src_end]),
            "".join(new[change.dest_start : change.dest_end]),
        )
        if change.tag == "equal":
            left.append(("same", was))
            right.append(("same", is_now))
        if change.tag == "delete":
            left.append(("removed", was))
        if change.tag == "insert":
            right.append(("added", is_now))
    return list(_joined(left)), list(_joined(right))


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Changes with only a space between them read as one."""
    waiting: list[Piece] = []
    for kind, text in pieces:
        if waiting and waiting[-1][0] == kind:
            waiting[-1] = (kind, waiting[-1][1] + text)
        elif len(waiting) >= 2 and kind != "same" and waiting[-1][1].isspace() and waiting[-2][0] == kind:
            space = waiting.pop()[1]
            waiting[-1] = (kind, waiting[-1][1] + space + text)
        else:
            waiting.append((kind, text))
    yield from waiting
