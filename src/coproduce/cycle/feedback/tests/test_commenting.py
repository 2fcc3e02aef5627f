"""Saying something about a version, as somebody who takes part and as a visitor."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from coproduce.cycle.draft.models import Document
from coproduce.cycle.feedback.actions import FirstComment, comment, comment_as_visitor
from coproduce.cycle.feedback.models import Comment, Round
from coproduce.cycle.feedback.queries import comments_about, comments_counted, newest_round
from coproduce.cycle.feedback.tests.conftest import Say, shared
from coproduce.ground.live.gate import Refused
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.actions import take_back
from coproduce.people.contribute.models import Contribution
from coproduce.people.projects.actions import membership_by_code
from coproduce.people.projects.models import Membership, Project


def over(round: Round) -> None:
    """The time for comments ended yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Round.objects.filter(pk=round.pk).update(until=yesterday)


def test_a_comment_is_kept_with_what_it_is_about(round: Round, say: Say, blocks: list[int], bo: Person) -> None:
    about_one, about_all = say(bo, " Say\r\nwhen. "), say(bo, "Something is missing.", None)

    assert (about_one.contribution.words, about_one.block_id) == ("Say\nwhen.", blocks[0])
    assert (about_all.contribution.words, about_all.block_id) == ("Something is missing.", None)
    assert comments_counted(round.version) == {blocks[0]: 1, None: 1}


def test_after_the_last_day_nobody_comments(round: Round, say: Say, bo: Person) -> None:
    over(round)

    with pytest.raises(Refused) as refused:
        say(bo)

    assert refused.value == Refused("closed")
    assert Comment.objects.count() == 0


def test_a_comment_is_about_words_that_the_version_shows(
    round: Round, stranger_project: Project, document: Document, bo: Person
) -> None:
    with pytest.raises(Refused) as refused:
        comment(round, "About nothing.", block=999_999, by=bo, client_id=uuid4())

    assert refused.value == Refused("not here", "block")


def test_a_repeat_says_it_once_and_other_words_are_another_comment(round: Round, blocks: list[int], bo: Person) -> None:
    once = uuid4()

    first = comment(round, "Say when.", block=blocks[0], by=bo, client_id=once)
    again = comment(round, "Say when. ", block=blocks[0], by=bo, client_id=once)
    other = comment(round, "Say when, please.", block=blocks[0], by=bo, client_id=once)

    assert first == again
    assert [each.contribution.words for each in Comment.objects.all()] == ["Say when.", "Say when, please."]
    assert other.contribution.client_id != once


def test_what_was_taken_back_is_not_counted(round: Round, say: Say, blocks: list[int], bo: Person) -> None:
    gone, _there = say(bo), say(bo, "Still here.")
    take_back(gone.contribution, by=bo)

    assert comments_counted(round.version) == {blocks[0]: 1}
    assert [each.contribution.words for each in comments_about(round.version, blocks[0])] == ["Still here."]


def say_as_visitor(round: Round, words: str = "Say when.", **more: object) -> FirstComment:
    values = {"block": None, "name": "Noor", "client_id": uuid4(), **more}
    return comment_as_visitor(round, words, **values)  # type: ignore[arg-type]


def test_a_visitor_becomes_a_guest_by_saying_something(round: Round, project: Project) -> None:
    first = say_as_visitor(round)

    membership = Membership.objects.get(person=first.guest)
    assert (membership.name, membership.part) == ("Noor", "takes part")
    assert first.comment.contribution.author == first.guest
    assert membership_by_code(project, first.code) == membership


def test_who_may_not_comment_does_not_join(round: Round) -> None:
    people = Person.objects.count()
    over(round)

    with pytest.raises(Refused):
        say_as_visitor(round)

    assert Person.objects.count() == people


def test_a_visitor_who_presses_twice_is_one_guest_with_one_comment(round: Round, project: Project) -> None:
    once = uuid4()

    first, second = say_as_visitor(round, client_id=once), say_as_visitor(round, client_id=once)

    assert (second.comment, second.guest) == (first.comment, first.guest)
    assert Comment.objects.count() == 1
    assert membership_by_code(project, first.code) is None
    assert membership_by_code(project, second.code).person == first.guest


def test_an_old_form_opens_nobody_elses_part(round: Round) -> None:
    """After some minutes, or with other words, whoever holds the form is somebody new."""
    once = uuid4()
    first = say_as_visitor(round, client_id=once)
    other_words = say_as_visitor(round, "Other words.", client_id=once)
    Contribution.objects.update(said_at=timezone.now() - timedelta(minutes=11))
    later = say_as_visitor(round, client_id=once)

    assert len({first.guest, other_words.guest, later.guest}) == 3


def test_a_form_of_somebody_with_an_account_opens_nothing(round: Round, ada: Person) -> None:
    once = uuid4()
    comment(round, "Say when.", block=None, by=ada, client_id=once)

    assert say_as_visitor(round, client_id=once).guest != ada


def test_the_newest_round_is_the_newest_version_s(
    project: Project, round: Round, document: Document, ada: Person
) -> None:
    second = shared(document, by=ada)

    round.refresh_from_db()
    assert newest_round(project) == second
    assert round.closed_at is not None
