"""The line that every page of a project has in the table of who may open it."""

from collections.abc import Callable

from coproduce.people.accounts.doors import Door, Otherwise, View, site_door
from coproduce.people.projects.standing import Standing

__all__ = ["Door", "Otherwise", "door", "site_door"]


def door(may: Callable[[Standing], bool], otherwise: Otherwise = Otherwise.MISSING) -> Callable[[View], View]:
    """Mark a page of a project with its rule."""

    def marked(view: View) -> View:
        view.door = Door(may, otherwise)  # type: ignore[attr-defined]
        return view

    return marked
