"""Planning an event with its breakout groups, and coming through a group's door."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from coproduce.cycle.convene import rules
from coproduce.cycle.convene.models import Event, Group, GroupMember
from coproduce.ground.keys.codes import new_short_address
from coproduce.ground.keys.tokens import new_token
from coproduce.people.accounts.models import Person
from coproduce.people.projects.models import Project
from coproduce.people.projects.queries import standing_of


@transaction.atomic
def plan_event(
    project: Project, name: str, *, starts_at: datetime, ends_at: datetime, place: str = "", by: Person
) -> Event:
    """An event of the project; its groups come after."""
    if not rules.may_plan_event(standing_of(by, project)):
        raise PermissionDenied
    return Event.objects.create(project=project, name=name, starts_at=starts_at, ends_at=ends_at, place=place)


@transaction.atomic
def make_groups(event: Event, questions: Sequence[str], *, by: Person) -> list[Group]:
    """One group for each question, each named with the word of its short address, so that both are one thing to say."""
    if not rules.may_plan_event(standing_of(by, event.project)):
        raise PermissionDenied
    first = event.groups.count()
    taken = set(Group.objects.values_list("short_address", flat=True))
    names = set(event.groups.values_list("name", flat=True))
    groups = []
    for number, question in enumerate(questions, start=first + 1):
        short, name = _free_name(taken, names)
        groups.append(
            Group(event=event, name=name, question=question, place=number, link=new_token(), short_address=short)
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
def come_in(group: Group, *, by: Person) -> None:
    """The person is in this group from now on; coming twice changes nothing."""
    GroupMember.objects.get_or_create(group=group, person=by)
