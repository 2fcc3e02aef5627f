from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coproduce.people.accounts.adapter import FRESH
from coproduce.people.accounts.models import Person
from coproduce.people.accounts.tests.device import Device
from coproduce.people.accounts.tests.signing_in import sign_in_by_code, who_is_signed_in, writes_in

Browse = Callable[[Person], Client]


def challenge(browser: Client, path: str) -> dict[str, object]:
    return browser.post(path, {"begin": "1"}).json()


def add_passkey(browser: Client, device: Device, *, name: str = "My phone") -> object:
    credential = device.make(challenge(browser, "/passkeys/add/"))
    return browser.post("/passkeys/add/", {"name": name, "credential": credential})


def sign_in_with(device: Device, browser: Client, **more: str) -> object:
    answer = device.answer(challenge(browser, "/sign-in/passkey/"))
    return browser.post("/sign-in/passkey/", {"credential": answer, **more})


def grow_stale(browser: Client) -> None:
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= FRESH + 1
    session.save()


@pytest.fixture
def signed_in(ada: Person, client: Client) -> Client:
    sign_in_by_code(client, "ada@example.org")
    return client


def test_a_passkey_is_added_and_signs_in_by_itself(ada: Person, signed_in: Client) -> None:
    device, elsewhere = Device(), Client()

    added = add_passkey(signed_in, device)
    entered = sign_in_with(device, elsewhere)

    assert (added.status_code, added.url) == (302, "/passkeys/#done")
    page = signed_in.get("/passkeys/").content.decode()
    assert ("<b>My phone</b>" in page, "Your passkey is added." in page) == (True, True)
    assert (entered.status_code, entered.url) == (302, "/")
    assert who_is_signed_in(elsewhere) == ada


def test_nothing_says_when_a_passkey_was_used(signed_in: Client) -> None:
    device = Device()
    add_passkey(signed_in, device)

    sign_in_with(device, Client())

    assert Authenticator.objects.get().last_used_at is None


def test_with_a_passkey_a_code_by_e_mail_still_signs_in(ada: Person, signed_in: Client) -> None:
    add_passkey(signed_in, Device())
    elsewhere = Client()

    sign_in_by_code(elsewhere, "ada@example.org")

    assert who_is_signed_in(elsewhere) == ada


def test_a_passkey_without_a_name_gets_a_number(signed_in: Client) -> None:
    add_passkey(signed_in, Device(), name="")

    assert "<b>Passkey 1</b>" in signed_in.get("/passkeys/").content.decode()


def test_a_key_that_asks_for_no_finger_face_or_pin_is_not_taken(signed_in: Client) -> None:
    answer = add_passkey(signed_in, Device(verifies=False))

    assert (answer.status_code, Authenticator.objects.count()) == (422, 0)
    assert b"That passkey did not work here." in answer.content


def test_a_key_cannot_say_that_it_is_somebody_elses(bo: Person, ada: Person, signed_in: Client) -> None:
    """Above all not a guest's: they have no way to sign in."""
    device, elsewhere = Device(), Client()
    add_passkey(signed_in, device)
    device.owned_by(bo.pk)

    answer = sign_in_with(device, elsewhere)

    assert answer.url == "/sign-in/"
    assert b"That passkey did not work here." in elsewhere.get("/sign-in/").content
    assert who_is_signed_in(elsewhere) is None


def test_an_answer_to_an_earlier_challenge_opens_nothing(signed_in: Client) -> None:
    device, elsewhere = Device(), Client()
    add_passkey(signed_in, device)
    answer = device.answer(challenge(elsewhere, "/sign-in/passkey/"))
    challenge(elsewhere, "/sign-in/passkey/")

    elsewhere.post("/sign-in/passkey/", {"credential": answer})

    assert who_is_signed_in(elsewhere) is None


@pytest.mark.parametrize(
    "rubbish",
    [
        "",
        "{}",
        "[]",
        "null",
        "not json",
        '{"id": "x", "response": {}}',
        '{"id": "x", "rawId": "x", "type": "public-key", "response": {"userHandle": 7}}',
    ],
)
def test_rubbish_in_place_of_a_passkey_opens_and_adds_nothing(signed_in: Client, rubbish: str) -> None:
    elsewhere = Client()
    challenge(elsewhere, "/sign-in/passkey/")
    challenge(signed_in, "/passkeys/add/")

    entered = elsewhere.post("/sign-in/passkey/", {"credential": rubbish})
    added = signed_in.post("/passkeys/add/", {"credential": rubbish})

    assert (entered.status_code, entered.url) == (302, "/sign-in/")
    assert (added.status_code, Authenticator.objects.count()) == (422, 0)


def test_another_key_under_the_same_number_opens_nothing(signed_in: Client) -> None:
    device, forged, elsewhere = Device(), Device(), Client()
    add_passkey(signed_in, device)
    forged.make(challenge(signed_in, "/passkeys/add/"))
    ((ident, (_key, owner)),) = device.keys.items()
    ((_ident, (other_key, _owner)),) = forged.keys.items()
    forged.keys = {ident: (other_key, owner)}

    answer = sign_in_with(forged, elsewhere)

    assert answer.url == "/sign-in/"
    assert who_is_signed_in(elsewhere) is None


