"""The world of the permission tests with hostile words wherever somebody may write, and another project that has one
of everything, so that its ids can be sent here."""

from datetime import timedelta
from itertools import cycle
from uuid import uuid4

from django.utils import timezone

from coproduce.cycle.capture.actions import add_note, close_board, make_boards, open_board_again
from coproduce.cycle.convene.actions import come_in, plan_event
from coproduce.cycle.draft.actions import call_draft, put_in_pile, start_document
from coproduce.cycle.draft.models import Document
from coproduce.cycle.feedback.actions import NewWords, answer, comment, share_draft
from coproduce.cycle.feedback.queries import unanswered_in
from coproduce.ground.live.actions import accept_one
from coproduce.people.accounts.actions import new_sign_in_link
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.models import Contribution
from coproduce.people.projects.actions import (
    Helper,
    change_name,
    change_project,
    describe_background,
    join_as_guest,
)
from coproduce.people.projects.models import Membership
from tests.permissions.visitors import World, make_world
from tests.trust.payloads import texts_of

WEEK = timedelta(days=7)
HOSTILE_EMAIL = '"><x-evil>"@example.org'  # of a valid shape: what stands in quotes may be nearly anything


def hostile_world() -> World:
    """Hostile words in everything that can be written, by the acts of its people."""
    world = make_world()
    guests = _name_everybody(world)
    _write_notes(world, guests)
    _sort_and_write(world)
    _comment_and_answer(world, guests)
    _say_what_it_is(world)
    return world


def _sure(person: Person | None) -> Person:
    assert person is not None
    return person


def _name_everybody(world: World) -> list[Person]:
    guests = [join_as_guest(world.project, name=name)[0] for name in texts_of(60)]
    names = cycle(texts_of(60))
    for who in ("guest", "group", "answers", "runs it"):
        person = _sure(world.people[who])
        change_name(Membership.objects.get(person=person, project=world.project), next(names), by=person)
    guest = _sure(world.people["guest"])
    membership = Membership.objects.get(person=guest, project=world.project)
    describe_background(membership, list(texts_of(80))[:12], by=guest)
    world.sign_in = new_sign_in_link(
        Person.objects.create_user(), lasts=timedelta(hours=1), name=next(iter(texts_of(60)))
    )
    return guests


def _write_notes(world: World, guests: list[Person]) -> None:
    runs, group = _sure(world.people["runs it"]), _sure(world.people["group"])
    open_board_again(world.closed_board, by=runs)
    words = cycle(texts_of(400))
    for guest in guests:
        come_in(world.closed_board.group, by=guest)
        add_note(world.closed_board, next(words), by=guest, client_id=uuid4())
    add_note(world.closed_board, next(words), by=group, client_id=uuid4())
    close_board(world.closed_board, by=runs)
    add_note(world.open_board, next(words), by=group, client_id=uuid4())
    now = timezone.now()
    for name in texts_of(80):
        event = plan_event(world.project, name, starts_at=now, ends_at=now + WEEK, place=name, by=runs)
    make_boards(event, list(texts_of(200)), by=runs)


def _sort_and_write(world: World) -> None:
    runs = _sure(world.people["runs it"])
    notes = list(world.closed_board.notes.order_by("pk").values_list("pk", flat=True))
    for name, note in zip(texts_of(80), notes[3:-1], strict=False):
        put_in_pile(world.project, {"notes": [note], "pile": None, "new_pile": name}, by=runs, client_id=uuid4())
    document = Document.objects.get(project=world.project)
    call_draft(document, next(iter(texts_of(120))), by=runs)
    source = list(Contribution.objects.filter(note__in=notes[3:5]).values_list("pk", flat=True))
    for words in texts_of(700):
        wording = {"words": words, "why": words[:1_000], "nobody_asked": "", "sources": source}
        accept_one(document.log, "add principle", wording, by=runs, client_id=uuid4())


def _comment_and_answer(world: World, guests: list[Person]) -> None:
    """Everything of the first round is answered, the second is open and has one of each kind."""
    runs = _sure(world.people["runs it"])
    words = cycle(texts_of(700))
    document = Document.objects.get(project=world.project)
    for guest in guests:
        comment(world.round, next(words), block=world.block.pk, by=guest, client_id=uuid4())
    waiting = list(unanswered_in(world.round).select_related("contribution"))
    answer(
        [waiting[0].contribution],
        "done",
        next(words),
        by=runs,
        client_id=uuid4(),
        new_words=NewWords(world.block.pk, 1, next(words), next(words)),
    )
    answer(
        [waiting[1].contribution],
        "passed on",
        next(words),
        by=runs,
        client_id=uuid4(),
        passed_to=next(iter(texts_of(80))),
    )
    answer([each.contribution for each in waiting[2:]], "not done", next(words), by=runs, client_id=uuid4())
    today = timezone.localdate(timezone=world.project.zoneinfo)
    world.round = share_draft(document, until=today + WEEK, answers_by=today + 2 * WEEK, by=runs)
    guest = _sure(world.people["guest"])
    world.comment = comment(world.round, next(words), block=world.block.pk, by=guest, client_id=uuid4())
    world.answered = comment(world.round, next(words), block=None, by=guests[0], client_id=uuid4())
    world.given = answer([world.answered.contribution], "thanked", next(words), by=runs, client_id=uuid4())


def _say_what_it_is(world: World) -> None:
    runs = _sure(world.people["runs it"])
    names = texts_of(60)
    change_project(
        world.project,
        name=next(names),
        purpose=next(iter(texts_of(240))),
        who_decides="advise",
        decider=next(names),
        helper=Helper(next(names), "<x-evil>'\"&onclick=evil()", HOSTILE_EMAIL),
        partners=list(texts_of(120)),
        by=runs,
    )


def furnish_elsewhere(world: World) -> None:
    """The other project gets a board with a note, a pile, a draft that is being read, a comment and its answer."""
    project, by = world.elsewhere, _sure(world.people["runs another"])
    now = timezone.now()
    event = plan_event(project, "Theirs", starts_at=now, ends_at=now + WEEK, by=by)
    (board,) = make_boards(event, ["Theirs?"], by=by)
    writer = join_as_guest(project, name="Theirs")[0]
    come_in(board.group, by=writer)
    note = add_note(board, "A note of theirs", by=writer, client_id=uuid4())
    close_board(board, by=by)
    lying = {"notes": [note.row("capture.Note")], "pile": None, "new_pile": "Their pile"}
    put_in_pile(project, lying, by=by, client_id=uuid4())
    document = start_document(project, "Their draft", by=by)
    wording = {
        "words": "Their principle",
        "why": "",
        "nobody_asked": "",
        "sources": [note.row("contribute.Contribution")],
    }
    block = accept_one(document.log, "add principle", wording, by=by, client_id=uuid4()).row("draft.Block")
    today = timezone.localdate(timezone=project.zoneinfo)
    round = share_draft(document, until=today + WEEK, answers_by=today + WEEK, by=by)
    said = comment(round, "A comment of theirs", block=block, by=writer, client_id=uuid4())
    answer([said.contribution], "thanked", "", by=by, client_id=uuid4())
    comment(round, "Another comment of theirs", block=block, by=writer, client_id=uuid4())
