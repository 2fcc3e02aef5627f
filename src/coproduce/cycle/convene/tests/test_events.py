from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone

from coproduce.cycle.convene.actions import come_in, join_as_new_guest, make_groups, plan_event
from coproduce.cycle.convene.models import Event, Group, GroupMember
from coproduce.cycle.convene.queries import event_in, group_by_link, group_by_short_address, group_in, groups_of_person
from coproduce.ground.keys.codes import read_code, read_short_address
from coproduce.people.accounts.models import Person
from coproduce.people.projects.actions import membership_by_code
from coproduce.people.projects.models import Membership, Project


def test_groups_are_named_with_the_word_of_their_own_short_address(event: Event, ada: Person) -> None:
    groups = make_groups(event, [f"Question {number}" for number in range(30)], by=ada)

    assert [group.question for group in groups] == [f"Question {number}" for number in range(30)]
    assert [group.place for group in groups] == list(range(1, 31))
    assert len({group.name for group in groups}) == 30
    assert len({group.link for group in groups}) == 30
    for group in groups:
        assert read_short_address(group.short_address) == group.short_address
        assert group.name.lower() == group.short_address[:-2]


def test_groups_made_later_stand_after_those_that_are_there(event: Event, ada: Person) -> None:
    make_groups(event, ["One", "Two"], by=ada)
    make_groups(event, ["Three"], by=ada)

    assert list(event.groups.values_list("question", "place")) == [("One", 1), ("Two", 2), ("Three", 3)]


def test_pressing_twice_plans_one_event_and_makes_its_groups_once(project: Project, ada: Person) -> None:
    starts, once, again = timezone.now(), uuid4(), uuid4()

    events = [
        plan_event(project, name, starts_at=starts, ends_at=starts + timedelta(hours=2), by=ada, client_id=once)
        for name in ("First", "First, sent again")
    ]
    groups = [make_groups(events[0], ["Why?", "How?"], by=ada, client_id=again) for _press in range(2)]

    assert events[0] == events[1]
    assert list(Event.objects.values_list("name", flat=True)) == ["First"]
    assert groups[0] == groups[1]
    assert Group.objects.count() == 2


def test_two_projects_may_send_the_same_id(project: Project, stranger_project: Project, ada: Person) -> None:
    starts, once = timezone.now(), uuid4()
    cy = Person.objects.get(email="cy@example.org")
    times = {"starts_at": starts, "ends_at": starts + timedelta(hours=1)}

    here = plan_event(project, "Here", **times, by=ada, client_id=once)
    there = plan_event(stranger_project, "There", **times, by=cy, client_id=once)

    assert (here.name, here.project, there.name, there.project) == ("Here", project, "There", stranger_project)


def test_only_those_who_run_it_plan_events_and_make_groups(
    event: Event, sam: Person, stranger_project: Project
) -> None:
    cy = Person.objects.get(email="cy@example.org")
    before = Event.objects.count(), Group.objects.count()

    for somebody in (sam, cy):
        with pytest.raises(PermissionDenied):
            plan_event(event.project, "Mine", starts_at=event.starts_at, ends_at=event.ends_at, by=somebody)
        with pytest.raises(PermissionDenied):
            make_groups(event, ["Mine?"], by=somebody)

    assert (Event.objects.count(), Group.objects.count()) == before


@pytest.mark.parametrize("lasts", [timedelta(0), timedelta(minutes=-1)])
def test_the_database_refuses_an_event_that_ends_before_it_begins(
    project: Project, ada: Person, lasts: timedelta
) -> None:
    starts = timezone.now()

    with pytest.raises(IntegrityError):
        plan_event(project, "Backwards", starts_at=starts, ends_at=starts + lasts, by=ada)


def test_a_group_is_found_by_its_link_and_by_its_short_address(event: Event, ada: Person) -> None:
    group, other = make_groups(event, ["One", "Two"], by=ada)

    assert group_by_link(group.link) == group
    assert group_by_short_address(group.short_address) == group
    assert group_by_link(group.short_address) is None
    assert group_by_short_address(group.link) is None
    assert group_by_link(other.link) == other


def test_events_and_groups_of_another_project_are_not_found(
    event: Event, ada: Person, stranger_project: Project
) -> None:
    (group,) = make_groups(event, ["One"], by=ada)

    assert (event_in(event.project, event.pk), group_in(event.project, group.pk)) == (event, group)
    assert (event_in(stranger_project, event.pk), group_in(stranger_project, group.pk)) == (None, None)


def test_coming_in_twice_changes_nothing(event: Event, ada: Person, bo: Person) -> None:
    (group,) = make_groups(event, ["One"], by=ada)

    come_in(group, by=bo)
    come_in(group, by=bo)

    assert list(GroupMember.objects.values_list("group", "person")) == [(group.pk, bo.pk)]
    assert groups_of_person(event.project, bo.pk) == {group.pk}
    assert groups_of_person(event.project, None) == set()


def test_pressing_join_twice_makes_one_guest_whose_newest_code_works(event: Event, ada: Person) -> None:
    (group,) = make_groups(event, ["One"], by=ada)
    once = uuid4()

    guest, first_code = join_as_new_guest(group, name="Sam", client_id=once)
    again, second_code = join_as_new_guest(group, name="Sam", client_id=once)
    other, _code = join_as_new_guest(group, name="Sam", client_id=uuid4())

    assert again == guest
    assert other != guest
    assert Membership.objects.filter(project=event.project, name="Sam").count() == 2
    assert membership_by_code(event.project, read_code(first_code)) is None
    assert membership_by_code(event.project, read_code(second_code)).person == guest
