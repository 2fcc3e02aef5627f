from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from coproduce.ground.record.models import Line, PersonKey
from coproduce.ground.record.queries import verify
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.actions import change_words, take_back
from coproduce.people.contribute.forgetting import forget_person
from coproduce.people.contribute.ledger import erased_in, ledger_file
from coproduce.people.contribute.making import said
from coproduce.people.contribute.models import Contribution, EarlierWords, Erasure
from coproduce.people.contribute.rules import may_forget_person
from coproduce.people.projects.models import Membership
from coproduce.people.projects.queries import members_of, standing_of


@pytest.fixture(autouse=True)
def ledger(tmp_path, settings):
    settings.DATA = tmp_path
    return ledger_file()


def says(person, project, words: str) -> Contribution:
    contribution = said(words, project=project.pk, by=person.pk, at=timezone.now(), client_id=uuid4())
    contribution.save()
    return contribution


@pytest.mark.parametrize(("own", "steward", "may"), [(1, 0, 1), (0, 1, 1), (1, 1, 1), (0, 0, 0)])
def test_a_person_is_forgotten_by_themselves_or_by_who_looks_after_the_site(own, steward, may):
    assert may_forget_person(own=bool(own), steward=bool(steward)) is bool(may)


def test_those_who_run_a_project_cannot_forget_somebody_in_it(sam, ada):
    with pytest.raises(PermissionDenied):
        forget_person(sam, by=ada)

    assert Person.objects.get(pk=sam.pk).is_active


def test_the_words_of_a_forgotten_person_are_gone_and_everybody_elses_stay(project, sam, bo):
    first, second = says(sam, project, "One"), says(sam, project, "Two")
    change_words(first, "One, changed", by=sam)
    others = says(bo, project, "Three")
    change_words(others, "Three, changed", by=bo)

    forget_person(sam, by=sam)

    told = dict(Contribution.objects.values_list("pk", "words"))
    assert told == {first.pk: "", second.pk: "", others.pk: "Three, changed"}
    assert list(EarlierWords.objects.values_list("contribution", flat=True)) == [others.pk]
    assert Contribution.objects.get(pk=others.pk).author_id == bo.pk


def test_a_forgotten_person_belongs_nowhere_and_cannot_come_back(project, sam):
    code_and_link_were = Membership.objects.get(person=sam).way_back

    forget_person(sam, by=sam)

    sam.refresh_from_db()
    assert not standing_of(sam, project).belongs
    assert not members_of(project).filter(person=sam).exists()
    assert (sam.email, sam.language, sam.stamp, sam.is_active, sam.is_steward) == (None, "", "", False, False)
    assert not type(code_and_link_were).objects.filter(pk=code_and_link_were.pk).exists()


def test_the_record_says_that_somebody_was_forgotten_and_no_longer_who_did_what(project, sam, bo):
    says(sam, project, "One")
    take_back(says(bo, project, "Two"), by=bo)

    forget_person(sam, by=sam)

    acts = Line.objects.filter(act__in=["words taken back", "person forgotten"]).order_by("number")
    assert [(line.act, line.person_id) for line in acts] == [
        ("words taken back", bo.pk),
        ("words taken back", None),
        ("person forgotten", None),
    ]
    assert not PersonKey.objects.filter(person=sam).exists()
    assert verify().broken is None


def test_who_looks_after_the_site_is_named_in_the_record_when_they_do_it_for_somebody(sam, ada):
    Person.objects.filter(pk=ada.pk).update(is_steward=True)
    ada.refresh_from_db()

    forget_person(sam, by=ada)

    assert Line.objects.get(act="person forgotten").person_id == ada.pk


@pytest.mark.django_db(transaction=True)
def test_the_ledger_tells_of_the_words_and_then_of_the_person(project, sam, ledger):
    one, two = says(sam, project, "One"), says(sam, project, "Two")
    before = take_back_another(sam, project)

    forget_person(sam, by=sam)

    expected = [("contribute.Contribution", pk) for pk in (before.pk, one.pk, two.pk)] + [("accounts.Person", sam.pk)]
    assert list(erased_in(ledger)) == expected
    assert set(Erasure.objects.values_list("table", "row")) == set(expected)


def take_back_another(sam, project) -> Contribution:
    another = says(sam, project, "Before")
    take_back(another, by=sam)
    return another


def test_forgetting_twice_is_the_same_as_once(sam, ada):
    Person.objects.filter(pk=ada.pk).update(is_steward=True)
    ada.refresh_from_db()
    forget_person(sam, by=ada)

    forget_person(sam, by=ada)

    assert Line.objects.filter(act="person forgotten").count() == 1
