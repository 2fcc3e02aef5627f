"""Events, their groups, and the sheets that bring people to the boards."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from coproduce.cycle.capture.actions import make_boards
from coproduce.cycle.capture.addresses import group_link_of, short_address_of, square_of
from coproduce.cycle.capture.forms import MOST_GROUPS, EventForm, GroupsForm
from coproduce.cycle.capture.models import Board
from coproduce.cycle.capture.queries import boards_of
from coproduce.cycle.convene.actions import plan_event
from coproduce.cycle.convene.models import Event
from coproduce.cycle.convene.queries import event_in, events_of, group_in
from coproduce.cycle.convene.rules import may_plan_event
from coproduce.ground.ui.numbers import in_words
from coproduce.people.projects.doors import Otherwise, door
from coproduce.people.projects.requests import MemberRequest


@door(may_plan_event, Otherwise.SIGN_IN)
@require_GET
def events(request: MemberRequest, project: str) -> HttpResponse:
    """Every event with its groups, the latest first."""
    at: dict[int, list[Board]] = {}
    for board in boards_of(request.project):
        at.setdefault(board.group.event_id, []).append(board)
    planned = [(event, at.get(event.pk, [])) for event in events_of(request.project).reverse()]
    return render(request, "capture/events.html", {"events": planned})


@door(may_plan_event, Otherwise.SIGN_IN)
@require_http_methods(["GET", "POST"])
def new_event(request: MemberRequest, project: str) -> HttpResponse:
    form = EventForm(request.POST if request.method == "POST" else None, zone=request.project.zoneinfo)
    if request.method == "POST" and form.is_valid():
        event = plan_event(
            request.project,
            form.cleaned_data["name"],
            starts_at=form.cleaned_data["starts_at"],
            ends_at=form.cleaned_data["ends_at"],
            place=form.cleaned_data["place"],
            by=request.person,
            client_id=form.once(),
        )
        return HttpResponseRedirect(reverse("new_groups", args=[project, event.pk]))
    return _form(request, "capture/new_event.html", form)


@door(may_plan_event, Otherwise.SIGN_IN)
@require_http_methods(["GET", "POST"])
def new_groups(request: MemberRequest, project: str, event: int) -> HttpResponse:
    found = _event(request, event)
    form = GroupsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        make_boards(found, form.cleaned_data["asked"], by=request.person, client_id=form.once())
        return HttpResponseRedirect(reverse("boards_ready", args=[project, found.pk]))
    labels = {number: _make_boards_button(number) for number in range(1, MOST_GROUPS + 1)}
    there = [board.group.name for board in _boards(found)]
    return _form(request, "capture/new_groups.html", form, event=found, labels=labels, there=there)


def _make_boards_button(number: int) -> str:
    return ngettext("Make %(number)s board", "Make %(number)s boards", number) % {"number": number}


@door(may_plan_event, Otherwise.SIGN_IN)
@require_GET
def boards_ready(request: MemberRequest, project: str, event: int) -> HttpResponse:
    found = _event(request, event)
    ways_in = [(board, group_link_of(board.group), short_address_of(board.group)) for board in _boards(found)]
    if not ways_in:
        return HttpResponseRedirect(reverse("new_groups", args=[project, event]))
    number = len(ways_in)
    words = {"number": in_words(number)}
    heading = ngettext("Your board is ready", "Your %(number)s boards are ready", number) % words
    copy_all = ngettext("Copy it for the chat", "Copy all %(number)s for the chat", number) % words
    return render(
        request,
        "capture/boards_ready.html",
        {"event": found, "ways_in": ways_in, "heading": heading, "copy_all": copy_all},
    )


@door(may_plan_event, Otherwise.SIGN_IN)
@require_GET
def qr_sheets(request: MemberRequest, project: str, event: int) -> HttpResponse:
    found = _event(request, event)
    sheets = [(board.group, short_address_of(board.group)) for board in _boards(found)]
    return render(request, "capture/qr_sheets.html", {"event": found, "sheets": sheets})


@door(may_plan_event)
@require_GET
def qr(request: MemberRequest, project: str, group: int) -> HttpResponse:
    found = group_in(request.project, group)
    if found is None:
        raise Http404
    return HttpResponse(square_of(found), content_type="image/svg+xml")


def _event(request: MemberRequest, event: int) -> Event:
    found = event_in(request.project, event)
    if found is None:
        raise Http404
    return found


def _boards(event: Event) -> list[Board]:
    return list(boards_of(event.project).filter(group__event=event))


def _form(request: MemberRequest, template: str, form: Any, **more: Any) -> HttpResponse:
    return render(request, template, {"form": form, **more}, status=422 if form.errors else 200)
