"""What people fill in to plan an event, to come in, and to write a note."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coproduce.cycle.convene.clock_changes import NoSuchTime, TwiceThatDay, moment_of
from coproduce.ground.ui.once import OnceForm
from coproduce.ground.ui.templatetags.when import place_of
from coproduce.ground.ui.widgets import DayInput, TimeOfDayInput
from coproduce.people.projects.boxes import LineField, WordsField

MOST_GROUPS = 30
LONGEST_QUESTION = 200
_YEARS = range(2000, 2100)


class EventForm(OnceForm):
    """One meeting. The times are those of the project's clock."""

    name = LineField(
        longest=80,
        label=gettext_lazy("What is the event called?"),
        error_messages={"required": gettext_lazy("Write what the event is called.")},
    )
    day = forms.DateField(
        label=gettext_lazy("Which day?"),
        widget=DayInput,
        error_messages={
            "required": gettext_lazy("Choose the day."),
            "invalid": gettext_lazy("Check the day. Write it like 2027-03-31."),
        },
    )
    starts = forms.TimeField(
        label=gettext_lazy("From"),
        widget=TimeOfDayInput,
        error_messages={
            "required": gettext_lazy("Choose when it begins."),
            "invalid": gettext_lazy("Check when it begins. Write it like 14:00."),
        },
    )
    ends = forms.TimeField(
        label=gettext_lazy("To"),
        widget=TimeOfDayInput,
        error_messages={
            "required": gettext_lazy("Choose when it ends."),
            "invalid": gettext_lazy("Check when it ends. Write it like 16:00."),
        },
    )
    place = LineField(
        longest=200,
        required=False,
        label=gettext_lazy("Where, or the link to the call"),
        help_text=gettext_lazy("You can leave this empty."),
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **more: Any) -> None:
        super().__init__(*args, **more)
        self.zone = zone
        self.fields["starts"].help_text = _("%(place)s time") % {"place": place_of(zone)}
        self.fields["ends"].help_text = self.fields["starts"].help_text

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day.year not in _YEARS:
            raise ValidationError(_("Check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        starts, ends = self._moment("starts"), self._moment("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The end must come after the beginning."))
        return {**self.cleaned_data, "starts_at": starts, "ends_at": ends}

    def _moment(self, field: str) -> datetime | None:
        day, at = self.cleaned_data.get("day"), self.cleaned_data.get(field)
        if not isinstance(day, date) or not isinstance(at, time):
            return None
        try:
            return moment_of(day, at, self.zone)
        except NoSuchTime:
            self.add_error(field, _("This time does not exist on that day: the clocks go forward. Choose another."))
        except TwiceThatDay:
            self.add_error(field, _("This time comes twice on that day: the clocks go back. Choose another."))
        return None


class GroupsForm(OnceForm):
    """How many groups, and what they talk about: one question for all, or one a line."""

    number = forms.IntegerField(
        label=gettext_lazy("How many groups?"),
        min_value=1,
        max_value=MOST_GROUPS,
        initial=6,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), gettext_lazy("Choose a number from 1 to 30.")
        ),
    )
    question = LineField(longest=LONGEST_QUESTION, required=False, label=gettext_lazy("One question for all"))
    questions = WordsField(
        longest=MOST_GROUPS * (LONGEST_QUESTION + 1),
        required=False,
        label=gettext_lazy("A question each"),
        help_text=gettext_lazy("Write one question a line. The first is for the first group."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean_questions(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["questions"].splitlines()]
        asked = [line for line in lines if line]
        if any(len(line) > LONGEST_QUESTION for line in asked):
            raise ValidationError(_("One question is too long. Make it shorter."))
        return asked

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not {"number", "question", "questions"} <= given.keys():
            return given
        number, question, each = given["number"], given["question"], given["questions"]
        if each and len(each) != number:
            self.add_error("questions", self._not_as_many(len(each), number))
        elif not each and not question:
            self.add_error("question", _("Write the question that the groups talk about."))
        return {**given, "asked": each or [question] * number}

    @staticmethod
    def _not_as_many(written: int, number: int) -> str:
        sentence = ngettext(
            "You wrote %(written)s question for %(number)s groups. Write one for each.",
            "You wrote %(written)s questions, and the number of groups is %(number)s. Write one for each.",
            written,
        )
        return sentence % {"written": written, "number": number}


class DoorForm(OnceForm):
    """All that a guest is asked."""

    name = LineField(
        longest=60,
        required=False,
        label=gettext_lazy("What should we call you?"),
        help_text=gettext_lazy("You can leave this empty."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )


class NoteForm(OnceForm):
    """The words are looked at by the board itself, which says what is wrong with them."""

    words = forms.CharField(
        label=gettext_lazy("Your note"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4})
    )
