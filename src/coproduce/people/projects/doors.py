"""The line that every page has in the table of who may open it. A page without one is closed to everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from coproduce.people.projects.standing import Standing

View = TypeVar("View", bound=Callable[..., Any])


class Otherwise(Enum):
    """What a stranger meets at a closed door. It is the same whether the thing exists or not."""

    MISSING = "missing"
    SIGN_IN = "sign in"  # pages of those who run things
    YOUR_CODE = "your code"  # pages of those who take part


@dataclass(frozen=True, slots=True)
class Door:
    """`may` is a room's rule; rules about one thing (a closed board) are asked again where the thing is read."""

    may: Callable[[Standing], bool]
    otherwise: Otherwise


def door(may: Callable[[Standing], bool], otherwise: Otherwise = Otherwise.MISSING) -> Callable[[View], View]:
    """Mark a page of a project with its rule."""

    def marked(view: View) -> View:
        view.door = Door(may, otherwise)  # type: ignore[attr-defined]
        return view

    return marked


def site_door(view: View) -> View:
    """Mark a page that stands outside every project and is open to anybody; what it shows is its own care."""
    view.door = Door(lambda standing: True, Otherwise.MISSING)  # type: ignore[attr-defined]
    return view
