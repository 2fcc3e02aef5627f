"""Writes docs/reference/kept.md, the account of what is kept, from the `keeping` lines of the tables.

.venv/bin/python -m tests.docs.kept
"""

import os
from collections import defaultdict
from collections.abc import Iterator

import django
from django.apps import apps
from django.db.models import Model

from coproduce.overview.others_keeping import MADE_BY_MIGRATE, keeping_of
from tests.docs.pages import DOCS

PAGE = DOCS / "reference" / "kept.md"

_INTRODUCTION = """# What is kept

Written by `.venv/bin/python -m tests.docs.kept` from the `keeping` line of each table: do not edit.
[Privacy and trust](../privacy-and-trust.md) says it in fewer words.

**Holds** says who could be harmed if it leaked. *Public*: anybody may read it. *Group*: people of the project; it says
nothing about one person. *Pseudonymous*: a number that stands for a person. *Private*: a name, an address, or words.
*Special*: may tell something of health, belief or origin. *Secret*: opens a door.

**When erased** says what erasing the person, or their words, does to it.
"""


def page() -> str:
    models = sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.label)
    ours = [model for model in models if model.__module__.startswith("coproduce.")]
    others = [model for model in models if model not in ours and model._meta.label not in MADE_BY_MIGRATE]
    lines = [_INTRODUCTION]
    for heading, tables in (("Our own tables", ours), ("Tables of our libraries", others)):
        lines.append(f"## {heading}\n")
        lines += [line for model in tables for line in _table(model)]
    without = ", ".join(f"`{label}`" for label in sorted(MADE_BY_MIGRATE))
    lines.append(f"Tables that `migrate` fills, and that hold nothing of people: {without}.\n")
    return "\n".join(lines)


def _table(model: type[Model]) -> Iterator[str]:
    keeping = keeping_of(model)
    together: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, column in keeping.columns.items():
        together[column.holds.value, column.erasing.value].append(f"`{name}`")
    yield f"### {model._meta.label}\n"
    said = " ".join((model.__doc__ or "").split())
    if said and not said.startswith(f"{model.__name__}("):  # Django makes one where there is none
        yield f"{said}\n"
    yield f"Stays {keeping.until.value}.\n"
    yield "| columns | holds | when erased |"
    yield "| --- | --- | --- |"
    for (holds, erasing), names in together.items():
        yield f"| {', '.join(names)} | {holds} | {erasing} |"
    yield ""


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    PAGE.write_text(page())
