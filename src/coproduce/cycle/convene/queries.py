"""Reading events and groups."""

from django.db.models import QuerySet

from coproduce.cycle.convene.models import Event, Group, GroupMember
from coproduce.people.projects.models import Project


def events_of(project: Project) -> QuerySet[Event]:
    return project.events.order_by("starts_at", "pk")


def event_in(project: Project, event: int) -> Event | None:
    return project.events.filter(pk=event).first()


def group_in(project: Project, group: int) -> Group | None:
    return Group.objects.filter(pk=group, event__project=project).select_related("event").first()


def group_by_link(token: str) -> Group | None:
    return Group.objects.filter(link=token).select_related("event__project").first()


def group_by_short_address(short: str) -> Group | None:
    return Group.objects.filter(short_address=short).select_related("event__project").first()


def groups_of_person(project: Project, person: int | None) -> set[int]:
    """The groups that the person came into, by id."""
    if person is None:
        return set()
    return set(
        GroupMember.objects.filter(person=person, group__event__project=project).values_list("group_id", flat=True)
    )


def people_in(groups: list[int]) -> set[tuple[int, int]]:
    """Pairs of group and person."""
    return set(GroupMember.objects.filter(group__in=groups).values_list("group_id", "person_id"))
