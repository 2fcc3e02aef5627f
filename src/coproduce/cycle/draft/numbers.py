"""How many principles, notes and groups, as people say it: 'ten principles'."""

from django.utils.translation import ngettext

from coproduce.ground.ui.numbers import in_words


def principles(number: int) -> str:
    """'ten principles'."""
    return ngettext("%(number)s principle", "%(number)s principles", number) % {"number": in_words(number)}


def these_principles(number: int) -> str:
    """'these ten principles'."""
    return ngettext("this principle", "these %(number)s principles", number) % {"number": in_words(number)}


def notes(number: int) -> str:
    """'148 notes'."""
    return ngettext("%(number)s note", "%(number)s notes", number) % {"number": number}


def groups(number: int) -> str:
    """'5 groups'."""
    return ngettext("%(number)s group", "%(number)s groups", number) % {"number": number}
