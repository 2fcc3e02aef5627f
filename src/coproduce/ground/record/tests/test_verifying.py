"""Whatever is done to the record behind its back shows; whatever erasing does leaves it whole."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import serializers
from django.db import transaction
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from coproduce.ground.record import queries
from coproduce.ground.record.actions import forget_person, write_down
from coproduce.ground.record.guard import guard_aside
from coproduce.ground.record.hashing import BEFORE_ALL, HASHED, line_hash
from coproduce.ground.record.models import Head, Line, PersonKey, ReasonKey
from coproduce.ground.record.queries import Verdict, verify

from .conftest import somebody

on_one_database = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ACTS = ["board closed", "version published", "words hidden"]


def write_some(draw: st.DrawFn, people: list[Model]) -> int:
    """A record of a few lines by some of the people or the site itself; how many."""
    lines = draw(st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from([*people, None])), min_size=1, max_size=6))
    for act, by in lines:
        write_down(act, people[0], by=by, project=draw(st.sampled_from([None, 7])))
    return len(lines)


def in_a_passing_world(body: Callable[[], None]) -> None:
    """Each example begins with an empty record and leaves nothing."""
    with transaction.atomic():
        body()
        transaction.set_rollback(True)


def with_its_own_hash(line: Line) -> Line:
    line.hash = line_hash(line.before, {name: getattr(line, name) for name in HASHED})
    return line


def test_an_empty_record_is_whole(db: None) -> None:
    assert verify() == Verdict(lines=0, broken=None, hash=BEFORE_ALL)


def test_a_whole_record_says_how_long_it_is_and_where_it_ends(ada: Model) -> None:
    lines = [write_down("board closed", ada, by=ada) for _ in range(3)]

    assert verify() == Verdict(lines=3, broken=None, hash=lines[2].hash)


@on_one_database
@given(data=st.data())
def test_any_edit_of_a_line_is_found(db: None, data: st.DataObject) -> None:
    def edit() -> None:
        people = [somebody() for _ in range(3)]
        line = Line.objects.get(number=data.draw(st.integers(1, write_some(data.draw, people))))
        column = data.draw(st.sampled_from([field.attname for field in Line._meta.fields][1:]), label="column")
        old = getattr(line, column)
        new = {
            "at": st.integers(1, 10**9).map(lambda ms: line.at - timedelta(milliseconds=ms)),
            "subject_id": st.integers(1, 10**6),
            "project_id": st.none() | st.integers(1, 9),
            "person_id": st.sampled_from([None, *(person.pk for person in people)]),
        }.get(column, st.text("0123456789abcdef", max_size=60))
        setattr(line, column, data.draw(new.filter(lambda value: value != old), label="value"))
        if data.draw(st.booleans(), label="hash made anew"):
            with_its_own_hash(line)
            if column == "hash":
                return
        with guard_aside():
            line.save(force_update=True)

        assert verify().broken in (line.number, line.number + 1)

    in_a_passing_world(edit)


@on_one_database
@given(data=st.data())
def test_any_line_that_is_gone_is_found(db: None, data: st.DataObject) -> None:
    def remove() -> None:
        written = write_some(data.draw, [somebody()])
        gone = data.draw(st.integers(1, written))
        renumbered = data.draw(st.booleans())
        with guard_aside():
            Line.objects.filter(number=gone).delete()
            if renumbered:
                for number in range(gone + 1, written + 1):
                    Line.objects.filter(number=number).update(number=number - 1)

        verdict = verify()

        assert (verdict.lines, verdict.broken) == (gone - 1, gone)

    in_a_passing_world(remove)


@on_one_database
@given(data=st.data())
def test_any_two_lines_that_changed_places_are_found(db: None, data: st.DataObject) -> None:
    def swap() -> None:
        ada = somebody()
        write_down("board closed", ada, by=ada)
        written = 1 + write_some(data.draw, [ada])
        one, other = sorted(data.draw(st.lists(st.integers(1, written), min_size=2, max_size=2, unique=True)))
        with guard_aside():
            for number, place in ((one, 99), (other, one), (99, other)):
                Line.objects.filter(number=number).update(number=place)

        assert verify().broken == one

    in_a_passing_world(swap)


@on_one_database
@given(data=st.data())
def test_any_line_that_was_slipped_in_is_found(db: None, data: st.DataObject) -> None:
    def slip_in() -> None:
        ada = somebody()
        written = write_some(data.draw, [ada])
        place = data.draw(st.integers(1, written + 1))
        before = Line.objects.filter(number=place - 1).values_list("hash", flat=True).first() or BEFORE_ALL
        forged = Line(act="words hidden", subject_kind="accounts.person", subject_id=ada.pk, before=before)
        forged.number, forged.at = place, Line.objects.get(number=1).at
        with guard_aside():
            for number in range(written, place - 1, -1):
                Line.objects.filter(number=number).update(number=number + 1)
            with_its_own_hash(forged).save(force_insert=True)

        assert verify().broken in (place, place + 1)

    in_a_passing_world(slip_in)


@on_one_database
@given(data=st.data())
def test_a_record_cut_short_or_without_its_end_is_found(db: None, data: st.DataObject) -> None:
    def cut() -> None:
        written = write_some(data.draw, [somebody()])
        left = data.draw(st.integers(0, written - 1))
        if data.draw(st.booleans()):
            with guard_aside():
                Line.objects.filter(number__gt=left).delete()
        elif left:
            Head.objects.update(number=left, hash=Line.objects.get(number=left).hash)
        else:
            Head.objects.all().delete()

        verdict = verify()

        assert (verdict.lines, verdict.broken) == (left, left + 1)

    in_a_passing_world(cut)


@on_one_database
@given(data=st.data())
def test_a_key_that_was_changed_or_taken_away_is_found(db: None, data: st.DataObject) -> None:
    def change_key() -> None:
        ada = somebody()
        write_down("board closed", ada, by=ada)
        write_some(data.draw, [ada])
        if data.draw(st.booleans()):
            PersonKey.objects.update(key="00" * 32)
        else:
            PersonKey.objects.all().delete()

        assert verify().broken == 1

    in_a_passing_world(change_key)


@on_one_database
@given(data=st.data())
def test_erasing_any_people_leaves_the_record_whole_and_their_lines_nobodys(db: None, data: st.DataObject) -> None:
    def erase() -> None:
        people = [somebody() for _ in range(4)]
        written = write_some(data.draw, people)
        ways = st.sampled_from(["stays", "is forgotten", "row goes"])
        fates = {person.pk: data.draw(ways) for person in people[1:]}
        subject, *others = people
        for person in others:
            number = person.pk
            if fates[number] == "is forgotten":
                forget_person(person)
            elif fates[number] == "row goes":
                person.delete()
            written += 1
            write_down("board closed", subject, by=subject)
            assert (verify().lines, verify().broken) == (written, None)

        stay = {subject.pk, *(number for number, fate in fates.items() if fate == "stays")}
        assert set(Line.objects.values_list("person", flat=True)) - {None} <= stay
        assert set(PersonKey.objects.values_list("person", flat=True)) <= stay

    in_a_passing_world(erase)


def test_a_name_quietly_taken_off_an_act_is_found(ada: Model, bo: Model) -> None:
    for by in (bo, ada, bo):
        write_down("board closed", bo, by=by)

    Line.objects.filter(person=ada).update(person=None)  # the guard cannot tell this from an erasure

    assert (verify().lines, verify().broken) == (1, 2)


def test_somebody_erased_during_the_walk_does_not_look_like_a_fault(
    ada: Model, bo: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    for by in (bo, ada, bo):
        write_down("board closed", bo, by=by)
    walk = queries._lines_up_to

    def walk_while_ada_is_erased(end: int) -> object:
        forget_person(ada)
        return walk(end)

    monkeypatch.setattr(queries, "_lines_up_to", walk_while_ada_is_erased)

    assert (verify().lines, verify().broken) == (3, None)


def test_lines_written_during_the_walk_do_not_look_like_a_fault(ada: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    first = write_down("board closed", ada, by=ada)
    walk = queries._lines_up_to

    def walk_while_people_go_on(end: int) -> object:
        write_down("board closed", ada, by=ada)
        write_down("board closed", ada, by=None)
        return walk(end)

    monkeypatch.setattr(queries, "_lines_up_to", walk_while_people_go_on)

    assert verify() == Verdict(lines=1, broken=None, hash=first.hash)


def test_a_long_record_is_read_page_by_page(
    ada: Model, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(queries, "_A_PAGE", 3)
    lines = [write_down("board closed", ada, by=ada) for _ in range(10)]

    with django_assert_num_queries(2 + 4 + 1):
        verdict = verify()

    assert verdict == Verdict(lines=10, broken=None, hash=lines[-1].hash)


def test_the_record_is_whole_after_a_backup_as_json_and_a_restore(ada: Model, bo: Model) -> None:
    for by in (ada, bo, None, ada):
        write_down("words hidden", bo, by=by, project=7, reason="It named somebody.")
    forget_person(bo)
    tables = (Line, Head, PersonKey, ReasonKey)
    before, verdict = [list(table.objects.order_by("pk").values()) for table in tables], verify()
    backup = serializers.serialize("json", [row for table in tables for row in table.objects.order_by("pk")])

    with guard_aside():
        for table in reversed(tables):
            table.objects.all().delete()
        for row in serializers.deserialize("json", backup):
            row.save()

    assert [list(table.objects.order_by("pk").values()) for table in tables] == before
    assert verify() == verdict
    assert verdict.broken is None
