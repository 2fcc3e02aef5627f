"""The line that every page has in the table of who may open it. A page without one is closed to everybody.

The doors of a project's pages ask a rule (`projects.doors`). A page outside every project has a `site_door`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


class Otherwise(Enum):
    """What a stranger meets at a closed door. It is the same whether the thing exists or not."""

    MISSING = "missing"
    SIGN_IN = "sign in"  # pages of those who run things
    YOUR_CODE = "your code"  # pages of those who take part


@dataclass(frozen=True, slots=True)
class Door:
    """`may` is a room's rule; rules about one thing (a closed board) are asked again where the thing is read."""

    may: Callable[[Any], bool]
    otherwise: Otherwise


def site_door(view: View) -> View:
    """Mark a page that stands outside every project and is open to anybody; what it shows is its own care."""
    view.door = Door(lambda standing: True, Otherwise.MISSING)  # type: ignore[attr-defined]
    return view
