from typing import ClassVar

from django.conf import settings
from django.db import models

from coproduce.ground.keeping import Erasing, Keeping, Until


class Line(models.Model):
    """One act: ids and kinds, never a name or a word. The database refuses to change or remove it (migration 0002)."""

    number = models.PositiveBigIntegerField(primary_key=True)  # from 1, no gaps, one chain for the whole site
    at = models.DateTimeField()  # whole milliseconds
    act = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=80)  # 'app.model'
    subject_id = models.PositiveBigIntegerField()
    project_id = models.PositiveBigIntegerField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    seal = models.CharField(max_length=64, blank=True)  # tells whose act it was, to who has that person's key
    reason_seal = models.CharField(max_length=64, blank=True)
    before = models.CharField(max_length=64)  # the hash of the line before
    hash = models.CharField(max_length=64)

    keeping: ClassVar = Keeping(
        until=Until.SITE,
        group="number at act subject_kind subject_id project_id seal reason_seal before hash",
        pseudonymous={"person": Erasing.UNLINKED},
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(number__gte=1), name="line_numbers_begin_at_1")]

    def __str__(self) -> str:
        return f"{self.number} {self.act}"


class Head(models.Model):
    """Where the chain ends. Whoever adds a line holds this one row's lock, as the last lock of the transaction."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    keeping: ClassVar = Keeping(until=Until.SITE, group="id number hash")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="head_is_single")]

    def __str__(self) -> str:
        return f"at {self.number}"


class PersonKey(models.Model):
    """The random key of somebody's seals. Once it is gone, nobody can tell which lines were theirs."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    key = models.CharField(max_length=64)

    keeping: ClassVar = Keeping(
        until=Until.SITE,
        pseudonymous={"person": Erasing.ROW_GOES},
        secret={"key": Erasing.ROW_GOES},
    )

    def __str__(self) -> str:
        return f"key of person {self.person_id}"


class ReasonKey(models.Model):
    """The random key of one reason's seal. Once it is gone, the seal tells nothing of the words."""

    line = models.OneToOneField(Line, models.CASCADE, primary_key=True, related_name="+")
    key = models.CharField(max_length=64)

    keeping: ClassVar = Keeping(until=Until.SITE, group="line", secret={"key": Erasing.ROW_GOES})

    def __str__(self) -> str:
        return f"key of line {self.line_id}"
