"""A form changes what its fields say, whatever else is sent along (trust goal 27)."""

from django.apps import apps
from django.db import models

from tests.permissions.visitors import World
from tests.trust.furnished import furnish_elsewhere
from tests.trust.kept import Row, changed_between, columns_of, everything_kept
from tests.trust.sending import Data, Found, forms_of, send, undone
from tests.trust.walk import Browse

Effect = dict[str, list[Row]]

OF_THE_LIBRARY = {"django_session"}
EVIL = {
    "BooleanField": "on",
    "DateField": "2001-02-03",
    "DateTimeField": "2001-02-03T04:05:06Z",
    "UUIDField": "00000000-0000-4000-8000-000000000666",
    "JSONField": '{"evil": 666}',
}
NUMBERS = ("AutoField", "IntegerField")


def every_column() -> Data:
    """A value for each column of each table, by its name: the last choice, somebody else's id, or evil itself."""
    values: Data = {}
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            for name in (column.name, column.attname):
                values.setdefault(name, [_evil_for(column)])
    return values


def _evil_for(column: models.Field) -> str:
    kind = column.get_internal_type()
    if column.choices:
        return str(list(column.choices)[-1][0])
    if column.related_model:
        last = column.related_model._base_manager.order_by("pk").last()
        return str(last.pk) if last else "1"
    return "666" if kind.endswith(NUMBERS) else EVIL.get(kind, "evil")


def effect_of(found: Found, data: Data) -> Effect:
    """By table: the rows that are new or otherwise once the form was sent; those that are gone stand after them."""
    before = everything_kept()
    with undone(found):
        send(found, data)
        changed = changed_between(before, everything_kept())
    return {table: new + gone for table, (gone, new) in changed.items() if table not in OF_THE_LIBRARY}


def differences(found: Found, other: Data) -> list[str]:
    """Columns that are otherwise when `other` is sent in place of what the form is meant for.

    What differs between two plain times is made by chance or by the clock: there no value of `other` may stand.
    """
    once, again, then = effect_of(found, found.data), effect_of(found, found.data), effect_of(found, other)
    if {table: len(rows) for table, rows in once.items()} != {table: len(rows) for table, rows in then.items()}:
        return [f"other rows than {sorted(once)}: {sorted(then)}"]
    sent = {str(value) for values in other.values() for value in values}
    return [
        f"{table}.{column.column}"
        for table, rows in then.items()
        for plain, plain_again, row in zip(once[table], again[table], rows, strict=True)
        for place, column in columns_of(table)
        if (row[place] != plain[place] and (plain[place] == plain_again[place] or str(row[place]) in sent))
    ]


def test_no_form_takes_what_it_did_not_ask_for(small_world: World, browse: Browse) -> None:
    furnish_elsewhere(small_world)
    columns = every_column()
    forms = forms_of(small_world, browse)

    taken = {}
    for found in forms:
        more = {name: values for name, values in columns.items() if name not in found.form.names}
        taken[str(found)] = differences(found, found.data | more)

    assert {form: columns for form, columns in taken.items() if columns} == {}
    assert {
        "is_steward",
        "part",
        "author",
        "author_id",
        "project",
        "hidden_because",
        "left_on",
        "stamp",
    } < columns.keys()
    assert (len(columns) > 80, len(taken) >= 40) == (True, True)

    (invite,) = [found for found in forms if found.route == "invite"]
    with_part = differences(invite, invite.data | {"part": ["helps run it"]})
    with_email = differences(invite, invite.data | {"email": ["666@example.org"]})
    assert set(with_part) == {"projects_membership.part", "record_line.act"}  # what a form does ask for is seen
    assert with_email == ["accounts_person.email"]
