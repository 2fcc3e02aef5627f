"""Puts a project with guests and boards into a data folder, and prints what `site.py` reads.

Run by `tests.server.run_in_django`, with the number of guests and of boards.
"""

import json
import sys
from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django.utils import timezone

from coproduce.cycle.capture.actions import make_boards
from coproduce.cycle.convene.actions import come_in, plan_event
from coproduce.people.accounts.models import Person
from coproduce.people.projects.actions import join_as_guest, start_project
from coproduce.people.projects.guests import GuestHere, remember
from coproduce.people.projects.models import Project


def made(guests: int, boards: int) -> dict[str, Any]:
    """Addresses of the boards, session cookies of the guests, and where a note is taken back."""
    ada = Person.objects.create_user("ada@example.org")
    project = start_project("Working together", purpose="", who_decides="group", decider="", by=ada)
    starts = timezone.now().replace(minute=0, second=0, microsecond=0)
    event = plan_event(project, "First meeting", starts_at=starts, ends_at=starts + timedelta(hours=2), by=ada)
    made_boards = make_boards(event, [f"Question {number}?" for number in range(boards)], by=ada)
    sessions = []
    for number in range(guests):
        person, _code = join_as_guest(project, name=f"Guest {number}")
        for board in made_boards:
            come_in(board.group, by=person)
        sessions.append(_session_of(person, project))
    return {
        "boards": [reverse("board", args=[project.slug, board.pk]) for board in made_boards],
        "sessions": sessions,
        "take_back": reverse("take_back", args=[project.slug, 0]),
        "change": reverse("change_note", args=[project.slug, 0]),
    }


def _session_of(person: Person, project: Project) -> str:
    session = SessionStore()
    remember(session, project.pk, GuestHere(person.pk, person.stamp))
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    json.dump(made(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
