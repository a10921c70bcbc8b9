"""The stance of a body toward a headline, as the Fake News Challenge defines it.

``unrelated``: another matter; ``discuss``: the same matter, no stand taken; ``agree``, ``disagree``: the body bears
the headline out, or says otherwise. Two ensembles of boosted trees decide (``stance.json`` beside this module, made
by ``python -m auditor.training.stance``): related or not, and which of three; the answer is the one with the highest
expected score under the challenge's rule (0.25 for telling related from unrelated, 0.75 more for the right one).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from auditor.checks.headline.features import Rarity, feature_names, read_head, read_text, stance_features
from auditor.checks.headline.reading import Reading, read_body
from auditor.checks.headline.trees import Tree, logistic, read_trees, softmax, total
from auditor.checks.headline.wording import read_words
from auditor.errors import ScorerError
from auditor.records import Stance

ORDER = (Stance.AGREE, Stance.DISAGREE, Stance.DISCUSS)


@dataclass(frozen=True, slots=True)
class StanceModel:
    """The trees and word counts of one training run."""

    rarity: Rarity
    related: tuple[Tree, ...]
    stands: tuple[tuple[Tree, ...], ...]
    measured: dict[str, Any]

    def shares(self, row: Sequence[float]) -> dict[Stance, float]:
        """The probability of each stance; they sum to 1."""
        related = logistic(total(self.related, row))
        stands = softmax([total(trees, row) for trees in self.stands])
        return {Stance.UNRELATED: 1 - related} | {s: related * p for s, p in zip(ORDER, stands)}


def choose(shares: dict[Stance, float]) -> Stance:
    """The stance with the highest expected score under the challenge's rule."""
    related = 1 - shares[Stance.UNRELATED]
    worth = {Stance.UNRELATED: 0.25 * shares[Stance.UNRELATED]}
    worth |= {s: 0.25 * related + 0.75 * shares[s] for s in ORDER}
    return max(worth, key=lambda s: worth[s])


@cache
def default_model() -> StanceModel:
    """The model that ships with the package, read on first use."""
    return load_model(None)


def load_model(path: Path | None) -> StanceModel:
    """The model in ``path``, or the package's own.

    Raises:
        ScorerError: the file is missing, no model, or one for other features.
    """
    name = str(path or "stance.json")
    try:
        text = path.read_text("utf-8") if path else (files(__package__) / "stance.json").read_text("utf-8")
        raw = json.loads(text)
        if raw["features"] != feature_names():
            raise ScorerError("this stance model was trained on other features; train it again", subject=name)
        return StanceModel(
            Rarity(raw["documents"], dict(zip(raw["words"].split(), raw["counts"], strict=True))),
            read_trees(raw["related"]),
            tuple(read_trees(trees) for trees in raw["stands"]),
            raw["measured"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ScorerError(f"cannot be used as a stance model ({error})", subject=name) from None


def stance_shares(headline: str, reading: Reading, model: StanceModel | None = None) -> dict[Stance, float]:
    """The probability of each stance of a body already read."""
    model = model or default_model()
    head = read_head(read_words(headline), headline, model.rarity)
    return model.shares(stance_features(head, read_text(reading, model.rarity)))


def judge_stance(headline: str, body: str, model: StanceModel | None = None) -> Stance:
    """The stance of ``body`` toward ``headline``; ``unrelated`` where either is empty."""
    reading = read_body(body)
    if not reading.lines or not read_words(headline):
        return Stance.UNRELATED
    return choose(stance_shares(headline, reading, model))
