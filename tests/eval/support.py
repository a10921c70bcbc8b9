"""Is a claim supported by a real page: balanced accuracy on public dev sets, calibration, speed."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditor.checks.evidence import PageIndex, prepare
from auditor.checks.scorers import LexicalScorer
from auditor.checks.scorers.embedded import FOLDER, Network
from auditor.checks.support import check_support
from auditor.checks.verify import Pair, verify_pairs
from auditor.checks.weights import load_weights
from auditor.records import Page
from auditor.training.embedded.examples import kept_apart
from tests.eval._row import Row

# set -> (files, baseline: word overlap, best figure of its class in the README, target)
SETS: dict[str, tuple[str, float, str | float | None, float | None]] = {
    "wice": ("wice/dev.jsonl.gz", 68.6, "75.9 (HHEM-2.1, test half)", 77.0),
    "defacto": ("defacto/val.jsonl.gz", 58.0, None, None),
    "factcheckgpt": ("factcheckgpt/dev.jsonl.gz", 67.5, None, None),
    "summedits": ("summedits/*.jsonl.gz", 50.0, "QAFactEval 62 to 73", None),
}
OTHERS = {
    "ectsum": 72.6, "podcast": 63.7, "qmsumm": 62.4, "sales_call": 68.4, "sales_email": 63.6, "samsum": 66.2, "scitldr": 67.5
}
"""The best figure of SummEdits' README that is no language model's, by domain."""
BINS = 10


def run(shared: Path) -> list[Row]:
    """Balanced accuracy of supported against the rest in percent, by scorer; calibration; pairs a second."""
    bench = shared / "bench"
    rows: list[Row] = []
    for name, (pattern, baseline, best, target) in SETS.items():
        paths = sorted(bench.glob(pattern))
        if not paths:
            raise FileNotFoundError(2, "no such file", str(bench / pattern))
        items = [item for path in paths for item in _read(path) if _unseen(name, item)]
        for scorer, measure in (("embedded", "balanced accuracy"), ("lexical", "balanced accuracy, lexical")):
            figure = _score(items, _predict(items, scorer), bench / "score_claims.py")
            note = f"n={len(items)}, as shipped (fusion fitted on it); AUROC {100 * figure['auroc']:.1f}"
            rows.append(Row(name, measure, 100 * figure["balanced_accuracy"], baseline, best, note=note))
        rows += _kept_apart(name, baseline, best)
        if name == "wice":
            rows += _refitted(name, paths[0], baseline, best, target)
    return [*rows, *_held_out(), *_speed(), *_model()]


def _read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _text(item: dict[str, Any]) -> str:
    text: str = item.get("text") or "\n".join(item["source"])
    return text


def _unseen(name: str, item: dict[str, Any]) -> bool:
    """Whether the network was not trained on the item's page: of two sets it was, on half."""
    return name not in ("factcheckgpt", "summedits") or kept_apart(_text(item), 0.5)


def _predict(items: Sequence[dict[str, Any]], scorer: str) -> list[dict[str, Any]]:
    results = verify_pairs((Pair(i["id"], i["claim"], _text(i)) for i in items), scorer=scorer)
    return [
        {"id": r["id"], "label": "supported" if r["verdict"] == "supported" else "unsupported", "score": r["support"] or 0.0}
        for r in results
    ]


def _score(items: list[dict[str, Any]], predictions: list[dict[str, Any]], scorer: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        gold, pred = Path(folder) / "gold.jsonl", Path(folder) / "pred.jsonl"
        gold.write_text("".join(json.dumps(i) + "\n" for i in items), encoding="utf-8")
        pred.write_text("".join(json.dumps(p) + "\n" for p in predictions), encoding="utf-8")
        command = [sys.executable, str(scorer), str(gold), "--pred", str(pred), "--json"]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    figures: dict[str, float] = found.get("ALL") or next(iter(found.values()))
    return figures


def _kept_apart(name: str, baseline: float, best: Any) -> Iterator[Row]:
    """What the training of the fusion measured with each page held out, from the model's card."""
    held_out = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))["held_out"]
    for part, figures in (("", held_out["fused"]), (", lexical", held_out["features alone"])):
        note = "five folds by page, weights of all sets"
        yield Row(name, f"balanced accuracy, held out{part}", 100 * figures[name]["balanced_accuracy"], baseline, best, note=note)
    for measure, figure in held_out["fused"][name].items():
        _, _, file = measure.partition(", ")
        if file:
            yield Row(name, f"balanced accuracy, held out, {file}", 100 * figure, 50.0, f"{OTHERS[file]} (QAFactEval)")


