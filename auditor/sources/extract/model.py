"""The block model: which blocks of a page are its main text. Trees of yes-no questions, summed; no dependency.

``blocks.json`` is made by ``auditor.training.extraction`` and says what it was fitted on and what was measured.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from auditor.errors import ScorerError
from auditor.sources.extract.features import NAMES

_WEIGHTS = Path(__file__).with_name("blocks.json")
_HOPELESS = -6.0
_EVERY = 40


@dataclass(frozen=True, slots=True)
class BlockModel:
    """Trees over the figures of ``NAMES``. In a tree, node ``i`` asks whether figure ``figures[i]`` is at most
    ``bounds[i]`` and goes on to ``yes[i]`` or ``no[i]``; a negative number there is leaf ``~number``.
    """

    trees: tuple[tuple[list[int], list[float], list[int], list[int], list[float]], ...]
    measured: dict[str, Any]

    def score(self, row: Sequence[float]) -> float:
        """The probability, 0 to 1, that a block belongs to the main text."""
        total = 0.0
        for count, (figures, bounds, yes, no, leaves) in enumerate(self.trees, 1):
            node = 0
            while node >= 0:
                node = yes[node] if row[figures[node]] <= bounds[node] else no[node]
            total += leaves[~node]
            if count % _EVERY == 0 and total < _HOPELESS:
                break
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, total))))


def read_model(path: Path) -> BlockModel:
    """The model in a file.

    Raises:
        ScorerError: the file is missing, damaged, or made for other figures than these.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
        if tuple(data["figures"]) != NAMES:
            raise ScorerError("made for other figures; fit it again", subject=path.name)
        trees = tuple((t["f"], t["b"], t["y"], t["n"], t["v"]) for t in data["trees"])
        return BlockModel(trees, data["measured"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScorerError(f"the block model cannot be read ({error})", subject=path.name) from error


@lru_cache(maxsize=1)
def default_model() -> BlockModel:
    """The model that ships with the package."""
    return read_model(_WEIGHTS)
