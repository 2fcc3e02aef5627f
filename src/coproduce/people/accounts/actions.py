"""Ways in for those who sign in, and counting the tries that opened nothing."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from coproduce.ground.keys.ring import Purpose
from coproduce.ground.keys.tokens import new_token
from coproduce.people.accounts.keyring import ring
from coproduce.people.accounts.models import FailedTry, Person, SignInLink


@transaction.atomic
def new_sign_in_link(person: Person, *, lasts: timedelta, once: bool = True) -> str:
    """The token of a link that signs this person in. Only its MAC is kept."""
    token = new_token()
    SignInLink.objects.create(
        person=person,
        mac=ring().mac(Purpose.SIGN_IN_LINK, token.encode()),
        ends_at=timezone.now() + lasts,
        once=once,
    )
    return token


@transaction.atomic
def use_sign_in_link(token: str) -> Person | None:
    """Whom the link signs in, or nobody. A link for one use is gone afterwards."""
    link = (
        SignInLink.objects.select_for_update()
        .filter(mac__in=ring().matches_for(Purpose.SIGN_IN_LINK, token.encode()), ends_at__gt=timezone.now())
        .filter(person__is_active=True)
        .select_related("person")
        .first()
    )
    if link is None:
        return None
    person = link.person
    if link.once:
        link.delete()
    return person


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
