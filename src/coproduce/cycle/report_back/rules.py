"""Who may read what became of something."""

from coproduce.people.projects.standing import Standing


def may_follow(standing: Standing, *, author: int | None) -> bool:
    """Only whose words they are: a journey tells what one person said."""
    return standing.belongs and author is not None and author == standing.person


def may_read_sources(standing: Standing) -> bool:
    """The notes behind a principle: promised to everyone invited, and to nobody else. Comments are open to all."""
    return standing.belongs
