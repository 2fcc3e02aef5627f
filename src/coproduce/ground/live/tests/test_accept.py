import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coproduce.ground.live.actions import Accepted, accept, accept_one
from coproduce.ground.live.gate import Refused
from coproduce.ground.live.kinds import Act, Batch, Kind, Operation, register
from coproduce.ground.live.models import Entry, Log
from coproduce.ground.live.tests.toy import MOST_LINES, WALL, Facts, Line

Person = AbstractBaseUser
ONCE = UUID("5d1b5a3e-0000-4000-8000-000000000001")


def line(words: str, client_id: UUID | None = None) -> Act:
    return Act("add", {"words": words}, client_id or uuid4())


def written(log: Log) -> list[tuple[int, str, str]]:
    """Who wrote what on the wall, and at which number, in order."""
    return list(Line.objects.filter(log=log).order_by("pk").values_list("author", "words", "changed"))


def numbers(log: Log) -> list[int]:
    return list(Entry.objects.filter(log=log).order_by("pk").values_list("number", flat=True))


def test_acts_are_numbered_from_one_without_gaps(wall: Log, ada: Person, bo: Person) -> None:
    accept(wall, [line("one")], by=ada)
    accept(wall, [line("two"), line("three")], by=[bo, ada])
    accept(wall, [line("four")], by=bo)

    assert written(wall) == [(ada.pk, "one", 1), (bo.pk, "two", 2), (ada.pk, "three", 3), (bo.pk, "four", 4)]
    assert numbers(wall) == [1, 2, 3, 4]
    assert Log.objects.get(pk=wall.pk).number == wall.number == 4


def test_every_log_counts_for_itself(new_wall: Callable[[], Log], ada: Person) -> None:
    first, second = new_wall(), new_wall()

    accept(first, [line("here"), line("here too")], by=ada)
    accept(second, [line("there")], by=ada)

    assert (numbers(first), numbers(second)) == ([1, 2], [1])


def test_an_outcome_names_the_rows_that_the_act_made(wall: Log, ada: Person) -> None:
    accepted = accept_one(wall, "add", {"words": "hello"}, by=ada, client_id=ONCE)

    row = Line.objects.get()
    assert accepted == Accepted(1, (("live.Line", row.pk),))
    assert accepted.row("live.Line") == row.pk


def test_a_repeat_is_answered_with_the_first_result(wall: Log, ada: Person) -> None:
    first = accept_one(wall, "add", {"words": "hello"}, by=ada, client_id=ONCE)
    accept(wall, [line("between")], by=ada)

    again = accept_one(wall, "add", {"words": "hello"}, by=ada, client_id=ONCE)
    with_other_words = accept_one(wall, "add", {"words": "other"}, by=ada, client_id=ONCE)

    assert again == with_other_words == Accepted(first.number, first.rows, again=True)
    assert written(wall) == [(ada.pk, "hello", 1), (ada.pk, "between", 2)]


def test_a_repeat_within_one_group_is_made_once(wall: Log, ada: Person) -> None:
    outcomes = accept(wall, [line("hello", ONCE), line("between"), line("hello", ONCE)], by=ada)

    first, between, again = outcomes
    assert written(wall) == [(ada.pk, "hello", 1), (ada.pk, "between", 2)]
    assert isinstance(first, Accepted)
    assert isinstance(between, Accepted)
    assert (first.number, first.again, between.number) == (1, False, 2)
    assert again == Accepted(1, first.rows, again=True)


def test_two_people_may_choose_the_same_id(wall: Log, ada: Person, bo: Person) -> None:
    outcomes = accept(wall, [line("mine", ONCE), line("mine too", ONCE)], by=[ada, bo])

    assert written(wall) == [(ada.pk, "mine", 1), (bo.pk, "mine too", 2)]
    assert [(each.number, each.again) for each in outcomes] == [(1, False), (2, False)]


