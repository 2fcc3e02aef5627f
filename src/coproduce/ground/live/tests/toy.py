"""A small kind of log for the tests of this room, which may not know a board: a wall of lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.test.utils import isolate_apps

from coproduce.ground.live.gate import Number, Refused, Words
from coproduce.ground.live.kinds import Batch, Kind, Operation
from coproduce.ground.live.models import Log

MOST_LINES = 3  # of one person on one wall, so that acts in one group depend on each other

with isolate_apps("coproduce.ground.live"):

    class Line(models.Model):
        log = models.ForeignKey(Log, models.CASCADE, related_name="+", db_constraint=False)
        author = models.BigIntegerField()
        words = models.CharField(max_length=40)
        changed = models.PositiveBigIntegerField()

        class Meta:
            app_label = "live"

        def __str__(self) -> str:
            return f"line {self.pk}"


@dataclass(slots=True)
class Facts:
    log: Log
    lines: dict[int, Line]
    count: dict[int, int]  # lines of each person


def facts_of(log: Log, people: Sequence[int], acts: Sequence[Mapping[str, Any]]) -> Facts:
    lines = {line.pk: line for line in Line.objects.filter(log=log)}
    return Facts(log, lines, {by: sum(line.author == by for line in lines.values()) for by in people})


def may_add(facts: Facts, by: int, values: Mapping[str, Any]) -> None:
    if facts.count[by] >= MOST_LINES:
        raise Refused("too many")


def add(facts: Facts, by: int, values: Mapping[str, Any], batch: Batch) -> None:
    facts.count[by] += 1
    batch.new(Line(log=facts.log, author=by, words=values["words"], changed=batch.number))


def may_change(facts: Facts, by: int, values: Mapping[str, Any]) -> None:
    line = facts.lines.get(values["line"])
    if line is None or line.author != by:
        raise Refused("not here", "line")


def change(facts: Facts, by: int, values: Mapping[str, Any], batch: Batch) -> None:
    line = facts.lines[values["line"]]
    line.words, line.changed = values["words"], batch.number
    batch.change(line, "words", "changed")


WALL = Kind(
    name="wall of the tests",
    facts=facts_of,
    operations={
        "add": Operation({"words": Words(40)}, may_add, add),
        "change": Operation({"line": Number(), "words": Words(40)}, may_change, change),
    },
)


def make_table() -> None:
    """Inside the test's own transaction, so that it is gone afterwards."""
    sql, parameters = connection.SchemaEditorClass(connection).table_sql(Line)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
