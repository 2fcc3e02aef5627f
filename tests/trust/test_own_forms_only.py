"""Only a form of ours is read: whatever sends without its token is refused, whoever it is sent for (goal 21)."""

import pytest
from django.test import Client
from django.urls import reverse

from coproduce.cycle.capture.models import Board
from coproduce.people.accounts.models import Person
from tests.permissions.test_matrix import addresses_of
from tests.permissions.visitors import World
from tests.trust.kept import changed_between, everything_kept
from tests.trust.walk import Browse, text_of

TOKEN = "a" * 32


def strict(client: Client) -> Client:
    """The same browser, whose requests are checked as those of real ones."""
    checked = Client(enforce_csrf_checks=True)
    checked.cookies = client.cookies
    return checked


@pytest.mark.parametrize("visitor", ["stranger", "group", "runs it"])
def test_nothing_is_done_without_the_token_of_a_form(visitor: str, small_world: World, browse: Browse) -> None:
    client = strict(browse(small_world.people[visitor]))
    before = everything_kept()

    answers = {
        (name, way): getattr(client, way)(address)
        for name, address in addresses_of(small_world).items()
        for way in ("post", "delete")
    }

    assert {asked: answer.status_code for asked, answer in answers.items()} == dict.fromkeys(answers, 403)
    assert {"Please send that once more" in text_of(answer) for answer in answers.values()} == {True}
    assert changed_between(before, everything_kept()) == {}


@pytest.mark.parametrize(
    ("token", "cookie", "headers"),
    [
        (TOKEN, "", {}),  # a token that the browser was never given
        ("", TOKEN, {}),
        ("b" * 32, TOKEN, {}),
        (TOKEN[:-1], TOKEN, {}),
        (TOKEN, TOKEN, {"origin": "https://evil.example"}),
        (TOKEN, TOKEN, {"origin": "null", "sec-fetch-site": "cross-site"}),
        (TOKEN, TOKEN, {"origin": "https://testserver.evil.example"}),
        (TOKEN, TOKEN, {"origin": "http://testserver:8001"}),
        (TOKEN, TOKEN, {"origin": "https://testserver"}),
    ],
)
def test_a_token_that_another_site_made_up_opens_nothing(
    token: str, cookie: str, headers: dict[str, str], board: Board, ada: Person, browse: Browse
) -> None:
    assert close(board, browse(ada), token, cookie, headers) == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://testserver"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "same-origin"},
        {},  # a browser of long ago: then the token decides alone
    ],
)
def test_the_same_form_with_its_own_token_is_read(
    headers: dict[str, str], board: Board, ada: Person, browse: Browse
) -> None:
    assert close(board, browse(ada), TOKEN, TOKEN, headers) == 302


def close(board: Board, client: Client, token: str, cookie: str, headers: dict[str, str]) -> int:
    client = strict(client)
    client.cookies["csrf"] = cookie
    address = reverse("close_board", args=[board.group.event.project.slug, board.pk])
    return client.post(address, {"csrfmiddlewaretoken": token}, headers=headers).status_code
