"""Stance against the Fake News Challenge: a model that never saw a fifth of the bodies, measured on that fifth."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from auditor.checks.headline.reading import read_body
from auditor.checks.headline.stance import choose, default_model, load_model, stance_shares
from auditor.training.stance import fold_of
from tests.eval._row import Row

HELD_OUT = Path(__file__).parent / "data" / "stance_fold0.json"


def run(shared: Path) -> list[Row]:
    """The weighted score relative to the highest possible, in percent, on the bodies left out of training."""
    source = shared / "bench" / "fnc1" / "train.jsonl.gz"
    model = load_model(HELD_OUT)
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if fold_of(row["body_id"]) == model.measured["without_fold"]]
    readings = {row["body_id"]: row["body"] for row in rows}
    readings = {key: read_body(body) for key, body in readings.items()}
    with tempfile.TemporaryDirectory() as folder:
        gold, pred = Path(folder) / "gold.jsonl", Path(folder) / "pred.jsonl"
        gold.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        answers = (
            {"id": row["id"], "stance": choose(stance_shares(row["headline"], readings[row["body_id"]], model))}
            for row in rows
        )
        pred.write_text("".join(json.dumps(answer) + "\n" for answer in answers), encoding="utf-8")
        command = [sys.executable, str(shared / "bench" / "score_fnc1.py"), str(gold), "--pred", str(pred), "--json"]
        figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    measured = default_model().measured
    note = (
        f"n={figures['n']}, bodies unseen in training; five-fold by body {measured['relative_by_body']}, "
        f"with topics apart {measured['relative_by_topic']}"
    )
    return [
        Row("fnc1", "relative weighted score", 100 * figures["relative"], 78.53, "82.0 on its test", 85.0, note=note),
        Row("fnc1", "macro F1", 100 * figures["macro_f1"], 41.6, "60.9 on its test", note=note),
    ]
