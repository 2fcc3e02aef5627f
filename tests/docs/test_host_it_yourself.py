"""The guide to hosting is followed, command by command, in folders of a test.

Blocks marked `sh checked` are run as they stand, by sh. Only the folders are others, and `sudo` and `systemctl` do
nothing of their own. What needs a real machine (apt, systemd, a proxy) is not run.
"""

import http.client
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from coproduce.config.cli import parser
from coproduce.ground.keys.ring import KeyRing
from tests.docs.pages import blocks_in, read, sections_of

GUIDE = "docs/guides/host-it-yourself.md"
FOLDERS = ("/opt/coproduce", "/etc/coproduce", "/var/lib/coproduce", "/var/backups/coproduce", "/usr/local/bin")
AS_IN_TESTS = ("COPRODUCE_", "DJANGO_", "PORT", "HOST")
OWNERS = re.compile(r" -[og] coproduce\b")
SOCKET = "postgresql://coproduce@/coproduce?host=/var/run/postgresql"

SUDO = '#!/bin/sh\nif [ "$1" = -u ]; then shift 2; fi\nexec "$@"\n'
NOTHING = "#!/bin/sh\n"


@dataclass(frozen=True)
class Machine:
    """A machine of our own, as far as the guide's commands can see. Its folders lie in `top`."""

    top: Path

    def follow(self, heading: str, *, database: str = SOCKET) -> str:
        """Run the checked blocks under a heading, in order; gives what they print."""
        blocks = [block.text for block in blocks_in(guide_at(heading)) if block.info == "sh checked"]
        assert blocks, f"nothing to run under {heading!r}"
        return "".join(self.run(block, database=database) for block in blocks)

    def run(self, text: str, *, database: str = SOCKET) -> str:
        for folder in FOLDERS:
            text = text.replace(folder, f"{self.top}{folder}")
        text = text.replace(SOCKET, database)
        told = subprocess.run(
            ["sh", "-e"],
            input=OWNERS.sub("", text),
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
        )
        assert told.returncode == 0, told.stdout
        return told.stdout

    @property
    def ring(self) -> Path:
        return self.top / "etc/coproduce/keys/ring.json"

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the tests' own settings."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith(AS_IN_TESTS)}
        programs = f"{self.top}/fakes{os.pathsep}{self.top}/usr/local/bin{os.pathsep}{os.environ['PATH']}"
        return {**ours, "PATH": programs}


def guide_at(heading: str) -> str:
    """A section of the guide, or a part of one: 'Backup: Prove it'. Without a part, only up to the first."""
    section, _colon, part = heading.partition(": ")
    return sections_of(sections_of(read(GUIDE))[section], level=3)[part]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """With the program where `make setup` would put it."""
    for folder in ("fakes", "usr/local/bin", "opt/coproduce/.venv"):
        (tmp_path / folder).mkdir(parents=True)
    for name, text in (("sudo", SUDO), ("systemctl", NOTHING)):
        (tmp_path / "fakes" / name).write_text(text)
        (tmp_path / "fakes" / name).chmod(0o755)
    (tmp_path / "opt/coproduce/.venv/bin").symlink_to(Path(sys.executable).parent)
    return Machine(tmp_path)


@pytest.fixture
def site(machine: Machine, migrated: Path) -> Machine:
    """Set up as the guide says, with a ring and the database that a first start makes."""
    machine.follow("Install")
    machine.follow("Settings")
    KeyRing.fresh().save(machine.ring)
    shutil.copy(migrated / "coproduce.sqlite3", machine.top / "var/lib/coproduce")
    return machine


def stewards_of(machine: Machine) -> list[str]:
    asked = "import sqlite3, sys; print(*[row[0] for row in sqlite3.connect(sys.argv[1]).execute(sys.argv[2])])"
    file = machine.top / "var/lib/coproduce/coproduce.sqlite3"
    query = "SELECT email FROM accounts_person WHERE is_steward ORDER BY email"
    return subprocess.check_output([sys.executable, "-c", asked, file, query], text=True).split()


