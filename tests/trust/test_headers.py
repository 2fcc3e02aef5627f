"""The same headers on every answer, whatever it is (trust goal 14)."""

import pytest
from django.test import Client

from coproduce.overview import views
from coproduce.people.projects.models import Project
from tests.trust.walk import Walked

HEADERS = {
    "Content-Security-Policy": "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; img-src 'self'; require-trusted-types-for 'script'; "
    "script-src 'self'; style-src 'self'; trusted-types default",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), interest-cohort=(), microphone=(), payment=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# What the front door says by itself, before there is a page: nothing may load, nothing may be sent.
PLAIN = {
    **HEADERS,
    "Content-Security-Policy": "base-uri 'none'; default-src 'none'; form-action 'none'; frame-ancestors 'none'",
}
COOKIES = {"session", "csrf", "done", "way-in", "way-back"}


def protecting(headers: dict[str, str]) -> dict[str, str]:
    """Those of HEADERS that an answer has, their parts in order."""
    found = {name: headers[name] for name in HEADERS if name in headers}
    for name, between in (("Content-Security-Policy", ";"), ("Permissions-Policy", ",")):
        if name in found:
            found[name] = f"{between} ".join(sorted(part.strip() for part in found[name].split(between) if part))
    return found


def is_kept_nowhere(headers: dict[str, str]) -> bool:
    said = {part.strip() for part in headers.get("Cache-Control", "").split(",")}
    return {"private", "no-store"} <= said and "public" not in said


def test_every_page_of_every_visitor_has_the_same_protecting_headers(walked: Walked) -> None:
    others = [str(answer) for answer in walked.answers if protecting(answer.headers) != HEADERS]

    assert others == []


def test_the_walk_meets_pages_refusals_and_redirects(walked: Walked) -> None:
    """What it would prove nothing without."""
    met = {(answer.way, answer.status) for answer in walked.answers}

    assert met >= {("get", 200), ("get", 302), ("get", 403), ("get", 404), ("get", 405)}
    assert met >= {("post", 302), ("post", 404), ("post", 405), ("post", 422)}


def test_no_policy_of_ours_has_an_exception() -> None:
    policy = HEADERS["Content-Security-Policy"]

    assert [
        word for word in ("unsafe-", "*", "http", "data:", "blob:", "nonce-", "strict-dynamic") if word in policy
    ] == []


def test_no_page_is_kept_by_anybody(walked: Walked) -> None:
    kept = [str(answer) for answer in walked.answers if not is_kept_nowhere(answer.headers)]

    assert kept == []


def test_no_script_reads_a_cookie_and_no_other_site_sends_one(walked: Walked) -> None:
    given = [(str(answer), name, cookie) for answer in walked.answers for name, cookie in answer.cookies.items()]
    flags = {
        (name, bool(cookie["httponly"]), cookie["samesite"], cookie["path"], cookie["domain"])
        for _answer, name, cookie in given
        if cookie.value
    }

    assert {name for _answer, name, _cookie in given} <= COOKIES
    assert flags == {(name, True, "Lax", "/", "") for name, *_flags in flags}
    assert {"session", "csrf", "done", "way-in", "way-back"} == {name for name, *_flags in flags}


def test_whoever_only_reads_gets_no_cookie_but_the_one_that_guards_a_form(walked: Walked) -> None:
    for_reading = {
        name
        for answer in walked.asked
        if answer.visitor == "stranger" and answer.status == 200
        for name in answer.cookies
    }

    assert for_reading == {"csrf"}


def test_a_picture_made_by_the_site_is_no_page(walked: Walked) -> None:
    """An SVG could hold scripts; ours are pictures for those who run it, and the policy stands on them as well."""
    kinds = {
        answer.headers["Content-Type"] for answer in walked.asked if answer.name == "qr(group)" and answer.status == 200
    }

    assert kinds == {"image/svg+xml"}


class TestTheAnswerToTrouble:
    """Each kind once, with what the walk cannot meet."""

    def test_of_a_foreign_host(self, client: Client, db: None) -> None:
        self.is_protected(client.get("/", headers={"host": "evil.example"}), 400)

    def test_of_too_many_words(self, client: Client, db: None) -> None:
        self.is_protected(client.post("/sign-in/", {"email": "x" * 1_100_000}), 400)

    def test_of_too_many_fields(self, client: Client, db: None) -> None:
        self.is_protected(client.post("/sign-in/", {f"field{number}": "" for number in range(3_000)}), 400)

    def test_of_a_form_without_its_token(self, db: None) -> None:
        self.is_protected(Client(enforce_csrf_checks=True).post("/sign-in/"), 403)

    def test_of_a_page_that_is_not_there(self, client: Client, db: None) -> None:
        self.is_protected(client.get("/nowhere/at/all/"), 404)

    @pytest.mark.parametrize("way", ["put", "delete", "patch", "options", "trace"])
    def test_of_a_way_that_no_browser_asks(self, client: Client, db: None, way: str) -> None:
        response = getattr(client, way)("/sign-in/")

        assert response.status_code < 500
        assert protecting(dict(response.headers)) == HEADERS

    def test_of_a_mistake_of_ours(self, client: Client, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
        def mistaken(*_: object) -> None:
            raise RuntimeError("A mistake of ours")

        monkeypatch.setattr(views, "where_is", mistaken)
        client.raise_request_exception = False

        response = client.get(f"/p/{project.slug}/")

        self.is_protected(response, 500)
        assert b"A mistake of ours" not in response.content

    def is_protected(self, response: object, status: int) -> None:
        assert response.status_code == status
        assert protecting(dict(response.headers)) == HEADERS
        assert is_kept_nowhere(dict(response.headers))
