"""Who judges support: one ``Protocol`` for the regression that ships, a model, or anything a plugin brings.

A scorer is given cases, each a claim with the passages that come closest and the features that were measured on them,
and gives four probabilities a case. ``LexicalScorer`` reads the features alone. A cross-encoder reads the claim and the
passages: it registers under ``auditor.scorers`` and needs nothing else from this room.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from auditor.errors import ScorerError
from auditor.records import Verdict

VERDICTS = (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_IN_SOURCE)
"""The order of every tuple of probabilities."""


@dataclass(frozen=True, slots=True)
class Case:
    """A claim to judge: its passages best first, and named features (see ``features.py``)."""

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
        self._model = _load(str(path) if path else "")

    def judge(self, cases: Sequence[Case]) -> list[Judgement]:
        """One judgement a case, in order."""
        return [self._one(case.features) for case in cases]

    def _one(self, features: Mapping[str, float]) -> Judgement:
        model = self._model
        scores = list(model["intercepts"])
        for name, row in model["coefficients"].items():
            value = features.get(name, 0.0)
            if value:
                value = (value - row["mean"]) / row["scale"]
            else:
                value = -row["mean"] / row["scale"]
            for i, weight in enumerate(row["weights"]):
                scores[i] += weight * value
        temperature = model.get("temperature", 1.0)
        top = max(scores)
        exps = [math.exp((s - top) / temperature) for s in scores]
        total = sum(exps)
        a, b, c, d = (e / total for e in exps)
        return Judgement((a, b, c, d))


@cache
def _load(path: str) -> dict[str, Any]:
    file = Path(path) if path else Path(__file__).with_name("lexical.json")
    try:
        model = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ScorerError(f"the coefficients cannot be read: {error.strerror}", subject=str(file)) from None
    except ValueError as error:
        raise ScorerError(f"the coefficients are no JSON ({error})", subject=str(file)) from None
    if not _is_model(model):
        raise ScorerError("the coefficients are not in the shape of the file that ships", subject=str(file))
    checked: dict[str, Any] = model
    return checked


def _is_model(model: object) -> bool:
    if not isinstance(model, dict) or not isinstance(model.get("coefficients"), dict):
        return False
    rows = model["coefficients"].values()
    shape = isinstance(model.get("intercepts"), list) and len(model["intercepts"]) == len(VERDICTS)
    return shape and all(
        isinstance(r, dict) and len(r.get("weights", ())) == len(VERDICTS) and r.get("scale") for r in rows
    )
