"""The probability that a sentence was taken from a passage, from their alignment."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _weights() -> dict[str, float]:
    text = files("auditor.checks.reuse").joinpath("data", "model.json").read_text("utf-8")
    weights: dict[str, float] = json.loads(text)["weights"]
    return weights


def probability(features: Mapping[str, float]) -> float:
    """The probability in [0, 1] that a reader would call this alignment copying (logistic regression)."""
    weights = _weights()
    value = weights["bias"] + sum(weights.get(name, 0.0) * x for name, x in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
