"""Words stay words: whatever somebody wrote, no page takes it for a part of itself (trust goals 13, 18).

The same in a real browser, with more payloads, is the next step; here every page of every visitor is read.
"""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from coproduce.people.accounts.models import Person
from coproduce.people.projects.actions import Helper, change_project
from coproduce.people.projects.models import Project
from tests.trust.payloads import PAYLOADS, TEMPLATES
from tests.trust.walk import Walked, text_of

POINTING = {"href", "src", "action", "formaction", "hx-get", "hx-post", "data-opens", "poster", "cite", "data"}
HERE = ("/", "#", "?")
TO_A_PERSON = ("mailto:", "tel:", "sms:")
NEVER = {"iframe", "object", "embed", "base", "applet", "frame", "style", "math"}


class Parts(HTMLParser):
    """What a browser would make of the page that is more than text."""

    def __init__(self) -> None:
        super().__init__()
        self.strange: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = "" if ("type", "application/json") in attrs else tag
        if tag in NEVER or "evil" in tag:
            self.strange.append(f"<{tag}>")
        for name, value in attrs:
            if re.match(r"on|style$|srcdoc$|http-equiv$", name) or "evil" in name:
                self.strange.append(f"<{tag} {name}>")
            elif name in POINTING and not _stays(value or "") and not _is_a_call(tag, attrs):
                self.strange.append(f"<{tag} {name}={value}>")

    def handle_data(self, data: str) -> None:
        if self.inside == "script" and data.strip():
            self.strange.append(f"<script>{data}")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_comment(self, data: str) -> None:
        if "evil" in data:
            self.strange.append(f"<!--{data}-->")


def _stays(address: str) -> bool:
    if address.startswith(TO_A_PERSON):
        return True
    here = urlsplit(settings.ADDRESS)
    parts = urlsplit(address)
    return (parts.scheme, parts.netloc) in (("", ""), (here.scheme, here.netloc)) and "\\" not in address


def _is_a_call(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    """The place of an event may be the link to a call; it is shown to those who run it."""
    return (tag, ("rel", "nofollow") in attrs, urlsplit(dict(attrs).get("href") or "").scheme) == ("a", True, "https")


def strange_parts_of(page: str) -> list[str]:
    parts = Parts()
    parts.feed(page)
    parts.close()
    return parts.strange


def unescaped_in(page: str) -> list[str]:
    """Payloads that stand in the page with the signs that make markup. (Those that begin with & are how another
    one looks when it is escaped.)"""
    return [payload for payload in PAYLOADS if payload in page and escape(payload) != payload and payload[0] != "&"]


def test_no_word_becomes_a_part_of_a_page(walked: Walked) -> None:
    strange = [f"{answer}: {part}" for answer in walked.answers for part in strange_parts_of(answer.page)]

    assert strange == []


def test_no_word_stands_in_a_page_with_the_signs_of_markup(walked: Walked) -> None:
    bare = [f"{answer}: {payload}" for answer in walked.answers for payload in unescaped_in(answer.page)]

    assert bare == []


def test_no_word_is_taken_for_a_template(walked: Walked) -> None:
    """`{{ 1300|add:37 }}` and `{{7*191}}` would be 1337."""
    worked_out = [str(answer) for answer in walked.answers if "evil1337" in answer.page]
    gone = [payload for payload in TEMPLATES if not any(escape(payload) in answer.page for answer in walked.answers)]

    assert (worked_out, gone) == ([], [])


def test_the_walk_meets_every_payload(walked: Walked) -> None:
    """Pages without the words would prove nothing. Long words are cut in lists, so not on every page."""
    everything = unescape("\n".join(answer.page for answer in walked.asked))

    assert [payload for payload in PAYLOADS if payload not in everything] == []


def test_no_word_gets_into_a_header(walked: Walked) -> None:
    told = [
        f"{answer}: {name}"
        for answer in walked.answers
        for name, value in answer.headers.items()
        if "evil" in value and name != "Location"
    ]

    assert told == []


def test_the_reading_would_find_a_payload_that_got_through() -> None:
    """Each payload bare in a page is found, but those that are harmless as text anywhere."""
    harmless = [payload for payload in PAYLOADS if escape(payload) == payload or payload[0] == "&"]
    missed = [
        payload
        for payload in PAYLOADS
        if payload not in harmless
        and not unescaped_in(f"<p>{payload}</p>")
        and not strange_parts_of(f"<p>{payload}</p>")
    ]

    assert missed == []
    assert strange_parts_of("<p><a href='javascript:evil()'>x</a><img src=//evil.example/></p>") == [
        "<a href=javascript:evil()>",
        "<img src=//evil.example/>",
    ]
    assert len(harmless) < 30


@pytest.fixture
def ways_to_say_what_it_is(project: Project, ada: Person) -> Callable[[str], None]:
    """All that stands around every page of a project, in the same words."""

    def say(words: str) -> None:
        change_project(
            project,
            name=words,
            purpose=words,
            who_decides="advise",
            decider=words,
            helper=Helper(words, words, words),
            partners=[words],
            by=ada,
        )

    return say


def test_what_stands_around_every_page_stays_words_for_each_payload_alone(
    project: Project, ways_to_say_what_it_is: Callable[[str], None], client: Client
) -> None:
    found = []
    for payload in PAYLOADS:
        ways_to_say_what_it_is(payload)
        page = text_of(client.get(reverse("help", args=[project.slug])))
        found += strange_parts_of(page) + unescaped_in(page)
        assert escape(payload) in page

    assert found == []


def links_to_people(page: str) -> Iterator[str]:
    yield from (unescape(found) for found in re.findall(r'href="((?:mailto|tel|sms):[^"]*)"', page))


def test_a_link_to_whoever_helps_writes_to_them_alone(
    project: Project, ways_to_say_what_it_is: Callable[[str], None], client: Client
) -> None:
    """An e-mail may hold ? and & and still be of a valid shape: in a link it would add readers and words."""
    ways_to_say_what_it_is("jo?bcc=evil&body=evil@example.org")

    links = set(links_to_people(text_of(client.get(reverse("help", args=[project.slug])))))

    assert {link for link in links if link.startswith("mailto:")} == {
        "mailto:jo%3Fbcc%3Devil%26body%3Devil@example.org"
    }


def test_no_name_turns_the_words_beside_it_round(
    project: Project, ada: Person, sam: Person, browse: Callable[[Person | None], Client]
) -> None:
    """Signs for the direction of reading work to the end of a line: 'We did it' could be read as something else."""
    browse(sam).post(reverse("about_me", args=[project.slug]), {"name": "\u202eSam\u2066", "background": "\u202bnurse"})

    pages = [
        text_of(browse(person).get(reverse(name, args=[project.slug])))
        for person, name in ((sam, "about_me"), (ada, "people"))
    ]

    assert ["Sam" in page for page in pages] == [True, True]
    assert [re.findall("[\u202a-\u202e\u2066-\u2069]", page) for page in pages] == [[], []]
