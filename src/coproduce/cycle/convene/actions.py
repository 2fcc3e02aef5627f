"""Planning an event with its breakout groups, and coming through a group's door."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from coproduce.cycle.convene import rules
from coproduce.cycle.convene.models import Event, Group, GroupMember
from coproduce.ground.keys.codes import new_short_address
from coproduce.ground.keys.tokens import new_token
from coproduce.people.accounts.models import Person
from coproduce.people.projects.actions import give_way_back, join_as_guest
from coproduce.people.projects.models import Project
from coproduce.people.projects.queries import standing_of


@transaction.atomic
def plan_event(
    project: Project,
    name: str,
    *,
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    by: Person,
    client_id: UUID | None = None,
) -> Event:
    """An event of the project; its groups come after. The same `client_id` again gives the event that it made."""
    if not rules.may_plan_event(standing_of(by, project)):
        raise PermissionDenied
    planned = {"name": name, "starts_at": starts_at, "ends_at": ends_at, "place": place}
    if client_id is None:
        return Event.objects.create(project=project, **planned)
    return Event.objects.get_or_create(project=project, client_id=client_id, defaults=planned)[0]


@transaction.atomic
def make_groups(event: Event, questions: Sequence[str], *, by: Person, client_id: UUID | None = None) -> list[Group]:
    """One group for each question, each named with the word of its short address, so that both are one thing to say.

    The same `client_id` again gives the groups that it made.
    """
    if not rules.may_plan_event(standing_of(by, event.project)):
        raise PermissionDenied
    Event.objects.select_for_update().get(pk=event.pk)  # whoever presses twice comes second
    if client_id and (made := list(event.groups.filter(client_id=client_id))):
        return made
    first = event.groups.count()
    taken = set(Group.objects.values_list("short_address", flat=True))
    names = set(event.groups.values_list("name", flat=True))
    groups = []
    for number, question in enumerate(questions, start=first + 1):
        short, name = _free_name(taken, names)
        groups.append(
            Group(
                event=event,
                name=name,
                question=question,
                place=number,
                link=new_token(),
                short_address=short,
                client_id=client_id,
            )
        )
    return Group.objects.bulk_create(groups)


def _free_name(taken: set[str], names: set[str]) -> tuple[str, str]:
    while True:
        short = new_short_address()
        name = short.rstrip("0123456789").title()
        if short not in taken and name not in names:
            taken.add(short)
            names.add(name)
            return short, name


@transaction.atomic
def come_in(group: Group, *, by: Person, client_id: UUID | None = None) -> None:
    """The person is in this group from now on; coming twice changes nothing."""
    GroupMember.objects.get_or_create(group=group, person=by, defaults={"client_id": client_id})


@transaction.atomic
def join_as_new_guest(group: Group, *, name: str, client_id: UUID) -> tuple[Person, str]:
    """Somebody new comes in: a guest of the project, and their code. The same `client_id` again is the same guest,
    with a fresh code: the first one never reached them."""
    Event.objects.select_for_update().get(pk=group.event_id)  # whoever presses twice comes second
    came = GroupMember.objects.filter(group=group, client_id=client_id).select_related("person").first()
    if came is not None:
        code, _link = give_way_back(came.person.memberships.get(project=group.event.project), by=came.person)
        return came.person, code
    person, code = join_as_guest(group.event.project, name=name)
    come_in(group, by=person, client_id=client_id)
    return person, code
