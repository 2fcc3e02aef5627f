"""What a person does in a browser to sign in, and what it did to the database."""

import re

from django.core import mail
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coproduce.people.accounts.models import Person


def code_in_the_newest_letter() -> str:
    (found,) = re.findall(r"\b[A-Z]{4}-[A-Z]{4}\b", mail.outbox[-1].body)
    return found


def sign_in_by_code(browser: Client, email: str) -> None:
    browser.post("/sign-in/", {"email": email})
    browser.post("/sign-in/code/", {"code": code_in_the_newest_letter()})


def who_is_signed_in(browser: Client) -> Person | None:
    """Asked of a page that is there for everybody."""
    user = browser.get("/health").wsgi_request.user
    return user if user.is_authenticated else None


def writes_in(queries: CaptureQueriesContext) -> list[str]:
    said = [query["sql"] for query in queries.captured_queries]
    return [sql for sql in said if re.match(r"(?i)insert|update|delete|replace", sql)]
