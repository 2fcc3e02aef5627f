"""What the list of words says is a name in the code, is one."""

import ast
import re
from functools import cache

from tests.docs.pages import SOURCE, code_in, read, rows_of, sections_of

WORDS = "docs/words.md"


@cache
def names_in_the_code() -> set[str]:
    """Classes, functions and packages; nothing of tests and migrations."""
    files = [file for file in SOURCE.rglob("*.py") if not {"tests", "migrations"} & set(file.parts)]
    names = {file.parent.name for file in files}
    for file in files:
        names |= {
            node.name
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.ClassDef | ast.FunctionDef)
        }
    return names


def test_every_word_in_code_style_is_a_name_in_the_code() -> None:
    named = {word for row in rows_of(read(WORDS)) for word in code_in(row[0])}

    assert named, "there are names to look for"
    assert sorted(named - names_in_the_code()) == []


def test_no_word_stands_twice_on_the_left() -> None:
    left = [row[0] for row in rows_of(read(WORDS)) if row[0] != "in the code"]

    assert sorted(word for word in left if left.count(word) > 1) == []


def test_words_for_what_is_still_to_come_are_not_in_the_code_yet() -> None:
    """When one of them comes, it moves up and says what it means."""
    to_come = [row[0] for row in rows_of(sections_of(read(WORDS))["Words for what is still to come"])[1:]]
    named = {re.sub(r"[ -]", "_", word).casefold() for word in to_come}
    code = {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).casefold() for name in names_in_the_code()}

    assert sorted(named & code) == []
