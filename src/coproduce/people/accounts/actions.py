"""Ways in for those who sign in, and counting the tries that opened nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import connection, transaction
from django.utils import timezone

from coproduce.ground.keys.ring import Purpose
from coproduce.ground.keys.slowing import seconds_to_wait
from coproduce.ground.keys.tokens import new_token
from coproduce.people.accounts.keyring import ring
from coproduce.people.accounts.models import FailedTry, Person, SignInLink
from coproduce.people.accounts.queries import failed_tries_from, links_for

Found = TypeVar("Found")


@transaction.atomic
def new_sign_in_link(person: Person, *, lasts: timedelta, once: bool = True, name: str = "") -> str:
    """The token of a link that signs this person in. Only its MAC is kept. `name` is shown before they sign in."""
    token = new_token()
    SignInLink.objects.create(
        person=person,
        name=name,
        mac=ring().mac(Purpose.SIGN_IN_LINK, token.encode()),
        ends_at=timezone.now() + lasts,
        once=once,
    )
    return token


@transaction.atomic
def use_sign_in_link(token: str) -> Person | None:
    """Whom the link signs in, or nobody. A link for one use is gone afterwards."""
    link = links_for(token).select_for_update(of=("self",)).first()
    if link is None:
        return None
    if link.once:
        link.delete()
    return link.person


@transaction.atomic
def end_sessions_of(person: Person) -> None:
    """A fresh stamp ends every session of the person, everywhere."""
    person.stamp = new_token()
    person.save(update_fields=["stamp"])


class TooSoon(Exception):
    """The code was not looked at. Nothing is locked: the next try is looked at after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} seconds")
        self.seconds = seconds


@transaction.atomic
def look_slowly(look: Callable[[], Found | None], *, address: str) -> Found | None:
    """What `look` finds; finding nothing counts as a failed try from this network address. Raises TooSoon."""
    _one_try_at_a_time()
    if wait := seconds_to_wait(failed_tries_from(address)):
        raise TooSoon(wait)
    found = look()
    if found is None:
        count_failed_try(address)
    return found


def _one_try_at_a_time() -> None:
    """Fifty tries at once must not all see the same count. On SQLite the transaction's turn to write is the lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE accounts_failedtry IN SHARE ROW EXCLUSIVE MODE")


def count_failed_try(address: str) -> None:
    """One more try from this network address that opened nothing."""
    FailedTry.objects.create(address=ring().mac(Purpose.ADDRESS, address.encode()), at=timezone.now())


def forget_old_tries() -> None:
    """Tries are counted for an hour; a day later nothing of them is left."""
    FailedTry.objects.filter(at__lt=timezone.now() - timedelta(hours=2)).delete()
    SignInLink.objects.filter(ends_at__lt=timezone.now()).delete()


@transaction.atomic
def steward_with(email: str | None) -> Person:
    """Who looks after the site: the person with this e-mail, the steward there is, or a new one."""
    known = Person.objects.filter(email__iexact=email) if email else Person.objects.filter(is_steward=True)
    person = known.order_by("pk").first() or Person.objects.create_user(email)
    person.is_steward = True
    person.save(update_fields=["is_steward"])
    return person
