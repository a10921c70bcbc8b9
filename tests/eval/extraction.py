"""Main text from HTML: the article-extraction benchmark and trafilatura's evaluation pages, with their own scorer.

The block model that ships was fitted on these pages too, so its figures on them flatter it. What it does on pages it
has not seen is told by the five-fold cross-validation that its training stores in it: those are the figures to compare
with other tools', and the ones with a target.
"""

from __future__ import annotations

import gzip
import json
import runpy
import time
from pathlib import Path
from typing import Any

from auditor.sources.extract import extract_page
from auditor.sources.extract.model import default_model
from tests.eval._row import Row

# trafilatura 2.3.1 on the same pages, as it comes; the best published figure on all pages of the origin
BENCHES = {
    "article_extraction": ("ground-truth.json", "score_shingles", 0.955, 0.970, 0.97),
    "trafilatura_eval": ("gold.json", "score_segments", 0.937, 0.924, 0.95),
}


def run(shared: Path) -> list[Row]:
    """F1, precision and recall of both benches, unseen and as shipped, and the time a page takes."""
    scorer = runpy.run_path(str(shared / "bench" / "score_extraction.py"))
    measured = default_model().measured
    rows: list[Row] = []
    seconds, pages = 0.0, 0
    for bench, (gold_name, score, baseline, best, target) in BENCHES.items():
        gold: dict[str, Any] = json.loads((shared / "bench" / bench / gold_name).read_text("utf-8"))
        contents = {k: gzip.decompress((shared / "bench" / bench / "html" / f"{k}.html.gz").read_bytes()) for k in gold}
        began = time.process_time()
        texts = {k: extract_page(content).text for k, content in contents.items()}
        seconds, pages = seconds + time.process_time() - began, pages + len(texts)
        figures = scorer[score](gold, texts)
        unseen = {key: measured[f"{bench} {key}"] for key in ("f1", "precision", "recall")}
        note = f"n={len(gold)}, five-fold by page; P {unseen['precision']:.3f} R {unseen['recall']:.3f}"
        rows.append(Row(bench, "F1 on unseen pages", unseen["f1"], baseline, best, target, note=note))
        note = f"fitted on these pages; P {figures['precision']:.3f} R {figures['recall']:.3f}"
        rows.append(Row(bench, "F1 as shipped", figures["f1"], baseline, best, note=note))
    rows.append(Row("extraction", "CPU time a page", 1000 * seconds / pages, lower_is_better=True, unit="ms"))
    return rows
