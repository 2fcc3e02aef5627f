from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coproduce.cycle.draft.models import Block, Version, Wording
from coproduce.ground.keeping import Erasing, Keeping, Until
from coproduce.people.contribute.models import Contribution
from coproduce.people.projects.models import Project


class Round(models.Model):
    """The time for comments on one version."""

    version = models.OneToOneField(Version, models.CASCADE, related_name="round")
    opened_at = models.DateTimeField()
    until = models.DateField(_("Comments until"))
    answers_by = models.DateField(_("Answers by"))
    closed_at = models.DateTimeField(null=True)

    keeping: ClassVar = Keeping(until=Until.PROJECT, public="id version opened_at until answers_by closed_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answers_by__gte=models.F("until")), name="round_answers_after_comments"
            )
        ]

    def __str__(self) -> str:
        return f"round {self.pk}"


class Comment(models.Model):
    """Somebody's words about a block of the version, or about all of it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="comments")
    contribution = models.OneToOneField(Contribution, models.CASCADE, related_name="comment")
    block = models.ForeignKey(Block, models.PROTECT, null=True, related_name="comments")

    keeping: ClassVar = Keeping(until=Until.PROJECT, public="id round contribution block")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"comment {self.pk}"


class Outcome(models.TextChoices):
    """What we did about what somebody said."""

    DONE = "done"
    DONE_IN_PART = "done in part"
    NOT_DONE = "not done"
    PASSED_ON = "passed on"
    WILL_DO = "will do"
    THINKING = "thinking"
    THANKED = "thanked"


OUTCOMES_WITH_A_DATE = (Outcome.WILL_DO, Outcome.THINKING)


class Answer(models.Model):
    """The group's answer to one or several contributions."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="answers")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    words = models.TextField(max_length=2_000, blank=True)
    wording = models.ForeignKey(Wording, models.PROTECT, null=True, related_name="+")  # the new words, if any
    by_date = models.DateField(null=True)  # promised: done, or told again, by then
    passed_to = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    client_id = models.UUIDField()

    keeping: ClassVar = Keeping(
        until=Until.PROJECT,
        public="id project outcome words wording by_date passed_to at client_id",
        pseudonymous={"by": Erasing.UNLINKED},
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="answer_outcome_is_known"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=OUTCOMES_WITH_A_DATE) ^ models.Q(by_date__isnull=True),
                name="answer_promises_with_a_date",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.PASSED_ON) ^ models.Q(passed_to=""),
                name="answer_passed_on_to_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.THANKED) | models.Q(wording__isnull=False) | ~models.Q(words=""),
                name="answer_says_something",
            ),
            models.UniqueConstraint(fields=["by", "client_id"], name="answer_is_given_once"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Answered(models.Model):
    """That an answer is for a contribution. One answer may serve several; the newest stands."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="serves")
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="answers")

    keeping: ClassVar = Keeping(until=Until.PROJECT, public="id answer contribution")

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["answer", "contribution"], name="answer_serves_once")]

    def __str__(self) -> str:
        return f"answer {self.answer_id} to contribution {self.contribution_id}"
