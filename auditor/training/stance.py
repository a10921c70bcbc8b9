"""Trains the stance model: ``python -m auditor.training.stance TRAIN.jsonl.gz OUT.json [--without-fold 0]``.

Needs lightgbm and scikit-learn, at training time alone. TRAIN has one object a line: ``headline``, ``body``,
``body_id``, ``stance``. Prints the five-fold figures, folds being drawn by body (no body on both sides) and, as a
harder test, by topic (no body and no headline of a topic on both sides), and stores them in the model. With
``--without-fold`` the model leaves one body fold out, so that it can be measured on that fold. Seeds are fixed.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any

from auditor.checks.headline.features import Rarity, feature_names, read_head, read_text, stance_features
from auditor.checks.headline.reading import read_body
from auditor.checks.headline.wording import read_words

LABELS = ("agree", "disagree", "discuss", "unrelated")
FOLDS = 5
_FEWEST = 5  # bodies a stem must stand in to be listed
_RELATED: dict[str, Any] = {"n_estimators": 120, "num_leaves": 15, "learning_rate": 0.08, "min_child_samples": 30}
_STANDS: dict[str, Any] = {"n_estimators": 130, "num_leaves": 15, "learning_rate": 0.07, "min_child_samples": 20}
_COMMON: dict[str, Any] = {
    "subsample": 0.8, "subsample_freq": 1, "colsample_bytree": 0.4, "reg_lambda": 5.0, "random_state": 1,
    "verbose": -1, "n_jobs": 2, "deterministic": True, "force_row_wise": True,
}  # fmt: skip


def fold_of(key: Hashable) -> int:
    """The fold, 0 to 4, that a body or topic belongs to, whatever the order of the file."""
    return hashlib.sha256(str(key).encode()).digest()[0] % FOLDS


class _Data:
    """The pairs as numbers."""

    def __init__(self, path: Path) -> None:
        import numpy as np

        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        self.body = [row["body_id"] for row in rows]
        self.headline = [row["headline"] for row in rows]
        self.y = np.array([LABELS.index(row["stance"]) for row in rows])
        readings = {row["body_id"]: row["body"] for row in rows}
        readings = {key: read_body(text) for key, text in readings.items()}
        spread: Counter[str] = Counter()
        for reading in readings.values():
            spread.update(reading.spread.keys())
        listed = {k: n for k, n in sorted(spread.items()) if n >= _FEWEST and k.isalpha()}
        self.rarity = Rarity(len(readings), listed)
        texts = {key: read_text(reading, self.rarity) for key, reading in readings.items()}
        heads = {h: read_head(read_words(h), h, self.rarity) for h in set(self.headline)}
        pairs = zip(self.headline, self.body)
        self.x = np.array([stance_features(heads[h], texts[b]) for h, b in pairs])
        self.topic = self._topics()

    def _topics(self) -> list[str]:
        """Bodies joined by a headline that is related to both are one topic."""
        parent: dict[tuple[str, Any], tuple[str, Any]] = {}

        def find(a: tuple[str, Any]) -> tuple[str, Any]:
            while parent.setdefault(a, a) != a:
                parent[a] = parent[parent[a]]
                a = parent[a]
            return a

        for headline, body, label in zip(self.headline, self.body, self.y):
            if label != LABELS.index("unrelated"):
                parent[find(("h", headline))] = find(("b", body))
        return [str(find(("b", body))) for body in self.body]


def _fit(data: _Data, rows: Any) -> tuple[Any, Any]:
    import lightgbm as lgb
    import numpy as np

    unrelated = LABELS.index("unrelated")
    x, y = data.x[rows], data.y[rows]
    related = lgb.LGBMClassifier(**_RELATED, **_COMMON).fit(x, y != unrelated)
    kept = np.flatnonzero(y != unrelated)
    stands = lgb.LGBMClassifier(**_STANDS, **_COMMON).fit(x[kept], y[kept])
    return related, stands


def _predict(models: tuple[Any, Any], x: Any) -> Any:
    import numpy as np

    related = models[0].predict_proba(x)[:, 1:]
    shares = models[1].predict_proba(x) * related
    worth = np.hstack([0.25 * related + 0.75 * shares, 0.25 * (1 - related)])
    return worth.argmax(axis=1)


def _relative(gold: Any, guess: Any) -> float:
    """The challenge's weighted score over the highest possible, in percent."""
    import numpy as np

    unrelated = LABELS.index("unrelated")
    both = (gold != unrelated) & (guess != unrelated)
    points = np.where(both, np.where(gold == guess, 1.0, 0.25), 0.0)
    points += np.where((gold == unrelated) & (guess == unrelated), 0.25, 0.0)
    return float(100 * points.sum() / np.where(gold == unrelated, 0.25, 1.0).sum())


