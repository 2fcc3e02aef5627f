import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from coproduce.cycle.capture.actions import close_board, make_boards
from coproduce.cycle.capture.models import Board
from coproduce.cycle.capture.tests.test_board_pages import id_on, text_of
from coproduce.cycle.capture.views.door import WAY_IN
from coproduce.cycle.convene.models import Event, GroupMember
from coproduce.ground.keys.codes import read_code
from coproduce.people.accounts.models import FailedTry, Person
from coproduce.people.projects.actions import join_as_guest, membership_by_code
from coproduce.people.projects.guests import guest_here
from coproduce.people.projects.models import Membership, Project

Browse = Callable[[Person | None], Client]


@pytest.fixture
def door(board: Board) -> str:
    return reverse("door", args=[board.group.event.project.slug, board.pk])


@pytest.fixture
def link(board: Board) -> str:
    return reverse("group_link", args=[board.group.link])


@pytest.mark.parametrize("spelt", ["{word}42", "{Word}-42", "{WORD}%2042", "{word}.42/", "{word}%20four%20two"])
def test_the_short_address_opens_in_any_spelling(browse: Browse, board: Board, door: str, spelt: str) -> None:
    group = board.group
    group.short_address = "river42"
    group.save()
    client = browse(None)

    answer = client.get("/" + spelt.format(word="river", Word="River", WORD="RIVER"))

    assert (answer.status_code, answer["Location"]) == (302, door)
    assert client.get(door).status_code == 200


@pytest.mark.parametrize("other", ["start", "health", "robots.txt", "favicon.ico", "river", "river4", "river423", "42"])
def test_what_is_no_short_address_is_left_to_the_other_pages(other: str) -> None:
    try:
        assert resolve(f"/{other}").view_name != "short_address"
    except Resolver404:
        return


def test_the_link_leads_to_a_door_whose_address_tells_nothing(
    browse: Browse, board: Board, link: str, door: str
) -> None:
    client = browse(None)

    answer = client.get(link)
    page = client.get(answer["Location"])

    assert answer["Location"] == door
    assert board.group.link not in answer["Location"]
    assert board.group.link not in page.content.decode()
    cookie = answer.cookies[WAY_IN]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_the_door_says_what_a_guest_must_know_before_they_come_in(
    browse: Browse, board: Board, event: Event, link: str, door: str
) -> None:
    event.starts_at = event.starts_at.replace(year=2027, month=3, day=2, hour=14)
    event.ends_at = event.starts_at + timedelta(hours=2)
    event.save()
    client = browse(None)
    client.get(link)

    text = text_of(client.get(door))

    for sentence in (
        "What gets in the way of working together?",
        f"Group {board.group.name}. Tuesday 2 March 2027, 2pm to 4pm, UK time.",
        "The group decides.",
        "Your group sees your notes now. After the day, everyone invited sees them, without names.",
        "What should we call you?",
        "You can leave this empty.",
        "Join the group",
        "Been here before? Use your code",
        "What happens to my notes?",
    ):
        assert sentence in text


def test_looking_changes_nothing(browse: Browse, link: str, door: str, board: Board) -> None:
    """Programs that check links open them all."""
    before = Person.objects.count(), Membership.objects.count(), GroupMember.objects.count()
    client = browse(None)

    client.get(link)
    client.get(door)
    client.head(link)

    assert (Person.objects.count(), Membership.objects.count(), GroupMember.objects.count()) == before
    assert settings.SESSION_COOKIE_NAME not in client.cookies


@pytest.mark.parametrize(("typed", "shown"), [("  Sam \t Ash ", "Sam Ash"), ("", ""), ("x" * 60, "x" * 60)])
def test_a_guest_comes_in_with_a_name_or_none(
    browse: Browse, board: Board, project: Project, link: str, door: str, typed: str, shown: str
) -> None:
    client = browse(None)
    client.get(link)

    answer = client.post(door, {"name": typed})
    page = client.get(answer["Location"])

    assert answer["Location"] == reverse("board", args=[project.slug, board.pk])
    assert page.status_code == 200
    guest = guest_here(client.session, project.pk)
    assert guest is not None
    membership = Membership.objects.get(person=guest.person)
    assert (membership.name, membership.part, membership.project) == (shown, "takes part", project)
    assert list(GroupMember.objects.values_list("group", "person")) == [(board.group_id, guest.person)]
    assert membership_by_code(project, read_code(guest.code)) == membership
    assert not guest.code_seen


