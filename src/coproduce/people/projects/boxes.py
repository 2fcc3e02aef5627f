"""Fields of forms for people's words: what they hold is cleaned as the one way to write cleans it."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coproduce.ground.live.gate import Refused, cleaned
from coproduce.ground.ui.refusals import sentence_for


class WordsField(forms.CharField):
    """A box for words of at most `longest` characters. Nothing is cut: too much is said in a sentence."""

    widget: type[forms.Widget] = forms.Textarea
    default_error_messages: ClassVar = {"required": _("Write something first.")}

    def __init__(self, *, longest: int, **more: Any) -> None:
        super().__init__(strip=False, **more)
        self.longest = longest

    def clean(self, value: Any) -> str:
        try:
            return cleaned(self.to_python(value) or "", longest=self.longest, needed=self.required)
        except Refused as refused:
            said = self.error_messages["required"] if refused.code == "empty" else sentence_for(refused.code)
            raise ValidationError(said, code=refused.code) from None


class LineField(WordsField):
    """Words on one line: a name, a title. A line's end becomes a space."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class LinesField(WordsField):
    """Several things, one on each line, each once; at most `most` of at most `longest_line` characters."""

    def __init__(self, *, most: int, longest_line: int, **more: Any) -> None:
        super().__init__(longest=most * (longest_line + 1), **more)
        self.most = most
        self.longest_line = longest_line

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        found = list(dict.fromkeys(filter(None, lines)))
        if len(found) > self.most:
            raise ValidationError(_("That is too many. Write %(most)s at most."), params={"most": self.most})
        if any(len(line) > self.longest_line for line in found):
            raise ValidationError(_("One line is too long. Make it shorter."))
        return found


def refuse(form: forms.BaseForm, refused: Refused) -> None:
    """Put what was refused beside its field, or above the form when the field is not on it."""
    form.add_error(refused.field if refused.field in form.fields else None, sentence_for(refused.code))
