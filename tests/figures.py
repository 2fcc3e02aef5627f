"""Hands a measured figure to `make proof`, which writes it down; elsewhere it does nothing."""

import json
import os
from pathlib import Path


def note_figure(case: str, ours: float, unit: str) -> None:
    if file := os.environ.get("COPRODUCE_FIGURES"):
        with Path(file).open("a") as out:
            out.write(json.dumps({"case": case, "ours": ours, "unit": unit}) + "\n")
