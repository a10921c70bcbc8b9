"""The second regression: the features and the network's probabilities in one calibrated judgement.

It is fitted on rows whose pages the network was not trained on, so that it learns how far the network is to be
believed on new pages; how far each rule is believed comes from all rows, as for the lexical scorer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditor.checks.premise import Part
from auditor.checks.scorers.embedded import HERE, agree, agreement, agreement_inputs, model_features
from auditor.checks.weights import AS_IT_STANDS, Weights
from auditor.training.embedded.examples import CONTRADICTED, kept_apart
from auditor.training.support import FOLDS, SHARES, Row, descend, figures, fit, fit_rules, fold_of, predict

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
            if kept_apart(row.page if "/" in row.page else f"{row.data}/{row.page}", topics):
                out.append(row)
    return out


def with_model(rows: Sequence[Row], network: Any) -> list[Row]:
    """The rows with what the network saw, among their features too."""
    seen = (see(row, network) for row in rows)
    return [
        replace(row, cover={**row.cover, **model_features(s, row.cover.get(HERE, 0.0), row.claim)}, sight=s)
        for row, s in zip(rows, seen)
    ]


def see(row: Row, network: Any) -> Any:
    """What the network sees in the claim of a row, as the auditor asks it."""
    told = row.told.text or row.claim
    ((sight, _),) = network.seek([(told, Part(row.premise), lambda: row.further)])
    sight = sight.told_by(row.told) if row.told.glosses else sight
    return replace(sight, parts=network.read_parts(row.parts))


def fit_agreement(rows: Sequence[Row], rules: Mapping[str, tuple[float, float]]) -> tuple[float, ...]:
    """The weights of ``agree``, from the contradictions that rules found on rows that a network has seen."""
    import numpy as np

    weights = Weights(rules, (), {})
    fires = [
        ((1.0, *agreement_inputs(weights.reliability(rule, strength), row.sight, span)), row.labels, SHARES[row.data])
        for row in rows
        if len(row.labels) == 1 and SHARES[row.data]
        for rule, strength, span in row.against
    ]
    x = np.array([inputs for inputs, _, _ in fires])
    y = np.array([float(labels == (CONTRADICTED,)) for _, labels, _ in fires])
    share = np.array([share for _, _, share in fires])

    def gradient(w: Any) -> Any:
        return x.T @ (share * (1 / (1 + np.exp(-x @ w)) - y)) + 0.1 * (w - np.array(AS_IT_STANDS))

    bound = 0.25 * float(np.linalg.eigvalsh((x * share[:, None]).T @ x).max()) + 0.1
    found = descend(gradient, np.array(AS_IT_STANDS), 1 / bound, 20000)
    return tuple(round(float(v), 5) for v in found)


def agreed(rows: Sequence[Row], weights: Weights) -> list[Row]:
    """The rows with what rules and network agree on, among their features and as what they can name."""
    out = []
    for row in rows:
        sure = [agree(weights, weights.reliability(r, strength), row.sight, span) for r, strength, span in row.against]
        cover = {**row.cover, **agreement(sure)}
        out.append(replace(row, cover=cover, named=max(sure, default=0.0)))
    return out


def cross_validate(rows: Sequence[Row], seen: Sequence[Row]) -> tuple[Any, list[Row]]:
    """Probabilities a row, from weights that have not seen its page; the rules' from ``seen`` outside it. With the
    rows, as those weights read them.
    """
    import numpy as np

    out, read = np.zeros((len(rows), 4)), list(rows)
    folds = np.array([fold_of(row) for row in rows])
    for fold in range(FOLDS):
        outside = [row for row, f in zip(rows, folds) if f != fold]
        mine = np.flatnonzero(folds == fold).tolist()
        inside = [rows[i] for i in mine]
        rules = fit_rules([row for row in seen if fold_of(row) != fold])
        if all(row.sight for row in rows):
            weights = Weights(rules, (), {}, fit_agreement(outside, rules))
            outside, inside = agreed(outside, weights), agreed(inside, weights)
        out[mine] = predict(fit(outside, rules=rules), inside)
        for i, row in zip(mine, inside):
            read[i] = row
    return out, read


def fuse(rows: Sequence[Row], seen: Sequence[Row]) -> tuple[dict[str, Any], dict[str, dict[str, float]], float]:
    """(weights in the shape of ``lexical.json``, held-out figures by set, held-out calibration error)."""
    chances, read = cross_validate(rows, seen)
    rules = fit_rules(seen)
    shares = fit_agreement(rows, rules)
    weights = fit(agreed(rows, Weights(rules, (), {}, shares)), rules=rules)
    return {**weights, "agreement": list(shares)}, figures(read, chances), calibration(rows, chances)


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
