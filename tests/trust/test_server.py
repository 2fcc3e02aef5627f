"""What the real server answers before and beside the pages: static files, and requests that are none (goal 14)."""

import http.client
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server, copy_of, running
from tests.trust.test_headers import HEADERS, PLAIN, is_kept_nowhere, protecting

HERE = b"Host: 127.0.0.1\r\n"


@pytest.fixture(scope="module")
def site(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Nobody writes here, so that one is enough."""
    with running(copy_of(migrated, tmp_path_factory.mktemp("site") / "data")) as started:
        yield started


def asked(site: Server, address: str) -> tuple[int, dict[str, str], str]:
    asking = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    try:
        asking.request("GET", address)
        answer = asking.getresponse()
        return answer.status, _titled(answer.getheaders()), answer.read().decode(errors="replace")
    finally:
        asking.close()


def sent(site: Server, request: bytes) -> tuple[int, dict[str, str], str]:
    """A request byte for byte as no library would send it."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as line:
        line.sendall(request)
        answer = http.client.HTTPResponse(line)
        answer.begin()
        return answer.status, _titled(answer.getheaders()), answer.read().decode(errors="replace")


def _titled(headers: list[tuple[str, str]]) -> dict[str, str]:
    return {name.title(): value for name, value in headers}


def static_files_of(site: Server) -> list[str]:
    return sorted(set(re.findall(r'(?:src|href)="(/static/[^"]+)"', asked(site, "/")[2])))


def test_static_files_have_the_same_headers_and_are_for_this_site_alone(site: Server) -> None:
    files = static_files_of(site)
    answers = {file: asked(site, file) for file in files}

    assert {file.rpartition(".")[2] for file in files} >= {"css", "js", "svg", "woff2"}
    assert {status for status, _headers, _text in answers.values()} == {200}
    assert [file for file, (_status, headers, _text) in answers.items() if protecting(headers) != HEADERS] == []
    assert [file for file, (_s, headers, _t) in answers.items() if "Access-Control-Allow-Origin" in headers] == []
    assert [file for file, (_s, headers, _t) in answers.items() if "immutable" not in headers["Cache-Control"]] == []


@pytest.mark.parametrize(
    "address",
    [
        "/static/",
        "/static/nothing.css",
        "/static/../secret-key",
        "/static/%2e%2e/secret-key",
        "/static/..%2fkeys.json",
        "/static/%2e%2e%2f%2e%2e%2fcoproduce.sqlite3",
        "/static//etc/passwd",
        "/static/%00",
    ],
)
def test_nothing_but_static_files_is_found_among_them(site: Server, address: str) -> None:
    status, headers, _text = asked(site, address)

    assert (status, protecting(headers), is_kept_nowhere(headers)) == (404, HEADERS, True)


def test_what_is_too_large_is_refused_before_it_is_read(site: Server) -> None:
    status, headers, text = sent(site, b"POST /sign-in/ HTTP/1.1\r\n" + HERE + b"Content-Length: 2100000\r\n\r\n")

    assert (status, text) == (413, "This is too large. Make it smaller, or send it in parts.")
    assert (protecting(headers), is_kept_nowhere(headers)) == (PLAIN, True)


@pytest.mark.parametrize(
    "request_",
    [
        b"evil\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",  # no host
        b"GET / HTTP/1.1\r\n" + HERE + b"Host: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HERE + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nevil!",
        b"GET / HTTP/1.1\r\n" + HERE + b"Transfer-Encoding: evil\r\n\r\n",
        b"GET /<x-evil> HTTP/1.1\r\n" + HERE + b"Evil\x00: x\r\n\r\n",
    ],
)
def test_what_is_no_request_is_answered_in_one_sentence_that_repeats_nothing(site: Server, request_: bytes) -> None:
    status, headers, text = sent(site, request_)

    assert (status, text) == (400, "Invalid HTTP request received.")
    assert headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("request_", "answers"),
    [
        (b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400),
        (b"GET http://evil.example/ HTTP/1.1\r\n" + HERE + b"\r\n", 404),
        (b"GET //evil.example/start HTTP/1.1\r\n" + HERE + b"\r\n", 404),
        (b"GET /\\evil.example/.. HTTP/1.1\r\n" + HERE + b"\r\n", 404),
        (b"GET /%0d%0aSet-Cookie:%20evil=1 HTTP/1.1\r\n" + HERE + b"\r\n", 404),
        (b"GET /%ff%fe%00%ed%a0%80 HTTP/1.1\r\n" + HERE + b"\r\n", 404),
        (b"GET /start HTTP/1.1\r\n" + HERE + b"X-Forwarded-Host: evil.example\r\n\r\n", 301),
        (b"OPTIONS * HTTP/1.1\r\n" + HERE + b"\r\n", 404),
        (b"GET / HTTP/1.1\r\n" + HERE + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n", 200),
        (b"GET / HTTP/1.1\r\n" + HERE + b"Cookie: session=evil; csrf=\xff; done=evil; way-in=e.v.il\r\n\r\n", 200),
    ],
)
def test_an_odd_request_gets_an_ordinary_page(site: Server, request_: bytes, answers: int) -> None:
    status, headers, text = sent(site, request_)

    assert (status, protecting(headers)) == (answers, HEADERS)
    assert "evil" not in text + "".join(headers.values())
