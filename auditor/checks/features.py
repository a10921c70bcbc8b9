"""What is measured on a claim and a page before anybody judges: named numbers, the same for every scorer."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from auditor.checks.alterations.base import CONTRADICTING, Found, View
from auditor.checks.alterations.denials import count_denials
from auditor.checks.alterations.quotes import quote_presence
from auditor.checks.evidence import COMMON, Hit
from auditor.checks.weights import Weights, load_weights

RUNS = 6
"""Sentences around which runs are looked at: the best of the search."""
SOLO = frozenset(
    "quote_altered quote_truncated added_segment added_inserted number_absent number_moved unit_value negation".split()
)
"""Rules that fire often enough to have a weight of their own; the others speak through the surest of their side."""


def measure(view: View, alterations: Sequence[Found], weights: Weights | None = None) -> dict[str, float]:
    """The features of a claim on a page, each by its name; one that would be zero may be left out."""
    out = cover_features(view)
    out.update(rule_features(fired(alterations), out, weights or load_weights()))
    return out


def fired(alterations: Sequence[Found]) -> dict[tuple[str, bool], float]:
    """(rule, whether its kind contradicts) -> the greatest strength it fired with."""
    out: dict[tuple[str, bool], float] = {}
    for item in alterations:
        key = (item.rule, item.kind in CONTRADICTING)
        out[key] = max(out.get(key, 0.0), item.strength)
    return out


def rule_features(
    rules: Mapping[tuple[str, bool], float], cover: Mapping[str, float], weights: Weights
) -> dict[str, float]:
    """What the rules say together: on each side the surest one, and that any is right."""
    out: dict[str, float] = {}
    for side, contradicts in (("against", True), ("lacking", False)):
        believed = [
            weights.reliability(rule, strength)
            for (rule, kind), strength in rules.items()
            if kind is contradicts and rule != "added_segment"
        ]
        if not believed:
            continue
        top = min(max(believed), 0.999)
        out[side] = top
        out[f"{side}_any"] = 1 - math.prod(1 - p for p in believed)
        out[f"{side}_logit"] = max(0.0, math.log(top / (1 - top)) + 2) / 4
        out[f"{side}_chosen"] = top * cover["chosen"]
        if contradicts:
            out["against_top"] = top * cover["top"]
    out.update({f"rule_{rule}": strength for (rule, _), strength in rules.items() if rule in SOLO})
    return out


def cover_features(view: View) -> dict[str, float]:
    """How much of the claim the page has, and what kinds of thing it lacks."""
    match = view.match
    items, weights = match.claim.items, match.weights
    total = sum(weights) or 1.0
    absent = sum(a < 0.5 and w > 1.0 for a, w in zip(match.anywhere, weights))
    lost = sum(b < 0.5 and w > 1.0 for b, w in zip(match.best, weights))
    out = {
        "top": match.top_coverage,
        "top_sq": match.top_coverage**2,
        "chosen": match.coverage,
        "chosen_sq": match.coverage**2,
        "page": match.page_coverage,
        "low_segment": min((s.context for s in match.segments), default=0.0),
        "low_home": min((s.coverage for s in match.segments), default=0.0),
        "spread": (len(match.chosen) - 1) / 4,
        "page_size": min(8.0, math.log2(1 + len(match.index.sentences))) / 8,
        "exact": _share(view, lambda best: best >= 0.95),
        "loose": _share(view, lambda best: 0.0 < best < 0.95),
        "worst_item": max((w * (1 - b) for w, b in zip(weights, match.best)), default=0.0) / total,
        "absent_count": math.log1p(absent),
        "lost_count": math.log1p(lost),
        "pairs": _pairs(view),
    }
    out.update(_runs(view))
    out.update(_parts(view))
    out.update(_denials(view))
    out.update(_missing("figures", view, [i for i, item in enumerate(items) if item.quantity or item.date]))
    named = [i for i, item in enumerate(items) if item.name is not None and item.name.sure]
    out.update(_missing("names", view, named))
    out["names_apart"] = _apart(view, named)
    out["names_absent"] = math.log1p(sum(match.anywhere[i] < 0.5 for i in named))
    out["digits_absent"] = _digits_absent(view)
    quoted = quote_presence(view)
    if quoted is not None:
        out["quotes"] = 1.0
        out["quotes_missing"] = 1 - quoted
    return out


def _runs(view: View) -> dict[str, float]:
    """How much of the claim three, and five, sentences running have: a paragraph on it, or words strewn about."""
    match = view.match
    total = sum(match.weights) or 1.0
    pairs = list(zip(match.rows, match.weights))
    three = five = 0.0
    for centre in match.ranked[:RUNS]:
        here = there = 0.0
        for row, weight in pairs:
            near = far = _best_in(row, (centre, centre - 1, centre + 1))
            if near < 1.0:
                far = max(near, _best_in(row, (centre - 2, centre + 2)))
            here += weight * near
            there += weight * far
        three, five = max(three, here), max(five, there)
    return {"near_three": three / total, "near_five": five / total, "even": _even(view)}


def _best_in(row: Mapping[int, Hit], numbers: tuple[int, ...]) -> float:
    """The closest match of a row in these sentences."""
    best = 0.0
    for number in numbers:
        hit = row.get(number)
        if hit is not None and hit.weight > best:
            best = hit.weight
            if best >= 1.0:
                break
    return best


def _parts(view: View) -> dict[str, float]:
    """Of a claim that joins several facts: how far its parts differ, and the least that a part's home has of its deed.

    A deed is what is left of a part without the names, which the other parts may share.
    """
    match = view.match
    low = 1.0
    for part in match.segments:
        own = [i for i in part.items if match.claim.items[i].name is None]
        weight = sum([match.weights[i] for i in own])
        if weight > 2.0:
            have = [match.weights[i] * match.rows[i][part.home].weight for i in own if part.home in match.rows[i]]
            low = min(low, sum(have) / weight)
    shares = [part.coverage for part in match.segments] or [0.0]
    return {"parts": float(len(shares) > 1), "part_gap": max(shares) - min(shares), "part_lack": 1.0 - low}


def _even(view: View) -> float:
    """The share of the claim's items that the chosen sentences have, each counted alike."""
    match = view.match
    telling = [i for i, item in enumerate(match.claim.items) if item.word is None or item.word.norm not in COMMON]
    telling = telling or list(range(len(match.best)))
    return sum(match.best[i] for i in telling) / max(1, len(telling))


