"""The forms that the site shows, found on its pages and sent back as people and programs might send them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote_plus, urljoin, urlsplit
from uuid import uuid4

from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from coproduce.cycle.feedback.actions import answer
from coproduce.cycle.feedback.queries import unanswered_in
from coproduce.people.accounts.actions import new_sign_in_link
from coproduce.people.accounts.models import Person
from coproduce.people.accounts.tests.device import Device
from coproduce.people.projects.actions import join_as_guest
from tests.permissions.test_matrix import addresses_of
from tests.permissions.visitors import World
from tests.trust.forms import TICKED, TYPED, Form, forms_on
from tests.trust.walk import Browse, text_of

Data = dict[str, list[str | bytes]]

WHO_MEETS_FORMS = ("runs it", "group", "guest", "answers", "stranger")
# What a person would fill in where a page brings nothing.
FILLED = {
    "because": "It costs too much",
    "day": "2030-03-01",
    "ends": "16:00",
    "email": "new@example.org",
    "name": "Robin",
    "new_pile": "A new pile",
    "question": "What now?",
    "starts": "14:00",
    "title": "A title",
    "why": "We thought of it",
    "words": "Some plain words. And some more.",
}
CHANGED = {"reword": {"words": "Other words. Quite other ones."}}  # what is sent unchanged there is refused
TICKED_FIRST = ("notes", "sources")  # at least one of these is ticked
# Fields that are looked at only when something else is chosen.
NEEDS: Mapping[str, Mapping[str, str]] = {
    "because": {"choice": "did-not", "how_not": "because"},
    "passed_to": {"choice": "did-not", "how_not": "passed on"},
    "by_date": {"choice": "not-yet"},
    "new_pile": {"pile": "new"},
}


@dataclass(frozen=True, slots=True)
class Found:
    """A form as one visitor met it, filled in as it is meant."""

    route: str  # the name of the address that it is sent to
    visitor: str
    address: str
    form: Form = field(repr=False)
    browser: Client = field(repr=False)
    data: Data = field(repr=False)

    def __str__(self) -> str:
        return f"{self.route} by {self.visitor} ({', '.join(self.form.names)})"

    @property
    def typed(self) -> list[str]:
        return [name for name in self.form.names if self.form.kind_of(name) in TYPED]

    def filled_for(self, name: str) -> Data:
        """Filled in so that this field counts."""
        chosen = {wanted: [value] for wanted, value in NEEDS.get(name, {}).items() if wanted in self.form.names}
        return self.data | chosen


def forms_of(world: World, browse: Browse) -> list[Found]:
    """Every form that somebody meets, once for each set of fields."""
    _answer_everything(world)
    code = join_as_guest(world.project, name="")[1]
    found: dict[tuple[str, tuple[str, ...]], Found] = {}
    for visitor, browser, address in _pages(world, browse):
        response = browser.get(address)
        if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
            continue
        for form in forms_on(text_of(response)):
            to = urljoin(address, form.address)
            route = resolve(urlsplit(to).path).view_name
            letter = route == "account_confirm_login_code"
            data = filled(form, FILLED | {"code": _code_in_the_newest_letter() if letter else code})
            data |= {name: [words] for name, words in CHANGED.get(route, {}).items()}
            found.setdefault((route, form.names), Found(route, visitor, to, form, browser, data))
    return list(found.values())


def _pages(world: World, browse: Browse) -> Iterator[tuple[str, Client, str]]:
    yield from _pages_of_passkeys(_sure(world.people["runs it"]))
    for visitor in WHO_MEETS_FORMS:
        browser = browse(world.people[visitor])
        for name, address in addresses_of(world).items():
            if name not in ("group_link(token)", "way_back(token)"):  # these two are met further down
                yield visitor, browser, address
    slug, board = world.project.slug, world.open_board.pk
    runs = _sure(world.people["runs it"])
    yield "runs it", browse(runs), f"{reverse('write_principle', args=[slug])}?pile={world.pile.pk}"
    at_the_door, returning, asking, writing = Client(), Client(), Client(), Client()
    for browser in (at_the_door, writing):
        browser.get(reverse("group_link", args=[world.open_board.group.link]))
    yield "at the door", at_the_door, reverse("door", args=[slug, board])
    returning.get(reverse("way_back", args=[world.way_back]))
    yield "returning", returning, reverse("your_code", args=[slug])
    asking.post("/sign-in/", {"email": "runs@example.org"})
    yield "asking for a code", asking, "/sign-in/code/"
    writing.post(reverse("door", args=[slug, board]), {"name": "New"})
    writing.post(reverse("board", args=[slug, board]), {"words": "A first note"})
    yield "after a first note", writing, reverse("board", args=[slug, board])


def _pages_of_passkeys(person: Person) -> Iterator[tuple[str, Client, str]]:
    browser, device = Client(), Device()
    browser.post(reverse("sign_in_by_link", args=[new_sign_in_link(person, lasts=timedelta(hours=1))]))
    made = device.make(browser.post("/passkeys/add/", {"begin": "1"}).json())
    browser.post("/passkeys/add/", {"name": "A phone", "credential": made})
    (rename,) = re.findall(r'href="(/passkeys/\d+/name/)"', text_of(browser.get("/passkeys/")))
    for address in ("/passkeys/add/", "/passkeys/sure/", rename, rename.replace("name", "remove")):
        yield "with a passkey", browser, address


def _sure(person: Person | None) -> Person:
    assert person is not None
    return person


def _answer_everything(world: World) -> None:
    """So that the next draft can be shared."""
    for waiting in unanswered_in(world.round).select_related("contribution"):
        answer([waiting.contribution], "thanked", "", by=_sure(world.people["runs it"]), client_id=uuid4())


def filled(form: Form, known: Mapping[str, str]) -> Data:
    """What the form sends once somebody filled in what it needs."""
    data = form.as_it_is()
    for name in form.names:
        kind = form.kind_of(name)
        unsaid = name == "nobody_asked" and "sources" not in form.names
        if unsaid or (name not in data and (kind == "radio" or name in TICKED_FIRST)):
            data[name] = [next(each.value for each in form.fields if each.name == name)]
        elif kind not in TICKED and data.get(name) == [""] and name in known:
            data[name] = [known[name]]
    return data


def _code_in_the_newest_letter() -> str:
    (found,) = re.findall(r"\b[A-Z]{4}-[A-Z]{4}\b", str(mail.outbox[-1].body))
    return found


@contextmanager
def undone(found: Found) -> Iterator[None]:
    """What happens inside has not happened afterwards: not in the database, not in the browser, not in what counts."""
    cookies = deepcopy(found.browser.cookies)
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    found.browser.cookies = cookies


def send(found: Found, data: Mapping[str, Sequence[str | bytes]]) -> HttpResponse:
    """As a browser sends it, but that a value may be any bytes."""
    pairs = [f"{quote_plus(name)}={quote_plus(value)}" for name, values in data.items() for value in values]
    return found.browser.post(found.address, "&".join(pairs), content_type="application/x-www-form-urlencoded")
