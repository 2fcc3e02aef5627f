"""The whole thread once through, in a real browser: a note, a principle from it, a comment, an answer, a second
draft, and what became of what each person said. On a phone, with scripts and without, and by keyboard alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.demo import Site, sign_in

pytestmark = pytest.mark.browser

NOTE = "Ask what is fixed already. Then you know where you can help."
PRINCIPLE = "Say what is fixed already. Then people know where they can help."
NEW_WORDS = "Say what is fixed already, and why. Then people know where they can help."
COMMENT = "Fixed by whom? Please say why as well."
NewPhone = Callable[..., BrowserContext]


class Hands:
    """How a person works a page: by touch, or with the keyboard alone."""

    def __init__(self, page: Page, *, keyboard: bool) -> None:
        self.page = page
        self.keyboard = keyboard

    def press(self, role: Any, name: str | re.Pattern[str], within: Any = None) -> None:
        control = (within or self.page).get_by_role(role, name=name).first
        if self.keyboard:
            self._tab_to(control)
            self.page.keyboard.press("Space" if role in ("checkbox", "radio") else "Enter")
        elif role in ("checkbox", "radio"):
            control.check()
        else:
            control.click()
        self.page.wait_for_load_state()

    def type(self, label: str, words: str) -> None:
        box = self.page.get_by_label(label, exact=True).first
        if self.keyboard:
            self._tab_to(box)
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.type(words)
        else:
            box.fill(words)

    def _tab_to(self, control: Any) -> None:
        """Tab forward until the control has the focus: what a keyboard cannot reach, fails."""
        expect(control).to_be_visible()
        for _ in range(300):
            if control.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            if control.get_attribute("type") == "radio" and self._in_same_radios(control):
                self._arrow_to(control)
                return
        raise AssertionError(f"The keyboard does not reach {control}")

    def _in_same_radios(self, control: Any) -> bool:
        return bool(
            control.evaluate("e => document.activeElement.type === 'radio' && document.activeElement.name === e.name")
        )

    def _arrow_to(self, control: Any) -> None:
        for _ in range(20):
            if control.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrows do not reach {control}")


@pytest.mark.parametrize(
    ("scripts", "keyboard"),
    [
        pytest.param(True, False, id="touch, with scripts"),
        pytest.param(False, False, id="touch, scripts off"),
        pytest.param(True, True, id="keyboard, with scripts"),
    ],
)
def test_a_note_becomes_words_that_somebody_changes(
    scripts: bool, keyboard: bool, own_demo: Site, phone: NewPhone
) -> None:
    dot = Hands(phone(scripts=scripts).new_page(), keyboard=keyboard)
    ada = Hands(phone(scripts=scripts, wide=True).new_page(), keyboard=keyboard)
    eli = Hands(phone(scripts=scripts).new_page(), keyboard=keyboard)

    dot_writes_a_note(dot, own_demo)
    sign_in(ada.page, own_demo.ways_in["Ada, who runs it"])
    ada_closes_the_board(ada)
    ada_answers_everything(ada)
    ada_sorts_and_writes(ada)
    ada_shares(ada, 2)
    eli_comments(eli, own_demo)
    ada_changes_the_words(ada)
    ada_shares(ada, 3)

    eli.press("link", "My part")
    expect(eli.page.get_by_role("heading", level=1)).to_have_text("What became of what you said")
    article = eli.page.get_by_role("article").first
    expect(article).to_contain_text(COMMENT)
    expect(article).to_contain_text("We did this.")
    expect(article.locator("ins")).to_contain_text("and why")
    eli.press("link", re.compile("See its journey"))
    expect(eli.page.get_by_role("list").filter(has_text="You wrote it.")).to_contain_text("The words changed")

    dot.press("link", "My part")
    note = dot.page.get_by_role("article").first
    expect(note).to_contain_text(NOTE)
    expect(note).to_contain_text("It is part of")
    dot.press("link", re.compile("Say what is fixed already"), within=note)
    expect(dot.page.get_by_role("heading", level=1)).to_contain_text("and why")
    expect(dot.page.get_by_role("main")).to_contain_text("It came from 1 note.")


def dot_writes_a_note(dot: Hands, demo: Site) -> None:
    dot.page.goto(demo.ways_in["Join a group"])
    dot.type("What should we call you?", "Dot")
    dot.press("button", "Join the group")
    dot.type("Your note", NOTE)
    dot.press("button", "Add my note")
    expect(dot.page.get_by_text("Added. Your note is number 4.").first).to_be_visible()
    expect(dot.page.get_by_role("heading", name="Your code")).to_be_visible()


def ada_closes_the_board(ada: Hands) -> None:
    ada.press("link", re.compile("Working together in research"))
    ada.press("link", re.compile("^Events"))
    ada.press("link", re.compile("What would you tell somebody"))
    ada.page.get_by_text("Run this board").first.click()
    ada.press("button", re.compile("Close the board"))
    expect(ada.page.get_by_role("heading", level=1)).to_have_text("This board is closed")


def ada_answers_everything(ada: Hands) -> None:
    ada.press("link", re.compile("^To do"))
    ada.press("link", "Answer", within=ada.page.get_by_role("navigation", name="Menu"))
    ada.press("link", "Answer the next one")
    for _ in range(10):
        ada.press("radio", "Nothing to do: say thank you")
        ada.press("button", "Save and go on")
        expect(ada.page.get_by_text(re.compile(r"^Saved\.")).first).to_be_visible()
        if ada.page.get_by_role("heading", name="Every comment has an answer").count():
            return
    raise AssertionError("There were more comments than the example has")


def ada_sorts_and_writes(ada: Hands) -> None:
    ada.press("link", "Write", within=ada.page.get_by_role("navigation", name="Menu"))
    ada.press("checkbox", re.compile("^Ask what is fixed already"))
    ada.press("radio", "New pile")
    ada.type("Name of the new pile", "What is fixed")
    ada.press("button", "Put in pile")
    expect(ada.page.get_by_text(re.compile(r"^1 note put in What is fixed\.")).first).to_be_visible()
    ada.press("link", re.compile("Look into it.*What is fixed"))
    ada.press("button", "Write a principle from this")
    ada.type("The principle", PRINCIPLE)
    ada.type("Why these words?", "Dot asked for it, and so did others.")
    ada.press("button", "Add to the draft")
    expect(ada.page.get_by_role("heading", level=1)).to_contain_text("seven principles")


def ada_shares(ada: Hands, number: int) -> None:
    ada.press("link", "Write", within=ada.page.get_by_role("navigation", name="Menu"))
    ada.press("link", "The draft so far")
    ada.press("link", re.compile("^Share draft"))
    expect(ada.page.get_by_role("heading", level=1)).to_have_text(f"Share draft {number}")
    ada.press("button", "Open for comments")
    expect(ada.page.get_by_text(f"Draft {number} is open for comments until").first).to_be_visible()


def eli_comments(eli: Hands, demo: Site) -> None:
    eli.page.goto(demo.ways_in["Read the draft"])
    eli.press("link", re.compile("Say something about this.*Say what is fixed"))
    eli.type("What would you like to say?", COMMENT)
    eli.type("What should we call you?", "Eli")
    eli.press("button", "Send my comment")
    expect(eli.page.get_by_text(re.compile(r"^Sent\. We will answer by")).first).to_be_visible()
    expect(eli.page.get_by_role("heading", name="Your code")).to_be_visible()


def ada_changes_the_words(ada: Hands) -> None:
    ada.press("link", re.compile("^To do"))
    ada.press("link", "Answer", within=ada.page.get_by_role("navigation", name="Menu"))
    ada.press("link", "Answer the next one")
    expect(ada.page.get_by_role("heading", level=1)).to_have_text("Answer Eli")
    ada.press("radio", "We did it")
    ada.type("Change the words now", NEW_WORDS)
    ada.type("Your answer to Eli", "You are right. Now it says why.")
    ada.press("button", "Save and go on")
    expect(ada.page.get_by_role("heading", level=1)).to_have_text("Every comment has an answer")
