"""Starting a project, joining it, and giving people their way back and their duties."""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from coproduce.ground.keys.codes import new_code, new_slug
from coproduce.ground.keys.ring import Purpose
from coproduce.ground.keys.tokens import new_token
from coproduce.ground.record.actions import write_down
from coproduce.people.accounts.actions import new_sign_in_link
from coproduce.people.accounts.keyring import ring
from coproduce.people.accounts.models import Person
from coproduce.people.projects import rules
from coproduce.people.projects.models import Background, Duty, HeldDuty, Membership, Part, Project, WayBack
from coproduce.people.projects.queries import standing_of


@transaction.atomic
def start_project(
    name: str,
    *,
    purpose: str,
    who_decides: str,
    decider: str,
    by: Person,
    slug: str = "",
    zone: str = "Europe/London",
) -> Project:
    """A project whose address is two easy words, so that it tells nothing; who starts it helps run it."""
    project = Project.objects.create(
        slug=slug or _free_slug(),
        name=name,
        purpose=purpose,
        who_decides=who_decides,
        decider="" if who_decides == "group" else decider,
        zone=zone,
    )
    membership = Membership.objects.create(project=project, person=by, part=Part.HELPS_RUN_IT)
    write_down("project started", project, by=by, project=project.pk)
    write_down("may run it", membership, by=by, project=project.pk)
    return project


def _free_slug() -> str:
    while Project.objects.filter(slug=(slug := new_slug())).exists():
        continue
    return slug


@transaction.atomic
def join_as_guest(project: Project, *, name: str, language: str = "") -> tuple[Person, str]:
    """A new guest and their way-back code. No e-mail, no account; a name or none."""
    person = Person.objects.create(language=language)
    membership = Membership.objects.create(project=project, person=person, name=name)
    code, _link = give_way_back(membership, by=person)
    return person, code


@transaction.atomic
def give_way_back(membership: Membership, *, by: Person) -> tuple[str, str]:
    """A fresh code and the token of a fresh link; the old ones stop working. Only the person, or who types for them."""
    if by.pk != membership.person_id and not rules.may_run(standing_of(by, membership.project)):
        raise PermissionDenied
    WayBack.objects.filter(membership=membership).delete()
    link = new_token()
    while True:
        code = new_code()
        try:
            with transaction.atomic():
                WayBack.objects.create(
                    membership=membership,
                    project=membership.project,
                    code_mac=ring().mac(Purpose.WAY_BACK, _in_project(membership.project_id, code)),
                    link_mac=ring().mac(Purpose.WAY_BACK, link.encode()),
                )
        except IntegrityError:  # somebody in this project has the very code
            continue
        return code, link


def _in_project(project: int, code: str) -> bytes:
    """Two projects keep different MACs for the same code."""
    return f"{project}:{code}".encode()


def membership_by_code(project: Project, code: str) -> Membership | None:
    """Whose code it is. `code` is canonical (`codes.read_code`)."""
    macs = ring().matches_for(Purpose.WAY_BACK, _in_project(project.pk, code))
    return Membership.objects.filter(
        way_back__code_mac__in=macs, project=project, left_on=None, person__is_active=True
    ).first()


def membership_by_link(token: str) -> Membership | None:
    macs = ring().matches_for(Purpose.WAY_BACK, token.encode())
    return (
        Membership.objects.filter(way_back__link_mac__in=macs, left_on=None, person__is_active=True)
        .select_related("project", "person")
        .first()
    )


@transaction.atomic
def invite(project: Project, *, name: str, part: str, email: str | None, by: Person) -> tuple[Membership, str]:
    """Somebody who takes part or helps run it, and the link to hand over: it signs them in once, for two weeks."""
    if not rules.may_run(standing_of(by, project)):
        raise PermissionDenied
    person = Person.objects.filter(email__iexact=email).first() if email else None
    if person is None:
        person = Person.objects.create_user(email)
    membership, _new = Membership.objects.update_or_create(
        project=project, person=person, defaults={"part": part, "name": name, "left_on": None}
    )
    write_down("may run it" if part == Part.HELPS_RUN_IT else "takes part", membership, by=by, project=project.pk)
    token = new_sign_in_link(person, lasts=timedelta(days=14))
    return membership, urljoin(settings.ADDRESS, reverse("sign_in_by_link", args=[token]))


@transaction.atomic
def set_duties(membership: Membership, duties: set[str], *, by: Person) -> None:
    """Duties carry rights, so each change is written down."""
    if not rules.may_change_duties(standing_of(by, membership.project)):
        raise PermissionDenied
    held = set(membership.duties.values_list("duty", flat=True))
    membership.duties.filter(duty__in=held - duties).delete()
    HeldDuty.objects.bulk_create(HeldDuty(membership=membership, duty=Duty(duty)) for duty in sorted(duties - held))
    if held != duties:
        write_down("duties changed", membership, by=by, project=membership.project_id)


@transaction.atomic
def change_name(membership: Membership, name: str, *, by: Person) -> None:
    """How one's own name shows in this project, from now on and on everything said before."""
    if by.pk != membership.person_id:
        raise PermissionDenied
    membership.name = name
    membership.save(update_fields=["name"])


@transaction.atomic
def describe_background(membership: Membership, words: list[str], *, by: Person) -> None:
    """How somebody describes themselves; several or none."""
    if not rules.may_describe_background(standing_of(by, membership.project), own=by.pk == membership.person_id):
        raise PermissionDenied
    Background.objects.filter(membership=membership).delete()
    Background.objects.bulk_create(Background(membership=membership, words=each) for each in dict.fromkeys(words))


@transaction.atomic
def end_other_sessions(person: Person) -> None:
    """A fresh stamp ends every session of the person, everywhere."""
    person.stamp = new_token()
    person.save(update_fields=["stamp"])
