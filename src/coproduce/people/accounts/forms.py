from typing import Any

from allauth.account.fields import EmailField
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coproduce.people.accounts.post import post_reaches

_NOT_A_CREDENTIAL = (AttributeError, LookupError, TypeError, ValueError)


class EmailForm(RequestLoginCodeForm):
    email = EmailField(
        label=_("Your e-mail"),
        validators=[post_reaches],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Check the e-mail. It needs an @, like sam@example.org.")},
    )


class CodeForm(ConfirmLoginCodeForm):
    code = forms.CharField(
        label=_("The code"),
        max_length=40,
        help_text=_("Eight letters. Capitals and the line between do not matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class CredentialField(forms.JSONField):
    """What a device sent. JSON can be such that Python gives up on it, not only such that it is none."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (RecursionError, ValueError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class PasskeyForm(AddWebAuthnForm):
    """Adds a key that knows whom it belongs to and asks for a finger, a face or a PIN: it signs in by itself."""

    credential = CredentialField()
    name = forms.CharField(label=_("What shall we call it?"), max_length=60, required=False)
    passwordless = None

    def clean(self) -> dict[str, object]:
        self.cleaned_data["passwordless"] = True
        if self.errors.pop("credential", None):  # nobody can mend a hidden field: say it above the form
            raise get_adapter().validation_error("incorrect_code")
        try:
            return super().clean()
        except _NOT_A_CREDENTIAL:
            raise get_adapter().validation_error("incorrect_code") from None


class WholeCredential(forms.Form):
    """The library reads what the device sent, and falls over what no device would send."""

    credential = CredentialField(
        error_messages=dict.fromkeys(("required", "invalid"), get_adapter().error_messages["incorrect_code"]),
    )

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except _NOT_A_CREDENTIAL:
            raise get_adapter().validation_error("incorrect_code") from None


class PasskeySignInForm(WholeCredential, LoginWebAuthnForm):
    pass


class PasskeySureForm(WholeCredential, ReauthenticateWebAuthnForm):
    pass


class PasskeyNameForm(EditWebAuthnForm):
    name = forms.CharField(label=_("What shall we call it?"), max_length=60)
