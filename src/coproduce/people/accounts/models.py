from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from coproduce.ground.keeping import Erasing, Keeping, Until
from coproduce.ground.keys.tokens import new_token


class People(BaseUserManager["Person"]):
    """Makes people. Nobody has a password."""

    def create_user(self, email: str | None = None, **more: Any) -> "Person":
        """The e-mail is kept in small letters, as it is looked for when somebody signs in."""
        return self.create(email=email.strip().lower() if email else None, **more)


class Person(models.Model):
    """Somebody who takes part. A guest has no e-mail and belongs to one project; no password exists, and nothing
    says when anybody was last seen."""

    email = models.EmailField(_("Your e-mail"), unique=True, null=True, blank=True)
    language = models.CharField(max_length=12, blank=True)
    is_steward = models.BooleanField(default=False)  # looks after the site; sees no content by it
    is_active = models.BooleanField(default=True)
    stamp = models.CharField(max_length=32, default=new_token)  # a new one ends every session of this person

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_anonymous = False
    is_authenticated = True

    keeping: ClassVar = Keeping(
        until=Until.PROJECT,
        group="id is_active is_steward",
        private={"email": Erasing.BLANKED, "language": Erasing.BLANKED},
        secret={"stamp": Erasing.BLANKED},
    )

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return f"person {self.pk}"  # never the address: this ends up in logs

    def get_username(self) -> str:
        return self.email or ""

    def natural_key(self) -> tuple[str]:
        return (self.get_username(),)

    def get_session_auth_hash(self) -> str:
        """Ties a session to the stamp; Django compares it on every request."""
        return self.stamp

    def get_session_auth_fallback_hash(self) -> tuple[str, ...]:
        """Django asks for earlier hashes that still count. None do: a new stamp ends every session."""
        return ()

    def has_usable_password(self) -> bool:
        return False

    def set_unusable_password(self) -> None:
        """allauth calls it for a new account; there is nothing to unset."""


class SignInLink(models.Model):
    """A link that signs one person in, handed over by hand: from the command line, or by who invited them."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_in_links")
    name = models.CharField(max_length=60, blank=True)  # shown before they sign in, where there is no e-mail
    mac = models.CharField(max_length=120, unique=True)
    ends_at = models.DateTimeField()
    once = models.BooleanField(default=True)

    keeping: ClassVar = Keeping(
        until=Until.DAY,
        group="id ends_at once",
        pseudonymous={"person": Erasing.ROW_GOES},
        private={"name": Erasing.ROW_GOES},
        secret={"mac": Erasing.ROW_GOES},
    )

    def __str__(self) -> str:
        return f"sign-in link {self.pk}"


class FailedTry(models.Model):
    """A code or link that opened nothing, counted so that guessing is slow. The address is kept as a MAC."""

    address = models.CharField(max_length=120)
    at = models.DateTimeField()

    keeping: ClassVar = Keeping(until=Until.DAY, group="id at", pseudonymous="address")

    class Meta:
        verbose_name_plural = "failed tries"
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"failed try {self.pk}"
