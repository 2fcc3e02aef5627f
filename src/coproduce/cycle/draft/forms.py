from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coproduce.cycle.draft.models import Document
from coproduce.cycle.draft.sorting import LONGEST_PILE_NAME
from coproduce.cycle.draft.writing import LONGEST_WHY, LONGEST_WORDING
from coproduce.ground.live.gate import Numbers, Refused
from coproduce.ground.ui.numbers import whole
from coproduce.ground.ui.once import OnceForm
from coproduce.ground.ui.refusals import sentence_for
from coproduce.people.projects.boxes import LineField, WordsField

LONGEST_DRAFT_TITLE = Document._meta.get_field("title").max_length or 120
NEW = "new"  # in place of a pile's id


class IdsField(forms.Field):
    """Some things ticked on the page, by id, in the order they were sent."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> tuple[int, ...]:
        ids = [_id(each) for each in value or ()]
        try:
            return Numbers(needed=self.required).passed(ids)
        except Refused as refused:
            raise ValidationError(sentence_for(refused.code), code=refused.code) from None


def _id(text: Any) -> int:
    number = whole(text)
    if number is None:
        raise ValidationError(sentence_for("not here"), code="not here")
    return number


class PutForm(OnceForm):
    """Notes into a pile, or into a new one."""

    notes = IdsField()
    pile = forms.CharField(required=False)
    new_pile = LineField(label=_("Name of the new pile"), longest=LONGEST_PILE_NAME, required=False)
    page = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_pile(self) -> int | None:
        chosen = self.cleaned_data["pile"]
        return None if chosen in ("", NEW) else _id(chosen)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "pile" in cleaned and cleaned["pile"] is None and not cleaned.get("new_pile") and "new_pile" in cleaned:
            field = "new_pile" if self.data.get("pile") == NEW else "pile"
            self.add_error(field, _("Give the new pile a name.") if field == "new_pile" else sentence_for("no pile"))
        return cleaned

    def values(self) -> dict[str, Any]:
        """As the sorting takes them; it leaves a name alone that was typed beside a chosen pile."""
        return {name: self.cleaned_data[name] for name in ("notes", "pile", "new_pile")}


class TakeOutForm(OnceForm):
    notes = IdsField()
    pile = forms.CharField()

    def clean_pile(self) -> int:
        return _id(self.cleaned_data["pile"])

    def values(self) -> dict[str, Any]:
        return {"notes": self.cleaned_data["notes"], "pile": self.cleaned_data["pile"]}


class SentenceForm(forms.Form):
    """A beginning for a principle, while one looks at the notes. It is kept nowhere but on the next page."""

    words = WordsField(label=_("Say it in one sentence"), longest=LONGEST_WORDING, required=False)


class WordingForm(OnceForm):
    """Words for the draft, and where they come from."""

    words = WordsField(
        label=_("The principle"),
        help_text=_("One or two short sentences. The first one is its heading."),
        longest=LONGEST_WORDING,
        error_messages={"required": _("Write the principle first.")},
    )
    sources = IdsField(required=False)
    why = WordsField(
        label=_("Why these words?"),
        help_text=_("Everybody can read this later, beside the words."),
        longest=LONGEST_WHY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    nobody_asked = forms.BooleanField(label=_("Nobody asked for this. We added it, because…"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("nobody_asked") and cleaned.get("sources"):
            self.add_error("nobody_asked", _("You chose notes too. Untick them, or untick this."))
        elif cleaned.get("nobody_asked") and not cleaned.get("why") and "why" in cleaned:
            self.add_error("why", _("Say why you added it."))
        elif not cleaned.get("nobody_asked") and not cleaned.get("sources") and "sources" in cleaned:
            self.add_error("sources", sentence_for("no source"))
        return cleaned

    def values(self) -> dict[str, Any]:
        """As the document takes them."""
        given = self.cleaned_data
        return {
            "words": given["words"],
            "why": given["why"],
            "nobody_asked": "yes" if given["nobody_asked"] else "",
            "sources": given["sources"],
        }


class TitleForm(forms.Form):
    """What the draft is called, once there is one."""

    title = LineField(
        label=_("What is the draft called?"),
        longest=LONGEST_DRAFT_TITLE,
        error_messages={"required": _("Give the draft a name first.")},
    )


class PrincipleForm(WordingForm):
    """A new principle. The first one also asks for the draft's name."""

    title = LineField(
        label=_("What is the draft called?"),
        help_text=_("It stands above the principles when people read them."),
        longest=LONGEST_DRAFT_TITLE,
        error_messages={"required": _("Give the draft a name first.")},
    )
    field_order = ("title", "words")

    def __init__(self, *args: Any, first: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not first:
            del self.fields["title"]


class NewWordsForm(WordingForm):
    """New words for a principle that is there. `based_on` is the number of the wording that was on the page."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)


class MoveForm(OnceForm):
    way = forms.ChoiceField(choices=[("up", "up"), ("down", "down")])
