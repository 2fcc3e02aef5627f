"""Every column says what it holds, how long it stays and what erasing does to it; and erasing does just that."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CASCADE, CharField, Field, ForeignKey, Model, TextField

from coproduce.ground.keeping import Erasing, Holds, Keeping
from coproduce.ground.record.queries import verify
from coproduce.overview.others_keeping import MADE_BY_MIGRATE, OTHERS, keeping_of, tables_of_people
from coproduce.overview.safekeeping.values import line_of
from coproduce.overview.tests.living import one_more_note, people_have_been_here
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.actions import change_words, take_back
from coproduce.people.contribute.forgetting import forget_person
from coproduce.people.contribute.models import Contribution, EarlierWords, Erasure
from coproduce.people.projects.actions import describe_background, give_way_back
from coproduce.people.projects.models import Membership

CANARY = "heron-7f3a9"


def every_table() -> list[type[Model]]:
    return list(apps.get_models(include_auto_created=True))


def columns_of(*models: type[Model]) -> Iterator[tuple[Field, Erasing]]:
    for model in models or every_table():
        for column in model._meta.concrete_fields:
            yield column, keeping_of(model).columns[column.name].erasing


def to_people(*wanted: Erasing) -> list[ForeignKey]:
    """Every column that points at a person and whose line says one of these."""
    return [
        column
        for column, erasing in columns_of()
        if isinstance(column, ForeignKey) and column.related_model is Person and erasing in wanted
    ]


def blank(column: Field) -> str | None:
    return None if column.null else ""


# Every column has its line


def test_every_column_has_one_line_and_every_line_a_column() -> None:
    differing = {}
    for model in every_table():
        lines: Keeping | None = getattr(model, "keeping", None) or OTHERS.get(model._meta.label)
        columns = {column.name for column in model._meta.concrete_fields}
        if lines is None or set(lines.columns) != columns:
            differing[model._meta.label] = columns ^ set(lines.columns if lines else ())

    assert differing == {}


def test_a_table_has_its_lines_in_one_place() -> None:
    own = {model._meta.label for model in every_table() if hasattr(model, "keeping")}

    assert own & set(OTHERS) == set()
    assert set(OTHERS) <= {model._meta.label for model in every_table()}, "a library that is not installed"
    assert set(OTHERS) >= MADE_BY_MIGRATE


def test_a_column_without_a_line_would_be_noticed() -> None:
    """The check itself: a second line for a column is refused, a missing one is a difference."""
    with pytest.raises(ValueError, match="two lines"):
        Keeping(until=Contribution.keeping.until, public="id", secret="id")
    assert "words" not in Keeping(until=Contribution.keeping.until, public="id").columns


def test_what_points_at_a_person_is_a_pseudonym_and_can_do_what_its_line_says() -> None:
    for column in to_people(*Erasing):
        assert keeping_of(column.model).columns[column.name].holds is Holds.PSEUDONYMOUS, column
    for column, erasing in columns_of():
        if erasing is Erasing.UNLINKED:
            assert column.null, f"{column} cannot be unlinked"
        if erasing is Erasing.BLANKED:
            assert column.null or isinstance(column, CharField | TextField), f"{column} cannot be blank"


def test_a_row_goes_whole() -> None:
    """When one column's row goes, no other column may claim to be kept blank."""
    for model in every_table():
        erasings = {erasing for _column, erasing in columns_of(model)}
        if Erasing.ROW_GOES in erasings:
            assert erasings <= {Erasing.ROW_GOES, Erasing.STAYS}, model


def test_what_a_library_ties_to_a_person_goes_with_them() -> None:
    """Forgetting cannot see these lines: it goes by what the library says of its own rows."""
    for column in to_people(*Erasing):
        if column.model._meta.label in OTHERS:
            goes = keeping_of(column.model).columns[column.name].erasing is Erasing.ROW_GOES
            assert goes == (column.remote_field.on_delete is CASCADE), column


# Erasing does what the lines say


