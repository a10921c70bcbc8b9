"""Fits the weights that judge headlines: ``python -m auditor.training.headlines CASES.jsonl OUT.json``.

Needs scikit-learn, at training time alone. CASES has one object a line: ``headline``, ``body``, ``label``; the
project's own stand in ``tests/checks/cases/headlines.jsonl``. Prints figures of a cross-validation in which no body
stands on both sides. ``--real`` adds real headlines that are borne out, so that news as it is written is let pass;
``--check`` measures the fitted weights on other cases.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from auditor.checks.headline.alignment import Alignment
from auditor.checks.headline.body import find_faults
from auditor.checks.headline.judgement import gather_signs
from auditor.checks.headline.names import bare
from auditor.checks.headline.reading import read_body
from auditor.checks.headline.stance import default_model, stance_shares
from auditor.checks.headline.terms import read_terms
from auditor.records import HeadlineKind

KINDS = tuple(kind.value for kind in HeadlineKind)
KINDS_SORTED = tuple(sorted(KINDS))
_STRENGTH = 0.6  # inverse of the penalty on large weights; chosen by the cross-validation
_FOLDS = 10
_REAL, _REAL_WEIGHT = 160, 0.4  # as many as keep 84 % of other real ones at no loss on the cases
_WEIGHT = {"ok": 2.0}  # so that fitting and faulty headlines weigh about the same


def read_cases(path: Path) -> list[dict[str, Any]]:
    """The cases of a file that are headlines, not titles."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [row for row in rows if "headline" in row]


def signs_of(case: dict[str, Any]) -> dict[str, float]:
    """The signs of one case, as ``check_headline`` gathers them."""
    title = bare(case["headline"])
    reading = read_body(case["body"])
    aligned = Alignment(read_terms(title, 60), reading, default_model().rarity.of)
    return gather_signs(aligned, find_faults(title, aligned), stance_shares(case["headline"], reading))


def _table(cases: Sequence[dict[str, Any]], names: Sequence[str]) -> Any:
    import numpy as np

    return np.array([[signs.get(name, 0.0) for name in names] for signs in map(signs_of, cases)])


def real_headlines(path: Path) -> list[dict[str, Any]]:
    """Headlines that their article bears out, from the Fake News Challenge's pairs: its ``agree``, questions left out.

    The same 160 whatever the order of the file.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row | {"label": "ok"} for row in rows if row["stance"] == "agree" and "?" not in row["headline"]]
    return sorted(rows, key=lambda row: hashlib.sha256(row["id"].encode()).digest())[:_REAL]


def _fit(x: Any, gold: Sequence[str], real: Any) -> Any:
    """The regression on the cases and, weighing less, on real headlines that are borne out."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    weights = [_WEIGHT.get(label, 1.0) for label in gold] + [_REAL_WEIGHT] * len(real)
    every = np.vstack([x, real]) if len(real) else x
    labels = [*gold, *["ok"] * len(real)]
    return LogisticRegression(C=_STRENGTH, max_iter=5000).fit(every, labels, sample_weight=weights)


def _figures(gold: Sequence[str], shares: Any, classes: Sequence[str]) -> dict[str, float]:
    import numpy as np
    from sklearn.metrics import f1_score

    ok = list(classes).index("ok")
    faults = [i for i in range(len(classes)) if i != ok]
    guess = ["ok" if row[ok] > 0.5 else classes[faults[int(np.argmax([row[i] for i in faults]))]] for row in shares]
    kept = np.mean([p == "ok" for g, p in zip(gold, guess) if g == "ok"])
    found = np.mean([p != "ok" for g, p in zip(gold, guess) if g != "ok"])
    macro = f1_score(gold, guess, labels=KINDS, average="macro")
    return {
        "ok_kept": float(kept),
        "mismatch_found": float(found),
        "balanced": float(kept + found) / 2,
        "macro_f1": float(macro),
    }


def _held_out_shares(x: Any, gold: Sequence[str], bodies: Sequence[str], real: Any) -> Any:
    """The shares of each case by a model that saw none with its body."""
    import numpy as np
    from sklearn.model_selection import GroupKFold

    shares = np.zeros((len(gold), len(KINDS)))
    labels = np.array(gold)
    for train, test in GroupKFold(_FOLDS).split(x, gold, bodies):
        shares[test] = _fit(x[train], list(labels[train]), real).predict_proba(x[test])
    return shares


def main() -> None:
    """Fit, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("cases", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--real", type=Path, help="the Fake News Challenge's training pairs, .jsonl.gz")
    parser.add_argument("--check", type=Path, help="other cases to measure the weights on")
    args = parser.parse_args()
    cases = read_cases(args.cases)
    others = real_headlines(args.real) if args.real else []
    names = sorted({name for case in cases for name in signs_of(case)})
    x, gold = _table(cases, names), [case["label"] for case in cases]
    real = _table(others, names) if others else []
    measured = _figures(gold, _held_out_shares(x, gold, [c["body"] for c in cases], real), KINDS_SORTED)
    model = _fit(x, gold, real)
    if args.check:
        dev = read_cases(args.check)
        checked = _figures([c["label"] for c in dev], model.predict_proba(_table(dev, names)), list(model.classes_))
        print("check", {k: round(v, 3) for k, v in checked.items()})  # noqa: T201 - a tool that prints
    rows = [[round(float(w), 4) for w in row] for row in model.coef_]
    constants = [round(float(c), 4) for c in model.intercept_]
    measured = {k: round(v, 4) for k, v in measured.items()} | {"cases": len(cases), "real": len(others)}
    raw = {"names": names, "kinds": list(model.classes_), "constants": constants, "rows": rows, "measured": measured}
    args.out.write_text(json.dumps(raw, separators=(",", ":")), encoding="utf-8")
    print(measured)  # noqa: T201 - a tool that prints


if __name__ == "__main__":
    main()
