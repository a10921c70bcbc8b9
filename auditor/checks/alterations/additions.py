"""A detail, or one of several facts, that the page does not carry."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.alterations.base import Found, View, found
from auditor.checks.alterations.numbers import is_derived
from auditor.records import DifferenceKind, Span


def find_additions(view: View) -> Iterator[Found]:
    """What the claim holds beyond the page: a segment, a figure, a name."""
    yield from _segment(view)
    yield from _unknown(view)


def _unknown(view: View) -> Iterator[Found]:
    """Figures and names that stand nowhere on the page, beside words that do."""
    match = view.match
    for i, item in enumerate(match.claim.items):
        if match.anywhere[i] >= 0.5 or not (
            item.quantity or item.date or (item.name and match.index.is_name(item.name))
        ):
            continue
        if item.quantity is not None:
            rule = "added_figure"
            if any(is_derived(item.quantity, match.index.quantities_near(n)) for n in view.homes()[:2]):
                continue
        else:
            rule = "added_date" if item.date else "added_name"
        strength = 0.1 + 0.7 * view.coverage_without(item.segment, i)
        yield found(match, DifferenceKind.ADDED_DETAIL, item.span, None, strength, rule)


def _segment(view: View) -> Iterator[Found]:
    """The segment of the claim that the page has least of, where it has the rest."""
    match = view.match
    parts = [(s, _missing(view, s.items)) for s in match.segments if s.items]
    if not parts:
        return
    total = sum(match.weights) or 1.0
    segment, missing = max(parts, key=lambda p: p[1])
    rest = [i for i in range(len(match.claim.items)) if i not in segment.items]
    rest_weight = sum(match.weights[i] for i in rest)
    rest_coverage = sum(match.weights[i] * match.best[i] for i in rest) / rest_weight if rest_weight else match.coverage
    lost = [i for i in segment.items if match.best[i] < 0.5]
    if not lost:
        return
    run = _longest_run(view, lost)
    weight = sum(match.weights[i] for i in run) / total
    strength = 0.5 * missing + 0.4 * rest_coverage + 0.5 * weight - 0.25
    items = match.claim.items
    span = Span(items[run[0]].span.start, items[run[-1]].span.end)
    yield found(match, DifferenceKind.ADDED_DETAIL, span, None, strength, "added_segment")


def _missing(view: View, items: list[int]) -> float:
    match = view.match
    weight = sum(match.weights[i] for i in items) or 1.0
    return sum(match.weights[i] * (1 - match.best[i]) for i in items) / weight


def _longest_run(view: View, lost: list[int]) -> list[int]:
    """The items from the first to the last lost one, gaps of one allowed."""
    runs: list[list[int]] = [[lost[0]]]
    for i in lost[1:]:
        if i - runs[-1][-1] <= 2:
            runs[-1].append(i)
        else:
            runs.append([i])
    return max(runs, key=lambda r: sum(view.match.weights[i] for i in r))
