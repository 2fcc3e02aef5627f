"""Forgetting a person: their words, their name, their ways in; and no row says any more who did it.

What becomes of a column stands in the tables' own lines (`keeping`): this walks them, so that a new table is
forgotten in without a change here. A row stays that says nothing of anybody, since others' work hangs on it.
What others wrote, and a project's own name for whom to ask, are theirs and stay.
"""

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import CASCADE, Field, ForeignKey, Model, QuerySet
from django.utils import timezone

from coproduce.ground.keeping import Erasing, Holds, Keeping
from coproduce.ground.record import actions as record
from coproduce.people.accounts.models import Person
from coproduce.people.contribute import rules
from coproduce.people.contribute.actions import forget_earlier_words
from coproduce.people.contribute.ledger import tell_ledger
from coproduce.people.contribute.making import emptied, erasure_of
from coproduce.people.contribute.models import Contribution, EarlierWords, Erasure
from coproduce.people.projects.models import Membership

ACT = "person forgotten"


@transaction.atomic
def forget_person(person: Person, *, by: Person) -> None:
    """Take back all their words and forget who they were, for good. Oneself, or somebody who looks after the site."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not rules.may_forget_person(own=by.pk == person.pk, steward=by.is_steward):
        raise PermissionDenied
    if Erasure.objects.filter(table=Person._meta.label, row=person.pk).exists():
        return
    for contribution in let_go_of(person, timezone.now()):
        forget_earlier_words(contribution, by=by)
    record.write_down(ACT, person, by=by)
    record.forget_person(person)
    transaction.on_commit(lambda: tell_ledger(Person._meta.label, person.pk))


def let_go_of(person: Person, at: datetime) -> list[Contribution]:
    """All of forgetting but the record and the ledger. Gives the contributions that were emptied.

    The record forgets by itself, and comes last: `ground.record.actions.forget_person`.
    """
    emptied_now = _take_back_all(person, at)
    people = Person.objects.filter(pk=person.pk)
    Membership.objects.filter(person=person, left_on=None).update(left_on=timezone.localdate(at))
    _let_go(people)
    people.update(is_active=False, is_steward=False)
    Erasure.objects.get_or_create(table=Person._meta.label, row=person.pk, defaults={"at": at})
    return emptied_now


def _take_back_all(person: Person, at: datetime) -> list[Contribution]:
    said = list(Contribution.objects.select_for_update().filter(author=person, taken_back_at=None).order_by("pk"))
    for contribution in said:
        contribution.save(update_fields=emptied(contribution, at))
    EarlierWords.objects.filter(contribution__author=person).delete()
    Erasure.objects.bulk_create(erasure_of(contribution, at) for contribution in said)
    return said


def _let_go(rows: QuerySet) -> None:
    """Blank what tells of the person in these rows, and deal by its line with every row that points at them."""
    model = rows.model
    blank = {
        column.name: None if column.null else ""
        for column in model._meta.concrete_fields
        if _erasing(column) is Erasing.BLANKED
    }
    for pointing in _pointing_at(model):
        theirs = pointing.model._base_manager.filter(**{f"{pointing.name}__in": rows})
        match _erasing(pointing):
            case Erasing.UNLINKED:
                theirs.update(**{pointing.name: None})
            case Erasing.ROW_GOES:
                theirs.delete()
            case _ if _stands_for_a_person(pointing):
                _let_go(theirs)
    if blank:
        rows.update(**blank)


def _pointing_at(model: type[Model]) -> Iterator[ForeignKey]:
    """Every foreign key to the table, but those of the record, which has its own way and its own lock."""
    for other in apps.get_models(include_auto_created=True):
        if other._meta.app_label == "record":
            continue
        for column in other._meta.concrete_fields:
            if isinstance(column, ForeignKey) and column.related_model is model:
                yield column


def _stands_for_a_person(column: ForeignKey) -> bool:
    keeping: Keeping | None = getattr(column.model, "keeping", None)
    return keeping is not None and keeping.columns[column.name].holds is Holds.PSEUDONYMOUS


def _erasing(column: Field) -> Erasing:
    """What the column's line says. A library's row that would go with its person goes now."""
    keeping: Keeping | None = getattr(column.model, "keeping", None)
    if keeping is not None:
        return keeping.columns[column.name].erasing
    goes = isinstance(column, ForeignKey) and column.remote_field.on_delete is CASCADE
    return Erasing.ROW_GOES if goes else Erasing.STAYS
