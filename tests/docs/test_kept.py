"""The account of what is kept is the one that the tables give."""

import re

from django.apps import apps

from tests.docs.kept import PAGE, page
from tests.docs.pages import read, rows_of, sections_of


def test_the_account_of_what_is_kept_is_up_to_date() -> None:
    """Write it anew: .venv/bin/python -m tests.docs.kept"""
    assert PAGE.read_text() == page()


def test_the_account_has_every_column_of_every_table() -> None:
    text = PAGE.read_text()
    told = {
        label: {name for row in rows_of(section)[1:] for name in re.findall(r"`(\w+)`", row[0])}
        for label, section in sections_of(text, level=3).items()
        if label
    }
    there = {
        model._meta.label: {column.name for column in model._meta.concrete_fields}
        for model in apps.get_models(include_auto_created=True)
        if f"`{model._meta.label}`" not in text
    }

    assert told == there


def test_privacy_and_trust_names_every_table_with_something_private_special_or_secret() -> None:
    """By the table's name in the last column of its first list."""
    text = read("docs/privacy-and-trust.md")
    named = {
        name for row in rows_of(sections_of(text)["What is kept"])[1:] for name in re.findall(r"`([\w.]+)`", row[-1])
    }
    sensitive = {
        label
        for label, section in sections_of(PAGE.read_text(), level=3).items()
        if any(row[1] in ("private", "special", "secret") for row in rows_of(section)[1:])
    }

    assert named == sensitive
