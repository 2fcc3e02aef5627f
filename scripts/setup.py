"""Make a checkout ready: to run, to be tested or to be checked. `make` calls this before everything else.

It needs only Python and its standard library, and does only what has changed since the last time: each step
leaves a stamp in .venv/stamps that says what it was made from. Everything it makes stays inside the checkout.
"""

import os
import shutil
import subprocess
import sys

if sys.version_info < (3, 11):  # so this file keeps to words that an older Python can read
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        newer = shutil.which(name)
        if newer and subprocess.call([newer, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(newer, [newer, "-m", "scripts.setup"] + sys.argv[1:])
    sys.exit(
        "Coproduce needs Python 3.11 or newer. This is Python {}.{}, at {}.\n"
        "Install a newer Python beside it, then run make again. If make does not find it, name it:\n"
        "    make PYTHON=/path/to/python3.11 demo".format(*sys.version_info[:2], sys.executable)
    )

import fcntl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from scripts import steps
from scripts.steps import LOGS, ROOT, STAMPS, Log, Step, StepFailedError

# Phases follow one another. The lanes of a phase run side by side, the steps of a lane in turn.
Lane = list[Step]
Phase = list[Lane]

RUN: list[Phase] = [
    [[steps.ENVIRONMENT, steps.BUILD_PACKAGES]],
    [[steps.PACKAGES, steps.PROJECT, steps.CATALOGUES], [steps.FRONTEND_PACKAGES, steps.FRONTEND]],
]
AIMS: dict[str, list[Phase]] = {
    "run": RUN,
    "check": [*RUN, [[steps.DEV_PACKAGES], [steps.FRONTEND_TOOLS]]],
    "test": [*RUN, [[steps.DEV_PACKAGES], [steps.BROWSER_PACKAGES]], [[steps.BROWSER]]],
}

_stop = threading.Event()


def carry_out(step: Step) -> str | None:
    """Do one step if it is not done yet; answer the seconds it took, or None without work."""
    if _stop.is_set() or step.is_done():
        return None
    print(f"  {step.title}\n", end="", flush=True)  # one write, so that two lanes keep their lines
    started = time.monotonic()
    sources = step.sources()
    for name in (step.name, *step.replaces):
        (STAMPS / name).unlink(missing_ok=True)
    log = Log(step.name)
    try:
        step.do(log)
    except StepFailedError:
        _stop.set()
        raise SystemExit(explanation(step, log)) from None
    STAMPS.mkdir(exist_ok=True)
    step.stamp.write_text(sources)
    return f"{step.name} {time.monotonic() - started:.1f}"


def explanation(step: Step, log: Log) -> str:
    last = "\n".join("    " + line for line in log.path.read_text(errors="replace").splitlines()[-12:])
    where = log.path.relative_to(ROOT)
    return (
        f'\nThe step "{step.title}" failed. Its last words:\n\n{last}\n\nAll of its output is in {where}.\n{step.mend}'
    )


def carry_out_lane(lane: Lane) -> list[str | None]:
    return [carry_out(step) for step in lane]


def carry_out_all(phases: list[Phase]) -> list[str]:
    with ThreadPoolExecutor() as pool:
        return [taken for lanes in phases for lane in pool.map(carry_out_lane, lanes) for taken in lane if taken]


@contextmanager
def alone() -> Iterator[None]:
    """Hold the checkout, so that two makes at once do not undo each other's work."""
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another make is setting up this checkout. Waiting for it.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_ready(phases: list[Phase]) -> bool:
    return all(step.is_done() for lanes in phases for lane in lanes for step in lane)


def main() -> None:
    phases = AIMS[sys.argv[1]]
    if is_ready(phases):
        return
    with alone():
        if is_ready(phases):  # the make that we waited for did it
            return
        started = time.monotonic()
        print("Setting up, in this folder only", flush=True)
        times = carry_out_all(phases)
        print(f"Ready in {time.monotonic() - started:.0f} s ({', '.join(times)})", flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run make again to go on where it stopped.")
