"""What is written to the log, through the formatter that the site uses."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from django.test import Client, override_settings

from coproduce.overview import logs, middleware
from coproduce.people.accounts.models import Person
from coproduce.people.projects.models import Project

CANARY = "canary7f3a9"
Browse = Callable[[Person | None], Client]


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The lines written since the test began."""
    out = io.StringIO()
    logs.configure({"level": "DEBUG"})
    handler = logging.getLogger().handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(out)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    handler.setStream(sys.stderr)
    logs.configure({"level": "INFO"})


def test_a_request_leaves_its_route_and_nothing_that_was_typed(
    lines: Callable[[], list[dict[str, Any]]], browse: Browse, project: Project
) -> None:
    browse(None).get(f"/p/{project.slug}/?look={CANARY}", HTTP_USER_AGENT=CANARY, REMOTE_ADDR="203.0.113.77")

    (line,) = [line for line in lines() if line["event"] == "request"]

    assert CANARY not in json.dumps(lines())
    assert {name: line[name] for name in ("route", "method", "status", "network")} == {
        "route": "now",
        "method": "GET",
        "status": 200,
        "network": "203.0.113.0/24",
    }


def test_a_link_that_opens_a_door_is_not_in_the_log(
    lines: Callable[[], list[dict[str, Any]]], browse: Browse, project: Project
) -> None:
    browse(None).get(f"/g/{CANARY}/")
    browse(None).get(f"/s/{CANARY}/")
    browse(None).get(f"/nowhere/{CANARY}/")

    assert CANARY not in json.dumps(lines())


def test_a_fault_leaves_its_kind_and_places_and_no_value(
    lines: Callable[[], list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    def breaks(*_more: object) -> None:
        raise RuntimeError(f"could not keep {CANARY}")

    monkeypatch.setattr("coproduce.overview.views.where_is", breaks)
    client = Client(raise_request_exception=False)

    answer = client.get(f"/p/{project.slug}/")
    (fault,) = [line for line in lines() if line["event"] == "error"]

    assert answer.status_code == 500
    assert fault["reference"] in answer.content.decode()
    assert fault["kind"] == "RuntimeError"
    assert any("breaks" in place for place in fault["where"])
    assert CANARY not in json.dumps(lines())
    assert CANARY not in answer.content.decode()


def test_a_field_that_is_not_on_the_list_is_dropped(lines: Callable[[], list[dict[str, Any]]]) -> None:
    structlog.get_logger("anything").info("saved", words=CANARY, status=200)

    assert CANARY not in json.dumps(lines())
    assert lines()[-1]["status"] == 200


def test_a_library_that_logs_values_loses_them(lines: Callable[[], list[dict[str, Any]]]) -> None:
    logging.getLogger("a.library").warning("could not send to %s", CANARY)

    assert CANARY not in json.dumps(lines())
    assert lines()[-1]["event"] == "could not send to %s"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_an_address_is_cut_to_its_network(address: str, network: str) -> None:
    assert middleware.network_of(address) == network


@override_settings(DEBUG=False)
def test_the_page_of_a_fault_asks_nothing_of_the_database(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any, db: None
) -> None:
    def breaks(*_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("coproduce.overview.views.render", breaks)
    with django_assert_num_queries(0):
        answer = Client(raise_request_exception=False).get("/")

    assert answer.status_code == 500
