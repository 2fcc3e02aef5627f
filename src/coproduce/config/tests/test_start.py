import os
import socket
import subprocess
import sys
from pathlib import Path

import pysqlite3
import pytest

from coproduce.config.cli import main, parser
from coproduce.config.serve import PortTaken, listening
from coproduce.overview.checks import has_wal_reset_fault


def coproduce(*words: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COPRODUCE_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "coproduce.config.cli", *words],
        env={**kept, "COPRODUCE_DATA": str(data), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_production_refuses_to_start_and_says_what_is_missing(tmp_path: Path) -> None:
    ended = coproduce("serve", data=tmp_path)

    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    for name in ("COPRODUCE_ADDRESS", "COPRODUCE_SECRET_KEY", "COPRODUCE_KEYS"):
        assert name in ended.stderr


def test_help_is_there_before_anything_is_set_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    assert ended.value.code == 0
    assert "import-draft" in capsys.readouterr().out


def test_every_command_explains_itself() -> None:
    commands = next(action for action in parser()._actions if action.dest == "command")

    assert set(commands.choices) == {
        *("demo", "serve", "migrate", "worker", "tick", "steward", "check"),
        *("new-keys", "import-draft", "backup", "restore"),
    }
    assert all(each.description for each in commands.choices.values())


def test_a_new_site_gets_its_keys_and_a_second_call_adds_one(tmp_path: Path) -> None:
    file = tmp_path / "safe" / "keys.json"

    first, second = coproduce("new-keys", str(file), data=tmp_path), coproduce("new-keys", str(file), data=tmp_path)

    assert (first.returncode, second.returncode) == (0, 0)
    assert "is made" in first.stdout
    assert "new first key" in second.stdout
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_taken_port_is_said_plainly() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(PortTaken, match=f"Port {port} is taken"):
            listening("127.0.0.1", port)


@pytest.mark.parametrize(
    ("version", "faulty"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 0), False),
    ],
)
def test_a_sqlite_with_the_wal_reset_fault_is_known_by_its_version(version: tuple[int, int, int], faulty: bool) -> None:
    assert has_wal_reset_fault(version) is faulty


def test_the_sqlite_in_use_is_the_one_we_bring() -> None:
    import sqlite3  # noqa: PLC0415  after the swap that importing coproduce.config made

    assert sqlite3 is sys.modules["pysqlite3"]
    assert not has_wal_reset_fault(pysqlite3.sqlite_version_info)
