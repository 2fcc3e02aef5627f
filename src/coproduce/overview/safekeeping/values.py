"""A column's value in a form that no database owns, exact to the last digit, and back.

Times are UTC with microseconds, dates and UUIDs as they are always written, bytes in base64, decimals as text. One
value has one form: the same rows give the same bytes.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Field, ForeignKey


def line_of(names: Sequence[str], row: Sequence[Any]) -> bytes:
    """One row as one line of JSON, its columns in the order of `names`."""
    return (as_json({name: plain(value) for name, value in zip(names, row, strict=True)}) + "\n").encode()


def as_json(plain_value: Any) -> str:
    return json.dumps(plain_value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def plain(value: Any) -> Any:
    """The value as JSON can hold it. Raises TypeError for a kind of value that has no form yet."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat(timespec="microseconds")
        case UUID() | Decimal():
            return str(value)
        case bytes() | bytearray() | memoryview():
            return b64encode(bytes(value)).decode()
        case list() | tuple():
            return [plain(each) for each in value]
        case dict():  # PostgreSQL does not keep the order of keys
            return {key: plain(value[key]) for key in sorted(value)}
    raise TypeError(f"a backup has no form for {type(value).__name__}")


Reader = Callable[[Any], Any]

_READERS: Mapping[str, Reader] = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "TimeField": time.fromisoformat,
    "UUIDField": UUID,
    "DecimalField": Decimal,
    "BinaryField": b64decode,
}
_AS_IT_IS = frozenset(
    f"{name}Field"
    for name in (
        *("Auto", "BigAuto", "SmallAuto", "Integer", "BigInteger", "SmallInteger"),
        *("PositiveInteger", "PositiveBigInteger", "PositiveSmallInteger", "Boolean", "Float"),
        *("Char", "Text", "Slug", "Email", "URL", "JSON"),
    )
)


def reader_of(column: Field) -> Reader:
    """What turns the plain form into the column's value. Raises TypeError for a kind of column without a form."""
    kind = _stored(column).get_internal_type()
    if kind in _AS_IT_IS:
        return lambda value: value
    if kind not in _READERS:
        raise TypeError(f"a backup has no form for a {kind}")
    read = _READERS[kind]
    return lambda value: None if value is None else read(value)


def _stored(column: Field) -> Field:
    """What a foreign key holds is what it points at."""
    return _stored(column.target_field) if isinstance(column, ForeignKey) else column
