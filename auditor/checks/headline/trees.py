"""Boosted trees as compact JSON, evaluated in pure Python.

A tree is ``[features, thresholds, left, right, values]``: node ``i`` goes to ``left[i]`` where the feature numbered
``features[i]`` is at most ``thresholds[i]``, else to ``right[i]``; a negative number ``n`` is leaf ``-n - 1``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

Tree = tuple[list[int], list[float], list[int], list[int], list[float]]


def read_trees(raw: Any) -> tuple[Tree, ...]:
    """The trees of a JSON array.

    Raises:
        ValueError: a tree refers to nodes or leaves it does not have, or could go round in a circle.
    """
    trees = []
    for features, thresholds, left, right, values in raw:
        size = len(features)
        if not len(thresholds) == len(left) == len(right) == size:
            raise ValueError("a tree's lists differ in length")
        for node, child in [*enumerate(left), *enumerate(right)]:
            if not (node < child < size or 0 <= -child - 1 < len(values)):
                raise ValueError("a tree points outside itself")
        trees.append((features, thresholds, left, right, values))
    return tuple(trees)


def total(trees: Sequence[Tree], row: Sequence[float]) -> float:
    """The sum of the leaves that ``row`` reaches."""
    out = 0.0
    for features, thresholds, left, right, values in trees:
        node = 0 if features else -1
        while node >= 0:
            node = left[node] if row[features[node]] <= thresholds[node] else right[node]
        out += values[-node - 1]
    return out


def logistic(x: float) -> float:
    """1 / (1 + e^-x), safe at both ends."""
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0


def softmax(values: Sequence[float]) -> list[float]:
    """Shares in [0, 1] that sum to 1."""
    top = max(values)
    powers = [math.exp(v - top) for v in values]
    return [p / sum(powers) for p in powers]
