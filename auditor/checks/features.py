"""What is measured on a claim and a page before anybody judges: named numbers, the same for every scorer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from auditor.checks.alterations.base import Found, View
from auditor.checks.alterations.quotes import quote_presence
from auditor.records import DifferenceKind

CONTRADICTING = frozenset(
    {
        DifferenceKind.NUMBER,
        DifferenceKind.UNIT,
        DifferenceKind.COMPARATOR,
        DifferenceKind.DATE,
        DifferenceKind.ENTITY,
        DifferenceKind.ROLE_SWAP,
        DifferenceKind.NEGATION,
        DifferenceKind.ANTONYM,
        DifferenceKind.QUOTE_ALTERED,
        DifferenceKind.ATTRIBUTION,
        DifferenceKind.ORDER,
    }
)
"""Kinds with which a page states otherwise; the others take from, or add to, what it states."""


def measure(view: View, alterations: Sequence[Found]) -> dict[str, float]:
    """The features of a claim on a page, each by its name; those of rules that saw nothing are left out."""
    match = view.match
    items, weights = match.claim.items, match.weights
    total = sum(weights) or 1.0
    out = {
        "top": match.top_coverage,
        "chosen": match.coverage,
        "page": match.page_coverage,
        "low_segment": min((s.context for s in match.segments), default=0.0),
        "low_home": min((s.coverage for s in match.segments), default=0.0),
        "spread": (len(match.chosen) - 1) / 4,
        "length": min(len(items), 40) / 20,
        "top_sq": match.top_coverage**2,
        "chosen_sq": match.coverage**2,
        "exact": _share(view, lambda best: best >= 0.95),
        "loose": _share(view, lambda best: 0.0 < best < 0.95),
        "worst_item": max((w * (1 - b) for w, b in zip(weights, match.best)), default=0.0) / total,
    }
    figures = [i for i, item in enumerate(items) if item.quantity or item.date]
    if figures:
        out["figures"] = 1.0
        out["figures_missing"] = sum(not match.anywhere[i] for i in figures) / len(figures)
        out["figures_away"] = sum(match.best[i] < 0.5 <= match.anywhere[i] for i in figures) / len(figures)
    names = [i for i, item in enumerate(items) if item.name is not None and item.name.sure]
    if names:
        out["names"] = 1.0
        out["names_missing"] = sum(match.anywhere[i] < 0.5 for i in names) / len(names)
        out["names_away"] = sum(match.best[i] < 0.5 <= match.anywhere[i] for i in names) / len(names)
    quoted = quote_presence(view)
    if quoted is not None:
        out["quotes"] = 1.0
        out["quotes_missing"] = 1 - quoted
    for alteration in alterations:
        name = f"rule_{alteration.rule}"
        out[name] = max(out.get(name, 0.0), alteration.strength)
    against = sorted((a.strength for a in alterations if a.kind in CONTRADICTING), reverse=True)
    if against:
        out["against"] = against[0]
        out["against_top"] = against[0] * match.top_coverage
    return out


def _share(view: View, keep: Callable[[float], bool]) -> float:
    """The share of the claim's weight whose best match satisfies ``keep``."""
    match = view.match
    total = sum(match.weights) or 1.0
    return sum(w for w, b in zip(match.weights, match.best) if keep(b)) / total
