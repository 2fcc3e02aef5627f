"""The scripts of every page, in a real browser, under the site's own content security policy."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from csp.utils import build_policy
from django.conf import settings
from django.template import engines
from playwright.sync_api import Browser, Page, Request, Route, expect
from pytest_django.fixtures import Settings

BUILT = Path(__file__).parents[1] / "static"
HERE = "http://coproduce.example"
BASE = (
    '{% extends "ui/base.html" %}{% block title %}Page{% endblock %}{% block h1 %}Heading{% endblock %}{% block main %}'
)
BOX = (
    '<form method="post" action="/say/"><label for="words">Your comment</label>'
    '<textarea id="words" name="words" data-keep="comment-2"></textarea><button>Send my comment</button></form>'
)
OPENED = (
    '<div class="part"><h3>Comments on this</h3><p>Two people said something.</p>'
    '<a href="/read/" data-closes>Go back</a><script>document.title = "taken over"</script></div>'
)
PAGES = {
    "/say/": BASE + BOX + "{% endblock %}",
    "/read/": BASE + '<div id="done" tabindex="-1" data-says="Sent. We will answer by 30 March."><p>Sent.</p></div>'
    '<a id="link" href="/comments/" data-opens="#place">2 comments</a><div id="place" class="opened"></div>'
    '<p id="code">apple kite lamp river 42</p>'
    '<button data-copy="#code" data-copied="Your code is copied." hidden>Copy</button>{% endblock %}',
    "/comments/": BASE + OPENED + "{% endblock %}",
    "/plain/": BASE
    + '<form method="post" action="/finish/" data-forget><button>Finished</button></form>{% endblock %}',
}


class Site:
    """A site of four pages, answered inside the browser. What was posted is remembered."""

    def __init__(self) -> None:
        self.takes_words = True
        self.posted: list[str] = []

    def answer(self, route: Route, request: Request) -> None:
        path = request.url.removeprefix(HERE).split("?")[0]
        if path.startswith("/static/"):
            file = BUILT / path.removeprefix("/static/")
            route.fulfill(path=file) if file.exists() else route.fulfill(status=404)
            return
        if request.method == "POST":
            self.posted.append(path)
            path = "/plain/" if path == "/finish/" else "/read/" if self.takes_words else "/say/"
        body = engines["django"].from_string(PAGES[path]).render({"project_key": "kite"})
        route.fulfill(body=body, headers={"content-type": "text/html", "content-security-policy": build_policy()})


@pytest.fixture(autouse=True)
def _plain_addresses_of_files(settings: Settings) -> None:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def page(site: Site, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(base_url=HERE)
    context.route("**/*", site.answer)
    page = context.new_page()
    page.set_default_timeout(5000)
    yield page
    context.close()


def kept(page: Page) -> list[str]:
    return sorted(page.evaluate("Object.keys(localStorage)"))


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


def test_words_that_were_not_sent_come_back_and_say_so(page: Page) -> None:
    page.goto("/say/")
    page.fill("#words", "Say it in the first letter.")

    page.reload()

    assert page.input_value("#words") == "Say it in the first letter."
    assert page.text_content("#words-kept") == "You wrote this before. It is not sent yet."
    assert page.get_attribute("#words", "aria-describedby") == "words-kept"
    assert kept(page) == ["coproduce:kite:unsent:/say/:comment-2"]


def test_words_go_from_the_device_when_they_were_taken_and_stay_when_not(page: Page, site: Site) -> None:
    page.goto("/say/")
    page.fill("#words", "Say it in the first letter.")

    site.takes_words = False
    page.click("button")
    expect(page.locator("#words")).to_have_value("Say it in the first letter.")
    still_there = kept(page)
    site.takes_words = True
    page.click("button")
    page.wait_for_selector("#done")

    assert still_there == ["coproduce:kite:unsent:/say/:comment-2"]
    assert (kept(page), site.posted) == ([], ["/say/", "/say/"])


def test_finishing_on_a_phone_forgets_this_project_and_no_other(page: Page) -> None:
    page.goto("/say/")
    page.fill("#words", "Something private.")
    page.evaluate("localStorage.setItem('coproduce:lamp:unsent:/say/:comment-2', 'theirs')")

    page.goto("/plain/")
    page.click("button")
    page.wait_for_url("**/finish/")

    assert kept(page) == ["coproduce:lamp:unsent:/say/:comment-2"]


def test_a_browser_that_keeps_nothing_still_sends(page: Page, site: Site) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no') }})")
    page.goto("/say/")

    page.fill("#words", "Say it in the first letter.")
    page.click("button")
    page.wait_for_selector("#done")

    assert (faults, site.posted) == ([], ["/say/"])


def test_after_an_act_focus_is_on_the_message_and_it_is_said_once(page: Page) -> None:
    page.goto("/read/")

    expect(page.locator("#status")).to_have_text("Sent. We will answer by 30 March.")
    assert focused(page) == "done"


def test_a_link_opens_in_place_and_gives_focus_back_when_closed(page: Page) -> None:
    page.goto("/read/")
    page.click("#link")
    page.wait_for_selector("#place h3")

    opened = (page.get_attribute("#link", "aria-expanded"), focused(page), page.title(), page.url)
    page.click("#place [data-closes]")

    assert opened == ("true", "Comments on this", "Page", f"{HERE}/read/")
    assert (page.get_attribute("#link", "aria-expanded"), focused(page)) == ("false", "link")
    assert page.inner_html("#place") == ""


def test_nobody_can_turn_text_into_page_content(page: Page) -> None:
    page.goto("/read/")
    tried = page.evaluate(
        """() => ['innerHTML', 'outerHTML'].map((way) => {
             try { document.getElementById('code')[way] = '<i>x</i>'; return 'let in' } catch (no) { return no.name }
           })"""
    )

    assert tried == ["TypeError", "TypeError"]
    assert "'script'" in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["require-trusted-types-for"]


def test_copying_says_so(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/read/")
    page.evaluate("navigator.clipboard ??= {writeText: (words) => { window.copied = words }}")

    page.click("[data-copy]")

    expect(page.locator("#status")).to_have_text("Your code is copied.")
    assert page.evaluate("window.copied") == "apple kite lamp river 42"
