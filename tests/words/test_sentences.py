"""What people taking part read: every sentence can be translated, is short, and uses everyday words (flows §4)."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import translation

from coproduce.people.accounts.models import Person
from tests.permissions.test_matrix import addresses_of
from tests.permissions.visitors import World, make_world

Browse = Callable[[Person | None], Client]
LONGEST = 20  # words in a sentence
BARRED = re.compile(
    r"\b(users?|stakeholders?|contributions?|submit(?:ted)?|invalid|resolved?|orphans?|anchors?|placements?|rounds?"
    r"|channels?|verbatim|renditions?|quorums?|tokenistic|convene|capture|feedback|e\.g\.|i\.e\.|etc\.?)\b",
    re.IGNORECASE,
)
OPEN, CLOSE = "⟦", "⟧"


class Texts(HTMLParser):
    """The texts of a page: what stands on it, and the names that only a screen reader tells."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(" ".join(data.split()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("aria-label", "alt", "title", "placeholder") if value]


def texts_of(page: bytes) -> list[str]:
    reader = Texts()
    reader.feed(page.decode())
    return reader.found


def pages_of(world: World, browse: Browse, visitor: str) -> Iterator[tuple[str, bytes]]:
    client = browse(world.people[visitor])
    for name, address in addresses_of(world).items():
        for answer in (client.get(address), client.post(address)):
            if answer.status_code in (200, 404, 422) and answer["Content-Type"].startswith("text/html"):
                yield name, answer.content


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text that went through gettext comes back between brackets."""
    real = translation._trans  # type: ignore[attr-defined]
    gettext, ngettext, pgettext = real.gettext, real.ngettext, real.pgettext
    monkeypatch.setattr(real, "gettext", lambda text: f"{OPEN}{gettext(text)}{CLOSE}" if text else text)
    monkeypatch.setattr(real, "ngettext", lambda one, many, n: f"{OPEN}{ngettext(one, many, n)}{CLOSE}")
    monkeypatch.setattr(real, "pgettext", lambda context, text: f"{OPEN}{pgettext(context, text)}{CLOSE}")


@pytest.mark.parametrize("visitor", ["stranger", "group", "runs it"])
def test_every_sentence_can_be_translated(visitor: str, browse: Browse, db: None, marked: None) -> None:
    """In templates and in code: what is left outside the brackets are people's own words, names, days and numbers."""
    world = make_world()
    plain = {
        f"{name}: {text}"
        for name, page in pages_of(world, browse, visitor)
        for text in outside_brackets(page)
        if len(re.findall(r"[A-Za-z]{3,}", text)) >= 3 and not is_theirs(text)
    }

    assert plain == set()


def outside_brackets(page: bytes) -> list[str]:
    """Texts with what was translated cut out, also where brackets enclose a value that was put in."""
    whole = "\n".join(texts_of(page))
    while OPEN in whole:
        whole, before = re.sub(rf"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", "", whole), whole
        if whole == before:
            break
    return whole.splitlines()


# What the people of `make_world` said, and what the site is called.
THEIRS = (
    "canary",
    "A note that all may read after the day",
    "Listen first",
    "Then speak",
    "Pay on time",
    "Say this more plainly",
    "I like this one",
    "somebody's full name was in it",
    "Words of somebody who left",
    "We thought of it",
    "What was good?",
    "What was not?",
    "example.org",
    "The project",
    "The draft",
)


def is_theirs(text: str) -> bool:
    return any(words in text for words in THEIRS)


@pytest.mark.parametrize("visitor", ["stranger", "group"])
def test_no_sentence_is_longer_than_twenty_words(visitor: str, browse: Browse, db: None) -> None:
    world = make_world()
    long = {
        f"{name}: {sentence}"
        for name, page in pages_of(world, browse, visitor)
        for text in texts_of(page)
        for sentence in re.split(r"(?<=[.?!:])\s+", text)
        if len(sentence.split()) > LONGEST
    }

    assert long == set()


@pytest.mark.parametrize("visitor", ["stranger", "group"])
def test_no_word_of_the_machine_room_is_on_their_pages(visitor: str, browse: Browse, db: None) -> None:
    world = make_world()
    barred = {
        f"{name}: {found[0]} in: {text}"
        for name, page in pages_of(world, browse, visitor)
        for text in texts_of(page)
        if (found := BARRED.search(text)) and not is_theirs(text)
    }

    assert barred == set()


def test_the_brackets_stand_around_what_was_translated(browse: Browse, db: None, marked: None) -> None:
    """The control: a sentence that went through gettext is cut out, one that did not is left."""
    world = make_world()
    page = browse(None).get(addresses_of(world)["your_code"]).content

    assert page.count(OPEN.encode()) > 10
    assert outside_brackets(page + b"<p>Nobody translates this sentence.</p>")[-1] == "Nobody translates this sentence."
