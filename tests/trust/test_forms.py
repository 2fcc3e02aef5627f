"""Whatever arrives in a form is kept as words, or refused and given back; nothing else happens (goals 13, 20, 28).

Every form that anybody meets is sent back with hostile words in its boxes, with numbers that are none, with things of
another project, without its fields and with too many of them.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from django.apps import apps

from tests.permissions.visitors import World
from tests.trust.forms import forms_on
from tests.trust.furnished import furnish_elsewhere
from tests.trust.hostile import sent_to
from tests.trust.kept import Kept, changed_between, everything_kept, names_a_row_of, too_long_for_its_column
from tests.trust.sending import Found, forms_of, send, undone
from tests.trust.test_words import strange_parts_of
from tests.trust.walk import Browse, text_of

OF_THE_LIBRARY = {"django_session"}  # what a browser was told lately; nobody's words
COUNTED = {"accounts_failedtry"}  # a code that opened nothing is counted
LONGEST = 5.0  # seconds for one answer, on a busy machine
BY_DEVICE = {"mfa_add_webauthn"}  # only a phone with a passkey can fill it in


@dataclass(frozen=True, slots=True)
class Sent:
    """One form, one thing wrong with it, and what came of it."""

    form: str
    what: str
    status: int
    took: float = field(repr=False)  # seconds
    changed: frozenset[str] = field(repr=False)  # tables, but for those of the libraries
    strange: tuple[str, ...]  # parts of the answer that words became
    lost: tuple[str, ...]  # fields whose words did not come back with a refusal
    too_long: tuple[str, ...]  # columns
    reached: tuple[str, ...]  # what of the other project is otherwise now, or pointed at by something new

    def __str__(self) -> str:
        return f"{self.form}: {self.what}"


@pytest.fixture
def sent(request: pytest.FixtureRequest, once: Callable[..., list[Sent]], browse: Browse) -> list[Sent]:
    """Everything that was sent to every form."""
    return once("sent", lambda: _send_everything(request.getfixturevalue("small_world"), browse))


def _send_everything(world: World, browse: Browse) -> list[Sent]:
    before = everything_kept()
    furnish_elsewhere(world)
    changed = changed_between(before, everything_kept())
    theirs = {table: set(new) for table, (old, new) in changed.items() if not old}
    ids = _ids_in(theirs)
    forms = _largest(forms_of(world, browse))
    now = everything_kept()
    return [_send(found, what, data, now, theirs) for found in forms for what, data in sent_to(found, ids)]


def _largest(forms: list[Found]) -> list[Found]:
    """Without those that are a part of another form for the same address."""
    return [
        found
        for found in forms
        if not any(
            other.route == found.route and set(found.form.names) < set(other.form.names) and found.form.names
            for other in forms
        )
    ]


def _ids_in(rows: Kept) -> dict[str, str]:
    """The newest of each kind of thing that a form may name."""
    named = [model for model in apps.get_models() if model.__name__ in ("Note", "Pile", "Contribution")]
    return {model.__name__.lower(): str(max(row[0] for row in rows[model._meta.db_table])) for model in named}


def _send(found: Found, what: str, data: Mapping[str, Sequence[str | bytes]], now: Kept, theirs: Kept) -> Sent:
    found.browser.raise_request_exception = False
    with undone(found):
        began = time.perf_counter()
        response = send(found, data)
        took = time.perf_counter() - began
        kept = everything_kept()
        changed = changed_between(now, kept)
        too_long = too_long_for_its_column(changed)
    page = text_of(response)
    return Sent(
        str(found),
        what,
        response.status_code,
        took,
        frozenset(changed) - OF_THE_LIBRARY,
        tuple(strange_parts_of(page)),
        tuple(_lost(found, data, page)) if response.status_code == 422 else (),
        tuple(too_long),
        (*(table for table, rows in theirs.items() if rows - kept[table]), *names_a_row_of(theirs, changed)),
    )


def _lost(found: Found, data: Mapping[str, Sequence[str | bytes]], page: str) -> list[str]:
    """Boxes that do not hold any more what was typed into them."""
    held = {(field.name, field.value) for form in forms_on(page) for field in form.fields}
    return [name for name in found.typed if (name, as_read(data.get(name, [""])[-1])) not in held]


def as_read(typed: str | bytes) -> str:
    """What is no UTF-8 is read as U+FFFD."""
    return typed.decode(errors="replace") if isinstance(typed, bytes) else typed


def test_every_form_takes_what_it_is_meant_for(sent: list[Sent]) -> None:
    """Without this the rest would prove nothing."""
    plain = {each.form: each.status for each in sent if each.what == "nothing"}
    refused = {form.split(" by ")[0] for form, status in plain.items() if status not in (200, 302)}

    assert len(plain) >= 40
    assert refused <= BY_DEVICE


def test_nothing_that_is_sent_breaks_a_page(sent: list[Sent]) -> None:
    assert [str(each) for each in sent if each.status >= 500] == []
    assert {each.status for each in sent} <= {200, 302, 400, 403, 404, 422, 429}
    assert len(sent) > 800


def test_nothing_that_is_sent_holds_a_page_up(sent: list[Sent]) -> None:
    assert [f"{each}: {each.took:.1f} s" for each in sent if each.took > LONGEST] == []


def test_what_is_refused_leaves_nothing_behind(sent: list[Sent]) -> None:
    left = {str(each): sorted(each.changed) for each in sent if each.status >= 400 and each.changed - COUNTED}

    assert left == {}
    assert len([each for each in sent if each.status == 422]) > 200


def test_what_was_typed_comes_back_with_a_refusal(sent: list[Sent]) -> None:
    assert [f"{each}: {each.lost}" for each in sent if each.lost] == []


def test_what_was_typed_comes_back_as_words(sent: list[Sent]) -> None:
    assert [f"{each}: {each.strange}" for each in sent if each.strange] == []


def test_nothing_longer_than_its_column_is_kept(sent: list[Sent]) -> None:
    assert [f"{each}: {each.too_long}" for each in sent if each.too_long] == []


def test_no_form_reaches_into_another_project(sent: list[Sent]) -> None:
    assert [f"{each}: {each.reached}" for each in sent if each.reached] == []
    assert len([each for each in sent if each.what.startswith("their ")]) > 20
