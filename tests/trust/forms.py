"""The forms of a page, as a browser finds them in its HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = ("text", "email", "tel", "textarea")  # what somebody types words into
TICKED = ("checkbox", "radio")


@dataclass(frozen=True, slots=True)
class Field:
    """`value` is what stands in it; of what can be chosen or pressed, what it sends then."""

    name: str
    kind: str  # an input's type, 'textarea', 'select' or 'button'
    value: str
    chosen: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """`address` is where it is sent; '' is the page's own."""

    address: str
    method: str
    fields: list[Field] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        """Of everything it sends but the token."""
        names = dict.fromkeys(each.name for each in self.fields if each.name)
        return tuple(name for name in names if name != "csrfmiddlewaretoken")

    def kind_of(self, name: str) -> str:
        return next(each.kind for each in self.fields if each.name == name)

    def as_it_is(self) -> dict[str, list[str]]:
        """What a browser sends when nothing is touched and the first button is pressed, one without a name first."""
        sent: dict[str, list[str]] = {}
        buttons = sorted((each for each in self.fields if each.kind == "button"), key=lambda each: bool(each.name))
        for each in [each for each in self.fields if each.kind != "button" and each.chosen] + buttons[:1]:
            if each.name:
                sent.setdefault(each.name, []).append(each.value)
        return sent


def forms_on(page: str) -> list[Form]:
    """Those that are sent by POST, in the order of the page."""
    reader = _Forms()
    reader.feed(page)
    return [form for form in reader.found if form.method == "post"]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.open = False
        self.select = self.area = ""
        self.typed = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        name, value = own.get("name", ""), own.get("value", "")
        match tag:
            case "form":
                self.found.append(Form(own.get("action", ""), own.get("method", "get").lower()))
                self.open = True
            case "select":
                self.select = name
            case "option":
                self._add(Field(self.select, "select", value, "selected" in own))
            case "textarea":
                self.area, self.typed = name, ""
            case "button" if own.get("type", "submit") == "submit":
                self._add(Field(name, "button", value))
            case "input":
                kind = own.get("type", "text")
                ticked = kind in TICKED
                self._add(Field(name, kind, own.get("value", "on" if ticked else ""), not ticked or "checked" in own))

    def handle_data(self, data: str) -> None:
        self.typed += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._add(Field(self.area, "textarea", self.typed.removeprefix("\n")))
        elif tag == "form":
            self.open = False

    def _add(self, found: Field) -> None:
        if self.open:
            self.found[-1].fields.append(found)
