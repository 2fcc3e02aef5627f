"""The documents, and what can be read out of their Markdown."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "coproduce"

_FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```\s*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<to>[^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A block of code; `info` is what stands after the three backticks."""

    info: str
    text: str


def pages() -> list[Path]:
    """Every document: those at the top, and all in docs/."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def read(name: str) -> str:
    return (ROOT / name).read_text()


def blocks_in(text: str) -> list[Block]:
    return [Block(found["info"].strip(), found["text"]) for found in _FENCE.finditer(text)]


def prose_of(text: str) -> str:
    """The text without its blocks of code."""
    return _FENCE.sub("", text)


def links_in(text: str) -> list[str]:
    return [found["to"] for found in _LINK.finditer(prose_of(text))]


def code_in(text: str) -> list[str]:
    """What stands in backticks, in order."""
    return _CODE.findall(prose_of(text))


def sections_of(text: str, level: int = 2) -> dict[str, str]:
    """Text by heading of that level; what comes before the first one is under ''."""
    parts = re.split(rf"^{'#' * level} (.+)$", text, flags=re.MULTILINE)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def anchors_in(text: str) -> set[str]:
    """What can stand after # in a link to this page, as code hosts make it from headings."""
    plain = (re.sub(r"[`*_]", "", heading).lower() for _level, heading in _HEADING.findall(prose_of(text)))
    return {re.sub(r"[^\w\- ]", "", heading).strip().replace(" ", "-") for heading in plain}


def rows_of(text: str) -> list[list[str]]:
    """The cells of every row of every table, without the lines under their heads."""
    lines = (line.strip() for line in prose_of(text).splitlines())
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
