"""Run the long tests and every benchmark, and write what was measured to docs/reference/measured.md.

Tests hand over figures as lines of JSON in the file that COPRODUCE_FIGURES names; benchmarks print theirs
when asked with --json. A line has: case, ours, peer, ratio, unit, versions. The page is written only when
everything passed.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scripts.bench import ROOT, benches

PAGE = ROOT / "docs" / "reference" / "measured.md"

Figure = dict[str, Any]


def read_figures(text: str) -> list[Figure]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def run_long_tests(figures: Path) -> tuple[bool, list[Figure]]:
    environment = {**os.environ, "COPRODUCE_PROOF": "1", "COPRODUCE_FIGURES": str(figures)}
    answer = subprocess.run([sys.executable, "-m", "pytest", "-m", "long"], cwd=ROOT, env=environment)
    return answer.returncode == 0, read_figures(figures.read_text()) if figures.exists() else []


def run_bench(bench: Path, options: list[str]) -> tuple[bool, list[Figure]]:
    print(f"Measuring {bench.stem}", flush=True)
    answer = subprocess.run([sys.executable, bench, "--json", *options], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    figures = read_figures(answer.stdout)
    for figure in figures:
        print(f"  {row(figure)}", flush=True)
    return answer.returncode == 0, figures


def number(value: Any) -> str:
    """A figure with three digits that count, or a dash where there is none."""
    if value is None:
        return "–"
    return f"{value:.3g}" if isinstance(value, float) and abs(value) < 1000 else f"{value:,.0f}"


def row(figure: Figure) -> str:
    versions = figure.get("versions") or ""
    if isinstance(versions, dict):
        versions = ", ".join(f"{name} {version}" for name, version in versions.items())
    ours, peer, ratio = (number(figure.get(key)) for key in ("ours", "peer", "ratio"))
    return f"| {figure['case']} | {ours} | {peer} | {ratio} | {figure.get('unit', '')} | {versions} |"


def commit() -> str:
    """The commit that was measured, and whether files were changed since."""
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty=, with changes"], cwd=ROOT, capture_output=True, text=True
    )
    return described.stdout.strip() or "unknown"


def page(parts: dict[str, list[Figure]]) -> str:
    lines = [
        "# What was measured",
        "",
        "Written by `make proof`: do not edit. Ratio is ours to the peer's, in the unit of the row.",
        "",
        f"Measured on {datetime.now(UTC):%d %B %Y} at commit {commit()}, with {os.cpu_count()} cores "
        f"({platform.machine()}, {platform.system()}) and Python {platform.python_version()}.",
    ]
    for name, figures in parts.items():
        lines += ["", f"## {name}", "", "| case | ours | peer | ratio | unit | versions |"]
        lines += ["| --- | ---: | ---: | ---: | --- | --- |", *map(row, figures)]
    return "\n".join(lines) + "\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        answers = {"The long tests": run_long_tests(Path(folder) / "figures.jsonl")}
    for bench in benches():
        answers[bench.stem.replace("_", " ").capitalize()] = run_bench(bench, sys.argv[1:])
    failed = [name for name, (passed, _) in answers.items() if not passed]
    if failed:
        sys.exit(f"Nothing was written down, since these failed: {', '.join(failed)}")
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page({name: figures for name, (_, figures) in answers.items() if figures}))
    print(f"Written to {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
