"""A request to a page of a project, as `middleware.Doors` hands it on."""

from django.http import HttpRequest

from coproduce.people.accounts.models import Person
from coproduce.people.projects.models import Project
from coproduce.people.projects.standing import Standing


class ProjectRequest(HttpRequest):
    """`person` is None for a visitor."""

    project: Project
    person: Person | None
    standing: Standing


class MemberRequest(ProjectRequest):
    """Behind a door that only lets in who belongs."""

    person: Person
