"""Ways up: names that a lower page may link to without knowing which room answers."""

from typing import Any

from django.urls import reverse

_ways: dict[str, str] = {}


def open_way(name: str, url_name: str) -> None:
    """Called once for each way, by the room that may know all others."""
    _ways[name] = url_name


def way_to(name: str, *args: Any) -> str:
    """The address, or '' when nothing answers to the name."""
    return reverse(_ways[name], args=args) if name in _ways else ""
