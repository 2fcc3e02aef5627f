"""A site on which people have been for a while: something stands in every table, and awkward words among it."""

from datetime import timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from coproduce.cycle.capture.actions import add_note
from coproduce.cycle.capture.models import Board
from coproduce.ground.record.actions import write_down
from coproduce.overview.demo import Demo, make_demo
from coproduce.people.accounts.actions import count_failed_try, new_sign_in_link
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.actions import change_words, take_back
from coproduce.people.contribute.models import Contribution
from coproduce.people.projects.actions import describe_background

AWKWARD = 'Eŵ – ‘it’s’ "ours"\\ \u202eزمن\u202c 🫖\n\tThe second line; \u2028 and a third… {{ 7*7 }} \x7f�'


def people_have_been_here() -> Demo:
    demo = make_demo(progress=lambda _told: None)
    sam = demo.sam.person
    describe_background(demo.sam, ["a carer", AWKWARD[:60]], by=sam)
    demo.sam.name = "Sam – ‘Sæm’ 🫖"
    demo.sam.save()
    changed, gone = Contribution.objects.filter(author=sam).order_by("pk")[:2]
    change_words(changed, AWKWARD, by=sam)
    change_words(changed, "Something else", by=sam)
    take_back(gone, by=sam)
    with transaction.atomic():
        write_down("duties changed", demo.sam, by=demo.ada, project=demo.project.pk, reason="They asked.")
    address = EmailAddress.objects.create(user=demo.ada, email="ada@example.org", verified=True, primary=True)
    EmailConfirmation.objects.create(email_address=address, key="k" * 20)
    Authenticator.objects.create(
        user=demo.ada,
        type="webauthn",
        data={"name": "Key", "credential": {"z": [1, 2.5, None, True], "a": AWKWARD}, "big": 2**53},
    )
    Session.objects.create(session_key="s" * 32, session_data="x", expire_date=timezone.now())
    count_failed_try("192.0.2.1")
    new_sign_in_link(demo.ada, lasts=timedelta(days=1))
    return demo


def one_more_note(words: str = "One more") -> Contribution:
    """Ada writes on the board that is open."""
    ada = Person.objects.get(email="ada@example.org")
    board = Board.objects.select_related("group", "log").filter(closed_at=None).latest("pk")
    board.group.members.get_or_create(person=ada)
    accepted = add_note(board, words, by=ada, client_id=uuid4())
    return Contribution.objects.get(pk=accepted.row("contribute.Contribution"))
