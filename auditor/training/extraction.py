"""Fits the block model: ``python -m auditor.training.extraction OUT.json --bench SHARED/bench --wcxb W --fundus F``.

Needs lightgbm, at training time alone. Four corpora, none of which leaves a word in the model:

- ``article_extraction`` of the bench folder: whole gold texts. A block's label is the share of it that is in the gold.
- ``trafilatura_eval`` of the bench folder: blocks that hold a segment that must, or must not, be extracted.
- the pages of type ``article`` in the development part of WCXB (Murrough Foley, CC BY 4.0): whole gold texts.
- the parser tests of Fundus (flairNLP, MIT): one news page a publisher in forty countries, with hand-written selectors.
  Their standfirsts and what stands in lists inside the article are left unlabelled: the selectors pass over both.

Prints the figures of a five-fold cross-validation over the pages of the two benches, several drawings of the folds, by
their own scorer, and stores them in the model. Seeds are fixed. The two bars of ``BodyOptions`` were chosen on these
very predictions; each half of the pages, by itself, gains with them over one bar at 0.5. The figures in the model that
ships are of one drawing, put together with these bars; the trees were fitted before them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import runpy
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.sources.extract.blocks import Block, split_blocks
from auditor.sources.extract.body import BodyOptions, compose
from auditor.sources.extract.decode import decode
from auditor.sources.extract.features import NAMES, describe
from auditor.sources.extract.metadata import read_metadata
from auditor.sources.extract.page import hints_of
from auditor.sources.extract.tree import parse_html

FOLDS, DRAWS = 5, (0, 1)
WEIGHTS = {"article_extraction": 1.0, "trafilatura_eval": 3.0, "wcxb": 0.3, "fundus": 0.3}
"""What a page of each corpus counts (trafilatura_eval: a segment); chosen by the cross-validation."""
SETTINGS: dict[str, Any] = {
    "objective": "cross_entropy", "learning_rate": 0.06, "num_leaves": 15, "min_data_in_leaf": 40,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.6, "bagging_freq": 1, "lambda_l2": 5.0, "max_bin": 63, "seed": 1, "verbose": -1,
    "num_threads": 2,
    "deterministic": True, "force_row_wise": True,
}  # fmt: skip
ROUNDS = 300
_PAGE_WEIGHT = 60.0
_KEPT_NEGATIVES = 0.3
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Sample:
    """A page: its blocks, their figures (an array, a row a block), label and weight (0: not labelled)."""

    corpus: str
    name: str
    blocks: list[Block]
    rows: Any
    labels: list[float]
    weights: list[float]
    title: str


def read_sample(corpus: str, name: str, content: bytes) -> Sample | None:
    """The page's blocks and figures, as ``extract_page`` sees them; None where there are none."""
    import numpy as np

    root = parse_html(decode(content))
    if root is None:
        return None
    hints = hints_of(read_metadata(root))
    blocks = split_blocks(root)
    if len(blocks) < 3 or len(blocks) > BodyOptions().max_blocks:
        return None
    return Sample(corpus, name, blocks, np.array(describe(blocks, hints), dtype=np.float32), [], [], hints.title)


# --- labels -----------------------------------------------------------------------------------------------------


def label_by_text(sample: Sample, gold: str) -> float:
    """Labels each block with the share of it that is in ``gold``; gives back how much of the gold was found."""
    truth = _WORD.findall(gold)
    known = {tuple(truth[i : i + 4]) for i in range(max(1, len(truth) - 3))}
    lines = {" ".join(_WORD.findall(line)) for line in gold.split("\n")}
    words = [_WORD.findall(b.text) for b in sample.blocks]
    flat = [w for ws in words for w in ws]
    hit = [False] * len(flat)
    for i in range(len(flat) - 3):
        if tuple(flat[i : i + 4]) in known:
            hit[i : i + 4] = [True] * 4
    whole, seen = " ".join(truth), Counter[str]()
    at, found = 0, 0.0
    for ws in words:
        share = sum(hit[at : at + len(ws)]) / max(1, len(ws))
        at += len(ws)
        text = " ".join(ws)
        label = share if len(ws) >= 4 else float(text in lines or (share == 1.0 and bool(ws)))
        seen[text] += 1
        if len(ws) >= 8 and label > 0.5 and seen[text] > max(1, whole.count(text)):
            label = 0.0  # a second copy of a paragraph that the gold has once
        sample.labels.append(label)
        sample.weights.append(len(ws) ** 0.5)
        found += label * len(ws)
    total = max(1.0, sum(sample.weights))
    sample.weights = [w / total * _PAGE_WEIGHT for w in sample.weights]
    return found / max(1, len(truth))


