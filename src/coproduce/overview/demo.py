"""The example: one small project in the middle of its first time for comments, made by the acts of its people.

All words are ours and all names are plainly invented.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from coproduce.cycle.capture.actions import add_note, close_board, make_boards
from coproduce.cycle.capture.models import Board, Note
from coproduce.cycle.convene.actions import come_in, plan_event
from coproduce.cycle.draft.actions import sorting_of, start_document
from coproduce.cycle.draft.models import Document, NoteInPile, Pile, Version, VersionBlock, Wording
from coproduce.cycle.draft.queries import draft_so_far
from coproduce.cycle.feedback.actions import NewWords, answer, comment, share_draft
from coproduce.cycle.feedback.models import Outcome, Round
from coproduce.ground.live.actions import accept_one
from coproduce.overview.demo_words import COMMENTS, GROUPS, OPEN_NOTES, OPEN_QUESTION, PRINCIPLES, TITLE
from coproduce.people.accounts.actions import new_sign_in_link
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.models import Contribution
from coproduce.people.projects.actions import give_way_back, invite, join_as_guest, set_duties, start_project
from coproduce.people.projects.models import Duty, Membership, Part, Project

SLUG = "river-lamp-10"
MET, SORTED, WROTE, SHARED = 32, 25, 18, 11  # days ago
RUNS, ANSWERS, GUEST, JOIN, READ = (
    "Ada, who runs it",
    "Kit, who answers comments",
    "Sam, a guest",
    "Join a group",
    "Read the draft",
)
ROLES = (RUNS, ANSWERS, GUEST, JOIN, READ)


@dataclass(frozen=True, slots=True)
class Demo:
    project: Project
    ada: Person
    kit: Person
    sam: Membership
    open_board: Board


def make_demo(*, progress: Callable[[str], None]) -> Demo:
    """The example as it is; made first if it is not there. In seconds."""
    project = Project.objects.filter(slug=SLUG).first()
    if project is None:
        progress("Making the example project …")
        project = _make()
    return _found(project)


def sign_in_links(made: Demo) -> Iterator[tuple[str, str]]:
    """A way in for each role, fresh at every start; good for twelve hours."""
    for role, person in ((RUNS, made.ada), (ANSWERS, made.kit)):
        token = new_sign_in_link(person, lasts=timedelta(hours=12), once=False)
        yield role, reverse("sign_in_by_link", args=[token])
    _code, link = give_way_back(made.sam, by=made.sam.person)
    yield GUEST, reverse("way_back", args=[link])
    yield JOIN, f"/{made.open_board.group.short_address}"
    yield READ, reverse("read", args=[made.project.slug])


def _found(project: Project) -> Demo:
    boards = Board.objects.filter(group__event__project=project).select_related("group")
    return Demo(
        project=project,
        ada=Person.objects.get(email="ada@example.org"),
        kit=Person.objects.get(email="kit@example.org"),
        sam=project.memberships.select_related("person", "project").get(name="Sam"),
        open_board=boards.order_by("-pk")[0],
    )


def _make() -> Project:
    ada = Person.objects.filter(email="ada@example.org").first() or Person.objects.create_user("ada@example.org")
    project = start_project(
        "Working together in research",
        purpose="We write down what we mean by doing research together, and hold each other to it.",
        who_decides="together",
        decider="the research team",
        by=ada,
        slug=SLUG,
    )
    Membership.objects.filter(project=project, person=ada).update(name="Ada")
    project.helper_name, project.helper_phone, project.helper_email = "Jo", "01632 960 001", "jo@example.org"
    project.save()
    project.partners.create(name="Lamp Street Carers")
    project.partners.create(name="River Health Research Unit")
    kit, _link = invite(project, name="Kit", part=Part.TAKES_PART, email="kit@example.org", by=ada)
    set_duties(kit, {Duty.ANSWERS_COMMENTS}, by=ada)
    people = {name: join_as_guest(project, name=name)[0] for name in ("Sam", "Ash", "Bo", "Rose", "Lee", "")}
    notes = _boards(project, people, by=ada)
    document = _draft(project, notes, by=ada)
    _comments(share(document, by=ada), people, by=ada)
    _let_weeks_pass(project)
    return project


def _boards(project: Project, people: dict[str, Person], *, by: Person) -> dict[str, Note]:
    """Groups that have met, their boards closed; and one more that is open to join. Notes by their words."""
    starts = _at_two(project, days=-MET)
    event = plan_event(project, "Our first meeting", starts_at=starts, ends_at=starts + timedelta(hours=2), by=by)
    notes = {}
    boards = make_boards(event, [question for question, _notes in GROUPS], by=by)
    for board, (_question, written) in zip(boards, GROUPS, strict=True):
        for name, words in written:
            come_in(board.group, by=people[name])
            accepted = add_note(board, words, by=people[name], client_id=uuid4())
            notes[words] = Note.objects.get(pk=accepted.row("capture.Note"))
        close_board(board, by=by)
    today = _at_two(project, days=0)
    drop_in = plan_event(project, "Drop in", starts_at=today, ends_at=today + timedelta(hours=3), by=by)
    (open_board,) = make_boards(drop_in, [OPEN_QUESTION], by=by)
    for name, words in OPEN_NOTES:
        come_in(open_board.group, by=people[name])
        add_note(open_board, words, by=people[name], client_id=uuid4())
    return notes


def _at_two(project: Project, *, days: int) -> datetime:
    """2pm by the project's own clock, that many days from today."""
    today = timezone.localdate(timezone=project.zoneinfo)
    return datetime.combine(today + timedelta(days=days), time(14), tzinfo=project.zoneinfo)


