"""The people and the project that tests everywhere begin with, and the browser of those that want one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from coproduce.cycle.capture.actions import make_boards
from coproduce.cycle.capture.models import Board
from coproduce.cycle.convene.actions import come_in, plan_event
from coproduce.cycle.convene.models import Event
from coproduce.people.accounts.models import Person
from coproduce.people.projects.actions import join_as_guest, start_project
from coproduce.people.projects.guests import GuestHere, remember
from coproduce.people.projects.models import Project
from tests.browser.demo import chromium, demo, own_demo, phone, playwright

__all__ = ["chromium", "demo", "own_demo", "phone", "playwright"]

QUESTION = "What gets in the way of working together?"


@pytest.fixture
def ada(db: None) -> Person:
    """Helps run `project`; has an account."""
    return Person.objects.create_user("ada@example.org")


@pytest.fixture
def project(ada: Person) -> Project:
    made = start_project(
        "Working together",
        purpose="How we do research together.",
        who_decides="group",
        decider="",
        by=ada,
        slug="kite-lamp-10",
    )
    made.helper_name, made.helper_phone = "Jo", "01632 960 001"
    made.save()
    return made


@pytest.fixture
def event(project: Project, ada: Person) -> Event:
    starts = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    return plan_event(project, "First meeting", starts_at=starts, ends_at=starts + timedelta(hours=2), by=ada)


@pytest.fixture
def board(event: Event, ada: Person) -> Board:
    """An open board; its group has one question."""
    return make_boards(event, [QUESTION], by=ada)[0]


@pytest.fixture
def sam(project: Project, board: Board) -> Person:
    """A guest who came through the group's door."""
    person, _code = join_as_guest(project, name="Sam")
    come_in(board.group, by=person)
    return person


@pytest.fixture
def bo(project: Project) -> Person:
    """A guest of the project who is in no group."""
    person, _code = join_as_guest(project, name="Bo")
    return person


@pytest.fixture
def stranger_project(db: None) -> Project:
    """Another project with people of its own."""
    cy = Person.objects.create_user("cy@example.org")
    made = start_project(
        "Elsewhere", purpose="", who_decides="advise", decider="the funder", by=cy, slug="river-stone-20"
    )
    join_as_guest(made, name="Di")
    return made


@pytest.fixture
def browse() -> Callable[[Person | None], Client]:
    """`browse(person)` is a browser in which that person is known: by sign-in, or as a guest; None is a visitor."""

    def browser_of(person: Person | None) -> Client:
        client = Client()
        if person is not None and person.email:
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        elif person is not None:
            session = client.session
            for membership in person.memberships.all():
                remember(session, membership.project_id, GuestHere(person.pk, person.stamp))
            session.save()
            client.cookies["session"] = session.session_key
        return client

    return browser_of
