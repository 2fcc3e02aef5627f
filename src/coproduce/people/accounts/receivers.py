from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from coproduce.people.accounts.idle import note_sent


@receiver(authenticator_used)
def forget_when_it_was_used(authenticator: Authenticator, **more: Any) -> None:
    """The library notes it; here nothing says when anybody was last seen."""
    Authenticator.objects.filter(pk=authenticator.pk).update(last_used_at=None)


@receiver(user_logged_in)
def begin_the_hours(request: Any, **more: Any) -> None:
    """In whichever way somebody signed in."""
    note_sent(request.session, now=timezone.now())
