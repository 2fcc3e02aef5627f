from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

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
    """A box for words, described by its hint, its error and the sentence with id `reads`."""
    ids = [*(field.aria_describedby or "").split(), reads]
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(filter(None, ids))}
    if keep:
        attrs["data-keep"] = keep
    if rows:
        attrs["rows"] = rows
    return field.as_widget(attrs=attrs)


@register.filter
def to_mend(error: str, field: BoundField) -> str:
    """What to mend, as a sentence. An empty field says its own name and what to do."""
    if error != str(forms.Field.default_error_messages["required"]):
        return error
    if isinstance(field.field.widget, forms.CheckboxInput):
        return _("Tick ‘%(label)s’, if that is right.") % {"label": field.label}
    if isinstance(field.field.widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _("Choose an answer to ‘%(label)s’.") % {"label": field.label}
    return _("Fill in ‘%(label)s’.") % {"label": field.label}
