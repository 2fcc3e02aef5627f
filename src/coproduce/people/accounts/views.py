from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.account.views import ConfirmLoginCodeView, LogoutView, RequestLoginCodeView
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coproduce.ground.ui.done import say
from coproduce.people.accounts.actions import end_sessions_of, use_sign_in_link
from coproduce.people.accounts.doors import site_door
from coproduce.people.accounts.forms import (
    CodeForm,
    EmailForm,
    PasskeyForm,
    PasskeyNameForm,
    PasskeySignInForm,
    PasskeySureForm,
)
from coproduce.people.accounts.queries import usable_link
from coproduce.people.accounts.requests import SignedInRequest


class WrongIs422:
    """A form with something to mend comes back as our other forms do."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if isinstance(answer, TemplateResponse):
            answer.status_code = 422
        return answer


class SignIn(WrongIs422, RequestLoginCodeView):
    """Known and unknown e-mails get the same page, and one letter each."""

    template_name = "accounts/sign_in.html"
    form_class = EmailForm

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except OSError:  # the post office, whichever way it fails
            form.add_error(None, _("We could not send the e-mail just now. Try again in a minute."))
            return self.form_invalid(form)


class TypeCode(WrongIs422, ConfirmLoginCodeView):
    template_name = "accounts/type_code.html"
    form_class = CodeForm

    def _resend_form_valid(self, form: BaseForm) -> HttpResponse:
        say(self.request, _("A new code is on its way. The first one does not work any more."))
        return super()._resend_form_valid(form)


class SignOut(LogoutView):
    template_name = "accounts/sign_out.html"


class ChallengeByPost:
    """The device is asked only after a press, so that looking at the page writes nothing."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "begin" in request.POST:
            return JsonResponse(self.challenge(request))
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def challenge(self, request: HttpRequest) -> dict[str, Any]:
        """What the device needs, as the browser's own JSON form of it."""
        raise NotImplementedError


class SignInByPasskey(ChallengeByPost, webauthn.LoginWebAuthnView):
    form_class = PasskeySignInForm

    def get_form_class(self) -> type[BaseForm]:
        return self.form_class

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_login"))

    def challenge(self, request: HttpRequest) -> dict[str, Any]:
        return auth.begin_authentication(user=None)


class AddPasskey(WrongIs422, ChallengeByPost, webauthn.AddWebAuthnView):
    template_name = "accounts/add_passkey.html"
    form_class = PasskeyForm

    def get_form_class(self) -> type[BaseForm]:
        return self.form_class

    def challenge(self, request: HttpRequest) -> dict[str, Any]:
        return auth.begin_registration(request.user, passwordless=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super(webauthn.AddWebAuthnView, self).get_context_data(**kwargs)  # without its challenge

    def get_success_url(self) -> str:
        return reverse("mfa_list_webauthn") + "#done"


class SureByPasskey(ChallengeByPost, webauthn.ReauthenticateWebAuthnView):
    template_name = "accounts/sure.html"
    form_class = PasskeySureForm

    def get_form_class(self) -> type[BaseForm]:
        return self.form_class

    def challenge(self, request: HttpRequest) -> dict[str, Any]:
        return auth.begin_authentication(request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super(webauthn.ReauthenticateWebAuthnView, self).get_context_data(**kwargs)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        super().form_invalid(form)  # says why, and would leave
        return HttpResponseRedirect(self.passthrough_next_url(self.request.path))


class Passkeys(webauthn.ListWebAuthnView):
    template_name = "accounts/passkeys.html"


class RenamePasskey(WrongIs422, webauthn.EditWebAuthnView):
    template_name = "accounts/rename_passkey.html"
    form_class = PasskeyNameForm
    success_url = reverse_lazy("mfa_list_webauthn")

    def get_form_class(self) -> type[BaseForm]:
        return self.form_class


class RemovePasskey(webauthn.RemoveWebAuthnView):
    template_name = "accounts/remove_passkey.html"


sign_in = site_door(SignIn.as_view())
type_code = site_door(TypeCode.as_view())
sign_in_by_passkey = site_door(SignInByPasskey.as_view())
sign_out = site_door(SignOut.as_view())
passkeys = site_door(Passkeys.as_view())
add_passkey = site_door(AddPasskey.as_view())
rename_passkey = site_door(RenamePasskey.as_view())
remove_passkey = site_door(RemovePasskey.as_view())
sure_by_passkey = site_door(SureByPasskey.as_view())


@site_door
@require_POST
@login_required
def sign_out_everywhere(request: SignedInRequest) -> HttpResponse:
    """On every device at once: for a lost phone, or a computer that others use."""
    end_sessions_of(request.user)
    request.session.flush()
    say(request, _("You are signed out everywhere."))
    return HttpResponseRedirect(reverse("home") + "#done")


@site_door
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Looking says who would be signed in and does nothing: programs that look for viruses open every link."""
    link = usable_link(token)
    if request.method == "POST" and (person := use_sign_in_link(token)):
        record_authentication(request, person, method="link")
        return perform_login(request, person)
    if link is None:
        return render(request, "accounts/link_is_used.html", status=404)
    return render(request, "accounts/sign_in_by_link.html", {"link": link, "site_name": settings.SITE_NAME})
