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
NOT_PAGES |= {"mfa_login_webauthn"}  # answers a script
NOT_PAGES |= {"account_request_login_code", "account_signup", "mfa_index"}  # second names that allauth asks for


def name_of(url: str) -> str:
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""


def pages_from(page: Page, *starts: str) -> list[str]:
    """One address for each kind of page that can be reached by links, breadth first."""
    seen: dict[str, str] = {}
    waiting = list(starts)
    site = starts[0][: starts[0].find("/", 8)]
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
        waiting += [joined for href in hrefs if (joined := urljoin(page.url, href)).startswith(site)]
    return list(seen.values())


def come_as(context: BrowserContext, demo: Site, role: str) -> tuple[Page, list[str]]:
    """A page of somebody in that role, and the addresses that they begin with."""
    page = context.new_page()
    if role == "stranger":
        page.goto(demo.ways_in["Join a group"])
        return page, [demo.ways_in["Read the draft"], page.url]
    if role == "Join a group":
        return page, join_and_write(page, demo)
    sign_in(page, demo.ways_in[role])
    return page, [page.url]


def join_and_write(page: Page, demo: Site) -> list[str]:
    """A guest with a note and a comment of their own, back on their board."""
    page.goto(demo.ways_in["Read the draft"])
    page.get_by_role("link", name="Say something about all of it").click()
    page.get_by_label("What would you like to say?").fill("It is short. I like that.")
    with page.expect_navigation():
        page.get_by_role("button", name="Send my comment").click()
    change = page.get_by_role("link", name="Change", exact=False).first.get_attribute("href") or ""
    page.goto(demo.ways_in["Join a group"])
    if page.get_by_role("button", name="Join the group").count():
        with page.expect_navigation():
            page.get_by_role("button", name="Join the group").click()
    page.get_by_label("Your note", exact=True).fill("Come as you are.")
    page.get_by_role("button", name="Add my note").click()
    page.get_by_text("Added.").first.wait_for()
    return [page.url, urljoin(page.url, change)]


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
    faults += [f"axe, light: {found}" for found in axe_on(page)]
    page.emulate_media(color_scheme="dark")
    faults += [f"axe, dark: {found}" for found in axe_on(page)]
    page.emulate_media(color_scheme="light", forced_colors="active")
    faults += [f"axe, forced colours: {found}" for found in axe_on(page)]
    page.emulate_media(forced_colors="none")
    for width in (320, 360, 1280):
        if (more := wider_than_the_screen(page, width)) > 0:
            faults.append(f"scrolls {more} px sideways at {width} px")
    return [f"{name_of(url)} ({url}): {fault}" for fault in faults]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_for_everybody(role: str, demo: Site, phone: Callable[..., BrowserContext]) -> None:
    context = phone()
    page, starts = come_as(context, demo, role)

    pages = pages_from(page, *starts)
    faults = [fault for url in pages for fault in faults_on(page, url)]

    assert len(pages) > 3
    assert faults == []


def test_no_page_is_left_out(demo: Site, phone: Callable[..., BrowserContext]) -> None:
    """Every kind of page in the address table is reached by links from some role's first page."""
    reached: set[str] = set()
    for role in ROLES:
        page, starts = come_as(phone(), demo, role)
        reached |= {name_of(url) for url in pages_from(page, *starts)}

    assert names_in(get_resolver()) - reached - NOT_PAGES - ONLY_BY_POST - AFTER_A_FORM == set()


def test_pages_that_follow_a_form_are_for_everybody_too(demo: Site, phone: Callable[..., BrowserContext]) -> None:
    ada, stranger = phone().new_page(), phone().new_page()
    sign_in(ada, demo.ways_in["Ada, who runs it"])
    ada.goto(demo.ways_in["Read the draft"].replace("/read/", "/people/invite/"))
    ada.get_by_label("Name").first.fill("Nia")
    ada.locator("main form button").last.click()
    ada.wait_for_url("**/invited/**")
    stranger.goto(f"{demo.address}/sign-in/")
    stranger.locator("input[type=email]").fill("nobody@example.org")
    stranger.locator("main form button").first.click()
    stranger.wait_for_url("**/sign-in/code/")

    pages = [(ada, ada.url), (ada, f"{demo.address}/passkeys/add/"), (stranger, stranger.url)]
    faults = [fault for page, url in pages for fault in faults_on(page, url)]

    assert faults == []


AFTER_A_FORM = {
    "account_confirm_login_code",
    "invited",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",  # these three need a passkey: people/accounts/tests has one
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
}


ONLY_BY_POST = {
    "code_seen",
    "new_code",
    "sign_out_everywhere",
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