def _refitted(
    name: str, path: Path, baseline: float, best: Any, target: float | None
) -> Iterator[Row]:
    """Weights fitted on this set alone, ten folds, as the fitted systems it is compared with; what each part adds."""
    try:
        from auditor.training.embedded.fusion import agreed, with_model
        from auditor.training.support import balanced_cross_validation, chosen_cross_validation, read_pairs
    except ImportError:
        return
    rows = list(read_pairs(path))
    card = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))
    seen = with_model(rows, Network(FOLDER, card))
    shipped = load_weights(str(FOLDER / "fusion.json"))
    rules, fused = shipped.rules, agreed(seen, shipped)
    alone = [replace(r, cover={k: v for k, v in r.cover.items() if k.startswith("model_")}, rules={}) for r in seen]
    known = "lexical regression alone 74.0"
    no_rules = [replace(r, rules={}) for r in seen]
    parts = (("", fused), (", without rules", no_rules), (", features only", rows), (", model only", alone))
    for part, mine in parts:
        figure, area = balanced_cross_validation(mine, rules)
        note = f"weights refitted, ten folds; AUROC {100 * area:.1f}; {known}"
        goal = target if not part else None
        yield Row(name, f"balanced accuracy, cross-validated{part}", 100 * figure, baseline, best, goal, note=note)
    figure, area = chosen_cross_validation([mine for _, mine in parts], rules)
    note = f"the parts chosen in each fold by the others; AUROC {100 * area:.1f}"
    yield Row(name, "balanced accuracy, cross-validated, parts chosen", 100 * figure, baseline, best, target, note=note)


def _held_out() -> Iterator[Row]:
    """What the training of the fusion measured on pages that neither network nor fusion had seen."""
    card = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))
    note = "WiCE dev and alterations, pages held out of network and fusion"
    error = card["held_out"]["calibration"]["fused"]
    yield Row("support", "ECE", error, target=0.06, lower_is_better=True, note=f"{note}, {BINS} bins")
    error = card["held_out"]["calibration"]["features alone"]
    yield Row("support", "ECE, lexical", error, lower_is_better=True, note=note)


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
    yield Row("support", "pairs a second, shared page", shared, unit="/s", note="one claim, one 600-word page")
    pairs = (Pair(n, f"The harbour said {n} boats had left a pier for the island on Monday.", text) for n in range(30000))
    results = verify_pairs(pairs, scorer="lexical", jobs=2)
    for _ in range(1000):  # the workers have started
        next(results)
    began = time.perf_counter()
    both = sum(1 for _ in results) / (time.perf_counter() - began)
    note = "as above, verify --jobs 2 once started, every claim another"
    yield Row("support", "pairs a second, shared page, two workers", both, target=2000.0, unit="/s", note=note)
    yield Row("support", "pairs a second, new page each", apart, unit="/s", note="index built for each")


_START = """
import sys, time
from pathlib import Path
from auditor.checks.scorers.embedded import EmbeddedScorer
from auditor.checks.verify import Pair, verify_pairs
page = " ".join(
    f"Officer {n} of the harbour said on Monday that {n + 3} boats had left pier {n % 9} for the island of Marn, "
    f"though the captain of number {n} had warned of the swell beyond the breakwater." for n in range(20)
)
claims = [f"Captain {n} thought the sea too rough{sys.argv[2]}, but {n} boats went out to Marn." for n in range(int(sys.argv[1]))]
began = time.perf_counter()
scorer = EmbeddedScorer()
scorer._card["sure"] = 1.1  # every pair is read by the network, also what the features would have decided
results = verify_pairs((Pair(n, claim, page) for n, claim in enumerate(claims)), scorer=scorer)
next(results)
first = time.perf_counter() - began
rest = sum(1 for _ in results)
status = Path("/proc/self/status").read_text().split()
print(first, (time.perf_counter() - began - first) / max(1, rest), status[status.index("VmHWM:") + 1])
"""
# The peak of this process alone: ru_maxrss would count what the parent held when it forked.


def _model() -> Iterator[Row]:
    """The embedded scorer in a process of its own: until the first verdict, pairs a second, the memory it took."""
    first, each, memory = _timed(200)
    yield Row("support", "embedded: first batch, model loaded", first, target=1.0, lower_is_better=True, unit="s")
    yield Row("support", "embedded: pairs a second", 1 / each, target=40.0, unit="/s", note="the network asked about each; 600-word page")
    _, long, _ = _timed(100, " and stayed in the harbour of the town, which lies behind the breakwater")
    note = "the same, of some 25 words, whose parts are read alone too"
    yield Row("support", "embedded: pairs a second, claims of several facts", 1 / long, unit="/s", note=note)
    yield Row("support", "embedded: peak memory", memory / 1024, target=600.0, lower_is_better=True, unit="MB")


def _timed(count: int, more: str = "") -> tuple[float, float, float]:
    """Seconds until the first verdict and for each of the others; the most memory, in KiB."""
    command = [sys.executable, "-c", _START, str(count), more]
    first, each, memory = map(float, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
    return first, each, memory
