"""Figures that a reader works out of a page's: sums, differences, halves, doubles, so much for each of so many."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor.checks.alterations.base import Found, View
from auditor.checks.alterations.comparisons import COMPARATIVES
from auditor.checks.evidence import PageIndex
from auditor.checks.reading import Reading, is_negation
from auditor.quantities import Quantity
from auditor.records import DifferenceKind, Span

_RELATIVE = ("share", "times")
_NO_AMOUNT = ("share", "times", "ordinal", "clock", "points")
MOST_TOGETHER = 12
"""Figures that are tried together; a table has more, and any sum."""
SMALL = 10
"""Bare counts below it are parts and multiples of too much to lie a sentence off."""
LARGE = 10_000
"""A bare figure from there on may be an amount whose unit is said beside another."""
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
    not, or are still full."""
    theirs = found.difference.source_span
    if found.kind not in _OF_THE_REST or theirs is None:
        return False
    index = view.match.index
    page = index.sentences[index.sentence_at(theirs.start)]
    parts = page.once("parts of a whole", _parts_of_a_whole)
    if not parts or (_denies(page) == _denies(view.claim)) is not (found.kind is DifferenceKind.ANTONYM):
        return False
    said = view.claim.quantities
    return any(q.unit in ("", unit) and q.plain == rest for rest, unit in parts for q in said)


def _parts_of_a_whole(page: Reading) -> list[tuple[float, str]]:
    """What is left of each whole that a sentence takes a part of, with its unit: nine for ``two of the eleven``."""
    return [
        (whole.plain - part.plain, whole.unit)
        for part, whole in pairwise(page.quantities)
        if part.unit in ("", whole.unit) and _OF.fullmatch(page.text[part.span.end : whole.span.start])
    ]


_OF_THE_REST = frozenset({DifferenceKind.NUMBER, DifferenceKind.NEGATION, DifferenceKind.ANTONYM})
_OF = re.compile(r"\s+of\s+(?:(?:the|its|their|his|her|all)\s+)?(?:\w+['’]s?\s+)?")


def _denies(reading: Reading) -> bool:
    """Whether a word negates; ``only two of the eleven`` denies nothing here, as ``count_denials`` has it."""
    return any(is_negation(word) for word in reading.words)


def _in_unit(quantity: Quantity, others: Sequence[Quantity]) -> list[float]:
    """The page's figures of the quantity's unit, and bare ones read in it: ``15 years, five more than``."""
    scale = quantity.value / quantity.plain if quantity.unit and quantity.plain else 0.0
    if not quantity.unit and quantity.value >= LARGE:  # 118 million francs, of which 78 million
        return [end for q in others if q.value == q.plain >= LARGE for end in _ends(q)][:MOST_TOGETHER]
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


def is_other_side(view: View, quantity: Quantity, number: int) -> bool:
    """Whether the figure is what the page compares its own with: 15 years, ``five more than its rival's``, are ten for
    the rival. A claim that says how many more speaks of the same side."""
    steps = {(q.value, q.unit) for q in view.claim.quantities}
    slack = EXACT * quantity.plain
    results = _other_sides(view.match.index, quantity, number, steps)
    return any(abs(result - quantity.plain) <= slack for result in results)


def _other_sides(
    index: PageIndex, quantity: Quantity, number: int, said: set[tuple[float, str]]
) -> Iterator[float]:
    """In the unit that the figure is written in."""
    sentence = index.sentences[number]
    for amount, step in pairwise(sentence.quantities):
        sign = step_of(sentence, step)
        if not sign or quantity.unit not in ("", amount.unit) or step.unit not in ("", amount.unit):
            continue
        if (step.value, step.unit) in said:
            continue
        scale = amount.value / amount.plain if amount.plain and amount.value else 1.0  # 32 °F are 0 °C
        yield amount.plain - sign * (step.value / scale if step.unit else step.plain)


def step_of(reading: Reading, figure: Quantity) -> int:
    """+1 or -1 for a figure that says how far two others lie apart, ``900,000 more than planned``; 0 for any other."""
    found = _WORD.match(reading.text, figure.span.end)
    return _STEPS.get(found.group(1).lower(), 0) if found else 0


_WORD = re.compile(r"\s+(\w+)")
_STEPS = {word: sign for word, (_, sign) in COMPARATIVES.items()} | {"above": 1, "below": -1}


def is_share_told(view: View, quantity: Quantity, number: int) -> bool:
    """Whether the claim's words share out or leave over what the page has whole: 3,600 for twelve, 300 for each; nine
    tenths lost, a tenth left."""
    index, words = view.match.index, {w.norm for w in view.claim.words}
    near = index.quantities_near(number)[:MOST_TOGETHER]
    if quantity.unit == "share":
        return bool(words & _LEFT) and any(abs(1 - q.value - quantity.value) < EXACT for q in near if q.unit == "share")
    if not words & _SHARED_OUT:
        return False
    slack = ROUNDED if quantity.hedged or quantity.comparator != "=" or "average" in words else EXACT
    amounts = [q.value for q in near if q.unit not in _NO_AMOUNT and (q.unit == quantity.unit or not quantity.unit)]
    counts = [q.plain for q in near if q.unit in ("", "day") and q.plain > 1]
    return any(abs(a / n - quantity.value) <= slack * quantity.value for a in amounts for n in counts if a > n)


_LEFT = frozenset("left remained remaining remain rest kept spared survived only".split())
_SHARED_OUT = frozenset("each every per apiece average".split())


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
                yield from _all_others(index, amount)


def _all_others(index: PageIndex, amount: Quantity) -> Iterator[float]:
    """``turned down by her and by eleven other houses``: twelve houses."""
    if not amount.unit and _OTHER.match(index.text, amount.span.end):
        yield amount.value + 1


_OTHER = re.compile(r"\s+others?\b")


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
    words, pairs = sentence.once("shared out", _shared_out)
    if words & _AS_MUCH:
        yield 2 * amount.value
    behind = pairs.get(amount.span, ())
    if "month" in behind:
        yield _MONTHS_A_YEAR * amount.value
    if (behind and behind[0] in _EACH) or words & _EACH_OF:
        for other in sentence.quantities[:12]:
            count = other.plain if other.unit in ("", "day") else 0.0
            if 1 < count <= MOST_EACH and other.span != amount.span:
                yield count * amount.value


_EACH_OF = frozenset(("each", "apiece"))


def _shared_out(reading: Reading) -> tuple[set[str], dict[Span, tuple[str, ...]]]:
    """The sentence's words, and the two behind each of its figures."""
    words = reading.words
    behind = {}
    for figure in reading.quantities:
        at = bisect_left(words, figure.span.end, key=lambda w: w.start)
        behind[figure.span] = tuple(w.norm for w in words[at : at + 2])
    return {w.norm for w in words}, behind
