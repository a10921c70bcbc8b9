"""Fits the weights that judge headlines: ``python -m auditor.training.headlines CASES.jsonl OUT.json``.

Needs scikit-learn, at training time alone. CASES has one object a line: ``headline``, ``body``, ``label``; the
project's own stand in ``tests/checks/cases/headlines.jsonl``. Two regressions come of it: ``plain`` over the signs in
the text, ``read`` over these and what the model that ships makes of the headline.

``--later`` names cases written after the signs were made. On the first cases the signs are right more often than
anywhere else, as they were made on them; so the cross-validation that is printed is over the later ones, no body on
both sides. ``--real`` adds real headlines that are borne out, so that news as it is written is let pass; ``--check``
measures the fitted weights on other cases.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.checks.headline.alignment import Alignment
from auditor.checks.headline.asked import READ, Reader, ask
from auditor.checks.headline.body import find_faults
from auditor.checks.headline.judgement import gather_signs
from auditor.checks.headline.names import bare
from auditor.checks.headline.reading import read_body
from auditor.checks.headline.stance import default_model, stance_shares
from auditor.checks.headline.terms import read_terms
from auditor.checks.scorers.embedded import EmbeddedScorer
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


def signs_of(case: dict[str, Any], reader: Reader) -> dict[str, float]:
    """The signs of one case, as ``check_headline`` gathers them."""
    title = bare(case["headline"])
    reading = read_body(case["body"])
    aligned = Alignment(read_terms(title, 60), reading, default_model().rarity.of)
    signs = gather_signs(aligned, find_faults(title, aligned), stance_shares(case["headline"], reading))
    return signs | ask(title, aligned, reader)


Signs = Sequence[dict[str, float]]


def _table(signs: Signs, names: Sequence[str]) -> Any:
    import numpy as np

    return np.array([[row.get(name, 0.0) for name in names] for row in signs]).reshape(len(signs), len(names))


def real_headlines(path: Path) -> list[dict[str, Any]]:
    """Headlines that their article bears out, from the Fake News Challenge's pairs: its ``agree``, questions left out.

    The same 160 whatever the order of the file.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row | {"label": "ok"} for row in rows if row["stance"] == "agree" and "?" not in row["headline"]]
    return sorted(rows, key=lambda row: hashlib.sha256(row["id"].encode()).digest())[:_REAL]


@dataclass(frozen=True)
class Rows:
    """Cases as they are fitted: their signs as a table, labels, bodies, and how much each weighs."""

    x: Any
    gold: list[str]
    bodies: list[str]
    weights: list[float]

    def some(self, chosen: Sequence[int]) -> Rows:
        """The rows of these numbers."""
        gold, bodies = [self.gold[i] for i in chosen], [self.bodies[i] for i in chosen]
        return Rows(self.x[list(chosen)], gold, bodies, [self.weights[i] for i in chosen])


def _rows(cases: Sequence[dict[str, Any]], signs: Signs, names: Sequence[str], weight: float, *, even: bool) -> Rows:
    """``even`` gives fitting headlines the weight that there are more faulty ones by."""
    gold = [case["label"] for case in cases]
    weights = [weight * (_WEIGHT.get(label, 1.0) if even else 1.0) for label in gold]
    return Rows(_table(signs, names), gold, [case["body"] for case in cases], weights)


def _fit(parts: Sequence[Rows]) -> Any:
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    gold = [label for part in parts for label in part.gold]
    weights = [weight for part in parts for weight in part.weights]
    model = LogisticRegression(C=_STRENGTH, max_iter=5000)
    return model.fit(np.vstack([part.x for part in parts]), gold, sample_weight=weights)


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
        "ok_kept": round(float(kept), 4),
        "mismatch_found": round(float(found), 4),
        "balanced": round(float(kept + found) / 2, 4),
        "macro_f1": round(float(macro), 4),
    }


def _held_out_shares(measured: Rows, others: Sequence[Rows]) -> Any:
    """The shares of each of the rows measured by a model that saw none with its body."""
    import numpy as np
    from sklearn.model_selection import GroupKFold

    shares = np.zeros((len(measured.gold), len(KINDS)))
    for train, test in GroupKFold(_FOLDS).split(measured.x, measured.gold, measured.bodies):
        shares[test] = _fit([measured.some(train), *others]).predict_proba(measured.x[test])
    return shares


def main() -> None:
    """Fit, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("cases", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--later", type=Path, help="cases written after the signs were made")
    parser.add_argument("--real", type=Path, help="the Fake News Challenge's training pairs, .jsonl.gz")
    parser.add_argument("--check", type=Path, nargs="*", default=[], help="other cases to measure the weights on")
    args = parser.parse_args()
    reader = EmbeddedScorer()
    groups = [read_cases(args.cases)]
    groups.append(read_cases(args.later) if args.later else [])
    groups.append(real_headlines(args.real) if args.real else [])
    checks = {path.name: read_cases(path) for path in args.check}
    signs = [[signs_of(case, reader) for case in group] for group in groups]
    checked = {name: [signs_of(case, reader) for case in cases] for name, cases in checks.items()}
    every = sorted({name for group in signs for row in group for name in row})
    out = {}
    for table, names in (("plain", [n for n in every if n not in READ]), ("read", every)):
        weights = (1.0, 1.0, _REAL_WEIGHT)
        first, later, real = (
            _rows(group, found, names, weight, even=weight != _REAL_WEIGHT)
            for group, found, weight in zip(groups, signs, weights)
        )
        measured, others = (later, [first, real]) if later.gold else (first, [real])
        figures = _figures(measured.gold, _held_out_shares(measured, others), KINDS_SORTED)
        model = _fit([first, later, real])
        print(table, figures)  # noqa: T201 - a tool that prints
        for name, cases in checks.items():
            shares = model.predict_proba(_table(checked[name], names))
            print(table, name, _figures([case["label"] for case in cases], shares, KINDS_SORTED))  # noqa: T201 - a script
        counts = dict(zip(("cases", "later", "real"), map(len, groups)))
        out[table] = _written(model, names, figures | counts)
    args.out.write_text(json.dumps(out, separators=(",", ":")), encoding="utf-8")


def _written(model: Any, names: Sequence[str], measured: dict[str, float]) -> dict[str, Any]:
    rows = [[round(float(w), 4) for w in row] for row in model.coef_]
    constants = [round(float(c), 4) for c in model.intercept_]
    return {"names": names, "kinds": list(model.classes_), "constants": constants, "rows": rows, "measured": measured}


if __name__ == "__main__":
    main()
