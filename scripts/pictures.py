"""Takes the pictures of the README from the demo, with the browser of the tests; and, asked with a folder, every page.

python -m scripts.pictures            the README's pictures, in docs/pictures
python -m scripts.pictures FOLDER     every page as each role, at 360 and 1280 px, light and dark, to look at
"""

import os
import re
import sys
import tempfile
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import launch_kwargs
from tests.browser.demo import DEMO, DESK, PHONE, Site, sign_in
from tests.browser.test_every_page import ROLES, come_as, name_of, pages_from
from tests.server import running

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"


def main(words: list[str]) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()  # to know a page by the name of its address
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "data", program=DEMO, environment={"COPRODUCE_MODE": "demo"}) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**launch_kwargs())
        demo = Site(
            server.address, dict(re.findall(r"^  (\S.*?)\s{2,}(http\S+)$", server.log.read_text(), re.MULTILINE))
        )
        if words:
            take_all(browser, demo, Path(words[0]))
        else:
            take_those_of_the_readme(browser, demo)
        browser.close()
    return 0


def take_those_of_the_readme(browser: Browser, demo: Site) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    phone = browser.new_context(viewport=PHONE, device_scale_factor=2, locale="en-GB").new_page()
    phone.goto(demo.ways_in["Join a group"])
    take(phone, "door")
    phone.get_by_label("What should we call you?").fill("Dot")
    phone.get_by_role("button", name="Join the group").click()
    phone.get_by_label("Your note").fill("Ask what is fixed already. Then you know where you can help.")
    phone.get_by_role("button", name="Add my note").click()
    phone.get_by_text("Added.").first.wait_for()
    phone.get_by_role("button", name="Not now").click()
    phone.get_by_role("heading", name="What people wrote").scroll_into_view_if_needed()
    phone.evaluate("() => document.querySelector('ol.notes').scrollIntoView({block: 'center'})")
    take(phone, "board")
    desk = browser.new_context(viewport=DESK, locale="en-GB").new_page()
    desk.goto(demo.ways_in["Read the draft"])
    take(desk, "reading")
    sam = browser.new_context(viewport=PHONE, device_scale_factor=2, locale="en-GB").new_page()
    sign_in(sam, demo.ways_in["Sam, a guest"])
    sam.goto(sam.url.partition("#")[0])
    take(sam, "became")
    kit = browser.new_context(viewport=DESK, locale="en-GB").new_page()
    sign_in(kit, demo.ways_in["Kit, who answers comments"])
    kit.goto(demo.ways_in["Read the draft"].replace("/read/", "/answer/"))
    kit.get_by_role("link", name="Answer the next one").click()
    take(kit, "desk")


def take(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png")


def take_all(browser: Browser, demo: Site, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for role in ROLES:
        context = browser.new_context(viewport=PHONE, locale="en-GB")
        page, starts = come_as(context, demo, role)
        for url in pages_from(page, *starts):
            page.goto(url)
            for width in (360, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)
                    file = f"{role.split(',')[0].replace(' ', '-')}.{name_of(url)}.{width}.{scheme}.png"
                    page.screenshot(path=folder / file, full_page=True)
        context.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
