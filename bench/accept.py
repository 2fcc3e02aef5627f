"""How much writing a board takes: acts a second, CPU for each, and how long a page waits beside a busy writer.

    python bench/accept.py [--quick] [--json] [--data FOLDER]

The peer is what one would write without `ground/live`: the same note by plain ORM verbs, a transaction each; and for
page writes, Django's own SQLite backend, without turns. Ours and the peer's are measured in the same process, taking
turns, and each figure is the median of several rounds.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("sqlite", "postgres", "beside")


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    asked.add_argument("--quick", action="store_true", help="fewer rounds: seconds instead of a minute or two")
    asked.add_argument("--json", action="store_true", help="one line of JSON a case instead of a table")
    asked.add_argument("--data", type=Path, help="where the databases are made; a folder on the disk to be measured")
    arguments = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="coproduce-bench-", dir=arguments.data) as folder:
        for part in PARTS:
            show(measured(part, Path(folder), quick=arguments.quick), as_json=arguments.json)


def measured(part: str, folder: Path, *, quick: bool) -> list[dict[str, object]]:
    """One part in a process of its own, because a process has one database."""
    words = [sys.executable, "-m", "bench._accept", part, str(folder / part), *(["--quick"] if quick else [])]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(done.returncode)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def show(figures: list[dict[str, object]], *, as_json: bool) -> None:
    for figure in figures:
        if as_json:
            print(json.dumps(figure), flush=True)
            continue
        ours, peer, ratio = (f"{figure[key]:,.3g}" for key in ("ours", "peer", "ratio"))
        print(f"  {figure['case']:<62} {ours:>8} {peer:>8} {figure['unit']:<12} {ratio:>6} x the peer", flush=True)


if __name__ == "__main__":
    main()
