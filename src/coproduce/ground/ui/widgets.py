"""Boxes for a day and for a time of day, with the phone's own way to choose them."""

from django import forms


class DayInput(forms.DateInput):
    """A day; the browser shows it in the reader's own order."""

    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeOfDayInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")
