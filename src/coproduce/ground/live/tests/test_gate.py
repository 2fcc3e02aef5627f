import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.ground.live.gate import Number, Numbers, OneOf, Refused, Words, cleaned, values_passed

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  hello  ", "hello"),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("a\x00b\x1bc\x7fd\te", "abcd\te"),
        ("e\u0301", "é"),
        ("e\x00\u0301", "é"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("שלום", "שלום"),
        ("\u202egnp.live\u202c \u2067x\u2069", "gnp.live x"),  # nothing turns the words beside it round
        ("\u05d0\u200f! \u0645\u06cc\u200c\u062e", "\u05d0\u200f! \u0645\u06cc\u200c\u062e"),  # marks inside words stay
        ("<b>& \"'</b>", "<b>& \"'</b>"),
    ],
)
def test_words_are_kept_as_they_were_meant(typed: str, kept: str) -> None:
    assert cleaned(typed, longest=100) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "empty"), (" \n\x00 ", "empty"), ("x" * 11, "too long"), ("x" * 5_000, "too long"), ("\ud800", "not words")],
)
def test_what_cannot_be_kept_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        cleaned(typed, longest=10)

    assert refused.value == Refused(code)


@given(st.text(st.characters() | st.sampled_from("\x00\u0301e \r\n"), max_size=300))
def test_cleaning_again_changes_nothing(typed: str) -> None:
    try:
        kept = cleaned(typed, longest=200, needed=False)
    except Refused:
        return

    assert cleaned(kept, longest=200, needed=False) == kept == unicodedata.normalize("NFC", kept).strip()
    assert len(kept) <= 200
    assert not {sign for sign in kept if unicodedata.category(sign) in ("Cs",) or sign == "\0"}


@given(anything)
def test_no_value_gets_past_a_field_that_is_not_made_for_it(value: Any) -> None:
    for field, kind in ((Words(20), str), (Number(), int), (Numbers(), tuple), (OneOf(("up", "down")), str)):
        try:
            passed = field.passed(value)
        except Refused:
            continue
        assert isinstance(passed, kind)
        assert not isinstance(passed, bool)


@pytest.mark.parametrize("value", [-1, 2**63, True, "7", 7.0, None])
def test_an_id_is_a_whole_number_that_a_database_holds(value: Any) -> None:
    with pytest.raises(Refused):
        Number().passed(value)


def test_each_id_counts_once_and_there_are_not_too_many() -> None:
    assert Numbers().passed([3, 1, 3, 2, 1]) == (3, 1, 2)
    for value, code in (([], "nothing chosen"), (list(range(1_001)), "too many"), ("12", "not a list")):
        with pytest.raises(Refused, match=code):
            Numbers().passed(value)


def test_an_undeclared_value_is_refused_and_a_missing_one_is_checked() -> None:
    fields = {"words": Words(20), "pile": Number(needed=False), "way": OneOf(("", "up"))}

    assert values_passed(fields, {"words": "yes"}) == {"words": "yes", "pile": None, "way": ""}
    with pytest.raises(Refused) as refused:
        values_passed(fields, {"words": "yes", "author": 1})
    assert refused.value == Refused("not asked for", "author")
    with pytest.raises(Refused) as refused:
        values_passed(fields, {})
    assert refused.value == Refused("empty", "words")
