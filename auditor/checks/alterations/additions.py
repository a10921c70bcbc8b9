"""A detail, or one of several facts, that the page does not carry."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.alterations.base import Found, Pairing, View, found
from auditor.checks.alterations.derived import is_worked_out
from auditor.checks.evidence import COMMON
from auditor.checks.reading import Word, is_past
from auditor.records import DifferenceKind, Span


def find_additions(view: View) -> Iterator[Found]:
    """What the claim holds beyond the page: a segment, a figure, a name."""
    yield from _segment(view)
    yield from _unknown(view)
    for number in view.homes()[:2]:
        if inserted := _inserted(view, view.pairing(number)):
            yield inserted
            break


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
            if any(is_worked_out(match.index, item.quantity, n) for n in view.homes()[:2]):
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


def _inserted(view: View, pairing: Pairing) -> Found | None:
    """Words set into a sentence that is otherwise the page's: their neighbours stand side by side there.

    A rewording leaves words of the page over in the same place; an insertion leaves none.
    """
    match, content = view.match, pairing.claim.content
    lost = [n for n, w in enumerate(content) if w.at not in pairing.page_of and not w.quoted and _is_absent(view, w)]
    best: Found | None = None
    for run in _runs(lost):
        words = [content[n] for n in run]
        own = [w for w in words if w.norm not in COMMON and w.norm not in _CONNECTING]
        if not own or (len(own) == 1 and not _hangs(pairing, own[0])):
            continue
        left = pairing.page_of.get(content[run[0] - 1].at) if run[0] else None
        right = pairing.page_of.get(content[run[-1] + 1].at) if run[-1] + 1 < len(content) else None
        over = _left_over(pairing, left[0] if left else None, right[0] if right else None)
        if over is None or over > 1 or (left is None and right is None):
            continue
        rest = pairing.coverage([w for w in content if w not in words])
        strength = 0.8 * rest - 0.1 - 0.2 * over + 0.07 * min(len(own), 3)
        span = Span(words[0].start, words[-1].end)
        item = found(match, DifferenceKind.ADDED_DETAIL, span, None, strength, "added_inserted")
        if best is None or item.strength > best.strength:
            best = item
    return best


_CONNECTING = frozenset(
    """according compared ahead unless less fewer whereas however meanwhile instead despite although rather almost
    nearly roughly approximately about amount amounts counted measures measure way cfo ceo back""".split()
)


def _hangs(pairing: Pairing, word: Word) -> bool:
    """Whether a lone word hangs on a preposition: ``of chemistry``."""
    before = pairing.claim.words[word.at - 1].norm if word.at else ""
    return before in ("of", "with", "from", "in", "at", "for", "during", "by") and not is_past(word)


def _is_absent(view: View, word: Word) -> bool:
    items = view.match.claim.items
    return all(view.match.anywhere[i] < 0.9 for i, item in enumerate(items) if item.span.overlaps(word.span))


def _runs(numbers: list[int]) -> list[list[int]]:
    """Neighbouring numbers brought together."""
    out: list[list[int]] = []
    for n in numbers:
        if out and n - out[-1][-1] == 1:
            out[-1].append(n)
        else:
            out.append([n])
    return out


def _left_over(pairing: Pairing, left: int | None, right: int | None) -> int | None:
    """The page's content words between the two places, or, at an end, to the end of the clause; None if crossed."""
    words = pairing.page.words
    if left is not None and right is not None:
        if not left < right:
            return None
        between = words[left + 1 : right]
    elif left is not None:
        between = [w for w in words[left + 1 :] if w.clause == words[left].clause]
    else:
        end = right if right is not None else 0
        between = [w for w in words[:end] if w.clause == words[end].clause]
    return sum(w.content and not w.absorbed and w.at not in pairing.claim_of for w in between)


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
