"""Guests who write on boards as a browser without scripts would: read the page, fill in its form, send it."""

import http.client
import random
import re
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

# Each note has one mark in it that nothing else has.
MARK = re.compile(r"mark[0-9a-f]{32}")
FILLING = "The room was warm and everybody had time to say what they came to say, and to listen. "


def new_words(chance: random.Random) -> str:
    """A note that can be found again, of any length from a line to a page."""
    return f"mark{uuid.UUID(int=chance.getrandbits(128)).hex} {FILLING * chance.choice([0, 0, 1, 2, 5, 10])}".strip()


def mark_of(words: str) -> str:
    found = MARK.search(words)
    assert found, "every note of a guest has a mark"
    return found[0]


@dataclass(slots=True)
class Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)


class FormsIn(HTMLParser):
    """The forms of a page that are sent by POST, with the values that their fields begin with."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attributes}
        if tag == "form" and has.get("method", "").lower() == "post":
            self._form = Form(has.get("action", ""))
            self.forms.append(self._form)
        elif tag in ("input", "textarea", "button") and self._form and has.get("name"):
            ticked = has.get("type") not in ("checkbox", "radio") or "checked" in has
            if ticked and not (tag == "button" and self._form.fields.get(has["name"])):
                self._form.fields[has["name"]] = has.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    def with_field(self, name: str) -> Form:
        return next(form for form in self.forms if name in form.fields)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    goes_to: str
    page: str

    @property
    def was_done(self) -> bool:
        """The page's word that the act is kept: on to where it was done."""
        return self.status in (302, 303) and urlsplit(self.goes_to).fragment == "done"


class Guest:
    """One browser with one connection, already known to the site by its session cookie."""

    def __init__(self, address: str, session: str) -> None:
        self.address = address
        self.cookies = {"session": session}
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def send(self, path: str, form: Form, **filled_in: str) -> Answer:
        body = urlencode(form.fields | filled_in)
        return self._ask("POST", urljoin(path, form.action) or path, body)

    def fill_in(self, path: str, **filled_in: str) -> Answer:
        """Read a page, fill in the form that has these fields (or the one with an id of its own), send it."""
        form = FormsIn(self.get(path).page).with_field(next(iter(filled_in), "client_id"))
        return self.send(path, form, **filled_in)

    def close(self) -> None:
        """Hang up; the browser can call again."""
        self.connection.close()

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _equals, kept = value.partition(";")[0].partition("=")
                self.cookies[cookie] = kept
        return Answer(answer.status, answer.getheader("Location", ""), page)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A note that was sent and never answered; the page still lies open in the browser."""

    guest: Guest
    board: str
    form: Form
    words: str

    @property
    def mark(self) -> str:
        return mark_of(self.words)

    def send_again(self, address: str) -> Answer:
        """The same form once more, to the server as it is now."""
        again = Guest(address, "")
        again.cookies = self.guest.cookies
        try:
            return again.send(self.board, self.form, words=self.words)
        finally:
            again.close()


class Crowd:
    """Several guests writing at once, until told to stop or until the server is gone.

    `kept` are the marks of notes that the server said it has, `seen` those that anybody saw on a page, `unanswered`
    the notes on their way when the server went, and `trouble` whatever else was answered.
    """

    def __init__(self, address: str, sessions: Sequence[str], boards: Sequence[str], *, chance: random.Random) -> None:
        self.kept: set[str] = set()
        self.seen: set[str] = set()
        self.unanswered: list[Unanswered] = []
        self.trouble: list[str] = []
        self._told = threading.Event()
        self._begun = threading.Semaphore(0)
        self._threads = [
            threading.Thread(
                target=self._write,
                args=(Guest(address, session), boards[number % len(boards)], random.Random(chance.random())),
            )
            for number, session in enumerate(sessions)
        ]

    def start(self) -> None:
        """Returns when each guest has written a first note, or could not."""
        for thread in self._threads:
            thread.start()
        for _ in self._threads:
            self._begun.acquire()

    def stop(self) -> None:
        """Let everybody finish the note they are at."""
        self._told.set()
        self.wait()

    def wait(self) -> None:
        """Until all have stopped; by themselves when the server is gone."""
        for thread in self._threads:
            thread.join()

    def _write(self, guest: Guest, board: str, chance: random.Random) -> None:
        first = True
        try:
            while not self._told.is_set() and self._write_one(guest, board, new_words(chance)):
                if first:
                    self._begun.release()
                first = False
        except (OSError, http.client.HTTPException):
            return  # the server is gone
        finally:
            guest.close()
            if first:
                self._begun.release()

    def _write_one(self, guest: Guest, board: str, words: str) -> bool:
        page = guest.get(board)
        self.seen.update(MARK.findall(page.page))
        form = FormsIn(page.page).with_field("words")
        try:
            answer = guest.send(board, form, words=words)
        except (OSError, http.client.HTTPException):
            self.unanswered.append(Unanswered(guest, board, form, words))
            raise
        if answer.was_done:
            self.kept.add(mark_of(words))
        else:
            self.trouble.append(f"{answer.status} {answer.goes_to} {answer.page[:2000]}")
        return answer.was_done
