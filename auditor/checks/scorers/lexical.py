"""The scorer without a model: a logistic regression over the features alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from auditor.checks.scorers.base import Case, Judgement
from auditor.checks.weights import load_weights


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

    def judge(self, cases: Sequence[Case]) -> list[Judgement]:
        """One judgement a case, in order."""
        return [self._one(case.features) for case in cases]

    def _one(self, features: Mapping[str, float]) -> Judgement:
        a, b, c, d = self._weights.intercepts
        for name, row in self._weights.coefficients.items():
            value = (features.get(name, 0.0) - row.mean) / row.scale
            w = row.weights
            a += w[0] * value
            b += w[1] * value
            c += w[2] * value
            d += w[3] * value
        top = max(a, b, c, d)
        a, b, c, d = math.exp(a - top), math.exp(b - top), math.exp(c - top), math.exp(d - top)
        total = a + b + c + d
        return Judgement((a / total, b / total, c / total, d / total))
