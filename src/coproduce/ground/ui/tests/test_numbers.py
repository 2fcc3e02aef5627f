from coproduce.ground.ui.numbers import in_words


def test_small_numbers_are_words_and_others_digits() -> None:
    assert [in_words(number) for number in (0, 1, 6, 12, 13, 148)] == ["no", "one", "six", "twelve", "13", "148"]
