"""What a phone has to fetch, in bytes as they come over the line."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.demo import Site
from tests.figures import note_figure

pytestmark = [pytest.mark.browser, pytest.mark.long]

FIRST_VISIT = 100_000
LATER_PAGE = 25_000


class Scales:
    """Weighs everything that a page asks for, headers left out."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.fetched: dict[str, int] = {}
        page.on("requestfinished", lambda request: self._weigh(request))

    def _weigh(self, request: object) -> None:
        self.fetched[request.url] = request.sizes()["responseBodySize"]  # type: ignore[attr-defined]

    def of(self, url: str) -> int:
        self.fetched.clear()
        self.page.goto(url, wait_until="networkidle")
        return sum(max(0, size) for size in self.fetched.values())  # from the cache counts as less than nothing


@pytest.mark.parametrize("where", ["Join a group", "Read the draft"])
def test_a_first_visit_is_light(where: str, demo: Site, phone: Callable[..., BrowserContext]) -> None:
    scales = Scales(phone().new_page())

    weight = scales.of(demo.ways_in[where])
    note_figure(f"first visit: {where}", weight / 1000, "kB")

    assert 3_000 < weight <= FIRST_VISIT


def test_each_later_page_is_lighter(demo: Site, phone: Callable[..., BrowserContext]) -> None:
    scales = Scales(phone().new_page())
    read = demo.ways_in["Read the draft"]
    scales.of(read)

    weights = {page: scales.of(read.replace("/read/", page)) for page in ("/", "/what-happened/", "/help/", "/read/")}
    note_figure("heaviest later page", max(weights.values()) / 1000, "kB")

    assert {page: weight for page, weight in weights.items() if not 500 < weight <= LATER_PAGE} == {}


def test_a_phone_that_saves_data_gets_no_letters(demo: Site, phone: Callable[..., BrowserContext]) -> None:
    scales = Scales(phone(extra_http_headers={"Save-Data": "on"}).new_page())

    weight = scales.of(demo.ways_in["Read the draft"])
    note_figure("first visit, saving data", weight / 1000, "kB")

    assert [url for url in scales.fetched if "woff2" in url or "font" in url] == []
    assert weight <= FIRST_VISIT / 2
