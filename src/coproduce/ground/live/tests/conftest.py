from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser

from coproduce.ground.live import kinds
from coproduce.ground.live.models import Log
from coproduce.ground.live.tests.toy import WALL, make_table


@pytest.fixture(autouse=True)
def _wall(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {**kinds._kinds})
    kinds.register(WALL)
    make_table()


@pytest.fixture
def new_wall() -> Callable[[], Log]:
    return lambda: Log.objects.create(kind=WALL.name)


@pytest.fixture
def wall(new_wall: Callable[[], Log]) -> Log:
    return new_wall()


@pytest.fixture
def ada() -> AbstractBaseUser:
    return get_user_model().objects.create_user()


@pytest.fixture
def bo() -> AbstractBaseUser:
    return get_user_model().objects.create_user()