def test_one_person_may_choose_the_same_id_on_two_logs(new_wall: Callable[[], Log], ada: Person) -> None:
    first, second = new_wall(), new_wall()

    accept_one(first, "add", {"words": "here"}, by=ada, client_id=ONCE)
    accept_one(second, "add", {"words": "there"}, by=ada, client_id=ONCE)

    assert (written(first), written(second)) == ([(ada.pk, "here", 1)], [(ada.pk, "there", 1)])


def test_a_refused_act_fails_nobody_else_and_takes_no_number(wall: Log, ada: Person, bo: Person) -> None:
    acts = [
        line("first"),
        Act("add", {"words": "   "}),
        Act("paint", {"words": "no such thing"}),
        Act("change", {"line": 999, "words": "not there"}),
        Act("add", {"words": "with more", "colour": "red"}),
        line("second"),
    ]

    outcomes = accept(wall, acts, by=[ada, bo, bo, bo, bo, ada])

    assert written(wall) == [(ada.pk, "first", 1), (ada.pk, "second", 2)]
    assert numbers(wall) == [1, 2]
    assert outcomes[1:5] == [
        Refused("empty", "words"),
        Refused("no such operation"),
        Refused("not here", "line"),
        Refused("not asked for", "colour"),
    ]


def test_what_was_refused_may_be_tried_again_under_the_same_id(wall: Log, ada: Person) -> None:
    with pytest.raises(Refused) as refused:
        accept_one(wall, "add", {"words": ""}, by=ada, client_id=ONCE)
    accepted = accept_one(wall, "add", {"words": "now"}, by=ada, client_id=ONCE)

    assert refused.value == Refused("empty", "words")
    assert (accepted.number, accepted.again) == (1, False)


def test_an_act_sees_what_the_acts_before_it_in_its_group_did(wall: Log, ada: Person, bo: Person) -> None:
    outcomes = accept(wall, [line(str(number)) for number in range(MOST_LINES + 1)] + [line("bo")], by=[ada] * 4 + [bo])

    assert [type(each) for each in outcomes] == [Accepted] * MOST_LINES + [Refused, Accepted]
    assert numbers(wall) == [1, 2, 3, 4]


def test_the_whole_group_costs_the_same_however_many_acts(wall: Log, ada: Person, bo: Person) -> None:
    def queries(acts: list[Act], by: list[Person]) -> int:
        with CaptureQueriesContext(connection) as told:
            accept(wall, acts, by=by)
        return len(told)

    assert queries([line("1")], [ada]) == queries([line("2"), line("3"), line("4")], [ada, bo, bo])


def test_nothing_stays_when_the_writing_fails_half_way(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    add = WALL.operations["add"]

    def add_and_fail(facts: Facts, by: int, values: Mapping[str, Any], batch: Batch) -> None:
        add.change(facts, by, values, batch)
        batch.then(lambda: int("the disk is full"))

    monkeypatch.setattr("coproduce.ground.live.kinds._kinds", {})
    register(Kind("broken wall", WALL.facts, {"add": Operation(add.fields, add.rule, add_and_fail)}))
    wall = Log.objects.create(kind="broken wall")

    with pytest.raises(ValueError, match="the disk is full"):
        accept(wall, [line("lost")], by=ada)

    assert (written(wall), numbers(wall), Log.objects.get(pk=wall.pk).number) == ([], [], 0)
    assert wall.number == 0


def test_an_entry_never_holds_anybodys_words(wall: Log, ada: Person) -> None:
    made = accept_one(wall, "add", {"words": "a very private sentence"}, by=ada, client_id=ONCE)
    accept_one(
        wall, "change", {"line": made.row("live.Line"), "words": "another private one"}, by=ada, client_id=uuid4()
    )

    kept = json.dumps(list(Entry.objects.values()), default=str)
    assert Line.objects.get().words == "another private one"
    assert Entry.objects.count() == 2
    assert "private" not in kept


def test_a_kind_cannot_take_another_ones_name() -> None:
    register(WALL)

    with pytest.raises(ValueError, match="already a kind"):
        register(Kind(WALL.name, WALL.facts, {}))
