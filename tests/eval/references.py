"""Single academic references against AnyStyle's labelled ones: the fields as printed.

Of the sets the manually curated one (``gold``) is shown first; the others are of falling quality. A reference's own
number is taken off before, as the list finder does in an article.
"""

from __future__ import annotations

import gzip
import json
import runpy
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from auditor.article.labels import read_label
from auditor.article.printed import printed_fields
from tests.eval._row import Row

FIELDS = "author,title,container-title,journal,date,publisher,location,volume,pages,url,doi"


def run(shared: Path) -> list[Row]:
    """Exact F1 of fields in percent; milliseconds a reference."""
    gold = shared / "bench" / "references" / "anystyle_dev.jsonl.gz"
    scorer = shared / "bench" / "score_references.py"
    with gzip.open(gold, "rt", encoding="utf-8") as file:
        items = [json.loads(line) for line in file]
    baseline = runpy.run_path(str(scorer))["regex_baseline"]
    began = time.process_time()
    ours = {i["id"]: printed_fields(_unlabelled(i["raw"])) for i in items}
    spent = 1000 * (time.process_time() - began) / len(items)
    plain = {i["id"]: baseline(i["raw"]) for i in items}
    rows = []
    for name, kept in (("gold set", "gold"), ("all sets", "")):
        mine, base = (_score(scorer, gold, p, kept) for p in (ours, plain))
        for field in ("title", "date", "url"):
            figures = mine["fields"][field]
            note = f"n={figures['n']}, token F1 {100 * figures['tokens_f1']:.1f}"
            rows.append(Row("references", f"{name}: {field}", _f1(figures), _f1(base["fields"][field]), note=note))
        tokens = f"token F1 {100 * mine['tokens_micro']['f']:.1f}, baseline {100 * base['tokens_micro']['f']:.1f}"
        rows.append(
            Row(
                "references",
                f"{name}: 11 fields",
                100 * mine["exact_micro"]["f"],
                100 * base["exact_micro"]["f"],
                note=tokens,
            )
        )
    rows.append(Row("references", "one reference", spent, lower_is_better=True, unit="ms"))
    return rows


def _unlabelled(raw: str) -> str:
    raw = raw.lstrip()
    label = read_label(raw)
    return (
        raw[label.length :].lstrip() if label and label.style in ("bracket", "dot", "paren", "close", "bare") else raw
    )


def _f1(figures: dict[str, Any]) -> float:
    return 100 * float(figures["exact"]["f"])


def _score(scorer: Path, gold: Path, fields: dict[str, dict[str, str]], kept: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        pred = Path(folder) / "pred.jsonl"
        lines = (json.dumps({"id": name, "fields": found}) + "\n" for name, found in fields.items())
        pred.write_text("".join(lines), encoding="utf-8")
        command = [sys.executable, str(scorer), str(gold), "--pred", str(pred), "--fields", FIELDS, "--json"]
        command += ["--set", kept] if kept else []
        found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found
