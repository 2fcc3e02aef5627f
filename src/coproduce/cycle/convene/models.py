from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coproduce.ground.keeping import Erasing, Keeping, Until
from coproduce.people.projects.models import Project


class Event(models.Model):
    """One meeting, with its time in the project's time zone."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="events")
    name = models.CharField(_("What is the event called?"), max_length=80)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(_("Where, or the link to the call"), max_length=200, blank=True)
    client_id = models.UUIDField(null=True)  # chosen by the sender: planning the same event twice plans it once

    keeping: ClassVar = Keeping(until=Until.PROJECT, group="id project name starts_at ends_at place client_id")

    class Meta:
        ordering = ("starts_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_it_starts"
            ),
            models.UniqueConstraint(fields=["project", "client_id"], name="event_is_planned_once"),
        ]

    def __str__(self) -> str:
        return f"event {self.pk}"


class Group(models.Model):
    """A breakout group: some people, one question. Its link opens the door for whoever was there."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="groups")
    name = models.CharField(max_length=40)
    question = models.CharField(_("What question do they talk about?"), max_length=200)
    place = models.PositiveSmallIntegerField()
    link = models.CharField(max_length=40, unique=True)  # the token in the QR code and in the chat
    short_address = models.CharField(max_length=20, unique=True)  # said aloud: 'river42'
    client_id = models.UUIDField(null=True)  # the same for all that were made at one press of the button

    keeping: ClassVar = Keeping(
        until=Until.PROJECT,
        group="id event name question place client_id",
        secret="link short_address",
    )

    class Meta:
        ordering = ("event", "place")
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="group_is_named_once_an_event")]

    def __str__(self) -> str:
        return f"group {self.pk}"


class GroupMember(models.Model):
    """Somebody who came through a group's door."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    client_id = models.UUIDField(null=True)  # of the form at the door: pressing twice makes one guest

    keeping: ClassVar = Keeping(
        until=Until.PROJECT, group="id group client_id", pseudonymous={"person": Erasing.ROW_GOES}
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="group_member_is_counted_once"),
            models.UniqueConstraint(fields=["group", "client_id"], name="group_is_joined_once"),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} in group {self.group_id}"