def test_the_passkey_of_somebody_whose_sign_in_is_closed_opens_nothing(ada: Person, signed_in: Client) -> None:
    device, elsewhere = Device(), Client()
    add_passkey(signed_in, device)
    Person.objects.filter(pk=ada.pk).update(is_active=False)

    answer = sign_in_with(device, elsewhere)

    assert answer.url == "/sign-in/"
    assert b"This sign-in is closed. Ask the person who looks after this site." in elsewhere.get("/sign-in/").content
    assert who_is_signed_in(elsewhere) is None


def test_signing_in_by_passkey_leads_to_the_page_that_was_asked_for_and_nowhere_else(signed_in: Client) -> None:
    device = Device()
    add_passkey(signed_in, device)

    assert sign_in_with(device, Client(), next="/start/").url == "/start/"
    assert sign_in_with(device, Client(), next="https://evil.example/").url == "/"


def test_a_passkey_gets_another_name(signed_in: Client) -> None:
    add_passkey(signed_in, Device())
    path = f"/passkeys/{Authenticator.objects.get().pk}/name/"

    empty = signed_in.post(path, {"name": ""})
    renamed = signed_in.post(path, {"name": "The <old> phone"})

    assert (empty.status_code, renamed.url) == (422, "/passkeys/")
    assert "<b>The &lt;old&gt; phone</b>" in signed_in.get("/passkeys/").content.decode()


def test_a_removed_passkey_opens_nothing(signed_in: Client) -> None:
    device, elsewhere = Device(), Client()
    add_passkey(signed_in, device)
    path = f"/passkeys/{Authenticator.objects.get().pk}/remove/"

    asked = signed_in.get(path)
    signed_in.post(path)
    sign_in_with(device, elsewhere)

    assert "Remove ‘My phone’?" in asked.content.decode()
    assert Authenticator.objects.count() == 0
    assert who_is_signed_in(elsewhere) is None


def test_nobody_touches_somebody_elses_passkey(signed_in: Client, browse: Browse) -> None:
    add_passkey(signed_in, Device())
    number = Authenticator.objects.get().pk
    eve = Client()
    Person.objects.create_user("eve@example.org")
    sign_in_by_code(eve, "eve@example.org")

    answers = [
        getattr(eve, method)(f"/passkeys/{number}/{page}/", {"name": "mine"})
        for method in ("get", "post")
        for page in ("name", "remove")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert Authenticator.objects.get().wrap().name == "My phone"


def test_after_a_while_a_change_asks_for_the_passkey_again(signed_in: Client) -> None:
    device = Device()
    add_passkey(signed_in, device)
    path = f"/passkeys/{Authenticator.objects.get().pk}/remove/"
    grow_stale(signed_in)

    asked = signed_in.get(path)
    shown = signed_in.get(asked.url)
    answer = device.answer(challenge(signed_in, asked.url))
    sure = signed_in.post(asked.url, {"credential": answer, "next": path})

    assert asked.url == f"/passkeys/sure/?next={path.replace('/', '%2F')}"
    assert b"Is it you?</h1>" in shown.content
    assert (sure.url, signed_in.get(path).status_code) == (path, 200)


def test_when_the_passkey_fails_there_the_page_says_so_and_stays(signed_in: Client) -> None:
    add_passkey(signed_in, Device())
    grow_stale(signed_in)

    answer = signed_in.post("/passkeys/sure/?next=/passkeys/add/", {"credential": "{}"})

    assert answer.url == "/passkeys/sure/?next=%2Fpasskeys%2Fadd%2F"
    assert b"That passkey did not work here." in signed_in.get(answer.url).content


def test_whoever_lost_a_passkey_signs_in_again_by_code_and_removes_it(signed_in: Client) -> None:
    add_passkey(signed_in, Device())
    path = f"/passkeys/{Authenticator.objects.get().pk}/remove/"
    grow_stale(signed_in)

    signed_in.post("/sign-out/", {"next": "/sign-in/?next=/passkeys/"})
    sign_in_by_code(signed_in, "ada@example.org")
    signed_in.post(path)

    assert Authenticator.objects.count() == 0


@pytest.mark.parametrize(
    "path", ["/passkeys/", "/passkeys/add/", "/passkeys/sure/", "/passkeys/1/name/", "/passkeys/1/remove/"]
)
def test_passkeys_are_for_those_who_signed_in(client: Client, db: None, path: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/sign-in/")


def test_looking_at_the_pages_writes_nothing(signed_in: Client) -> None:
    add_passkey(signed_in, Device())
    number = Authenticator.objects.get().pk

    with CaptureQueriesContext(connection) as queries:
        for path in ("", "add/", "sure/", f"{number}/name/", f"{number}/remove/"):
            assert signed_in.get(f"/passkeys/{path}").status_code == 200
        for path in ("/sign-in/", "/sign-in/passkey/"):
            Client().get(path, headers={"accept": "application/json"})

    assert writes_in(queries) == []


def test_the_device_keeps_the_passkey_under_the_e_mail_and_the_name_of_the_site(signed_in: Client) -> None:
    options = challenge(signed_in, "/passkeys/add/")["publicKey"]

    assert (options["user"]["name"], options["user"]["displayName"]) == ("ada@example.org", "ada@example.org")
    assert options["rp"] == {"id": "testserver", "name": "Coproduce"}
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
