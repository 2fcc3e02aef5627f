"""A board with scripts: notes come and go without leaving the page, and no word is ever lost."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.demo import Site, demo_in, sign_in

pytestmark = pytest.mark.browser

NewPhone = Callable[..., BrowserContext]
QUESTION = "What would you tell somebody who comes for the first time?"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from demo_in(tmp_path_factory.mktemp("boards") / "data")


@pytest.fixture
def ada(site: Site, phone: NewPhone) -> Page:
    """On the page where she adds groups to an event."""
    page = phone(wide=True).new_page()
    sign_in(page, site.ways_in["Ada, who runs it"])
    page.get_by_role("link", name="Working together in research").first.click()
    page.get_by_role("link", name="Events", exact=True).first.click()
    page.get_by_role("link", name="Add groups").first.click()
    return page


@pytest.fixture
def way_in(ada: Page) -> str:
    """The link to a new board of its own for each test."""
    ada.get_by_label("How many groups?").fill("1")
    ada.get_by_label("One question for all").fill(QUESTION)
    ada.get_by_role("button", name="Make 1 board").click()
    link = ada.locator("[data-copy-text]").last.get_attribute("data-copy-text")
    assert link
    return link


def at_the_board(way_in: str, context: BrowserContext, name: str = "Dot") -> Page:
    page = context.new_page()
    page.goto(way_in)
    page.get_by_label("What should we call you?").fill(name)
    page.get_by_role("button", name="Join the group").click()
    expect(page.get_by_label("Your note", exact=True)).to_be_visible()
    page.evaluate("() => { window.sameVisit = true }")
    return page


def add(page: Page, words: str) -> None:
    page.get_by_label("Your note", exact=True).fill(words)
    page.get_by_role("button", name="Add my note").click()


def notes_on(page: Page) -> list[str]:
    return page.locator("#notes .note-words").all_inner_texts()


def test_a_note_is_added_in_place_and_focus_stays_in_the_emptied_box(way_in: str, phone: NewPhone) -> None:
    page = at_the_board(way_in, phone())
    box = page.get_by_label("Your note", exact=True)

    add(page, "Ask what is fixed already.")

    expect(page.locator("#status")).to_have_text("Added. Your note is number 1. Your code is below.")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    expect(page.get_by_role("heading", name="What people wrote (1)")).to_be_visible()
    expect(page.get_by_role("heading", name="Your code")).to_be_visible()
    expect(page.get_by_role("button", name="Copy your code")).to_be_visible()
    add(page, "Pay on the day.")
    expect(page.locator("#status")).to_have_text("Added. Your note is number 2.")
    expect(page.get_by_role("heading", name="Your code")).to_have_count(0)
    assert notes_on(page) == ["Ask what is fixed already.", "Pay on the day."]
    assert page.evaluate("window.sameVisit")
    page.reload()
    expect(box).to_have_value("")
    assert notes_on(page) == ["Ask what is fixed already.", "Pay on the day."]


def test_what_others_wrote_comes_when_it_is_asked_for(way_in: str, phone: NewPhone) -> None:
    dot, eli = (at_the_board(way_in, phone(), name) for name in ("Dot", "Eli"))
    add(dot, "Ask what is fixed already.")
    expect(dot.locator("#status")).to_contain_text("Added.")
    show = eli.get_by_role("link", name="Show what is new")

    assert notes_on(eli) == []
    show.click()
    expect(eli.locator("#status")).to_have_text("What people wrote (1)")
    show.click()

    expect(eli.locator("#status")).to_have_text("Nothing new yet.")
    expect(show).to_be_focused()
    assert notes_on(eli) == ["Ask what is fixed already."]
    assert eli.evaluate("window.sameVisit")


def test_words_typed_while_a_note_is_on_its_way_stay_in_the_box(way_in: str, phone: NewPhone) -> None:
    page = at_the_board(way_in, phone())
    box = page.get_by_label("Your note", exact=True)

    def slowly(route: Route) -> None:
        if route.request.method == "POST":
            box.press_sequentially(" And one more thing")
        route.continue_()

    page.route("**/boards/*/", slowly)
    add(page, "Pay on the day.")

    expect(page.locator("#status")).to_contain_text("Added. Your note is number 1.")
    expect(box).to_have_value(" And one more thing")
    assert notes_on(page) == ["Pay on the day."]


def test_without_a_network_the_words_stay_and_the_page_says_so(way_in: str, phone: NewPhone) -> None:
    context = phone()
    page = at_the_board(way_in, context)
    box = page.get_by_label("Your note", exact=True)

    context.set_offline(True)
    add(page, "Pay on the day.")

    expect(page.locator("#status")).to_have_text("We could not send that. Your words are still here. Try again.")
    expect(box).to_have_value("Pay on the day.")
    context.set_offline(False)
    page.reload()
    expect(box).to_have_value("Pay on the day.")
    page.get_by_role("button", name="Add my note").click()
    expect(page.locator("#status")).to_contain_text("Added. Your note is number 1.")


def test_an_empty_note_is_explained_by_the_page_itself(way_in: str, phone: NewPhone) -> None:
    page = at_the_board(way_in, phone())

    add(page, "   ")

    expect(page.get_by_role("link", name="Write something first.")).to_be_visible()
    expect(page).to_have_title(f"Please check: {QUESTION}")


def test_words_of_a_board_that_closed_meanwhile_are_still_here(ada: Page, way_in: str, phone: NewPhone) -> None:
    dot = at_the_board(way_in, phone())
    dot.get_by_label("Your note", exact=True).fill("I was still writing & thinking")
    board = dot.url
    ada.goto(board)
    ada.get_by_text("Run this board").click()
    ada.get_by_role("button", name="Close the board").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("This board is closed")

    dot.get_by_role("button", name="Add my note").click()

    expect(dot.get_by_role("heading", level=1)).to_have_text("This board is closed")
    expect(dot.get_by_label("What you wrote")).to_have_value("I was still writing & thinking")
    expect(dot.get_by_role("link", name="Write to Jo")).to_have_attribute(
        "href", "mailto:jo@example.org?body=I%20was%20still%20writing%20%26%20thinking"
    )
    dot.goto(board)
    expect(dot.get_by_label("What you wrote")).to_have_value("I was still writing & thinking")


def test_the_button_says_how_many_boards_it_makes(ada: Page) -> None:
    number = ada.get_by_label("How many groups?")

    expect(ada.get_by_role("button", name="Make 6 boards")).to_be_visible()
    number.fill("1")
    expect(ada.get_by_role("button", name="Make 1 board", exact=True)).to_be_visible()
    number.fill("")
    expect(ada.get_by_role("button", name="Make the boards")).to_be_visible()
