"""What import-linter cannot see."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models
from django.db.models import ForeignKey

SOURCE = Path(__file__).resolve().parents[2] / "src" / "coproduce"

# From the newest in time to what everything stands on; a room may point at itself and at what comes after it here.
ROOMS = (
    "overview",
    "report_back",
    "practise",
    "agree",
    "feedback",
    "draft",
    "capture",
    "convene",
    "involve",
    "recognise",
    "contribute",
    "projects",
    "accounts",
    "live",
    "letters",
    "record",
    "ui",
)


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("coproduce.")]


def python_files() -> Iterator[Path]:
    for file in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in file.parts and "tests" not in file.parts:
            yield file


def templates() -> list[Path]:
    return sorted(SOURCE.rglob("templates/**/*.html"))


def test_every_room_has_its_place_in_time() -> None:
    assert {model._meta.app_label for model in our_models()} <= set(ROOMS)


def test_no_row_points_at_a_later_stage() -> None:
    upward = [
        f"{model._meta.label}.{key.name} -> {key.related_model._meta.label}"
        for model in our_models()
        for key in model._meta.get_fields()
        if isinstance(key, ForeignKey)
        and key.related_model._meta.label != "accounts.Person"
        and ROOMS.index(key.related_model._meta.app_label) < ROOMS.index(model._meta.app_label)
    ]

    assert upward == []


def test_no_row_points_at_just_anything() -> None:
    generic = [
        f"{model._meta.label}.{key.name}"
        for model in our_models()
        for key in model._meta.private_fields
        if isinstance(key, GenericForeignKey)
    ]

    assert generic == []


def test_tables_are_named_by_the_class_and_never_by_a_string_but_for_the_person() -> None:
    """A string reference hides an import from the contracts."""
    pointing = re.compile(r"(?:ForeignKey|OneToOneField|ManyToManyField)\(\s*([\"'][\w.]+[\"'])")
    by_string = [
        f"{file.relative_to(SOURCE)}: {found}"
        for file in python_files()
        for found in pointing.findall(file.read_text())
        if found.strip("\"'") != "self"
    ]

    assert by_string == []


def test_imports_stand_at_the_top() -> None:
    """In `apps.ready()` alone may they come later: the rooms must be complete by then."""
    late = [
        f"{file.relative_to(SOURCE)}:{node.lineno}"
        for file in python_files()
        if file.name != "apps.py"
        for function in ast.walk(ast.parse(file.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert late == []


def test_only_pages_know_about_requests() -> None:
    """`django.http` in views, middleware, live doors and what is shown around a page; nowhere else."""
    may = {"views.py", "middleware.py", "live.py", "mailbox.py", "adapter.py", "forms.py", "requests.py"}
    around = {"overview/page.py", "ground/ui/done.py", "ground/ui/once.py", "people/accounts/network.py"}
    knowing = [
        str(file.relative_to(SOURCE))
        for file in python_files()
        if re.search(r"^\s*(?:from|import) django\.http", file.read_text(), re.MULTILINE)
        and file.name not in may
        and "views" not in file.parts
        and str(file.relative_to(SOURCE)) not in around
    ]

    assert knowing == []


@pytest.mark.parametrize("template", templates(), ids=lambda file: str(file.relative_to(SOURCE)))
def test_no_script_or_style_stands_in_a_template(template: Path) -> None:
    text = template.read_text()

    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\bstyle=|\bon[a-z]+=\"|javascript:", text) == []


@pytest.mark.parametrize("template", templates(), ids=lambda file: str(file.relative_to(SOURCE)))
def test_nothing_a_person_typed_is_marked_safe(template: Path) -> None:
    """`help_text|safe` is Django's own way to show our hints; no other value is let through."""
    assert [
        found
        for found in re.findall(r"\{\{\s*([^}]*\|\s*safe[^}]*)\}\}", template.read_text())
        if "help_text" not in found
    ] == []


def test_no_code_marks_words_safe_or_builds_sql_from_them() -> None:
    found = [
        f"{file.relative_to(SOURCE)}: {word}"
        for file in python_files()
        for word in re.findall(r"mark_safe|\.extra\(|RawSQL|shell=True|import pickle|autoescape off", file.read_text())
    ]

    assert found == []
