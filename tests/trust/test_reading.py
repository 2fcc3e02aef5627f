"""Reading changes nothing: programs that look for viruses, and browsers that look ahead, open every link."""

from tests.trust.kept import changed_between
from tests.trust.walk import Walked


def test_whoever_only_reads_changes_no_row_of_any_table(walked: Walked) -> None:
    assert changed_between(walked.before, walked.after) == {}
    assert sum(map(len, walked.before.values())) > 500  # there was much to change


def test_whoever_only_reads_sends_no_statement_that_changes_anything(walked: Walked) -> None:
    """Not even one that changes a row into itself: it would wait for its turn to write."""
    wrote = [f"{answer}: {statement}" for answer in walked.asked for statement in answer.wrote]

    assert wrote == []


def test_the_walk_would_see_a_statement_that_changes_something(walked: Walked) -> None:
    sent = [answer for answer in walked.answers if answer.way == "post" and answer.wrote]

    assert {"close_board(board)", "finish", "new_code"} <= {answer.name for answer in sent}
