"""Runs the tests: all of them on SQLite, then those of the rooms (rules, queries, actions, logs) on PostgreSQL."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.postgres import running_postgres

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["src/coproduce/ground", "src/coproduce/people", "src/coproduce/cycle", "src/coproduce/overview"]


def main(words: list[str]) -> int:
    """With words of your own only what they name is run, on SQLite. Gives the exit status of the first that failed."""
    processes = ["-n", os.environ.get("PROCESSES", "auto")]
    on_sqlite = _pytest([*processes, *words])
    if words:
        return on_sqlite
    print("\nThe rooms once more, on PostgreSQL:", flush=True)
    with tempfile.TemporaryDirectory(prefix="coproduce-pg-") as folder, running_postgres(Path(folder) / "pg") as url:
        which = ["-m", "not long and not browser and not own_database", "--ignore-glob=*_pages.py", *ROOMS]
        on_postgres = _pytest([*processes, *which], COPRODUCE_DATABASE=url)
    return on_sqlite or on_postgres


def _pytest(words: list[str], **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", *words]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
