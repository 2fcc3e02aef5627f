"""Every kind of visitor, and one project with something of every kind in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from coproduce.cycle.capture.actions import add_note, close_board, make_boards
from coproduce.cycle.capture.models import Board, Note
from coproduce.cycle.convene.actions import come_in, plan_event
from coproduce.cycle.draft.actions import sorting_of, start_document
from coproduce.cycle.draft.models import Block, Pile
from coproduce.cycle.feedback.actions import answer, comment, share_draft
from coproduce.cycle.feedback.models import Answer, Comment, Round
from coproduce.ground.live.actions import accept_one
from coproduce.people.accounts.actions import new_sign_in_link, steward_with
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.actions import take_back
from coproduce.people.contribute.models import Contribution
from coproduce.people.projects.actions import (
    describe_background,
    give_way_back,
    invite,
    join_as_guest,
    set_duties,
    start_project,
)
from coproduce.people.projects.models import Duty, Membership, Part, Project

Browse = Callable[[Person | None], Client]

# In this order in every row of the table.
VISITORS = (
    "stranger",  # nobody we know
    "left",  # took part once
    "guest elsewhere",
    "runs another",
    "steward",  # looks after the site
    "guest",  # takes part, in no group
    "group",  # takes part, came through the group's door
    "answers",  # has an account and the duty
    "runs it",
)


@dataclass
class World:
    """One project with a thing of every kind, its people, and another project's people."""

    project: Project
    elsewhere: Project
    people: dict[str, Person | None]
    open_board: Board
    closed_board: Board
    note: Note  # by 'group', on the open board
    pile: Pile
    block: Block
    unpublished: Block
    round: Round
    comment: Comment  # by 'guest', not answered
    answered: Comment
    given: Answer
    membership: Membership  # of 'answers'
    way_back: str
    sign_in: str
    secrets: dict[str, str] = field(default_factory=dict)  # what must not be seen, by what it is


def _word() -> str:
    return f"canary{uuid4().hex}"


def make_world() -> World:
    """Made by the acts of its people."""
    runs = Person.objects.create_user("runs@example.org")
    project = start_project("The project", purpose="", who_decides="group", decider="", by=runs, slug="lamp-kite")
    elsewhere_runs = Person.objects.create_user("elsewhere@example.org")
    elsewhere = start_project(
        "Elsewhere", purpose="", who_decides="group", decider="", by=elsewhere_runs, slug="bee-tree"
    )
    guest = join_as_guest(project, name="Guest")[0]
    group = join_as_guest(project, name="Group")[0]
    left = join_as_guest(project, name="Left")[0]
    membership, _link = invite(project, name="Answers", part=Part.TAKES_PART, email="answers@example.org", by=runs)
    set_duties(membership, {Duty.ANSWERS_COMMENTS}, by=runs)
    secrets = {name: _word() for name in ("background", "note on an open board", "taken back", "hidden", "unpublished")}
    describe_background(Membership.objects.get(person=guest), [secrets["background"]], by=guest)

    now = timezone.now()
    event = plan_event(project, "Event", starts_at=now, ends_at=now + timedelta(hours=2), by=runs)
    closed, open_board = make_boards(event, ["What was good?", "What was not?"], by=runs)
    for board in (closed, open_board):
        come_in(board.group, by=group)
    first = add_note(closed, "A note that all may read after the day", by=group, client_id=uuid4())
    own = add_note(open_board, secrets["note on an open board"], by=group, client_id=uuid4())
    gone = add_note(closed, secrets["taken back"], by=group, client_id=uuid4())
    accept_one(closed.log, "take back", {"note": gone.row("capture.Note")}, by=group, client_id=uuid4())
    close_board(closed, by=runs)

    sorting = sorting_of(project)
    lying = [first.row("capture.Note")]
    put = accept_one(
        sorting.log, "put in pile", {"notes": lying, "pile": None, "new_pile": "Good"}, by=runs, client_id=uuid4()
    )
    document = start_document(project, "The draft", by=runs)
    blocks = []
    for words in ("Listen first. Then speak.", "Pay on time. Always."):
        wording = {"words": words, "why": "", "nobody_asked": "", "sources": [first.row("contribute.Contribution")]}
        blocks.append(accept_one(document.log, "add principle", wording, by=runs, client_id=uuid4()).row("draft.Block"))
    today = timezone.localdate(timezone=project.zoneinfo)
    round = share_draft(document, until=today + timedelta(days=7), answers_by=today + timedelta(days=14), by=runs)
    waiting = comment(round, "Say this more plainly", block=blocks[0], by=guest, client_id=uuid4())
    done = comment(round, "I like this one", block=blocks[1], by=group, client_id=uuid4())
    given = answer([done.contribution], "thanked", "", by=runs, client_id=uuid4())
    withdrawn = comment(round, secrets["taken back"], block=None, by=guest, client_id=uuid4())
    take_back(withdrawn.contribution, by=guest)
    hidden = comment(round, secrets["hidden"], block=blocks[1], by=guest, client_id=uuid4())
    Contribution.objects.filter(pk=hidden.contribution_id).update(hidden_because="somebody's full name was in it")
    wording = {"words": secrets["unpublished"], "why": "We thought of it", "nobody_asked": "yes", "sources": []}
    unpublished = accept_one(document.log, "add principle", wording, by=runs, client_id=uuid4()).row("draft.Block")
    comment(round, "Words of somebody who left", block=None, by=left, client_id=uuid4())
    Membership.objects.filter(person=left).update(left_on=today)

    return World(
        project=project,
        elsewhere=elsewhere,
        people={
            "stranger": None,
            "left": left,
            "guest elsewhere": join_as_guest(elsewhere, name="Other")[0],
            "runs another": elsewhere_runs,
            "steward": steward_with("steward@example.org"),
            "guest": guest,
            "group": group,
            "answers": membership.person,
            "runs it": runs,
        },
        open_board=open_board,
        closed_board=closed,
        note=Note.objects.get(pk=own.row("capture.Note")),
        pile=Pile.objects.get(pk=put.row("draft.Pile")),
        block=Block.objects.get(pk=blocks[0]),
        unpublished=Block.objects.get(pk=unpublished),
        round=round,
        comment=waiting,
        answered=done,
        given=given,
        membership=membership,
        way_back=give_way_back(Membership.objects.get(person=guest), by=guest)[1],
        sign_in=new_sign_in_link(runs, lasts=timedelta(hours=1)),
        secrets=secrets,
    )
