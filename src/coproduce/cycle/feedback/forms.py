from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduce.cycle.draft.writing import LONGEST_WHY, LONGEST_WORDING
from coproduce.cycle.feedback.models import Answer, Outcome
from coproduce.ground.ui.once import OnceForm
from coproduce.ground.ui.widgets import DayInput
from coproduce.people.contribute.models import LONGEST_WORDS
from coproduce.people.projects.boxes import LineField, WordsField
from coproduce.people.projects.models import Membership

LONGEST_ANSWER = Answer._meta.get_field("words").max_length or 2_000
LONGEST_BECAUSE = 600
LONGEST_NAME = Membership._meta.get_field("name").max_length or 60
LONGEST_PASSED_TO = Answer._meta.get_field("passed_to").max_length or 80
FARTHEST = timedelta(days=3 * 366)  # no time for comments is longer; a later year is a slip of the finger


class FutureDayField(forms.DateField):
    """A day from today on."""

    widget = DayInput

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.error_messages["invalid"] = gettext_lazy("Check the date. Write it like 2027-04-30.")
        self.today = date.min  # in the project's own time zone; set by the form

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and day < self.today:
            raise ValidationError(_("This day is over. Choose today or a later one."))
        if day is not None and day - self.today > FARTHEST:
            raise ValidationError(_("Check the year."))
        return day


class ShareForm(OnceForm):
    """The time for comments on the next version."""

    until = FutureDayField(
        label=gettext_lazy("Comments until"),
        help_text=gettext_lazy("This day counts whole."),
        error_messages={"required": gettext_lazy("Choose the last day for comments.")},
    )
    answers_by = FutureDayField(
        label=gettext_lazy("Answers by"),
        help_text=gettext_lazy("Everybody who comments reads this promise."),
        error_messages={"required": gettext_lazy("Choose the day by which all comments have an answer.")},
    )
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10_000)

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("until", "answers_by"):
            self.fields[name].today = today  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        until, answers_by = given.get("until"), given.get("answers_by")
        if until and answers_by and answers_by < until:
            self.add_error("answers_by", _("Answers come after the comments. Choose a later day."))
        return given


