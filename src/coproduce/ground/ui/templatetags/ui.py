from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from coproduce.ground.ui.steps import STEPS, Step, steps_at

register = template.Library()


@register.simple_tag
def seven_steps(number: str | int) -> list[Step]:
    """The seven steps as they stand at step `number`."""
    return list(steps_at(int(number)))


@register.simple_tag
def step_name(number: str | int) -> str:
    """The name of a step inside a sentence: 'your thoughts'."""
    name = str(STEPS[int(number) - 1])
    return name[:1].lower() + name[1:]


@register.simple_tag
def box(field: BoundField, reads: str = "", keep: str = "", rows: str = "") -> SafeString:
    """A box for words, described by its hint, its error and the sentence with id `reads`; kept on the device under `keep`."""
    ids = [*(field.aria_describedby or "").split(), reads]
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(filter(None, ids))}
    if keep:
        attrs["data-keep"] = keep
    if rows:
        attrs["rows"] = rows
    return field.as_widget(attrs=attrs)
