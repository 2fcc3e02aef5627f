import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.postgres
def test_all_that_is_said_of_the_record_holds_on_postgresql(postgres: str) -> None:
    """Its own run of these tests: the database is chosen once a process."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}

    run = subprocess.run(
        [sys.executable, "-m", "pytest", str(Path(__file__).parent), "-q", "-m", "not postgres and not long"],
        env=environment | {"COPRODUCE_DATABASE": postgres},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout[-8_000:] + run.stderr[-2_000:]
    assert "skipped" not in run.stdout.splitlines()[-1]