def test_a_name_that_is_too_long_is_kept_to_be_mended(browse: Browse, link: str, door: str) -> None:
    client = browse(None)
    client.get(link)

    page = client.post(door, {"name": "x" * 61})

    assert page.status_code == 422
    assert "x" * 61 in page.content.decode()
    assert "This is too long." in text_of(page)
    assert GroupMember.objects.count() == 0


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.characters(), max_size=80), client_id=st.text(max_size=40))
def test_whatever_is_typed_at_the_door_there_is_an_answer(
    browse: Browse, link: str, door: str, name: str, client_id: str
) -> None:
    client = browse(None)
    client.get(link)
    sent = {"name": name.encode(errors="replace").decode(), "client_id": client_id.encode(errors="replace").decode()}

    assert client.post(door, sent).status_code in (302, 422)


def test_pressing_join_twice_makes_one_guest(browse: Browse, board: Board, link: str, door: str) -> None:
    """The second press goes out before the answer to the first is back, so it carries the same cookies."""
    first, second = browse(None), browse(None)
    first.get(link)
    second.cookies[WAY_IN] = first.cookies[WAY_IN].value
    form = {"name": "Sam", "client_id": id_on(first.get(door))}

    first.post(door, form)
    answer = second.post(door, form)

    assert answer.status_code == 302
    assert GroupMember.objects.count() == 1
    assert Membership.objects.filter(name="Sam").count() == 1
    assert second.get(answer["Location"]).status_code == 200


def test_the_session_gets_a_new_id_when_a_guest_comes_in(browse: Browse, link: str, door: str) -> None:
    client = browse(None)
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = session.session_key
    client.get(link)

    client.post(door, {"name": "Sam"})

    assert client.session.session_key != planted


def test_the_way_in_is_used_up(browse: Browse, board: Board, link: str, door: str) -> None:
    client = browse(None)
    client.get(link)
    client.post(door, {"name": "Sam"})

    assert client.cookies[WAY_IN].value == ""


def test_whoever_is_in_the_group_goes_straight_to_the_board(
    browse: Browse, board: Board, sam: Person, link: str, door: str
) -> None:
    client = browse(sam)

    assert client.get(link)["Location"] == door
    assert client.get(door)["Location"] == reverse("board", args=[board.group.event.project.slug, board.pk])
    assert client.post(door, {"name": "Other"}).status_code == 302
    assert GroupMember.objects.count() == 1


def test_somebody_of_the_project_joins_as_who_they_are(
    browse: Browse, board: Board, bo: Person, ada: Person, link: str, door: str
) -> None:
    people = Person.objects.count()
    for person in (bo, ada):
        client = browse(person)
        client.get(link)
        assert "What should we call you?" not in text_of(client.get(door))
        client.post(door, {"name": "Somebody else"})

    assert set(GroupMember.objects.values_list("person", flat=True)) == {bo.pk, ada.pk}
    assert Person.objects.count() == people
    assert not Membership.objects.filter(name="Somebody else").exists()


def test_a_guest_of_another_project_is_a_new_guest_here(
    browse: Browse, board: Board, stranger_project: Project, link: str, door: str
) -> None:
    di = stranger_project.memberships.get(name="Di").person
    client = browse(di)
    client.get(link)

    client.post(door, {"name": "Di"})

    member = GroupMember.objects.get()
    assert member.person_id != di.pk
    assert guest_here(client.session, stranger_project.pk).person == di.pk
    assert guest_here(client.session, board.group.event.project_id).person == member.person_id


def test_whoever_was_here_before_uses_their_code_and_stands_at_the_door_again(
    browse: Browse, board: Board, project: Project, link: str, door: str
) -> None:
    person, code = join_as_guest(project, name="Sam")
    client = browse(None)
    client.get(link)
    page = client.get(door).content.decode()
    use_your_code = f"{reverse('your_code', args=[project.slug])}?next={door}"
    assert f'href="{use_your_code}"' in page

    answer = client.post(use_your_code, {"code": code})
    back = client.get(answer["Location"])
    client.post(door)

    assert answer["Location"] == door
    assert "Your name shows as: Sam." in text_of(back)
    assert list(GroupMember.objects.values_list("person", flat=True)) == [person.pk]


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/p/other/", "/sign-out/", "\\\\evil.example", "door"]
)
def test_a_code_never_leads_out_of_its_project(browse: Browse, project: Project, elsewhere: str) -> None:
    _person, code = join_as_guest(project, name="Sam")

    answer = browse(None).post(reverse("your_code", args=[project.slug]) + f"?next={elsewhere}", {"code": code})

    assert answer["Location"] == reverse("my_part", args=[project.slug]) + "#done"


