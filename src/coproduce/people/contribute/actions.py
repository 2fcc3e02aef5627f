"""Changing and taking back one's own words, wherever they stand."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from coproduce.ground.record.actions import write_down
from coproduce.people.accounts.models import Person
from coproduce.people.contribute import rules
from coproduce.people.contribute.ledger import tell_ledger
from coproduce.people.contribute.making import earlier_of, emptied, erasure_of
from coproduce.people.contribute.models import Contribution, EarlierWords
from coproduce.people.projects.queries import standing_of


@transaction.atomic
def change_words(contribution: Contribution, words: str, *, by: Person) -> None:
    """One's own words; the earlier ones are kept until they are taken back."""
    contribution = _locked(contribution)
    if not rules.may_change_words(
        standing_of(by, contribution.project),
        author=contribution.author_id,
        taken_back=contribution.taken_back_at is not None,
    ):
        raise PermissionDenied
    if words == contribution.words:
        return
    now = timezone.now()
    earlier_of(contribution, now).save()
    contribution.words = words
    contribution.changed_at = now
    contribution.save(update_fields=["words", "changed_at"])


@transaction.atomic
def take_back(contribution: Contribution, *, by: Person) -> None:
    """Erase one's own words for good. A tombstone stays, and everything that grew from them."""
    contribution = _locked(contribution)
    if not rules.may_take_back(
        standing_of(by, contribution.project),
        author=contribution.author_id,
        taken_back=contribution.taken_back_at is not None,
    ):
        raise PermissionDenied
    now = timezone.now()
    contribution.save(update_fields=emptied(contribution, now))
    erasure_of(contribution, now).save()
    forget_earlier_words(contribution, by=by)


def forget_earlier_words(contribution: Contribution, *, by: Person | int) -> None:
    """The rest of taking back: older wordings go, the record gets its line, the ledger its id. Inside a transaction."""
    EarlierWords.objects.filter(contribution=contribution).delete()
    write_down("words taken back", contribution, by=by, project=contribution.project_id)
    transaction.on_commit(lambda: tell_ledger(Contribution._meta.label, contribution.pk))


def _locked(contribution: Contribution) -> Contribution:
    return Contribution.objects.select_for_update().select_related("project").get(pk=contribution.pk)
