"""Main text of pages: the article-extraction benchmark and trafilatura's own pages, with the bench's scorer."""

from __future__ import annotations

import gzip
import json
import runpy
from pathlib import Path

from auditor.sources.extract import extract_page
from tests.eval._row import Row

SEEN = "the block model has seen these pages; on held-out folds 0.970 and 0.949 (auditor.training.extraction)"


def _texts(folder: Path) -> dict[str, str]:
    return {
        path.name.removesuffix(".html.gz"): extract_page(gzip.decompress(path.read_bytes())).text
        for path in sorted((folder / "html").glob("*.html.gz"))
    }


def run(shared: Path) -> list[Row]:
    """F1 of both sets, as shipped."""
    bench = shared / "bench"
    scorer = runpy.run_path(str(bench / "score_extraction.py"))
    rows = []
    for name, gold_file, score, baseline, target in (
        ("article_extraction", "ground-truth.json", "score_shingles", 0.955, 0.97),
        ("trafilatura_eval", "gold.json", "score_segments", 0.937, 0.95),
    ):
        gold = json.loads((bench / name / gold_file).read_text(encoding="utf-8"))
        found = scorer[score](gold, _texts(bench / name))
        f1 = found.get("f1", found.get("F1", found.get("f")))
        rows.append(Row(name, "F1, as shipped", float(f1), baseline, None, target, note=SEEN))
    return rows