def test_a_site_that_is_set_up_as_the_guide_says_has_nothing_to_mend(machine: Machine) -> None:
    machine.follow("Install")

    machine.follow("Settings")
    told = machine.follow("First check")
    later = machine.follow("Upgrade, and the way back")

    assert told.endswith("All is well.\n")
    assert later == "The database is up to date.\nAll is well.\n"
    assert oct(machine.ring.stat().st_mode)[-3:] == "600"
    assert len(KeyRing.load(machine.ring).keys) == 1


def test_the_site_answers_for_its_own_name_and_believes_its_proxy(site: Machine) -> None:
    command = execution()[1:]
    command[command.index("--port") + 1] = "0"
    with subprocess.Popen(
        [site.top / "usr/local/bin/coproduce", *command], env=site.environment, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            (port,) = re.findall(r"^Listening on http://127\.0\.0\.1:(\d+)$", server.stdout.readline(), re.MULTILINE)
            health = asked_of(int(port), "coproduce.example")
            stranger = asked_of(int(port), "elsewhere.example")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)

    assert (health.status, json.load(health)) == (200, {"well": True})
    assert health.headers["Strict-Transport-Security"]
    assert stranger.status == 400


def asked_of(port: int, host: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/health", headers={"Host": host, "X-Forwarded-Proto": "https"})
    return connection.getresponse()


def test_a_backup_is_made_proved_and_restored_over_what_came_after(site: Machine) -> None:
    link = site.follow("The first person in")
    site.follow("Backup")
    proved = site.follow("Backup: Prove it")
    site.run("sudo -u coproduce coproduce steward later@coproduce.example")
    before = stewards_of(site)

    site.follow("Backup: Restore")

    assert re.search(r"^https://coproduce\.example/s/\S+$", link, re.MULTILINE)
    assert "This site is now as it was" in proved
    assert proved.endswith("All is well.\n")
    assert before == ["later@coproduce.example", "you@coproduce.example"]
    assert stewards_of(site) == ["you@coproduce.example"]


def test_a_new_first_key_comes_before_the_old_one(site: Machine) -> None:
    (old,) = KeyRing.load(site.ring).keys

    site.follow("The key ring")

    new, kept = KeyRing.load(site.ring).keys
    assert kept == old
    assert new.secret != old.secret


@pytest.mark.postgres
def test_a_site_moves_to_postgresql(site: Machine, postgres: str) -> None:
    site.follow("The first person in")

    told = site.follow("Moving to PostgreSQL", database=postgres)

    with psycopg.connect(postgres) as connection:
        moved = connection.execute("SELECT email FROM accounts_person").fetchall()
    assert told.endswith("All is well.\n")
    assert moved == [("you@coproduce.example",)]


# Commands that are not run are looked at.


def commands_in(text: str) -> list[list[str]]:
    """Every use of our own command in the blocks, as words."""
    shell = "".join(block.text for block in blocks_in(text)).replace("$$(date +%%F)", "2026-03-12")
    return [shlex.split(words) for words in re.findall(r"(?:-u coproduce |bin/)coproduce ([a-z][^\n'|]*)", shell)]


def execution() -> list[str]:
    """The program and its words that the systemd unit starts."""
    (found,) = re.findall(r"^ExecStart=(/opt/\S+ serve.*)$", read(GUIDE), re.MULTILINE)
    return shlex.split(found)


@pytest.mark.parametrize("words", commands_in(read(GUIDE)), ids=" ".join)
def test_every_command_of_ours_in_the_guide_can_be_given(words: list[str]) -> None:
    assert parser().parse_args(words).command == words[0]


def test_every_setting_in_the_guide_is_in_the_reference() -> None:
    listed = set(re.findall(r"^\| `(\w+)` \|", read("docs/reference/settings.md"), re.MULTILINE))

    assert sorted(set(re.findall(r"\bCOPRODUCE_\w+\b", read(GUIDE))) - listed) == []
