"""Reading a draft that a group brings with it: plain text or Markdown into headings, paragraphs and principles.

Which list holds the principles? A draft often holds others: who was there, what happens next. The rule, in order:

1. The list under a heading that says what it is ('Draft manifesto', 'Our principles', 'Standards'). A heading's own
   list counts before those under its smaller headings; several such headings may each have theirs.
2. Else the list that a line just above introduces in such words.
3. Else the longest list.

A list that is one sentence cut in pieces (items end in ';' or 'and') comes second to one that is not. The items of
all other lists become paragraphs. Words are never changed: bullets and numbers go, everything else stays.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

Kind = Literal["heading", "paragraph", "principle"]
Written = Literal["text", "markdown"]


@dataclass(frozen=True, slots=True)
class ImportedBlock:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class _Heading:
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class _Prose:
    text: str


@dataclass(frozen=True, slots=True)
class _List:
    items: tuple[str, ...]

    @property
    def runs_on(self) -> bool:
        """One sentence cut in pieces."""
        return any(_RUNS_ON.search(item) for item in self.items)


_Piece = _Heading | _Prose | _List

_SAYS_WHAT_IT_IS = re.compile(
    r"\b(manifestos?|principles?|standards?|commitments?|charter|pledges?|values"
    r"|maniffesto|egwyddor(ion)?|safon(au)?|ymrwymiad(au)?|gwerthoedd)\b",
    re.IGNORECASE,
)
_RUNS_ON = re.compile(r"[;,]$|[;,\s](and|or)$", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[-*•◦▪‣·–]|\d{1,3}[.)])\s+(?=\S)")
_ENDS_OF_SENTENCES = tuple(".!?:;,…")
_LONGEST_HEADING = 90  # characters
_NARROWEST, _WIDEST = 50, 100  # characters in a line of a text that was wrapped by hand or by a mail program
_HARD_BREAK = re.compile(r"(?: {2,}|\\)\n *")
_SOFT_BREAK = re.compile(r" ?\n *")


def blocks_of(text: str, *, kind: Written) -> list[ImportedBlock]:
    """The blocks of a draft, in its own order. An empty text has none."""
    pieces = list(_READERS[kind](text.removeprefix("\ufeff")))
    chosen = _principles_among(pieces)
    return [block for number, piece in enumerate(pieces) for block in _as_blocks(piece, number in chosen)]


def as_json(blocks: Sequence[ImportedBlock]) -> dict[str, list[dict[str, str]]]:
    """What was recognised, for people and programs to look at before anything is kept."""
    return {"blocks": [{"kind": block.kind, "text": block.text} for block in blocks]}


def _as_blocks(piece: _Piece, principles: bool) -> Iterator[ImportedBlock]:
    match piece:
        case _Heading(text):
            yield ImportedBlock("heading", text)
        case _Prose(text):
            yield ImportedBlock("paragraph", text)
        case _List(items):
            for item in items:
                yield ImportedBlock("principle" if principles else "paragraph", item)


# Which list


def _principles_among(pieces: Sequence[_Piece]) -> set[int]:
    """The places of the lists that hold the principles, by the rule above."""
    lists = {place: piece for place, piece in enumerate(pieces) if isinstance(piece, _List)}
    if under := _lists_under_headings_that_say_so(pieces, lists):
        return under
    introduced = [place for place in lists if place and _says_so(pieces[place - 1])]
    if introduced:
        return {_first_whole(introduced, lists)}
    longest = sorted(lists, key=lambda place: (lists[place].runs_on, -len(lists[place].items), place))
    return set(longest[:1])


def _lists_under_headings_that_say_so(pieces: Sequence[_Piece], lists: Mapping[int, _List]) -> set[int]:
    """One list of each nearest heading, where that heading or one that it stands under says what the list is."""
    found: dict[int, dict[int, list[int]]] = {}  # how far up the heading is that says so: nearest heading: lists
    open_headings: list[tuple[int, _Heading]] = []
    for place, piece in enumerate(pieces):
        if isinstance(piece, _Heading):
            open_headings = [above for above in open_headings if above[1].level < piece.level]
            open_headings.append((place, piece))
        elif place in lists:
            upward = [_says_so(heading) for _place, heading in reversed(open_headings)]
            if any(upward):
                nearest, _heading = open_headings[-1]
                found.setdefault(upward.index(True), {}).setdefault(nearest, []).append(place)
    return {_first_whole(places, lists) for places in found[min(found)].values()} if found else set()


def _first_whole(places: Sequence[int], lists: Mapping[int, _List]) -> int:
    return min(places, key=lambda place: (lists[place].runs_on, place))


def _says_so(piece: _Piece) -> bool:
    return not isinstance(piece, _List) and bool(_SAYS_WHAT_IT_IS.search(piece.text))


# Plain text


def _read_text(text: str) -> Iterator[_Piece]:
    """A line that starts with a bullet or a number is an item; a short line without a full stop is a heading."""
    lines = text.splitlines()
    groups = list(_lines_together(lines, _width_of(lines)))
    items: list[str] = []
    for place, group in enumerate(groups):
        bullet = _BULLET.match(group)
        if bullet:
            items.append(group[bullet.end() :].strip())
            continue
        if items:
            yield _List(tuple(items))
            items = []
        leads = place + 1 < len(groups)
        yield _Heading(group) if leads and _looks_like_a_heading(group) else _Prose(group)
    if items:
        yield _List(tuple(items))


def _width_of(lines: Sequence[str]) -> int | None:
    """How wide the text was wrapped; None when every line is a paragraph of its own. Who wraps lines leaves empty
    ones between paragraphs."""
    width = max((len(line.rstrip()) for line in lines), default=0)
    has_gaps = any(not line.strip() for line in lines)
    return width if has_gaps and _NARROWEST <= width <= _WIDEST else None


def _lines_together(lines: Sequence[str], width: int | None) -> Iterator[str]:
    """Paragraphs and items, each as one line again. A line goes on where the next word had no room left in it, and
    an item also goes on in lines that are set in."""
    together = ""
    before = ""
    for line in lines:
        if before and line.strip() and _goes_on(before, line, together, width):
            together += " " + line.strip()
        else:
            if together:
                yield together
            together = line.strip()
        before = line.rstrip()
    if together:
        yield together


def _goes_on(before: str, line: str, together: str, width: int | None) -> bool:
    if _BULLET.match(line):
        return False
    if _BULLET.match(together) and line[0].isspace():
        return True
    return width is not None and len(before) + 1 + len(line.split()[0]) > width


def _looks_like_a_heading(line: str) -> bool:
    return len(line) <= _LONGEST_HEADING and not line.endswith(_ENDS_OF_SENTENCES) and not line[0].islower()


# Markdown


def _read_markdown(text: str) -> Iterator[_Piece]:
    """CommonMark. Emphasis and links stay as they were typed; a list inside an item stays with the item."""
    yield from _pieces_of(SyntaxTreeNode(MarkdownIt("commonmark").parse(text)))


def _pieces_of(node: SyntaxTreeNode) -> Iterator[_Piece]:
    for child in node.children:
        match child.type:
            case "heading":
                if words := _words_in(child):
                    yield _Heading(words, level=int(child.tag[1]))
            case "bullet_list" | "ordered_list":
                if items := tuple(filter(None, map(_words_in, child.children))):
                    yield _List(items)
            case "blockquote":
                yield from _pieces_of(child)
            case _:
                if words := _words_in(child):
                    yield _Prose(words)


def _words_in(node: SyntaxTreeNode) -> str:
    """The words as typed, a line each for the parts of an item; lines that were only wrapped are one again."""
    parts = [
        part
        for each in node.walk()
        if each.type in ("inline", "fence", "code_block", "html_block")
        for part in _HARD_BREAK.split(each.content.strip())
    ]
    return "\n".join(_SOFT_BREAK.sub(" ", part) for part in parts)


_READERS: Mapping[Written, Callable[[str], Iterator[_Piece]]] = {"text": _read_text, "markdown": _read_markdown}
