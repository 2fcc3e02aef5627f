from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coproduce.ground.keeping import Erasing, Keeping, Until


class WhoDecides(models.TextChoices):
    """What the group may decide, in one of four sentences (`who_decides.sentence`)."""

    GROUP = "group", _("The group decides")
    TOGETHER = "together", _("The group and somebody else decide together")
    ADVISE = "advise", _("You advise; somebody else decides and must answer you")
    OTHERS = "others", _("Somebody else decides; we pass on what you say")


class Project(models.Model):
    """One group's way round the cycle. Its address is neutral: it never tells of an illness."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("What is it called?"), max_length=80)
    purpose = models.CharField(_("What is it about, in one sentence?"), max_length=240, blank=True)
    who_decides = models.CharField(_("Who decides what comes of it?"), max_length=12, choices=WhoDecides.choices)
    decider = models.CharField(_("Who else decides?"), max_length=60, blank=True)  # 'the research team', 'the funder'
    zone = models.CharField(max_length=40, default="Europe/London")
    language = models.CharField(max_length=12, default="en-gb")
    helper_name = models.CharField(_("Who can people ask for help?"), max_length=60, blank=True)
    helper_phone = models.CharField(_("Their phone"), max_length=30, blank=True)
    helper_email = models.EmailField(_("Their e-mail"), blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    client_id = models.UUIDField(null=True, unique=True)  # of the form: pressing twice starts it once

    keeping: ClassVar = Keeping(
        until=Until.PROJECT,
        public="id slug name purpose who_decides decider zone language made_at helper_name helper_phone helper_email",
        group="client_id",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(who_decides=WhoDecides.GROUP) | ~models.Q(decider=""),
                name="project_names_who_decides",
            ),
            models.CheckConstraint(
                condition=models.Q(who_decides__in=WhoDecides.values), name="project_decides_in_a_known_way"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def zoneinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class Partner(models.Model):
    """An organisation that the project belongs to with others."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="partners")
    name = models.CharField(max_length=120)

    keeping: ClassVar = Keeping(until=Until.PROJECT, public="id project name")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="partner_is_named_once")]

    def __str__(self) -> str:
        return self.name


class Part(models.TextChoices):
    """The only two ways to belong. Lived experience is neither: it is never a role."""

    TAKES_PART = "takes part", _("takes part")
    HELPS_RUN_IT = "helps run it", _("helps run it")


class Membership(models.Model):
    """One person in one project, under the name they chose there."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    part = models.CharField(max_length=12, choices=Part.choices, default=Part.TAKES_PART)
    name = models.CharField(_("What should we call you?"), max_length=60, blank=True)
    joined_on = models.DateField(auto_now_add=True)
    left_on = models.DateField(null=True)
    client_id = models.UUIDField(null=True)  # of the form that invited them: pressing twice invites once

    keeping: ClassVar = Keeping(
        until=Until.PROJECT,
        group="id project part joined_on left_on client_id",
        pseudonymous="person",
        private={"name": Erasing.BLANKED},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "person"], name="membership_is_single"),
            models.UniqueConstraint(fields=["project", "client_id"], name="membership_is_made_once"),
            models.CheckConstraint(condition=models.Q(part__in=Part.values), name="membership_part_is_known"),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} in project {self.project_id}"


class Duty(models.TextChoices):
    """Extra things that somebody looks after; each carries its rights (`rules.py` of the rooms)."""

    TYPES_FOR_OTHERS = "types for others", _("types for others")
    ANSWERS_COMMENTS = "answers comments", _("answers comments")
    LOOKS_AFTER_NEEDS = "looks after needs", _("looks after what people need")
    PERSON_TO_TALK_TO = "person to talk to", _("is the person to talk to")
    PAYS_PEOPLE = "pays people", _("pays people")
    DATA_CONTACT = "data contact", _("answers questions about privacy")


class HeldDuty(models.Model):
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="duties")
    duty = models.CharField(max_length=20, choices=Duty.choices)

    keeping: ClassVar = Keeping(until=Until.PROJECT, group="id membership duty")

    class Meta:
        verbose_name_plural = "held duties"
        constraints = [
            models.UniqueConstraint(fields=["membership", "duty"], name="duty_is_held_once"),
            models.CheckConstraint(condition=models.Q(duty__in=Duty.values), name="duty_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.duty} by membership {self.membership_id}"


class Background(models.Model):
    """How a person describes themselves, in their own words; several or none, and nothing depends on it."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="backgrounds")
    words = models.CharField(max_length=80)

    keeping: ClassVar = Keeping(
        until=Until.PROJECT,
        group="id",
        pseudonymous={"membership": Erasing.ROW_GOES},
        special={"words": Erasing.ROW_GOES},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "words"], name="background_is_said_once")]

    def __str__(self) -> str:
        return f"background {self.pk}"


class WayBack(models.Model):
    """A guest's own way back: a code that can be read over the phone, valid in its project only. Kept as a MAC."""

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="way_back")
    code_mac = models.CharField(max_length=120)
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    link_mac = models.CharField(max_length=120, unique=True)

    keeping: ClassVar = Keeping(
        until=Until.PROJECT,
        group="id project",
        pseudonymous={"membership": Erasing.ROW_GOES},
        secret={"code_mac": Erasing.ROW_GOES, "link_mac": Erasing.ROW_GOES},
    )

    class Meta:
        verbose_name_plural = "ways back"
        constraints = [models.UniqueConstraint(fields=["project", "code_mac"], name="code_opens_one_door")]

    def __str__(self) -> str:
        return f"way back {self.pk}"
