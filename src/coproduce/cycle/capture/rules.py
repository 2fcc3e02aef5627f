"""Who may read and write on a board. Pure, and the same for a page, a socket, a letter and a command."""

from coproduce.people.projects.standing import Standing


def may_read_board(standing: Standing, *, in_group: bool, is_open: bool) -> bool:
    """While it is open, its own group and those who run the project; afterwards everybody who takes part."""
    if standing.helps_run_it:
        return True
    return standing.belongs and (in_group or not is_open)


def may_add_note(standing: Standing, *, in_group: bool, is_open: bool) -> bool:
    """Its own group and those who run the project, while it is open."""
    return is_open and may_read_board(standing, in_group=in_group, is_open=is_open)


def may_close_board(standing: Standing) -> bool:
    """Those who help run the project; also opens it again."""
    return standing.helps_run_it
