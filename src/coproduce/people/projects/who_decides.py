"""The four sentences that say who decides, before the first thing a person can fill in."""

from django.utils.translation import gettext as _


def sentence(who_decides: str, decider: str) -> str:
    """`decider` stands in the sentence as it was typed: 'the research team'."""
    match who_decides:
        case "group":
            return _("The group decides.")
        case "together":
            return _("The group and %(decider)s decide together.") % {"decider": decider}
        case "advise":
            return _("You advise. %(Decider)s decides and must answer you.") % {"Decider": first_large(decider)}
        case "others":
            return _("Somebody else decides: %(decider)s. We pass on what you say.") % {"decider": decider}
    raise ValueError(f"nobody decides by {who_decides!r}")


def explained(who_decides: str) -> str:
    """What the sentence means for somebody who is about to say something."""
    return {
        "group": _("People who take part settle this themselves. Those who run it only help."),
        "together": _("Nothing is settled until both agree. If they cannot agree, we say so here."),
        "advise": _("You may not get what you ask for. You will get an answer, with the reason."),
        "others": _("This group cannot settle it. We pass your words on, and tell you what came back."),
    }[who_decides]


def first_large(text: str) -> str:
    return text[:1].upper() + text[1:]
