from datetime import UTC, date, datetime

import pytest

from coproduce.cycle.feedback.models import Outcome
from coproduce.cycle.feedback.outcomes import sentence_of
from coproduce.cycle.feedback.queries import ReadAnswer

AT = datetime(2026, 3, 12, tzinfo=UTC)


def given(outcome: str, by_date: date | None = None, passed_to: str = "") -> ReadAnswer:
    return ReadAnswer(1, outcome, "", "", by_date, passed_to, AT)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (given("done"), "We did this."),
        (given("done in part"), "We did part of this."),
        (given("not done"), "We did not do this, because…"),
        (given("passed on", passed_to="the funder"), "We passed this to the funder."),
        (given("passed on", passed_to="Lamp Street Carers."), "We passed this to Lamp Street Carers."),
        (given("will do", date(2026, 4, 30)), "We will do this by 30 April."),
        (given("will do", date(2027, 4, 30)), "We will do this by 30 April 2027."),
        (given("thinking", date(2026, 4, 30)), "We are still thinking. We will tell you by 30 April."),
        (given("thanked"), "Thank you. We kept these words."),
    ],
)
def test_each_outcome_has_its_sentence(answer: ReadAnswer, sentence: str) -> None:
    assert sentence_of(answer) == sentence
    assert answer.says == sentence


def test_no_outcome_is_without_a_sentence() -> None:
    day = date(2026, 4, 30)

    assert all(sentence_of(given(outcome, day, "the funder")) for outcome in Outcome.values)
    with pytest.raises(ValueError, match="'forgotten'"):
        sentence_of(given("forgotten"))
