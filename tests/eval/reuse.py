"""Copying by sentence, against the bench's own scorer; the model's cross-validated figures; the index; time."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from itertools import accumulate
from pathlib import Path

from auditor.checks.reuse import PreparedPage, copied_share, find_reuse, prepare_article
from auditor.checks.reuse.index import build, runs_of
from tests.eval._row import Row

SENTENCES, PAGES = 12, 9


def run(shared: Path) -> list[Row]:
    """The bench, both files together; floors are held on these figures."""
    folder = shared / "bench" / "reuse"
    items = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    scored = _score(shared, folder, items)
    trained = json.loads(files("auditor.checks.reuse").joinpath("data", "model.json").read_text("utf-8"))
    cross = trained["cross_validated"]["sentence"]
    copying, labels = scored["copying"], scored["label_f1"]
    return [
        Row(
            "reuse",
            "copying against not, sentence F1",
            copying["f1"],
            0.755,
            target=0.90,
            note="word overlap; 5-grams 0.62",
        ),
        Row("reuse", "copying, precision", copying["p"], 0.706),
        Row("reuse", "copying, recall", copying["r"], 0.81),
        Row("reuse", "origin found", scored["origin_found"], 0.80, target=0.90, note="baseline: best overlap"),
        Row("reuse", "label macro F1", scored["label_macro_f1"], 0.669),
        Row("reuse", "patchwriting F1", labels["patchwrite"], 0.461),
        Row("reuse", "copying F1, cross-validated by article", cross["f1"], target=0.90, note="quotations left out"),
        Row("reuse", "copying AUROC, cross-validated by article", cross["auroc"]),
        Row(
            "reuse", f"{SENTENCES} sentences x {PAGES} pages", _speed(items), target=25, lower_is_better=True, unit="ms"
        ),
        Row(
            "reuse",
            "with provenance and headline, 20 sentences x 9 pages",
            _together(items),
            target=60,
            lower_is_better=True,
            unit="ms",
        ),
        *_index_rows(),
    ]


def _score(shared: Path, folder: Path, items: list[dict[str, object]]) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as place:
        predictions = Path(place) / "predictions.jsonl"
        with predictions.open("w", encoding="utf-8") as out:
            for item in items:
                article = prepare_article(item["article"])  # type: ignore[arg-type]  # read from JSON
                found = find_reuse(article, str(item["source"]))
                sentences = [
                    {"copying": c.kind, "source": {"text": c.text, "start": c.start, "end": c.end} if c.text else None}
                    for c in found
                ]
                answer = {"id": item["id"], "sentences": sentences, "copied_share": copied_share(article, found)}
                out.write(json.dumps(answer) + "\n")
        command = [sys.executable, str(shared / "bench/score_reuse.py"), str(predictions), str(folder), "--json"]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _speed(items: list[dict[str, object]]) -> float:
    """Milliseconds, preparation included, of the best of several runs: the machine may be busy."""
    sentences = [s for item in items[-2:] for s in item["article"]][:SENTENCES]  # type: ignore[attr-defined]  # read from JSON
    pages = [f"{items[-n]['source']}\n\n{items[-n - 1]['source']}" for n in range(1, PAGES + 1)]
    best = 1e9
    for _ in range(12):
        began = time.process_time()
        article = prepare_article(sentences)
        for page in pages:
            find_reuse(article, PreparedPage(page))
        best = min(best, time.process_time() - began)
    return 1000 * best


def _together(items: list[dict[str, object]]) -> float:
    """Milliseconds of processor time for all that an audit asks beside support, the best of several runs."""
    from auditor.checks.headline import check_headline, compare_titles
    from auditor.checks.provenance import trace_with_notes
    from auditor.records import Page

    sentences = [s for item in items[-3:] for s in item["article"]][:20]  # type: ignore[attr-defined]  # read from JSON
    texts = [f"{items[-n]['source']}\n\n{items[-n - 1]['source']}" for n in range(1, PAGES + 1)]
    read = [Page(text, outlet=f"Outlet {n}", title=f"Title {n} of a page") for n, text in enumerate(texts)]
    best = 1e9
    for _ in range(12):
        began = time.process_time()
        pages = [PreparedPage(page) for page in read]
        article = prepare_article(sentences, (), frozenset().union(*(page.postings for page in pages)))
        for page in pages:
            find_reuse(article, page)
        trace_with_notes(read)
        check_headline("Council votes to close two schools after a long dispute", "\n".join(sentences))
        for page in read:
            compare_titles("Title of a page", page.title or "")
        best = min(best, time.process_time() - began)
    return 1000 * best


# --- the index --------------------------------------------------------------------------------------------------

INDEXED, QUERIES, SAMPLE = 10_000, 400, 2_500


def _index_rows() -> list[Row]:
    """Made-up pages of 200 words; the soak test has a million of them."""
    words, weights = _vocabulary()

    def page(number: int) -> list[str]:
        return random.Random(number).choices(words, cum_weights=weights, k=200)

    with tempfile.TemporaryDirectory() as place:
        index = build(((n, " ".join(page(n))) for n in range(INDEXED)), Path(place) / "pages.index")
        source = random.Random(1)
        sample = {n: set(runs_of(" ".join(page(n)))) for n in range(SAMPLE)}
        times: list[float] = []
        wanted = got = 0
        for q in range(QUERIES):
            n = source.randrange(SAMPLE)
            start = source.randrange(150)
            query = page(n)[start : start + 50]
            for i in source.sample(range(50), 5 if q % 2 else 0):
                query[i] = source.choice(words)
            began = time.perf_counter()
            hits = {hit.page for hit in index.query(" ".join(query), limit=50)}
            times.append(time.perf_counter() - began)
            runs = set(runs_of(" ".join(query)))
            truth = {m for m, held in sample.items() if len(runs & held) >= len(runs) / 4}
            wanted += len(truth)
            got += len(truth & hits)
        each = (Path(place) / "pages.index").stat().st_size / INDEXED
        index.close()
    note = f"{INDEXED} pages of 200 words; every second query has a tenth of its words changed"
    return [
        Row("index", "recall against brute force on a sample", got / wanted, target=0.98, note=note),
        Row(
            "index", "p95 query", 1000 * sorted(times)[int(0.95 * QUERIES)], target=20, lower_is_better=True, unit="ms"
        ),
        Row("index", "GB for a million such pages", each / 1000, target=4, lower_is_better=True, unit=" GB"),
    ]


def _vocabulary() -> tuple[list[str], list[float]]:
    source = random.Random(11)
    syllables = [a + b for a in "bcdfglmnprst" for b in "aeiou"]
    words = ["".join(source.choice(syllables) for _ in range(source.randint(1, 4))) for _ in range(20_000)]
    return words, list(accumulate(1 / (rank + 3) for rank in range(len(words))))
