"""Whether the record is still what was written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hmac import compare_digest

from django.db.models import Subquery

from coproduce.ground.record.hashing import BEFORE_ALL, HASHED, line_hash, person_seal, reason_seal
from coproduce.ground.record.models import Head, Line, PersonKey, ReasonKey

_A_PAGE = 2_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """`lines` hold, counted from the first; `broken` is the number of the first that does not, None if all is well.

    Note `hash`, of the last line that holds, somewhere else: who can write to the database could make a whole new
    chain, but not one that passes through a hash noted before.
    """

    lines: int
    broken: int | None
    hash: str


def verify() -> Verdict:
    """Walk the chain from its first line. Reads a page of lines at a time, and may run while people go on.

    Seals are checked for everybody who was not erased. A line without a person is tried with every key there is,
    so that nobody's name can quietly be taken off an act: about two milliseconds a line with a thousand people.
    """
    end = Head.objects.filter(pk=1).values_list("number", "hash").first() or (0, BEFORE_ALL)
    keys = dict(PersonKey.objects.values_list("person_id", "key"))
    number, before = 0, BEFORE_ALL
    for line in _lines_up_to(end[0]):
        if not _holds(line, number + 1, before, keys):
            return Verdict(number, number + 1, before)
        number, before = line.number, line.hash
    if (number, before) != end:
        return Verdict(number, number + 1 if number < end[0] else number, before)
    beyond = Line.objects.filter(number__gt=Subquery(Head.objects.values("number")[:1])) if end[0] else Line.objects
    return Verdict(number, number + 1 if beyond.exists() else None, before)


def is_reason_of(line: Line, words: str) -> bool:
    """Whether these were the words of the reason; never, once the reason was forgotten."""
    key = ReasonKey.objects.filter(line=line).values_list("key", flat=True).first()
    return key is not None and compare_digest(line.reason_seal, reason_seal(key, words))


def _lines_up_to(end: int) -> Iterator[Line]:
    """Page by page, so that no long read holds back the erasing of what others took back."""
    for start in range(0, end, _A_PAGE):
        yield from Line.objects.filter(number__gt=start, number__lte=min(start + _A_PAGE, end)).order_by("number")


def _holds(line: Line, number: int, before: str, keys: Mapping[int, str]) -> bool:
    values = {name: getattr(line, name) for name in HASHED}
    return (line.number, line.before, line.hash) == (number, before, line_hash(before, values)) and _is_signed(
        line, keys
    )


def _is_signed(line: Line, keys: Mapping[int, str]) -> bool:
    if line.person_id is not None:
        key = keys.get(line.person_id)
        return key is not None and line.seal == person_seal(key, line.number, line.person_id)
    if not line.seal:
        return True
    signers = [person for person, key in keys.items() if person_seal(key, line.number, person) == line.seal]
    return not PersonKey.objects.filter(person__in=signers).exists()  # they may have been erased since we began
