import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coproduce.ground.keys.tokens import new_token
from coproduce.people.accounts.actions import new_sign_in_link
from coproduce.people.accounts.models import Person, SignInLink
from coproduce.people.accounts.tests.signing_in import (
    code_in_the_newest_letter,
    sign_in_by_code,
    who_is_signed_in,
    writes_in,
)

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def test_somebody_signs_in_with_the_code_from_the_e_mail(ada: Person, client: Client) -> None:
    asked = client.post("/sign-in/", {"email": "Ada@Example.org"})
    signed_in = client.post("/sign-in/code/", {"code": code_in_the_newest_letter().lower().replace("-", " ")})

    assert (asked.status_code, asked.url) == (302, "/sign-in/code/")
    assert (signed_in.status_code, signed_in.url) == (302, "/")
    assert who_is_signed_in(client) == ada


def test_a_capital_in_the_e_mail_that_was_written_down_keeps_nobody_out(client: Client, db: None) -> None:
    kim = Person.objects.create_user(" Kim@Example.org ")

    sign_in_by_code(client, "kim@example.ORG")

    assert who_is_signed_in(client) == kim


def test_known_and_unknown_e_mails_get_the_same_pages_and_one_letter_each(ada: Person) -> None:
    seen = []
    for email in ("ada@example.org", "eve@example.org"):
        browser = Client()
        asked = browser.post("/sign-in/", {"email": email})
        shown = browser.get("/sign-in/code/")
        wrong = browser.post("/sign-in/code/", {"code": "WRNG-WRNG"})
        pages = [TOKEN.sub(b"", page.content).replace(email.encode(), b"") for page in (shown, wrong)]
        seen.append((asked.status_code, asked.url, shown.status_code, wrong.status_code, pages, len(mail.outbox)))

    known, unknown = seen
    assert unknown[:-1] == known[:-1]
    assert (known[-1], unknown[-1]) == (1, 2)
    assert [letter.to for letter in mail.outbox] == [["ada@example.org"], ["eve@example.org"]]
    assert not re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[1].body)


@pytest.mark.parametrize("email", ["", "None", "null", "person 1", "@", "a@b"])
def test_a_guest_is_never_found_by_an_e_mail(bo: Person, client: Client, email: str) -> None:
    answer = client.post("/sign-in/", {"email": email})

    assert (answer.status_code, mail.outbox) == (422, [])
    assert who_is_signed_in(client) is None


def test_what_is_wrong_with_an_e_mail_stands_beside_it_and_what_was_typed_stays(client: Client, db: None) -> None:
    page = client.post("/sign-in/", {"email": "sam at home"}).content.decode()

    assert page.count("Check the e-mail. It needs an @, like sam@example.org.") == 2  # above, and beside the field
    assert 'value="sam at home"' in page
    assert "<title>Please check: Sign in</title>" in page


def test_letters_take_their_links_from_the_settings(ada: Person) -> None:
    for email in ("ada@example.org", "eve@example.org"):
        Client().post("/sign-in/", {"email": email}, headers={"host": "localhost"})

    assert [letter.subject for letter in mail.outbox] == [
        "Your code to sign in",
        "You asked for a code to sign in",
    ]
    for letter in mail.outbox:
        assert ("localhost" in letter.body, settings.ADDRESS in letter.body) == (False, True)


def test_after_three_wrong_codes_the_right_one_opens_nothing(ada: Person, client: Client) -> None:
    client.post("/sign-in/", {"email": "ada@example.org"})
    wrong = [client.post("/sign-in/code/", {"code": "WRNG-WRNG"}) for _ in range(3)]
    late = client.post("/sign-in/code/", {"code": code_in_the_newest_letter()})

    assert [answer.status_code for answer in wrong] == [422, 422, 302]
    assert b"That is not the code we sent." in wrong[0].content
    assert late.url == "/sign-in/"
    assert b"That was too often." in client.get("/sign-in/").content
    assert who_is_signed_in(client) is None


def test_a_code_works_for_fifteen_minutes(ada: Person, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post("/sign-in/", {"email": "ada@example.org"})
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 15 * 60 + 1)

    client.post("/sign-in/code/", {"code": code_in_the_newest_letter()})

    assert who_is_signed_in(client) is None


