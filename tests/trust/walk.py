"""One walk over the whole site: every address, asked for and sent to by every kind of visitor.

The project is full of hostile words, and every request lies about where the site is. The tests look at what came back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import Morsel
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from coproduce.people.accounts.models import Person
from tests.permissions.test_matrix import addresses_of
from tests.permissions.visitors import VISITORS, World
from tests.trust.kept import Kept, everything_kept

Browse = Callable[[Person | None], Client]

ELSEWHERE = "evil.example"
LIES = {
    "X-Forwarded-Host": ELSEWHERE,
    "X-Forwarded-Server": ELSEWHERE,
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": f"//{ELSEWHERE}/",
    "X-Original-Url": f"//{ELSEWHERE}/",
    "X-Rewrite-Url": f"//{ELSEWHERE}/",
    "X-Host": ELSEWHERE,
    "Forwarded": f"host={ELSEWHERE};proto=https",
    "Referer": f"https://{ELSEWHERE}/",
}
LEADING_AWAY = "".join(
    f"{'&' if number else '?'}{name}=https://{ELSEWHERE}/"
    for number, name in enumerate(("next", "url", "to", "back", "return_to", "redirect", "RelayState"))
)
SENDING = ("stranger", "group", "runs it")  # those whose POST without a word in it is part of the walk


@dataclass(frozen=True, slots=True)
class Answer:
    """What one visitor got. It prints as a line that says where to look."""

    visitor: str
    way: str
    name: str  # of the address, as in tests/permissions/table.txt
    status: int
    headers: dict[str, str] = field(repr=False)
    cookies: dict[str, Morsel[Any]] = field(repr=False)
    page: str = field(repr=False)
    wrote: tuple[str, ...] = field(repr=False)  # statements that change the database

    def __str__(self) -> str:
        return f"{self.visitor} {self.way} {self.name}: {self.status}"


@dataclass(slots=True)
class Walked:
    """All answers, and what the database held before and after those who only asked."""

    answers: list[Answer]
    before: Kept
    after: Kept

    @property
    def asked(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.way == "get"]


def walk_over(world: World, browse: Browse) -> Walked:
    addresses = addresses_of(world)
    browsers = {visitor: browse(world.people[visitor]) for visitor in VISITORS}
    before = everything_kept()
    answers = [
        _ask(browsers[visitor], visitor, "get", name, address + LEADING_AWAY)
        for visitor in VISITORS
        for name, address in addresses.items()
    ]
    after = everything_kept()
    for visitor in SENDING:
        for name, address in addresses.items():
            with transaction.atomic():
                answers.append(_ask(browse(world.people[visitor]), visitor, "post", name, address + LEADING_AWAY))
                transaction.set_rollback(True)
    return Walked(answers, before, after)


def _ask(client: Client, visitor: str, way: str, name: str, address: str) -> Answer:
    with _writes() as wrote:
        response = getattr(client, way)(address, headers=LIES)
    return Answer(
        visitor,
        way,
        name,
        response.status_code,
        dict(response.headers),
        dict(response.cookies),
        text_of(response),
        tuple(wrote),
    )


def text_of(response: HttpResponse) -> str:
    return response.getvalue().decode()


@contextmanager
def _writes() -> Iterator[list[str]]:
    wrote: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.lstrip("( ").upper().startswith(("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")):
            wrote.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield wrote
