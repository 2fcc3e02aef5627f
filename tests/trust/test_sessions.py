"""Who comes in gets a session of their own; each key opens its own door, and tells nobody more (goals 11, 22 to 24)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduce.ground.keys.tokens import new_token
from coproduce.people.accounts.actions import new_sign_in_link
from coproduce.people.accounts.models import Person, SignInLink
from coproduce.people.projects.actions import give_way_back, invite, join_as_guest
from coproduce.people.projects.models import Membership, Part
from tests.permissions.visitors import World, make_world
from tests.trust.walk import text_of

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@dataclass
class Site:
    """The world of the permission tests, and a guest in each of its two projects with their keys."""

    world: World
    guest: Person
    code: str
    link: str
    code_elsewhere: str
    link_elsewhere: str

    @property
    def slug(self) -> str:
        return self.world.project.slug


@pytest.fixture
def site(db: None) -> Site:
    world = make_world()
    guest = join_as_guest(world.project, name="Sam")[0]
    other = join_as_guest(world.elsewhere, name="Di")[0]
    code, link = give_way_back(guest.memberships.get(), by=guest)
    code_elsewhere, link_elsewhere = give_way_back(other.memberships.get(), by=other)
    return Site(world, guest, code, link, code_elsewhere, link_elsewhere)


def runs_it(site: Site) -> Person:
    return Person.objects.get(email="runs@example.org")


def by_link(client: Client, site: Site) -> None:
    client.post(reverse("sign_in_by_link", args=[new_sign_in_link(runs_it(site), lasts=timedelta(hours=1))]))


def by_letter(client: Client, site: Site) -> None:
    client.post("/sign-in/", {"email": "runs@example.org"})
    (code,) = re.findall(r"\b[A-Z]{4}-[A-Z]{4}\b", str(mail.outbox[-1].body))
    client.post("/sign-in/code/", {"code": code})


def by_code(client: Client, site: Site) -> None:
    client.post(reverse("your_code", args=[site.slug]), {"code": site.code})


def by_way_back(client: Client, site: Site) -> None:
    client.get(reverse("way_back", args=[site.link]))
    client.post(reverse("your_code", args=[site.slug]), {"by_link": "yes"})


def through_the_door(client: Client, site: Site) -> None:
    client.get(reverse("group_link", args=[site.world.open_board.group.link]))
    client.post(reverse("door", args=[site.slug, site.world.open_board.pk]), {"name": "New"})


def by_saying_something(client: Client, site: Site) -> None:
    client.post(reverse("say", args=[site.slug, site.world.round.version.number]), {"words": "Hello"})


WAYS_IN = [by_link, by_letter, by_code, by_way_back, through_the_door, by_saying_something]
WayIn = Callable[[Client, Site], None]


def session_of(client: Client) -> str:
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie.value if cookie else ""


def is_in(client: Client, site: Site) -> bool:
    return client.get(reverse("my_part", args=[site.slug])).status_code == 200


def planted(client: Client) -> str:
    """A session that somebody else made and knows, in this browser."""
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return str(session.session_key)


@pytest.mark.parametrize("come_in", WAYS_IN)
def test_whoever_comes_in_gets_a_session_that_nobody_else_knows(come_in: WayIn, site: Site, client: Client) -> None:
    known = planted(client)

    come_in(client, site)

    somebody_else = Client()
    somebody_else.cookies[settings.SESSION_COOKIE_NAME] = known
    assert is_in(client, site)
    assert session_of(client) not in ("", known)
    assert not is_in(somebody_else, site)
    assert not Session.objects.filter(session_key=known).exists()


@pytest.mark.parametrize("come_in", WAYS_IN)
def test_a_new_stamp_ends_every_session_of_the_person(come_in: WayIn, site: Site, client: Client) -> None:
    come_in(client, site)
    assert is_in(client, site)

    for person in Person.objects.all():
        person.stamp = new_token()
        person.save()

    assert not is_in(client, site)


@pytest.mark.parametrize("come_in", WAYS_IN)
def test_whoever_has_left_is_out_at_once(come_in: WayIn, site: Site, client: Client) -> None:
    come_in(client, site)

    Membership.objects.filter(project=site.world.project).update(left_on=timezone.localdate())

    assert not is_in(client, site)


@pytest.mark.parametrize("come_in", WAYS_IN)
def test_the_session_of_one_project_opens_nothing_in_another(come_in: WayIn, site: Site, client: Client) -> None:
    come_in(client, site)

    answer = client.get(reverse("my_part", args=[site.world.elsewhere.slug]))

    assert answer.status_code == 302


@pytest.mark.parametrize("come_in", [by_link, by_letter])
def test_signing_out_leaves_no_session_behind(come_in: WayIn, site: Site, client: Client) -> None:
    come_in(client, site)
    mine = session_of(client)

    client.post("/sign-out/")

    assert not Session.objects.filter(session_key=mine).exists()
    assert not is_in(client, site)


KEYS = ("group link", "way-back link", "way-back code", "sign-in link", "short address", "stamp", "session")


def keys_of(site: Site, client: Client) -> dict[str, str]:
    by_code(client, site)
    return {
        "group link": site.world.open_board.group.link,
        "way-back link": site.link,
        "way-back code": site.code,
        "sign-in link": new_sign_in_link(runs_it(site), lasts=timedelta(hours=1)),
        "short address": site.world.open_board.group.short_address,
        "stamp": site.guest.stamp,
        "session": session_of(client),
    }


def doors_for(site: Site) -> dict[str, Callable[[Client, str], HttpResponse]]:
    """How a key is tried at each door, by the key that is made for it."""
    code_page = reverse("your_code", args=[site.slug])
    return {
        "group link": lambda client, key: client.get(f"/g/{key}/"),
        "way-back link": lambda client, key: client.get(f"/back/{key}/"),
        "way-back code": lambda client, key: client.post(code_page, {"code": key}),
        "sign-in link": lambda client, key: client.post(f"/s/{key}/"),
        "short address": lambda client, key: client.get(f"/{key}/"),
    }


def test_each_key_opens_its_own_door_and_no_other(site: Site, client: Client) -> None:
    keys, doors = keys_of(site, client), doors_for(site)

    opened = {
        (key, door)
        for key in KEYS
        for door, knock in doors.items()
        if knock(Client(REMOTE_ADDR=f"192.0.2.{KEYS.index(key)}"), keys[key]).status_code == 302
    }

    assert opened == {(key, key) for key in doors}


def test_a_cookie_that_carries_one_key_is_not_taken_for_another(site: Site) -> None:
    """Both are signed by the same ring; each for its own name."""
    door = reverse("door", args=[site.slug, site.world.open_board.pk])
    code_page = reverse("your_code", args=[site.slug])
    guest, returning = Client(), Client()
    guest.get(reverse("group_link", args=[site.world.open_board.group.link]))
    returning.get(reverse("way_back", args=[site.link]))

    swapped = Client()
    swapped.cookies["way-back"] = guest.cookies["way-in"].value
    swapped.cookies["way-in"] = returning.cookies["way-back"].value

    assert (guest.get(door).status_code, "by_link" in text_of(returning.get(code_page))) == (200, True)
    assert (swapped.get(door).status_code, "by_link" in text_of(swapped.get(code_page))) == (404, False)
    assert swapped.post(code_page, {"by_link": "yes"}).status_code == 422


def test_a_way_back_of_one_project_does_not_work_in_another(site: Site, client: Client) -> None:
    code_page = reverse("your_code", args=[site.slug])
    client.get(reverse("way_back", args=[site.link_elsewhere]))

    by_link = client.post(code_page, {"by_link": "yes"})
    by_code = client.post(code_page, {"code": site.code_elsewhere})

    assert (by_link.status_code, by_code.status_code) == (422, 422)
    assert not is_in(client, site)


def test_a_fresh_way_back_ends_the_old_one(site: Site, client: Client) -> None:
    give_way_back(site.guest.memberships.get(), by=site.guest)

    answers = [
        client.post(reverse("your_code", args=[site.slug]), {"code": site.code}),
        client.get(reverse("way_back", args=[site.link])),
    ]

    assert [answer.status_code for answer in answers] == [422, 404]


def test_a_link_that_was_opened_and_then_revoked_opens_nothing(site: Site, client: Client) -> None:
    client.get(reverse("way_back", args=[site.link]))
    give_way_back(site.guest.memberships.get(), by=site.guest)

    answer = client.post(reverse("your_code", args=[site.slug]), {"by_link": "yes"})

    assert (answer.status_code, is_in(client, site)) == (422, False)


def test_a_sign_in_link_works_once_in_whichever_browser(site: Site) -> None:
    address = reverse("sign_in_by_link", args=[new_sign_in_link(runs_it(site), lasts=timedelta(hours=1))])
    browsers = [Client(), Client(), Client()]

    looked = [browser.get(address).status_code for browser in browsers]
    pressed = [browser.post(address).status_code for browser in browsers]

    assert (looked, pressed) == ([200, 200, 200], [302, 404, 404])
    assert [is_in(browser, site) for browser in browsers] == [True, False, False]


def test_an_invitation_signs_in_once_and_only_whom_it_was_for(site: Site, client: Client) -> None:
    _membership, link = invite(site.world.project, name="New", part=Part.TAKES_PART, email=None, by=runs_it(site))
    address = link.removeprefix(settings.ADDRESS)

    pressed = [client.post(address).status_code, Client().post(address).status_code]

    assert (pressed, is_in(client, site)) == ([302, 404], True)
    assert client.get(reverse("to_do", args=[site.slug])).status_code == 404


def test_what_is_over_opens_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sign-in link after its time; the cookie of a door after twelve hours; that of a way back after a quarter."""
    door = reverse("door", args=[site.slug, site.world.open_board.pk])
    code_page = reverse("your_code", args=[site.slug])
    signing, guest, returning = Client(), Client(), Client()
    sign_in = reverse("sign_in_by_link", args=[new_sign_in_link(runs_it(site), lasts=timedelta(hours=1))])
    guest.get(reverse("group_link", args=[site.world.open_board.group.link]))
    returning.get(reverse("way_back", args=[site.link]))

    later = timezone.now() + timedelta(hours=12, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert [signing.get(sign_in).status_code, signing.post(sign_in).status_code] == [404, 404]
    assert [guest.get(door).status_code, guest.post(door, {"name": "New"}).status_code] == [404, 404]
    assert returning.post(code_page, {"by_link": "yes"}).status_code == 422
    assert SignInLink.objects.filter(person=runs_it(site)).exists()  # it was there; only its time was over


BY_THE_CLOCK = ("Expires", "Content-Length")


def seen(response: HttpResponse, *said: str) -> tuple[int, str, list[str], str]:
    """All that somebody learns from an answer, but for its token, its reference and what they typed themselves."""
    page = TOKEN.sub("", text_of(response)).replace(response.wsgi_request.reference, "")
    page = re.sub(r'name="client_id" value="[^"]*"', "", page)
    for each in said:
        page = page.replace(each, "")
    told = sorted(f"{name}: {value}" for name, value in response.headers.items() if name not in BY_THE_CLOCK)
    return response.status_code, response.headers.get("Location", ""), told, page


def test_nobody_learns_whether_an_e_mail_is_known(site: Site) -> None:
    left = Person.objects.create_user("closed@example.org", is_active=False)
    learnt = []
    for email in ("runs@example.org", "nobody@example.org", "RUNS@example.org", str(left.email)):
        client = Client()
        asked = client.post("/sign-in/", {"email": email})
        shown = client.get("/sign-in/code/")
        again = client.post("/sign-in/code/", {"action": "resend"})
        wrong = client.post("/sign-in/code/", {"code": "WRNG-WRNG"})
        said = (email, email.lower())
        cookies = sorted((name, cookie["max-age"], cookie["samesite"]) for name, cookie in client.cookies.items())
        learnt.append(([seen(each, *said) for each in (asked, shown, again, wrong)], cookies))

    assert learnt == learnt[:1] * 4


def test_nobody_learns_whose_code_it_is(site: Site) -> None:
    """Of nobody, of somebody in another project, of somebody who left, of no shape at all."""
    gone = join_as_guest(site.world.project, name="Gone")[0]
    code_of_gone, _link = give_way_back(gone.memberships.get(), by=gone)
    gone.memberships.update(left_on=timezone.localdate())
    codes = ("apple kite lamp river 4271", site.code_elsewhere, code_of_gone, "nothing like a code")

    learnt = [seen(Client().post(reverse("your_code", args=[site.slug]), {"code": code}), code) for code in codes]

    assert learnt == learnt[:1] * len(codes)
    assert learnt[0][0] == 422


@pytest.mark.parametrize("way", ["get", "post"])
def test_nobody_learns_whether_a_link_was_ever_one(way: str, site: Site) -> None:
    """Never given, used, over, or of somebody whose sign-in is closed."""
    used = new_sign_in_link(runs_it(site), lasts=timedelta(hours=1))
    Client().post(reverse("sign_in_by_link", args=[used]))
    closed = Person.objects.create_user("closed@example.org", is_active=False)
    tokens = (
        new_token(),
        used,
        new_sign_in_link(runs_it(site), lasts=timedelta(seconds=-1)),
        new_sign_in_link(closed, lasts=timedelta(hours=1)),
    )

    learnt = [seen(getattr(Client(), way)(reverse("sign_in_by_link", args=[token])), token) for token in tokens]

    assert learnt == learnt[:1] * len(tokens)
    assert learnt[0][0] == 404


def test_who_invites_does_not_learn_whether_somebody_is_known_elsewhere(site: Site) -> None:
    learnt = []
    for email in ("elsewhere@example.org", "nobody@example.org"):
        client = Client()
        by_link(client, site)
        sent = client.post(reverse("invite", args=[site.slug]), {"name": "New", "email": email, "part": "takes part"})
        shown = client.get(reverse("invited", args=[site.slug]))
        learnt.append([seen(each, email) for each in (sent, shown)])

    assert learnt[0] == learnt[1]


def test_what_somebody_may_not_see_looks_as_what_is_not_there(site: Site) -> None:
    """To a guest, for each thing with a number of its own: that of this project, of another, and none."""
    guest = Client()
    by_code(guest, site)
    assert is_in(guest, site)
    world = site.world
    hidden = {
        "board": world.open_board.pk,
        "change_note": world.note.pk,
        "journey": world.note.contribution_id,
        "take_back": world.note.contribution_id,
        "change_comment": world.comment.pk,
        "answer": world.comment.pk,
        "duties": world.membership.pk,
        "boards_ready": world.open_board.group.event_id,
        "qr": world.open_board.group_id,
        "why": world.unpublished.pk,
    }

    told_apart = [
        name
        for name, number in hidden.items()
        if seen(guest.get(reverse(name, args=[site.slug, number])))
        != seen(guest.get(reverse(name, args=[site.slug, 999_999])))
    ]

    assert told_apart == []