class SayForm(OnceForm):
    """Something about the draft. A visitor may say how to be called."""

    name = LineField(
        label=gettext_lazy("What should we call you?"),
        help_text=gettext_lazy("You can leave this empty."),
        longest=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    words = WordsField(label=gettext_lazy("What would you like to say?"), longest=LONGEST_WORDS)
    field_order = ("words", "name")

    def __init__(self, *args: Any, visitor: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not visitor:
            del self.fields["name"]


class ChangeForm(forms.Form):
    words = WordsField(label=gettext_lazy("Your words"), longest=LONGEST_WORDS)


class AnswerForm(OnceForm):
    """What we did about something that was said. Only the follow-up of the chosen answer is looked at."""

    choice = forms.ChoiceField(
        choices=[(each, each) for each in ("did", "did-not", "not-yet", "nothing")],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose what you will do.")),
    )
    part = forms.ChoiceField(
        label=gettext_lazy("How much of it?"),
        choices=[("all", gettext_lazy("All of it")), ("part", gettext_lazy("Part of it"))],
        widget=forms.RadioSelect,
        required=False,
        initial="all",
    )
    now = WordsField(
        label=gettext_lazy("Change the words now"),
        help_text=gettext_lazy("Leave them as they are, or write the new ones."),
        longest=LONGEST_WORDING,
        required=False,
    )
    why = WordsField(
        label=gettext_lazy("Why these words?"),
        help_text=gettext_lazy("You can leave this empty."),
        longest=LONGEST_WHY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31)
    already = forms.BooleanField(label=gettext_lazy("The new words are our answer"), required=False)
    how_not = forms.ChoiceField(
        label=gettext_lazy("Why not?"),
        choices=[("because", gettext_lazy("Because…")), ("passed on", gettext_lazy("It is not ours to decide"))],
        widget=forms.RadioSelect,
        required=False,
        initial="because",
    )
    because = WordsField(
        label=gettext_lazy("We did not do this, because…"),
        longest=LONGEST_BECAUSE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    passed_to = LineField(
        label=gettext_lazy("Whom do you pass it to?"),
        help_text=gettext_lazy("As in: We passed this to the funder."),
        longest=LONGEST_PASSED_TO,
        required=False,
    )
    promise = forms.ChoiceField(
        label=gettext_lazy("What do you promise?"),
        choices=[
            ("will do", gettext_lazy("We will do it by this day")),
            ("thinking", gettext_lazy("We are still thinking, until this day")),
        ],
        widget=forms.RadioSelect,
        required=False,
        initial="will do",
    )
    by_date = FutureDayField(label=gettext_lazy("Which day?"), required=False)
    words = WordsField(label=gettext_lazy("Your answer"), longest=LONGEST_ANSWER, required=False)
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)  # the answer that stood on the page

    def __init__(self, *args: Any, today: date, may_reword: bool, changed_since: bool, to: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["by_date"].today = today  # type: ignore[attr-defined]
        if not may_reword:
            for name in ("now", "why", "based_on"):
                del self.fields[name]
        if not changed_since:
            del self.fields["already"]
        if to:
            self.fields["words"].label = _("Your answer to %(name)s") % {"name": to}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self._forget_what_was_not_chosen()
        if "choice" not in given:
            return given
        outcome = given["outcome"] = self._outcome(given)
        if outcome == Outcome.NOT_DONE:
            self._need("because", _("Say why not."))
            if not self.errors and len(self.answer_words) > LONGEST_ANSWER:
                self.add_error("words", _("This is too long. Make it shorter."))
        elif outcome in (Outcome.DONE, Outcome.DONE_IN_PART):
            if not self.changes_words and not given.get("already"):
                self._need("words", _("Say what you did, or change the words."))
        elif outcome != Outcome.THANKED:
            self._need("words", _("Write a few words."))
        if outcome == Outcome.PASSED_ON:
            self._need("passed_to", _("Say whom you pass it to."))
        if outcome in (Outcome.WILL_DO, Outcome.THINKING):
            self._need("by_date", _("Choose a day."))
        return given

    def _forget_what_was_not_chosen(self) -> None:
        """Fields of the other follow-ups may hold anything, and are not told of."""
        chosen = _FOLLOWS.get(self.cleaned_data.get("choice", ""), ())
        for name in set(self.errors) & set(_FOLLOW_UPS) - set(chosen):
            del self.errors[name]

    def _need(self, name: str, sentence: str) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, sentence)

    @staticmethod
    def _outcome(given: dict[str, Any]) -> Outcome:
        match given["choice"]:
            case "did":
                return Outcome.DONE_IN_PART if given.get("part") == "part" else Outcome.DONE
            case "did-not":
                return Outcome.PASSED_ON if given.get("how_not") == "passed on" else Outcome.NOT_DONE
            case "not-yet":
                return Outcome.THINKING if given.get("promise") == "thinking" else Outcome.WILL_DO
        return Outcome.THANKED

    based_on_words = ""  # what the box for new words held when the page was made; set by the view

    @property
    def changes_words(self) -> bool:
        """Whether 'Change the words now' was used: the box holds something else than it came with."""
        given = self.cleaned_data
        return given.get("choice") == "did" and given.get("now", "") not in ("", self.based_on_words)

    @property
    def answer_words(self) -> str:
        """The reason of a 'no' comes before the rest of the answer."""
        given = self.cleaned_data
        said = [given.get("because", "")] if given.get("outcome") == Outcome.NOT_DONE else []
        return "\n\n".join(filter(None, [*said, given.get("words", "")]))

    def values(self) -> dict[str, Any]:
        """What the answer keeps besides its words; nothing of the follow-ups that were not chosen."""
        given = self.cleaned_data
        outcome = given["outcome"]
        promises = outcome in (Outcome.WILL_DO, Outcome.THINKING)
        return {
            "by_date": given["by_date"] if promises else None,
            "passed_to": given["passed_to"] if outcome == Outcome.PASSED_ON else "",
        }


_FOLLOWS = {
    "did": ("part", "now", "why", "already"),
    "did-not": ("how_not", "because", "passed_to"),
    "not-yet": ("promise", "by_date"),
}
_FOLLOW_UPS = tuple(name for names in _FOLLOWS.values() for name in names)
