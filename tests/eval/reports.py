"""What a report weighs and how long it takes: a page of sixty claims, and the text with its imports."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from auditor.report import html, text
from tests.eval._row import Row
from tests.report.samples import full, sixty


def run(shared: Path) -> list[Row]:
    """Rows for the size of the HTML page and the times of both formats; ``shared`` is not needed."""
    audit = sixty()
    html.render([full()])  # templates are compiled once
    start = time.perf_counter()
    page = html.render([audit])
    took = time.perf_counter() - start
    weight = round(len(page.encode()) / 1000, 1)
    return [
        Row("report", "HTML page of 60 claims", weight, target=600, lower_is_better=True, unit="kB"),
        Row("report", "HTML of 60 claims rendered", round(1000 * took, 1), lower_is_better=True, unit="ms"),
        Row("report", "text with its imports", _text(), target=150, lower_is_better=True, unit="ms"),
        Row("report", "text of 60 claims", _timed(audit), lower_is_better=True, unit="ms"),
    ]


def _text() -> float:
    """Processor milliseconds from nothing imported to a rendered text, the best of three processes."""
    code = (
        "import time; from tests.report.samples import full; audit = full(); start = time.process_time();"
        "from auditor.report.text import render; render([audit]); print(1000 * (time.process_time() - start))"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(3)]
    return round(min(float(done.stdout) for done in runs), 1)


def _timed(audit: object) -> float:
    start = time.process_time()
    text.render([audit])
    return round(1000 * (time.process_time() - start), 1)
