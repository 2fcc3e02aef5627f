"""Nothing leads away from this site, whatever a request says of where it is (trust goal 21)."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coproduce.people.accounts.actions import new_sign_in_link
from coproduce.people.accounts.models import Person
from coproduce.people.projects.models import Project
from tests.trust.test_words import TO_A_PERSON, strange_parts_of
from tests.trust.walk import ELSEWHERE, Browse, Walked, text_of

# Forty ways to write an address somewhere else, as people have got past such checks before.
AWAY = (
    "https://evil.example",
    "https://evil.example/",
    "http://evil.example/",
    "HTTPS://EVIL.EXAMPLE/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "\x01https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http:///evil.example/x",
    "https:\\\\evil.example",
    "ht\ntps://evil.example",
    "javascript:evil()//",
    "JavaScript:evil()",
    "java\tscript:evil()",
    "data:text/html,<script>evil()</script>",
    "vbscript:evil()",
    "ftp://evil.example/",
    "https://127.0.0.1@evil.example/",
    "https://127.0.0.1:8000@evil.example/",
    "https://evil.example#@127.0.0.1:8000/",
    "https://evil.example\\@127.0.0.1:8000/",
    "https://127.0.0.1:8000.evil.example/",
    "https://127.0.0.1:8000%2eevil.example/",
    "http://127.0.0.1:8001/evil",
    "http://testserver/evil",
    "http://[::1]/evil",
    "//evil%E3%80%82example",
    "//evil。example",
    "/%2f/evil.example",
    "/%5cevil.example",
    "/..//evil.example",
    "/.//evil.example",
)


def leads_away(address: str) -> bool:
    """As a browser reads it: tabs and line ends are nothing, a backslash is a slash."""
    read = re.sub(r"[\t\n\r]", "", address).strip("".join(map(chr, range(33)))).replace("\\", "/")
    here = urlsplit(settings.ADDRESS)
    if re.match(r"[a-zA-Z][\w+.-]*:", read):
        return (urlsplit(read).scheme, urlsplit(read).netloc) != (here.scheme, here.netloc)
    return read.startswith("//")


def where_it_leads(response: HttpResponse) -> Iterator[str]:
    """Where the answer, its links and its forms bring somebody. (A hidden `next` is looked at when it is sent.)"""
    yield from redirects_of(response.headers)
    for found in re.findall(r'\s(?:href|action|formaction)="([^"]*)"', text_of(response)):
        if not found.startswith(TO_A_PERSON):
            yield unescape(found)


def redirects_of(headers: Mapping[str, str]) -> Iterator[str]:
    """Where a redirect leads at once, and where it says that it would lead afterwards."""
    if "Location" in headers:
        yield headers["Location"]
        yield from (value for name, value in parse_qsl(urlsplit(headers["Location"]).query) if name == "next")


def test_no_page_repeats_where_a_request_says_that_the_site_is(walked: Walked) -> None:
    """All requests of the walk say in nine headers that they are for elsewhere, and come from a host of their own."""
    said = [str(answer) for answer in walked.answers if "testserver" in answer.page + str(answer.headers)]

    assert said == []


def test_no_redirect_of_the_walk_leads_elsewhere_now_or_later(walked: Walked) -> None:
    """Each was asked for with `next=`, `url=` and others that lead away."""
    redirects = [(str(answer), address) for answer in walked.answers for address in redirects_of(answer.headers)]

    assert [(answer, address) for answer, address in redirects if leads_away(address)] == []
    assert len(redirects) > 100


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:80",
        "testserver.evil.example",
        "testserver@evil.example",
        "testserver:80@evil.example",
        "evil.example#testserver",
        "evil.example/testserver",
        "testserver evil.example",
        "testserver, evil.example",
        "testserver\tevil.example",
        "testserver:evil",
        "testserver:80:80",
        ".testserver",
        "*.testserver",
        "[::1]",
        "0.0.0.0",
        "<x-evil>",
        "xn--tstserver-n1a",
        "testserver\x00",
        "",
    ],
)
def test_a_request_for_another_host_is_not_answered(client: Client, db: None, host: str) -> None:
    answer = client.get("/sign-in/", headers={"host": host})

    assert answer.status_code == 400
    assert "evil" not in text_of(answer)


def signing_in(project: Project, ada: Person, browse: Browse) -> Iterator[tuple[str, Callable[[str], HttpResponse]]]:
    """Every page that reads where to go next, as somebody meets it, each to be asked with an address."""

    def asks(address: str, person: Person | None = None) -> Callable[[str], HttpResponse]:
        return lambda away: browse(person).get(f"{address}?{urlencode({'next': away})}")

    def sends(address: str, person: Person | None = None, **fields: str) -> Callable[[str], HttpResponse]:
        return lambda away: browse(person).post(f"{address}?{urlencode({'next': away})}", {**fields, "next": away})

    def types_the_code(away: str) -> HttpResponse:
        browser = browse(None)
        browser.post("/sign-in/", {"email": "ada@example.org", "next": away})
        code = re.findall(r"\b[A-Z]{4}-[A-Z]{4}\b", mail.outbox[-1].body)[-1]
        return browser.post("/sign-in/code/", {"code": code, "next": away})

    def follows_a_link(away: str) -> HttpResponse:
        address = reverse("sign_in_by_link", args=[new_sign_in_link(ada, lasts=timedelta(hours=1))])
        return browse(None).post(f"{address}?{urlencode({'next': away})}", {"next": away})

    yield "sign in", asks("/sign-in/")
    yield "sign in, signed in", asks("/sign-in/", ada)
    yield "ask for a code", sends("/sign-in/", email="ada@example.org")
    yield "mistype an e-mail", sends("/sign-in/", email="ada")
    yield "type the code", types_the_code
    yield "follow a link", follows_a_link
    yield "sign in by passkey", sends("/sign-in/passkey/", credential="{}")
    yield "look at sign out", asks("/sign-out/", ada)
    yield "sign out", sends("/sign-out/", ada)
    yield "sign out, nobody there", sends("/sign-out/")
    yield "sign out everywhere", sends("/sign-out/everywhere/", ada)
    yield "passkeys", asks("/passkeys/")
    yield "be sure", asks("/passkeys/sure/", ada)
    yield "start a project", asks("/start/")
    yield "a page of those who run it", asks(reverse("to_do", args=[project.slug]))
    yield "a page of those who take part", asks(reverse("my_part", args=[project.slug]))
    yield "type a code", sends(reverse("your_code", args=[project.slug]), code="apple kite lamp river 4271")


def test_after_signing_in_or_out_nobody_is_led_away(project: Project, ada: Person, browse: Browse) -> None:
    led = []
    for page, ask in signing_in(project, ada, browse):
        for away in AWAY:
            cache.clear()
            response = ask(away)
            assert response.status_code < 500, (page, away)
            led += [f"{page} with {away!r}: {address}" for address in where_it_leads(response) if leads_away(address)]
            led += [f"{page} with {away!r}: {part}" for part in strange_parts_of(text_of(response))]

    assert led == []
    assert len(AWAY) >= 40


def test_the_reading_would_see_somebody_led_away() -> None:
    """All but those that a browser takes for a page of this site."""
    seen = [away for away in AWAY if leads_away(away)]

    assert [away for away in AWAY if away not in seen] == [
        "\\evil.example",
        "/%2f/evil.example",
        "/%5cevil.example",
        "/..//evil.example",
        "/.//evil.example",
    ]


@pytest.mark.parametrize("start", ["//evil.example", "/\\evil.example", "///evil.example", "/\t/evil.example", "/%2f"])
@pytest.mark.parametrize(
    "page", ["", "/", "/start", "/sign-in", "/../sign-in", "/p/kite-lamp-10", "/p/kite-lamp-10/to-do/"]
)
def test_an_odd_path_leads_nowhere_else(project: Project, client: Client, start: str, page: str) -> None:
    answer = client.get("/", PATH_INFO=start + page)

    assert [address for address in where_it_leads(answer) if leads_away(address)] == []
    assert answer.status_code == 404


def test_letters_lead_here_whatever_the_request_said(ada: Person) -> None:
    lies = {
        "host": "localhost",
        "x-forwarded-host": ELSEWHERE,
        "x-forwarded-proto": "https",
        "forwarded": f"host={ELSEWHERE}",
        "referer": f"https://{ELSEWHERE}/",
        "origin": f"https://{ELSEWHERE}",
    }
    for email in ("ada@example.org", "nobody@example.org"):
        Client().post("/sign-in/", {"email": email, "next": f"https://{ELSEWHERE}/"}, headers=lies)

    said = "\n".join(f"{letter.subject}\n{letter.body}" for letter in mail.outbox)
    assert set(re.findall(r"https?://[^\s/]+", said)) == {settings.ADDRESS}
    assert (ELSEWHERE in said, "localhost" in said) == (False, False)
    assert [letter.to for letter in mail.outbox] == [["ada@example.org"], ["nobody@example.org"]]


def test_what_leads_into_a_project_stays_quoted(client: Client, project: Project) -> None:
    """The address that was asked for comes back after signing in: as one value, not as more of the address."""
    asked = f"/p/{project.slug}/people/1/duties/"

    answer = client.get(f"{asked}?x=1&next=//{ELSEWHERE}")

    assert answer.headers["Location"] == f"/sign-in/?next={quote(asked, safe='')}"