def label_by_segments(sample: Sample, wanted: Sequence[str], unwanted: Sequence[str]) -> None:
    """Labels the blocks that hold a segment, and only these; one that holds both kinds stays unlabelled."""
    for block in sample.blocks:
        has = [any(" ".join(s.split()) in block.text for s in segments) for segments in (wanted, unwanted)]
        sample.labels.append(float(has[0]))
        sample.weights.append(float(has[0] != has[1]))


# --- corpora ----------------------------------------------------------------------------------------------------


def read_bench(bench: Path) -> Iterator[Sample]:
    """The labelled pages of the two benches."""
    for corpus, gold in (("article_extraction", "ground-truth.json"), ("trafilatura_eval", "gold.json")):
        for name, item in json.loads((bench / corpus / gold).read_text("utf-8")).items():
            content = gzip.decompress((bench / corpus / "html" / f"{name}.html.gz").read_bytes())
            sample = read_sample(corpus, name, content) or Sample(corpus, name, [], [], [], [], "")
            if corpus == "article_extraction":
                label_by_text(sample, item["articleBody"])
            else:
                label_by_segments(sample, item["with"], item["without"])
            yield sample


def read_wcxb(folder: Path, part: str = "dev") -> Iterator[Sample]:
    """The articles of WCXB whose gold is in their markup."""
    for path in sorted((folder / part / "ground-truth").glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        gold = data["ground_truth"].get("main_content")
        if data["_internal"]["page_type"]["primary"] != "article" or not gold:
            continue
        content = gzip.decompress((folder / part / "html" / f"{path.stem}.html.gz").read_bytes())
        sample = read_sample("wcxb", path.stem, content)
        if sample and 0.85 < label_by_text(sample, gold) < 1.15:
            sample.blocks = []  # the page's tree goes with them
            yield sample


def read_fundus(folder: Path) -> Iterator[Sample]:
    """The news pages of Fundus' parser tests whose gold is in their markup."""
    for meta in sorted((folder / "tests/resources/parser/test_data").glob("*/meta.info")):
        files: dict[str, list[str]] = {}
        for name in sorted(json.loads(meta.read_text("utf-8"))):
            files.setdefault(name.split("_")[0], []).append(name)
        for publisher, names in files.items():
            versions = json.loads((meta.parent / f"{publisher}.json").read_text("utf-8"))
            for (_, item), name in zip(sorted(versions.items()), names, strict=False):
                path = meta.parent / name
                if item.get("body") and path.exists():
                    sample = read_sample("fundus", name, gzip.decompress(path.read_bytes()))
                    if sample and _label_fundus(sample, item["body"]):
                        sample.blocks = []
                        yield sample


def _label_fundus(sample: Sample, body: dict[str, Any]) -> bool:
    parts = [p for s in body["sections"] for p in (*(s.get("headline") or []), *(s.get("paragraphs") or []))]
    if not 0.85 < label_by_text(sample, "\n\n".join(parts)) < 1.15:
        return False
    summary = Sample("", "", sample.blocks, [], [], [], "")
    label_by_text(summary, "\n".join(body.get("summary") or []))
    inside = [i for i, label in enumerate(sample.labels) if label > 0.5]
    for i, block in enumerate(sample.blocks):
        among = bool(inside) and inside[0] <= i <= inside[-1] + 2
        passed_over = among and block.element.tag not in ("p", "div", "span", "section", "figcaption", "a")
        if sample.labels[i] < 0.5 and (summary.labels[i] > 0.5 or passed_over):
            sample.weights[i] = 0.0
    return True


# --- fitting ----------------------------------------------------------------------------------------------------


class Corpus:
    """All labelled blocks as one table; pages of the benches are numbered, the others are page -1."""

    def __init__(self, bench: Sequence[Sample], more: Sequence[Sample]) -> None:
        import numpy as np

        thin = random.Random(0)  # noqa: S311 - a fixed seed is the point
        rows, labels, weights, pages = [], [], [], []
        for number, sample in [*enumerate(bench), *((-1, s) for s in more)]:
            for row, label, weight in zip(sample.rows, sample.labels, sample.weights, strict=True):
                weight *= WEIGHTS[sample.corpus]
                if number < 0 and label < 0.02:  # their furniture is plenty: a share of it will do
                    weight = weight / _KEPT_NEGATIVES if thin.random() < _KEPT_NEGATIVES else 0.0
                if weight > 0:
                    rows.append(row)
                    labels.append(label)
                    weights.append(weight)
                    pages.append(number)
        self.rows, self.labels = np.array(rows, dtype=np.float32), np.array(labels)
        self.weights, self.pages = np.array(weights), np.array(pages)

    def fit(self, without: set[int]) -> Any:
        """A booster fitted on all pages but these."""
        import lightgbm
        import numpy as np

        use = ~np.isin(self.pages, list(without))
        data = lightgbm.Dataset(self.rows[use], self.labels[use], weight=self.weights[use])
        return lightgbm.train(SETTINGS, data, ROUNDS)


def cross_validate(
    corpus: Corpus, bench: Sequence[Sample], scorer: dict[str, Any], gold: dict[str, Any]
) -> dict[str, Any]:
    """The benches' figures on pages the model had not seen, each the mean over the drawings of the folds."""
    found: dict[str, list[float]] = {}
    for draw in DRAWS:
        order = list(range(len(bench)))
        random.Random(draw).shuffle(order)  # noqa: S311 - a fixed seed is the point
        texts: dict[str, dict[str, str]] = {"article_extraction": {}, "trafilatura_eval": {}}
        for fold in range(FOLDS):
            held = set(order[fold::FOLDS])
            booster = corpus.fit(held)
            for number in held:
                sample = bench[number]
                scores = list(booster.predict(sample.rows)) if sample.blocks else []
                texts[sample.corpus][sample.name] = compose(sample.blocks, scores, sample.title, BodyOptions()).text
        whole = scorer["score_shingles"](gold["article_extraction"], texts["article_extraction"])
        parts = scorer["score_segments"](gold["trafilatura_eval"], texts["trafilatura_eval"])
        for name, figures in (("article_extraction", whole), ("trafilatura_eval", parts)):
            for key in ("f1", "precision", "recall"):
                found.setdefault(f"{name} {key}", []).append(figures[key])
        print({key: round(values[-1], 4) for key, values in found.items()}, flush=True)  # noqa: T201 - a script
    return {key: round(sum(values) / len(values), 4) for key, values in found.items()}


def export(booster: Any) -> list[dict[str, list[Any]]]:
    """The booster's trees as lists: figure, bound, yes, no of each node, and the leaves' values."""
    return [_export_tree(info["tree_structure"]) for info in booster.dump_model()["tree_info"]]


def _export_tree(root: dict[str, Any]) -> dict[str, list[Any]]:
    tree: dict[str, list[Any]] = {"f": [], "b": [], "y": [], "n": [], "v": []}

    def add(node: dict[str, Any]) -> int:
        if "leaf_value" in node:
            tree["v"].append(round(node["leaf_value"], 4))
            return ~(len(tree["v"]) - 1)
        at = len(tree["f"])
        tree["f"].append(node["split_feature"])
        tree["b"].append(float(f"{node['threshold']:.5g}"))
        tree["y"].append(0)
        tree["n"].append(0)
        tree["y"][at], tree["n"][at] = add(node["left_child"]), add(node["right_child"])
        return at

    if add(root) < 0:  # a tree without a question: one that always answers the same
        tree.update(f=[0], b=[0.0], y=[~0], n=[~0])
    return tree


def main() -> None:
    """Reads the corpora, cross-validates, fits on everything and writes the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    for name in ("bench", "wcxb", "fundus"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    args = parser.parse_args()
    bench = list(read_bench(args.bench))
    more = [*read_wcxb(args.wcxb), *read_fundus(args.fundus)]
    corpus = Corpus(bench, more)
    scorer = runpy.run_path(str(args.bench / "score_extraction.py"))
    gold = {
        "article_extraction": json.loads((args.bench / "article_extraction" / "ground-truth.json").read_text("utf-8")),
        "trafilatura_eval": json.loads((args.bench / "trafilatura_eval" / "gold.json").read_text("utf-8")),
    }
    measured = {"folds": FOLDS, "drawings": len(DRAWS), **cross_validate(corpus, bench, scorer, gold)}
    measured["fitted on"] = {name: sum(s.corpus == name for s in [*bench, *more]) for name in WEIGHTS}
    model = {"figures": list(NAMES), "measured": measured, "trees": export(corpus.fit(set()))}
    args.out.write_text(json.dumps(model, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(measured, indent=1))  # noqa: T201 - a script


if __name__ == "__main__":
    main()
