"""Reading piles, the draft so far, and published versions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from coproduce.cycle.capture.models import Note
from coproduce.cycle.draft.models import (
    Block,
    BlockKind,
    Document,
    NoteInPile,
    Pile,
    Source,
    Version,
    VersionBlock,
    Wording,
)
from coproduce.ground.live.models import Entry, Log
from coproduce.people.projects.models import Project

LONGEST_TITLE = 120  # of a principle's first sentence, as a heading shows it

_FIRST_SENTENCE = re.compile(r".+?[.!?…]+(?=\s)")


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """A block with its words, as the draft stands or as a version shows it."""

    block: int
    kind: str
    place: int
    wording: int
    number: int  # of the wording within its block
    words: str
    notes: int = field(default=0, compare=False)  # that it came from, in all its wordings
    groups: int = field(default=0, compare=False)

    @property
    def is_principle(self) -> bool:
        return self.kind == BlockKind.PRINCIPLE

    @property
    def short(self) -> str:
        """The first sentence: how headings show a principle."""
        first = self._first
        return first if len(first) <= LONGEST_TITLE else first[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"

    @property
    def called(self) -> str:
        """How buttons and other sentences call it: ‘Tell people the pay first’."""
        return self.short.rstrip(".")

    @property
    def rest(self) -> str:
        """What stands under the heading: everything after it, or everything when the heading is cut."""
        return self.words[len(self._first) :].strip() if self.short == self._first else self.words

    @property
    def _first(self) -> str:
        line = self.words.partition("\n")[0].rstrip()
        sentence = _FIRST_SENTENCE.match(line)
        return sentence[0] if sentence else line


def document_of(project: Project) -> Document | None:
    """The project's draft; a project has one until it needs more."""
    return Document.objects.filter(project=project).select_related("log", "project").order_by("pk").first()


def draft_so_far(document: Document) -> list[ReadBlock]:
    """Each block with its newest wording, in order; one query."""
    newest = Wording.objects.filter(block=OuterRef("pk")).order_by("-number")
    rows = (
        Block.objects.filter(document=document)
        .annotate(
            wording=Subquery(newest.values("pk")[:1]),
            number=Subquery(newest.values("number")[:1]),
            words=Subquery(newest.values("words")[:1]),
            notes=Count("wordings__sources__contribution__note", distinct=True),
            groups=Count("wordings__sources__contribution__note__board", distinct=True),
        )
        .exclude(wording=None)
        .order_by("place", "pk")
        .values_list("pk", "kind", "place", "wording", "number", "words", "notes", "groups")
    )
    return [ReadBlock(*row) for row in rows]


def block_in(document: Document, block: int) -> ReadBlock | None:
    return next((each for each in draft_so_far(document) if each.block == block), None)


def blocks_shown(version: Version) -> list[ReadBlock]:
    """A version as it was published; one query."""
    rows = (
        VersionBlock.objects.filter(version=version)
        .order_by("place")
        .values_list("block_id", "block__kind", "place", "wording_id", "wording__number", "wording__words")
    )
    return [ReadBlock(*row) for row in rows]


def block_shown(version: Version, block: int) -> ReadBlock | None:
    return next((each for each in blocks_shown(version) if each.block == block), None)


def notes_behind(version: Version) -> int:
    """From how many notes its words were written; those taken back since were among them."""
    return (
        Source.objects.filter(
            wording__block__in=VersionBlock.objects.filter(version=version).values("block"),
            wording__at__lte=version.published_at,
            contribution__note__isnull=False,
        )
        .values("contribution")
        .distinct()
        .count()
    )


def next_number(document: Document) -> int:
    """The number that the next version will have."""
    last = document.versions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def versions_of(document: Document) -> QuerySet[Version]:
    """Newest first."""
    return document.versions.order_by("-number")


def newest_version(project: Project) -> Version | None:
    return (
        Version.objects.filter(document__project=project)
        .select_related("document__project")
        .order_by("document", "-number")
        .first()
    )


def version_in(project: Project, number: int) -> Version | None:
    return (
        Version.objects.filter(document__project=project, number=number)
        .select_related("document__project")
        .order_by("document")
        .first()
    )


_READABLE = Q(  # nobody sorts what is still being written
    board__closed_at__isnull=False, contribution__taken_back_at=None, contribution__hidden_because=""
)
_LYING = Q(
    places__taken_out=False,
    places__note__board__closed_at__isnull=False,
    places__note__contribution__taken_back_at=None,
    places__note__contribution__hidden_because="",
)


