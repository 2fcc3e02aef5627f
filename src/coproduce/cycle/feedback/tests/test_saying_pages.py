"""Saying something, changing it, and being somebody from then on."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduce.cycle.feedback.models import Comment, Round
from coproduce.cycle.feedback.tests.conftest import Browse, Say, address, hidden, page
from coproduce.cycle.feedback.tests.test_answering import give
from coproduce.ground.ui.templatetags.when import short_day
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.actions import take_back
from coproduce.people.projects.models import Membership, Project


def send(client: Client, project: Project, *about: int, **values: Any) -> HttpResponse:
    return client.post(address("say", project, 1, *about), {"words": "Say when.", **values}, follow=True)


def test_a_comment_page_says_who_can_read_it(
    browse: Browse, project: Project, round: Round, blocks: list[int], bo: Person
) -> None:
    for_bo, for_visitor = (page(browse(person).get(address("say", project, 1, blocks[0]))) for person in (bo, None))

    assert "Your comment on ‘Tell people the pay first’" in for_bo
    assert "Anyone with the link can read this. Your name shows as: Bo." in for_bo
    assert "What should we call you?" not in for_bo
    assert "What should we call you? You can leave this empty." in for_visitor
    assert "Send my comment" in for_visitor


def test_after_sending_one_is_back_at_the_principle(
    browse: Browse, project: Project, round: Round, blocks: list[int], bo: Person
) -> None:
    answer = send(browse(bo), project, blocks[1])

    shown = answer.content.decode()
    assert answer.redirect_chain[0][0] == f"{address('read_version', project, 1)}?at={blocks[1]}#done"
    assert f"Sent. We will answer by {short_day(round.answers_by)}. Change or take back" in page(answer)
    assert (
        shown.index(f'id="principle-{blocks[1]}"')
        < shown.index('id="done"')
        < shown.index(f'id="principle-{blocks[2]}"')
    )
    assert "<title>Sent." in shown.replace("\n", "")
    assert "Your code" not in page(answer)
    said = Comment.objects.get()
    assert (said.contribution.words, said.contribution.author, said.block_id) == ("Say when.", bo, blocks[1])


def test_a_comment_on_all_of_it_comes_back_to_its_end(
    browse: Browse, project: Project, round: Round, bo: Person
) -> None:
    shown = send(browse(bo), project).content.decode()

    assert shown.index("What do you think of it all?") < shown.index('id="done"')
    assert Comment.objects.get().block_id is None


def test_a_visitor_becomes_a_guest_and_gets_a_code(
    browse: Browse, project: Project, round: Round, blocks: list[int]
) -> None:
    client = browse(None)
    before = Person.objects.count()
    client.get(address("say", project, 1, blocks[0]))
    reading_made_nobody = Person.objects.count() == before

    first = send(client, project, blocks[0], name=" Noor ")
    again = send(client, project, blocks[0], words="And how.")
    without_card = client.get(address("read", project))

    assert reading_made_nobody
    assert "Your code" in page(first)
    assert re.search(r'id="your-code"[^>]*>\w+ \w+ \w+ \w+ \d{4}<', first.content.decode())
    assert "Your code" not in page(again) + page(without_card)
    assert Membership.objects.get(name="Noor").person == Comment.objects.first().contribution.author
    assert {said.contribution.author_id for said in Comment.objects.all()} == {
        Membership.objects.get(name="Noor").person_id
    }
    assert "Your name shows as: Noor." in page(client.get(address("say", project, 1, blocks[0])))


def test_the_card_is_for_the_guest_of_this_browser_alone(
    browse: Browse, project: Project, round: Round, sam: Person
) -> None:
    for person in (None, sam):
        assert "Your code" not in page(browse(person).get(address("read", project) + "?code=new&at=all"))


def test_a_wrong_form_keeps_what_was_typed_and_nobody_joins(
    browse: Browse, project: Project, round: Round, blocks: list[int]
) -> None:
    before = Person.objects.count()

    empty = send(browse(None), project, blocks[0], words=" \n", name="Noor")
    long = send(browse(None), project, blocks[0], words="w" * 5001, name="Noor")

    assert (empty.status_code, long.status_code) == (422, 422)
    assert "Write something first." in page(empty)
    assert 'value="Noor"' in empty.content.decode()
    assert "This is too long." in page(long)
    assert "w" * 5001 in long.content.decode()
    assert (Person.objects.count(), Comment.objects.count()) == (before, 0)


def test_after_the_time_the_page_says_so_and_words_on_their_way_stay(
    browse: Browse, project: Project, round: Round, blocks: list[int], bo: Person
) -> None:
    client = browse(bo)
    Round.objects.update(until=timezone.localdate() - timedelta(days=1))

    looking = client.get(address("say", project, 1, blocks[0]))
    too_late = send(client, project, blocks[0])

    assert "The time for comments is over." in page(looking)
    assert "<textarea" not in looking.content.decode()
    assert too_late.status_code == 422
    assert "This is closed now." in page(too_late)
    assert "Say when.</textarea>" in too_late.content.decode()
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("visitor", [False, True])
def test_the_same_form_sent_twice_says_it_once(
    browse: Browse, project: Project, round: Round, blocks: list[int], bo: Person, visitor: bool
) -> None:
    """A visitor's second sending may come without the first answer's cookies."""
    client = browse(None if visitor else bo)
    once = hidden(client.get(address("say", project, 1, blocks[0])), "client_id")

    send(client, project, blocks[0], client_id=once)
    second = send(browse(None) if visitor else client, project, blocks[0], client_id=once)

    assert "Sent." in page(second)
    assert Comment.objects.count() == 1


def test_what_is_not_in_the_version_cannot_be_commented_on(
    browse: Browse, project: Project, round: Round, blocks: list[int], stranger_project: Project
) -> None:
    client = browse(None)
    addresses = [
        address("say", project, 1, 999_999),
        address("say", project, 2),
        address("say", stranger_project, 1, blocks[0]),
        address("say", stranger_project, 1),
    ]

    assert [client.post(each, {"words": "Mine."}).status_code for each in addresses] == [404] * 4
    assert Comment.objects.count() == 0


def test_ones_own_words_can_be_changed_while_nobody_has_answered(
    browse: Browse, project: Project, say: Say, bo: Person, ada: Person
) -> None:
    client, said = browse(bo), say(bo)
    where = address("change_comment", project, said.pk)

    shown = client.get(where)
    changed = client.post(where, {"words": "And when, please?"}, follow=True)
    empty = client.post(where, {"words": ""})
    give(said, by=ada)
    answered = client.post(where, {"words": "Too late."})

    assert "And when is it paid?</textarea>" in shown.content.decode()
    assert address("take_back", project, said.contribution_id) in shown.content.decode()
    assert "Your words are changed." in page(changed)
    assert empty.status_code == 422
    assert "so they stay as they are" in page(answered)
    said.contribution.refresh_from_db()
    assert said.contribution.words == "And when, please?"


def test_after_the_time_words_stay_and_can_be_taken_back(
    browse: Browse, project: Project, say: Say, bo: Person
) -> None:
    said = say(bo)
    Round.objects.update(until=timezone.localdate() - timedelta(days=1))

    shown = browse(bo).get(address("change_comment", project, said.pk))

    assert "The time for comments is over. You can still take your words back." in page(shown)
    assert "<textarea" not in shown.content.decode()


def test_nobody_changes_somebody_elses_words_or_what_is_gone(
    browse: Browse, project: Project, say: Say, bo: Person, sam: Person, ada: Person, stranger_project: Project
) -> None:
    said, gone = say(bo), say(bo, "Gone")
    take_back(gone.contribution, by=bo)
    cy = stranger_project.memberships.get(part="helps run it").person
    tries = [
        browse(sam).post(address("change_comment", project, said.pk), {"words": "Mine."}),
        browse(ada).post(address("change_comment", project, said.pk), {"words": "Mine."}),
        browse(cy).post(address("change_comment", stranger_project, said.pk), {"words": "Mine."}),
        browse(bo).get(address("change_comment", project, gone.pk)),
        browse(bo).get(address("change_comment", project, 999_999)),
    ]

    assert [each.status_code for each in tries] == [404] * 5
    said.contribution.refresh_from_db()
    assert said.contribution.words == "And when is it paid?"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(max_size=6000),
    name=st.text(max_size=80),
    client_id=st.text(max_size=40) | st.uuids().map(str),
    at=st.text(max_size=20),
)
def test_no_text_breaks_commenting(
    browse: Browse, project: Project, round: Round, blocks: list[int], words: str, name: str, client_id: str, at: str
) -> None:
    client = browse(None)

    sent = client.post(address("say", project, 1, blocks[0]), {"words": words, "name": name, "client_id": client_id})
    reading = client.get(address("read", project), {"at": at, "code": at})
    comments = client.get(address("comments", project, 1, blocks[0]), {"from": at})

    assert sent.status_code in (302, 422)
    assert (reading.status_code, comments.status_code) == (200, 200)
