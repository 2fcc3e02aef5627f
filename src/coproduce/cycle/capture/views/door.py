"""Coming in: by the link, by the address said aloud, and through the door."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from coproduce.cycle.capture.forms import DoorForm
from coproduce.cycle.capture.models import Board
from coproduce.cycle.capture.queries import board_in
from coproduce.cycle.convene.actions import come_in, join_as_new_guest
from coproduce.cycle.convene.models import Group
from coproduce.cycle.convene.queries import group_by_link, group_by_short_address, groups_of_person
from coproduce.ground.keys.ring import NotOurs
from coproduce.people.accounts.actions import TooSoon, look_slowly
from coproduce.people.accounts.keyring import ring
from coproduce.people.accounts.network import address_of
from coproduce.people.projects.doors import door as opens
from coproduce.people.projects.doors import site_door
from coproduce.people.projects.guests import GuestHere, remember
from coproduce.people.projects.requests import ProjectRequest
from coproduce.people.projects.rules import may_read_public_pages
from coproduce.people.projects.who_decides import explained, sentence

WAY_IN = f"{'__Host-' if settings.SECURE else ''}way-in"
WAY_IN_LASTS = timedelta(hours=12)


@site_door
@require_GET
def group_link(request: HttpRequest, token: str) -> HttpResponse:
    return _to_the_door(group_by_link(token))


@site_door
@require_GET
def short_address(request: HttpRequest, short: str) -> HttpResponse:
    """What somebody typed. Addresses that open nothing are counted, so that trying them all takes too long."""
    address = address_of(request.META, proxies=settings.TRUSTED_PROXIES)
    try:
        return _to_the_door(look_slowly(lambda: group_by_short_address(short), address=address))
    except TooSoon as soon:
        response = render(request, "capture/please_wait.html", {"seconds": soon.seconds}, status=429)
        response["Retry-After"] = str(soon.seconds)
        return response


def _to_the_door(group: Group | None) -> HttpResponse:
    """The group goes into a signed cookie and out of the address, so that nobody reads it over a shoulder."""
    if group is None:
        raise Http404
    response = HttpResponseRedirect(reverse("door", args=[group.event.project.slug, group.board.pk]))
    response.set_cookie(
        WAY_IN,
        ring().sign(WAY_IN, str(group.pk), until=timezone.now() + WAY_IN_LASTS),
        max_age=WAY_IN_LASTS,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@opens(may_read_public_pages)
@require_http_methods(["GET", "POST"])
def door(request: ProjectRequest, project: str, board: int) -> HttpResponse:
    found = board_in(request.project, board)
    if found is None:
        raise Http404
    if found.group_id in groups_of_person(request.project, request.standing.person):
        return HttpResponseRedirect(_board_address(found))
    if not _has_way_in(request, found.group):
        raise Http404
    form = DoorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and found.is_open and form.is_valid():
        _come_in(request, found.group, form.cleaned_data["name"], form.once())
        response = HttpResponseRedirect(_board_address(found))
        response.delete_cookie(WAY_IN, samesite="Lax")
        return response
    return render(
        request,
        "capture/door.html" if found.is_open else "capture/door_closed.html",
        {
            "board": found,
            "form": form,
            "who_decides": sentence(request.project.who_decides, request.project.decider),
            "who_decides_explained": explained(request.project.who_decides),
        },
        status=422 if form.errors else 200,
    )


def _come_in(request: ProjectRequest, group: Group, name: str, client_id: UUID) -> None:
    if request.person is not None:
        come_in(group, by=request.person)
        return
    person, code = join_as_new_guest(group, name=name, client_id=client_id)
    request.session.cycle_key()
    remember(request.session, request.project.pk, GuestHere(person.pk, person.stamp, code))


def _has_way_in(request: HttpRequest, group: Group) -> bool:
    try:
        return ring().unsign(WAY_IN, request.COOKIES.get(WAY_IN, ""), now=timezone.now()) == str(group.pk)
    except NotOurs:
        return False


def _board_address(board: Board) -> str:
    return reverse("board", args=[board.group.event.project.slug, board.pk])
