"""The second regression: the features and the network's probabilities in one calibrated judgement.

It is fitted on rows whose pages the network was not trained on, so that it learns how far the network is to be
believed on new pages; how far each rule is believed comes from all rows, as for the lexical scorer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditor.checks.scorers.embedded import model_features
from auditor.training.embedded.examples import kept_apart
from auditor.training.support import FOLDS, Row, figures, fit, fit_rules, fold_of, predict

HALVED = ("factcheckgpt", "summedits")
"""Sets of which the pages not kept apart were trained on."""
WHOLE = ("alterations", "wice", "defacto")
"""Sets of which the network has seen no page."""


def unseen(rows: Sequence[Row], topics: float, documents: float) -> list[Row]:
    """The rows whose page the network was not trained on, given the shares that were kept apart."""
    out = []
    for row in rows:
        if row.data in WHOLE:
            out.append(row)
        elif row.data in HALVED:
            if int(row.page[:8], 16) < documents * 2**32:  # the page's name is its digest, as in ``kept_apart``
                out.append(row)
        else:
            if kept_apart(row.page if row.data == "strangers" else f"{row.data}/{row.page}", topics):
                out.append(row)
    return out


def with_model(rows: Sequence[Row], network: Any) -> list[Row]:
    """The rows with the network's probabilities among their features."""
    chances = network.read([(row.claim, row.premise) for row in rows])
    return [replace(row, cover={**row.cover, **model_features(c)}) for row, c in zip(rows, chances)]


def cross_validate(rows: Sequence[Row], seen: Sequence[Row]) -> Any:
    """Probabilities a row, from weights that have not seen its page; the rules' from ``seen`` outside it."""
    import numpy as np

    out = np.zeros((len(rows), 4))
    folds = np.array([fold_of(row) for row in rows])
    for fold in range(FOLDS):
        rules = fit_rules([row for row in seen if fold_of(row) != fold])
        model = fit([row for row, f in zip(rows, folds) if f != fold], rules=rules)
        mine = np.flatnonzero(folds == fold).tolist()
        out[mine] = predict(model, [rows[i] for i in mine])
    return out


def fuse(rows: Sequence[Row], seen: Sequence[Row]) -> tuple[dict[str, Any], dict[str, dict[str, float]], float]:
    """(weights in the shape of ``lexical.json``, held-out figures by set, held-out calibration error)."""
    chances = cross_validate(rows, seen)
    return fit(rows, rules=fit_rules(seen)), figures(rows, chances), calibration(rows, chances)


def calibration(rows: Sequence[Row], chances: Any, bins: int = 10) -> float:
    """Expected calibration error of *supported* on WiCE dev and the altered claims, in [0, 1]: the mean distance of
    probability and share of right answers over equal bins, weighted by size (Naeini et al. 2015).
    """
    mine = [i for i, row in enumerate(rows) if row.data in ("wice", "alterations")]
    error = 0.0
    for low in range(bins):
        inside = [i for i in mine if min(int(chances[i][0] * bins), bins - 1) == low]
        error += abs(sum(float(chances[i][0]) - (rows[i].labels == (0,)) for i in inside))
    return round(error / max(1, len(mine)), 4)


def default_folder() -> Path:
    """Where the package looks for the model."""
    return Path(__file__).parents[2] / "checks" / "embedded"
