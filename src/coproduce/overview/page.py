"""What stands around every page: the project's name, the menu, the message after an act, whom to ask for help."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from coproduce.ground.ui.done import done_before
from coproduce.people.projects.models import Project
from coproduce.people.projects.rules import may_answer
from coproduce.people.projects.standing import Standing

# At most five entries each, always in this order (the words are flows.md §2's).
FOR_PEOPLE_TAKING_PART: tuple[tuple[Promise, str, tuple[str, ...]], ...] = (
    (_("Now"), "now", ()),
    (_("Read"), "read", ("say", "comments", "change_comment", "why", "read_version", "notes", "packs")),
    (_("What happened"), "what_happened", ()),
    (_("My part"), "my_part", ("journey", "take_back", "about_me", "your_code", "finish")),
    (_("Help"), "help", ()),
)
FOR_THOSE_WHO_RUN_IT: tuple[tuple[Promise, str, tuple[str, ...]], ...] = (
    (_("To do"), "to_do", ("settings",)),
    (_("Events"), "events", ("new_event", "new_groups", "boards_ready", "qr_sheets")),
    (_("Write"), "sort", ("put_in_pile", "pile", "write_principle", "draft", "reword", "share")),
    (_("Answer"), "desk", ("answer",)),
    (_("People"), "people", ("invite", "invited", "duties")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    label: Promise | str
    url: str
    current: bool = False


def around_the_page(request: HttpRequest) -> dict[str, Any]:
    project: Project | None = getattr(request, "project", None)
    around: dict[str, Any] = {
        "save_data": request.headers.get("Save-Data", "").lower() == "on",
        "done": SimpleLazyObject(lambda: done_before(request)),
        "brand": {"name": settings.SITE_NAME, "url": "/"},
        "foot_links": [],
    }
    if project is not None:
        standing: Standing = request.standing  # type: ignore[attr-defined]
        around |= {
            "project": project,
            "standing": standing,
            "project_key": project.slug,
            "brand": {"name": project.name, "url": reverse("now", args=[project.slug])},
            "menu": menu_on(request, project, standing),
            "help_person": {
                "name": project.helper_name,
                "phone": project.helper_phone,
                "email": project.helper_email,
            },
            "foot_links": foot_of(project, standing),
        }
    return around


def menu_on(request: HttpRequest, project: Project, standing: Standing) -> list[Entry]:
    """The menu of those who run it on their own pages, and of people taking part everywhere else."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    entries = FOR_THOSE_WHO_RUN_IT if _belongs_to(here, FOR_THOSE_WHO_RUN_IT) else FOR_PEOPLE_TAKING_PART
    if not standing.helps_run_it:  # everybody may sort; some answer without running anything
        answering = tuple(entry for entry in FOR_THOSE_WHO_RUN_IT if entry[1] == "desk")
        entries = answering if may_answer(standing) and _belongs_to(here, answering) else FOR_PEOPLE_TAKING_PART
    return [
        Entry(label, reverse(name, args=[project.slug]), here == name or here in also) for label, name, also in entries
    ]


def _belongs_to(here: str, entries: tuple[tuple[Promise, str, tuple[str, ...]], ...]) -> bool:
    return any(here == name or here in also for _label, name, also in entries)


def foot_of(project: Project, standing: Standing) -> list[Entry]:
    """The same links in the same place on every page; those who run it find the other side here."""
    links = []
    if standing.helps_run_it:
        links += [
            Entry(_("To do: the pages of those who run this"), reverse("to_do", args=[project.slug])),
            Entry(_("The pages of people taking part"), reverse("now", args=[project.slug])),
        ]
    return [
        *links,
        Entry(_("Your privacy"), reverse("privacy", args=[project.slug])),
        Entry(_("Complain or say thanks"), reverse("help", args=[project.slug])),
    ]
