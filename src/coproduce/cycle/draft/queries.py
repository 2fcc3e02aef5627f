"""Reading piles, the draft so far, and published versions."""

from dataclasses import dataclass, field

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from coproduce.cycle.capture.models import Note
from coproduce.cycle.draft.models import (
    Block,
    Document,
    NoteInPile,
    Pile,
    Source,
    Version,
    VersionBlock,
    Wording,
)
from coproduce.people.projects.models import Project


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """A block with its words, as the draft stands or as a version shows it."""

    block: int
    kind: str
    place: int
    wording: int
    number: int  # of the wording within its block
    words: str
    sources: int = field(default=0, compare=False)

    @property
    def short(self) -> str:
        """The first sentence: how buttons and headings call a principle."""
        first, dot, _rest = self.words.partition(". ")
        return first + dot.strip() if dot else first

    @property
    def rest(self) -> str:
        return self.words[len(self.short) :].strip()


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
            sources=Count("wordings__sources__contribution", distinct=True),
        )
        .exclude(wording=None)
        .order_by("place", "pk")
        .values_list("pk", "kind", "place", "wording", "number", "words", "sources")
    )
    return [ReadBlock(*row) for row in rows]


def block_in(document: Document, block: int) -> ReadBlock | None:
    return next((each for each in draft_so_far(document) if each.block == block), None)


def blocks_shown(version: Version) -> list[ReadBlock]:
    """A version as it was published; one query."""
    rows = (
        VersionBlock.objects.filter(version=version)
        .annotate(sources=Count("block__wordings__sources__contribution", distinct=True))
        .order_by("place")
        .values_list("block_id", "block__kind", "place", "wording_id", "wording__number", "wording__words", "sources")
    )
    return [ReadBlock(*row) for row in rows]


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


def piles_of(project: Project) -> QuerySet[Pile]:
    """With how many notes lie in each, and from how many groups."""
    lying = Q(places__taken_out=False, places__note__contribution__taken_back_at=None)
    return (
        Pile.objects.filter(sorting__project=project)
        .annotate(
            notes=Count("places__note", filter=lying, distinct=True),
            groups=Count("places__note__board", filter=lying, distinct=True),
        )
        .order_by("pk")
    )


def notes_in(pile: Pile) -> QuerySet[Note]:
    """The notes lying in it, in the order they were put there, without those taken back."""
    return (
        Note.objects.filter(places__pile=pile, places__taken_out=False, contribution__taken_back_at=None)
        .select_related("contribution", "board__group")
        .order_by("places__pk")
    )


def notes_to_sort(project: Project) -> QuerySet[Note]:
    """Notes in no pile, board by board. Only closed boards: nobody sorts what is still being written."""
    lying = NoteInPile.objects.filter(note=OuterRef("pk"), taken_out=False)
    return (
        Note.objects.filter(
            board__group__event__project=project,
            board__closed_at__isnull=False,
            contribution__taken_back_at=None,
            contribution__hidden_because="",
        )
        .annotate(lying=Subquery(lying.values("pk")[:1]))
        .filter(lying=None)
        .select_related("contribution", "board__group")
        .order_by("board", "place")
    )


def sorted_notes(project: Project) -> int:
    """How many notes lie in at least one pile."""
    return (
        NoteInPile.objects.filter(
            pile__sorting__project=project, taken_out=False, note__contribution__taken_back_at=None
        )
        .values("note")
        .distinct()
        .count()
    )


def sources_of(wording: int) -> list[int]:
    """The contributions that a wording answers, by id."""
    return list(Source.objects.filter(wording=wording).values_list("contribution_id", flat=True))


def wordings_of(block: int) -> QuerySet[Wording]:
    """How a block came to its words, first to newest."""
    return Wording.objects.filter(block=block).annotate(answers=Count(F("sources"))).order_by("number")
