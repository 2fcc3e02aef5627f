from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from django.dispatch import receiver


@receiver(authenticator_used)
def forget_when_it_was_used(authenticator: Authenticator, **more: Any) -> None:
    """The library notes it; here nothing says when anybody was last seen."""
    Authenticator.objects.filter(pk=authenticator.pk).update(last_used_at=None)
