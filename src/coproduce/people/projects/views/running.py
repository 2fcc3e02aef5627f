"""Starting a project; its settings; who takes part in it and who helps."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from coproduce.ground.ui.done import say
from coproduce.ground.ui.once import posted
from coproduce.people.accounts.requests import SignedInRequest
from coproduce.people.projects import actions, rules
from coproduce.people.projects.arriving import Invited, invited_last, keep_invited
from coproduce.people.projects.doors import Otherwise, door, site_door
from coproduce.people.projects.forms import DutiesForm, InviteForm, ProjectForm, SettingsForm
from coproduce.people.projects.models import Part
from coproduce.people.projects.queries import member_in, members_of
from coproduce.people.projects.requests import MemberRequest


@site_door
@login_required
@require_http_methods(["GET", "POST"])
def start_project(request: SignedInRequest) -> HttpResponse:
    form = ProjectForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = actions.start_project(
            given["name"],
            purpose=given["purpose"],
            who_decides=given["who_decides"],
            decider=given["decider"],
            by=request.user,
            client_id=form.once(),
        )
        say(request, _("Your project is made."))
        return HttpResponseRedirect(reverse("to_do", args=[made.slug]) + "#done")
    return render(request, "projects/start_project.html", {"form": form}, status=422 if form.errors else 200)


@door(rules.may_run, Otherwise.SIGN_IN)
@require_http_methods(["GET", "POST"])
def project_settings(request: MemberRequest, project: str) -> HttpResponse:
    here = request.project
    kept = {
        name: getattr(here, name)
        for name in ("name", "purpose", "who_decides", "decider", "helper_name", "helper_phone", "helper_email")
    }
    partners = list(here.partners.order_by("pk").values_list("name", flat=True))
    form = SettingsForm(posted(request), initial={**kept, "partners": partners}, decider=here.decider)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.change_project(
            here,
            name=given["name"],
            purpose=given["purpose"],
            who_decides=given["who_decides"],
            decider=given["decider"],
            helper=actions.Helper(given["helper_name"], given["helper_phone"], given["helper_email"]),
            partners=given["partners"],
            by=request.person,
        )
        say(request, _("Saved."))
        return HttpResponseRedirect(request.path + "#done")
    return render(request, "projects/settings.html", {"form": form}, status=422 if form.errors else 200)


@door(rules.may_run, Otherwise.SIGN_IN)
@require_GET
def people(request: MemberRequest, project: str) -> HttpResponse:
    members = list(members_of(request.project))
    take_part = [each for each in members if each.part == Part.TAKES_PART]
    named = [each for each in take_part if each.name or each.duties.all()]
    return render(
        request,
        "projects/people.html",
        {
            "help_run_it": [each for each in members if each.part == Part.HELPS_RUN_IT],
            "take_part": take_part,
            "named": named,
            "nameless": len(take_part) - len(named),
        },
    )


@door(rules.may_run, Otherwise.SIGN_IN)
@require_http_methods(["GET", "POST"])
def invite(request: MemberRequest, project: str) -> HttpResponse:
    form = InviteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        membership, link = actions.invite(
            request.project,
            name=given["name"],
            part=given["part"],
            email=given["email"] or None,
            by=request.person,
            client_id=form.once(),
        )
        keep_invited(
            request.session, request.project.pk, Invited(membership.name or given["name"], given["email"], link)
        )
        return HttpResponseRedirect(reverse("invited", args=[project]))
    return render(request, "projects/invite.html", {"form": form}, status=422 if form.errors else 200)


@door(rules.may_run, Otherwise.SIGN_IN)
@require_GET
def invited(request: MemberRequest, project: str) -> HttpResponse:
    """The link to hand over, for whoever has just invited somebody."""
    last = invited_last(request.session, request.project.pk)
    if last is None:
        raise Http404
    return render(request, "projects/invited.html", {"invited": last})


@door(rules.may_run, Otherwise.SIGN_IN)
@require_http_methods(["GET", "POST"])
def duties(request: MemberRequest, project: str, membership: int) -> HttpResponse:
    member = member_in(request.project, membership)
    if member is None:
        raise Http404
    held = [each.duty for each in member.duties.all()]
    form = DutiesForm(request.POST if request.method == "POST" else None, initial={"duties": held})
    if request.method == "POST" and form.is_valid():
        actions.set_duties(member, set(form.cleaned_data["duties"]), by=request.person)
        say(request, _("Saved."))
        return HttpResponseRedirect(reverse("people", args=[project]) + "#done")
    return render(request, "projects/duties.html", {"form": form, "member": member}, status=422 if form.errors else 200)
