"""What became of what people said, and how a principle came to its words. No table of its own: everything is asked
where it lives."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from coproduce.cycle.capture.models import Note
from coproduce.cycle.draft.models import Block, NoteInPile, Source, VersionBlock, Wording
from coproduce.cycle.draft.queries import ReadBlock
from coproduce.cycle.feedback.models import Comment
from coproduce.cycle.feedback.queries import ReadAnswer, answers_to
from coproduce.people.contribute.models import Contribution
from coproduce.people.projects.models import Project


@dataclass(frozen=True, slots=True)
class Became:
    """One thing that somebody said, and where it is now."""

    id: int
    kind: str  # 'note' or 'comment'
    words: str
    said_at: datetime
    taken_back: bool
    about: str  # a note's group; a comment's principle; '' for all of the draft
    piles: tuple[str, ...]
    principles: tuple[ReadBlock, ...]  # those it is named as a source of, as they stand now
    answer: ReadAnswer | None
    before: str  # the words that it was about, when they have changed since
    now: str


def what_became(project: Project, person: int) -> list[Became]:
    """Everything the person said in the project, newest first; seven queries however much it is."""
    said = Contribution.objects.filter(project=project, author=person).order_by("-said_at", "-pk")
    return became_of(list(said))


def became_of(said: list[Contribution]) -> list[Became]:
    """Where each of these is now."""
    ids = [each.pk for each in said]
    notes = {
        note.contribution_id: note for note in Note.objects.filter(contribution__in=ids).select_related("board__group")
    }
    comments = {comment.contribution_id: comment for comment in Comment.objects.filter(contribution__in=ids)}
    piles = _piles_of(notes.values())
    sources = _sources_of(ids)
    answers = answers_to(ids)
    blocks = {comment.block_id for comment in comments.values() if comment.block_id}
    blocks |= {block for found in sources.values() for block in found}
    now = newest_words(blocks)
    shown = _words_shown(comments.values())
    return [
        _became(each, notes.get(each.pk), comments.get(each.pk), piles, sources, answers, now, shown) for each in said
    ]


def _became(
    said: Contribution,
    note: Note | None,
    comment: Comment | None,
    piles: dict[int, tuple[str, ...]],
    sources: dict[int, list[int]],
    answers: dict[int, ReadAnswer],
    now: dict[int, ReadBlock],
    shown: dict[tuple[int, int], str],
) -> Became:
    about = ""
    before = after = ""
    if note is not None:
        about = note.board.group.name
    elif comment is not None and comment.block_id:
        before = shown.get((comment.round_id, comment.block_id), "")
        after = now[comment.block_id].words if comment.block_id in now else ""
        about = now[comment.block_id].called if comment.block_id in now else before
    changed = bool(before) and before != after
    return Became(
        id=said.pk,
        kind="note" if note is not None else "comment",
        words=said.words,
        said_at=said.said_at,
        taken_back=said.taken_back_at is not None,
        about=about,
        piles=piles.get(note.pk, ()) if note is not None else (),
        principles=tuple(now[block] for block in sources.get(said.pk, ()) if block in now),
        answer=answers.get(said.pk),
        before=before if changed else "",
        now=after if changed else "",
    )


def _piles_of(notes: Iterable[Note]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = NoteInPile.objects.filter(note__in=[note.pk for note in notes], taken_out=False).order_by("pk")
    for note, name in rows.values_list("note_id", "pile__name"):
        found[note].append(name)
    return {note: tuple(names) for note, names in found.items()}


def _sources_of(contributions: list[int]) -> dict[int, list[int]]:
    """The blocks that each contribution is named as a source of."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Source.objects.filter(contribution__in=contributions).order_by("pk")
    for contribution, block in rows.values_list("contribution_id", "wording__block_id"):
        if block not in found[contribution]:
            found[contribution].append(block)
    return found


def newest_words(blocks: Iterable[int]) -> dict[int, ReadBlock]:
    """The newest wording of each block; one query."""
    rows = Wording.objects.filter(block__in=list(blocks)).order_by("number")
    return {
        wording.block_id: ReadBlock(
            wording.block_id,
            wording.block.kind,
            wording.block.place,
            wording.pk,
            wording.number,
            wording.words,
        )
        for wording in rows.select_related("block")
    }


def _words_shown(comments: Iterable[Comment]) -> dict[tuple[int, int], str]:
    """The words of each block as the commented version showed them, by round and block."""
    rounds = {comment.round_id for comment in comments}
    rows = VersionBlock.objects.filter(version__round__in=rounds).values_list(
        "version__round", "block_id", "wording__words"
    )
    return {(round, block): words for round, block, words in rows}


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """Something that a wording came from, as anybody may read it."""

    kind: str
    words: str  # '' when taken back
    about: str


@dataclass(frozen=True, slots=True)
class Change:
    """One wording of a block: the words before, the words now, why, and what it answers."""

    number: int
    before: str
    now: str
    why: str
    nobody_asked: bool
    at: datetime
    notes: tuple[SaidBefore, ...] = field(default=())
    comments: tuple[SaidBefore, ...] = field(default=())


def block_in_project(project: Project, block: int) -> Block | None:
    """A block that has been published: what is still being written is nobody's to read."""
    return (
        Block.objects.filter(pk=block, document__project=project, pk__in=VersionBlock.objects.values("block"))
        .select_related("document")
        .first()
    )


def how_it_came(block: Block, *, all_wordings: bool) -> list[Change]:
    """Each wording with what it came from, first to newest; three queries. Without `all_wordings` only up to the
    newest one that a version shows."""
    wordings = list(Wording.objects.filter(block=block).order_by("number"))
    if not all_wordings:
        last = (
            VersionBlock.objects.filter(block=block).order_by("-wording__number").values_list("wording__number").first()
        )
        wordings = [each for each in wordings if last and each.number <= last[0]]
    said = _said_for(wordings)
    changes, before = [], ""
    for wording in wordings:
        notes, comments = said[wording.pk]
        changes.append(
            Change(
                number=wording.number,
                before=before,
                now=wording.words,
                why=wording.why,
                nobody_asked=wording.nobody_asked,
                at=wording.at,
                notes=tuple(notes),
                comments=tuple(comments),
            )
        )
        before = wording.words
    return changes


def _said_for(wordings: list[Wording]) -> dict[int, tuple[list[SaidBefore], list[SaidBefore]]]:
    found: dict[int, tuple[list[SaidBefore], list[SaidBefore]]] = defaultdict(lambda: ([], []))
    rows = (
        Source.objects.filter(wording__in=[each.pk for each in wordings])
        .select_related("contribution__note__board__group", "contribution__comment__block")
        .order_by("pk")
    )
    for row in rows:
        said = row.contribution
        words = "" if said.hidden_because else said.words
        if hasattr(said, "note"):
            found[row.wording_id][0].append(SaidBefore("note", words, said.note.board.group.name))
        else:
            found[row.wording_id][1].append(SaidBefore("comment", words, ""))
    return found


def comments_about(block: Block) -> int:
    return Comment.objects.filter(block=block, contribution__taken_back_at=None).count()
