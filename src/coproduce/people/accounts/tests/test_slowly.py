import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from coproduce.people.accounts.actions import TooSoon, forget_old_tries, look_slowly
from coproduce.people.accounts.models import FailedTry

HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


def nothing() -> None:
    return None


def fail(times: int, *, address: str) -> None:
    for _ in range(times):
        look_slowly(nothing, address=address)


def test_the_eleventh_wrong_code_from_one_place_waits(db: None) -> None:
    fail(10, address=HERE)

    with pytest.raises(TooSoon) as soon:
        look_slowly(nothing, address=HERE)

    assert soon.value.seconds == 1
    assert FailedTry.objects.count() == 10  # what was not looked at is not counted


def test_nobody_elsewhere_waits_for_it(db: None) -> None:
    fail(10, address=HERE)

    assert look_slowly(lambda: "found", address=ELSEWHERE) == "found"


def test_after_the_wait_the_right_code_is_found(db: None) -> None:
    fail(10, address=HERE)
    FailedTry.objects.update(at=timezone.now() - timedelta(seconds=2))

    assert look_slowly(lambda: "found", address=HERE) == "found"


def test_what_is_found_is_not_counted(db: None) -> None:
    for _ in range(20):
        look_slowly(lambda: "found", address=HERE)

    assert FailedTry.objects.count() == 0


def test_no_address_is_kept_as_it_is(db: None) -> None:
    fail(1, address=HERE)

    assert HERE not in FailedTry.objects.get().address


def test_tries_are_forgotten_after_some_hours(db: None) -> None:
    fail(2, address=HERE)
    FailedTry.objects.filter(pk=FailedTry.objects.earliest("pk").pk).update(at=timezone.now() - timedelta(hours=3))

    forget_old_tries()

    assert FailedTry.objects.count() == 1


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="on SQLite all writers take turns anyway; test_on_postgresql runs it"
)
@pytest.mark.django_db(transaction=True)
def test_thirty_tries_at_once_see_one_another() -> None:
    looked_at: list[int] = []
    refused: list[int] = []

    def one_try(number: int) -> Callable[[], None]:
        def run() -> None:
            try:
                look_slowly(lambda: looked_at.append(number), address=HERE)
            except TooSoon:
                refused.append(number)
            finally:
                connection.close()

        return run

    threads = [threading.Thread(target=one_try(number)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(looked_at) + len(refused) == 30
    assert FailedTry.objects.count() == len(looked_at)
    assert len(looked_at) <= 13  # ten are free, and a second or two may pass on a busy machine
