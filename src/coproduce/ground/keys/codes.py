"""Codes for people: easy words and digits that can be said over the phone and typed in any spelling.

A way-back code is four easy words and four digits, 'apple kite lamp river 4271': over 10^16 of them, so that with
10,000 codes in use and 3,600 guesses an hour somebody guesses one in a year with a chance below 1 in 10,000. A short
address is one word and two digits, 'river42', one of some 94,000: it is said aloud in a meeting and easily guessed.
No easy word is the beginning of another, so a code typed without any gaps can be read in one way only.
"""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from random import Random, SystemRandom

EASY_WORDS: Sequence[str] = tuple(Path(__file__).with_name("easy_words.txt").read_text(encoding="ascii").split())

_CHANCE = SystemRandom()
_LONGEST_TEXT = 200
_IS_EASY = frozenset(EASY_WORDS)
_LENGTHS = sorted({len(word) for word in EASY_WORDS})
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SAID = {name: str(digit) for digit, name in enumerate(_DIGITS)} | {"nought": "0", "oh": "0", "o": "0"}
_ONE_DIGIT = re.compile("|".join(["[0-9]", *sorted(_SAID, key=len, reverse=True)]))


class NotACode(ValueError):
    """The text is not of the shape asked for. The message never repeats it: it may be nearly somebody's code."""


def new_code(chance: Random = _CHANCE) -> str:
    """A way-back code in its canonical spelling, 'apple kite lamp river 4271'; no word comes twice."""
    return " ".join([*chance.sample(EASY_WORDS, 4), f"{chance.randrange(10_000):04}"])


def read_code(text: str) -> str:
    """The canonical spelling of a way-back code, however its words are parted and its digits said.

    Raises NotACode. Wrong letters are not mended: a code that opens something must be the one that was given.
    """
    words, digits = _read(text, words=4, digits=4)
    return " ".join([*words, digits])


def spoken(code: str) -> str:
    """The form to read aloud: 'apple, kite, lamp, river, four two seven one'. Takes the canonical spelling."""
    *words, digits = code.split(" ")
    return ", ".join([*words, " ".join(_DIGITS[int(digit)] for digit in digits)])


def new_short_address(chance: Random = _CHANCE) -> str:
    """An address to say aloud, 'river42'. The digits are 10 to 99, so that 'forty-two' says them as well."""
    return f"{chance.choice(EASY_WORDS)}{chance.randrange(10, 100)}"


def read_short_address(text: str) -> str:
    """The canonical spelling of 'River 42', 'river-42' or 'river four two'. Raises NotACode."""
    words, digits = _read(text, words=1, digits=2)
    return words[0] + digits


def new_slug(chance: Random = _CHANCE) -> str:
    """Two easy words for a URL, 'maple-otter', so that an address tells nothing of what it is about."""
    return "-".join(chance.sample(EASY_WORDS, 2))


def _read(text: str, *, words: int, digits: int) -> tuple[list[str], str]:
    rest = _letters_and_digits(text)
    found = []
    for _ in range(words):
        found.append(_first_word(rest))
        rest = rest[len(found[-1]) :]
    said = _ONE_DIGIT.findall(rest)
    if "".join(said) != rest or len(said) != digits:
        raise NotACode(f"not {words} easy words and {digits} digits")
    return found, "".join(_SAID.get(digit, digit) for digit in said)


def _letters_and_digits(text: str) -> str:
    """What was typed without its gaps, in small letters and the digits 0 to 9 (other scripts write their own)."""
    if len(text) > _LONGEST_TEXT:
        raise NotACode("too long")
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in plain if sign.isalnum())


def _first_word(text: str) -> str:
    for length in _LENGTHS:
        if text[:length] in _IS_EASY:
            return text[:length]
    raise NotACode("not an easy word")
