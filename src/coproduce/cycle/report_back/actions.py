"""Taking words back, wherever they were said."""

from uuid import UUID

from coproduce.cycle.capture.models import Note
from coproduce.ground.live.actions import accept_one
from coproduce.people.accounts.models import Person
from coproduce.people.contribute.actions import take_back
from coproduce.people.contribute.models import Contribution


def take_back_words(said: Contribution, *, by: Person, client_id: UUID) -> None:
    """A note leaves its board through the board's log; everything else has no log. Raises Refused, PermissionDenied."""
    note = Note.objects.filter(contribution=said).select_related("board__log").first()
    if note is not None:
        accept_one(note.board.log, "take back", {"note": note.pk}, by=by, client_id=client_id)
    else:
        take_back(said, by=by)
