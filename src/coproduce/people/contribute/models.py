from typing import ClassVar

from django.conf import settings
from django.db import models

from coproduce.ground.keeping import Erasing, Keeping, Until
from coproduce.people.projects.models import Project

LONGEST_WORDS = 5_000  # characters; about two printed pages


class Channel(models.TextChoices):
    """How the words came."""

    PAGE = "page"
    PHONE = "phone"
    LETTER = "letter"
    IN_PERSON = "in person"


class Contribution(models.Model):
    """Somebody's words. What they are for (a note, a comment) is a row of its stage that points here."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="contributions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="contributions")
    scribe = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel.choices, default=Channel.PAGE)
    words = models.TextField(max_length=LONGEST_WORDS)
    language = models.CharField(max_length=12, blank=True)
    feeling = models.CharField(max_length=40, blank=True)
    warning = models.CharField(max_length=120, blank=True)  # 'warn readers': of what
    said_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    hidden_because = models.CharField(max_length=240, blank=True)
    taken_back_at = models.DateTimeField(null=True)
    client_id = models.UUIDField()

    keeping: ClassVar = Keeping(
        until=Until.PROJECT,
        group="id project channel language said_at changed_at taken_back_at client_id hidden_because",
        pseudonymous={"author": Erasing.UNLINKED, "scribe": Erasing.UNLINKED},
        private={"words": Erasing.BLANKED, "feeling": Erasing.BLANKED, "warning": Erasing.BLANKED},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "client_id"], name="contribution_is_made_once"),
            models.CheckConstraint(
                condition=models.Q(taken_back_at__isnull=False) & models.Q(words="", feeling="", warning="")
                | models.Q(taken_back_at__isnull=True) & ~models.Q(words=""),
                name="contribution_has_words_until_taken_back",
            ),
        ]
        indexes = [models.Index(fields=["project", "author"])]

    def __str__(self) -> str:
        return f"contribution {self.pk}"


class EarlierWords(models.Model):
    """Words as they stood before their author changed them; gone when taken back."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="earlier")
    words = models.TextField()
    until = models.DateTimeField()

    keeping: ClassVar = Keeping(
        until=Until.PROJECT,
        group={"id": Erasing.ROW_GOES, "contribution": Erasing.ROW_GOES, "until": Erasing.ROW_GOES},
        private={"words": Erasing.ROW_GOES},
    )

    class Meta:
        verbose_name_plural = "earlier words"

    def __str__(self) -> str:
        return f"earlier words of contribution {self.contribution_id}"


class Erasure(models.Model):
    """That something was erased, by id alone: a restored backup applies it again. `scrubbed_at` is set when no
    copy is left in the database's own files."""

    table = models.CharField(max_length=60)
    row = models.BigIntegerField()
    at = models.DateTimeField()
    scrubbed_at = models.DateTimeField(null=True)

    keeping: ClassVar = Keeping(until=Until.SITE, group="id table row at scrubbed_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "row"], name="erasure_is_noted_once")]

    def __str__(self) -> str:
        return f"erased {self.table} {self.row}"
