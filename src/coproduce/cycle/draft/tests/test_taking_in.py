import pytest

from coproduce.cycle.draft.actions import start_document, take_in
from coproduce.cycle.draft.importing import ImportedBlock
from coproduce.cycle.draft.models import Block, BlockKind, Wording
from coproduce.cycle.draft.writing import LONGEST_WORDING
from coproduce.ground.live.gate import Refused
from coproduce.ground.live.models import Entry

BLOCKS = [
    ImportedBlock("heading", "Our manifesto"),
    ImportedBlock("paragraph", "We met in May."),
    ImportedBlock("principle", "Don’t wait – begin."),
    ImportedBlock("principle", "Pay people."),
]


@pytest.fixture
def document(project, ada):
    return start_document(project, "Ours", by=ada)


def test_a_draft_that_we_brought_stands_in_its_order_and_says_where_it_comes_from(document, ada):
    take_in(document, BLOCKS, by=ada)

    told = Wording.objects.order_by("block__place").values_list(
        "block__kind", "words", "number", "nobody_asked", "why", "by", "block__changed"
    )
    brought = "It was in the draft that we brought with us."
    assert list(told) == [
        (block.kind, block.text, 1, True, brought, ada.pk, number) for number, block in enumerate(BLOCKS, start=1)
    ]


def test_each_block_has_its_own_entry_in_the_log_and_none_holds_words(document, ada):
    take_in(document, BLOCKS, by=ada)

    entries = Entry.objects.filter(log=document.log).order_by("number")
    blocks = Block.objects.order_by("place").prefetch_related("wordings")
    assert [(entry.number, entry.operation, entry.by_id, entry.rows) for entry in entries] == [
        (number, "take in", ada.pk, [["draft.Block", block.pk], ["draft.Wording", block.wordings.get().pk]])
        for number, block in enumerate(blocks, start=1)
    ]


def test_blocks_come_after_what_is_there(document, ada):
    take_in(document, BLOCKS[:2], by=ada)
    take_in(document, BLOCKS[2:], by=ada)

    assert list(Block.objects.order_by("pk").values_list("place", flat=True)) == [1, 2, 3, 4]


def test_all_blocks_are_taken_in_or_none(document, ada):
    too_long = ImportedBlock("paragraph", "x" * (LONGEST_WORDING + 1))

    with pytest.raises(Refused) as refused:
        take_in(document, [*BLOCKS, too_long], by=ada)

    assert refused.value == Refused("too long", "words")
    assert not Block.objects.exists()
    assert not Entry.objects.exists()
    document.log.refresh_from_db()
    assert document.log.number == 0


def test_only_those_who_help_run_it_take_a_draft_in(document, sam):
    with pytest.raises(Refused, match="not allowed"):
        take_in(document, BLOCKS, by=sam)

    assert not Block.objects.exists()


def test_every_kind_that_is_read_is_a_kind_of_block():
    assert {block.kind for block in BLOCKS} == set(BlockKind.values)
