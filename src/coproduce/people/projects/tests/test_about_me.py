from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from coproduce.ground.keys.codes import read_code, spoken
from coproduce.people.accounts.models import Person
from coproduce.people.projects.actions import give_way_back
from coproduce.people.projects.guests import GuestHere, guest_here, remember
from coproduce.people.projects.models import Background, Membership, Project

Browse = Callable[[Person | None], Client]


@pytest.fixture
def membership(bo: Person) -> Membership:
    return Membership.objects.get(person=bo)


def path(project: Project) -> str:
    return f"/p/{project.slug}/my-part/me/"


def test_somebody_changes_their_name_and_says_who_they_are(
    project: Project, bo: Person, membership: Membership, browse: Browse
) -> None:
    browser = browse(bo)
    words = "I care for my brother\r\n\r\n  a   nurse \r\nI care for my brother"

    answer = browser.post(path(project), {"name": "  Bo  B. ", "background": words})

    assert answer.url == path(project) + "#done"
    membership.refresh_from_db()
    assert membership.name == "Bo B."
    assert list(membership.backgrounds.values_list("words", flat=True)) == ["I care for my brother", "a nurse"]
    page = browser.get(path(project)).content.decode()
    assert "I care for my brother\na nurse</textarea>" in page
    assert "Only you can read this." in page


def test_everything_may_be_left_empty(project: Project, bo: Person, membership: Membership, browse: Browse) -> None:
    browse(bo).post(path(project), {"name": "Bo", "background": "a nurse"})

    browse(bo).post(path(project), {"name": "", "background": ""})

    membership.refresh_from_db()
    assert (membership.name, Background.objects.count()) == ("", 0)


def test_what_is_too_long_is_said_and_nothing_is_lost(
    project: Project, bo: Person, membership: Membership, browse: Browse
) -> None:
    long = "very " * 20

    answer = browse(bo).post(path(project), {"name": "New name", "background": f"a nurse\n{long}"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "One line is too long. Make it shorter." in page
    assert f"a nurse\n{long}" in page
    membership.refresh_from_db()
    assert membership.name == "Bo"


def test_nobody_else_reads_how_somebody_describes_themselves(
    project: Project, bo: Person, sam: Person, ada: Person, browse: Browse
) -> None:
    browse(bo).post(path(project), {"name": "Bo", "background": "unguessable canary"})

    for reader in (ada, sam, None):
        browser = browse(reader)
        for page in ("", "people/", "my-part/me/", "settings/", "help/", "privacy/"):
            assert b"unguessable canary" not in browser.get(f"/p/{project.slug}/{page}", follow=True).content


def test_a_new_code_is_shown_with_its_link_and_stops_the_old_one(
    project: Project, bo: Person, membership: Membership, browse: Browse, client: Client
) -> None:
    old, old_link = give_way_back(membership, by=bo)
    browser = browse(bo)

    answer = browser.post(path(project) + "code/")

    assert answer.url == path(project) + "?code#done"
    guest = guest_here(browser.session, project.pk)
    assert guest == GuestHere(bo.pk, bo.stamp, read_code(guest.code), code_seen=True, link=guest.link)
    page = browser.get(path(project)).content.decode()
    assert (guest.code in page, spoken(guest.code) in page) == (True, True)
    assert f"{settings.ADDRESS}/back/{guest.link}/".replace("/", "%2F").replace(":", "%3A") in page
    assert client.post(f"/p/{project.slug}/my-part/code/", {"code": old}).status_code == 422
    assert client.get(f"/back/{old_link}/").status_code == 404
    assert client.post(f"/p/{project.slug}/my-part/code/", {"code": guest.code}).status_code == 302


def test_the_database_holds_no_code_that_can_be_read(project: Project, bo: Person, browse: Browse) -> None:
    browser = browse(bo)
    browser.post(path(project) + "code/")
    guest = guest_here(browser.session, project.pk)

    kept = str(browser.session["guests"])

    assert (guest.code in kept, guest.link in kept) == (False, False)


def test_who_signs_in_with_an_e_mail_needs_no_code(project: Project, ada: Person, browse: Browse) -> None:
    assert b"Get a new code" not in browse(ada).get(path(project)).content


def test_finishing_forgets_this_guest_here_and_nothing_else(
    project: Project, stranger_project: Project, bo: Person, browse: Browse
) -> None:
    here, there = browse(bo), browse(bo)
    session = here.session
    di = stranger_project.memberships.get(name="Di").person
    remember(session, stranger_project.pk, GuestHere(di.pk, di.stamp))
    session.save()

    answer = here.post(f"/p/{project.slug}/my-part/finish/")

    assert answer.url == f"/p/{project.slug}/#done"
    assert "This phone has forgotten you. Your words are kept." in here.get(answer.url).content.decode()
    assert guest_here(here.session, project.pk) is None
    assert guest_here(here.session, stranger_project.pk) == GuestHere(di.pk, di.stamp)
    assert guest_here(there.session, project.pk) == GuestHere(bo.pk, bo.stamp)
    assert here.get(path(project)).status_code == 302
    assert Membership.objects.get(person=bo).name == "Bo"


def test_the_page_offers_to_finish_on_a_shared_phone(project: Project, bo: Person, browse: Browse) -> None:
    page = browse(bo).get(path(project)).content.decode()

    assert f'action="/p/{project.slug}/my-part/finish/" data-forget' in page


def test_a_guest_stays_when_the_key_ring_was_replaced(project: Project, bo: Person, browse: Browse) -> None:
    browser = browse(bo)
    browser.post(path(project) + "code/")
    session = browser.session
    session["guests"][str(project.pk)]["code"] = "gAAAAAtorn"
    session.save()

    page = browser.get(path(project)).content.decode()

    assert "This phone cannot show your code." in page
