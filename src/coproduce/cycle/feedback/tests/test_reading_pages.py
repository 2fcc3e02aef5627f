"""The draft as everybody reads it, and what was said about it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from coproduce.cycle.draft.models import Document
from coproduce.cycle.feedback.actions import NewWords
from coproduce.cycle.feedback.models import Round
from coproduce.cycle.feedback.tests.conftest import Browse, Say, address, page, shared
from coproduce.cycle.feedback.tests.test_answering import give
from coproduce.cycle.feedback.views import reading
from coproduce.ground.ui.templatetags.when import day, short_day
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.actions import take_back
from coproduce.people.projects.actions import join_as_guest
from coproduce.people.projects.models import Project


def filled_buttons(content: str) -> list[str]:
    return re.findall(r'<(?:a|button)[^>]*class="ds-button[^"]*"(?![^>]*data-variant)[^>]*>\s*([^<]+)', content)


def test_a_first_visit_shows_the_words_and_who_decides(browse: Browse, project: Project, round: Round) -> None:
    shown = browse(None).get(address("read", project))

    said = page(shown)
    assert "What we mean" in said
    assert "We wrote these three principles from 1 note. Nothing is fixed yet." in said
    assert f"Step 4 of 7: your thoughts. You can comment until {day(round.until)}." in said
    assert "The group decides." in said
    assert said.index("The group decides.") < said.index("Say something about this")
    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", shown.content.decode()) == [
        "Tell people the pay first.",
        "Ask early.",
        "If it is only for show, say so.",
        "What do you think of it all?",
    ]
    assert "Say how much." in said
    assert filled_buttons(shown.content.decode()) == ["Say something about all of it"]


def test_before_the_first_version_there_is_nothing_to_read(
    browse: Browse, project: Project, document: Document, sam: Person, ada: Person
) -> None:
    visitor, guest, runs = (browse(person).get(address("read", project)) for person in (None, sam, ada))

    assert "There is no draft yet" in page(visitor)
    assert "Tell people the pay first" not in page(visitor) + page(guest)
    assert address("notes", project) in guest.content.decode()
    assert filled_buttons(runs.content.decode()) == ["Go to the draft so far"]
    assert browse(None).get(address("read_version", project, 1)).status_code == 404


def test_comments_are_folded_away_and_counted(
    browse: Browse, project: Project, round: Round, say: Say, blocks: list[int], bo: Person, sam: Person
) -> None:
    say(bo, "About the first")
    say(sam, "About the first too")
    say(bo, "About all of it", None)
    gone = say(bo, "Taken back", 1)
    take_back(gone.contribution, by=bo)

    shown = browse(None).get(address("read", project))

    assert "2 comments" in page(shown)
    assert "1 comment about all of it" in page(shown)
    assert address("comments", project, 1, blocks[0]) in shown.content.decode()
    assert address("comments", project, 1, blocks[1]) not in shown.content.decode()
    assert "About the first" not in page(shown)


def test_when_the_time_is_over_nobody_is_asked_to_comment(
    browse: Browse, project: Project, round: Round, say: Say, bo: Person, ada: Person
) -> None:
    said = say(bo)
    Round.objects.update(until=timezone.localdate() - timedelta(days=1))

    waiting = page(browse(None).get(address("read", project)))
    give(said, by=ada)
    answered = page(browse(None).get(address("read", project)))

    assert f"The time for comments is over. We will answer by {short_day(round.answers_by)}." in waiting
    assert "The time for comments is over. Every comment has an answer." in answered
    assert "Say something" not in waiting + answered


def test_older_versions_stay_behind_a_quiet_link_as_they_were(
    browse: Browse, project: Project, document: Document, say: Say, blocks: list[int], bo: Person, ada: Person
) -> None:
    give(say(bo), by=ada, new_words=NewWords(blocks[0], 1, "Tell the pay at once.", ""))
    shared(document, by=ada)

    newest, older = (
        browse(None).get(address(name, project, *number)) for name, number in (("read", ()), ("read_version", (1,)))
    )

    assert "Tell the pay at once." in page(newest)
    assert address("read_version", project, 1) in newest.content.decode()
    assert "This is draft 1. Draft 2 is newer." in page(older)
    assert "Tell people the pay first." in page(older)
    assert "Tell the pay at once." not in page(older)
    assert "Say something" not in page(older)
    assert "Nothing is fixed yet" not in page(older)


def test_comments_come_with_what_became_of_them(
    browse: Browse, project: Project, say: Say, blocks: list[int], bo: Person, sam: Person, ada: Person
) -> None:
    give(say(bo), by=ada, new_words=NewWords(blocks[0], 1, "Tell the pay at once.", ""))
    say(sam, "Nothing yet about this")

    shown = page(browse(None).get(address("comments", project, 1, blocks[0])))

    assert "Mixed order, so that early comments do not win." in shown
    assert "Bo And when is it paid? We did this. You are right. New words: ‘Tell the pay at once.’" in shown
    assert "Sam Nothing yet about this" in shown


def test_hidden_and_taken_back_words_are_not_shown(
    browse: Browse, project: Project, say: Say, blocks: list[int], bo: Person, sam: Person
) -> None:
    said, gone = say(bo, "Names somebody"), say(sam, "Gone")
    said.contribution.hidden_because = "It names somebody."
    said.contribution.save()
    take_back(gone.contribution, by=sam)

    shown = page(browse(None).get(address("comments", project, 1, blocks[0])))

    assert "These words are not shown." in shown
    assert "Names somebody" not in shown
    assert "Sam" not in shown


def test_only_ones_own_comment_can_be_changed_from_there(
    browse: Browse, project: Project, say: Say, blocks: list[int], bo: Person, sam: Person
) -> None:
    own = say(bo)
    say(sam, "Somebody else’s")

    for_bo, for_visitor = (
        browse(person).get(address("comments", project, 1, blocks[0])).content.decode() for person in (bo, None)
    )

    assert re.findall(r"/comments/(\d+)/change/", for_bo) == [str(own.pk)]
    assert "/change/" not in for_visitor


def test_the_order_is_mixed_and_stays_the_same_for_a_reader(
    browse: Browse, project: Project, say: Say, blocks: list[int]
) -> None:
    people = [join_as_guest(project, name=f"Person {number}")[0] for number in range(12)]
    ids = [say(person, f"Comment {person.pk}").pk for person in people]

    def order(person: Person | None) -> list[int]:
        shown = browse(person).get(address("comments", project, 1, blocks[0])).content.decode()
        return [int(pk) for pk in re.findall(r'id="comment-(\d+)"', shown)]

    orders = [order(person) for person in (*people[:4], None)]
    assert [sorted(each) for each in orders] == [ids] * 5
    assert len({tuple(each) for each in orders}) == 5
    assert order(people[0]) == orders[0]
    assert order(None) == orders[-1]


def test_many_comments_come_page_by_page(
    browse: Browse, project: Project, say: Say, blocks: list[int], bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "COMMENTS_A_PAGE", 2)
    ids = {say(bo, f"Comment {number}").pk for number in range(3)}
    client, where = browse(None), address("comments", project, 1, blocks[0])

    first, second, beyond = (client.get(where, {"from": start}).content.decode() for start in ("", "2", "٣"))

    seen = [int(pk) for shown in (first, second) for pk in re.findall(r'id="comment-(\d+)"', shown)]
    assert (len(seen), set(seen)) == (3, ids)
    assert "?from=2" in first
    assert "?from=" not in second
    assert beyond == first


def test_what_is_not_in_the_version_is_not_here(
    browse: Browse, project: Project, round: Round, blocks: list[int], stranger_project: Project
) -> None:
    client = browse(None)
    addresses = [
        address("read_version", project, 2),
        address("read_version", project, 10**30),
        address("comments", project, 1, 999_999),
        address("comments", project, 2, blocks[0]),
        address("comments", stranger_project, 1, blocks[0]),
        address("read_version", stranger_project, 1),
    ]

    assert [client.get(each).status_code for each in addresses] == [404] * len(addresses)


@pytest.mark.parametrize("name", ["read", "comments"])
def test_reading_asks_as_little_for_fifty_comments_as_for_one(
    browse: Browse,
    project: Project,
    say: Say,
    blocks: list[int],
    bo: Person,
    ada: Person,
    name: str,
    queries_of: Callable[[Client, str], int],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client, where = browse(bo), address(name, project, *([1, blocks[0]] if name == "comments" else []))
    give(say(bo), by=ada)
    for_one = queries_of(client, where)
    for number in range(49):
        person, _code = join_as_guest(project, name=f"Person {number}")
        said = say(person, f"Comment {number}")
        if number % 2:
            give(said, by=ada)

    with django_assert_num_queries(for_one):
        client.get(where)


def test_words_that_look_like_code_are_words(
    browse: Browse, project: Project, document: Document, say: Say, blocks: list[int], bo: Person, ada: Person
) -> None:
    hostile = '"><script>alert(1)</script>{{ 7|add:7 }}{% now "Y" %} ‘'
    give(say(bo, hostile), words=hostile, by=ada, new_words=NewWords(blocks[0], 1, f"{hostile}. {hostile}", hostile))
    shared(document, by=ada)

    for where in (address("read", project), address("comments", project, 1, blocks[0])):
        shown = browse(None).get(where).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}{% now" in shown
        assert "<script>alert" not in shown
