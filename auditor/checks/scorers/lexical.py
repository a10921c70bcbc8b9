"""The scorer without a model: a logistic regression over the features alone."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from auditor.checks.scorers.base import Case, Judgement
from auditor.checks.weights import SHIPPED, Weights, load_weights


class LexicalScorer:
    """A logistic regression over the features alone: no model to load, a few microseconds a case.

    Args:
        path: a JSON file of coefficients in the shape of the one that ships (``lexical.json``).

    Raises:
        ScorerError: the file is missing or not of that shape.
    """

    name = "lexical"

    def __init__(self, path: str | Path | None = None) -> None:
        self._weights = load_weights(str(path) if path else "")
        self.sha256 = hashlib.sha256((Path(path) if path else SHIPPED).read_bytes()).hexdigest()

    def judge(self, cases: Sequence[Case]) -> list[Judgement]:
        """One judgement a case, in order."""
        return [Judgement(weigh(self._weights, case.features), weighed=True) for case in cases]


def weigh(weights: Weights, features: Mapping[str, float]) -> tuple[float, float, float, float]:
    """The regression's probabilities of the four verdicts; a feature that is not given is zero."""
    (a, b, c, d), rows = weights.plain
    for name, value in features.items():
        if name in rows:
            w = rows[name]
            a += w[0] * value
            b += w[1] * value
            c += w[2] * value
            d += w[3] * value
    top = max(a, b, c, d)
    a, b, c, d = math.exp(a - top), math.exp(b - top), math.exp(c - top), math.exp(d - top)
    total = a + b + c + d
    return a / total, b / total, c / total, d / total
