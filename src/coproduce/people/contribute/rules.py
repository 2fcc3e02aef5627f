"""Who may do what with words. The same for a note, a comment and whatever comes later."""

from coproduce.people.projects.standing import Standing


def may_change_words(standing: Standing, *, author: int | None, taken_back: bool) -> bool:
    """Only one's own words, and only while they are there. Nobody edits somebody else."""
    return standing.belongs and author is not None and author == standing.person and not taken_back


def may_take_back(standing: Standing, *, author: int | None, taken_back: bool) -> bool:
    """Always one's own, whatever has become of them since."""
    return may_change_words(standing, author=author, taken_back=taken_back)


def may_forget_person(*, own: bool, steward: bool) -> bool:
    """Oneself; or who looks after the site, when somebody asks by letter or by phone."""
    return own or steward
