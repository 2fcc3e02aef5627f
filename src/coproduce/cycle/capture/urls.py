from django.urls import path, register_converter

from coproduce.cycle.capture.views import boards, door, events
from coproduce.ground.keys.codes import read_short_address


class ShortAddress:
    """'river42' in any spelling. What cannot be one is left to the other pages."""

    regex = "[^/]{3,60}"

    def to_python(self, value: str) -> str:
        return read_short_address(value)

    def to_url(self, value: str) -> str:
        return value


register_converter(ShortAddress, "short_address")

urlpatterns = [
    path("g/<str:token>/", door.group_link, name="group_link"),
    path("<short_address:short>", door.short_address, name="short_address"),
    path("<short_address:short>/", door.short_address),
    path("p/<slug:project>/events/", events.events, name="events"),
    path("p/<slug:project>/events/new/", events.new_event, name="new_event"),
    path("p/<slug:project>/events/<int:event>/groups/", events.new_groups, name="new_groups"),
    path("p/<slug:project>/events/<int:event>/ready/", events.boards_ready, name="boards_ready"),
    path("p/<slug:project>/events/<int:event>/sheets/", events.qr_sheets, name="qr_sheets"),
    path("p/<slug:project>/groups/<int:group>/qr.svg", events.qr, name="qr"),
    path("p/<slug:project>/boards/<int:board>/door/", door.door, name="door"),
    path("p/<slug:project>/boards/<int:board>/", boards.board, name="board"),
    path("p/<slug:project>/boards/<int:board>/close/", boards.close_board, name="close_board"),
    path("p/<slug:project>/boards/<int:board>/open/", boards.open_board, name="open_board"),
    path("p/<slug:project>/boards/<int:board>/code-seen/", boards.code_seen, name="code_seen"),
    path("p/<slug:project>/notes/<int:note>/change/", boards.change_note, name="change_note"),
    path("p/<slug:project>/notes/", boards.notes, name="notes"),
]
