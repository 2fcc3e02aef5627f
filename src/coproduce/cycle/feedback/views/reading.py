from urllib.parse import urljoin

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from coproduce.cycle.draft import numbers
from coproduce.cycle.draft.models import Version
from coproduce.cycle.draft.queries import (
    ReadBlock,
    block_shown,
    blocks_shown,
    newest_version,
    notes_behind,
    version_in,
    versions_of,
)
from coproduce.cycle.feedback.models import Comment, Round
from coproduce.cycle.feedback.order import mixed
from coproduce.cycle.feedback.queries import (
    comments_about,
    comments_counted,
    is_open_now,
    read_comments,
    round_of,
    unanswered_in,
)
from coproduce.ground.keys.codes import spoken
from coproduce.ground.ui.numbers import whole
from coproduce.ground.ui.templatetags.when import day, short_day
from coproduce.people.projects.doors import door
from coproduce.people.projects.guests import guest_here
from coproduce.people.projects.requests import ProjectRequest
from coproduce.people.projects.rules import may_read_public_pages
from coproduce.people.projects.who_decides import sentence

COMMENTS_A_PAGE = 50


@door(may_read_public_pages)
@require_GET
def read(request: ProjectRequest, project: str, version: int | None = None) -> HttpResponse:
    """The newest version, or the one asked for; `?at=` is where the person just said something."""
    newest = newest_version(request.project)
    if newest is None and version is None:
        return render(request, "feedback/nothing_to_read.html")
    shown = newest if version is None else version_in(request.project, version)
    if newest is None or shown is None:
        raise Http404
    round = round_of(shown)
    open_now = round is not None and is_open_now(round)
    blocks, counted = blocks_shown(shown), comments_counted(shown)
    return render(
        request,
        "feedback/read.html",
        {
            "version": shown,
            "newest": newest,
            "older": [each for each in versions_of(shown.document) if each.number != shown.number],
            "open_now": open_now,
            "where_we_are": _where_we_are(round, open_now=open_now),
            "lede": _lede(shown, blocks),
            "who_decides": sentence(request.project.who_decides, request.project.decider),
            "blocks": [(block, counted.get(block.block, 0)) for block in blocks],
            "about_all": counted.get(None, 0),
            "at": request.GET.get("at", ""),
            "card": _code_card(request),
        },
    )


def _where_we_are(round: Round | None, *, open_now: bool) -> str:
    if round is None:
        return ""
    if open_now:
        return _("You can comment until %(day)s.") % {"day": day(round.until)}
    if round.closed_at is None and unanswered_in(round).exists():
        return _("The time for comments is over. We will answer by %(day)s.") % {"day": short_day(round.answers_by)}
    return _("The time for comments is over. Every comment has an answer.")


def _lede(version: Version, blocks: list[ReadBlock]) -> str:
    number = sum(block.is_principle for block in blocks)
    notes = notes_behind(version)
    if not number:
        return _("We wrote this together.")
    if not notes:
        return _("We wrote %(these)s.") % {"these": numbers.these_principles(number)}
    return _("We wrote %(these)s from %(notes)s.") % {
        "these": numbers.these_principles(number),
        "notes": numbers.notes(notes),
    }


def _code_card(request: ProjectRequest) -> dict[str, str] | None:
    """Shown once, straight after somebody became a guest here; later it stands in *My part*."""
    guest = guest_here(request.session, request.project.pk) if request.GET.get("code") == "new" else None
    if guest is None or not guest.code:
        return None
    address = urljoin(settings.ADDRESS, reverse("your_code", args=[request.project.slug]))
    return {"code": guest.code, "spoken": spoken(guest.code), "address": address}


@door(may_read_public_pages)
@require_GET
def comments(request: ProjectRequest, project: str, version: int, block: int | None = None) -> HttpResponse:
    """What was said about a block, or about all of it, in mixed order."""
    shown, about = version_and_block(request, version, block)
    today = timezone.localdate(timezone=request.project.zoneinfo)
    reader = request.standing.person
    every = mixed(
        comments_about(shown, block).order_by("pk").values_list("pk", flat=True),
        by=int,
        version=shown.pk,
        day=today,
        reader=reader,
    )
    start = whole(request.GET.get("from")) or 0
    page = every[start : start + COMMENTS_A_PAGE]
    rows = Comment.objects.filter(pk__in=page).select_related("contribution")
    read_rows = {row.id: row for row in read_comments(rows, project=request.project.pk, reader=reader)}
    return render(
        request,
        "feedback/comments.html",
        {
            "version": shown,
            "about": about,
            "comments": [read_rows[pk] for pk in page],
            "count": len(every),
            "more_from": start + COMMENTS_A_PAGE if start + COMMENTS_A_PAGE < len(every) else 0,
        },
    )


def version_and_block(request: ProjectRequest, version: int, block: int | None) -> tuple[Version, ReadBlock | None]:
    """The version of this project and the block as it shows it; a page that is not here otherwise."""
    shown = version_in(request.project, version)
    about = block_shown(shown, block) if shown and block is not None else None
    if shown is None or (block is not None and about is None):
        raise Http404
    return shown, about
