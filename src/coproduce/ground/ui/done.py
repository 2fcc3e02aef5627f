"""The message after an act: said once, on the next page, with a way to undo."""

import json
from dataclasses import asdict, dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponseBase


@dataclass(frozen=True, slots=True)
class Done:
    """`undo_url` is the address that a button posts to; `link_url` one to look at."""

    text: str
    undo_url: str = ""
    undo_label: str = ""
    link_url: str = ""
    link_label: str = ""


class DoneCookie(CookieStorage):
    """Kept on the device and not in the database, so that reading a page never writes."""

    cookie_name = f"{'__Host-' if settings.SECURE else ''}done"

    def update(self, response: HttpResponseBase) -> list[Message] | None:
        """Django takes the cookie away with every page; whoever only reads has none and hears of none."""
        if not self.added_new and self.cookie_name not in self.request.COOKIES:
            return None
        return super().update(response)


def say(
    request: HttpRequest,
    text: str,
    *,
    undo_url: str = "",
    undo_label: str = "",
    link_url: str = "",
    link_label: str = "",
) -> None:
    """Tell the person what they just did, on the page that they see next. Never holds anybody's words."""
    done = Done(text, undo_url, undo_label, link_url, link_label)
    messages.add_message(request, messages.SUCCESS, json.dumps(asdict(done)))


def done_before(request: HttpRequest) -> Done | None:
    """The newest message, if there is one; reading it takes it away."""
    said = [message for message in messages.get_messages(request) if message.level == messages.SUCCESS]
    for message in reversed(said):
        try:
            return Done(**json.loads(str(message.message)))
        except (ValueError, TypeError):  # a library's own plain message
            return Done(str(message.message))
    return None
