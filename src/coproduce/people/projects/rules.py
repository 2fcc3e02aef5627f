"""Who may do what in a project. Pure: each rule is handed the person's standing and asks no database."""

from coproduce.people.projects.models import Duty
from coproduce.people.projects.standing import Standing


def may_read_public_pages(standing: Standing) -> bool:
    """Anybody with the address: the draft, the answers, whom to ask."""
    return True


def may_take_part(standing: Standing) -> bool:
    """Everybody who belongs, in either way."""
    return standing.belongs


def may_run(standing: Standing) -> bool:
    """Those who help run it, whatever their duties."""
    return standing.helps_run_it


def may_answer(standing: Standing) -> bool:
    """Those who help run it, and anybody with the duty."""
    return standing.belongs and (standing.helps_run_it or Duty.ANSWERS_COMMENTS in standing.duties)


def may_change_duties(standing: Standing) -> bool:
    """Those who help run it; being able to is not yet having a duty."""
    return standing.helps_run_it


def may_describe_background(standing: Standing, *, own: bool) -> bool:
    """Only one's own. Nobody says it of somebody else."""
    return standing.belongs and own
