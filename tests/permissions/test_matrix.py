"""Who may open what: every address × every kind of visitor, held against `table.txt`, which people review.

A new address without a line fails here. After a change that was meant: `COPRODUCE_WRITE_TABLE=1 make test
ARGS=tests/permissions`, then read what changed in the file as you would read code.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from coproduce.people.accounts.models import Person
from tests.permissions.visitors import VISITORS, World, make_world

TABLE = Path(__file__).with_name("table.txt")
Browse = Callable[[Person | None], Client]
ELSEWHERE = ("left", "guest elsewhere", "runs another", "steward")  # nobody here: as a stranger, signed in or not


def addresses_of(world: World) -> dict[str, str]:
    """Each named address with the things of `world` put in."""
    things = {
        "project": world.project.slug,
        "board": world.open_board.pk,
        "event": world.open_board.group.event_id,
        "group": world.open_board.group_id,
        "note": world.note.pk,
        "pile": world.pile.pk,
        "block": world.block.pk,
        "version": world.round.version.number,
        "comment": world.comment.pk,
        "answer": world.given.pk,
        "contribution": world.comment.contribution_id,
        "membership": world.membership.pk,
        "short": world.open_board.group.short_address,
        "pk": 1,
    }
    tokens = {
        "group_link": world.open_board.group.link,
        "way_back": world.way_back,
        "sign_in_by_link": world.sign_in,
    }
    found: dict[str, str] = {}
    for name, pattern in sorted(named_patterns(get_resolver()), key=lambda named: named[0]):
        wanted = list(pattern.pattern.converters)
        values = {each: tokens[name] if each == "token" else things[each] for each in wanted}
        shown = f"{name}({', '.join(each for each in wanted if each != 'project')})"
        try:
            found[shown.replace("()", "")] = reverse(name, kwargs=values)
        except NoReverseMatch:  # a second name for the same page with fewer things
            continue
    found["board(closed)"] = reverse("board", args=[world.project.slug, world.closed_board.pk])
    found["why(unpublished)"] = reverse("why", args=[world.project.slug, world.unpublished.pk])
    found["journey(own)"] = reverse("journey", args=[world.project.slug, world.note.contribution_id])
    return found


def named_patterns(resolver: URLResolver) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from named_patterns(entry)
        elif entry.name:
            yield entry.name, entry


def sign_for(response: HttpResponse) -> str:
    """P a page · w a form to mend · S to sign-in · C to the code · > on to another page · . as if it were not there ·
    - not in this way · x refused."""
    if response.status_code in (301, 302, 303):
        to = response.headers["Location"]
        return "S" if to.startswith("/sign-in") else "C" if "/my-part/code" in to else ">"
    return {200: "P", 422: "w", 404: ".", 405: "-", 403: "x", 429: "w"}.get(
        response.status_code, str(response.status_code)
    )


def rows_of(world: World, browse: Browse) -> dict[str, tuple[str, str]]:
    """For each address the signs of all visitors, asking (GET) and sending an empty form (POST)."""
    rows = {}
    for name, address in addresses_of(world).items():
        signs = {"get": "", "post": ""}
        for visitor in VISITORS:
            for way in signs:
                with transaction.atomic():
                    signs[way] += sign_for(getattr(browse(world.people[visitor]), way)(address))
                    transaction.set_rollback(True)
        rows[name] = (signs["get"], signs["post"])
    return rows


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def test_everybody_may_open_what_the_table_says(world: World, browse: Browse) -> None:
    rows = rows_of(world, browse)
    text = as_text(rows)

    if os.environ.get("COPRODUCE_WRITE_TABLE"):
        TABLE.write_text(text)

    assert text == TABLE.read_text()


def as_text(rows: dict[str, tuple[str, str]]) -> str:
    head = (sign_for.__doc__ or "").split()
    width = max(map(len, rows))
    lines = [f"{name:<{width}}  {get}  {post}" for name, (get, post) in rows.items()]
    return "\n".join(
        [
            f"Columns: {' · '.join(VISITORS)}; first asking (GET), then sending an empty form (POST).",
            " ".join(head),
            "",
            *lines,
            "",
        ]
    )


def test_nobody_from_elsewhere_gets_further_than_a_stranger(world: World, browse: Browse) -> None:
    """Not those who left, another project's people, or the steward: in no page of the project, in neither way."""
    further = []
    for name, address in addresses_of(world).items():
        if f"/p/{world.project.slug}/" not in address:
            continue
        for way in ("get", "post"):
            with transaction.atomic():
                stranger = sign_for(getattr(browse(None), way)(address))
                for visitor in ELSEWHERE:
                    theirs = sign_for(getattr(browse(world.people[visitor]), way)(address))
                    as_stranger = {stranger, "."} if stranger == "S" else {stranger}
                    if theirs not in as_stranger:
                        further.append(f"{visitor} {way} {name}: {theirs}, a stranger {stranger}")
                transaction.set_rollback(True)

    assert further == []


def test_a_thing_of_another_project_is_not_found_through_this_one(world: World, browse: Browse) -> None:
    """The one who runs another project puts this project's things under their own address."""
    runs_another = browse(world.people["runs another"])
    crossed = [
        name
        for name, address in addresses_of(world).items()
        if f"/p/{world.project.slug}/" in address
        and any(character.isdigit() for character in address)
        and sign_for(runs_another.get(address.replace(world.project.slug, world.elsewhere.slug))) not in ".-"
    ]

    assert crossed == []


def test_what_is_hidden_answers_as_what_is_missing(world: World, browse: Browse) -> None:
    """The same status and the same bytes, but for the reference, so that nobody learns what exists."""
    stranger = browse(world.people["guest"])
    hidden = stranger.get(reverse("board", args=[world.project.slug, world.open_board.pk]))
    missing = stranger.get(reverse("board", args=[world.project.slug, 999_999]))

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert without_reference(hidden) == without_reference(missing)


def without_reference(response: HttpResponse) -> bytes:
    return response.content.replace(response.wsgi_request.reference.encode(), b"")  # type: ignore[attr-defined]


def test_a_page_without_a_line_in_the_table_is_closed(world: World, browse: Browse) -> None:
    """Default deny: a view that no rule speaks for answers as if it were not there."""
    undecorated = [
        name for name, pattern in named_patterns(get_resolver()) if getattr(pattern.callback, "door", None) is None
    ]

    assert undecorated == []
