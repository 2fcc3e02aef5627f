import pytest
from django.contrib.auth import get_user_model
from django.db.models import Model

from coproduce.ground.record.acts import register_acts
from tests.postgres import postgres, postgres_server

__all__ = ["postgres", "postgres_server"]

register_acts("board closed", "version published", "words hidden")


def somebody() -> Model:
    return get_user_model().objects.create()


@pytest.fixture
def ada(db: None) -> Model:
    return somebody()


@pytest.fixture
def bo(db: None) -> Model:
    return somebody()
