"""What became of what people said: from a note to the new words, and back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduce.cycle.capture.actions import add_note, close_board
from coproduce.cycle.capture.models import Board
from coproduce.cycle.draft.actions import sorting_of, start_document
from coproduce.cycle.draft.models import Document
from coproduce.cycle.feedback.actions import NewWords, answer, comment, share_draft
from coproduce.cycle.feedback.models import Comment
from coproduce.cycle.report_back.queries import what_became
from coproduce.ground.live.actions import accept_one
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.models import Contribution
from coproduce.people.projects.models import Project

Browse = Callable[[Person | None], Client]
WORDS, NEW_WORDS = "Tell people the pay first. Say how much.", "Tell people the pay first. Say how much, and when."


@dataclass
class Thread:
    note: int  # Sam's contribution
    comment: Comment  # Bo's
    document: Document
    block: int

    def share(self, by: Person) -> None:
        today: date = timezone.localdate()
        share_draft(self.document, until=today + timedelta(days=7), answers_by=today + timedelta(days=14), by=by)


@pytest.fixture
def thread(project: Project, board: Board, ada: Person, sam: Person, bo: Person) -> Thread:
    """A note in a pile, a principle from it, draft 1 shared, and a comment on it."""
    said = add_note(board, "Nobody told me about the pay", by=sam, client_id=uuid4())
    add_note(board, "Another note", by=sam, client_id=uuid4())
    close_board(board, by=ada)
    pile = {"notes": [said.row("capture.Note")], "pile": None, "new_pile": "Pay"}
    accept_one(sorting_of(project).log, "put in pile", pile, by=ada, client_id=uuid4())
    document = start_document(project, "What we mean", by=ada)
    note = said.row("contribute.Contribution")
    wording = {"words": WORDS, "why": "", "nobody_asked": "", "sources": [note]}
    block = accept_one(document.log, "add principle", wording, by=ada, client_id=uuid4()).row("draft.Block")
    thread = Thread(note, None, document, block)  # type: ignore[arg-type]
    thread.share(ada)
    round = document.versions.get().round
    thread.comment = comment(round, "And when is it paid?", block=block, by=bo, client_id=uuid4())
    return thread


def answer_it(thread: Thread, *, by: Person) -> None:
    new = NewWords(thread.block, 1, NEW_WORDS, "People need to know when.")
    answer([thread.comment.contribution], "done", "You are right.", by=by, client_id=uuid4(), new_words=new)


def test_a_note_says_which_principle_it_is_part_of(project: Project, thread: Thread, sam: Person) -> None:
    other, note = what_became(project, sam.pk)

    assert (other.words, other.piles, other.principles) == ("Another note", (), ())
    assert (note.kind, note.piles) == ("note", ("Pay",))
    assert [principle.words for principle in note.principles] == [WORDS]


def test_a_comment_shows_its_answer_and_the_words_before_and_now(
    project: Project, thread: Thread, ada: Person, bo: Person
) -> None:
    answer_it(thread, by=ada)
    thread.share(ada)

    (said,) = what_became(project, bo.pk)

    assert said.answer is not None
    assert (said.answer.outcome, said.answer.words, said.answer.now) == ("done", "You are right.", NEW_WORDS)
    assert (said.before, said.now) == (WORDS, NEW_WORDS)


def test_nothing_is_said_about_words_that_did_not_change(project: Project, thread: Thread, bo: Person) -> None:
    (said,) = what_became(project, bo.pk)

    assert (said.answer, said.before, said.now) == (None, "", "")


def test_my_part_tells_it_in_words(project: Project, thread: Thread, ada: Person, bo: Person, browse: Browse) -> None:
    answer_it(thread, by=ada)
    thread.share(ada)

    page = browse(bo).get(reverse("my_part", args=[project.slug])).content.decode()

    assert "And when is it paid?" in page
    assert "We did this." in page
    assert "You are right." in page
    assert "Read the new draft" in page


def test_a_journey_is_read_in_the_order_of_time(
    project: Project, thread: Thread, ada: Person, sam: Person, browse: Browse
) -> None:
    page = browse(sam).get(reverse("journey", args=[project.slug, thread.note])).content.decode()

    steps = ["You wrote it.", "It was put in a pile of its own: Pay.", "It became part of", "in draft 1."]
    assert sorted(steps, key=page.index) == steps


def test_a_journey_is_read_by_nobody_else(
    project: Project, thread: Thread, ada: Person, bo: Person, browse: Browse
) -> None:
    address = reverse("journey", args=[project.slug, thread.note])

    assert [browse(person).get(address).status_code for person in (ada, bo, None)] == [404, 404, 302]


def test_why_shows_the_notes_the_reason_and_each_change(
    project: Project, thread: Thread, ada: Person, bo: Person, browse: Browse
) -> None:
    answer_it(thread, by=ada)
    thread.share(ada)

    page = browse(bo).get(reverse("why", args=[project.slug, thread.block])).content.decode()

    assert "It came from 1 note." in page
    assert "Nobody told me about the pay" in page
    assert "And when is it paid?" in page
    assert "People need to know when." in page
    assert "Sam" not in page


def test_a_visitor_reads_why_and_not_the_notes_which_were_promised_to_everyone_invited(
    project: Project, thread: Thread, browse: Browse
) -> None:
    page = browse(None).get(reverse("why", args=[project.slug, thread.block])).content.decode()

    assert "It came from 1 note." in page
    assert "Nobody told me about the pay" not in page
    assert "Use your code to read them" in page


def test_why_shows_no_words_that_are_not_published_yet(
    project: Project, thread: Thread, ada: Person, browse: Browse
) -> None:
    answer_it(thread, by=ada)

    page = browse(None).get(reverse("why", args=[project.slug, thread.block])).content.decode()

    assert "and when." not in page


def test_words_taken_back_are_gone_everywhere_and_what_grew_from_them_stays(
    project: Project, thread: Thread, ada: Person, sam: Person, bo: Person, browse: Browse
) -> None:
    for person, contribution in ((sam, thread.note), (bo, thread.comment.contribution_id)):
        done = browse(person).post(reverse("take_back", args=[project.slug, contribution]))
        assert done.status_code == 302

    page = browse(bo).get(reverse("why", args=[project.slug, thread.block])).content.decode()

    assert list(Contribution.objects.filter(pk=thread.note).values_list("words", flat=True)) == [""]
    assert "Nobody told me" not in page
    assert "Taken back by the person who wrote it." in page
    assert "Tell people the pay first." in page


def test_nobody_takes_back_what_somebody_else_said(
    project: Project, thread: Thread, ada: Person, bo: Person, browse: Browse
) -> None:
    address = reverse("take_back", args=[project.slug, thread.note])

    assert [browse(person).post(address).status_code for person in (ada, bo, None)] == [404, 404, 302]
    assert Contribution.objects.get(pk=thread.note).words == "Nobody told me about the pay"


def test_what_happened_counts_each_comment_once(
    project: Project, thread: Thread, ada: Person, bo: Person, browse: Browse
) -> None:
    said = [thread.comment.contribution]
    answer(said, "thinking", "We ask the group.", by=ada, client_id=uuid4(), by_date=date(2020, 4, 30))

    first = browse(None).get(reverse("what_happened", args=[project.slug])).content.decode()
    answer_it(thread, by=ada)
    second = browse(None).get(reverse("what_happened", args=[project.slug])).content.decode()

    assert "1 comment has an answer." in first
    assert "This is late." in first
    assert "1 comment has an answer." in second
    assert "We did 1." in second
    assert "This is late." not in second


@pytest.mark.parametrize("name", ["my_part", "what_happened"])
def test_a_page_asks_the_database_as_often_for_many_things_as_for_one(
    name: str,
    project: Project,
    thread: Thread,
    ada: Person,
    bo: Person,
    browse: Browse,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    client, address = browse(bo), reverse(name, args=[project.slug])
    answer_it(thread, by=ada)
    with django_assert_max_num_queries(30) as once:
        client.get(address)
    round = thread.document.versions.get(number=1).round
    for number in range(3):
        more = comment(round, f"More {number}", block=thread.block, by=bo, client_id=uuid4())
        answer([more.contribution], "not done", "It costs too much.", by=ada, client_id=uuid4())

    with django_assert_num_queries(len(once)):
        client.get(address)
