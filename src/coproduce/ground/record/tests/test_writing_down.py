from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from coproduce.ground.record.actions import forget_person, forget_reason, write_down
from coproduce.ground.record.acts import UnknownAct
from coproduce.ground.record.hashing import BEFORE_ALL
from coproduce.ground.record.models import Head, Line, PersonKey, ReasonKey
from coproduce.ground.record.queries import Verdict, is_reason_of, verify

from .conftest import somebody

WORDS = "It named somebody's doctor."


def everything_kept() -> str:
    """All that the record's tables hold, as text."""
    return repr([list(model.objects.values()) for model in (Line, Head, PersonKey, ReasonKey)])


def test_lines_are_numbered_from_one_and_hold_ids_alone(ada: Model, bo: Model) -> None:
    ada.email, ada.language = "ada@example.org", "cy"
    ada.save()

    write_down("board closed", bo, by=ada, project=7)
    write_down("version published", ada, by=bo.pk)
    write_down("board closed", bo, by=None)

    assert list(
        Line.objects.order_by("number").values_list(
            "number", "act", "subject_kind", "subject_id", "project_id", "person"
        )
    ) == [
        (1, "board closed", "accounts.person", bo.pk, 7, ada.pk),
        (2, "version published", "accounts.person", ada.pk, None, bo.pk),
        (3, "board closed", "accounts.person", bo.pk, None, None),
    ]
    assert "example.org" not in everything_kept()


def test_each_line_names_the_hash_of_the_one_before(ada: Model) -> None:
    lines = [write_down("board closed", ada, by=ada) for _ in range(3)]

    assert [line.before for line in lines] == [BEFORE_ALL, lines[0].hash, lines[1].hash]
    assert list(Head.objects.values_list("number", "hash")) == [(3, lines[2].hash)]


def test_an_unknown_act_leaves_no_line(ada: Model) -> None:
    with pytest.raises(UnknownAct):
        write_down("board eaten", ada, by=ada)

    assert not Line.objects.exists()


def test_a_line_goes_when_its_act_is_undone(ada: Model) -> None:
    write_down("board closed", ada, by=ada)
    before = verify()

    with transaction.atomic():
        write_down("version published", ada, by=ada)
        transaction.set_rollback(True)

    assert verify() == before
    assert write_down("version published", ada, by=ada).number == 2


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written_down() -> None:
    person = somebody()

    with pytest.raises(transaction.TransactionManagementError, match="in the transaction of the act"):
        write_down("board closed", person, by=person)
    with pytest.raises(transaction.TransactionManagementError):
        forget_person(person)

    assert not Line.objects.exists()


def test_a_time_survives_the_database_and_json(ada: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 3, 3, 14, 0, 0, 987_654, tzinfo=UTC))

    line = write_down("board closed", ada, by=ada)

    assert line.at == Line.objects.get().at == datetime(2026, 3, 3, 14, 0, 0, 987_000, tzinfo=UTC)


@pytest.mark.parametrize("lines", [1, 3])
def test_a_line_costs_four_queries_however_many_there_are(
    ada: Model, lines: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(lines):
        write_down("board closed", ada, by=ada)

    with django_assert_num_queries(4):
        write_down("board closed", ada, by=ada)


def test_a_reason_is_sealed_and_not_kept(ada: Model) -> None:
    line = write_down("words hidden", ada, by=ada, reason=WORDS)

    assert is_reason_of(line, WORDS)
    assert not is_reason_of(line, WORDS + " ")
    assert WORDS not in everything_kept()


def test_two_lines_with_one_reason_do_not_show_it(ada: Model) -> None:
    lines = [write_down("words hidden", ada, by=ada, reason=WORDS) for _ in range(2)]

    assert lines[0].reason_seal != lines[1].reason_seal


def test_a_forgotten_reason_cannot_be_tried_and_the_chain_holds(ada: Model) -> None:
    line, other = (write_down("words hidden", ada, by=ada, reason=WORDS) for _ in range(2))

    forget_reason(line)

    assert not is_reason_of(line, WORDS)
    assert is_reason_of(other, WORDS)
    assert verify().broken is None


def test_a_line_without_a_reason_has_none_to_try(ada: Model) -> None:
    line = write_down("board closed", ada, by=ada)

    assert not is_reason_of(line, "")
    assert not ReasonKey.objects.exists()


def test_a_forgotten_person_leaves_lines_that_nobody_can_link(ada: Model, bo: Model) -> None:
    for by in (ada, bo, ada):
        write_down("board closed", bo, by=by)
    seals = list(Line.objects.order_by("number").values_list("seal", flat=True))

    forget_person(ada)

    assert list(Line.objects.order_by("number").values_list("person", "seal")) == [
        (None, seals[0]),
        (bo.pk, seals[1]),
        (None, seals[2]),
    ]
    assert list(PersonKey.objects.values_list("person", flat=True)) == [bo.pk]
    assert verify().broken is None


def test_who_comes_back_after_being_forgotten_gets_another_key(ada: Model) -> None:
    write_down("board closed", ada, by=ada)
    key = PersonKey.objects.get().key
    forget_person(ada)

    write_down("board closed", ada, by=ada)

    assert PersonKey.objects.get().key != key
    assert verify().broken is None


def test_the_record_holds_when_a_persons_row_goes(ada: Model, bo: Model) -> None:
    write_down("board closed", bo, by=ada)
    write_down("board closed", bo, by=bo)

    ada.delete()

    assert list(PersonKey.objects.values_list("person", flat=True)) == [bo.pk]
    assert verify() == Verdict(lines=2, broken=None, hash=Head.objects.get().hash)


on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="on SQLite all writers take turns anyway; test_on_postgresql runs it"
)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_many_who_write_at_once_leave_no_gap() -> None:
    people = [somebody() for _ in range(4)]

    def write(by: Model) -> None:
        for _ in range(20):
            with transaction.atomic():
                write_down("board closed", people[0], by=by)
        connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(write, people))

    assert (verify().lines, verify().broken) == (80, None)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_somebody_who_is_just_doing_something_is_forgotten_after_it() -> None:
    ada, written = somebody(), Event()
    with transaction.atomic():
        write_down("board closed", ada, by=ada)

    def act() -> None:
        with transaction.atomic():
            write_down("board closed", ada, by=ada)
            written.set()
            sleep(0.3)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        acting = pool.submit(act)
        written.wait()
        with transaction.atomic():
            forget_person(ada)
        acting.result()

    assert list(Line.objects.values_list("person", flat=True)) == [None, None]
    assert verify().broken is None
