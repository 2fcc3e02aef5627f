"""Whatever groups of acts arrive, the log behaves like a few lines of plain Python."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduce.ground.live.actions import Accepted, accept
from coproduce.ground.live.gate import Refused
from coproduce.ground.live.kinds import Act
from coproduce.ground.live.models import Entry, Log
from coproduce.ground.live.tests.toy import MOST_LINES, Line

PEOPLE = 3


@dataclass
class Model:
    """The wall as a list: lines are known by the order in which they were made, 0, 1, 2 …"""

    number: int = 0
    lines: list[tuple[int, str, int]] = field(default_factory=list)  # author, words, changed
    answered: dict[tuple[int, UUID], tuple[int, int]] = field(default_factory=dict)  # number, line

    def does(self, by: int, act: Act, known: int) -> tuple[int, int, bool] | str:
        """What the act gets: (number, line, is a repeat), or the code of a refusal. Only the first `known` lines can
        be changed: those that the same group makes have no id yet when it is sent."""
        if act.operation not in ("add", "change"):
            return "no such operation"
        words = str(act.values["words"]).strip()
        if not words:
            return "empty"
        if (by, act.client_id) in self.answered:
            return *self.answered[by, act.client_id], True
        if act.operation == "add":
            if sum(author == by for author, _words, _changed in self.lines) >= MOST_LINES:
                return "too many"
            line = len(self.lines)
            self.lines.append((by, words, self.number + 1))
        else:
            line = act.values["line"]
            if line >= known or self.lines[line][0] != by:
                return "not here"
            self.lines[line] = (by, words, self.number + 1)
        self.number += 1
        self.answered[by, act.client_id] = self.number, line
        return self.number, line, False


ids = st.integers(0, 9).map(lambda number: UUID(int=number))
words = st.sampled_from(["yes", " no ", "", "   ", "étude", "one\ntwo"])
acts = st.one_of(
    st.builds(lambda said, once: Act("add", {"words": said}, once), words, ids),
    st.builds(
        lambda line, said, once: Act("change", {"line": line, "words": said}, once), st.integers(0, 9), words, ids
    ),
    st.builds(lambda once: Act("paint", {"words": "red"}, once), ids),
)
groups = st.lists(st.lists(st.tuples(st.integers(0, PEOPLE - 1), acts), min_size=1, max_size=6), max_size=8)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(groups)
def test_the_log_does_what_a_plain_list_would_do(new_wall: Callable[[], Log], arriving: list[Any]) -> None:
    with transaction.atomic():
        log, model = new_wall(), Model()
        people = get_user_model().objects.bulk_create(get_user_model()() for _each in range(PEOPLE))
        made: list[int] = []  # the id of each line, in order

        for group in arriving:
            known = len(made)
            outcomes = accept(log, [_as_sent(act, made) for _by, act in group], by=[people[by] for by, _act in group])
            made = list(Line.objects.filter(log=log).order_by("pk").values_list("pk", flat=True))
            assert [_told(outcome, made) for outcome in outcomes] == [model.does(by, act, known) for by, act in group]

        assert list(Line.objects.filter(log=log).order_by("pk").values_list("author", "words", "changed")) == [
            (people[by].pk, said, changed) for by, said, changed in model.lines
        ]
        assert list(Entry.objects.filter(log=log).order_by("pk").values_list("number", flat=True)) == list(
            range(1, model.number + 1)
        )
        assert Log.objects.get(pk=log.pk).number == model.number
        transaction.set_rollback(True)


def _as_sent(act: Act, made: list[int]) -> Act:
    """The model's 'line 2' is a row with some id; a line that is not there is an id that nobody has."""
    if "line" not in act.values:
        return act
    line = act.values["line"]
    known = made[line] if line < len(made) else 2**40
    return Act(act.operation, {**act.values, "line": known}, act.client_id)


def _told(outcome: Accepted | Refused, made: list[int]) -> tuple[int, int, bool] | str:
    if isinstance(outcome, Refused):
        return outcome.code
    return outcome.number, made.index(outcome.row("live.Line")), outcome.again