def test_a_code_works_in_the_browser_that_asked_for_it_only(ada: Person, client: Client) -> None:
    client.post("/sign-in/", {"email": "ada@example.org"})
    other = Client()

    answer = other.post("/sign-in/code/", {"code": code_in_the_newest_letter()})

    assert answer.url == "/sign-in/"
    assert who_is_signed_in(other) is None


def test_a_new_code_takes_the_place_of_the_first(ada: Person, client: Client) -> None:
    client.post("/sign-in/", {"email": "ada@example.org"})
    first = code_in_the_newest_letter()
    again = client.post("/sign-in/code/", {"action": "resend"})
    assert b"A new code is on its way." in client.get(again.url).content
    client.post("/sign-in/code/", {"code": first})
    assert who_is_signed_in(client) is None

    client.post("/sign-in/code/", {"code": code_in_the_newest_letter()})

    assert who_is_signed_in(client) == ada


def test_whoever_mistyped_their_e_mail_can_begin_again(ada: Person, client: Client) -> None:
    client.post("/sign-in/", {"email": "eda@example.org"})
    assert client.get("/sign-in/").url == "/sign-in/code/"

    again = client.post("/sign-out/", {"next": "/sign-in/"})

    assert (again.url, client.get("/sign-in/").status_code) == ("/sign-in/", 200)