def _let_weeks_pass(project: Project) -> None:
    """Everything was said and done just now. Move it to days on which it could have happened, so that a journey
    reads like one; numbers, order and words stay as the acts made them."""
    shown = VersionBlock.objects.filter(version__document__project=project).values("wording")
    closed = Contribution.objects.filter(
        note__board__group__event__project=project, note__board__closed_at__isnull=False
    )
    comments = Contribution.objects.filter(comment__round__version__document__project=project).order_by("pk")
    closed.update(said_at=_at_two(project, days=-MET))
    NoteInPile.objects.filter(pile__sorting__project=project).update(put_at=_at_two(project, days=-SORTED))
    Wording.objects.filter(pk__in=shown).update(at=_at_two(project, days=-WROTE))
    Version.objects.filter(document__project=project).update(published_at=_at_two(project, days=-SHARED))
    Round.objects.filter(version__document__project=project).update(opened_at=_at_two(project, days=-SHARED))
    for days, said in enumerate(comments):
        Contribution.objects.filter(pk=said.pk).update(said_at=_at_two(project, days=days - SHARED + 1))


def _draft(project: Project, notes: dict[str, Note], *, by: Person) -> Document:
    sorting = sorting_of(project)
    document = start_document(project, TITLE, by=by)
    for pile, words, why, sources in PRINCIPLES:
        ids = [notes[source].pk for source in sources]
        accept_one(sorting.log, "put in pile", {"notes": ids, "pile": None, "new_pile": pile}, by=by, client_id=uuid4())
        accept_one(
            document.log,
            "add principle",
            {
                "words": words,
                "why": why,
                "nobody_asked": "",
                "sources": [notes[source].contribution_id for source in sources],
            },
            by=by,
            client_id=uuid4(),
        )
    assert Pile.objects.filter(sorting=sorting).count() == len(PRINCIPLES)
    return document


def share(document: Document, *, by: Person) -> Round:
    today = timezone.localdate(timezone=document.project.zoneinfo)
    return share_draft(document, until=today + timedelta(days=14), answers_by=today + timedelta(days=28), by=by)


def _comments(round: Round, people: dict[str, Person], *, by: Person) -> None:
    blocks = draft_so_far(round.version.document)
    today = timezone.localdate()
    for name, place, words, outcome, reply, new_words in COMMENTS:
        block = blocks[place - 1] if place else None
        said = comment(
            round, words, block=block.block if block else None, by=people[name], client_id=uuid4()
        ).contribution
        if not outcome:
            continue
        new = NewWords(block.block, block.number, new_words, reply) if new_words and block else None
        promised = outcome in (Outcome.WILL_DO, Outcome.THINKING)
        answer(
            [said],
            outcome,
            reply,
            by=by,
            client_id=uuid4(),
            by_date=today + timedelta(days=21) if promised else None,
            passed_to="the funder" if outcome == Outcome.PASSED_ON else "",
            new_words=new,
        )
