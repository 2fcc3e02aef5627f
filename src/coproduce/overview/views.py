from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_GET

from coproduce.overview.where import to_do_in, where_is
from coproduce.people.accounts.models import Person
from coproduce.people.projects.doors import Otherwise, door, site_door
from coproduce.people.projects.models import Project
from coproduce.people.projects.queries import projects_of, standing_of
from coproduce.people.projects.requests import ProjectRequest
from coproduce.people.projects.rules import may_answer, may_read_public_pages, may_run
from coproduce.people.projects.who_decides import explained, sentence


@site_door
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    mine = (
        [(each, first_page_of(request.user, each)) for each in projects_of(request.user)]
        if request.user.is_authenticated
        else []
    )
    return render(request, "overview/home.html", {"projects": mine, "site_name": settings.SITE_NAME})


def first_page_of(person: Person, project: Project) -> str:
    """Where somebody with an account begins in a project: with what waits for them."""
    standing = standing_of(person, project)
    return "to_do" if may_run(standing) else "desk" if may_answer(standing) else "now"


@door(may_read_public_pages)
@require_GET
def now(request: ProjectRequest, project: str) -> HttpResponse:
    here = request.project
    return render(
        request,
        "overview/now.html",
        {
            "where": where_is(here, request.standing),
            "who_decides": sentence(here.who_decides, here.decider),
            "who_decides_means": explained(here.who_decides),
            "partners": list(here.partners.order_by("name")),
        },
    )


@door(may_run, Otherwise.SIGN_IN)
@require_GET
def to_do(request: ProjectRequest, project: str) -> HttpResponse:
    where = where_is(request.project, request.standing)
    return render(request, "overview/to_do.html", {"where": where, "waiting": to_do_in(where)})


@site_door
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """For a monitor: whether pages and database answer. Tells nothing about who or what is here."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"well": False}, status=503)
    return JsonResponse({"well": True})


@requires_csrf_token
def not_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _trouble(request, 404, "overview/not_here.html")


@requires_csrf_token
def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _trouble(request, 403, "overview/not_allowed.html")


@requires_csrf_token
def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: an old tab, or a page that is not ours."""
    return _trouble(request, 403, "overview/form_too_old.html")


@requires_csrf_token
def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _trouble(request, 400, "overview/not_understood.html")


def went_wrong(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database or the session: they may be what went wrong."""
    page = render_to_string("overview/went_wrong.html", {"reference": getattr(request, "reference", "")})
    return HttpResponse(page, status=500)


def _trouble(request: HttpRequest, status: int, template: str) -> HttpResponse:
    return render(request, template, {"reference": getattr(request, "reference", "")}, status=status)
