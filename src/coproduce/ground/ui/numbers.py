"""Small numbers in words, as people say them: 'your six boards'."""

from typing import Any

from django.utils.translation import gettext as _

_LONGEST = 18  # digits; more would not fit a database's id


def in_words(number: int) -> str:
    """'one' to 'twelve'; digits beyond."""
    names = (
        _("no"),
        _("one"),
        _("two"),
        _("three"),
        _("four"),
        _("five"),
        _("six"),
        _("seven"),
        _("eight"),
        _("nine"),
        _("ten"),
        _("eleven"),
        _("twelve"),
    )
    return names[number] if 0 <= number < len(names) else str(number)


def whole(text: Any) -> int | None:
    """The number in an address or a hidden field; None for anything else."""
    digits = str(text or "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST else None