@pytest.fixture
def lived_in(db: None) -> Person:
    """Ada runs a whole project, and her name, address and words are canaries. Every column that points at a person
    points at her somewhere."""
    demo = people_have_been_here()
    ada = demo.ada
    change_words(one_more_note(CANARY), f"More {CANARY}", by=ada)
    Person.objects.filter(pk=ada.pk).update(email=f"{CANARY}@example.org", language=CANARY[:12])
    membership = Membership.objects.get(person=ada)
    Membership.objects.filter(pk=membership.pk).update(name=CANARY)
    describe_background(membership, [CANARY], by=ada)
    give_way_back(membership, by=ada)
    ada.emailaddress_set.update(email=f"{CANARY}@example.org")
    ada.authenticator_set.update(data={"name": CANARY})
    Contribution.objects.filter(author=ada).update(feeling=CANARY, warning=CANARY)
    Contribution.objects.exclude(author=ada).filter(taken_back_at=None).update(scribe=ada)
    ada.refresh_from_db()
    return ada


def newest_words_of(ada: Person) -> Contribution:
    return Contribution.objects.filter(author=ada, taken_back_at=None).latest("pk")


def everything() -> str:
    """All tables as they would stand in a backup, and those that would not."""
    return "".join(
        line_of(names, row).decode()
        for model in tables_of_people()
        for names in [tuple(column.attname for column in model._meta.concrete_fields)]
        for row in model._base_manager.values_list(*names)
    )


def values_of(model: type[Model], pk: Any) -> dict[str, Any]:
    return model._base_manager.values().get(pk=pk)


def test_words_taken_back_leave_every_column_as_its_line_says(lived_in: Person) -> None:
    said = newest_words_of(lived_in)
    Contribution.objects.filter(pk=said.pk).update(language="cy", scribe=lived_in, hidden_because="unkind")
    before = values_of(Contribution, said.pk)
    assert EarlierWords.objects.filter(contribution=said).exists()
    for column, erasing in columns_of(Contribution):
        if erasing is Erasing.BLANKED:
            assert CANARY in before[column.attname], f"put something in {column} first"

    take_back(said, by=lived_in)

    after = values_of(Contribution, said.pk)
    for column, erasing in columns_of(Contribution):
        if erasing is Erasing.BLANKED:
            assert after[column.attname] == blank(column), column
        elif column.name != "taken_back_at":
            assert after[column.attname] == before[column.attname], column
    assert {erasing for _column, erasing in columns_of(EarlierWords)} == {Erasing.ROW_GOES}
    assert not EarlierWords.objects.filter(contribution=said).exists()
    assert Erasure.objects.filter(table="contribute.Contribution", row=said.pk).count() == 1


def test_before_a_person_is_forgotten_everything_that_can_point_at_them_does(lived_in: Person) -> None:
    """Else the next test says little."""
    pointing = to_people(*Erasing)

    missing = [str(each) for each in pointing if not each.model._base_manager.filter(**{each.name: lived_in}).exists()]
    assert missing == []
    assert everything().count(CANARY) >= 8


def test_when_a_person_is_forgotten_every_column_is_as_its_line_says(lived_in: Person) -> None:
    membership = Membership.objects.get(person=lived_in)

    forget_person(lived_in, by=lived_in)

    assert CANARY not in everything()
    for column in to_people(Erasing.UNLINKED, Erasing.ROW_GOES):
        assert not column.model._base_manager.filter(**{column.name: lived_in}).exists(), column
    for model, pk in ((Person, lived_in.pk), (Membership, membership.pk)):
        row = values_of(model, pk)
        blanked = {column.attname: blank(column) for column, erasing in columns_of(model) if erasing is Erasing.BLANKED}
        assert blanked
        assert {name: row[name] for name in blanked} == blanked
    for column, erasing in columns_of():
        if isinstance(column, ForeignKey) and column.related_model is Membership and erasing is Erasing.ROW_GOES:
            assert not column.model._base_manager.filter(**{column.name: membership}).exists(), column
    assert verify().broken is None
