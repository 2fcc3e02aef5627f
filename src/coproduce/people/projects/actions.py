"""Starting a project, joining it, and giving people their way back and their duties."""

from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlencode, urljoin
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.shortcuts import resolve_url
from django.urls import reverse

from coproduce.ground.keys.codes import new_code, new_slug
from coproduce.ground.keys.ring import Purpose
from coproduce.ground.keys.tokens import new_token
from coproduce.ground.record.actions import write_down
from coproduce.people.accounts.actions import look_slowly, new_sign_in_link
from coproduce.people.accounts.keyring import ring
from coproduce.people.accounts.models import Person, SignInLink
from coproduce.people.projects import rules
from coproduce.people.projects.models import (
    Background,
    Duty,
    HeldDuty,
    Membership,
    Part,
    Project,
    WayBack,
    WhoDecides,
)
from coproduce.people.projects.queries import standing_of


class Helper(NamedTuple):
    """Whom people can ask, as it stands at the foot of every page. '' where nothing is known."""

    name: str
    phone: str
    email: str


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
    client_id: UUID | None = None,
) -> Project:
    """A project whose address is two easy words, so that it tells nothing; who starts it helps run it.

    The same `client_id` again gives the project that it made.
    """
    Person.objects.select_for_update().get(pk=by.pk)  # whoever presses twice comes second
    if client_id and (made := Project.objects.filter(client_id=client_id, memberships__person=by).first()):
        return made
    project = Project.objects.create(
        slug=slug or _free_slug(),
        name=name,
        purpose=purpose,
        who_decides=who_decides,
        decider="" if who_decides == WhoDecides.GROUP else decider,
        zone=zone,
        client_id=client_id,
    )
    membership = Membership.objects.create(project=project, person=by, part=Part.HELPS_RUN_IT)
    write_down("project started", project, by=by, project=project.pk)
    write_down("may run it", membership, by=by, project=project.pk)
    return project


@transaction.atomic
def change_project(
    project: Project,
    *,
    name: str,
    purpose: str,
    who_decides: str,
    decider: str,
    helper: Helper,
    partners: list[str],
    by: Person,
) -> None:
    """What stands around every page of the project. Who decides is power, so a change of it is written down."""
    if not rules.may_run(standing_of(by, project)):
        raise PermissionDenied
    before = Project.objects.select_for_update().get(pk=project.pk)
    project.name, project.purpose = name, purpose
    project.who_decides = who_decides
    project.decider = "" if who_decides == WhoDecides.GROUP else decider
    project.helper_name, project.helper_phone, project.helper_email = helper
    project.save()
    project.partners.exclude(name__in=partners).delete()
    for partner in partners:
        project.partners.get_or_create(name=partner)
    if (before.who_decides, before.decider) != (project.who_decides, project.decider):
        write_down("who decides changed", project, by=by, project=project.pk)


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
    return (
        Membership.objects.filter(way_back__code_mac__in=macs, project=project, left_on=None, person__is_active=True)
        .select_related("person")
        .first()
    )


def membership_by_typed_code(project: Project, code: str, *, address: str) -> Membership | None:
    """The same, slowly: tries that open nothing are counted by network address. Raises TooSoon."""
    return look_slowly(lambda: membership_by_code(project, code), address=address)


def membership_by_link(token: str) -> Membership | None:
    macs = ring().matches_for(Purpose.WAY_BACK, token.encode())
    return (
        Membership.objects.filter(way_back__link_mac__in=macs, left_on=None, person__is_active=True)
        .select_related("project", "person")
        .first()
    )


@transaction.atomic
def invite(
    project: Project, *, name: str, part: str, email: str | None, by: Person, client_id: UUID | None = None
) -> tuple[Membership, str]:
    """Somebody who takes part or helps run it, and the link to hand over.

    With an e-mail the link opens no door: it leads to signing in by a code, so that only whoever reads the letters of
    that address comes in, and nobody can invite themselves into somebody else's sign-in. Without one the link signs
    in once, within two weeks, a person who is new and has nothing else here.
    """
    if not rules.may_run(standing_of(by, project)):
        raise PermissionDenied
    email = email.strip().lower() if email else None
    Project.objects.select_for_update().get(pk=project.pk)  # whoever presses twice comes second
    membership = _asked_before(project, email, client_id)
    if new := membership is None:
        person = (Person.objects.filter(email=email).first() if email else None) or Person.objects.create_user(email)
        membership = Membership(project=project, person=person, name=name, part=part, client_id=client_id)
    comes = new or membership.left_on is not None or (part == Part.HELPS_RUN_IT and membership.part != part)
    if comes:  # who belonged before keeps the name that they chose
        membership.part, membership.left_on = part, None
        membership.save()
    link = urljoin(settings.ADDRESS, _way_in(membership, new=new))
    if comes:
        act = "may run it" if part == Part.HELPS_RUN_IT else "takes part"
        write_down(act, membership, by=by, project=project.pk)
    return membership, link


def _asked_before(project: Project, email: str | None, client_id: UUID | None) -> Membership | None:
    same = Q(client_id=client_id) if client_id else Q(pk=None)
    if email:
        same |= Q(person__email=email)
    return project.memberships.filter(same).select_related("person").first()


def _way_in(membership: Membership, *, new: bool) -> str:
    home = reverse("now", args=[membership.project.slug])
    person = membership.person
    if person.email:
        return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': home})}"
    unused, _gone = SignInLink.objects.filter(person=person).delete()
    if not new and not unused:  # it was used: nobody gets a second way into somebody's part
        return home
    token = new_sign_in_link(person, lasts=timedelta(days=14), name=membership.name)
    return reverse("sign_in_by_link", args=[token])


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
def describe_me(membership: Membership, *, name: str, background: list[str], by: Person) -> None:
    """What somebody says of themselves on one page."""
    change_name(membership, name, by=by)
    describe_background(membership, background, by=by)


@transaction.atomic
def describe_background(membership: Membership, words: list[str], *, by: Person) -> None:
    """How somebody describes themselves; several or none."""
    if not rules.may_describe_background(standing_of(by, membership.project), own=by.pk == membership.person_id):
        raise PermissionDenied
    Background.objects.filter(membership=membership).delete()
    Background.objects.bulk_create(Background(membership=membership, words=each) for each in dict.fromkeys(words))
