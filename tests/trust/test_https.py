"""What a production site adds: its address is https, and only the settings say where it is (trust goals 14, 21)."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from coproduce.ground.keys.ring import KeyRing
from tests.server import ROOT, copy_of, environment_of
from tests.trust.test_headers import HEADERS, protecting

ADDRESS = "https://coproduce.example"
TELL = ("-m", "django", "shell", "--no-imports", "-c", "from tests.trust.https_site import tell; tell()")
Told = dict[str, Any]


@pytest.fixture(scope="module", params=["1", "0"], ids=["the proxy is trusted", "no proxy is trusted"])
def told(request: pytest.FixtureRequest, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Told:
    data = copy_of(migrated, tmp_path_factory.mktemp("production"))
    keys = data / "production-keys.json"
    KeyRing.fresh().save(keys)
    production = {
        "DJANGO_SETTINGS_MODULE": "coproduce.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "COPRODUCE_MODE": "production",
        "COPRODUCE_ADDRESS": ADDRESS,
        "COPRODUCE_SECRET_KEY": "0123456789 for this test alone 0123456789",
        "COPRODUCE_KEYS": str(keys),
        "COPRODUCE_TRUSTED_PROXIES": request.param,
        "COPRODUCE_MAIL": "django.core.mail.backends.locmem.EmailBackend",
    }
    done = subprocess.run(
        [sys.executable, *TELL],
        cwd=ROOT,
        env=environment_of(data) | production,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: Told = json.loads(next(line for line in done.stdout.splitlines() if line.startswith('{"answers"')))
    return found


def test_every_cookie_is_tied_to_this_host_and_to_https(told: Told) -> None:
    given = [cookie for answer in told["answers"] for cookie in answer["cookies"]]
    kept = [cookie for cookie in given if cookie["value"]]
    flags = {
        (cookie["name"], cookie.get("secure"), cookie.get("path"), cookie.get("domain"), cookie.get("samesite"))
        for cookie in given
    }

    assert flags == {
        (f"__Host-{name}", True, "/", None, "Lax") for name in ("session", "csrf", "done", "way-in", "way-back")
    }
    assert {cookie.get("httponly") for cookie in kept} == {True}
    assert {cookie["name"] for cookie in kept} == {name for name, *_flags in flags}


def test_every_answer_keeps_browsers_on_https(told: Told) -> None:
    said = {
        (answer["asked"], answer["status"]): answer["headers"].get("Strict-Transport-Security")
        for answer in told["answers"]
    }

    assert {status for _asked, status in said} == {200, 302, 400, 403, 404}
    assert said == dict.fromkeys(said, "max-age=31536000")


def test_every_answer_has_the_same_protecting_headers(told: Told) -> None:
    assert [answer["asked"] for answer in told["answers"] if protecting(answer["headers"]) != HEADERS] == []


def test_links_to_hand_on_begin_with_the_address_of_the_settings(told: Told) -> None:
    (ready,) = [answer["page"] for answer in told["answers"] if answer["asked"] == "GET boards_ready"]
    (letter,) = told["letters"]

    for text in (ready, letter):
        assert {found.rstrip("/") for found in re.findall(r"https?://[^/\s\"<]+", text)} == {ADDRESS}
