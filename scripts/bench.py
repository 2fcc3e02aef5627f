"""Run every benchmark in bench/, each side by side with its peers: a table for each case."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def benches() -> list[Path]:
    """The benchmarks there are. Files that begin with an underscore are shared by them, not run."""
    return sorted(path for path in (ROOT / "bench").glob("*.py") if not path.name.startswith("_"))


def main() -> None:
    failed = []
    for bench in benches():
        print(f"\n{bench.stem}", flush=True)
        if subprocess.run([sys.executable, bench, "--quick", *sys.argv[1:]], cwd=ROOT).returncode:
            failed.append(bench.stem)
    if failed:
        sys.exit(f"These benchmarks failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