def _cross_validate(data: _Data, group: Sequence[Hashable], headlines_apart: bool) -> float:
    import numpy as np

    folds = np.array([fold_of(g) for g in group])
    guess = np.zeros(len(data.y), dtype=int)
    for fold in range(FOLDS):
        test = np.flatnonzero(folds == fold)
        train = np.flatnonzero(folds != fold)
        if headlines_apart:
            met = {data.headline[i] for i in test if data.y[i] != LABELS.index("unrelated")}
            train = np.array([i for i in train if data.headline[i] not in met])
        guess[test] = _predict(_fit(data, train), data.x[test])
    return _relative(data.y, guess)


def _tree(node: dict[str, Any]) -> list[list[Any]]:
    """A tree of lightgbm's dump in the form of ``auditor.checks.headline.trees``."""
    features: list[int] = []
    thresholds: list[float] = []
    left: list[int] = []
    right: list[int] = []
    values: list[float] = []

    def walk(part: dict[str, Any]) -> int:
        if "leaf_value" in part:
            values.append(_short(part["leaf_value"]))
            return -len(values)
        at = len(features)
        features.append(part["split_feature"])
        thresholds.append(_short(part["threshold"]))
        left.append(0)
        right.append(0)
        left[at], right[at] = walk(part["left_child"]), walk(part["right_child"])
        return at

    walk(node)
    return [features, thresholds, left, right, values]


def _short(number: float) -> float:
    value = float(f"{number:.5g}")
    return int(value) if value == int(value) else value


def _dump(models: tuple[Any, Any], data: _Data, measured: dict[str, Any]) -> dict[str, Any]:
    related, stands = (m.booster_.dump_model()["tree_info"] for m in models)
    grow: Callable[[Any], list[list[Any]]] = lambda info: _tree(info["tree_structure"])  # noqa: E731 - it names the type
    return {
        "features": feature_names(),
        "measured": measured,
        "documents": data.rarity.documents,
        "words": " ".join(data.rarity.counts),
        "counts": list(data.rarity.counts.values()),
        "related": [grow(info) for info in related],
        "stands": [[grow(info) for i, info in enumerate(stands) if i % 3 == k] for k in range(3)],
    }


def main() -> None:
    """Train, measure, write."""
    import numpy as np

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("train", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--without-fold", type=int, default=None)
    args = parser.parse_args()
    data = _Data(args.train)
    measured: dict[str, Any] = {
        "data_sha256": hashlib.sha256(args.train.read_bytes()).hexdigest(),
        "pairs": len(data.y),
    }
    rows = np.arange(len(data.y))
    if args.without_fold is None:
        measured["relative_by_body"] = round(_cross_validate(data, data.body, headlines_apart=False), 2)
        measured["relative_by_topic"] = round(_cross_validate(data, data.topic, headlines_apart=True), 2)
    else:
        rows = np.array([i for i in rows if fold_of(data.body[i]) != args.without_fold])
        measured["without_fold"] = args.without_fold
    model = _dump(_fit(data, rows), data, measured)
    args.out.write_text(json.dumps(model, separators=(",", ":")), encoding="utf-8")
    print(measured, f"{args.out.stat().st_size / 1000:.0f} kB")  # noqa: T201 - a tool that prints


if __name__ == "__main__":
    main()
