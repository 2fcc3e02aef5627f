import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.cycle.draft.importing import ImportedBlock, as_json, blocks_of

POST = """\

Last spring we asked people who use the allotments, and people who study them, to spend \
an afternoon with us on what sharing the digging really means.
Twenty-two came. Before the day we had asked everybody which questions to bring, and we kept to those.
By the end we had promised to write down something like a manifesto, or a set of standards, \
that others could dig over.
Draft manifesto for shared ground – first words
- Know who has the key to the shed - and ask why.
- Make room on the bench for those who can’t kneel.
- Pay for people’s bus fares before they ask J
- Plant something small, see if it grows – it’s fine if it doesn’t
- Say aloud when a plan was settled before the meeting
We would love to hear what you think. Is something missing? Should they be numbered? – please write to us.
For our part, we will not stop at words. In the autumn we will set up a group of neighbours to help us:
- Choose seeds with those who cook;
- Find a way to lend tools across the street; and
- Nudge the council towards longer leases.
We will come back to you with how it went.
"""

PRINCIPLES = [
    "Know who has the key to the shed - and ask why.",
    "Make room on the bench for those who can’t kneel.",
    "Pay for people’s bus fares before they ask J",
    "Plant something small, see if it grows – it’s fine if it doesn’t",
    "Say aloud when a plan was settled before the meeting",
]


def principles(text: str, kind: str = "text") -> list[str]:
    return [block.text for block in blocks_of(text, kind=kind) if block.kind == "principle"]


def kinds(text: str, kind: str = "text") -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks_of(text, kind=kind)]


def test_the_list_under_the_manifestos_heading_becomes_principles_and_their_words_stay_as_they_are():
    assert principles(POST) == PRINCIPLES


def test_a_second_list_inside_the_prose_stays_prose():
    told = kinds(POST)

    assert [text for kind, text in told if kind == "heading"] == ["Draft manifesto for shared ground – first words"]
    assert told[-4:] == [
        ("paragraph", "Choose seeds with those who cook;"),
        ("paragraph", "Find a way to lend tools across the street; and"),
        ("paragraph", "Nudge the council towards longer leases."),
        ("paragraph", "We will come back to you with how it went."),
    ]


def test_every_kind_of_bullet_is_recognised():
    for bullet in ("-", "*", "•", "1.", "12)", "  -", "–"):
        assert principles(f"Our principles\n{bullet} Be kind\n{bullet} Be brave") == ["Be kind", "Be brave"], bullet


def test_a_number_or_dash_inside_a_sentence_is_no_bullet():
    text = "1.5 million people live here and we met four of them.\n-5 degrees it was that day, and nobody minded it."

    assert [kind for kind, _text in kinds(text)] == ["paragraph", "paragraph"]


def test_without_a_heading_that_says_so_the_list_that_is_introduced_in_such_words_counts():
    text = """\
Who came

- Ada
- Bo
- Cy
- Di

These are the standards that we settled on:

- Be on time
- Bring cake
"""
    assert principles(text) == ["Be on time", "Bring cake"]


def test_else_the_longest_list_counts_unless_it_is_one_sentence_cut_in_pieces():
    text = "We will\n- read it;\n- think; and\n- answer.\n\nWhat matters\n- Be on time\n- Bring cake"

    assert principles(text) == ["Be on time", "Bring cake"]


def test_principles_that_run_on_as_one_sentence_are_taken_when_there_is_no_other_list():
    assert principles("Our pledge\n- be on time;\n- bring cake; and\n- wash up.") == [
        "be on time;",
        "bring cake; and",
        "wash up.",
    ]


def test_lines_wrapped_by_a_mail_program_are_one_again():
    text = """\
Our principles

Somebody wrapped this letter at about sixty characters to
the line, as mail programs do. It is one paragraph.

- Know who holds the key to the shed, and ask them why they
  hold it.
- Make room on the bench for everybody who would rather not
kneel.
- Bring cake.

That was all.
"""
    assert kinds(text) == [
        ("heading", "Our principles"),
        (
            "paragraph",
            "Somebody wrapped this letter at about sixty characters to the line, as mail programs do. "
            "It is one paragraph.",
        ),
        ("principle", "Know who holds the key to the shed, and ask them why they hold it."),
        ("principle", "Make room on the bench for everybody who would rather not kneel."),
        ("principle", "Bring cake."),
        ("paragraph", "That was all."),
    ]


def test_markdown_keeps_emphasis_links_and_the_parts_of_an_item():
    text = """\
# Draft _manifesto_

Read the [notes](https://example.org/notes)
first. It’s “ours”.

1. Be **brave**.

   Ask why.
2. Share:
   - the key
   - the cake

> Somebody said so.

---

## What next

- meet again
- answer
"""
    assert kinds(text, "markdown") == [
        ("heading", "Draft _manifesto_"),
        ("paragraph", "Read the [notes](https://example.org/notes) first. It’s “ours”."),
        ("principle", "Be **brave**.\nAsk why."),
        ("principle", "Share:\nthe key\nthe cake"),
        ("paragraph", "Somebody said so."),
        ("heading", "What next"),
        ("paragraph", "meet again"),
        ("paragraph", "answer"),
    ]


def test_principles_in_sections_under_one_title_all_count():
    text = "# Our standards\n\n## Power\n\n- Ask who decides\n\n## Money\n\n- Pay people\n- Pay them soon\n"

    assert principles(text, "markdown") == ["Ask who decides", "Pay people", "Pay them soon"]


def test_a_sections_own_name_counts_before_the_title_of_it_all():
    text = "# Draft manifesto\n\n## Who came\n\n- Ada\n- Bo\n- Cy\n\n## Principles\n\n- Pay people\n"

    assert principles(text, "markdown") == ["Pay people"]


def test_a_heading_in_markdown_is_known_by_its_marks_and_not_by_its_length():
    assert kinds("Short line\n\n- Be kind", "markdown") == [("paragraph", "Short line"), ("principle", "Be kind")]


@pytest.mark.parametrize("kind", ["text", "markdown"])
@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "   "])
def test_an_empty_draft_has_no_blocks(text, kind):
    assert blocks_of(text, kind=kind) == []


def test_what_was_recognised_can_be_read_as_json():
    blocks = [ImportedBlock("heading", "Ours"), ImportedBlock("principle", "Be kind")]

    assert as_json(blocks) == {
        "blocks": [{"kind": "heading", "text": "Ours"}, {"kind": "principle", "text": "Be kind"}]
    }


LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "- ", "• ", "1. ", "  ", "# "]),
        st.lists(st.sampled_from(["Be", "kind;", "and", "it’s", "manifesto", "why?", "–", "x" * 30]), max_size=12),
    ),
    max_size=12,
)


@given(LINES)
def test_no_word_is_lost_or_moved(lines):
    text = "\n".join(bullet + " ".join(words) for bullet, words in lines)
    bullets = {"-", "–", "•", "1."}

    said = [word for word in text.split() if word not in bullets]
    kept = [word for block in blocks_of(text, kind="text") for word in block.text.split() if word not in bullets]
    assert kept == said


@given(st.text(max_size=300))
def test_any_text_is_read_without_trouble_and_no_block_is_empty(text):
    for kind in ("text", "markdown"):
        assert all(re.search(r"\S", block.text) for block in blocks_of(text, kind=kind))
