"""The page's own script, with a key that the browser plays."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.demo import Site

pytestmark = pytest.mark.browser

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 780}, locale="en-GB")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def own_key(page: Page) -> tuple[CDPSession, str]:
    """A key in this page's device, and the name that the browser gave it."""
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    return browser, browser.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]


def address_of(site: Site) -> str:
    """Passkeys belong to a name, so not to 127.0.0.1."""
    return site.address.replace("127.0.0.1", "localhost")


def sign_in(page: Page, site: Site) -> None:
    link = site.ways_in["Ada, who runs it"]
    page.goto(link.replace("127.0.0.1", "localhost"))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address_of(site)}/")


def press_sign_in_with_a_passkey(page: Page, site: Site) -> None:
    page.goto(f"{address_of(site)}/sign-in/")
    page.get_by_text("Use a passkey instead").click()
    page.get_by_role("button", name="Sign in with a passkey").click()


def test_a_passkey_is_added_and_signs_in_under_the_sites_own_policy(demo: Site, page: Page) -> None:
    told: list[str] = []
    page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    own_key(page)
    sign_in(page, demo)

    page.goto(f"{address_of(demo)}/passkeys/add/")
    page.get_by_label("What shall we call it?").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url(re.compile("/passkeys/#done$"))
    assert page.locator(".rows b").all_inner_texts() == ["My phone"]

    page.goto(f"{address_of(demo)}/sign-out/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    press_sign_in_with_a_passkey(page, demo)
    page.wait_for_url(f"{address_of(demo)}/")

    assert page.get_by_role("heading", level=1).inner_text() == "Your projects"
    assert told == []


def test_when_the_device_says_no_the_page_says_what_else_can_be_done(demo: Site, page: Page) -> None:
    browser, key = own_key(page)
    browser.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})

    press_sign_in_with_a_passkey(page, demo)

    page.get_by_role("status").filter(has_text="That did not work. You can ask for a code by e-mail.").wait_for()
    assert page.url == f"{address_of(demo)}/sign-in/"


def test_without_scripts_the_page_says_to_use_the_e_mail(demo: Site, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{address_of(demo)}/sign-in/")
    page.get_by_text("Use a passkey instead").click()

    assert page.get_by_text("This browser cannot use passkeys here. Ask for a code by e-mail.").is_visible()
    assert page.get_by_role("button").all_inner_texts() == ["Send me a code"]
    context.close()