def test_one_e_mail_is_written_to_five_times_an_hour_at_most(ada: Person) -> None:
    answers = [Client().post("/sign-in/", {"email": "ada@example.org"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [422]
    assert b"That was too often." in answers[-1].content
    assert len(mail.outbox) == 5


def test_too_many_tries_from_one_place_meet_a_plain_page(client: Client, db: None) -> None:
    answers = [client.post("/sign-in/passkey/", {"credential": "{}"}) for _ in range(31)]

    assert {answer.status_code for answer in answers[:30]} == {302}
    assert answers[30].status_code == 429
    assert b"Please wait a minute</h1>" in answers[30].content


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example", "/\\evil.example", "http://testserver/", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(ada: Person, client: Client, away: str) -> None:
    client.post("/sign-in/", {"email": "ada@example.org", "next": away})

    answer = client.post("/sign-in/code/", {"code": code_in_the_newest_letter(), "next": away})

    assert answer.url == "/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(ada: Person, client: Client) -> None:
    asked = client.get("/start/")
    assert asked.url == "/sign-in/?next=/start/"

    sent = client.post(asked.url, {"email": "ada@example.org", "next": "/start/"})
    answer = client.post(sent.url, {"code": code_in_the_newest_letter(), "next": "/start/"})

    assert answer.url == "/start/"


def test_when_the_post_office_is_shut_the_page_says_so(
    ada: Person, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shut(*args: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", shut)

    answer = client.post("/sign-in/", {"email": "ada@example.org"})

    assert answer.status_code == 422
    assert b"We could not send the e-mail just now. Try again in a minute." in answer.content
    assert b'value="ada@example.org"' in answer.content


def test_nobody_can_make_an_account_for_themselves(client: Client, db: None) -> None:
    sign_up = [client.get(path).status_code for path in ("/signup/", "/accounts/signup/", "/sign-up/")]
    client.post("/sign-in/", {"email": "eve@example.org", "email2": "eve@example.org", "password1": "long enough 1"})

    assert sign_up == [404, 404, 404]
    assert Person.objects.count() == 0


def test_the_session_has_a_new_name_after_signing_in(ada: Person, client: Client) -> None:
    client.post("/sign-in/", {"email": "ada@example.org"})
    before = client.session.session_key

    client.post("/sign-in/code/", {"code": code_in_the_newest_letter()})

    assert client.session.session_key not in (None, before)


def test_a_new_stamp_ends_every_session(ada: Person, browse: Callable[[Person], Client]) -> None:
    browser = browse(ada)
    assert who_is_signed_in(browser) == ada

    Person.objects.filter(pk=ada.pk).update(stamp=new_token())

    assert who_is_signed_in(browser) is None


class TestTwelveHoursLater:
    @pytest.fixture
    def browser(self, ada: Person, browse: Callable[[Person], Client]) -> Client:
        return browse(ada)

    def pass_hours(self, browser: Client, hours: int) -> None:
        session = browser.session
        session["sent_something_at"] -= hours * 60 * 60
        session.save()

    def test_whoever_sent_nothing_signs_in_again_and_nothing_is_written(self, browser: Client) -> None:
        self.pass_hours(browser, 13)

        with CaptureQueriesContext(connection) as queries:
            answer = browser.get("/start/")

        assert answer.url == "/sign-in/?next=/start/"
        assert writes_in(queries) == []

    def test_whoever_sent_something_in_between_goes_on(self, ada: Person, browser: Client) -> None:
        for _ in range(3):
            self.pass_hours(browser, 11)
            browser.post("/start/", {})

        assert who_is_signed_in(browser) == ada

    def test_a_form_that_comes_too_late_does_nothing(self, browser: Client) -> None:
        self.pass_hours(browser, 13)

        answer = browser.post("/sign-out/everywhere/")

        assert answer.url == "/sign-in/?next=/sign-out/everywhere/"

    def test_signing_in_again_is_enough(self, ada: Person, browser: Client) -> None:
        self.pass_hours(browser, 13)

        sign_in_by_code(browser, "ada@example.org")

        assert who_is_signed_in(browser) == ada


def test_signing_out_everywhere_ends_the_sessions_on_other_devices(
    ada: Person, browse: Callable[[Person], Client]
) -> None:
    here, there = browse(ada), browse(ada)

    answer = here.post("/sign-out/everywhere/")

    assert answer.url == "/#done"
    assert (who_is_signed_in(here), who_is_signed_in(there)) == (None, None)


def test_looking_at_the_page_to_sign_out_signs_nobody_out(ada: Person, browse: Callable[[Person], Client]) -> None:
    browser = browse(ada)

    assert b"Sign out?</h1>" in browser.get("/sign-out/").content
    assert who_is_signed_in(browser) == ada
    browser.post("/sign-out/")
    assert who_is_signed_in(browser) is None


class TestALinkThatSignsIn:
    def test_is_safe_to_look_at_and_says_whom_it_is_for(self, ada: Person, client: Client) -> None:
        token = new_sign_in_link(ada, lasts=timedelta(hours=1))

        with CaptureQueriesContext(connection) as queries:
            pages = [client.get(f"/s/{token}/"), client.head(f"/s/{token}/"), client.get(f"/s/{token}/")]

        assert [page.status_code for page in pages] == [200, 200, 200]
        assert b"This link is for <b>ada@example.org</b>." in pages[0].content
        assert writes_in(queries) == []
        assert who_is_signed_in(client) is None

    def test_signs_in_once_with_a_new_session(self, ada: Person, client: Client) -> None:
        token = new_sign_in_link(ada, lasts=timedelta(hours=1))
        client.post("/sign-in/", {"email": "eve@example.org"})  # a session that somebody else may have planted
        planted = client.session.session_key

        answer = client.post(f"/s/{token}/")

        assert (answer.status_code, answer.url) == (302, "/")
        assert who_is_signed_in(client) == ada
        assert client.session.session_key != planted
        again = Client().post(f"/s/{token}/")
        assert (again.status_code, b"This link does not work any more</h1>" in again.content) == (404, True)

    def test_for_a_demo_signs_in_more_than_once(self, ada: Person) -> None:
        token = new_sign_in_link(ada, lasts=timedelta(hours=1), once=False)
        browsers = [Client(), Client()]

        for browser in browsers:
            browser.post(f"/s/{token}/")

        assert [who_is_signed_in(browser) for browser in browsers] == [ada, ada]

    def test_names_the_one_without_an_e_mail(self, client: Client, db: None) -> None:
        token = new_sign_in_link(Person.objects.create_user(), lasts=timedelta(hours=1), name="Rose & Co")

        assert b"This link is for <b>Rose &amp; Co</b>." in client.get(f"/s/{token}/").content

    def test_looks_the_same_whether_it_is_old_unknown_or_of_somebody_who_left(self, ada: Person) -> None:
        left = Person.objects.create_user("left@example.org", is_active=False)
        tokens = [
            new_sign_in_link(ada, lasts=timedelta(seconds=-1)),
            new_sign_in_link(left, lasts=timedelta(hours=1)),
            new_token(),
        ]

        for method in ("get", "post"):
            answers = [getattr(Client(), method)(f"/s/{token}/") for token in tokens]
            assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}

    def test_keeps_no_token_in_the_database(self, ada: Person) -> None:
        token = new_sign_in_link(ada, lasts=timedelta(hours=1))

        assert token not in str(SignInLink.objects.values_list().get())
