"""Is a claim supported by a real page: balanced accuracy on public dev sets, calibration, speed."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from auditor.checks.evidence import PageIndex, prepare
from auditor.checks.scorers import LexicalScorer
from auditor.checks.support import check_support
from auditor.checks.verify import Pair, Verifier
from auditor.records import Page
from tests.eval._row import Row

# set -> (files, baseline: word overlap, best figure of its class in the README, target)
SETS: dict[str, tuple[str, float, str | float | None, float | None]] = {
    "wice": ("wice/dev.jsonl.gz", 68.6, "75.9 (HHEM-2.1, test half)", 77.0),
    "defacto": ("defacto/val.jsonl.gz", 58.0, None, None),
    "factcheckgpt": ("factcheckgpt/dev.jsonl.gz", 67.5, None, None),
    "summedits": ("summedits/*.jsonl.gz", 50.0, "QAFactEval 62 to 73", None),
}
BINS = 10


def run(shared: Path) -> list[Row]:
    """Balanced accuracy of supported against the rest in percent; expected calibration error; pairs a second."""
    bench = shared / "bench"
    rows: list[Row] = []
    scores: list[tuple[float, bool]] = []
    for name, (pattern, baseline, best, target) in SETS.items():
        paths = sorted(bench.glob(pattern))
        if not paths:
            raise FileNotFoundError(2, "no such file", str(bench / pattern))
        items = [item for path in paths for item in _read(path)]
        predictions = _predict(items)
        figure = _score(paths, predictions, bench / "score_claims.py")
        note = f"n={len(items)}, as shipped; AUROC {100 * figure['auroc']:.1f}"
        rows.append(Row(name, "balanced accuracy", 100 * figure["balanced_accuracy"], baseline, best, note=note))
        if name == "wice":
            scores += [(p["score"], i["label"] == "supported") for p, i in zip(predictions, items)]
            rows += _refitted(name, paths[0], baseline, best, target)
    scores += _alterations(bench)
    note = f"n={len(scores)}, WiCE dev and alterations, probability of support, {BINS} bins"
    error = expected_calibration_error(scores)
    rows.append(Row("support", "ECE", error, target=0.06, lower_is_better=True, note=note))
    return rows + list(_speed())


def _read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _predict(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    verifier = Verifier()
    out = []
    for item in items:
        text = item.get("text") or "\n".join(item["source"])
        result = verifier.verify(Pair(item["id"], item["claim"], text))
        label = "supported" if result["verdict"] == "supported" else "unsupported"
        out.append({"id": item["id"], "label": label, "score": result["support"] or 0.0})
    return out


def _score(gold: list[Path], predictions: list[dict[str, Any]], scorer: Path) -> dict[str, float]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(p) + "\n" for p in predictions)
        file.flush()
        command = [sys.executable, str(scorer), *map(str, gold), "--pred", file.name, "--json"]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    figures: dict[str, float] = found.get("ALL") or next(iter(found.values()))
    return figures


def _refitted(name: str, path: Path, baseline: float, best: Any, target: float | None) -> Iterator[Row]:
    """The same features with weights fitted on this set alone, ten folds: comparable with fitted systems."""
    try:
        from auditor.training.support import balanced_cross_validation, read_pairs
    except ImportError:
        return
    figure, area = balanced_cross_validation(list(read_pairs(path)))
    note = f"weights refitted, ten folds; AUROC {100 * area:.1f}; lexical regression alone 74.0"
    yield Row(name, "balanced accuracy, cross-validated", 100 * figure, baseline, best, target, note=note)


def _alterations(bench: Path) -> list[tuple[float, bool]]:
    verifier, out = Verifier(), []
    for path in sorted((bench / "alterations").glob("*.json")):
        topic = json.loads(path.read_text(encoding="utf-8"))
        source = topic["source"]
        for case in topic["cases"]:
            result = verifier.verify(Pair(0, case["claim"], source["text"], source["date"], source["date"]))
            out.append((result["support"] or 0.0, case["label"] == "supported"))
    return out


def expected_calibration_error(scores: Sequence[tuple[float, bool]]) -> float:
    """The mean distance between probability and share of right answers over ten equal bins, weighted by size."""
    error = 0.0
    for low in range(BINS):
        mine = [(p, y) for p, y in scores if min(int(p * BINS), BINS - 1) == low]
        if mine:
            error += abs(sum(p for p, _ in mine) - sum(y for _, y in mine)) / len(scores)
    return error


def _speed() -> Iterator[Row]:
    """Pairs of one claim and a 600-word page: with the page's index at hand, and with all built anew."""
    text = " ".join(
        f"Officer {n} of the harbour said on Monday that {n + 3} boats had left pier {n % 9} for the island of Marn."
        for n in range(32)
    )
    claims = [f"The harbour said {n} boats had left a pier for the island on Monday." for n in range(200)]
    scorer, page = LexicalScorer(), Page(text, published="2024-05-16")
    check_support(claims[0], PageIndex(page), scorer=scorer)
    index = PageIndex(page)
    for claim in claims:
        prepare(claim, page.published)
    began = time.perf_counter()
    for claim in claims:
        check_support(claim, index, scorer=scorer)
    shared = len(claims) / (time.perf_counter() - began)
    began = time.perf_counter()
    for claim in claims[:50]:
        check_support(claim, PageIndex(page), scorer=scorer)
    apart = 50 / (time.perf_counter() - began)
    yield Row(
        "support", "pairs a second, shared page", shared, target=2000.0, unit="/s", note="one claim, one 600-word page"
    )
    yield Row("support", "pairs a second, new page each", apart, unit="/s", note="index built for each")
