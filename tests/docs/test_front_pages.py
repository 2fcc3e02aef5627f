"""README, CONTRIBUTING, CHANGELOG and LICENSE: what they promise is there."""

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import ROOT, blocks_in, name_of, pages, read

AGPL = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"  # of gnu.org's agpl-3.0.txt


def project() -> dict[str, Any]:
    return tomllib.loads(read("pyproject.toml"))["project"]


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", read("Makefile"), re.MULTILINE))


def test_the_licence_is_the_one_that_the_project_names() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == AGPL
    assert project()["license"] == "AGPL-3.0-or-later"
    assert "[AGPL-3.0-or-later](LICENSE)" in read("README.md")


def test_the_readme_is_what_the_package_shows() -> None:
    assert project()["readme"] == "README.md"


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_make_command_that_a_page_names_can_be_asked_for(page: Path) -> None:
    text = page.read_text()
    named = set(re.findall(r"(?:`|^)(?:sudo )?(?:[A-Z]+=\S+ )*make (?:-C \S+ )?([a-z]+)", text, re.MULTILINE))

    assert sorted(named - make_targets()) == []


def test_the_readme_begins_with_two_commands() -> None:
    (commands,) = (block.text.splitlines() for block in blocks_in(read("README.md")) if block.info == "sh")

    assert commands == ["make demo", "make test"]


def test_contributing_tells_of_everything_that_make_can_do() -> None:
    told = set(re.findall(r"^\| `make ([a-z]+)` \|", read("CONTRIBUTING.md"), re.MULTILINE))

    assert told == make_targets() - {"help"}


def test_the_change_log_has_a_part_for_this_version() -> None:
    newest = re.findall(r"^## (\d+\.\d+\.\d+)", read("CHANGELOG.md"), re.MULTILINE)

    assert newest[0] == project()["version"]


def test_contributing_names_the_folders_of_tests_that_there_are() -> None:
    named = set(re.findall(r"\| `(tests/\w+)` \|", read("CONTRIBUTING.md")))
    there = {f"tests/{folder.name}" for folder in (ROOT / "tests").iterdir() if any(folder.glob("*.py"))}

    assert named == there
