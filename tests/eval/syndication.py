"""Pages that are one story, and who rests on whom: the syndication groups, and the project's own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from auditor.checks.provenance import trace_provenance
from auditor.records import Page
from tests.checks.provenance_cases import read_groups
from tests.eval._row import Row


def run(shared: Path) -> list[Row]:
    """Pairwise F1, groups exactly right and rests_on F1 in percent, by the bench's scorer; milliseconds for nine pages."""
    bench = shared / "bench" / "syndication"
    scorer = shared / "bench" / "score_syndication.py"
    groups = [json.loads(line) for line in (bench / "dev.jsonl").read_text(encoding="utf-8").splitlines() if line]
    rows = list(_rows("syndication", groups, bench, scorer, best=(87.6, 57.1, 73.7), targets=(95.0, 85.0, 85.0)))
    own = [group.as_line() for group in read_groups()]
    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder)
        (gold / "own.jsonl").write_text("".join(json.dumps(group) + "\n" for group in own), encoding="utf-8")
        rows += _rows("syndication, own groups", own, gold, scorer, best=(None, None, None), targets=(None, None, None))
    rows.append(_speed(shared))
    return rows


def _rows(
    bench: str, groups: list[dict[str, Any]], gold: Path, scorer: Path, *, best: Iterable[Any], targets: Iterable[Any]
) -> Iterable[Row]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for group in groups:
            found = trace_provenance([_page(page) for page in group["pages"]])
            answer = {"clusters": found.clusters, "rests_on": found.rests_on, "independent": found.independent}
            file.write(json.dumps({"id": group["id"], **answer}) + "\n")
        file.flush()
        command = [sys.executable, str(scorer), file.name, str(gold), "--json"]
        figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    values = (figures["pairwise"]["f1"], figures["groups_exact"], figures["rests_on"]["f1"])
    names = ("pairwise F1", "groups exactly right", "rests_on F1")
    seen = "; the mechanisms were made on these" if "own" in bench else ""
    for name, value, known, target in zip(names, values, best, targets, strict=True):
        yield Row(bench, name, 100 * value, known, target=target, note=f"n={figures['groups']} groups{seen}")


def _page(page: dict[str, Any]) -> Page:
    return Page(
        page.get("text") or "",
        title=page.get("title"),
        outlet=page.get("outlet"),
        byline=page.get("byline"),
        published=page.get("date"),
    )


def _speed(shared: Path) -> Row:
    """The best of twenty runs over the seed's nine pages: other processes only ever make it slower."""
    pages = []
    for path in sorted((shared / "seeds" / "g20-sources").glob("*.txt")):
        head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
        fields = dict(line.split(": ", 1) for line in head.splitlines())
        pages.append(Page(text, title=fields["TITLE"], outlet=fields["OUTLET"], published=fields["DATE"]))
    times = []
    for _ in range(20):
        began = time.process_time()
        trace_provenance(pages)
        times.append(time.process_time() - began)
    return Row("syndication", "the seed's nine pages", 1000 * min(times), target=20.0, lower_is_better=True, unit="ms")
