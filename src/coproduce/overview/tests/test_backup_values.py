import json
import math
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from coproduce.overview.others_keeping import lasting_tables
from coproduce.overview.safekeeping.values import as_json, line_of, plain, reader_of

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
ZONES = st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.builds(  # any zone's, and never beyond the year 9999 in another
    lambda day, clock, zone: datetime.combine(day, clock, zone),
    st.dates(date.min + timedelta(2), date.max - timedelta(2)),
    st.times(),
    ZONES,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)
VALUES = [
    (models.DateTimeField(), TIMES),
    (models.DateField(), st.dates()),
    (models.TimeField(), st.times()),
    (models.UUIDField(), st.uuids()),
    (models.DecimalField(max_digits=30, decimal_places=10), st.decimals(allow_nan=False, allow_infinity=False)),
    (models.BinaryField(), st.binary()),
    (models.TextField(), TEXT),
    (models.CharField(max_length=5), TEXT),
    (models.BooleanField(), st.booleans()),
    (models.BigIntegerField(), st.integers(-(2**63), 2**63 - 1)),
    (models.FloatField(), st.floats(allow_nan=False, allow_infinity=False)),
    (models.JSONField(), JSON),
]


@pytest.mark.parametrize(("column", "values"), VALUES, ids=lambda each: type(each).__name__)
def test_every_kind_of_value_comes_back_exactly(column, values):
    @given(st.none() | values)
    def comes_back(value):
        told = json.loads(as_json(plain(value)))
        assert reader_of(column)(told) == value
        assert type(reader_of(column)(told)) is type(value)

    comes_back()


@given(TIMES, ZONES)
def test_one_moment_has_one_form_wherever_it_was_noted(moment, zone):
    assert plain(moment) == plain(moment.astimezone(zone))


@given(st.dictionaries(TEXT, JSON, min_size=2))
def test_the_order_of_keys_in_json_makes_no_difference(value):
    turned = dict(reversed(value.items()))

    assert as_json(plain(turned)) == as_json(plain(value))


def test_a_row_is_one_line_in_the_order_of_its_columns():
    row = (
        7,
        "A ‘line’\nand \u2028 another",
        None,
        datetime(2026, 5, 4, 3, 2, 1, 9, UTC),
        date(2026, 5, 4),
        time(3, 2),
        UUID(int=5),
        Decimal("1.50"),
        b"\x00\xff",
        {"b": 1, "a": (2, [None])},
    )

    line = line_of(("id", "words", "none", "at", "on", "clock", "key", "price", "bytes", "json"), row)

    assert line.decode() == (
        '{"id":7,"words":"A ‘line’\\nand \u2028 another","none":null,"at":"2026-05-04T03:02:01.000009Z",'
        '"on":"2026-05-04","clock":"03:02:00.000000","key":"00000000-0000-0000-0000-000000000005","price":"1.50",'
        '"bytes":"AP8=","json":{"a":[2,[null]],"b":1}}\n'
    )
    assert line.count(b"\n") == 1


def test_a_value_without_a_form_is_said_and_not_guessed():
    with pytest.raises(TypeError, match="no form for timedelta"):
        plain(timedelta(1))
    with pytest.raises(TypeError, match="no form for a DurationField"):
        reader_of(models.DurationField())
    with pytest.raises(ValueError, match="Out of range"):
        as_json(plain(math.nan))


def test_every_column_of_a_backup_can_be_read_back():
    for model in lasting_tables():
        for column in model._meta.concrete_fields:
            reader_of(column)


def test_both_databases_keep_the_same_order_of_every_key():
    """Text is ordered by each database in its own way."""
    numbers = ("AutoField", "BigAutoField", "PositiveBigIntegerField", "PositiveSmallIntegerField", "UUIDField")
    for model in lasting_tables():
        key = model._meta.pk
        while isinstance(key, models.ForeignKey):
            key = key.target_field
        assert key.get_internal_type() in numbers, model._meta.label
