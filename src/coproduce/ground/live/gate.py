"""The gate that every value passes before a rule sees it. Plain Python, no database."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Control characters mean nothing in anybody's words; a tab and a line's end do. Those that turn the direction of
# reading would turn what stands beside the words as well; pages find the direction by the letters.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


class Refused(Exception):
    """An act that was not done: `code` for the room to put in words, `field` where a value was at fault."""

    def __init__(self, code: str, field: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.field = field

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refused) and (self.code, self.field) == (other.code, other.field)

    def __hash__(self) -> int:
        return hash((self.code, self.field))


@dataclass(frozen=True, slots=True)
class Words:
    """Text of at most `longest` characters after cleaning; `needed` refuses nothing but white space."""

    longest: int
    needed: bool = True

    def passed(self, value: Any) -> str:
        if not isinstance(value, str):
            raise Refused("not words")
        return cleaned(value, longest=self.longest, needed=self.needed)


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number that fits a database's id; `None` only where it may be missing."""

    needed: bool = True

    def passed(self, value: Any) -> int | None:
        if value is None and not self.needed:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
            raise Refused("not a number")
        return value


@dataclass(frozen=True, slots=True)
class Numbers:
    """Some ids, each once, at most `most` of them, in the order given."""

    most: int = 1_000
    needed: bool = True

    def passed(self, value: Any) -> tuple[int, ...]:
        if not isinstance(value, list | tuple):
            raise Refused("not a list")
        numbers = tuple(dict.fromkeys(Number().passed(each) or 0 for each in value))
        if self.needed and not numbers:
            raise Refused("nothing chosen")
        if len(numbers) > self.most:
            raise Refused("too many")
        return numbers


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the listed words; an empty one only if it is listed."""

    choices: tuple[str, ...]

    def passed(self, value: Any) -> str:
        if value not in self.choices:
            raise Refused("not a choice")
        return str(value)


Field = Words | Number | Numbers | OneOf


def cleaned(text: str, *, longest: int, needed: bool = True) -> str:
    """The text as it is kept: NFC, `\\n` line ends, no control characters, no lone surrogate, no outer space.

    Raises Refused: 'not words' for a lone surrogate, 'empty' if needed, 'too long' (nothing is cut).
    """
    if len(text) > 4 * longest + 1_000:
        raise Refused("too long")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Refused("not words") from None
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = unicodedata.normalize("NFC", text).strip()
    if needed and not text:
        raise Refused("empty")
    if len(text) > longest:
        raise Refused("too long")
    return text


def values_passed(fields: Mapping[str, Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Every declared field, checked; raises Refused naming the field. An undeclared value is refused, not ignored."""
    for name in values:
        if name not in fields:
            raise Refused("not asked for", name)
    passed = {}
    for name, field in fields.items():
        try:
            passed[name] = field.passed(values.get(name, _left_out(field)))
        except Refused as refused:
            raise Refused(refused.code, name) from None
    return passed


def _left_out(field: Field) -> Any:
    match field:
        case Words():
            return ""
        case Numbers():
            return ()
        case OneOf():
            return ""
        case Number():
            return None
