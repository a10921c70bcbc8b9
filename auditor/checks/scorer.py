"""Who judges support: one ``Protocol`` for the regression that ships, a model, or anything a plugin brings.

A scorer is given cases, each a claim with the passages that come closest and the features that were measured on them,
and gives four probabilities a case. ``LexicalScorer`` reads the features alone. A cross-encoder reads the claim and the
passages: it registers under ``auditor.scorers`` and needs nothing else from this room; ``support.py`` weighs its
probabilities with those of the lexical scorer, so that a named contradiction is never overruled in silence.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from auditor.checks.weights import load_weights
from auditor.records import Verdict

VERDICTS = (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_IN_SOURCE)
"""The order of every tuple of probabilities."""


@dataclass(frozen=True, slots=True)
class Case:
    """A claim to judge: its passages in page order, and named features (see ``features.py``)."""

    claim: str
    passages: tuple[str, ...]
    features: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probabilities of the four verdicts in the order of ``VERDICTS``; they add up to one."""

    probabilities: tuple[float, float, float, float]

    @property
    def support(self) -> float:
        """The probability that the page supports the claim."""
        return self.probabilities[0]


class Scorer(Protocol):
    """Judges cases; ``name`` is written into the record of a run."""

    name: str

    def judge(self, cases: Sequence[Case]) -> list[Judgement]:
        """One judgement a case, in order.

        Raises:
            ScorerError: the scorer's model is missing, corrupt or answers nonsense.
        """
        ...  # pragma: no cover


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
