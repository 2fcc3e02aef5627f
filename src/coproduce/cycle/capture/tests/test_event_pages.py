import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from coproduce.cycle.capture.actions import close_board, make_boards
from coproduce.cycle.capture.addresses import group_link_of, short_address_of, square_of
from coproduce.cycle.capture.forms import MOST_GROUPS, EventForm, GroupsForm
from coproduce.cycle.capture.models import Board
from coproduce.cycle.capture.tests.conftest import Write
from coproduce.cycle.capture.tests.test_board_pages import id_on, text_of
from coproduce.cycle.convene.actions import plan_event
from coproduce.cycle.convene.models import Event, Group
from coproduce.people.accounts.models import Person
from coproduce.people.projects.models import Project

Browse = Callable[[Person | None], Client]

EVENT = {"name": "First meeting", "day": "2027-03-02", "starts": "14:00", "ends": "16:00", "place": "The library"}
GROUPS = {"number": "6", "question": "What gets in the way?", "questions": ""}


def url(name: str, project: Project, *more: Any) -> str:
    return reverse(name, args=[project.slug, *more])


def test_before_the_first_event_the_page_leads_to_it(browse: Browse, ada: Person, project: Project) -> None:
    page = browse(ada).get(url("events", project))

    assert "No event yet" in text_of(page)
    assert f'href="{url("new_event", project)}"' in page.content.decode()


def test_events_are_listed_with_their_groups_and_what_was_written(
    browse: Browse, ada: Person, event: Event, board: Board, sam: Person, write: Write
) -> None:
    (other,) = make_boards(event, ["And what helps?"], by=ada)
    write(sam), write(sam)
    close_board(board, by=ada)
    bare = plan_event(event.project, "Next", starts_at=event.starts_at, ends_at=event.ends_at, by=ada)

    page = browse(ada).get(url("events", event.project))

    text = text_of(page)
    assert text.index("Next") < text.index("First meeting")
    assert f"{board.group.name}: What gets in the way of working together? 2 notes, closed" in text
    assert f"{other.group.name}: And what helps? 0 notes, open" in text
    assert "It has no groups yet." in text
    assert url("new_groups", event.project, bare.pk) in page.content.decode()


def test_from_a_date_and_a_question_to_six_boards(browse: Browse, ada: Person, project: Project) -> None:
    client = browse(ada)

    planned = client.post(url("new_event", project), EVENT)
    event = Event.objects.get()
    made = client.post(planned["Location"], GROUPS)
    ready = client.get(made["Location"])

    assert planned["Location"] == url("new_groups", project, event.pk)
    assert (event.name, event.place) == ("First meeting", "The library")
    assert (event.starts_at, event.ends_at) == (
        datetime(2027, 3, 2, 14, tzinfo=UTC),
        datetime(2027, 3, 2, 16, tzinfo=UTC),
    )
    assert made["Location"] == url("boards_ready", project, event.pk)
    assert "Your six boards are ready" in text_of(ready)
    assert list(Board.objects.values_list("group__question", "closed_at")) == [("What gets in the way?", None)] * 6


