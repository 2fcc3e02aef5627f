from typing import ClassVar

from django.db import models

from coproduce.cycle.convene.models import Group
from coproduce.ground.keeping import Keeping, Until
from coproduce.ground.live.models import Log
from coproduce.people.contribute.models import Contribution

LONGEST_NOTE = 1_000  # characters; longer thoughts are several notes


class Board(models.Model):
    """The notes of one breakout group. Open while they write; closed when everyone invited may read."""

    group = models.OneToOneField(Group, models.CASCADE, related_name="board")
    log = models.OneToOneField(Log, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    keeping: ClassVar = Keeping(until=Until.PROJECT, group="id group log closed_at")

    def __str__(self) -> str:
        return f"board {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Note(models.Model):
    """A place on a board for somebody's words."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="notes")
    contribution = models.OneToOneField(Contribution, models.CASCADE, related_name="note")
    place = models.PositiveIntegerField()
    changed = models.PositiveBigIntegerField()  # the board's entry that last touched it

    keeping: ClassVar = Keeping(until=Until.PROJECT, group="id board contribution place changed")

    class Meta:
        ordering = ("board", "place")
        constraints = [models.UniqueConstraint(fields=["board", "place"], name="note_has_its_own_place")]
        indexes = [models.Index(fields=["board", "changed"])]

    def __str__(self) -> str:
        return f"note {self.pk}"
