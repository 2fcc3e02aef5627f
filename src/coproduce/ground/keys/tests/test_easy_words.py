"""What makes a word easy can be said of each word alone; what makes the list safe must hold for every pair."""

import re
from itertools import combinations, pairwise

from rapidfuzz.distance import OSA

from coproduce.ground.keys.codes import EASY_WORDS


def test_there_are_enough_words_for_the_sums_to_hold() -> None:
    assert len(EASY_WORDS) >= 1024


def test_words_are_short_plain_and_in_order() -> None:
    assert [word for word in EASY_WORDS if not re.fullmatch(r"[a-z]{3,7}", word)] == []
    assert list(EASY_WORDS) == sorted(set(EASY_WORDS))


def test_no_word_begins_another_so_that_codes_need_no_gaps() -> None:
    assert [(one, other) for one, other in pairwise(EASY_WORDS) if other.startswith(one)] == []


def test_no_word_is_another_with_an_s() -> None:
    assert [word for word in EASY_WORDS if word + "s" in EASY_WORDS or word + "es" in EASY_WORDS] == []


def test_one_slip_of_the_pen_never_makes_another_word() -> None:
    twins = [pair for pair in combinations(EASY_WORDS, 2) if OSA.distance(*pair, score_cutoff=1) <= 1]

    assert twins == []


def test_no_word_begins_like_a_digit_that_is_said() -> None:
    digits = ("zero", "oh", "nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

    assert [word for word in EASY_WORDS if word.startswith(digits)] == []


def test_the_words_that_our_pages_show_are_in_the_list() -> None:
    assert {"apple", "kite", "lamp", "river"} <= set(EASY_WORDS)
