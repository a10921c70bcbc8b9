"""All signs of a headline's faults weighed together: the probability of each kind.

A multinomial logistic regression over the detectors' signs, and another over these and what a model makes of the
headline; weights in ``headline.json`` beside this module, fitted by ``python -m auditor.training.headlines`` on cases
written for the project.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from auditor.checks.headline.alignment import Alignment
from auditor.checks.headline.fault import Fault
from auditor.checks.headline.trees import softmax
from auditor.errors import ScorerError
from auditor.records import HeadlineKind, Stance


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted regression: for each kind a weight a sign and a constant."""

    names: tuple[str, ...]
    kinds: tuple[HeadlineKind, ...]
    rows: tuple[tuple[float, ...], ...]
    constants: tuple[float, ...]

    def shares(self, signs: Mapping[str, float]) -> dict[HeadlineKind, float]:
        """The probability of each kind; they sum to 1."""
        values = [signs.get(name, 0.0) for name in self.names]
        sums = [c + sum(w * v for w, v in zip(row, values)) for row, c in zip(self.rows, self.constants)]
        return dict(zip(self.kinds, softmax(sums)))


@cache
def default_weights(*, read: bool = False) -> Weights:
    """The weights that ship with the package; those for signs of which a model gave some where ``read``.

    Raises:
        ScorerError: the file is missing or damaged.
    """
    try:
        raw = json.loads((files(__package__) / "headline.json").read_text("utf-8"))["read" if read else "plain"]
        kinds = tuple(HeadlineKind(kind) for kind in raw["kinds"])
        rows = tuple(tuple(float(w) for w in row) for row in raw["rows"])
        return Weights(tuple(raw["names"]), kinds, rows, tuple(float(c) for c in raw["constants"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScorerError(f"cannot be used as headline weights ({error})", subject="headline.json") from None


def gather_signs(aligned: Alignment, faults: Sequence[Fault], stance: Mapping[Stance, float]) -> dict[str, float]:
    """Every sign by name: the detectors' own, their scores, the stance, and the lengths of both texts."""
    signs = {f"score_{fault.kind.value}": fault.score for fault in faults}
    for fault in faults:
        signs |= fault.signs
    if signs.get("creature"):  # what is true of animals alone is no matter of degree
        for name in ("hyperbole", "hyperbole_mild", "strong_words", "score_exaggerated"):
            signs[name] = 0.3 * signs.get(name, 0.0)
    signs |= {f"stance_{name.value}": share for name, share in stance.items()}
    ranked = sorted(signs[f"score_{f.kind.value}"] for f in faults)
    signs["strongest"] = ranked[-1]
    return signs
