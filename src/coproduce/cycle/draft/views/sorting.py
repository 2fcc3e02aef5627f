from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from coproduce.cycle.draft import rules
from coproduce.cycle.draft.actions import put_in_pile, sorting_of
from coproduce.cycle.draft.forms import (
    PutForm,
    SentenceForm,
    TakeOutForm,
)
from coproduce.cycle.draft.models import Pile
from coproduce.cycle.draft.queries import (
    document_of,
    how_sorted,
    notes_in,
    notes_to_sort,
    pile_in,
    piles_of,
    put_with,
    without_names,
)
from coproduce.ground.live.actions import Accepted, accept_one
from coproduce.ground.live.gate import Refused
from coproduce.ground.ui.done import say
from coproduce.ground.ui.numbers import whole
from coproduce.people.projects.boxes import refuse
from coproduce.people.projects.doors import Otherwise, door
from coproduce.people.projects.requests import MemberRequest

NOTES_A_PAGE = 100


@door(rules.may_sort, Otherwise.SIGN_IN)
@require_GET
def sort(request: MemberRequest, project: str) -> HttpResponse:
    return _sorting_page(request, PutForm(initial={"page": whole(request.GET.get("page")) or 1}))


def _sorting_page(request: MemberRequest, form: PutForm, *, status: int = 200) -> HttpResponse:
    how_far = how_sorted(request.project)
    last = max(1, -(-how_far.to_go // NOTES_A_PAGE))
    page = min(whole(form["page"].value()) or 1, last)
    start = (page - 1) * NOTES_A_PAGE
    shown = without_names(notes_to_sort(request.project)[start : start + NOTES_A_PAGE]) if how_far.to_go else []
    ticked = set(form["notes"].value() or ())
    return render(
        request,
        "draft/sort.html",
        {
            "form": form,
            "how_far": how_far,
            "notes": [(note, str(note.id) in ticked) for note in shown],
            "piles": list(piles_of(request.project)),
            "page": page,
            "first": start + 1,
            "earlier": page - 1,
            "later": page + 1 if page < last else 0,
            "draft_begun": document_of(request.project) is not None,
        },
        status=status,
    )


@door(rules.may_sort, Otherwise.SIGN_IN)
@require_POST
def put(request: MemberRequest, project: str) -> HttpResponse:
    """From the sorting page; and, with the note in the address, putting back what was just taken out."""
    back = "notes" in request.GET
    form = PutForm(request.GET if back else request.POST)
    if form.is_valid():
        try:
            accepted = put_in_pile(request.project, form.values(), by=request.person, client_id=form.once())
        except Refused as refused:
            refuse(form, refused)
        else:
            if back:
                say(request, _("Put back."))
                return HttpResponseRedirect(reverse("pile", args=[project, form.cleaned_data["pile"]]) + "#done")
            return _told_what_was_put(request, form, accepted)
    return _sorting_page(request, form, status=422)


def _told_what_was_put(request: MemberRequest, form: PutForm, accepted: Accepted) -> HttpResponse:
    slug, put_now = request.project.slug, len(form.cleaned_data["notes"])
    done = put_with(sorting_of(request.project).log, accepted.number, by=request.person.pk)
    pile = Pile.objects.get(pk=done[0]).name if done else _name_of(form)
    sentence = ngettext("%(notes)s note put in %(pile)s.", "%(notes)s notes put in %(pile)s.", put_now)
    to_go = _("%(notes)s to go.") % {"notes": how_sorted(request.project).to_go}
    undo = f"{reverse('take_out_of_pile', args=[slug])}?{urlencode({'entry': accepted.number})}"
    say(request, f"{sentence % {'notes': put_now, 'pile': pile}} {to_go}", undo_url=undo if done else "")
    page = form.cleaned_data["page"] or 1
    return HttpResponseRedirect(f"{reverse('sort', args=[slug])}{f'?page={page}' if page > 1 else ''}#done")


def _name_of(form: PutForm) -> str:
    """When everything lay there already."""
    pile = form.cleaned_data["pile"]
    return Pile.objects.get(pk=pile).name if pile else form.cleaned_data["new_pile"]


@door(rules.may_sort, Otherwise.SIGN_IN)
@require_POST
def take_out(request: MemberRequest, project: str) -> HttpResponse:
    """One note out of a pile; or, with `?entry=`, all that this person put there with that act."""
    if "entry" in request.GET:
        return _undo_putting(request)
    form = TakeOutForm(request.POST)
    if not form.is_valid():
        raise Http404
    taken = form.values()
    _take_out(request, taken, form.once())
    back = {"pile": taken["pile"], "notes": taken["notes"]}
    undo = f"{reverse('put_in_pile', args=[project])}?{urlencode(back, doseq=True)}"
    say(request, _("Taken out of this pile."), undo_url=undo)
    return HttpResponseRedirect(reverse("pile", args=[project, taken["pile"]]) + "#done")


def _undo_putting(request: MemberRequest) -> HttpResponse:
    entry = whole(request.GET["entry"])
    put_there = put_with(sorting_of(request.project).log, entry, by=request.person.pk) if entry else None
    if put_there is None:
        raise Http404
    _take_out(request, {"pile": put_there[0], "notes": put_there[1]}, uuid4())
    say(request, _("Undone. %(notes)s to go.") % {"notes": how_sorted(request.project).to_go})
    return HttpResponseRedirect(reverse("sort", args=[request.project.slug]) + "#done")


def _take_out(request: MemberRequest, values: dict[str, Any], client_id: UUID) -> None:
    """Only buttons send this: it fits, or it came from somewhere else."""
    log = sorting_of(request.project).log
    try:
        accept_one(log, "take out of pile", values, by=request.person, client_id=client_id)
    except Refused:
        raise Http404 from None


@door(rules.may_sort, Otherwise.SIGN_IN)
@require_GET
def pile(request: MemberRequest, project: str, pile: int) -> HttpResponse:
    found = pile_in(request.project, pile)
    if found is None:
        raise Http404
    return render(
        request,
        "draft/pile.html",
        {
            "pile": found,
            "notes": notes_in([found.pk], request.project),
            "may_write": rules.may_write(request.standing),
            "sentence": SentenceForm()["words"],
        },
    )
