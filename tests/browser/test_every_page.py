"""Every page that a link or a role can reach, looked at as each role: axe, widths, names, one thing at a time."""

from collections.abc import Callable
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import BrowserContext, Page

from tests.browser.demo import Site, sign_in
from tests.browser.looking import axe_on, facts_of, wider_than_the_screen

pytestmark = pytest.mark.browser

ROLES = ("stranger", "Ada, who runs it", "Kit, who answers comments", "Sam, a guest", "Join a group")
# Not pages: a picture, a monitor's answer; and addresses that only lead on to another.
NOT_PAGES = {"qr", "health", "group_link", "short_address", "way_back", "account_logout"}


def name_of(url: str) -> str:
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""


def pages_from(page: Page, start: str) -> list[str]:
    """One address for each kind of page that can be reached by links, breadth first."""
    seen: dict[str, str] = {}
    waiting = [start]
    tried: set[str] = set()
    while waiting:
        url = urldefrag(waiting.pop(0)).url
        name = name_of(url)
        if url in tried or not name or name in NOT_PAGES or name in seen:
            continue
        tried.add(url)
        answered = page.goto(url)
        if answered is None or answered.status != 200:
            assert answered is None or answered.status < 500, f"{url} answered {answered.status}"
            continue
        seen[name_of(page.url)] = page.url
        hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
        waiting += [
            joined for href in hrefs if (joined := urljoin(page.url, href)).startswith(start[: start.find("/", 8)])
        ]
    return list(seen.values())


def come_as(context: BrowserContext, demo: Site, role: str) -> Page:
    page = context.new_page()
    if role == "stranger":
        page.goto(demo.ways_in["Read the draft"])
    elif role == "Join a group":
        page.goto(demo.ways_in[role])
    else:
        sign_in(page, demo.ways_in[role])
    return page


def faults_on(page: Page, url: str) -> list[str]:
    """Everything wrong with one page, each a line that begins with its name."""
    page.goto(url)
    faults = []
    facts = facts_of(page)
    if facts["h1"] != 1:
        faults.append(f"{facts['h1']} headings of the first rank")
    if len(facts["filled"]) > 1:
        faults.append(f"more than one filled button: {facts['filled']}")
    if facts["menu"] > 5:
        faults.append(f"{facts['menu']} entries in the menu")
    if facts["twice"]:
        faults.append(f"different things with one name: {facts['twice']}")
    if facts["small"]:
        faults.append(f"smaller than 24 px: {facts['small']}")
    if not facts["title"].strip() or not facts["lang"]:
        faults.append("no title or no language")
    for colours in ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}):
        page.emulate_media(**{"color_scheme": "light", "forced_colors": "none", **colours})
        faults += [f"axe, {next(iter(colours.values()))}: {found}" for found in axe_on(page)]
    page.emulate_media(color_scheme="light", forced_colors="none")
    for width in (320, 360, 1280):
        if (more := wider_than_the_screen(page, width)) > 0:
            faults.append(f"scrolls {more} px sideways at {width} px")
    return [f"{name_of(url)} ({url}): {fault}" for fault in faults]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_for_everybody(role: str, demo: Site, phone: Callable[..., BrowserContext]) -> None:
    context = phone()
    page = come_as(context, demo, role)

    pages = pages_from(page, page.url)
    faults = [fault for url in pages for fault in faults_on(page, url)]

    assert len(pages) > 3
    assert faults == []


def test_no_page_is_left_out(demo: Site, phone: Callable[..., BrowserContext]) -> None:
    """Every kind of page in the address table is reached by links from some role's first page."""
    reached: set[str] = set()
    for role in ROLES:
        page = come_as(phone(), demo, role)
        reached |= {name_of(url) for url in pages_from(page, page.url)}
    page = come_as(phone(), demo, "Ada, who runs it")
    reached |= {name_of(url) for url in pages_from(page, demo.address + "/")}

    assert names_in(get_resolver()) - reached - NOT_PAGES - ONLY_BY_POST == set()


ONLY_BY_POST = {
    "code_seen",
    "close_board",
    "open_board",
    "put_in_pile",
    "take_out_of_pile",
    "move_block",
    "undo_answer",
    "finish",
    "sign_in_by_link",
}


def names_in(resolver: URLResolver) -> set[str]:
    found: set[str] = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found |= names_in(entry)
        elif isinstance(entry, URLPattern) and entry.name:
            found.add(entry.name)
    return found
