from hypothesis import given
from hypothesis import strategies as st

from coproduce.cycle.report_back.differences import before_and_now


def test_words_that_differ_are_marked_and_the_rest_is_not() -> None:
    before, now = before_and_now("Ask others what you cannot see.", "Ask two people what you cannot see.")

    assert before == [("same", "Ask "), ("removed", "others"), ("same", " what you cannot see.")]
    assert now == [("same", "Ask "), ("added", "two people"), ("same", " what you cannot see.")]


def test_a_word_is_never_cut_in_two() -> None:
    before, now = before_and_now("don’t stop", "do stop")

    assert before == [("removed", "don’t"), ("same", " stop")]
    assert now == [("added", "do"), ("same", " stop")]


def test_the_same_words_have_no_marks() -> None:
    assert before_and_now("As it was.", "As it was.") == ([("same", "As it was.")], [("same", "As it was.")])


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_pieces_joined_are_the_texts_again(before: str, now: str) -> None:
    left, right = before_and_now(before, now)

    assert "".join(text for _kind, text in left) == before
    assert "".join(text for _kind, text in right) == now
    assert {kind for kind, _text in left} <= {"same", "removed"}
    assert {kind for kind, _text in right} <= {"same", "added"}
    assert [text for kind, text in left if kind == "same"] == [text for kind, text in right if kind == "same"] or (
        "".join(text for kind, text in left if kind == "same").split()
        == "".join(text for kind, text in right if kind == "same").split()
    )
