"""Fits the two small models of ``auditor/checks/reuse`` and writes ``data/model.json``. Needs numpy.

    python -m auditor.training.reuse ../shared

The sentence model learns from the reuse bench and the project's own cases; quotations are left out (they are found by
their marks). Claims written from whole pages join with little weight, so that a lone sentence and a long page are known
too: light edits are copies, several facts joined, or facts that the page lacks, are not. The pair model learns from the
training halves of MRPC and PAN. Both are cross-validated by article, or by pair; the figures are printed and kept in
the file. Same data in, same file out.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from auditor.checks.reuse.features import Passage, align, on_page
from auditor.checks.reuse.lineup import line_up
from auditor.checks.reuse.pairs import pair_features
from auditor.checks.reuse.prepare import PreparedPage, PreparedSentence, prepare_article

OUT = Path(__file__).resolve().parents[1] / "checks/reuse/data/model.json"
OWN = Path(__file__).resolve().parents[2] / "tests/checks/cases/reuse.jsonl"
COPYING = ("verbatim", "near_verbatim", "patchwrite")
START = {"bias": -5.0, "both": 9.0, "new": -2.0}
RIDGE = 0.1
FEATURES = frozenset("both close company elsewhere length longer lost matched new shorter taken".split())
CLAIM_WEIGHT = {1: 0.07, 0: 0.02}
CLAIMS = {
    **dict.fromkeys(("verbatim", "light_edit", "active_passive"), 1),
    **dict.fromkeys(("multi_fact", "merged_one_false", "inference"), 0),
    **dict.fromkeys(("same_topic_absent", "entity_overlap_absent", "off_topic"), 0),
}
FOLDS = 10
Weights = Mapping[str, float]


@dataclass
class Case:
    """One article and its source, prepared; ``origins`` are the gold passages."""

    name: str
    sentences: list[PreparedSentence]
    page: PreparedPage
    labels: list[str]
    origins: list[Passage | None]
    weight: float = 1.0


def read_cases(paths: Sequence[Path]) -> list[Case]:
    """The reuse bench and the project's own cases."""
    cases = []
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            page = PreparedPage(row["source"])
            given = row.get("origin", [None] * len(row["labels"]))
            origins = [_passage(page, o["text"] if isinstance(o, dict) else o) for o in given]
            cases.append(Case(row["id"], prepare_article(row["article"]), page, row["labels"], origins))
    return cases


def read_claims(folder: Path) -> list[Case]:
    """Claims written from whole pages, each as an article of one sentence."""
    cases = []
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        page = PreparedPage(data["source"]["text"])
        for row in data["cases"]:
            if row["kind"] in CLAIMS:
                copied = CLAIMS[row["kind"]]
                label = "near_verbatim" if copied else "summary"
                sentences = prepare_article([row["claim"]])
                cases.append(Case(row["id"], sentences, page, [label], [None], CLAIM_WEIGHT[copied]))
    return cases


def _passage(page: PreparedPage, text: str | None) -> Passage | None:
    start = page.text.find(text) if text else -1
    words = [i for i in range(len(page)) if start >= 0 and start <= page.starts[i] < start + len(text or "")]
    return Passage(words[0], words[-1] + 1) if words else None


@dataclass
class Rows:
    """Features, whether it is copied, and what it counts for, of each sentence."""

    features: list[dict[str, float]] = field(default_factory=list)
    copied: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)


def rows_of(cases: Sequence[Case], weights: Weights) -> Rows:
    """Every sentence but the quotations, lined up as ``weights`` would."""
    rows = Rows()
    for case in cases:
        for found, label, origin in zip(line_up(case.sentences, case.page, (), 3, weights), case.labels, case.origins):
            if label == "quote" or not found.best:
                continue
            row = dict(found.features)
            if label in COPYING and origin:  # learn from the true passage, with the context of the one found
                row |= align(found.sentence, case.page, origin, on_page(found.sentence, case.page)).features
            rows.features.append({name: value for name, value in row.items() if name in FEATURES})
            rows.copied.append(int(label in COPYING))
            rows.weights.append(case.weight)
    return rows


def fit(rows: Rows, ridge: float) -> dict[str, float]:
    """Logistic regression by Newton's method, ridge on all weights but the bias."""
    names = sorted({name for row in rows.features for name in row})
    x = np.array([[row.get(name, 0.0) for name in names] + [1.0] for row in rows.features])
    y, counts = np.array(rows.copied, float), np.array(rows.weights)
    penalty = np.diag([ridge] * len(names) + [1e-6])
    w = np.zeros(len(names) + 1)
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        curve = (x * (counts * p * (1 - p) + 1e-9)[:, None]).T @ x + penalty
        step = np.linalg.solve(curve, x.T @ (counts * (y - p)) - penalty @ w)
        w += step
        if np.abs(step).max() < 1e-8:
            break
    return {name: round(float(value), 4) for name, value in zip([*names, "bias"], w)}


