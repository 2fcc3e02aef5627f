"""Who may comment and who may answer."""

from datetime import date

from coproduce.people.projects.rules import may_answer
from coproduce.people.projects.standing import Standing

__all__ = ["is_open", "may_answer", "may_comment", "may_share_draft"]


def is_open(*, until: date, closed: bool, today: date) -> bool:
    """The last day counts whole, in the project's own time zone."""
    return not closed and today <= until


def may_comment(standing: Standing, *, open_now: bool) -> bool:
    """Everybody with the address: a visitor becomes a guest by saying something."""
    return open_now


def may_share_draft(standing: Standing) -> bool:
    return standing.helps_run_it