@dataclass(frozen=True, slots=True)
class NamelessNote:
    """A note as everyone invited may read it after the day: with its group, without a name."""

    id: int
    contribution: int
    words: str
    language: str
    feeling: str
    warning: str
    board: int
    group: str
    question: str


def without_names(notes: QuerySet[Note]) -> list[NamelessNote]:
    """One query."""
    return [
        NamelessNote(*row)
        for row in notes.values_list(
            "pk",
            "contribution_id",
            "contribution__words",
            "contribution__language",
            "contribution__feeling",
            "contribution__warning",
            "board_id",
            "board__group__name",
            "board__group__question",
        )
    ]


def piles_of(project: Project) -> QuerySet[Pile]:
    """With how many notes lie in each, and from how many groups."""
    return (
        Pile.objects.filter(sorting__project=project)
        .annotate(
            notes=Count("places__note", filter=_LYING, distinct=True),
            groups=Count("places__note__board", filter=_LYING, distinct=True),
        )
        .order_by("pk")
    )


def pile_in(project: Project, pile: int) -> Pile | None:
    return piles_of(project).filter(pk=pile).first()


def notes_in(piles: Iterable[int], project: Project) -> list[NamelessNote]:
    """The notes lying in these piles of the project, each once, in the order they were put there. One query."""
    notes = Note.objects.filter(
        _READABLE, places__pile__in=list(piles), places__taken_out=False, board__group__event__project=project
    ).order_by("places__pk")
    return list({note.id: note for note in without_names(notes)}.values())


def notes_to_sort(project: Project) -> QuerySet[Note]:
    """Readable notes in no pile, board by board."""
    return _notes_of(project).filter(~Exists(_lying_places())).order_by("board", "place")


@dataclass(frozen=True, slots=True)
class Sorted:
    """How far the sorting is."""

    notes: int
    to_go: int

    @property
    def done(self) -> int:
        return self.notes - self.to_go


def how_sorted(project: Project) -> Sorted:
    """One query."""
    counted = _notes_of(project).aggregate(notes=Count("pk"), to_go=Count("pk", filter=~Exists(_lying_places())))
    return Sorted(**counted)


def _notes_of(project: Project) -> QuerySet[Note]:
    return Note.objects.filter(_READABLE, board__group__event__project=project)


def _lying_places() -> QuerySet[NoteInPile]:
    return NoteInPile.objects.filter(note=OuterRef("pk"), taken_out=False)


def put_with(log: Log, number: int, *, by: int) -> tuple[int, tuple[int, ...]] | None:
    """What this person's act with that number put where: a pile and its notes. For taking it back."""
    entry = Entry.objects.filter(log=log, number=number, by=by, operation="put in pile").first()
    if entry is None:
        return None
    places = NoteInPile.objects.filter(
        pk__in=[pk for table, pk in entry.rows if table == NoteInPile._meta.label], pile__sorting__log=log
    )
    put = list(places.order_by("pk").values_list("pile_id", "note_id"))
    return (put[0][0], tuple(note for _pile, note in put)) if put else None


@dataclass(frozen=True, slots=True)
class SourceWords:
    """Something said that a block came from. `group` is '' unless it is a note; `newest` when the newest wording
    answers it."""

    contribution: int
    words: str
    language: str
    warning: str
    group: str
    newest: bool


def sources_of(block: ReadBlock) -> list[SourceWords]:
    """All that the block came from, in all its wordings, as far as it is still there to read; one query."""
    rows = (
        Source.objects.filter(
            wording__block=block.block, contribution__taken_back_at=None, contribution__hidden_because=""
        )
        .order_by("pk")
        .values_list(
            "contribution_id",
            "contribution__words",
            "contribution__language",
            "contribution__warning",
            "contribution__note__board__group__name",
            "wording_id",
        )
    )
    found: dict[int, SourceWords] = {}
    for pk, words, language, warning, group, wording in rows:
        newest = wording == block.wording or (pk in found and found[pk].newest)
        found[pk] = SourceWords(pk, words, language, warning, group or "", newest)
    return list(found.values())


def words_at(block: int, number: int) -> str:
    """The words of a block's wording with this number; '' when there is none."""
    return Wording.objects.filter(block=block, number=number).values_list("words", flat=True).first() or ""


def wording_with(pk: int) -> Wording:
    return Wording.objects.select_related("block__document").get(pk=pk)
