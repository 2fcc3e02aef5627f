"""Every row belongs to exactly one project, whichever way one asks."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.db.models import ForeignKey

from coproduce.people.projects.models import Project
from tests.permissions.visitors import make_world

# A person may be in several projects; the record and the logs' entries name their rows by id; erasures outlive them.
OF_THE_SITE = {"accounts", "record"}
WITHOUT_A_PROJECT = {"contribute.Erasure", "live.Log", "live.Entry"}


def tables_of_projects() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("coproduce.")
        and model._meta.app_label not in OF_THE_SITE
        and model._meta.label not in WITHOUT_A_PROJECT
        and model is not Project
    ]


def ways_to_the_project(model: type[models.Model], seen: tuple[type[models.Model], ...] = ()) -> Iterator[str]:
    """Each chain of keys from the table to its project, as Django writes it: 'board__group__event__project'."""
    for key in model._meta.get_fields():
        if not isinstance(key, ForeignKey) or key.related_model in seen:
            continue
        if key.related_model is Project:
            yield key.name
        elif key.related_model._meta.app_label not in OF_THE_SITE:
            for way in ways_to_the_project(key.related_model, (*seen, model)):
                yield f"{key.name}__{way}"


@pytest.mark.parametrize("model", tables_of_projects(), ids=lambda model: model._meta.label)
def test_every_table_leads_to_a_project(model: type[models.Model]) -> None:
    assert list(ways_to_the_project(model)) != []


@pytest.mark.django_db
def test_all_ways_from_a_row_lead_to_the_same_project() -> None:
    """After the acts of two projects' people, no row hangs between them."""
    make_world()
    torn, looked_at = [], 0
    for model in tables_of_projects():
        ways = sorted(ways_to_the_project(model))
        for pk, *projects in model._default_manager.values_list("pk", *ways):
            looked_at += 1
            if len({project for project in projects if project is not None}) != 1:
                torn.append((model._meta.label, pk, dict(zip(ways, projects, strict=True))))

    assert torn == []
    assert looked_at > 50
