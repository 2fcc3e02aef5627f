"""What we ask of django-allauth: nobody makes an account for themselves, and nothing leads away from this site."""

import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduce.ground.ui.done import say
from coproduce.people.accounts.models import Person
from coproduce.people.accounts.network import address_of

FRESH = 15 * 60  # seconds in which a sign-in counts as new


class OnlyPeopleWhoWereAsked(DefaultAccountAdapter):
    """Signs in people who are there already. A passkey is another way in, not a second lock."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": gettext_lazy("That is not the code we sent. Look at the newest e-mail, and type it again."),
        "too_many_login_attempts": gettext_lazy("That was too often. Wait a few minutes, then ask for a new code."),
        "rate_limited": gettext_lazy("That was too often. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["allauth.account.stages.LoginByCodeStage"]

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this site, or its own address as the settings have it; never what the request says."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={urlsplit(settings.ADDRESS).netloc}, require_https=settings.SECURE
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request.META, proxies=settings.TRUSTED_PROXIES)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Before a passkey is changed: yes, unless the person signed in just now, in whichever way."""
        records = get_authentication_records(self.request, self.request.user)
        return not records or time.time() - records[-1]["at"] > FRESH

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        say(request, _("This sign-in is closed. Ask the person who looks after this site."))
        return HttpResponseRedirect(reverse("account_login"))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """All are said in the one way that our pages have. Wrong things are said beside their field instead."""
        super().add_message(request, messages.SUCCESS, message_template, message_context, extra_tags, message)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Links in letters come from the settings, never from the request."""
        more = {"address": settings.ADDRESS, "site_name": settings.SITE_NAME}
        self.render_mail(template_prefix, email, {**context, **more}).send()


class Passkeys(DefaultMFAAdapter):
    """How a passkey is called, on this site and in the list that the person's device keeps."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That passkey did not work here. You can sign in with a code by e-mail."),
    }

    def _get_site_name(self) -> str:
        return settings.SITE_NAME

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.get_username()}
