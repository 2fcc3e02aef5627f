"""Who may read what became of something."""

from coproduce.people.projects.standing import Standing


def may_follow(standing: Standing, *, author: int | None) -> bool:
    """Only whose words they are: a journey tells what one person said."""
    return standing.belongs and author is not None and author == standing.person
