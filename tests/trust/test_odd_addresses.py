"""Whatever stands in an address, behind its question mark or in the shape of a body: a page, or that it is not here."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.permissions.test_matrix import addresses_of
from tests.permissions.visitors import World
from tests.trust.hostile import MARKUP
from tests.trust.kept import changed_between, everything_kept
from tests.trust.test_words import strange_parts_of
from tests.trust.walk import Browse, text_of

ASKED = ("after", "at", "code", "entry", "from", "next", "notes", "page", "pile", "show")
ODD = (
    "-1",
    "9" * 18,
    "9" * 19,
    "9" * 5_000,
    "NaN",
    "１２",
    "%00",
    "%ff%fe%ed%a0%80",
    "%0d%0aSet-Cookie:%20evil=1",
    "%3Cx-evil%3E%22%27onfocus=evil()",
    "..%2f..%2fetc%2fpasswd",
    "%E2%80%AEgnp",
)
WHO = ("stranger", "guest", "runs it")


@pytest.mark.parametrize("visitor", ["stranger", "runs it"])
def test_what_stands_behind_the_question_mark_breaks_no_page(visitor: str, small_world: World, browse: Browse) -> None:
    """The pages that look at it, by GET; those that only take a POST, by POST."""
    client = browse(small_world.people[visitor])
    client.raise_request_exception = False
    looking = {name: address for name, address in addresses_of(small_world).items() if _looks(name)}

    answers = {}
    for name, address in looking.items():
        for odd in ODD:
            asked = f"{address}?" + "&".join(f"{each}={odd}" for each in ASKED)
            with transaction.atomic():
                answers[name, odd] = (client.post if name in SENT_TO else client.get)(asked)
                transaction.set_rollback(True)

    assert {asked for asked, answer in answers.items() if answer.status_code >= 500} == set()
    assert {asked for asked, answer in answers.items() if strange_parts_of(text_of(answer))} == set()
    assert len(looking) == len(LOOKING) + len(SENT_TO)


LOOKING = {
    "about_me",
    "comments(version)",
    "comments(version, block)",
    "desk",
    "draft",
    "pile(pile)",
    "read",
    "read_version(version)",
    "sort",
    "write_principle",
}
SENT_TO = {"put_in_pile", "take_out_of_pile"}


def _looks(name: str) -> bool:
    return name in LOOKING | SENT_TO


@pytest.mark.parametrize("visitor", WHO)
def test_a_number_of_nothing_is_nowhere(visitor: str, small_world: World, browse: Browse) -> None:
    client = browse(small_world.people[visitor])
    client.raise_request_exception = False
    numbered = {name: address for name, address in addresses_of(small_world).items() if re.search(r"/\d+/", address)}

    met = {
        (name, number): client.get(re.sub(r"/\d+/", f"/{number}/", address)).status_code
        for name, address in numbered.items()
        for number in ("0", "00", "9" * 18, "9" * 19, "9" * 40)
    }

    assert {asked: status for asked, status in met.items() if status not in (302, 404, 405)} == {}
    assert len(numbered) > 20


@pytest.mark.parametrize(
    "address",
    ["/{}", "/{}/", "/g/{}/", "/s/{}/", "/back/{}/", "/p/{}/", "/p/{}/my-part/", "/static/{}", "/passkeys/{}/name/"],
)
def test_a_token_that_was_never_given_is_nowhere(address: str, client: Client, db: None) -> None:
    client.raise_request_exception = False
    odd = [*ODD, "%2e%2e", ".", "~", "%", "%zz", "x" * 5_000, "%F0%9F%90%8D", ";", "(", "\\"]

    asked = {each: client.get(address.format(each)) for each in odd}
    sent = {each: client.post(address.format(each)) for each in odd}

    answers = [*asked.values(), *sent.values()]
    assert {
        each: answer.status_code for each, answer in asked.items() if answer.status_code not in (301, 302, 404, 429)
    } == {}
    assert {
        each: answer.status_code for each, answer in sent.items() if answer.status_code not in (301, 302, 404, 405)
    } == {}
    assert [part for answer in answers for part in strange_parts_of(text_of(answer))] == []
    assert [name for answer in answers for name in answer.headers if "evil" in name.lower()] == []


BODIES = (
    ("application/json", b'{"email": "ada@example.org"}'),
    ("application/json", b"[" * 100_000),
    ("text/xml", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'),
    ("multipart/form-data", b"evil"),
    ("multipart/form-data; boundary=", b"evil"),
    ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data; name=email\r\n\r\nevil"),
    ("multipart/form-data; boundary=b", b"--b\r\n" * 2_000),
    ("multipart/form-data; boundary=" + "b" * 400, b"evil"),
    ("multipart/form-data; boundary=b; charset=utf-7", b"--b--\r\n"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"email=evil"),
    ("application/x-www-form-urlencoded; charset=rot13", b"email=evil"),
    ("application/x-www-form-urlencoded; charset=evil", b"email=evil"),
    ("application/x-www-form-urlencoded", b"%" * 10_000),
    ("application/x-www-form-urlencoded", b"&=" * 5_000),
    ("evil", b"evil"),
    ("", b"evil"),
)


def test_a_body_of_another_kind_is_no_form(small_world: World, browse: Browse) -> None:
    client = browse(small_world.people["runs it"])
    client.raise_request_exception = False
    slug = small_world.project.slug
    addresses = [reverse("settings", args=[slug]), reverse("new_event", args=[slug])]
    before = everything_kept()

    answers = {
        (kind, body[:20], address): client.generic("POST", address, body, content_type=kind).status_code
        for kind, body in BODIES
        for address in addresses
    }

    assert {asked: status for asked, status in answers.items() if status not in (200, 400, 422)} == {}
    assert changed_between(before, everything_kept()) == {}


def test_a_file_in_the_place_of_words_is_no_word(client: Client, db: None) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="email"; filename="../../evil.html\x00"\r\n'
        b"Content-Type: text/html\r\n\r\nada@example.org\r\n--b--\r\n"
    )

    answer = client.generic("POST", "/sign-in/", body, content_type="multipart/form-data; boundary=b")

    assert answer.status_code == 422
    assert MARKUP not in text_of(answer)
