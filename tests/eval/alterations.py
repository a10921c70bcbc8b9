"""Altered claims: is the verdict right, is the change named, is a correct paraphrase left alone. Shared and own pages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.checks.verify import Pair, Verifier
from auditor.plugins import DEFAULT_SCORER
from tests.eval._row import Row

OWN = Path(__file__).parent / "data" / "support"
OPENED = Path(__file__).parent / "data" / "opened"
UNSEEN = Path(__file__).parent / "data" / "unseen"
BLIND = Path(__file__).parent / "data" / "blind"
MEANT = Path(__file__).parent / "data" / "meant"
MEANT_APART = Path(__file__).parent / "data" / "meant_apart"
FREE = Path(__file__).parent / "data" / "free"
FREE_OPENED = Path(__file__).parent / "data" / "free_opened"
_CHECKS = Path(__file__).parents[2] / "auditor" / "checks"
_WEIGHTS = {"": _CHECKS / "embedded" / "fusion.json", ", lexical": _CHECKS / "lexical.json"}


def run(shared: Path) -> list[Row]:
    """Macro F1, balanced accuracy and naming in percent by the bench's scorer; held-out figures as trained."""
    folder = shared / "bench" / "alterations"
    if not folder.is_dir():
        raise FileNotFoundError(2, "no such folder", str(folder))
    rows = list(_rows("alterations", folder, shared, "weights and rules have seen these four pages"))
    rows += _held_out()
    rows += _rows(
        "alterations, own pages", OWN, shared, "the weights have not seen these; some rules were made on them"
    )
    rows += _rows(
        "alterations, opened pages", OPENED, shared, "kept apart until rules were made on them; the weights have not"
    )
    rows += _rows("alterations, unseen pages", UNSEEN, shared, "neither rules nor weights have seen these")
    rows += _rows("alterations, blind pages", BLIND, shared, "the same, written later by who knew the README alone")
    rows += _rows("alterations, free pages", FREE, shared, "half of the wrong claims in words of their own; nobody has looked at them")
    rows += _rows("alterations, free pages opened", FREE_OPENED, shared, "the same; rules were mended on half of them")
    rows += _rows("who is meant", MEANT, shared, "right or wrong by whom a claim means; rules were made on these", asked=False)
    rows += _rows(
        "who is meant, apart", MEANT_APART, shared, "the same, written at the same time; nobody has looked at them", asked=False
    )
    rows += _rows("alterations, unseen pages, lexical", UNSEEN, shared, "the same without the model", "lexical")
    return rows


def _held_out() -> Iterator[Row]:
    """What training measured with each page held out in turn: the figure to expect of new pages."""
    for part, path in _WEIGHTS.items():
        figures = json.loads(path.read_text(encoding="utf-8"))["figures"]["alterations"]
        note = "each page held out of the weights in turn"
        yield Row(
            "alterations", f"macro F1, held out{part}", 100 * figures["macro_f1"], 57.6, target=80.0, note=note
        )
        balanced = 100 * figures["balanced_accuracy"]
        yield Row("alterations", f"balanced accuracy, held out{part}", balanced, 57.6, target=85.0, note=note)
        wrong = 100 * figures["supported_called_contradicted"]
        measure = f"supported called contradicted, held out{part}"
        yield Row("alterations", measure, wrong, target=2.0, lower_is_better=True, note=note)


def _rows(
    bench: str, folder: Path, shared: Path, note: str, scorer: str = DEFAULT_SCORER, asked: bool = True
) -> Iterator[Row]:
    """The four figures of a folder; without ``asked`` no target was set for it."""
    cases, predictions = _predict(folder, scorer)
    report = _score(predictions, folder, shared / "bench" / "score_alterations.py")
    supported = [p for c, p in zip(cases, predictions) if c["label"] == "supported"]
    wrong = 100 * sum(p["verdict"] == "contradicted" for p in supported) / len(supported)
    note = f"n={len(cases)}; {note}"
    targets = (None,) * 4 if not asked else (80.0, 85.0, 75.0, 2.0)
    known = (None, None) if not asked else (13.9, 57.6)
    macro = _figure(report, r"macro F1 +([\d.]+)")
    balanced = _figure(report, r"rest: balanced accuracy ([\d.]+)")
    named = _figure(report, r"contradicted, change named: .*?value +([\d.]+)")
    yield Row(bench, "macro F1", macro, known[0], target=targets[0], note=note)
    yield Row(bench, "balanced accuracy", balanced, known[1], target=targets[1], note=note)
    yield Row(bench, "change named", named, target=targets[2], note=note)
    yield Row(bench, "supported called contradicted", wrong, target=targets[3], lower_is_better=True, note=note)


def _predict(folder: Path, scorer: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    verifier = Verifier(scorer)
    cases, predictions = [], []
    for path in sorted(folder.glob("*.json")):
        topic = json.loads(path.read_text(encoding="utf-8"))
        source = topic["source"]
        for case in topic["cases"]:
            context = case.get("context", "")
            pair = Pair(case["id"], case["claim"], source["text"], source["date"], source["date"], context)
            cases.append(case)
            predictions.append(verifier.verify(pair))
    return cases, predictions


def _score(predictions: list[dict[str, Any]], folder: Path, scorer: Path) -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(p) + "\n" for p in predictions)
        file.flush()
        command = [sys.executable, str(scorer), file.name, str(folder)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _figure(report: str, pattern: str) -> float:
    found = re.search(pattern, report)
    if found is None:
        raise ValueError(f"the scorer's report has no {pattern!r}")
    return float(found.group(1))
