"""Every link leads somewhere, and no document tells where it was written."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, anchors_in, links_in, name_of, pages

PICTURES = DOCS / "pictures"


def own_links(page: Path) -> list[str]:
    return [link for link in links_in(page.read_text()) if "://" not in link and not link.startswith("mailto:")]


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_link_between_files_leads_to_one(page: Path) -> None:
    targets = [(page.parent / link.partition("#")[0]).resolve() for link in own_links(page)]

    missing = [target for target in targets if not target.exists() and target.parent != PICTURES]

    assert [target.relative_to(ROOT).as_posix() for target in missing] == []


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_link_to_a_heading_finds_it(page: Path) -> None:
    lost = []
    for link in own_links(page):
        file, _sign, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        if anchor and anchor not in anchors_in(target.read_text()):
            lost.append(link)

    assert lost == []


def test_the_pictures_of_the_readme_are_those_that_are_taken() -> None:
    shown = {Path(link).stem for link in own_links(ROOT / "README.md") if link.endswith(".png")}
    taken = re.findall(r'\btake\(\w+, "(\w+)"\)', (ROOT / "scripts" / "pictures.py").read_text())
    kept = {picture.stem for picture in PICTURES.glob("*.png")} or shown  # none before they are taken first

    assert shown == set(taken) == kept


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_page_can_be_found_from_another(page: Path) -> None:
    if page == ROOT / "README.md":
        return
    linked = {
        (other.parent / link.partition("#")[0]).resolve()
        for other in pages()
        if other != page
        for link in own_links(other)
    }

    assert page in linked or page.parent in linked or name_of(page) == "docs/reference/measured.md"


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_no_page_names_a_folder_of_somebodys_own_machine(page: Path) -> None:
    assert re.findall(r"/(?:root|home|work|tmp)/\S*|127\.0\.0\.1:\d{5}", page.read_text()) == []
