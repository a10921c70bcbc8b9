"""Rewritten sentence pairs (MRPC, PAN): how well ``rewrite_score`` ranks them, on the training halves.

The weights were fitted on these halves, so the cross-validated figures are the honest ones; both are shown.
"""

from __future__ import annotations

import gzip
import json
from importlib.resources import files
from pathlib import Path

from auditor.checks.reuse import rewrite_score
from tests.eval._row import Row

MOST = 2000
"""Pairs of each corpus that are scored, evenly from the file."""

# corpus -> word Jaccard on the train half (measured here), on the test half (the bench's README), which is to be beaten
BASELINE = {"mrpc": (0.760, 0.761), "pan_sentences": (0.927, 0.936)}


def run(shared: Path) -> list[Row]:
    """AUROC for each corpus."""
    trained = json.loads(files("auditor.checks.reuse").joinpath("data", "model.json").read_text("utf-8"))
    cross = trained["cross_validated"]["pair_auroc"]
    rows = []
    for name, (train, test) in BASELINE.items():
        with gzip.open(shared / "bench/rewrite" / f"{name}_train.jsonl.gz", "rt", encoding="utf-8") as lines:
            pairs = [json.loads(line) for line in lines]
        pairs = pairs[:: -(-len(pairs) // MOST)]  # one file is sorted by label
        scores = [rewrite_score(pair["a"], pair["b"]) for pair in pairs]
        ours = _auroc(scores, [pair["label"] for pair in pairs])
        rows.append(Row("rewrite", f"{name}: AUROC", ours, train, target=test, note=f"{len(pairs)} training pairs"))
        rows.append(Row("rewrite", f"{name}: AUROC, cross-validated", cross[name], train, target=test))
    return rows


def _auroc(scores: list[float], truth: list[int]) -> float:
    """The probability that a rewrite outranks a stranger; ties count half."""
    ranked = sorted(zip(scores, truth))
    total, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        total += sum(label for _, label in ranked[at:end]) * (at + end + 1) / 2
        at = end
    yes = sum(truth)
    return (total - yes * (yes + 1) / 2) / (yes * (len(truth) - yes))
