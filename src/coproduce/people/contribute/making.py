"""Contributions as rows, made in memory: for the one way to write, and for the verbs of later stages."""

from datetime import datetime
from uuid import UUID

from coproduce.people.contribute.models import LONGEST_WORDS, Channel, Contribution, EarlierWords, Erasure

__all__ = ["LONGEST_WORDS", "earlier_of", "emptied", "erasure_of", "said"]


def said(
    words: str,
    *,
    project: int,
    by: int,
    at: datetime,
    client_id: UUID,
    scribe: int | None = None,
    channel: str = Channel.PAGE,
) -> Contribution:
    """Somebody's words, not yet kept. They have passed the gate."""
    return Contribution(
        project_id=project,
        author_id=by,
        scribe_id=scribe,
        channel=channel,
        words=words,
        said_at=at,
        client_id=client_id,
    )


def earlier_of(contribution: Contribution, at: datetime) -> EarlierWords:
    """The words as they stand, to be kept before they change."""
    return EarlierWords(contribution=contribution, words=contribution.words, until=at)


def emptied(contribution: Contribution, at: datetime) -> tuple[str, ...]:
    """Take the words out and leave a tombstone; gives the columns that changed."""
    contribution.words = contribution.feeling = contribution.warning = ""
    contribution.taken_back_at = at
    return ("words", "feeling", "warning", "taken_back_at")


def erasure_of(contribution: Contribution, at: datetime) -> Erasure:
    return Erasure(table=Contribution._meta.label, row=contribution.pk, at=at)