def test_times_are_those_of_the_projects_clock(browse: Browse, ada: Person, project: Project) -> None:
    project.zone = "America/New_York"
    project.save()

    browse(ada).post(url("new_event", project), {**EVENT, "day": "2027-07-01"})

    assert Event.objects.get().starts_at == datetime(2027, 7, 1, 18, tzinfo=UTC)
    assert "New York time" in text_of(browse(ada).get(url("new_event", project)))


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"name": " "}, "name", "Write what the event is called."),
        ({"name": "x" * 81}, "name", "This is too long. Make it shorter, or send it in two parts."),
        ({"day": ""}, "day", "Choose the day."),
        ({"day": "soon"}, "day", "Check the day. Write it like 2027-03-31."),
        ({"day": "0001-01-01"}, "day", "Check the year."),
        ({"day": "9999-12-31"}, "day", "Check the year."),
        ({"starts": ""}, "starts", "Choose when it begins."),
        ({"starts": "25:00"}, "starts", "Check when it begins. Write it like 14:00."),
        ({"ends": "14:00"}, "ends", "The end must come after the beginning."),
        ({"ends": "13:00"}, "ends", "The end must come after the beginning."),
        (
            {"day": "2027-03-28", "starts": "01:30"},
            "starts",
            "This time does not exist on that day: the clocks go forward. Choose another.",
        ),
        (
            {"day": "2027-10-31", "starts": "00:30", "ends": "01:30"},
            "ends",
            "This time comes twice on that day: the clocks go back. Choose another.",
        ),
    ],
)
def test_a_wrong_event_says_what_to_mend_and_keeps_everything(
    browse: Browse, ada: Person, project: Project, change: dict[str, str], field: str, sentence: str
) -> None:
    sent = {**EVENT, **change}

    page = browse(ada).post(url("new_event", project), sent)

    assert page.status_code == 422
    form: EventForm = page.context["form"]
    assert form.errors == {field: [sentence]}
    assert {name: form[name].value() for name in sent} == sent
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"number": ""}, "number", "Choose a number from 1 to 30."),
        ({"number": "0"}, "number", "Choose a number from 1 to 30."),
        ({"number": "31"}, "number", "Choose a number from 1 to 30."),
        ({"number": "9" * 5_000}, "number", "Choose a number from 1 to 30."),
        ({"number": "six"}, "number", "Choose a number from 1 to 30."),
        ({"question": ""}, "question", "Write the question that the groups talk about."),
        ({"question": "x" * 201}, "question", "This is too long. Make it shorter, or send it in two parts."),
        ({"questions": "x" * 201}, "questions", "One question is too long. Make it shorter."),
        ({"questions": "Why?"}, "questions", "You wrote 1 question for 6 groups. Write one for each."),
        (
            {"questions": "Why?\nHow?"},
            "questions",
            "You wrote 2 questions, and the number of groups is 6. Write one for each.",
        ),
    ],
)
def test_wrong_groups_say_what_to_mend_and_keep_everything(
    browse: Browse, ada: Person, event: Event, change: dict[str, str], field: str, sentence: str
) -> None:
    sent = {**GROUPS, **change}

    page = browse(ada).post(url("new_groups", event.project, event.pk), sent)

    assert page.status_code == 422
    form: GroupsForm = page.context["form"]
    assert form.errors == {field: [sentence]}
    assert {name: form[name].value() for name in sent} == sent
    assert Group.objects.count() == 0


def test_each_group_may_have_a_question_of_its_own(browse: Browse, ada: Person, event: Event) -> None:
    sent = {"number": "3", "question": "", "questions": "  Why? \r\n\r\nHow?\r\nWho is   missing?\r\n"}

    browse(ada).post(url("new_groups", event.project, event.pk), sent)

    assert list(Group.objects.values_list("question", flat=True)) == ["Why?", "How?", "Who is missing?"]


def test_thirty_groups_are_made_at_once(browse: Browse, ada: Person, event: Event) -> None:
    browse(ada).post(url("new_groups", event.project, event.pk), {**GROUPS, "number": str(MOST_GROUPS)})

    assert Board.objects.count() == MOST_GROUPS
    assert len(set(Group.objects.values_list("short_address", flat=True))) == MOST_GROUPS


def test_pressing_twice_makes_one_event_and_its_boards_once(browse: Browse, ada: Person, project: Project) -> None:
    client = browse(ada)
    planning = {**EVENT, "client_id": id_on(client.get(url("new_event", project)))}

    first, second = (client.post(url("new_event", project), planning)["Location"] for _press in range(2))
    making = {**GROUPS, "client_id": id_on(client.get(first))}
    made = [client.post(first, making)["Location"] for _press in range(2)]

    assert first == second
    assert made[0] == made[1]
    assert (Event.objects.count(), Board.objects.count()) == (1, 6)


