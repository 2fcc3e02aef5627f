"""A document as a kind of log: principles added, moved and given new words, each with where it comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext

from coproduce.cycle.draft import rules
from coproduce.cycle.draft.models import Block, BlockKind, Document, Source, Wording
from coproduce.ground.live.gate import Field, Number, Numbers, OneOf, Refused, Words
from coproduce.ground.live.kinds import Batch, Kind, Operation
from coproduce.ground.live.models import Log
from coproduce.people.contribute.models import Contribution
from coproduce.people.projects.queries import standings_of
from coproduce.people.projects.standing import Standing

LONGEST_WORDING = 2_000
LONGEST_WHY = 1_000


@dataclass(slots=True)
class DocumentFacts:
    """The blocks with the number of their newest wording, and which of the named sources are this project's own."""

    document: Document
    standings: dict[int, Standing]
    blocks: dict[int, Block]
    newest: dict[int, int]
    said: set[int]

    @property
    def in_order(self) -> list[Block]:
        return sorted(self.blocks.values(), key=lambda block: block.place)


def facts_of(log: Log, people: Sequence[int], acts: Sequence[Mapping[str, Any]]) -> DocumentFacts:
    document = Document.objects.get(log=log)
    newest = Wording.objects.filter(block=OuterRef("pk")).order_by("-number").values("number")[:1]
    blocks = Block.objects.filter(document=document).annotate(newest=Subquery(newest))
    wanted = {source for values in acts for source in values.get("sources", ())}
    said = Contribution.objects.filter(pk__in=wanted, project=document.project_id, taken_back_at=None)
    found = list(blocks)
    return DocumentFacts(
        document=document,
        standings=standings_of(people, document.project_id),
        blocks={block.pk: block for block in found},
        newest={block.pk: block.newest or 0 for block in found},
        said=set(said.values_list("pk", flat=True)) if wanted else set(),
    )


def _may_write(facts: DocumentFacts, by: int, values: Mapping[str, Any]) -> None:
    if not rules.may_write(facts.standings.get(by, Standing(facts.document.project_id))):
        raise Refused("not allowed")
    if "sources" not in values:
        return
    if not set(values["sources"]) <= facts.said:
        raise Refused("not here", "sources")
    if not rules.says_where_it_comes_from(
        values["sources"], nobody_asked=values["nobody_asked"] == "yes", why=values["why"]
    ):
        raise Refused("no source", "why" if values["nobody_asked"] == "yes" else "sources")


def _add(facts: DocumentFacts, by: int, values: Mapping[str, Any], batch: Batch) -> None:
    _word(_new_block(facts, BlockKind.PRINCIPLE, batch), 1, by, values, batch)


def _new_block(facts: DocumentFacts, kind: str, batch: Batch) -> Block:
    """At the end of the draft."""
    place = max((block.place for block in facts.blocks.values()), default=0) + 1
    block = Block(document=facts.document, kind=kind, place=place, changed=batch.number)
    batch.new(block)
    facts.blocks[-len(facts.blocks) - 1] = block
    return block


def _take_in(facts: DocumentFacts, by: int, values: Mapping[str, Any], batch: Batch) -> None:
    """A block of a draft that the group brought with it: it answers nobody here, and says so."""
    block = _new_block(facts, values["kind"], batch)
    why = gettext("It was in the draft that we brought with us.")
    _word(block, 1, by, {"words": values["words"], "why": why, "nobody_asked": "yes", "sources": ()}, batch)


def _may_reword(facts: DocumentFacts, by: int, values: Mapping[str, Any]) -> None:
    if values["block"] not in facts.blocks:
        raise Refused("not here", "block")
    _may_write(facts, by, values)
    if values["based_on"] != facts.newest[values["block"]]:
        raise Refused("stale", "words")


def _reword(facts: DocumentFacts, by: int, values: Mapping[str, Any], batch: Batch) -> None:
    block = facts.blocks[values["block"]]
    facts.newest[block.pk] += 1
    block.changed = batch.number
    batch.change(block, "changed")
    _word(block, facts.newest[block.pk], by, values, batch)


def _word(block: Block, number: int, by: int, values: Mapping[str, Any], batch: Batch) -> None:
    wording = Wording(
        block=block,
        number=number,
        words=values["words"],
        why=values["why"],
        nobody_asked=values["nobody_asked"] == "yes",
        by_id=by,
        at=batch.at,
    )
    batch.new(wording)
    for source in values["sources"]:
        batch.new(Source(wording=wording, contribution_id=source))


def _may_move(facts: DocumentFacts, by: int, values: Mapping[str, Any]) -> None:
    if values["block"] not in facts.blocks:
        raise Refused("not here", "block")
    _may_write(facts, by, values)
    edge = facts.in_order[0 if values["way"] == "up" else -1]
    if edge.pk == values["block"]:
        raise Refused("already first" if values["way"] == "up" else "already last", "way")


def _move(facts: DocumentFacts, by: int, values: Mapping[str, Any], batch: Batch) -> None:
    order = facts.in_order
    here = next(number for number, block in enumerate(order) if block.pk == values["block"])
    other = order[here - 1 if values["way"] == "up" else here + 1]
    block = order[here]
    block.place, other.place = other.place, block.place
    for each in (block, other):
        each.changed = batch.number
        batch.change(each, "place", "changed")


_WORDING: Mapping[str, Field] = {
    "words": Words(LONGEST_WORDING),
    "why": Words(LONGEST_WHY, needed=False),
    "nobody_asked": OneOf(("", "yes")),
    "sources": Numbers(needed=False),
}
DOCUMENT = Kind(
    name="document",
    facts=facts_of,
    operations={
        "add principle": Operation(_WORDING, _may_write, _add),
        "take in": Operation(
            {"kind": OneOf(tuple(BlockKind.values)), "words": Words(LONGEST_WORDING)}, _may_write, _take_in
        ),
        "new words": Operation({**_WORDING, "block": Number(), "based_on": Number()}, _may_reword, _reword),
        "move": Operation({"block": Number(), "way": OneOf(("up", "down"))}, _may_move, _move),
    },
)
