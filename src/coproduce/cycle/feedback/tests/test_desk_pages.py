"""The desk: every comment gets an answer, then the next draft is shared."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from coproduce.cycle.draft.models import Document, Version, Wording
from coproduce.cycle.draft.queries import draft_so_far
from coproduce.cycle.feedback.actions import NewWords
from coproduce.cycle.feedback.models import Answer, Comment, Round
from coproduce.cycle.feedback.queries import answers_to
from coproduce.cycle.feedback.tests.conftest import WORDS, Browse, Say, address, hidden, page, shared
from coproduce.cycle.feedback.tests.test_answering import give
from coproduce.ground.ui.templatetags.when import day, short_day
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.actions import take_back
from coproduce.people.projects.actions import join_as_guest, set_duties
from coproduce.people.projects.models import Duty, Project

SOON = (timezone.localdate() + timedelta(days=30)).isoformat()


def send(client: Client, project: Project, said: Comment, **values: Any) -> HttpResponse:
    return client.post(address("answer", project, said.pk), values, follow=True)


def newest(said: Comment) -> tuple[str, str, str, date | None, str]:
    read = answers_to([said.contribution_id])[said.contribution_id]
    return read.outcome, read.words, read.passed_to, read.by_date, read.now


def test_the_desk_counts_and_groups(
    browse: Browse, project: Project, round: Round, say: Say, bo: Person, ada: Person
) -> None:
    give(say(bo, "Done already"), by=ada)
    say(bo, "About the first")
    say(bo, "About all", None)

    shown = browse(ada).get(address("desk", project))

    said = page(shown)
    assert "3 comments to answer" in said
    assert f"1 done. Answers promised by {short_day(round.answers_by)}." in said
    assert "About ‘Tell people the pay first’ (1)" in said
    assert "About all of it (1)" in said
    assert "Done already" not in said
    assert "Answer the next one" in said


def test_what_is_answered_can_be_read_and_answered_again(
    browse: Browse, project: Project, say: Say, bo: Person, ada: Person
) -> None:
    give(say(bo), by=ada)
    say(bo, "Not yet")

    shown = page(browse(ada).get(address("desk", project) + "?show=answered"))

    assert "1 answered comment" in shown
    assert "We did this. You are right." in shown
    assert "Not yet" not in shown


def test_an_empty_desk_says_why(browse: Browse, project: Project, document: Document, ada: Person) -> None:
    client = browse(ada)

    before = page(client.get(address("desk", project)))
    round = shared(document, by=ada)
    after = page(client.get(address("desk", project)))

    assert "Nothing to answer yet" in before
    assert "Nobody has commented yet" in after
    assert f"People can comment until {day(round.until)}." in after


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({"choice": "did", "words": "Yes."}, ("done", "Yes.", "", None, "")),
        ({"choice": "did", "part": "part", "words": "Half."}, ("done in part", "Half.", "", None, "")),
        ({"choice": "did-not", "because": "it costs too much."}, ("not done", "it costs too much.", "", None, "")),
        (
            {"choice": "did-not", "because": "it costs too much.", "words": "Sorry."},
            ("not done", "it costs too much.\n\nSorry.", "", None, ""),
        ),
        (
            {"choice": "did-not", "how_not": "passed on", "passed_to": "the funder", "words": "We asked."},
            ("passed on", "We asked.", "the funder", None, ""),
        ),
        (
            {"choice": "not-yet", "by_date": SOON, "words": "Soon."},
            ("will do", "Soon.", "", date.fromisoformat(SOON), ""),
        ),
        (
            {"choice": "not-yet", "promise": "thinking", "by_date": SOON, "words": "Hm."},
            ("thinking", "Hm.", "", date.fromisoformat(SOON), ""),
        ),
        ({"choice": "nothing"}, ("thanked", "", "", None, "")),
        # What stands in follow-ups that were not chosen is left alone.
        (
            {"choice": "nothing", "by_date": "rubbish", "passed_to": "x" * 99, "now": "N" * 3000, "how_not": "?"},
            ("thanked", "", "", None, ""),
        ),
        (
            {"choice": "did", "words": "Yes.", "by_date": SOON, "passed_to": "the funder", "because": "no"},
            ("done", "Yes.", "", None, ""),
        ),
    ],
)
def test_every_choice_becomes_its_answer(
    browse: Browse, project: Project, say: Say, bo: Person, ada: Person, values: dict[str, str], kept: tuple[Any, ...]
) -> None:
    said = say(bo)

    answer = send(browse(ada), project, said, **values)

    assert newest(said) == kept
    assert "Saved. Every comment has an answer." in page(answer)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "Choose what you will do."),
        ({"choice": "ignored"}, "Choose what you will do."),
        ({"choice": "did"}, "Say what you did, or change the words."),
        ({"choice": "did", "words": "Yes.", "now": "N" * 2001}, "This is too long."),
        ({"choice": "did-not"}, "Say why not."),
        ({"choice": "did-not", "because": "b" * 600, "words": "w" * 1500}, "This is too long."),
        ({"choice": "did-not", "how_not": "passed on", "words": "We asked."}, "Say whom you pass it to."),
        ({"choice": "did-not", "how_not": "passed on", "passed_to": "the funder"}, "Write a few words."),
        ({"choice": "not-yet", "words": "Soon."}, "Choose a day."),
        ({"choice": "not-yet", "words": "Soon.", "by_date": "rubbish"}, "Check the date."),
        ({"choice": "not-yet", "words": "Soon.", "by_date": "2001-01-01"}, "This day is over."),
        ({"choice": "not-yet", "words": "Soon.", "by_date": "9999-01-01"}, "Check the year."),
        ({"choice": "not-yet", "by_date": SOON}, "Write a few words."),
        ({"choice": "nothing", "words": "w" * 2001}, "This is too long."),
    ],
)
def test_what_an_answer_lacks_is_said_and_all_is_kept(
    browse: Browse, project: Project, say: Say, bo: Person, ada: Person, values: dict[str, str], told: str
) -> None:
    answer = send(browse(ada), project, say(bo), **values)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert told in page(answer)
    assert all(kept in shown for name, kept in values.items() if name in ("words", "because", "passed_to", "now"))
    assert Answer.objects.count() == 0


def test_saving_leads_to_the_next_and_can_be_undone(
    browse: Browse, project: Project, say: Say, bo: Person, sam: Person, ada: Person
) -> None:
    client, first, second = browse(ada), say(bo), say(sam, "And how?", 1)

    shown = client.get(address("answer", project, first.pk))
    saved = send(client, project, first, choice="nothing")
    undo = re.search(r'action="([^"]*undo[^"]*)"', saved.content.decode())
    assert undo
    undone = client.post(undo[1], follow=True)

    assert "Answer Bo" in page(shown)
    assert "And when is it paid?" in page(shown)
    assert "It is about these words Tell people the pay first. Say how much." in page(shown)
    assert "Your answer to Bo" in page(shown)
    assert "Saved. 1 to go." in page(saved)
    assert saved.redirect_chain[-1][0] == address("answer", project, second.pk) + "#done"
    assert "Answer Sam" in page(saved)
    assert "Undone. Here it is again." in page(undone)
    assert "Answer Bo" in page(undone)
    assert Answer.objects.count() == 0


def test_somebody_without_a_name_is_answered_too(browse: Browse, project: Project, say: Say, ada: Person) -> None:
    nameless, _code = join_as_guest(project, name="")

    shown = page(browse(ada).get(address("answer", project, say(nameless).pk)))

    assert "Answer this comment" in shown
    assert "Your answer" in shown


def test_the_words_can_be_changed_in_the_same_breath(
    browse: Browse, project: Project, document: Document, say: Say, bo: Person, ada: Person
) -> None:
    client, said = browse(ada), say(bo)
    based_on = hidden(client.get(address("answer", project, said.pk)), "based_on")

    answer = send(client, project, said, choice="did", now="Tell the pay at once.", why="Bo asked.", based_on=based_on)

    assert "Saved." in page(answer)
    assert newest(said) == ("done", "", "", None, "Tell the pay at once.")
    assert draft_so_far(document)[0].words == "Tell the pay at once."
    assert Wording.objects.get(number=2).why == "Bo asked."


def test_words_left_as_they_are_are_not_changed(
    browse: Browse, project: Project, say: Say, bo: Person, ada: Person
) -> None:
    """Also when somebody else has changed them meanwhile, and whatever a browser does to line ends."""
    client, said, other = browse(ada), say(bo), say(bo, "Other")
    give(other, by=ada, new_words=NewWords(said.block_id, 1, "Changed\nmeanwhile.", ""))

    first = send(client, project, said, choice="did", words="1.", now=WORDS[0], based_on="1", after="")
    seen = str(Answer.objects.latest("pk").pk)
    again = {"now": "Changed\r\nmeanwhile.", "based_on": "2", "after": seen}
    second = send(client, project, said, choice="did", words="2.", **again)

    assert all("Saved." in page(each) for each in (first, second))
    assert newest(said) == ("done", "2.", "", None, "")
    assert Wording.objects.count() == len(WORDS) + 1


def test_new_words_that_came_too_late_come_back_beside_the_newer_ones(
    browse: Browse, project: Project, document: Document, say: Say, bo: Person, ada: Person
) -> None:
    client, said, other = browse(ada), say(bo), say(bo, "Other")
    give(other, by=ada, new_words=NewWords(said.block_id, 1, "Theirs.", ""))

    stale = send(client, project, said, choice="did", words="Yes.", now="Mine.", based_on="1")
    again = send(client, project, said, choice="did", words="Yes.", now="Mine.", based_on=hidden(stale, "based_on"))

    assert stale.status_code == 422
    assert "Somebody changed these words while you wrote." in page(stale)
    assert "Theirs." in page(stale)
    assert "Mine.</textarea>" in stale.content.decode()
    assert "Saved." in page(again)
    assert draft_so_far(document)[0].words == "Mine."


def test_words_changed_for_somebody_else_can_answer_this_one_too(
    browse: Browse, project: Project, say: Say, bo: Person, sam: Person, ada: Person
) -> None:
    client, first, second = browse(ada), say(bo), say(sam, "And when?")
    before = page(client.get(address("answer", project, second.pk)))
    give(first, by=ada, new_words=NewWords(first.block_id, 1, "Tell the pay and when.", ""))
    shown = client.get(address("answer", project, second.pk))

    send(client, project, second, choice="did", already="on", now="Tell the pay and when.", based_on="2")

    assert "The new words are our answer" not in before
    assert "The new words are our answer" in page(shown)
    assert newest(second) == ("done", "", "", None, "Tell the pay and when.")
    assert Wording.objects.count() == len(WORDS) + 1


def test_two_who_answer_at_once_see_each_others_answer_first(
    browse: Browse, project: Project, say: Say, bo: Person, sam: Person, ada: Person
) -> None:
    set_duties(project.memberships.get(person=sam), {Duty.ANSWERS_COMMENTS}, by=ada)
    said = say(bo)
    send(browse(sam), project, said, choice="did", words="Sam’s answer.")

    quicker = send(browse(ada), project, said, choice="did", words="Ada’s answer.")
    again = send(browse(ada), project, said, choice="did", words="Ada’s answer.", after=hidden(quicker, "after"))

    assert quicker.status_code == 422
    assert "Somebody answered this while you wrote." in page(quicker)
    assert "Sam’s answer." in page(quicker)
    assert "Ada’s answer.</textarea>" in quicker.content.decode()
    assert "Saved." in page(again)
    assert newest(said)[1] == "Ada’s answer."


def test_the_same_form_sent_twice_answers_once(
    browse: Browse, project: Project, say: Say, bo: Person, ada: Person
) -> None:
    client, said = browse(ada), say(bo)
    once = hidden(client.get(address("answer", project, said.pk)), "client_id")

    answers = [send(client, project, said, choice="did", words="Yes.", client_id=once) for _press in range(2)]

    assert all("Saved." in page(each) for each in answers)
    assert Answer.objects.count() == 1


def test_who_has_the_duty_answers_but_does_not_touch_the_draft(
    browse: Browse, project: Project, say: Say, blocks: list[int], bo: Person, sam: Person, ada: Person
) -> None:
    set_duties(project.memberships.get(person=sam), {Duty.ANSWERS_COMMENTS}, by=ada)
    client, said = browse(sam), say(bo)

    shown = page(client.get(address("answer", project, said.pk)))
    answer = send(client, project, said, choice="did", words="Yes.", now="Mine.", based_on="1")

    assert "Change the words now" not in shown
    assert "Saved." in page(answer)
    assert "Share draft" not in page(answer)
    assert (newest(said)[0], Wording.objects.count()) == ("done", len(WORDS))


def test_when_everything_is_answered_the_desk_leads_to_the_next_draft(
    browse: Browse, project: Project, say: Say, bo: Person, ada: Person
) -> None:
    give(say(bo), by=ada)

    shown = browse(ada).get(address("desk", project))

    assert "Every comment has an answer" in page(shown)
    assert "Share draft 2" in page(shown)
    assert address("share", project) in shown.content.decode()


def test_hidden_words_are_not_shown_to_who_answers(
    browse: Browse, project: Project, say: Say, bo: Person, ada: Person
) -> None:
    said = say(bo, "Names somebody")
    said.contribution.hidden_because = "It says who."
    said.contribution.save()

    desk, answer = (
        page(browse(ada).get(each)) for each in (address("desk", project), address("answer", project, said.pk))
    )

    assert "Names somebody" not in desk + answer
    assert "These words are hidden, because: It says who." in answer


def test_words_taken_back_leave_the_desk(browse: Browse, project: Project, say: Say, bo: Person, ada: Person) -> None:
    said = say(bo)
    take_back(said.contribution, by=bo)

    answer = browse(ada).get(address("answer", project, said.pk), follow=True)

    assert "These words were taken back." in page(answer)
    assert "Nobody has commented yet" in page(answer)


def test_after_the_next_draft_an_answer_is_not_undone(
    browse: Browse, project: Project, document: Document, say: Say, bo: Person, ada: Person
) -> None:
    given = give(say(bo), by=ada)
    shared(document, by=ada)

    answer = browse(ada).post(address("undo_answer", project, given.pk), follow=True)

    assert "This cannot be undone any more: the next draft is out." in page(answer)
    assert Answer.objects.count() == 1


def test_undoing_new_words_says_that_they_stay(
    browse: Browse, project: Project, say: Say, bo: Person, ada: Person
) -> None:
    said = say(bo)
    given = give(said, by=ada, new_words=NewWords(said.block_id, 1, "Newer.", ""))

    answer = browse(ada).post(address("undo_answer", project, given.pk), follow=True)

    assert "Undone. The new words stay." in page(answer)


def test_another_projects_comments_and_answers_are_not_here(
    browse: Browse, stranger_project: Project, say: Say, bo: Person, ada: Person
) -> None:
    said = say(bo)
    given = give(said, by=ada)
    client = browse(stranger_project.memberships.get(part="helps run it").person)

    tries = [
        client.get(address("answer", stranger_project, said.pk)),
        send(client, stranger_project, said, choice="nothing"),
        client.post(address("undo_answer", stranger_project, given.pk)),
        client.get(address("answer", stranger_project, 10**30)),
    ]

    assert [each.status_code for each in tries] == [404] * 4
    assert newest(said)[0] == "done"


def test_the_draft_is_shared_until_a_day(browse: Browse, project: Project, document: Document, ada: Person) -> None:
    client = browse(ada)
    shown = client.get(address("share", project))
    until = timezone.localdate() + timedelta(days=10)
    when = {"until": until.isoformat(), "answers_by": SOON, "number": hidden(shown, "number")}

    done = client.post(address("share", project), when, follow=True)
    again = client.post(address("share", project), when, follow=True)

    assert "Share draft 1" in page(shown)
    assert "The group decides." in page(shown)
    assert "What people will read: What we mean, three principles" in page(shown)
    assert f"Draft 1 is open for comments until {day(until)}." in page(done)
    assert page(done) == page(again)
    assert [(each.number, each.round.until) for each in Version.objects.all()] == [(1, until)]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "Choose the last day for comments."),
        ({"until": "2001-01-01", "answers_by": SOON, "number": "1"}, "This day is over."),
        ({"until": SOON, "answers_by": timezone.localdate().isoformat(), "number": "1"}, "Answers come after"),
        ({"until": "rubbish", "answers_by": SOON, "number": "1"}, "Check the date."),
        ({"until": SOON, "answers_by": "9999-12-31", "number": "1"}, "Check the year."),
        ({"until": SOON, "answers_by": SOON, "number": "many"}, "Please check"),
    ],
)
def test_dates_that_do_not_fit_are_said(
    browse: Browse, project: Project, document: Document, ada: Person, values: dict[str, str], told: str
) -> None:
    answer = browse(ada).post(address("share", project), values)

    assert answer.status_code == 422
    assert told in page(answer)
    assert Version.objects.count() == 0


def test_while_somebody_waits_for_an_answer_there_is_no_button(
    browse: Browse, project: Project, say: Say, bo: Person, ada: Person
) -> None:
    say(bo)
    client = browse(ada)

    shown = client.get(address("share", project))
    pressed = client.post(address("share", project), {"until": SOON, "answers_by": SOON, "number": "2"})

    assert "1 still needs an answer." in page(shown)
    assert address("desk", project) in shown.content.decode()
    assert "<button" not in shown.content.decode().partition("</main>")[0]
    assert pressed.status_code == 422
    assert Version.objects.count() == 1


def test_sharing_says_what_it_ends_and_what_has_not_changed(
    browse: Browse, project: Project, round: Round, say: Say, bo: Person, ada: Person
) -> None:
    client = browse(ada)
    unchanged = page(client.get(address("share", project)))
    give(say(bo), by=ada, new_words=NewWords(say(bo).block_id, 1, "Newer.", ""))
    Comment.objects.filter(contribution__answers=None).delete()
    changed = page(client.get(address("share", project)))

    ends = f"People can comment on draft 1 until {day(round.until)}. Sharing this one ends that now."
    assert ends in unchanged
    assert "No words have changed since draft 1." in unchanged
    assert "No words have changed" not in changed


def test_an_empty_draft_is_not_shared(browse: Browse, project: Project, ada: Person) -> None:
    client = browse(ada)

    shown, pressed = client.get(address("share", project)), client.post(address("share", project), {"number": "1"})

    assert "Nothing is written yet" in page(shown)
    assert "Nothing is written yet" in page(pressed)


@pytest.mark.parametrize("name", ["desk", "share"])
def test_who_only_takes_part_is_not_let_in(
    browse: Browse, project: Project, round: Round, bo: Person, name: str
) -> None:
    assert browse(bo).get(address(name, project)).status_code == 404
    assert browse(None).get(address(name, project)).status_code == 302


@pytest.mark.parametrize("show", ["", "?show=answered"])
def test_the_desk_asks_as_little_for_fifty_comments_as_for_one(
    browse: Browse,
    project: Project,
    say: Say,
    bo: Person,
    ada: Person,
    show: str,
    queries_of: Callable[[Client, str], int],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client, where = browse(ada), address("desk", project) + show
    give(say(bo), by=ada)
    for_one = queries_of(client, where)
    for number in range(50):
        person, _code = join_as_guest(project, name=f"Person {number}")
        said = say(person, f"Comment {number}", number % 3)
        if number % 2:
            give(said, by=ada)

    with django_assert_num_queries(for_one):
        client.get(where)


FIELDS = (
    "choice",
    "part",
    "now",
    "why",
    "based_on",
    "already",
    "how_not",
    "because",
    "passed_to",
    "promise",
    "by_date",
)
texts = st.text(max_size=60) | st.sampled_from(["did", "did-not", "not-yet", "passed on", "thinking", "1", SOON])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.fixed_dictionaries({}, optional=dict.fromkeys((*FIELDS, "words", "after", "client_id"), texts)))
def test_no_text_breaks_the_desk(
    browse: Browse, project: Project, say: Say, bo: Person, ada: Person, values: dict[str, str]
) -> None:
    client = browse(ada)

    answer = client.post(address("answer", project, say(bo).pk), values)
    sharing = client.post(
        address("share", project), {"until": values.get("words", ""), "number": values.get("now", "")}
    )
    desk = client.get(address("desk", project), {"show": values.get("why", "")})

    assert answer.status_code in (302, 422)
    assert (sharing.status_code, desk.status_code) == (422, 200)
