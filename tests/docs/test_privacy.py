"""What the page about privacy lists is what there is."""

import re

from tests.docs.pages import SOURCE, code_in, read, rows_of, sections_of


def test_every_cookie_of_ours_is_listed_and_no_other() -> None:
    """Ours all take the prefix __Host- where the site is https, so that is how they are found."""
    source = "".join(file.read_text() for file in SOURCE.rglob("*.py") if "tests" not in file.parts)
    named = set(re.findall(r"\{(?:_prefix|'__Host-' if settings\.SECURE else '')\}([a-z-]+)", source))

    listed = [code_in(row[0])[0] for row in rows_of(sections_of(read("docs/privacy-and-trust.md"))["Cookies"])[1:]]

    assert {"session", "csrf"} <= named
    assert sorted(listed) == sorted(named)
