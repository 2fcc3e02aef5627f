"""The journey of one thing that was said: what happened to it, step by step, each with its day."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coproduce.cycle.draft.models import NoteInPile, Source, VersionBlock
from coproduce.cycle.feedback.models import Answered
from coproduce.cycle.feedback.outcomes import sentence_of
from coproduce.cycle.feedback.queries import read_answer
from coproduce.people.contribute.models import Contribution


@dataclass(frozen=True, slots=True)
class Step:
    """`before` and `now` are there when the words of a principle changed."""

    text: str
    at: datetime
    before: str = ""
    now: str = ""
    why: str = ""


def journey_of(said: Contribution) -> list[Step]:
    """In the order of time; steps not reached are left out. A fixed number of queries."""
    steps = [Step(_("You wrote it."), said.said_at)]
    steps += [Step(_("You changed your words."), said.changed_at)] if said.changed_at else []
    steps += _put_in_piles(said)
    steps += _became_words(said)
    steps += [
        Step(
            _("You got an answer. %(answer)s") % {"answer": sentence_of(read_answer(each.answer))},
            each.answer.at,
        )
        for each in Answered.objects.filter(contribution=said).select_related("answer__wording").order_by("pk")
    ]
    steps += [Step(_("You took it back. Your words are gone."), said.taken_back_at)] if said.taken_back_at else []
    return sorted(steps, key=lambda step: step.at)


def _put_in_piles(said: Contribution) -> list[Step]:
    places = list(
        NoteInPile.objects.filter(note__contribution=said, taken_out=False).select_related("pile").order_by("pk")
    )
    in_each = NoteInPile.objects.filter(pile__in=[place.pile_id for place in places], taken_out=False)
    lying = list(in_each.values_list("pile", flat=True))
    steps = []
    for place in places:
        others = lying.count(place.pile_id) - 1
        text = (
            ngettext(
                "It was put with %(others)s other note: %(pile)s.",
                "It was put with %(others)s other notes: %(pile)s.",
                others,
            )
            if others
            else _("It was put in a pile of its own: %(pile)s.")
        )
        steps.append(Step(text % {"others": others, "pile": place.pile.name}, place.put_at))
    return steps


def _became_words(said: Contribution) -> list[Step]:
    """Each wording that names it as a source, and the first version that showed each."""
    sources = list(Source.objects.filter(contribution=said).select_related("wording__block").order_by("wording__at"))
    wordings = [source.wording for source in sources]
    earlier = {
        (wording.block_id, wording.number): wording.words
        for block in {wording.block for wording in wordings}
        for wording in block.wordings.all()
    }
    shown = (
        VersionBlock.objects.filter(wording__in=wordings)
        .select_related("version", "wording")
        .order_by("version__published_at")
    )
    steps = []
    for wording in wordings:
        before = earlier.get((wording.block_id, wording.number - 1), "")
        text = (
            _("The words changed, because of what you said.")
            if before
            else _("It became part of ‘%(words)s’.") % {"words": wording.words}
        )
        steps.append(Step(text, wording.at, before, wording.words if before else "", wording.why if before else ""))
    seen: set[int] = set()
    for row in shown:
        if row.wording_id not in seen:
            seen.add(row.wording_id)
            text = _("Everybody could read it in draft %(number)s.") % {"number": row.version.number}
            steps.append(Step(text, row.version.published_at))
    return steps
