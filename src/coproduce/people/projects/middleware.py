"""Finds the project and the person of a request, and asks the page's door."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone

from coproduce.people.accounts.idle import is_idle, note_sent
from coproduce.people.accounts.models import Person
from coproduce.people.projects.doors import Door, Otherwise
from coproduce.people.projects.guests import guest_here
from coproduce.people.projects.models import Project
from coproduce.people.projects.queries import standing_of
from coproduce.people.projects.standing import Standing


class Doors:
    """Default deny: a page that no rule speaks for answers as if it did not exist.

    In a project's pages `request.project`, `request.person` (None for a visitor) and `request.standing` are set.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        door: Door | None = getattr(view, "door", None)
        if door is None:
            raise Http404
        _end_idle_hours(request)
        if "project" not in kwargs:
            return None
        project = Project.objects.filter(slug=kwargs["project"]).first()
        if project is not None:
            request.project = project  # type: ignore[attr-defined]
            request.person, request.standing = person_and_standing(request, project)  # type: ignore[attr-defined]
            if door.may(request.standing):  # type: ignore[attr-defined]
                return None
        return _otherwise(request, door, kwargs["project"])


def _end_idle_hours(request: HttpRequest) -> None:
    """Whoever signed in and then sent nothing for long is nobody until they sign in again; their guests stay."""
    if SESSION_KEY not in request.session:
        return
    now = timezone.now()
    if is_idle(request.session, now=now):
        request.user = AnonymousUser()
    elif request.method == "POST":
        note_sent(request.session, now=now)


def person_and_standing(request: HttpRequest, project: Project) -> tuple[Person | None, Standing]:
    """The one signed in, if they belong; else the guest that this browser is in the project; else a visitor."""
    if request.user.is_authenticated:
        standing = standing_of(request.user, project)
        if standing.belongs:
            return request.user, standing
    if guest := guest_here(request.session, project.pk):
        person = Person.objects.filter(pk=guest.person, stamp=guest.stamp, is_active=True).first()
        standing = standing_of(person, project)
        if standing.belongs:
            return person, standing
    return None, Standing(project.pk)


def _otherwise(request: HttpRequest, door: Door, slug: str) -> HttpResponseBase:
    belongs = getattr(request, "standing", None) is not None and request.standing.belongs  # type: ignore[attr-defined]
    if door.otherwise is Otherwise.SIGN_IN and not request.user.is_authenticated and not belongs:
        return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.path})}")
    if door.otherwise is Otherwise.YOUR_CODE and not belongs and hasattr(request, "project"):
        return HttpResponseRedirect(resolve_url("your_code", slug))
    raise Http404
