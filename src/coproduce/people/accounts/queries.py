"""Reading links that sign in, and tries that opened nothing."""

from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from coproduce.ground.keys.ring import Purpose
from coproduce.ground.keys.slowing import COUNTED_EVERYWHERE, COUNTED_HERE, FailedTries
from coproduce.people.accounts.keyring import ring
from coproduce.people.accounts.models import FailedTry, SignInLink


def links_for(token: str) -> QuerySet[SignInLink]:
    """The link with this token, if it still opens something."""
    return SignInLink.objects.filter(
        mac__in=ring().matches_for(Purpose.SIGN_IN_LINK, token.encode()),
        ends_at__gt=timezone.now(),
        person__is_active=True,
    ).select_related("person")


def usable_link(token: str) -> SignInLink | None:
    """To show whom it signs in. Nothing is used up by looking."""
    return links_for(token).first()


def failed_tries_from(address: str) -> FailedTries:
    """How often a code opened nothing lately, from this network address and on the whole site."""
    now = timezone.now()
    here = Q(
        address__in=ring().matches_for(Purpose.ADDRESS, address.encode()),
        at__gt=now - COUNTED_HERE,
    )
    counted = FailedTry.objects.filter(at__gt=now - COUNTED_EVERYWHERE).aggregate(
        here=Count("pk", filter=here),
        newest_here=Max("at", filter=here),
        everywhere=Count("pk"),
        newest=Max("at"),
    )
    return FailedTries(
        counted["here"],
        _seconds_since(counted["newest_here"], now),
        counted["everywhere"],
        _seconds_since(counted["newest"], now),
    )


def _seconds_since(when: datetime | None, now: datetime) -> float:
    return (now - when).total_seconds() if when else 0.0
