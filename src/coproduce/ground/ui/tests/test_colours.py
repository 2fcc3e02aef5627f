import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[5] / "frontend" / "theme" / "tokens.css"
TEXT, SUBTLE = "--ds-color-neutral-text-default", "--ds-color-neutral-text-subtle"
LINK, MEND = "--ds-color-text-subtle", "--ds-color-danger-text-subtle"
FILLED = ("--ds-color-base-default", "--ds-color-base-hover", "--ds-color-base-active")
PAPERS = ("--desk", "--sheet", "--tint", "--note", "--note-own", "--accent-tint")
BOXES = ("--ds-color-neutral-surface-default", "--ds-color-neutral-surface-tinted")


def looks() -> dict[str, dict[str, str]]:
    """The colours of each look: light, dark as the device, dark as chosen."""
    css = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(), flags=re.S)
    blocks = re.findall(r"(:root[^{}]*)\{([^{}]*)\}", css)
    found = {where.strip(): dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})", rules)) for where, rules in blocks}
    light = found[":root"]
    return {
        "light": light,
        "dark as the device": light | found[':root:not([data-look="light"])'],
        "dark as chosen": light | found[':root[data-look="dark"]'],
    }


def brightness(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((brightness(one), brightness(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(colours: dict[str, str], front: list[str], behind: list[str], least: float) -> list[str]:
    return [
        f"{one} on {other}: {contrast(colours[one], colours[other]):.2f}"
        for one in front
        for other in behind
        if contrast(colours[one], colours[other]) < least
    ]


@pytest.mark.parametrize("look", looks())
def test_words_can_be_read_on_every_paper_in_every_look(look: str) -> None:
    colours = looks()[look]

    faint = (
        too_faint(colours, [TEXT, SUBTLE, LINK], [*PAPERS, *BOXES, "--added", "--removed"], 4.5)
        + too_faint(colours, [MEND], ["--desk", "--sheet"], 4.5)
        + too_faint(colours, ["--ds-color-base-contrast-default"], list(FILLED), 4.5)
        + too_faint(colours, [LINK], ["--ds-color-surface-hover", "--ds-color-surface-active"], 4.5)
    )

    assert faint == []


@pytest.mark.parametrize("look", looks())
def test_edges_of_boxes_marks_and_focus_can_be_seen_in_every_look(look: str) -> None:
    colours = looks()[look]
    seen = ["--ds-color-neutral-border-default", "--ds-color-base-default", "--ds-color-focus-outer", MEND]

    assert too_faint(colours, seen, ["--desk", "--sheet", *BOXES, "--note-own"], 3) == []


def test_dark_is_the_same_whether_the_device_or_the_person_asked_for_it() -> None:
    assert looks()["dark as chosen"] == looks()["dark as the device"] != looks()["light"]
