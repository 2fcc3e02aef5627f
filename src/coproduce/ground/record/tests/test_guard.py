import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Model

from coproduce.ground.record.actions import write_down
from coproduce.ground.record.guard import guard_aside
from coproduce.ground.record.models import Head, Line
from coproduce.ground.record.queries import verify

from .conftest import somebody

REFUSED = "the record is only ever added to"
COLUMNS = [field.attname for field in Line._meta.fields]
TABLE = Line._meta.db_table


@pytest.fixture
def lines(ada: Model, bo: Model) -> list[Line]:
    return [write_down("board closed", ada, by=by, project=7) for by in (ada, bo, ada)]


def rows() -> list[dict[str, object]]:
    return list(Line.objects.order_by("number").values())


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_of_a_line_can_be_changed(lines: list[Line], bo: Model, column: str) -> None:
    before = rows()
    other = {"at": "2026-03-03T14:00:00Z", "person_id": bo.pk}.get(column, 77)

    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        Line.objects.filter(number=1).update(**{column: other})

    assert rows() == before


@pytest.mark.parametrize("column", [column for column in COLUMNS if column != "person_id"])
def test_nothing_can_be_changed_on_the_pretext_of_an_erasure(lines: list[Line], column: str) -> None:
    before = rows()
    other = {"at": "2026-03-03T14:00:00Z"}.get(column, 77)

    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        Line.objects.filter(number=1).update(**{"person": None, column: other})

    assert rows() == before


def test_a_line_may_lose_its_person(lines: list[Line]) -> None:
    before = rows()

    Line.objects.filter(number=1).update(person=None)

    assert rows() == [before[0] | {"person_id": None}, *before[1:]]


def test_a_line_without_a_person_never_gets_one(lines: list[Line], ada: Model) -> None:
    write_down("board closed", ada, by=None)

    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        Line.objects.filter(number=4).update(person=ada)


def test_no_line_can_be_removed(lines: list[Line]) -> None:
    before = rows()

    for remove in (lines[2].delete, Line.objects.all().delete, Line.objects.filter(number=1)._raw_delete):
        with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
            remove(*(["default"] if "raw" in remove.__name__ else []))

    assert rows() == before


def test_bulk_calls_and_plain_sql_are_refused_alike(lines: list[Line]) -> None:
    before = rows()
    lines[0].act = "version published"
    twin = Line(**{column: getattr(lines[0], column) for column in COLUMNS})

    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        Line.objects.bulk_update(lines, ["act"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.bulk_create([twin], update_conflicts=True, unique_fields=["number"], update_fields=["act"])
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        Line.objects.update(number=F("number") + 100)
    connection.check_constraints()  # PostgreSQL empties no table that still has some to check
    statements = {
        "sqlite": [f"REPLACE INTO {TABLE} SELECT * FROM {TABLE}", f"UPDATE OR REPLACE {TABLE} SET number = 1"],
        "postgresql": [f"TRUNCATE {TABLE} CASCADE"],
    }[connection.vendor]
    for statement in [*statements, f"DELETE FROM {TABLE}"]:
        with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    assert rows() == before


def test_the_guard_stands_again_when_what_it_stood_aside_for_fails(lines: list[Line]) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)null"), guard_aside():
        Line.objects.update(hash=None)

    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        Line.objects.all().delete()


def test_a_restored_record_is_guarded_again(lines: list[Line]) -> None:
    kept = list(Line.objects.all())

    with guard_aside():
        Line.objects.all().delete()
        Line.objects.bulk_create(kept)

    assert verify().lines == 3
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        Line.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_emptying_the_whole_site_empties_the_record_and_leaves_it_guarded() -> None:
    ada = somebody()
    with transaction.atomic():
        write_down("board closed", ada, by=ada)

    call_command("flush", interactive=False, verbosity=0)

    assert not Line.objects.exists()
    assert not Head.objects.exists()
    ada = somebody()
    with transaction.atomic():
        assert write_down("board closed", ada, by=ada).number == 1
    with pytest.raises(IntegrityError, match=REFUSED):
        Line.objects.all().delete()
