"""The tour names a file for every step, and what it names is there."""

import ast
import re

import pytest

from tests.docs.pages import ROOT, code_in, links_in, read, sections_of

TOUR = "docs/tour.md"
SECTIONS = sections_of(read(TOUR))
STEPS = [heading for heading in SECTIONS if re.match(r"\d", heading)]


def names_defined_in(text: str) -> set[str]:
    """Functions, classes and constants of the files that the text links to."""
    files = [(ROOT / "docs" / link).resolve() for link in links_in(text) if link.endswith(".py")]
    names = set()
    for node in (node for file in files for node in ast.parse(file.read_text()).body):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def test_the_tour_goes_from_a_request_all_the_way_round() -> None:
    assert [heading.partition(".")[0] for heading in STEPS] == [str(number) for number in range(10)]


@pytest.mark.parametrize("step", STEPS)
def test_each_step_links_to_the_file_of_each_function_that_it_names(step: str) -> None:
    named = {word.removesuffix("()") for word in code_in(SECTIONS[step]) if re.fullmatch(r"[a-z_]+\(\)", word)}

    assert sorted(named - names_defined_in(SECTIONS[step])) == []


@pytest.mark.parametrize("step", STEPS)
def test_each_step_names_only_classes_of_files_that_the_reader_was_shown(step: str) -> None:
    so_far = "".join(SECTIONS[earlier] for earlier in STEPS[: STEPS.index(step) + 1])
    named = {word for word in code_in(SECTIONS[step]) if re.fullmatch(r"[A-Z]\w+", word)}

    assert sorted(named - names_defined_in(so_far)) == []


def test_each_step_leads_into_the_code() -> None:
    assert [step for step in STEPS if "../src/coproduce/" not in SECTIONS[step]] == []
