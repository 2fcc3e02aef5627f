"""Answers to what was said: seven outcomes, new words, undoing, and sharing the next draft only after all of them."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from coproduce.cycle.draft.actions import add_principle
from coproduce.cycle.draft.models import Document, Source, Version, Wording
from coproduce.cycle.draft.queries import blocks_shown, draft_so_far
from coproduce.cycle.feedback.actions import NewWords, answer, share_draft, undo_answer
from coproduce.cycle.feedback.models import Answer, Comment, Outcome, Round
from coproduce.cycle.feedback.queries import answers_to, desk_of, next_to_answer, unanswered_in
from coproduce.cycle.feedback.tests.conftest import WORDS, Say, shared
from coproduce.ground.live.gate import Refused
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.actions import take_back
from coproduce.people.projects.actions import set_duties
from coproduce.people.projects.models import Duty, Project

SOON = date(2030, 4, 30)


def give(said: Comment, outcome: str = "done", words: str = "You are right.", *, by: Person, **more: Any) -> Answer:
    return answer([said.contribution], outcome, words, by=by, **{"client_id": uuid4(), **more})


@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        (Outcome.DONE, {}),
        (Outcome.DONE_IN_PART, {}),
        (Outcome.NOT_DONE, {}),
        (Outcome.PASSED_ON, {"passed_to": "the funder"}),
        (Outcome.WILL_DO, {"by_date": SOON}),
        (Outcome.THINKING, {"by_date": SOON}),
        (Outcome.THANKED, {"words": ""}),
    ],
)
def test_each_of_the_seven_outcomes_is_an_answer(
    say: Say, bo: Person, ada: Person, outcome: str, more: dict[str, Any]
) -> None:
    said = say(bo)

    give(said, outcome, by=ada, **more)

    read = answers_to([said.contribution_id])[said.contribution_id]
    expected = {"words": "You are right.", "passed_to": "", "by_date": None, **more}
    assert (read.outcome, read.words, read.passed_to, read.by_date) == (
        outcome,
        expected["words"],
        expected["passed_to"],
        expected["by_date"],
    )
    assert not unanswered_in(said.round).exists()


@pytest.mark.parametrize(
    ("outcome", "words", "more"),
    [
        (Outcome.WILL_DO, "Yes.", {}),
        (Outcome.THINKING, "Yes.", {}),
        (Outcome.DONE, "Yes.", {"by_date": SOON}),
        (Outcome.PASSED_ON, "Yes.", {}),
        (Outcome.DONE, "Yes.", {"passed_to": "the funder"}),
        (Outcome.NOT_DONE, "", {}),
        (Outcome.DONE, "", {}),
    ],
)
def test_the_database_refuses_an_answer_that_is_none(
    say: Say, bo: Person, ada: Person, outcome: str, words: str, more: dict[str, Any]
) -> None:
    said = say(bo)

    with pytest.raises(IntegrityError), transaction.atomic():
        give(said, outcome, words, by=ada, **more)

    assert Answer.objects.count() == 0


def test_new_words_come_with_the_answer_and_name_what_they_answer(
    document: Document, say: Say, blocks: list[int], bo: Person, ada: Person
) -> None:
    said = say(bo)
    new = NewWords(blocks[0], 1, "Tell people the pay first. Say when.", "People need to know.")

    given = give(said, words="", by=ada, new_words=new)

    assert draft_so_far(document)[0].words == "Tell people the pay first. Say when."
    assert given.wording == Wording.objects.get(block=blocks[0], number=2)
    assert [source.contribution for source in Source.objects.filter(wording=given.wording)] == [said.contribution]


def test_words_changed_meanwhile_make_new_words_stale_and_nothing_is_answered(
    document: Document, say: Say, blocks: list[int], bo: Person, ada: Person
) -> None:
    first, second = say(bo), say(bo, "And how?")
    give(first, by=ada, new_words=NewWords(blocks[0], 1, "Newer.", ""))

    with pytest.raises(Refused) as refused:
        give(second, by=ada, new_words=NewWords(blocks[0], 1, "Mine.", ""))

    assert refused.value == Refused("stale", "words")
    assert Answer.objects.count() == 1


def test_words_that_were_changed_before_can_be_the_answer_too(
    say: Say, blocks: list[int], bo: Person, ada: Person
) -> None:
    first, second = say(bo), say(bo, "And when?")
    given = give(first, words="", by=ada, new_words=NewWords(blocks[0], 1, "Newer.", ""))

    also = give(second, words="", by=ada, wording=given.wording)

    assert (also.wording, Wording.objects.filter(block=blocks[0]).count()) == (given.wording, 2)


def test_words_of_another_project_are_nobodys_answer_here(
    say: Say, bo: Person, ada: Person, stranger_project: Project
) -> None:
    cy = stranger_project.memberships.get(part="helps run it").person
    theirs = {"words": "Theirs.", "why": "So.", "nobody_asked": "yes", "sources": []}
    added = add_principle(stranger_project, theirs, title="T", by=cy, client_id=uuid4())
    wording = Wording.objects.get(pk=added.row("draft.Wording"))
    said = say(bo)

    with pytest.raises(PermissionDenied):
        give(said, by=ada, wording=wording)

    assert Answer.objects.count() == 0


def test_a_repeat_answers_once(say: Say, bo: Person, ada: Person) -> None:
    said, once = say(bo), uuid4()

    first, second = give(said, by=ada, client_id=once), give(said, by=ada, client_id=once)

    assert (first, Answer.objects.count()) == (second, 1)


def test_the_newest_answer_stands(say: Say, bo: Person, ada: Person) -> None:
    said = say(bo)
    give(said, by=ada)
    give(said, "not done", "We cannot.", by=ada)

    assert answers_to([said.contribution_id])[said.contribution_id].words == "We cannot."


def test_words_taken_back_need_no_answer(say: Say, bo: Person, ada: Person) -> None:
    said = say(bo)
    take_back(said.contribution, by=bo)

    with pytest.raises(Refused) as refused:
        give(said, by=ada)

    assert refused.value == Refused("gone")


def test_who_answers_without_running_it_changes_no_words(
    project: Project, say: Say, blocks: list[int], bo: Person, sam: Person
) -> None:
    ada = project.memberships.get(part="helps run it").person
    set_duties(project.memberships.get(person=sam), {Duty.ANSWERS_COMMENTS}, by=ada)
    said = say(bo)

    with pytest.raises(Refused) as refused:
        give(said, by=sam, new_words=NewWords(blocks[0], 1, "Mine.", ""))
    given = give(said, by=sam)

    assert refused.value == Refused("not allowed")
    assert (given.by, Wording.objects.count()) == (sam, len(WORDS))


def test_who_only_takes_part_answers_nothing(say: Say, bo: Person, stranger_project: Project) -> None:
    said = say(bo)
    cy = stranger_project.memberships.get(part="helps run it").person

    for person in (bo, cy):
        with pytest.raises(PermissionDenied):
            give(said, by=person)

    assert Answer.objects.count() == 0


def test_an_answer_can_be_undone_and_its_new_words_stay(
    document: Document, say: Say, blocks: list[int], bo: Person, ada: Person
) -> None:
    said = say(bo)
    given = give(said, by=ada, new_words=NewWords(blocks[0], 1, "Newer.", ""))

    undo_answer(given, by=ada)

    assert list(unanswered_in(said.round)) == [said]
    assert draft_so_far(document)[0].words == "Newer."


def test_once_the_next_draft_is_out_no_answer_is_undone(document: Document, say: Say, bo: Person, ada: Person) -> None:
    given = give(say(bo), by=ada)
    shared(document, by=ada)

    with pytest.raises(Refused) as refused:
        undo_answer(given, by=ada)

    assert refused.value == Refused("closed")
    assert Answer.objects.count() == 1


def test_the_next_draft_waits_for_every_answer(document: Document, say: Say, bo: Person, ada: Person) -> None:
    first, second = say(bo), say(bo, "And how?", None)
    give(first, by=ada)

    with pytest.raises(Refused) as refused:
        shared(document, by=ada)
    give(second, "thanked", "", by=ada)
    after = shared(document, by=ada)

    assert refused.value == Refused("unanswered")
    assert after.version.number == 2


def test_words_that_were_taken_back_hold_nothing_up(document: Document, say: Say, bo: Person, ada: Person) -> None:
    take_back(say(bo).contribution, by=bo)

    assert shared(document, by=ada).version.number == 2


def test_a_second_press_shares_one_draft(document: Document, ada: Person) -> None:
    today = timezone.localdate()
    when = {"until": today, "answers_by": today + timedelta(days=1)}

    first, second = (share_draft(document, **when, by=ada, number=1) for _press in range(2))

    assert (first, Version.objects.count(), Round.objects.count()) == (second, 1, 1)


def test_a_shared_version_stays_as_it_was_when_answers_change_the_words(
    round: Round, say: Say, blocks: list[int], bo: Person, ada: Person
) -> None:
    before = blocks_shown(round.version)

    give(say(bo), by=ada, new_words=NewWords(blocks[0], 1, "Newer.", ""))

    assert [block.words for block in before] == list(WORDS)
    assert blocks_shown(round.version) == before


def test_the_desk_follows_the_text_and_ends_with_what_is_about_all_of_it(
    round: Round, say: Say, bo: Person, sam: Person, ada: Person
) -> None:
    about_all = say(bo, "All", None)
    second, first, first_too = say(bo, "Second", 1), say(bo, "First", 0), say(sam, "First too", 0)
    give(first, by=ada)

    desk = desk_of(round)

    assert [(about.called if about else "", [each.words for each in said]) for about, said in desk.groups] == [
        ("Tell people the pay first", ["First", "First too"]),
        ("Ask early", ["Second"]),
        ("", ["All"]),
    ]
    assert (desk.comments, desk.done, [each.words for each in desk.to_answer]) == (
        4,
        1,
        ["First too", "Second", "All"],
    )
    assert next_to_answer(round, after=first) == first_too.pk
    assert next_to_answer(round, after=second) == about_all.pk
    assert next_to_answer(round, after=about_all) == first_too.pk
    for said in (first_too, second, about_all):
        give(said, by=ada)
    assert next_to_answer(round, after=about_all) is None