def test_every_group_is_listed_with_its_link_and_its_short_address(
    browse: Browse, ada: Person, event: Event, board: Board
) -> None:
    page = browse(ada).get(url("boards_ready", event.project, event.pk))

    html = page.content.decode()
    assert "Your board is ready" in text_of(page)
    assert short_address_of(board.group) in text_of(page)
    assert f'data-copy-text="{group_link_of(board.group)}" data-copied="Link for {board.group.name} copied."' in html


def test_links_come_from_the_settings_and_never_from_the_request(
    browse: Browse, ada: Person, event: Event, board: Board, settings: Any
) -> None:
    settings.ADDRESS = "https://coproduce.example"
    settings.ALLOWED_HOSTS = ["*"]

    page = browse(ada).get(url("boards_ready", event.project, event.pk), HTTP_HOST="evil.example")

    assert group_link_of(board.group) == f"https://coproduce.example/g/{board.group.link}/"
    assert short_address_of(board.group) == f"coproduce.example/{board.group.short_address}"
    assert "evil.example" not in page.content.decode()


def test_a_sheet_holds_all_that_a_guest_needs(browse: Browse, ada: Person, event: Event, board: Board) -> None:
    page = browse(ada).get(url("qr_sheets", event.project, event.pk))

    group, html = board.group, page.content.decode()
    short = f"{urlsplit(settings.ADDRESS).netloc}/{group.short_address}"
    assert f'alt="QR code for {group.name}: {short}"' in html
    assert f'<img src="{url("qr", event.project, group.pk)}"' in html
    for words in (group.question, short, "Hold your phone’s camera over the square.", "Need a hand? Ask Jo"):
        assert words in text_of(page)


def test_the_square_is_a_plain_picture_of_the_group_link(
    browse: Browse, ada: Person, event: Event, board: Board
) -> None:
    answer = browse(ada).get(url("qr", event.project, board.group_id))

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert answer.content == square_of(board.group)
    picture = ElementTree.fromstring(answer.content)
    assert {each.tag.rpartition("}")[2] for each in picture.iter()} == {"svg", "path"}
    assert not re.search(rb"style|script|href|onload", answer.content)
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["events", "new_event", "new_groups", "boards_ready", "qr_sheets", "qr"])
def test_only_those_who_run_it_come_here(
    browse: Browse, event: Event, board: Board, sam: Person, bo: Person, stranger_project: Project, name: str
) -> None:
    more = {"qr": [board.group_id], "events": [], "new_event": []}.get(name, [event.pk])
    cy = Person.objects.get(email="cy@example.org")
    page = url(name, event.project, *more)

    for person in (sam, bo, cy, None):
        for answer in (browse(person).get(page), browse(person).post(page, {**EVENT, **GROUPS})):
            told = answer.get("Location", "")
            assert answer.status_code == 404 or (person is None and told.startswith(reverse("account_login")))
    assert Event.objects.count() == 1
    assert Board.objects.count() == 1


def test_the_things_of_another_project_are_not_found_under_ones_own(
    browse: Browse, event: Event, board: Board, stranger_project: Project
) -> None:
    cy = browse(Person.objects.get(email="cy@example.org"))

    for name, thing in (
        ("new_groups", event.pk),
        ("boards_ready", event.pk),
        ("qr_sheets", event.pk),
        ("qr", board.group_id),
        ("board", board.pk),
        ("qr", 10**30),
    ):
        assert cy.get(url(name, stranger_project, thing)).status_code == 404


@pytest.mark.parametrize("name", ["events", "boards_ready", "qr_sheets"])
def test_more_events_and_groups_cost_no_more_queries(
    browse: Browse, ada: Person, event: Event, board: Board, name: str, django_assert_num_queries: Any
) -> None:
    client = browse(ada)
    page = url(name, event.project, *([] if name == "events" else [event.pk]))
    expected = {"events": 6, "boards_ready": 6, "qr_sheets": 6}[name]
    with django_assert_num_queries(expected):
        client.get(page)
    make_boards(event, ["Two", "Three"], by=ada)
    plan_event(event.project, "Next", starts_at=event.starts_at, ends_at=event.ends_at, by=ada, client_id=uuid4())

    with django_assert_num_queries(expected):
        client.get(page)