def test_without_a_way_in_the_door_is_not_there(
    browse: Browse, event: Event, board: Board, bo: Person, ada: Person, link: str, door: str
) -> None:
    (other,) = make_boards(event, ["And what helps?"], by=ada)
    client = browse(None)
    client.get(link)
    door_of_other = reverse("door", args=[event.project.slug, other.pk])

    for visitor in (browse(None), browse(bo), browse(ada)):
        assert visitor.get(door).status_code == 404
        assert visitor.post(door, {"name": "Sam"}).status_code == 404
    assert client.get(door_of_other).status_code == 404
    assert client.post(door_of_other, {"name": "Sam"}).status_code == 404
    assert client.get(reverse("door", args=[event.project.slug, 10**6])).status_code == 404
    assert GroupMember.objects.count() == 0


@pytest.mark.parametrize(
    "forged",
    ["", "1", "MQ.9999999999.abc", "\udc00", "MQ.9999999999." + "a" * 5_000, "1:1", "....", "MQ.x.y"],
)
def test_a_forged_way_in_opens_nothing(browse: Browse, door: str, forged: str) -> None:
    client = browse(None)
    client.cookies[WAY_IN] = forged.encode(errors="replace").decode()

    assert client.get(door).status_code == 404


def test_a_way_in_is_over_after_half_a_day(browse: Browse, link: str, door: str, monkeypatch: Any) -> None:
    client = browse(None)
    client.get(link)
    later = timezone.now() + timedelta(hours=12, seconds=1)
    monkeypatch.setattr("coproduce.cycle.capture.views.door.timezone.now", lambda: later)

    assert client.get(door).status_code == 404


def test_the_door_of_a_closed_board_says_so_and_lets_nobody_in(
    browse: Browse, board: Board, bo: Person, ada: Person, link: str, door: str
) -> None:
    close_board(board, by=ada)
    stranger, member = browse(None), browse(bo)

    for client in (stranger, member):
        client.get(link)
        assert "This board is closed" in text_of(client.get(door))
        assert "Join the group" not in text_of(client.post(door, {"name": "Sam"}))
    assert "Read the notes" in text_of(member.get(door))
    assert "Read the notes" not in text_of(stranger.get(door))
    assert GroupMember.objects.count() == 0


def test_a_link_that_nobody_gave_is_not_there(browse: Browse, board: Board) -> None:
    for token in ("x", "a" * 22, board.group.link[:-1], board.group.link.swapcase()):
        assert browse(None).get(reverse("group_link", args=[token])).status_code == 404


def test_fifty_guests_come_in_from_one_building_and_nobody_waits(
    browse: Browse, board: Board, link: str, door: str
) -> None:
    for number in range(50):
        client = browse(None)
        way = f"/{board.group.short_address}" if number % 2 else link
        assert client.get(way)["Location"] == door
        answer = client.post(door, {"name": f"Guest {number}"})
        assert client.get(answer["Location"]).status_code == 200

    assert GroupMember.objects.count() == 50
    assert FailedTry.objects.count() == 0


def test_trying_addresses_is_slowed_and_links_are_not(browse: Browse, board: Board, link: str, door: str) -> None:
    words = [f"/river{number}" for number in range(10, 40) if f"river{number}" != board.group.short_address]
    client = browse(None)

    answers = [client.get(each).status_code for each in words[:12]]
    right = client.get(f"/{board.group.short_address}")

    assert answers == [404] * 10 + [429] * 2
    assert (right.status_code, right["Retry-After"]) == (429, "1")
    assert re.search(r"Please wait \d+ seconds?, then try again\. Nothing is locked\.", text_of(right))
    assert FailedTry.objects.count() == 10
    assert client.get(link)["Location"] == door


def test_an_address_that_nobody_has_is_counted_without_the_network_address(browse: Browse, db: None) -> None:
    browse(None).get("/river42", REMOTE_ADDR="203.0.113.7")

    assert "203.0.113.7" not in str(FailedTry.objects.values_list())
    assert FailedTry.objects.count() == 1


def test_the_door_costs_the_same_number_of_queries_for_everybody(
    browse: Browse, board: Board, bo: Person, link: str, door: str, django_assert_max_num_queries: Any
) -> None:
    for person in (None, bo):
        client = browse(person)
        client.get(link)
        with django_assert_max_num_queries(6):
            client.get(door)


def test_what_a_guest_typed_is_never_in_an_address(browse: Browse, link: str, door: str) -> None:
    client = browse(None)
    client.get(link)
    answer = client.post(door, {"name": "Somebody private", "client_id": str(uuid4())})

    assert "private" not in answer["Location"]
