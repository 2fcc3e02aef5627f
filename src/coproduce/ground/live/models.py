from typing import ClassVar

from django.conf import settings
from django.db import models

from coproduce.ground.keeping import Erasing, Keeping, Until


class Log(models.Model):
    """Everything that was done to one thing (a board, a document), numbered from 1 without gaps."""

    kind = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField(default=0)  # of the last entry

    keeping: ClassVar = Keeping(until=Until.PROJECT, group="id kind number")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} at {self.number}"


class Entry(models.Model):
    """One act. It names the rows it changed and never holds anybody's words."""

    log = models.ForeignKey(Log, models.CASCADE, related_name="entries")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    operation = models.CharField(max_length=40)
    rows = models.JSONField()  # [[table, id], …]
    client_id = models.UUIDField()  # chosen by the sender: a repeat is answered with the first result

    keeping: ClassVar = Keeping(
        until=Until.PROJECT,
        group="id log number at operation rows client_id",
        pseudonymous={"by": Erasing.UNLINKED},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["log", "number"], name="entry_numbers_have_no_twin"),
            models.UniqueConstraint(fields=["log", "by", "client_id"], name="entry_is_made_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="entry_numbers_begin_at_1"),
        ]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.log_id}:{self.number} {self.operation}"
