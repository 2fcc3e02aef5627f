from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coproduce.cycle.draft import numbers, rules
from coproduce.cycle.draft.actions import add_principle, call_draft
from coproduce.cycle.draft.forms import (
    MoveForm,
    NewWordsForm,
    PrincipleForm,
    TitleForm,
)
from coproduce.cycle.draft.models import Document
from coproduce.cycle.draft.queries import (
    NamelessNote,
    ReadBlock,
    SourceWords,
    block_in,
    document_of,
    draft_so_far,
    next_number,
    notes_in,
    piles_of,
    sources_of,
    wording_with,
    words_at,
)
from coproduce.ground.live.actions import accept_one
from coproduce.ground.live.gate import Refused
from coproduce.ground.ui.done import say
from coproduce.ground.ui.numbers import whole
from coproduce.ground.ui.refusals import sentence_for
from coproduce.people.projects.boxes import refuse
from coproduce.people.projects.doors import Otherwise, door
from coproduce.people.projects.requests import MemberRequest

MOST_PILES = 40  # whose notes stand beside a principle that is being written


@door(rules.may_write, Otherwise.SIGN_IN)
@require_http_methods(["GET", "POST"])
def write_principle(request: MemberRequest, project: str) -> HttpResponse:
    """`?pile=` brings a pile's notes, ticked; 'begin' a sentence from the pile's page; 'add_pile' more notes."""
    first = document_of(request.project) is None
    beside = _piles_beside(request)
    notes = notes_in(beside, request.project)
    form = _principle_form(request, notes, first=first)
    if form.is_bound and form.is_valid():
        try:
            accepted = add_principle(
                request.project,
                form.values(),
                title=form.cleaned_data.get("title", ""),
                by=request.person,
                client_id=form.once(),
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            return _to_the_draft(request, accepted.row("draft.Block"), _("Added at the end of the draft."))
    ticked = {str(each) for each in form["sources"].value() or ()}
    return render(
        request,
        "draft/write_principle.html",
        {
            "form": form,
            "notes": [(note, str(note.contribution) in ticked) for note in notes],
            "beside": beside,
            "other_piles": [each for each in piles_of(request.project) if each.pk not in beside],
        },
        status=422 if form.is_bound else 200,
    )


def _piles_beside(request: MemberRequest) -> list[int]:
    asked = [*request.GET.getlist("pile"), *request.POST.getlist("beside"), request.POST.get("add_pile", "")]
    return list(dict.fromkeys(pile for each in asked if (pile := whole(each))))[:MOST_PILES]


def _principle_form(request: MemberRequest, notes: list[NamelessNote], *, first: bool) -> PrincipleForm:
    """Bound only when the principle itself is sent; all that was typed stays in any case."""
    if "begin" in request.POST or request.method == "GET":
        everything = [note.contribution for note in notes]
        return PrincipleForm(first=first, initial={"words": request.POST.get("words", ""), "sources": everything})
    if "add_pile" in request.POST:
        typed = {name: request.POST.get(name, "") for name in ("title", "words", "why", "nobody_asked")}
        return PrincipleForm(first=first, initial={**typed, "sources": request.POST.getlist("sources")})
    return PrincipleForm(request.POST, first=first)


@door(rules.may_write, Otherwise.SIGN_IN)
@require_http_methods(["GET", "POST"])
def draft(request: MemberRequest, project: str) -> HttpResponse:
    """The principles in their order; sending the form gives the draft another name."""
    document = document_of(request.project)
    form = TitleForm(
        request.POST if request.method == "POST" else None, initial={"title": document.title if document else ""}
    )
    if request.method == "POST":
        if document is None:
            raise Http404
        if form.is_valid():
            call_draft(document, form.cleaned_data["title"], by=request.person)
            say(request, _("The draft has its new name."))
            return HttpResponseRedirect(reverse("draft", args=[project]) + "#done")
    blocks = draft_so_far(document) if document else []
    return render(
        request,
        "draft/draft.html",
        {
            "form": form,
            "document": document,
            "blocks": [_row(block) for block in blocks],
            "number": next_number(document) if document else 1,
            "principles": numbers.principles(sum(block.is_principle for block in blocks)),
            "at": whole(request.GET.get("at")),
        },
        status=422 if form.errors else 200,
    )


def _row(block: ReadBlock) -> dict[str, Any]:
    """Each button has its own id: pressed twice, it moves once."""
    came_from = f"{numbers.notes(block.notes)}, {numbers.groups(block.groups)}" if block.notes else ""
    return {"block": block, "came_from": came_from, "up": uuid4(), "down": uuid4()}


@door(rules.may_write, Otherwise.SIGN_IN)
@require_POST
def move(request: MemberRequest, project: str, block: int) -> HttpResponse:
    document = _document_or_404(request)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    values = {"block": block, "way": form.cleaned_data["way"]}
    try:
        accept_one(document.log, "move", values, by=request.person, client_id=form.once())
    except Refused as refused:
        if refused.field != "way":
            raise Http404 from None
        return _to_the_draft(request, block, sentence_for(refused.code))
    order = [each.block for each in draft_so_far(document)]
    where = _("Now number %(here)s of %(all)s.") % {"here": order.index(block) + 1, "all": len(order)}
    return _to_the_draft(request, block, where)


@door(rules.may_write, Otherwise.SIGN_IN)
@require_http_methods(["GET", "POST"])
def reword(request: MemberRequest, project: str, block: int) -> HttpResponse:
    document = _document_or_404(request)
    now = _block_or_404(document, block)
    sources = sources_of(now)
    form = NewWordsForm(request.POST if request.method == "POST" else None, initial=_as_it_stands(now, sources))
    stale = False
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if given["words"] == words_at(block, given["based_on"]):
            form.add_error("words", _("These are the words that are there already. Change them, or go back."))
        else:
            try:
                values = {**form.values(), "block": block, "based_on": given["based_on"]}
                accept_one(document.log, "new words", values, by=request.person, client_id=form.once())
            except Refused as refused:
                refuse(form, refused)
                stale = refused.code == "stale"
            else:
                return _to_the_draft(request, block, _("The words are changed."))
    if stale:  # sent once more, they follow the words that the person can now see
        now = _block_or_404(document, block)
        form.data = sent = request.POST.copy()
        sent["based_on"] = str(now.number)
    ticked = {str(each) for each in form["sources"].value() or ()}
    return render(
        request,
        "draft/reword.html",
        {
            "form": form,
            "now": now,
            "stale": stale,
            "sources": [(each, str(each.contribution) in ticked) for each in sources],
        },
        status=422 if form.is_bound else 200,
    )


def _as_it_stands(now: ReadBlock, sources: list[SourceWords]) -> dict[str, Any]:
    """Ticked is what the words answer now; what they first came from stands beside it."""
    standing = wording_with(now.wording)
    return {
        "words": now.words,
        "based_on": now.number,
        "sources": [each.contribution for each in sources if each.newest],
        "nobody_asked": standing.nobody_asked,
        "why": standing.why if standing.nobody_asked else "",
    }


def _document_or_404(request: MemberRequest) -> Document:
    document = document_of(request.project)
    if document is None:
        raise Http404
    return document


def _block_or_404(document: Document, block: int) -> ReadBlock:
    found = block_in(document, block)
    if found is None:
        raise Http404
    return found


def _to_the_draft(request: MemberRequest, block: int, text: str) -> HttpResponse:
    say(request, text)
    return HttpResponseRedirect(f"{reverse('draft', args=[request.project.slug])}?at={block}#done")
