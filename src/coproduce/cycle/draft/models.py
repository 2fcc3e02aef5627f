from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coproduce.cycle.capture.models import Note
from coproduce.ground.keeping import Erasing, Keeping, Until
from coproduce.ground.live.models import Log
from coproduce.people.contribute.models import Contribution
from coproduce.people.projects.models import Project


class Sorting(models.Model):
    """The piles of one project; they run across all its boards."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="sorting")
    log = models.OneToOneField(Log, models.PROTECT, related_name="+")

    keeping: ClassVar = Keeping(until=Until.PROJECT, group="id project log")

    def __str__(self) -> str:
        return f"sorting of project {self.project_id}"


class Pile(models.Model):
    """Notes that belong together, and who named them so."""

    sorting = models.ForeignKey(Sorting, models.CASCADE, related_name="piles")
    name = models.CharField(max_length=80)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed = models.PositiveBigIntegerField()

    keeping: ClassVar = Keeping(
        until=Until.PROJECT, group="id sorting name changed", pseudonymous={"named_by": Erasing.UNLINKED}
    )

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["sorting", "name"], name="pile_is_named_once")]

    def __str__(self) -> str:
        return f"pile {self.pk}"


class NoteInPile(models.Model):
    """A note may lie in several piles."""

    pile = models.ForeignKey(Pile, models.CASCADE, related_name="places")
    note = models.ForeignKey(Note, models.CASCADE, related_name="places")
    put_at = models.DateTimeField()
    taken_out = models.BooleanField(default=False)
    changed = models.PositiveBigIntegerField()

    keeping: ClassVar = Keeping(until=Until.PROJECT, group="id pile note put_at taken_out changed")

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "notes in piles"
        constraints = [models.UniqueConstraint(fields=["pile", "note"], name="note_lies_once_in_a_pile")]

    def __str__(self) -> str:
        return f"note {self.note_id} in pile {self.pile_id}"


class Document(models.Model):
    """A manifesto or a set of standards: blocks in an order, with ids that never change."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="documents")
    title = models.CharField(_("What is the draft called?"), max_length=120)
    log = models.OneToOneField(Log, models.PROTECT, related_name="+")

    keeping: ClassVar = Keeping(until=Until.PROJECT, public="id project title log")

    def __str__(self) -> str:
        return f"document {self.pk}"


class BlockKind(models.TextChoices):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    PRINCIPLE = "principle"


class Block(models.Model):
    """A principle, a heading or a paragraph. Its id is its identity; its place and number are not."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="blocks")
    kind = models.CharField(max_length=10, choices=BlockKind.choices)
    place = models.PositiveSmallIntegerField()
    changed = models.PositiveBigIntegerField()

    keeping: ClassVar = Keeping(until=Until.PROJECT, public="id document kind place changed")

    class Meta:
        ordering = ("document", "place", "id")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=BlockKind.values), name="block_kind_is_known")
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"


class Wording(models.Model):
    """Accepted words of a block: who wrote them, why, and what they answer. Never edited; the next one follows."""

    block = models.ForeignKey(Block, models.CASCADE, related_name="wordings")
    number = models.PositiveSmallIntegerField()  # 1, 2, 3 … within its block
    words = models.TextField(max_length=2_000)
    why = models.TextField(max_length=1_000, blank=True)
    nobody_asked = models.BooleanField(default=False)  # 'we added it because…' is allowed, silence is not
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    keeping: ClassVar = Keeping(
        until=Until.PROJECT,
        public="id block number words why nobody_asked at",
        pseudonymous={"by": Erasing.UNLINKED},
    )

    class Meta:
        ordering = ("block", "number")
        constraints = [
            models.UniqueConstraint(fields=["block", "number"], name="wording_numbers_have_no_twin"),
            models.CheckConstraint(
                condition=models.Q(nobody_asked=False) | ~models.Q(why=""),
                name="wording_nobody_asked_for_says_why",
            ),
            models.CheckConstraint(condition=~models.Q(words=""), name="wording_has_words"),
        ]

    def __str__(self) -> str:
        return f"wording {self.number} of block {self.block_id}"


class Source(models.Model):
    """That a wording answers something somebody said: a note, a comment."""

    wording = models.ForeignKey(Wording, models.CASCADE, related_name="sources")
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="became")

    keeping: ClassVar = Keeping(until=Until.PROJECT, public="id wording contribution")

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["wording", "contribution"], name="source_is_named_once")]

    def __str__(self) -> str:
        return f"contribution {self.contribution_id} in wording {self.wording_id}"


class Version(models.Model):
    """A published, numbered snapshot of a document; it never changes."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    published_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    keeping: ClassVar = Keeping(
        until=Until.PROJECT,
        public="id document number title published_at",
        pseudonymous={"by": Erasing.UNLINKED},
    )

    class Meta:
        ordering = ("document", "number")
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="version_numbers_have_no_twin")]

    def __str__(self) -> str:
        return f"version {self.number} of document {self.document_id}"


class VersionBlock(models.Model):
    """One block as a version shows it."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="shown")
    block = models.ForeignKey(Block, models.PROTECT, related_name="+")
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    keeping: ClassVar = Keeping(until=Until.PROJECT, public="id version block wording place")

    class Meta:
        ordering = ("version", "place")
        constraints = [
            models.UniqueConstraint(fields=["version", "block"], name="block_stands_once_in_a_version"),
            models.UniqueConstraint(fields=["version", "place"], name="places_in_a_version_have_no_twin"),
        ]

    def __str__(self) -> str:
        return f"block {self.block_id} in version {self.version_id}"
