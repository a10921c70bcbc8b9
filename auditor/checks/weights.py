"""The coefficients that ship, read once: how far each rule is to be believed, and the regression over all evidence.

``lexical.json`` is written by ``auditor.training.support`` and reviewed like code: it holds figures only.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from auditor.errors import ScorerError

CLASSES = 4
AS_IT_STANDS = (0.0, 1.0, 0.0, 0.0)
SHIPPED = Path(__file__).with_name("lexical.json")


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A feature's place in the regression: its mean and scale in training, and a weight a verdict."""

    mean: float
    scale: float
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Weights:
    """``rules`` is (offset, slope) a rule; ``intercepts`` and ``coefficients`` are the regression's.

    ``agreement`` are the weights of rule and network where both speak of the same words; without a network the rule
    is believed as it stands.
    """

    rules: Mapping[str, tuple[float, float]]
    intercepts: tuple[float, ...]
    coefficients: Mapping[str, Coefficient]
    agreement: tuple[float, ...] = AS_IT_STANDS

    @cached_property
    def plain(self) -> tuple[tuple[float, ...], Mapping[str, tuple[float, ...]]]:
        """The regression for features as they are: means and scales taken into intercepts and weights."""
        rows = self.coefficients.items()
        weights = {name: tuple(w / row.scale for w in row.weights) for name, row in rows}
        shifts = [[w * row.mean for w in weights[name]] for name, row in rows]
        return tuple(i - math.fsum(shift[k] for shift in shifts) for k, i in enumerate(self.intercepts)), weights

    def reliability(self, rule: str, strength: float) -> float:
        """The probability, in [0, 1], that a rule that fired with this strength names the claim's fault."""
        offset, slope = self.rules.get(rule, (0.0, 4.0))
        return 1 / (1 + math.exp(-(offset + slope * (strength - 0.5))))


@cache
def load_weights(path: str = "") -> Weights:
    """The weights in ``path``, by default those that ship.

    Raises:
        ScorerError: the file is missing or not of the shape of the one that ships.
    """
    file = Path(path) if path else SHIPPED
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ScorerError(f"the coefficients cannot be read: {error.strerror}", subject=str(file)) from None
    except ValueError as error:
        raise ScorerError(f"the coefficients are no JSON ({error})", subject=str(file)) from None
    try:
        return _parse(raw)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ScorerError("the coefficients are not in the shape of the file that ships", subject=str(file)) from None


def _parse(raw: Any) -> Weights:
    rules = {str(name): (float(row["offset"]), float(row["slope"])) for name, row in raw["rules"].items()}
    intercepts = tuple(float(value) for value in raw["intercepts"])
    coefficients = {str(name): _coefficient(row) for name, row in raw["coefficients"].items()}
    rows = [intercepts, *(c.weights for c in coefficients.values())]
    if any(len(row) != CLASSES or not all(map(math.isfinite, row)) for row in rows):
        raise ValueError("a weight a verdict was expected")
    agreement = tuple(float(value) for value in raw.get("agreement", AS_IT_STANDS))
    if len(agreement) != len(AS_IT_STANDS) or not all(map(math.isfinite, agreement)):
        raise ValueError("four weights of agreement were expected")
    return Weights(rules, intercepts, coefficients, agreement)


def _coefficient(row: Any) -> Coefficient:
    mean, scale = float(row["mean"]), float(row["scale"])
    if not scale > 0 or not math.isfinite(mean):
        raise ValueError("a scale must be above zero")
    return Coefficient(mean, scale, tuple(float(value) for value in row["weights"]))