def _digits_absent(view: View) -> float:
    """The share of the claim's figures in digits that the page has nowhere as they are written."""
    written = [w.norm for w in view.claim.words if w.norm[0].isdigit()]
    return sum(not view.match.index.places_of(norm) for norm in written) / max(1, len(written))


def _denials(view: View) -> dict[str, float]:
    """Whether the claim denies and its best sentence does not, or the other way round."""
    match = view.match
    if match.top is None:
        return {}
    claim, page = count_denials(view.claim), count_denials(match.index.sentences[match.top])
    near = min(1.0, 2 * match.top_coverage)  # a denial tells nothing where the sentence is about something else
    return {"denies": near * (bool(claim) and not page), "undenies": near * (bool(page) and not claim)}


def _missing(name: str, view: View, items: list[int]) -> dict[str, float]:
    """Of the claim's figures, or names: the share that the page lacks, and that only other sentences have."""
    match = view.match
    if not items:  # what is not there is missed as much as the rest of the claim
        return {f"{name}_missing": 1.0 - match.page_coverage}
    return {
        name: 1.0,
        f"{name}_missing": sum(match.anywhere[i] < 0.5 for i in items) / len(items),
        f"{name}_away": sum(match.best[i] < 0.5 <= match.anywhere[i] for i in items) / len(items),
    }


def _apart(view: View, named: list[int]) -> float:
    """The share of neighbouring names of the claim, both on the page, that no two sentences running bring together."""
    match = view.match
    known = [i for i in named if match.anywhere[i] >= 0.9]
    apart = count = 0
    for i, j in pairwise(known):
        if match.claim.items[i].name is match.claim.items[j].name:
            continue
        count += 1
        first, second = match.rows[i].keys(), match.rows[j].keys()
        apart += not any(n + step in second for n in first for step in (-1, 0, 1))
    return apart / count if count else 0.0


def _pairs(view: View) -> float:
    """The share of neighbouring items of the claim that some sentence of the page has within four words."""
    match = view.match
    near = count = 0.0
    for i in range(len(match.rows) - 1):
        weight = match.weights[i] + match.weights[i + 1]
        count += weight
        first, second = match.rows[i], match.rows[i + 1]
        for number in first.keys() & second.keys():
            a, b = first[number].at, second[number].at
            if a < 0 or b < 0 or abs(a - b) <= 4:
                near += weight
                break
    return near / count if count else match.coverage


def _share(view: View, keep: Callable[[float], bool]) -> float:
    """The share of the claim's weight whose best match satisfies ``keep``."""
    match = view.match
    total = sum(match.weights) or 1.0
    return sum(w for w, b in zip(match.weights, match.best) if keep(b)) / total
