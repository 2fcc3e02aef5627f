"""The Chromium of the tests: where it is and how it is started, so that every test sees the same browser."""

import os
import shutil
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
UNPACKED = ROOT / ".cache" / "chromium"

NAMES_ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Quiet, offline and the same everywhere. No sandbox, since tests often run as root in a container.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
]


class NoChromiumError(Exception):
    """There is no Chromium to test with."""


def own_chromium() -> Path | None:
    """The Chromium that this machine already has: the one that COPRODUCE_CHROMIUM names, else one on PATH."""
    if named := os.environ.get("COPRODUCE_CHROMIUM"):
        return Path(named)
    return next((Path(found) for name in NAMES_ON_PATH if (found := shutil.which(name))), None)


def find_chromium() -> Path:
    """The Chromium to use: the machine's own, else the one that `make test` has unpacked."""
    program = own_chromium() or UNPACKED / "chromium"
    if not os.access(program, os.X_OK):
        raise NoChromiumError(f"There is no Chromium at {program}. `make test` brings one.")
    return program


def launch_kwargs() -> dict[str, Any]:
    """What to hand to Playwright: `playwright.chromium.launch(**launch_kwargs())`."""
    program = find_chromium()
    home = UNPACKED / "home"
    home.mkdir(parents=True, exist_ok=True)
    env: dict[str, str | float | bool] = {**os.environ, "HOME": str(home)}
    if program.parent == UNPACKED:
        # It brings the few libraries that a plain Debian lacks (NSS, NSPR, expat), and a font.
        libraries = [str(UNPACKED / "lib"), os.environ.get("LD_LIBRARY_PATH", "")]
        env["LD_LIBRARY_PATH"] = os.pathsep.join(filter(None, libraries))
        env["FONTCONFIG_FILE"] = str(UNPACKED / "fonts.conf")
    return {"executable_path": str(program), "args": FLAGS, "headless": True, "env": env}
