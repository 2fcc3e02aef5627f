import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coproduce.people.accounts.actions import look_slowly
from coproduce.people.accounts.models import FailedTry, Person
from coproduce.people.projects.actions import give_way_back, join_as_guest
from coproduce.people.projects.guests import GuestHere, guest_here
from coproduce.people.projects.models import Membership, Project

Browse = Callable[[Person | None], Client]
HERE = "127.0.0.1"


@pytest.fixture
def rose(project: Project) -> tuple[Membership, str, str]:
    """A guest with her code and the token of her link."""
    person, _first = join_as_guest(project, name="Rose")
    membership = Membership.objects.select_related("project", "person").get(person=person)
    return membership, *give_way_back(membership, by=person)


def path(project: Project) -> str:
    return f"/p/{project.slug}/my-part/code/"


def guest_in(browser: Client, project: Project) -> GuestHere | None:
    return guest_here(browser.session, project.pk)


def writes_in(queries: CaptureQueriesContext) -> list[str]:
    said = [query["sql"] for query in queries.captured_queries]
    return [sql for sql in said if re.match(r"(?i)insert|update|delete|replace", sql)]


@pytest.mark.parametrize("spelling", [str, str.upper, lambda code: code.replace(" ", ""), lambda code: f" {code} \n"])
def test_a_code_in_any_spelling_opens_ones_own_part(
    project: Project, rose: tuple[Membership, str, str], client: Client, spelling: Callable[[str], str]
) -> None:
    membership, code, _link = rose

    answer = client.post(path(project), {"code": spelling(code)})

    assert (answer.status_code, answer.url) == (302, f"/p/{project.slug}/my-part/#done")
    assert guest_in(client, project) == GuestHere(membership.person.pk, membership.person.stamp, code, code_seen=True)
    assert "This phone knows you again." in client.get(answer.url).content.decode()


def test_nobody_is_signed_in_by_a_code(project: Project, rose: tuple[Membership, str, str], client: Client) -> None:
    client.post(path(project), {"code": rose[1]})

    assert "_auth_user_id" not in client.session
    assert client.get("/start/").status_code == 302


def test_the_session_has_a_new_name_after_a_code(
    project: Project, rose: tuple[Membership, str, str], client: Client
) -> None:
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["session"] = session.session_key

    client.post(path(project), {"code": rose[1]})

    assert client.session.session_key != session.session_key


@pytest.mark.parametrize("typed", ["apple kite lamp river 4271", "my code", "1234", "x" * 200])
def test_a_wrong_code_says_whom_to_ring_and_stays_as_it_was_typed(project: Project, client: Client, typed: str) -> None:
    answer = client.post(path(project), {"code": typed})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("We cannot find that code. Check the words, or ring Jo on 01632 960 001.") == 2
    assert f'value="{typed}"' in page
    assert guest_in(client, project) is None


def test_a_code_opens_nothing_in_another_project(
    rose: tuple[Membership, str, str], stranger_project: Project, client: Client
) -> None:
    answer = client.post(path(stranger_project), {"code": rose[1]})

    assert answer.status_code == 422
    assert "We cannot find that code. Check the words, or ask the person who runs this." in answer.content.decode()


def test_somebody_who_left_or_has_a_newer_code_is_not_found(
    project: Project, rose: tuple[Membership, str, str], client: Client
) -> None:
    membership, old, _link = rose
    new, _link = give_way_back(membership, by=membership.person)
    assert client.post(path(project), {"code": old}).status_code == 422

    Membership.objects.filter(pk=membership.pk).update(left_on=timezone.localdate())

    assert client.post(path(project), {"code": new}).status_code == 422


def test_tries_are_slowed_and_what_was_typed_stays(
    project: Project, rose: tuple[Membership, str, str], client: Client
) -> None:
    for _ in range(10):
        look_slowly(lambda: None, address=HERE)

    answer = client.post(path(project), {"code": rose[1]})

    assert (answer.status_code, answer["Retry-After"]) == (429, "1")
    assert "Please wait 1 second, then try again. Nothing is locked." in answer.content.decode()
    assert f'value="{rose[1]}"' in answer.content.decode()

    FailedTry.objects.update(at=timezone.now() - timedelta(seconds=2))
    assert client.post(path(project), {"code": rose[1]}).status_code == 302


def test_only_real_codes_that_open_nothing_are_counted(project: Project, client: Client) -> None:
    client.post(path(project), {"code": "my code"})
    client.post(path(project), {"code": ""})
    assert FailedTry.objects.count() == 0

    client.post(path(project), {"code": "apple kite lamp river 4271"})

    assert FailedTry.objects.count() == 1


class TestTheLinkBack:
    def test_leads_to_a_clean_address_and_a_button_and_writes_nothing(
        self, project: Project, rose: tuple[Membership, str, str], client: Client
    ) -> None:
        membership, _code, link = rose

        with CaptureQueriesContext(connection) as queries:
            opened = client.get(f"/back/{link}/")
            shown = client.get(opened.url)

        assert (opened.status_code, opened.url) == (302, path(project))
        assert writes_in(queries) == []
        assert guest_in(client, project) is None
        assert b"Show my part" in shown.content
        assert (link.encode() in shown.content, b"Rose" in shown.content) == (False, False)

        answer = client.post(path(project), {"by_link": "yes"})

        assert answer.url == f"/p/{project.slug}/my-part/#done"
        assert guest_in(client, project) == GuestHere(membership.person.pk, membership.person.stamp, code_seen=True)
        assert client.cookies["way-back"].value == ""

    def test_carries_a_cookie_that_no_script_reads_for_a_quarter_of_an_hour(
        self, rose: tuple[Membership, str, str], client: Client
    ) -> None:
        cookie = client.get(f"/back/{rose[2]}/").cookies["way-back"]

        assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 900)

    def test_opens_only_its_own_project(
        self, rose: tuple[Membership, str, str], stranger_project: Project, client: Client
    ) -> None:
        client.get(f"/back/{rose[2]}/")

        answer = client.post(path(stranger_project), {"by_link": "yes"})

        assert answer.status_code == 422
        assert guest_in(client, stranger_project) is None

    def test_is_nothing_that_somebody_can_write_themselves(
        self, project: Project, rose: tuple[Membership, str, str], client: Client
    ) -> None:
        client.cookies["way-back"] = rose[2]

        client.post(path(project), {"by_link": "yes"})

        assert guest_in(client, project) is None

    def test_looks_the_same_whether_it_is_old_or_was_never_there(
        self, rose: tuple[Membership, str, str], client: Client
    ) -> None:
        membership, _code, old = rose
        give_way_back(membership, by=membership.person)

        answers = [client.get(f"/back/{token}/") for token in (old, "neverthere")]

        assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
        assert b"This link does not work any more</h1>" in answers[0].content


def test_a_visitor_is_asked_for_their_code_on_pages_of_those_who_take_part(project: Project, client: Client) -> None:
    assert client.get(f"/p/{project.slug}/my-part/me/").url == path(project)


def test_a_project_that_is_not_there_has_no_page_for_codes(client: Client, db: None) -> None:
    assert client.get("/p/nowhere/my-part/code/").status_code == 404


def test_a_guest_is_known_for_as_long_as_the_session_lasts(project: Project, bo: Person, browse: Browse) -> None:
    browser = browse(bo)
    assert "sent_something_at" not in browser.session

    assert browser.get(f"/p/{project.slug}/my-part/me/").status_code == 200
