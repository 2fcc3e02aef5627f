"""What a server promised, and when, as its own trace tells: notes kept, notes shown to somebody, words taken back."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from tests.durability.guests import MARK
from tests.durability.kept import Kept
from tests.durability.recording import Exchange

_TAKES_BACK = re.compile(rb"POST \S+/my-part/(\d+)/take-back/ ")


@dataclass(frozen=True, slots=True)
class Promises:
    """Each a list of place in the trace and what was promised there, in order. `asked_back` are marks of words that
    somebody asked to take back: from then on they may be gone, and once that was promised they must be."""

    notes: list[tuple[int, str]]
    asked_back: list[tuple[int, str]]
    gone: list[tuple[int, str]]

    def broken_by(self, kept: Kept, at: int) -> list[str]:
        """What is wrong with what was found after a crash at this place; nothing, if all is well."""
        asked_back = _until(self.asked_back, at)
        lost = _until(self.notes, at) - set(kept.notes) - asked_back
        doubled = {mark for mark, times in kept.notes.items() if times > 1}
        back = _until(self.gone, at) & set(kept.notes)
        return [
            *kept.faults,
            *(f"lost {mark}" for mark in sorted(lost)),
            *(f"doubled {mark}" for mark in sorted(doubled)),
            *(f"taken back, and there again {mark}" for mark in sorted(back)),
        ]

    def untold_by(self, ledger: set[str], at: int) -> list[str]:
        """Words taken back of which the ledger of erasures does not know, though that was promised."""
        return [f"not in the ledger {mark}" for mark in sorted(_until(self.gone, at) - ledger)]


def promised_in(exchanges: list[Exchange], rows: Mapping[int, str], *, too_early: bool = False) -> Promises:
    """`rows` tells which mark the words of a row had. `too_early` is the fault that must be found: a server that
    says 'kept' when it has heard the words."""
    notes, asked_back, gone = [], [], []
    for each in exchanges:
        done = each.status == 302 and b"#done\r\n" in each.answer
        if each.asked.startswith(b"GET ") and each.status == 200:
            notes += [(each.said, mark) for mark in _marks(each.answer)]
        elif taken_back := _TAKES_BACK.match(each.asked):
            mark = rows[int(taken_back[1])]
            asked_back.append((each.heard, mark))
            gone += [(each.said, mark)] if done else []
        elif done:
            notes += [(each.heard if too_early else each.said, mark) for mark in _marks(each.asked)]
    return Promises(sorted(notes), sorted(asked_back), sorted(gone))


def _marks(text: bytes) -> set[str]:
    return set(MARK.findall(text.decode(errors="replace")))


def _until(promises: list[tuple[int, str]], at: int) -> set[str]:
    return {mark for _place, mark in promises[: bisect_left(promises, (at,))]}
