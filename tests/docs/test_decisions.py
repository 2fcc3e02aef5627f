"""Decisions are short, whole and in the list; the sums in them are still right."""

import re
from math import log2
from pathlib import Path

import pytest

from coproduce.ground.keys.codes import EASY_WORDS
from coproduce.ground.keys.slowing import COUNTED_EVERYWHERE, FREE_EVERYWHERE, PAUSE_ON_A_BUSY_SITE
from tests.docs.pages import DOCS, links_in, read, rows_of, sections_of

DECISIONS = sorted((DOCS / "decisions").glob("0*.md"))


def test_the_list_holds_every_decision_in_order() -> None:
    assert links_in(read("docs/decisions/README.md")) == [decision.name for decision in DECISIONS]


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda file: file.stem)
def test_a_decision_says_what_led_to_it_what_it_is_and_what_follows(decision: Path) -> None:
    text = decision.read_text()
    number = int(decision.name[:4])

    assert re.match(rf"# {number}\. \S", text)
    assert list(sections_of(text))[1:] == ["Context", "Decision", "Consequences"]
    assert len(text.split()) <= 600, "a decision fits on a page"


def test_the_sums_about_codes_are_those_of_the_real_list() -> None:
    text = read("docs/decisions/0004-people-without-accounts.md")
    said = {row[0]: row[1:] for row in rows_of(text)}
    easy = len(EASY_WORDS)
    codes = [easy * (easy - 1) * (easy - 2) * (easy - 3) * 10**digits for digits in (2, 4)]
    guesses = 3_600 * 24 * 365

    assert f"Our list has {easy:,} words." in text
    assert said["codes there are"] == [f"{few(number)} ({log2(number):.1f} bits)" for number in codes]
    assert said["a hit in a year, with 10,000 codes in use and 3,600 guesses an hour"] == [
        f"1 in {round(number / (guesses * 10_000)):,}" for number in codes
    ]


def test_the_guesses_an_hour_in_the_sums_are_those_that_are_let_through() -> None:
    hour = COUNTED_EVERYWHERE.total_seconds()

    assert FREE_EVERYWHERE + hour / PAUSE_ON_A_BUSY_SITE == 3_600


def few(number: int) -> str:
    """1.2 × 10¹⁴"""
    digits, _e, power = f"{number:.1e}".partition("e+")
    return f"{digits} × 10{power.translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}"
