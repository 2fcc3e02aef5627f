"""Help and privacy; coming back by code or link; one's own name, code and words about oneself."""

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from coproduce.ground.keys.codes import spoken
from coproduce.ground.ui.done import say
from coproduce.ground.ui.once import posted
from coproduce.people.accounts.actions import TooSoon
from coproduce.people.accounts.network import address_of
from coproduce.people.projects import rules
from coproduce.people.projects.actions import (
    describe_me,
    give_way_back,
    membership_by_link,
    membership_by_typed_code,
)
from coproduce.people.projects.arriving import CARRIED_FOR, carried, token_carried
from coproduce.people.projects.doors import Otherwise, door, site_door
from coproduce.people.projects.forms import AboutMeForm, CodeForm
from coproduce.people.projects.guests import GuestHere, forget, guest_here, remember
from coproduce.people.projects.models import Membership
from coproduce.people.projects.queries import backgrounds_of, membership_of
from coproduce.people.projects.requests import MemberRequest, ProjectRequest

WAY_BACK_COOKIE = f"{'__Host-' if settings.SECURE else ''}way-back"


@door(rules.may_read_public_pages)
@require_GET
def help_page(request: ProjectRequest, project: str) -> HttpResponse:
    return render(request, "projects/help.html")


@door(rules.may_read_public_pages)
@require_GET
def privacy(request: ProjectRequest, project: str) -> HttpResponse:
    return render(request, "projects/privacy.html")


@site_door
@require_safe
def way_back(request: HttpRequest, token: str) -> HttpResponse:
    """Out of the address at once. Nothing is opened by looking: programs that look for viruses open every link."""
    membership = membership_by_link(token)
    if membership is None:
        return render(request, "projects/link_is_unknown.html", status=404)
    answer = HttpResponseRedirect(reverse("your_code", args=[membership.project.slug]))
    answer.set_cookie(
        WAY_BACK_COOKIE,
        carried(token, now=timezone.now()),
        max_age=CARRIED_FOR,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@door(rules.may_read_public_pages)
@require_http_methods(["GET", "POST"])
def your_code(request: ProjectRequest, project: str) -> HttpResponse:
    linked = _linked(request)
    if request.method == "POST" and "by_link" in request.POST and linked:
        return _back_again(request, linked)
    form, status, wait = CodeForm(posted(request)), 200, 0
    if request.method == "POST":
        try:
            if form.is_valid() and (found := _found(request, form.cleaned_data["code"])):
                return _back_again(request, found, form.cleaned_data["code"])
            status = 422
            if not form.errors:
                form.add_error("code", _not_found(request.project.helper_name, request.project.helper_phone))
        except TooSoon as soon:
            status, wait = 429, soon.seconds
            form.add_error("code", _please_wait(wait))
    answer = render(request, "projects/your_code.html", {"form": form, "linked": linked}, status=status)
    if wait:
        answer["Retry-After"] = str(wait)
    return answer


def _linked(request: ProjectRequest) -> Membership | None:
    """Whose way-back link this browser has just opened, if it leads into this project."""
    token = token_carried(request.COOKIES.get(WAY_BACK_COOKIE, ""), now=timezone.now())
    membership = membership_by_link(token) if token else None
    return membership if membership and membership.project_id == request.project.pk else None


def _found(request: ProjectRequest, code: str) -> Membership | None:
    if not code:  # it opens nothing anywhere, so it is not counted either
        return None
    address = address_of(request.META, proxies=settings.TRUSTED_PROXIES)
    return membership_by_typed_code(request.project, code, address=address)


def _back_again(request: ProjectRequest, membership: Membership, code: str = "") -> HttpResponse:
    person = membership.person
    request.session.cycle_key()
    remember(request.session, request.project.pk, GuestHere(person.pk, person.stamp, code, code_seen=True))
    say(request, _("This phone knows you again."))
    answer = HttpResponseRedirect(_onward(request) or reverse("my_part", args=[request.project.slug]) + "#done")
    answer.delete_cookie(WAY_BACK_COOKIE, samesite="Lax")
    return answer


def _onward(request: ProjectRequest) -> str:
    """Back to the page of this project that asked for the code, the door of a group; '' for any other address."""
    wanted = request.GET.get("next", "")
    within = wanted.startswith(reverse("now", args=[request.project.slug]))
    return wanted if within and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


def _not_found(name: str, phone: str) -> str:
    if name and phone:
        return _("We cannot find that code. Check the words, or ring %(name)s on %(phone)s.") % {
            "name": name,
            "phone": phone,
        }
    return _("We cannot find that code. Check the words, or ask the person who runs this.")


def _please_wait(seconds: int) -> str:
    return ngettext(
        "Please wait %(seconds)s second, then try again. Nothing is locked.",
        "Please wait %(seconds)s seconds, then try again. Nothing is locked.",
        seconds,
    ) % {"seconds": seconds}


@door(rules.may_take_part, Otherwise.YOUR_CODE)
@require_http_methods(["GET", "POST"])
def about_me(request: MemberRequest, project: str) -> HttpResponse:
    membership = membership_of(request.person, request.project)
    kept = {"name": membership.name, "background": backgrounds_of(membership)}
    form = AboutMeForm(posted(request), initial=kept)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        describe_me(membership, name=given["name"], background=given["background"], by=request.person)
        say(request, _("Saved."))
        return HttpResponseRedirect(request.path + "#done")
    guest = guest_here(request.session, request.project.pk)
    return render(
        request,
        "projects/about_me.html",
        {"form": form, "guest": guest, "at_code": "code" in request.GET, **_card(request.project.slug, guest)},
        status=422 if form.errors else 200,
    )


def _card(slug: str, guest: GuestHere | None) -> dict[str, str]:
    if guest is None or not guest.code:
        return {}
    way_in = reverse("way_back", args=[guest.link]) if guest.link else reverse("your_code", args=[slug])
    return {"code": guest.code, "spoken": spoken(guest.code), "address": urljoin(settings.ADDRESS, way_in)}


@door(rules.may_take_part, Otherwise.YOUR_CODE)
@require_POST
def new_code(request: MemberRequest, project: str) -> HttpResponse:
    membership = membership_of(request.person, request.project)
    code, link = give_way_back(membership, by=request.person)
    person = request.person
    remember(request.session, request.project.pk, GuestHere(person.pk, person.stamp, code, code_seen=True, link=link))
    say(request, _("You have a new code. The old one does not work any more."))
    return HttpResponseRedirect(reverse("about_me", args=[project]) + "?code#done")


@door(rules.may_read_public_pages)
@require_POST
def finish(request: ProjectRequest, project: str) -> HttpResponse:
    """Forgets this project's guest on this device and nothing else; pressing twice is fine."""
    forget(request.session, request.project.pk)
    say(request, _("This phone has forgotten you. Your words are kept."))
    answer = HttpResponseRedirect(reverse("now", args=[project]) + "#done")
    answer.delete_cookie(WAY_BACK_COOKIE, samesite="Lax")
    return answer
