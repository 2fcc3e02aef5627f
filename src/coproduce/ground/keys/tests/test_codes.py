from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.ground.keys.codes import (
    EASY_WORDS,
    NotACode,
    new_code,
    new_short_address,
    new_slug,
    read_code,
    read_short_address,
    spoken,
)

CODE = "apple kite lamp river 4270"
chances = st.integers().map(Random)
gaps = st.sampled_from(["", " ", "-", ", ", "\n", " – ", ".", "  ", "\u200b", "/"])
digit_names = {
    "0": ["0", "zero", "oh", "nought", "O"],
    "1": ["1", "one"],
    "2": ["2", "two"],
    "3": ["3", "three"],
    "4": ["4", "four", "٤"],
    "5": ["5", "five", "५"],
    "6": ["6", "six"],
    "7": ["7", "seven"],
    "8": ["8", "eight"],
    "9": ["9", "nine"],
}
cases = st.sampled_from([str.lower, str.upper, str.title])


def spelt_somehow(draw: st.DrawFn, words: list[str], digits: str) -> str:
    signs = [*words, *(draw(st.sampled_from(digit_names[digit])) for digit in digits)]
    return draw(gaps) + "".join(draw(cases)(sign) + draw(gaps) for sign in signs)


@st.composite
def codes_and_spellings(draw: st.DrawFn) -> tuple[str, str]:
    code = new_code(draw(chances))
    *words, digits = code.split()
    return code, spelt_somehow(draw, words, digits)


@st.composite
def short_addresses_and_spellings(draw: st.DrawFn) -> tuple[str, str]:
    address = new_short_address(draw(chances))
    return address, spelt_somehow(draw, [address[:-2]], address[-2:])


@given(codes_and_spellings())
def test_any_spelling_of_a_code_gives_the_code(pair: tuple[str, str]) -> None:
    code, spelling = pair

    assert read_code(spelling) == code


@given(short_addresses_and_spellings())
def test_any_spelling_of_a_short_address_gives_the_address(pair: tuple[str, str]) -> None:
    address, spelling = pair

    assert read_short_address(spelling) == address


@given(chances)
def test_what_is_read_aloud_can_be_typed_as_it_is_heard(chance: Random) -> None:
    code = new_code(chance)

    assert read_code(spoken(code)) == code


@pytest.mark.parametrize(
    "spelling",
    [
        "apple kite lamp river 4270",
        "  Apple Kite Lamp River 4270\n",
        "APPLE-KITE-LAMP-RIVER-4270",
        "apple, kite, lamp, river, four two seven oh",
        "applekitelampriver4270",
        "applekitelampriverfourtwosevennought",
        "apple kite lamp river 4 2 7 0.",
        "apple kite lamp river 42-seven-O",
        "ａｐｐｌｅ　ｋｉｔｅ　ｌａｍｐ　ｒｉｖｅｒ　４２７０",
    ],
)
def test_a_code_may_be_typed_in_many_ways(spelling: str) -> None:
    assert read_code(spelling) == CODE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4270",
        "apple kite lamp river",
        "apple kite lamp 4270",
        "apple kite lamp river 427",
        "apple kite lamp river 42701",
        "apple kite lamp river stone 4270",
        "aple kite lamp river 4270",
        "apple kite lamp river 4270 please",
        "4270 apple kite lamp river",
        "apple kite lamp river forty-two seventy",
        "äpple kite lamp river 4270",
        "apple kite lamp river 4270" + " " * 200,
        "apple " * 1_000_000,
        "o" * 200,
    ],
)
def test_what_is_not_quite_a_code_is_refused(text: str) -> None:
    with pytest.raises(NotACode):
        read_code(text)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        code = read_code(text)
    except NotACode:
        return
    assert read_code(code) == code


def test_a_refusal_never_repeats_what_was_typed() -> None:
    with pytest.raises(NotACode) as refusal:
        read_code("apple kite lamp rivr 4270")

    assert not any(word in str(refusal.value) for word in ("apple", "rivr", "4270"))


def test_a_code_is_said_word_by_word_and_digit_by_digit() -> None:
    assert spoken("apple kite lamp river 4071") == "apple, kite, lamp, river, four zero seven one"


def test_somebody_who_guesses_for_a_year_hardly_ever_finds_a_code() -> None:
    easy = len(EASY_WORDS)
    codes = easy * (easy - 1) * (easy - 2) * (easy - 3) * 10_000

    guesses_a_year = 3_600 * 24 * 366
    in_use = 10_000
    chance_of_a_hit = guesses_a_year * in_use / codes

    assert chance_of_a_hit < 1 / 10_000


@given(chances)
def test_codes_have_four_different_words_and_four_digits(chance: Random) -> None:
    *words, digits = new_code(chance).split()

    assert len(set(words)) == 4
    assert set(words) <= set(EASY_WORDS)
    assert len(digits) == 4
    assert digits.isdecimal()


def test_codes_come_from_the_machines_own_chance() -> None:
    assert len({new_code() for _ in range(1_000)}) == 1_000


def test_all_words_and_all_digits_are_used() -> None:
    chance = Random(1)
    codes = [new_code(chance).split() for _ in range(20_000)]

    assert {word for *words, _ in codes for word in words} == set(EASY_WORDS)
    assert {place: {digits[place] for *_, digits in codes} for place in range(4)} == {
        place: set("0123456789") for place in range(4)
    }


@given(chances)
def test_an_address_in_a_url_is_two_easy_words(chance: Random) -> None:
    one, other = new_slug(chance).split("-")

    assert one != other
    assert {one, other} <= set(EASY_WORDS)
