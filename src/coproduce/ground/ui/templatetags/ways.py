from typing import Any

from django import template

from coproduce.ground.ui import ways

register = template.Library()


@register.simple_tag
def way_to(name: str, *args: Any) -> str:
    """The address of a later room's page about a thing, or ''."""
    return ways.way_to(name, *args)
