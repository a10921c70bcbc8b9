"""Whole articles: markers paired with entries, fields of entries, sentences and problems, as ``auditor parse`` prints them."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.article import parse_article, read_document, read_text
from auditor.cli.parse import article_json
from auditor.records import Format
from tests.eval._row import Row


def run(shared: Path) -> list[Row]:
    """F1 and accuracy in percent, milliseconds for the seed article."""
    gold = shared / "bench" / "citations" / "dev.jsonl"
    with tempfile.TemporaryDirectory() as folder:
        pred = Path(folder) / "pred.jsonl"
        pred.write_text("".join(json.dumps(p) + "\n" for p in _predictions(gold)), encoding="utf-8")
        scorer = str(shared / "bench" / "score_citations.py")
        command = [sys.executable, scorer, str(gold), "--pred", str(pred), "--json"]
        m = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    fields = ", ".join(f"{name} {100 * v['all']:.1f}" for name, v in m["fields"].items())
    rows = [
        Row(
            "citations",
            "marker-reference pairs F1",
            100 * m["pairs"]["f1"],
            61.7,
            target=98.0,
            note=f"n={m['articles']}",
        ),
        Row("citations", "reference fields", 100 * m["fields_all"], 43.5, target=95.0, note=fields),
        Row("citations", "cited sentences F1", 100 * m["cited_sentences"]["f1"], 50.0, target=97.0),
        Row("citations", "all sentences F1", 100 * m["all_sentences"]["f1"]),
        Row("citations", "problems F1", 100 * m["problems"]["f1"], 29.9, target=95.0),
        Row("citations", "articles all right", 100 * m["articles_all_right"]),
    ]
    seed = shared / "seeds" / "004-aggregator-article.txt"
    if seed.exists():
        rows.append(Row("citations", "seed article parsed", _seed(seed), target=30.0, lower_is_better=True, unit="ms"))
    return rows


def _predictions(gold: Path) -> Iterator[dict[str, Any]]:
    """What ``auditor parse`` prints for each article, under the names the scorer uses."""
    for line in gold.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        found = article_json(parse_article(read_text(item["input"], format=Format(item["format"]))))
        yield {
            "id": item["id"],
            "title": found["title"],
            "references": found["references"],
            "claims": [{"sentence": c["text"], "cites": c["cites"]} for c in found["claims"]],
            "uncited": [u["text"] for u in found["uncited"]],
            "problems": [p["message"] for p in found["problems"]],
        }


def _seed(path: Path) -> float:
    data = path.read_bytes()
    times = []
    for _ in range(7):
        began = time.process_time()
        parse_article(read_document(data, name=path.name))
        times.append(1000 * (time.process_time() - began))
    return min(times)
