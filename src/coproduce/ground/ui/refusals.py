"""What a person reads when something could not be done: the code of a refusal, in words that say how to mend it."""

from django.utils.translation import gettext as _


def sentence_for(code: str) -> str:
    """Unknown codes get the plain sentence, so that no code is ever shown."""
    return {
        "empty": _("Write something first."),
        "too long": _("This is too long. Make it shorter, or send it in two parts."),
        "closed": _("This is closed now. Your words are still here. You can send them to the person who runs this."),
        "not allowed": _("You cannot do this here. Ask the person who runs this."),
        "nothing chosen": _("Choose at least one."),
        "too many": _("That is too many at once. Choose fewer."),
        "no pile": _("Choose a pile, or give a new one a name."),
        "no source": _("Choose a note, or say why you added it."),
        "not here": _("One of these is not here any more. Look again, then send it once more."),
        "stale": _("Somebody changed these words while you wrote. Read the new ones, then send yours again."),
        "already first": _("Already first."),
        "already last": _("Already last."),
        "gone": _("These words were taken back. There is nothing to answer any more."),
        "unanswered": _("Some comments still need an answer. Answer them first, then share the next draft."),
    }.get(code, _("We could not do that. Your words are still here. Try again."))
