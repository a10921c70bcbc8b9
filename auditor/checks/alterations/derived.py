"""Figures that a reader works out of a page's: sums, differences, halves, doubles, so much for each of so many."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor.checks.alterations.base import Found, View
from auditor.checks.evidence import PageIndex
from auditor.checks.reading import Reading, is_negation
from auditor.quantities import Quantity
from auditor.records import DifferenceKind

_RELATIVE = ("share", "times")
_NO_AMOUNT = ("share", "times", "ordinal", "clock", "points")
MOST_TOGETHER = 12
"""Figures that are tried together; a table has more, and any sum."""
SMALL = 10
"""Bare counts below it are parts and multiples of too much to lie a sentence off."""
MOST_EACH = 60
"""The most things of which a page gives the price of each and a writer the price of all."""
ROUNDED, EXACT = 0.06, 0.006
"""How far a worked-out figure may lie from the arithmetic: where a hedge says it is rounded, and where none does."""
_EACH = frozenset("each every per apiece a an".split())
_AS_MUCH = frozenset("same again matched".split())
_MONTHS_A_YEAR = 12.0


def is_worked_out(index: PageIndex, quantity: Quantity, number: int) -> bool:
    """Whether the figure follows from those of sentence ``number`` and, where they turn on another, its neighbours'."""
    return is_derived(quantity, index.quantities_near(number)) or follows(index, quantity, number)


def is_derived(quantity: Quantity, others: Sequence[Quantity]) -> bool:
    """Whether the figure is the sum, difference or share of figures of the page that stand together.

    Differences below ten are believed of whole votes and goals alike, so that a margin of three passes for 8 to 5.
    """
    value = quantity.value
    slack = 0.1 * abs(value) if quantity.hedged or quantity.comparator != "=" else 1e-6 * abs(value)
    if quantity.unit == "share":
        pairs = [(a.value, b.value) for a in others for b in others if a.unit == b.unit and 0 < a.value < b.value]
        return any(abs(a / b - value) <= max(0.03 * value, slack) for a, b in pairs)
    values = _in_unit(quantity, others)
    if quantity.unit == "day" and any(abs(1.0 - a - value) <= slack for a in values if a < 1):
        return True  # six hours with, eighteen without
    for n, a in enumerate(values):
        for m, b in enumerate(values[n + 1 :], n + 1):
            if abs(a + b - value) <= slack or abs(abs(a - b) - value) <= slack:
                return True
            rest = values[m + 1 :] if value > 20 else ()
            if any(abs(a + b + c - value) <= slack or abs(a - b - c - value) <= slack for c in rest):
                return True
    return False


def is_of_the_rest(view: View, found: Found) -> bool:
    """Whether the claim denies of the rest what the page says of a part: two of the eleven have dried up, nine have
    not."""
    theirs = found.difference.source_span
    if found.kind not in (DifferenceKind.NUMBER, DifferenceKind.NEGATION) or theirs is None:
        return False
    index = view.match.index
    page = index.sentences[index.sentence_at(theirs.start)]
    if _denies(page) == _denies(view.claim):
        return False
    parts = [
        (whole.value - part.value, part.unit)
        for part, whole in pairwise(page.quantities)
        if part.unit == whole.unit and _OF.fullmatch(index.text[part.span.end : whole.span.start])
    ]
    return any(
        quantity.unit == unit and quantity.value == rest for rest, unit in parts for quantity in view.claim.quantities
    )


_OF = re.compile(r"\s+of\s+(?:(?:the|its|their|his|her|all)\s+)?")


def _denies(reading: Reading) -> bool:
    """Whether a word negates; ``only two of the eleven`` denies nothing here, as ``count_denials`` has it."""
    return any(is_negation(word) for word in reading.words)


def _in_unit(quantity: Quantity, others: Sequence[Quantity]) -> list[float]:
    """The page's figures of the quantity's unit, and bare ones read in it: ``15 years, five more than``."""
    scale = quantity.value / quantity.plain if quantity.unit and quantity.plain else 0.0
    own = [end for q in others if q.unit == quantity.unit for end in _ends(q)]
    bare = [q.value * scale for q in others if not q.unit and not q.label] if own and scale else []
    return (own + bare)[:MOST_TOGETHER]


def _ends(quantity: Quantity) -> tuple[float, ...]:
    """The figure, and both ends of a range: ``$300 million to $320 million``."""
    low, high = quantity.low, quantity.high
    ends = (low, high) if low < quantity.value < high and math.isfinite(high - low) and not quantity.hedged else ()
    return (quantity.value, *ends)


def follows(index: PageIndex, quantity: Quantity, number: int) -> bool:
    """Whether an amount of the page times, or less, a part that stands by it gives the figure."""
    if quantity.unit in _NO_AMOUNT[:3]:
        return False
    value = quantity.value
    slack = abs(value) * (ROUNDED if quantity.hedged or quantity.comparator != "=" else EXACT)
    if quantity.unit == "clock":
        own = index.sentences[number].quantities
        times = [q.value for q in own if q.unit == "clock"]
        steps = [q.value * 1440 for q in own if q.unit == "day"]
        return any((a + sign * step - value + 1) % 720 < 2 for a in times for step in steps for sign in (1, -1))
    return any(abs(result - value) <= slack for result in _results(index, quantity, number))


def _results(index: PageIndex, quantity: Quantity, number: int) -> Iterator[float]:
    """What the figures of a sentence and its neighbours come to: parts, multiples, all from the price of each."""
    around = range(max(0, number - 1), min(len(index.sentences), number + 2))
    for n in around:
        for amount in index.sentences[n].quantities[:12]:
            if amount.unit != quantity.unit or amount.unit in _NO_AMOUNT:
                continue
            for m in around:
                if m == n == number or (number in (m, n) and (amount.unit or amount.value >= SMALL)):
                    yield from _parts(amount.value, index.sentences[m].quantities[:12])
            if n == number:
                yield from _all_of_each(index, amount, n)


def _parts(amount: float, others: Sequence[Quantity]) -> Iterator[float]:
    for part in others:
        x = part.value
        if part.unit == "share" and 0 < x < 1:
            yield from (amount * x, amount * (1 - x), amount / x, amount / (1 - x), amount / (1 + x))
        elif part.unit == "times" and x > 0:
            yield from (amount * x, amount / x)


def _all_of_each(index: PageIndex, amount: Quantity, number: int) -> Iterator[float]:
    """So much ``each`` for as many as the sentence has; twelve months' worth of so much ``a month``."""
    sentence = index.sentences[number]
    behind = [w.norm for w in sentence.words if w.start >= amount.span.end][:2]
    words = {w.norm for w in sentence.words}
    if words & _AS_MUCH:
        yield 2 * amount.value
    if "month" in behind:
        yield _MONTHS_A_YEAR * amount.value
    if (behind and behind[0] in _EACH) or words & {"each", "apiece"}:
        for other in sentence.quantities[:12]:
            count = other.plain if other.unit in ("", "day") else 0.0
            if 1 < count <= MOST_EACH and other.span != amount.span:
                yield count * amount.value
