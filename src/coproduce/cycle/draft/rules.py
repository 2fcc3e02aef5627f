"""Who may sort, write and publish, and what a wording must bring with it."""

from collections.abc import Collection

from coproduce.people.projects.standing import Standing


def may_sort(standing: Standing) -> bool:
    """Everybody who takes part."""
    return standing.belongs


def may_write(standing: Standing) -> bool:
    """Those who help run it settle words; everybody else says theirs as a comment."""
    return standing.helps_run_it


def may_publish(standing: Standing) -> bool:
    return standing.helps_run_it


def says_where_it_comes_from(sources: Collection[int], *, nobody_asked: bool, why: str) -> bool:
    """What people said, or 'nobody asked for this, we added it because…'. Silence is not enough."""
    return bool(sources) or (nobody_asked and bool(why))
