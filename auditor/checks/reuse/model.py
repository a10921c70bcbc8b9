"""The probability that a sentence was taken from a passage, from how the two line up: logistic regression."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def weights_of(name: str) -> dict[str, float]:
    """The weights of the model ``name`` (``sentence`` or ``pair``), as auditor.training.reuse wrote them."""
    text = files("auditor.checks.reuse").joinpath("data", "model.json").read_text("utf-8")
    models: dict[str, dict[str, float]] = json.loads(text)["weights"]
    return models[name]


def probability(features: Mapping[str, float], weights: Mapping[str, float] | None = None) -> float:
    """The probability in [0, 1] that a reader would call this copying. A feature without a weight does not count."""
    weights = weights_of("sentence") if weights is None else weights
    value = weights["bias"]
    for name, amount in features.items():
        value += weights.get(name, 0.0) * amount
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
