"""A form that has its effect once, however often it is sent."""

from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, QueryDict


class OnceForm(forms.Form):
    """Carries its own id: pressing twice, or the browser's 'send again', gets the first result."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    def once(self) -> UUID:
        """The id that came with the form, or a new one when it came without."""
        return self.cleaned_data.get("client_id") or uuid4()


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form; None when nothing was. An empty sending is still one, and gets its errors."""
    return request.POST if request.method == "POST" else None
