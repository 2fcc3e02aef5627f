"""Sharing a draft for comments, saying something about it, and answering."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from coproduce.cycle.draft.actions import publish_version
from coproduce.cycle.draft.models import Block, Document, VersionBlock, Wording
from coproduce.cycle.draft.queries import next_number
from coproduce.cycle.feedback import rules
from coproduce.cycle.feedback.models import Answer, Answered, Comment, Outcome, Round
from coproduce.cycle.feedback.queries import is_open_now, unanswered_in
from coproduce.ground.live.actions import accept_one
from coproduce.ground.live.gate import Refused, cleaned
from coproduce.ground.live.models import Log
from coproduce.ground.record.actions import write_down
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.making import said
from coproduce.people.contribute.models import LONGEST_WORDS, Contribution
from coproduce.people.projects.actions import give_way_back, join_as_guest
from coproduce.people.projects.queries import standing_of

SENT_JUST_NOW = timedelta(minutes=10)


@transaction.atomic
def share_draft(document: Document, *, until: date, answers_by: date, by: Person, number: int | None = None) -> Round:
    """Publish the next version and open the time for comments on it.

    The time for comments on the version before ends with it, and only when everything said there has an answer:
    raises Refused('unanswered'). `number` is the one that the new version is meant to have: when it is out already,
    somebody pressed twice and its round is given.
    """
    if not rules.may_share_draft(standing_of(by, document.project)):
        raise PermissionDenied
    Log.objects.select_for_update().get(pk=document.log_id)
    if number is not None and number < next_number(document):
        return Round.objects.get(version__document=document, version__number=number)
    before = Round.objects.select_for_update().filter(version__document=document, closed_at=None).first()
    if before is not None:
        if unanswered_in(before).exists():
            raise Refused("unanswered")
        before.closed_at = timezone.now()
        before.save(update_fields=["closed_at"])
        write_down("round closed", before, by=by, project=document.project_id)
    version = publish_version(document, by=by)
    round = Round.objects.create(version=version, opened_at=timezone.now(), until=until, answers_by=answers_by)
    write_down("round opened", round, by=by, project=document.project_id)
    return round


@transaction.atomic
def comment(round: Round, words: str, *, block: int | None, by: Person, client_id: UUID) -> Comment:
    """Say something about a block of the version, or about all of it. Raises Refused. A repeat gives the first."""
    round = Round.objects.select_for_update().select_related("version__document__project").get(pk=round.pk)
    project = round.version.document.project
    words = cleaned(words, longest=LONGEST_WORDS)
    if known := Comment.objects.filter(contribution__author=by, contribution__client_id=client_id).first():
        if (known.contribution.words, known.block_id) == (words, block):
            return known
        client_id = uuid4()  # a page from before, with other words: nothing that somebody wrote is dropped
    if not rules.may_comment(standing_of(by, project), open_now=is_open_now(round)):
        raise Refused("closed")
    if block is not None and not VersionBlock.objects.filter(version=round.version, block=block).exists():
        raise Refused("not here", "block")
    contribution = said(
        words,
        project=project.pk,
        by=by.pk,
        at=timezone.now(),
        client_id=client_id,
    )
    contribution.save()
    return Comment.objects.create(round=round, contribution=contribution, block_id=block)


@dataclass(frozen=True, slots=True)
class FirstComment:
    """What a visitor said, the guest that they are now, and that guest's code."""

    comment: Comment
    guest: Person
    code: str


@transaction.atomic
def comment_as_visitor(round: Round, words: str, *, block: int | None, name: str, client_id: UUID) -> FirstComment:
    """A visitor becomes a guest by saying something; if it is refused, nobody joins. Raises Refused.

    Who presses twice, before the first answer came, is the same guest with a fresh code.
    """
    round = Round.objects.select_for_update().select_related("version__document__project").get(pk=round.pk)
    project = round.version.document.project
    if twice := _sent_just_now(round, words, block=block, client_id=client_id):
        guest = twice.contribution.author
        assert guest is not None
        code, _link = give_way_back(guest.memberships.get(project=project), by=guest)
        return FirstComment(twice, guest, code)
    guest, code = join_as_guest(project, name=name)
    return FirstComment(comment(round, words, block=block, by=guest, client_id=client_id), guest, code)


def _sent_just_now(round: Round, words: str, *, block: int | None, client_id: UUID) -> Comment | None:
    """The very same form in the last minutes, by a guest: its id was on that one page alone."""
    return (
        Comment.objects.filter(
            round=round,
            block=block,
            contribution__client_id=client_id,
            contribution__words=cleaned(words, longest=LONGEST_WORDS),
            contribution__said_at__gt=timezone.now() - SENT_JUST_NOW,
            contribution__author__email=None,
        )
        .select_related("contribution__author")
        .first()
    )


@dataclass(frozen=True, slots=True)
class NewWords:
    """Words that an answer changes: which block, from which wording of it (its number), and why."""

    block: int
    based_on: int
    words: str
    why: str


@transaction.atomic
def answer(
    contributions: Sequence[Contribution],
    outcome: str,
    words: str,
    *,
    by: Person,
    client_id: UUID,
    by_date: date | None = None,
    passed_to: str = "",
    new_words: NewWords | None = None,
    wording: Wording | None = None,
) -> Answer:
    """Answer one thing or several that were said. New words are linked to what they answer in the same act.

    `wording` names words that were changed before and are this answer too.
    Raises Refused: 'stale' when somebody changed the words meanwhile, 'gone' when everything was taken back.
    """
    project = contributions[0].project
    if {each.project_id for each in contributions} != {project.pk} or not rules.may_answer(standing_of(by, project)):
        raise PermissionDenied
    if known := Answer.objects.filter(by=by, client_id=client_id).first():
        return known
    if all(
        Contribution.objects.filter(pk__in=[each.pk for each in contributions]).values_list("taken_back_at", flat=True)
    ):
        raise Refused("gone")
    if wording is not None and wording.block.document.project_id != project.pk:
        raise PermissionDenied
    if new_words is not None:
        wording = _change_the_words(new_words, contributions, by=by, client_id=client_id)
    given = Answer.objects.create(
        project=project,
        outcome=Outcome(outcome),
        words=words,
        wording=wording,
        by_date=by_date,
        passed_to=passed_to,
        by=by,
        at=timezone.now(),
        client_id=client_id,
    )
    Answered.objects.bulk_create(Answered(answer=given, contribution=each) for each in contributions)
    return given


def _change_the_words(new: NewWords, contributions: Sequence[Contribution], *, by: Person, client_id: UUID) -> Wording:
    block = Block.objects.select_related("document__log").get(
        pk=new.block, document__project=contributions[0].project_id
    )
    accepted = accept_one(
        block.document.log,
        "new words",
        {
            "block": block.pk,
            "based_on": new.based_on,
            "words": new.words,
            "why": new.why,
            "nobody_asked": "",
            "sources": [each.pk for each in contributions],
        },
        by=by,
        client_id=client_id,
    )
    return Wording.objects.get(pk=accepted.row("draft.Wording"))


@transaction.atomic
def undo_answer(given: Answer, *, by: Person) -> None:
    """Take an answer back within the desk: what it served is unanswered again. New words stay, as their own wording.

    Raises Refused('closed') once the next draft is out: it promised that everything before it has an answer.
    """
    if not rules.may_answer(standing_of(by, given.project)):
        raise PermissionDenied
    served = Comment.objects.filter(contribution__answers__answer=given).values("round")
    rounds = Round.objects.select_for_update().filter(pk__in=served)
    if any(round.closed_at for round in rounds):
        raise Refused("closed")
    given.delete()
