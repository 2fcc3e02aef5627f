"""What people fill in to start a project, to run it, and to say who they are in it."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduce.ground.keys.codes import NotACode, read_code
from coproduce.ground.ui.once import OnceForm
from coproduce.people.accounts.post import LONGEST_EMAIL, post_reaches
from coproduce.people.projects.boxes import LineField, LinesField
from coproduce.people.projects.models import Duty, Part, WhoDecides
from coproduce.people.projects.who_decides import sentence

_CHECK_EMAIL = gettext_lazy("Check the e-mail. It needs an @, like sam@example.org.")
_QUIET = {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}


def _email(**more: Any) -> forms.EmailField:
    """An e-mail that may be left out, fits where it is kept, and can be written to."""
    return forms.EmailField(
        required=False,
        max_length=LONGEST_EMAIL,
        validators=[post_reaches],
        error_messages={"invalid": _CHECK_EMAIL, "max_length": _CHECK_EMAIL},
        **more,
    )


class ProjectForm(OnceForm):
    """What a project is: all that is asked to begin."""

    name = LineField(
        longest=80,
        label=gettext_lazy("What is it called?"),
        help_text=gettext_lazy("Leave out any illness. The name shows in e-mails."),
        error_messages={"required": gettext_lazy("Write what it is called. You can change it later.")},
    )
    purpose = LineField(
        longest=240,
        required=False,
        label=gettext_lazy("What is it about, in one sentence?"),
        help_text=gettext_lazy("You can leave this empty for now."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    who_decides = forms.ChoiceField(
        choices=WhoDecides.choices,
        widget=forms.RadioSelect,
        label=gettext_lazy("Who decides what comes of it?"),
        error_messages={"required": gettext_lazy("Choose who decides. People read it before they write anything.")},
    )
    decider = LineField(
        longest=60,
        required=False,
        label=gettext_lazy("Who else decides?"),
        help_text=gettext_lazy("Like: the research team, or the funder. Leave it empty if the group decides."),
    )

    def __init__(self, *args: Any, decider: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        decides: Any = self.fields["who_decides"]
        decides.choices = [
            (WhoDecides.GROUP, sentence(WhoDecides.GROUP, "")),
            (WhoDecides.TOGETHER, sentence(WhoDecides.TOGETHER, decider or _("the research team"))),
            (WhoDecides.ADVISE, sentence(WhoDecides.ADVISE, decider or _("the research team"))),
            (WhoDecides.OTHERS, sentence(WhoDecides.OTHERS, decider or _("the funder"))),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("who_decides", WhoDecides.GROUP) != WhoDecides.GROUP and given.get("decider") == "":
            self.add_error("decider", _("Write who else decides, like: the research team."))
        return given


class SettingsForm(ProjectForm):
    """The same, and what stands around every page."""

    helper_name = LineField(
        longest=60,
        required=False,
        label=gettext_lazy("Who can people ask for help?"),
        help_text=gettext_lazy("A first name is enough. It stands at the foot of every page."),
    )
    helper_phone = LineField(
        longest=30, required=False, label=gettext_lazy("Their phone"), widget=forms.TextInput(attrs={"type": "tel"})
    )
    helper_email = _email(label=gettext_lazy("Their e-mail"))
    partners = LinesField(
        most=20,
        longest_line=120,
        required=False,
        label=gettext_lazy("Who is in this together?"),
        help_text=gettext_lazy("Groups and organisations, one on each line. You can leave this empty."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CodeForm(forms.Form):
    """Any spelling that can be read is fine. What is not of a code's shape becomes '', which is nobody's."""

    code = forms.CharField(
        label=gettext_lazy("Your code"),
        max_length=200,
        help_text=gettext_lazy("Four words and four numbers. Capitals and gaps do not matter."),
        widget=forms.TextInput(attrs=_QUIET),
    )

    def clean_code(self) -> str:
        try:
            return read_code(self.cleaned_data["code"])
        except NotACode:
            return ""


class AboutMeForm(OnceForm):
    name = LineField(
        longest=60,
        required=False,
        label=gettext_lazy("What should we call you?"),
        help_text=gettext_lazy("You can leave this empty."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    background = LinesField(
        most=12,
        longest_line=80,
        required=False,
        label=gettext_lazy("How do you describe yourself?"),
        help_text=gettext_lazy("In your own words, one thing on each line. You can leave this empty."),
    )


class InviteForm(OnceForm):
    name = LineField(
        longest=60,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("They can change it."),
        error_messages={"required": gettext_lazy("Write a name, so that you know who has come.")},
    )
    email = _email(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("With it they can sign in again on any device. You can leave this empty."),
    )
    part = forms.ChoiceField(
        choices=[(Part.TAKES_PART, gettext_lazy("Takes part")), (Part.HELPS_RUN_IT, gettext_lazy("Helps run it"))],
        initial=Part.TAKES_PART,
        widget=forms.RadioSelect,
        label=gettext_lazy("What do they do here?"),
    )


class DutiesForm(forms.Form):
    duties = forms.MultipleChoiceField(
        choices=[(value, capfirst(label)) for value, label in Duty.choices],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Tick what they look after"),
    )