def fit_sentences(cases: Sequence[Case]) -> dict[str, float]:
    """Which passage is best depends on the weights and they on it: three rounds settle both."""
    weights: dict[str, float] = dict(START)
    for _ in range(3):
        weights = fit(rows_of(cases, weights), RIDGE)
    return weights


def cross_validate(cases: Sequence[Case], claims: Sequence[Case]) -> dict[str, Any]:
    """Copying against not, each article judged by a model that has not seen it."""
    scores, truth, kinds = [], [], []
    for k in range(FOLDS):
        weights = fit_sentences([*(c for i, c in enumerate(cases) if i % FOLDS != k), *claims])
        for case in cases[k::FOLDS]:
            for found, label in zip(line_up(case.sentences, case.page, (), 3, weights), case.labels):
                if label != "quote":
                    scores.append(found.score)
                    truth.append(int(label in COPYING))
                    kinds.append(label)
    called = {kind: [s >= 0.5 for s, k in zip(scores, kinds) if k == kind] for kind in sorted(set(kinds))}
    return {
        "sentences": len(scores),
        "f1": round(f1(scores, truth), 4),
        "auroc": round(auroc(scores, truth), 4),
        "called_copying": {kind: round(sum(v) / len(v), 4) for kind, v in called.items()},
    }


def f1(scores: Sequence[float], truth: Sequence[int]) -> float:
    """F1 of the scores of at least one half."""
    hits = sum(t for s, t in zip(scores, truth) if s >= 0.5)
    return 2 * hits / (sum(s >= 0.5 for s in scores) + sum(truth))


def auroc(scores: Sequence[float], truth: Sequence[int]) -> float:
    """The probability that a positive outranks a negative; ties count half."""
    values, ranks = np.unique(np.array(scores), return_inverse=True)
    counts = np.bincount(ranks, minlength=len(values))
    mean = np.cumsum(counts) - (counts - 1) / 2
    yes = np.array(truth, bool)
    n = yes.sum()
    return float((mean[ranks][yes].sum() - n * (n + 1) / 2) / (n * (~yes).sum()))


def train_pairs(folder: Path) -> tuple[dict[str, float], dict[str, Any]]:
    """The pair model, on as many pairs of either corpus, and its five-fold AUROC on each."""
    rows: list[tuple[str, dict[str, float], int]] = []
    for name in ("mrpc", "pan_sentences"):
        with gzip.open(folder / f"{name}_train.jsonl.gz", "rt", encoding="utf-8") as lines:
            pairs = [json.loads(line) for line in lines]
        random.Random(0).shuffle(pairs)  # noqa: S311 - no secret: the same order each time
        rows += [(name, pair_features(p["a"], p["b"]), p["label"]) for p in pairs[:4000]]
    scores = [0.0] * len(rows)
    for k in range(5):
        weights = fit(_pair_rows([r for i, r in enumerate(rows) if i % 5 != k]), 1.0)
        for i in range(k, len(rows), 5):
            scores[i] = weights["bias"] + sum(weights.get(n, 0.0) * v for n, v in rows[i][1].items())
    figures = {}
    for name in ("mrpc", "pan_sentences"):
        here = [i for i, r in enumerate(rows) if r[0] == name]
        figures[name] = round(auroc([scores[i] for i in here], [rows[i][2] for i in here]), 4)
    return fit(_pair_rows(rows), 1.0), figures


def _pair_rows(rows: Sequence[tuple[str, dict[str, float], int]]) -> Rows:
    return Rows([r[1] for r in rows], [r[2] for r in rows], [1.0] * len(rows))


def main(shared: Path) -> None:
    """Trains, validates, writes, prints."""
    cases = read_cases([*sorted((shared / "bench/reuse").glob("*.jsonl")), OWN])
    claims = read_claims(shared / "bench/claims_train")
    figures = cross_validate(cases, claims)
    pair, pair_figures = train_pairs(shared / "bench/rewrite")
    model = {
        "made_by": "auditor.training.reuse",
        "cross_validated": {"sentence": figures, "pair_auroc": pair_figures},
        "weights": {"sentence": fit_sentences([*cases, *claims]), "pair": pair},
    }
    OUT.write_text(json.dumps(model, indent=1) + "\n", "utf-8")
    print(json.dumps(model, indent=1))  # noqa: T201 - a tool that prints


if __name__ == "__main__":
    main(Path(sys.argv[1]))
