"""Reading projects and who is in them."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from coproduce.people.accounts.models import Person
from coproduce.people.projects.models import Membership, Part, Project
from coproduce.people.projects.standing import Standing


def standings_of(people: Iterable[int], project: int) -> dict[int, Standing]:
    """The standing of each person who belongs now, by person; one query however many."""
    rows = Membership.objects.filter(project=project, person__in=list(people), left_on=None).values_list(
        "person_id", "part", "name", "duties__duty", "person__email"
    )
    duties: dict[int, set[str]] = defaultdict(set)
    found = {}
    for person, part, name, duty, email in rows:
        if duty:
            duties[person].add(duty)
        found[person] = (part, name, bool(email))
    return {
        person: Standing(project, person, part, name, frozenset(duties[person]), account)
        for person, (part, name, account) in found.items()
    }


def standing_of(person: Person | None, project: Project) -> Standing:
    """A visitor's standing when they do not belong."""
    if person is None or person.pk is None:
        return Standing(project.pk)
    return standings_of([person.pk], project.pk).get(person.pk, Standing(project.pk))


def projects_of(person: Person) -> QuerySet[Project]:
    """Those the person belongs to, newest first."""
    return Project.objects.filter(memberships__person=person, memberships__left_on=None).order_by("-pk")


def names_in(project: int, people: Iterable[int | None]) -> dict[int | None, str]:
    """The name each chose in this project, '' for none; one query."""
    wanted = {person for person in people if person}
    return dict(Membership.objects.filter(project=project, person__in=wanted).values_list("person_id", "name"))


def members_of(project: Project) -> QuerySet[Membership]:
    """Everybody who belongs now, those who help run it first."""
    return (
        project.memberships.filter(left_on=None)
        .select_related("person")
        .prefetch_related("duties")
        .order_by("part", "pk")
    )


def member_in(project: Project, membership: int) -> Membership | None:
    """One who belongs now, looked for in this project only."""
    return members_of(project).filter(pk=membership).first()


def membership_of(person: Person, project: Project) -> Membership:
    """Of somebody who belongs: the page's door has asked."""
    membership = project.memberships.get(person=person)
    membership.project = project
    return membership


def backgrounds_of(membership: Membership) -> list[str]:
    """In the order they were written. For the person's own eyes."""
    return list(membership.backgrounds.order_by("pk").values_list("words", flat=True))


def runs_something(person: Person) -> bool:
    return person.memberships.filter(part=Part.HELPS_RUN_IT, left_on=None).exists()
