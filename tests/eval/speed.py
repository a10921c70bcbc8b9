"""How long a person waits: the whole seed audit and the help page, each as a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.eval._row import Row

ROUNDS = 3


def _seconds(*args: str) -> float:
    """The best of some rounds: what the program needs, not what else the machine does."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        subprocess.run([sys.executable, *args], check=True, stdout=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - began)
    return best


def run(shared: Path) -> list[Row]:
    """Start-up and the seed audit, in seconds and as ratios to ``python -c pass``."""
    seeds = shared / "seeds"
    nothing = _seconds("-c", "pass")
    help_page = _seconds("-m", "auditor", "--help")
    article, sources = str(seeds / "004-aggregator-article.txt"), str(seeds / "g20-sources")
    audit = _seconds("-m", "auditor", "audit", article, "--sources", sources)
    return [
        Row("speed", "auditor --help", help_page, target=0.3, lower_is_better=True, unit="s"),
        Row("speed", "auditor --help, times python -c pass", help_page / nothing, lower_is_better=True, unit="x"),
        Row("speed", "seed audit, process start included", audit, target=1.5, lower_is_better=True, unit="s"),
        Row("speed", "seed audit, times python -c pass", audit / nothing, lower_is_better=True, unit="x"),
    ]
