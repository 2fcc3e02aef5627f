"""What `make setup` builds for every page: how heavy it is, and what old phones and the policy ask of it."""

import re
from pathlib import Path

import brotli

BUILT = Path(__file__).parents[1] / "static" / "ui"
LETTERS = "atkinson-hyperlegible-next-{}-wght-normal.woff2"


def weight(*names: str) -> int:
    """Bytes on the wire. Fonts are packed already."""
    files = [(BUILT / name).read_bytes() for name in names]
    return sum(
        len(file) if name.endswith(".woff2") else len(brotli.compress(file))
        for name, file in zip(names, files, strict=True)
    )


def test_a_first_visit_leaves_room_for_the_page_itself() -> None:
    looks, scripts = weight("page.css", "font.css"), weight("page.js", "htmx.js")
    letters = weight(LETTERS.format("latin")), weight(LETTERS.format("latin-ext"))

    assert looks <= 14_000
    assert scripts <= 20_000
    assert letters[0] <= 40_000
    assert looks + scripts + sum(letters) <= 85_000  # Welsh needs both files of letters; 15 kB are left for the words


def test_the_look_needs_nothing_that_old_phones_drop_or_the_policy_refuses() -> None:
    css = (BUILT / "page.css").read_text() + (BUILT / "font.css").read_text()
    outside_supports = re.sub(r"@supports[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", css)

    assert [
        word for word in ("@layer", "light-dark(", "@import", "data:", "http:", "https:", "@container") if word in css
    ] == []
    assert re.findall(r"[^{}]*\.(?:choice|follow)[^{}]*:has\([^{}]*\{", outside_supports) == []


def test_nothing_is_placed_by_left_or_right_so_that_the_page_can_turn() -> None:
    theme = Path(__file__).parents[5] / "frontend" / "theme"
    physical = re.compile(
        r"^\s*(?:(?:margin|padding|border)-(?:left|right)|left|right|float|text-align:\s*(?:left|right))\b", re.M
    )

    assert {sheet.name: physical.findall(sheet.read_text()) for sheet in theme.glob("*.css")} == {
        sheet.name: [] for sheet in theme.glob("*.css")
    }
