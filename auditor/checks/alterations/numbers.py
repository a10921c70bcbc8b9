"""Figures: another number, another unit, a comparator turned round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.checks.alterations.base import Found, Pairing, View, found
from auditor.checks.reading import Reading
from auditor.quantities import Quantity, same_quantity
from auditor.records import DifferenceKind, Span

_ABOVE, _BELOW = (">", ">="), ("<", "<=")
SHORT = 5
"""Content words of a sentence that has hardly more to say than its figure."""


def find_numbers(view: View) -> Iterator[Found]:
    """Each figure of the claim that its home sentence gives otherwise."""
    match = view.match
    for i, item in enumerate(match.claim.items):
        quantity = item.quantity
        if quantity is None or _is_pronoun(quantity) or _counted_elsewhere(view, i, quantity):
            continue
        home = view.home_of(item.segment)
        numbers = [n for n in dict.fromkeys((home, match.top)) if n is not None]
        for number in numbers:
            result = _bound(view, i, quantity, number) if number in match.rows[i] else None
            if result := result or _compare(view, i, quantity, number):
                yield result
                break
        else:
            if twin := _unit_twin(view, i, quantity, numbers):
                yield twin
        if turned := next((t for n in numbers if (t := _turned(view, i, quantity, n))), None):
            yield turned


def _counted_elsewhere(view: View, i: int, quantity: Quantity) -> bool:
    """Whether some sentence has the figure with the claim's own noun after it, or the word before it: ``six boats``,
    ``Mole 2``. Then the claim took it from there, unless its home sentence has all the rest of it."""
    match, item = view.match, view.match.claim.items[i]
    if view.coverage_without(item.segment, i) >= 0.75:
        return False
    words = view.claim.words
    noun = _noun(words, item.span)
    terms = match.index.terms_for(words[noun]) if noun is not None else {}
    first = view.word_near(view.claim, item.span)
    for number in match.rows[i]:
        page = match.index.sentences[number]
        for other in page.quantities:
            if not same_quantity(quantity, other):
                continue
            at = _noun(page.words, other.span)
            if at is not None and noun is not None and terms.get(page.words[at].stem, 0.0) >= 0.9:
                return True
            before = view.word_near(page, other.span) - 1
            if first and before >= 0 and words[first - 1].capital and words[first - 1].norm == page.words[before].norm:
                return True
    return False


def _unit_twin(view: View, i: int, quantity: Quantity, seen: Sequence[int]) -> Found | None:
    """The same figure with another unit in a sentence near by, where the page has the claim's figure nowhere."""
    match, item = view.match, view.match.claim.items[i]
    if match.anywhere[i] or not quantity.unit:
        return None
    near = {n + step for n in (*seen, *match.chosen) for step in (-1, 0, 1)} - set(seen)
    for number in sorted(n for n in near if 0 <= n < len(match.index.sentences)):
        for other in match.index.sentences[number].quantities:
            if _kind(quantity, other) is DifferenceKind.UNIT:
                pairing = view.pairing(number)
                context = pairing.near(view.word_near(view.claim, item.span), view.word_near(pairing.page, other.span))
                strength = 0.3 + 0.3 * view.coverage_without(item.segment, i) + 0.15 * min(context, 2.0)
                return found(match, DifferenceKind.UNIT, item.span, other.span, strength, "unit_twin")
    return None


def _is_pronoun(quantity: Quantity) -> bool:
    """``one`` is more often a word than a figure; ``one`` and ``two`` lead with little."""
    return quantity.text.lower() == "one" or (quantity.unit == "" and quantity.value in (0.0, 1.0))


def _compare(view: View, i: int, quantity: Quantity, number: int) -> Found | None:
    match, item = view.match, view.match.claim.items[i]
    if number in match.rows[i] or _stands_beside(view, i, number):
        return None
    pairing = view.pairing(number)
    taken = _taken(view, number)
    at = view.word_near(view.claim, item.span)
    coverage = view.coverage_without(item.segment, i)
    options = []
    for other in pairing.page.quantities:
        if other in taken or _is_pronoun(other) or _same_figure(quantity, other):
            continue
        place = view.word_near(pairing.page, other.span)
        context = pairing.near(at, place)
        kind = _kind(quantity, other)
        if kind is None or (kind is DifferenceKind.NUMBER and not _alike(view, pairing, quantity, other, context)):
            continue
        options.append((context + (2 if kind is DifferenceKind.UNIT else 0), kind, other, context))
    if not options:
        return None
    _, kind, other, context = max(options, key=lambda o: (o[0], -abs(o[2].value - quantity.value)))
    strength = 0.2 + 0.5 * coverage + 0.12 * min(context, 3.0) - 0.35 * view.said_elsewhere(i)
    strength -= 0.15 * (quantity.unit == "ordinal" or other.unit == "ordinal")
    if kind is DifferenceKind.NUMBER:
        strength -= 0.25 * (quantity.written != other.written and bool(quantity.unit and other.unit))
        strength -= 0.1 * (quantity.comparator != "=" and not quantity.hedged)
        if is_derived(quantity, match.index.quantities_near(number)) or _counted_again(quantity, other, pairing.page):
            return None
        rule = "number_moved" if match.anywhere[i] else "number_absent"
    else:
        rule = f"{kind.value}_value"
    return found(match, kind, _whole(quantity), _whole(other), strength, rule)


def _whole(quantity: Quantity) -> Span:
    """The figure with its comparator, where it has one: ``less than 10 minutes`` is not ``10 minutes``."""
    return quantity.span if quantity.comparator == "=" else quantity.whole


def _stands_beside(view: View, i: int, number: int) -> bool:
    """Whether a short sentence beside the home has the figure: ``She has asked for ten boats. He has six.``"""
    sentences = view.match.index.sentences
    return any(n in view.match.rows[i] and len(sentences[n].content) <= SHORT for n in (number - 1, number + 1))


def _counted_again(quantity: Quantity, other: Quantity, page: Reading) -> bool:
    """``three times`` for ``twice with dye and once with a lamp``."""
    once = sum(w.norm in ("once", "again") for w in page.words)
    return quantity.unit == other.unit == "times" and 0 < quantity.value - other.value <= once


def _bound(view: View, i: int, quantity: Quantity, number: int) -> Found | None:
    """The sentence has the figure, but the words before it in the claim stand before another figure there."""
    match, pairing = view.match, view.pairing(number)
    figures = [q for q in pairing.page.quantities if _kind(quantity, q) is not DifferenceKind.UNIT]
    own = [q for q in figures if same_quantity(quantity, q)]
    taken = _taken(view, number)
    others = [q for q in figures if q not in taken and q.unit == quantity.unit and q.written == quantity.written]
    at = view.word_near(view.claim, match.claim.items[i].span)
    beside = [pairing.page_of[k][0] for k in range(max(0, at - 3), at) if k in pairing.page_of]
    if not own or not others or not beside:
        return None
    place = beside[-1]

    def distance(q: Quantity) -> int:
        gap = view.word_near(pairing.page, q.span) - place
        return gap if gap > 0 else 99

    near = min(others, key=distance)
    if distance(near) > 3 or min(map(distance, own)) < distance(near) + 3:
        return None
    strength = 0.2 + 0.5 * view.coverage_without(match.claim.items[i].segment, i)
    return found(match, DifferenceKind.NUMBER, _whole(quantity), _whole(near), strength, "number_bound")


def _same_figure(a: Quantity, b: Quantity) -> bool:
    """One figure under another comparator or hedge, or one end of a range: no other number."""
    if a.unit == b.unit and b.low < b.high and any(abs(a.value - end) <= 1e-9 * abs(end) for end in (b.low, b.high)):
        return True
    return a.unit == b.unit and abs(a.low - b.low) <= 1e-9 * abs(a.low) and abs(a.high - b.high) <= 1e-9 * abs(a.high)


def is_derived(quantity: Quantity, others: Sequence[Quantity]) -> bool:
    """Whether the figure is the sum, difference or share of figures of the page that stand together.

    Differences below ten are believed of whole votes and goals alike, so that a margin of three passes for 8 to 5.
    """
    value = quantity.value
    slack = 0.1 * abs(value) if quantity.hedged or quantity.comparator != "=" else 1e-6 * abs(value)
    if quantity.unit == "share":
        pairs = [(a.value, b.value) for a in others for b in others if a.unit == b.unit and 0 < a.value < b.value]
        return any(abs(a / b - value) <= max(0.03 * value, slack) for a, b in pairs)
    values = [q.value for q in others if q.unit == quantity.unit][:12]
    for n, a in enumerate(values):
        for m, b in enumerate(values[n + 1 :], n + 1):
            if abs(a + b - value) <= slack or abs(abs(a - b) - value) <= slack:
                return True
            if value > 20 and any(abs(a + b + c - value) <= slack for c in values[m + 1 :]):
                return True
    return False


def _taken(view: View, number: int) -> list[Quantity]:
    """Figures of the sentence that other figures of the claim already stand for."""
    claimed = [item.quantity for item in view.match.claim.items if item.quantity]
    page = view.match.index.sentences[number].quantities
    return [q for q in page if any(same_quantity(c, q) for c in claimed)]


def _kind(quantity: Quantity, other: Quantity) -> DifferenceKind | None:
    if same_quantity(quantity, other) or quantity.label != other.label:
        return None
    if quantity.unit and other.unit and quantity.written != other.written and quantity.plain == other.plain:
        if "ordinal" not in (quantity.unit, other.unit) and "clock" not in (quantity.unit, other.unit):
            return DifferenceKind.UNIT
    if quantity.unit == other.unit or {quantity.unit, other.unit} == {"", "dollar"}:
        return DifferenceKind.NUMBER
    return None


def _alike(view: View, pairing: Pairing, a: Quantity, b: Quantity, context: float) -> bool:
    """Whether two figures of one dimension count the same thing: their nouns agree, or most around them does."""
    if a.unit not in ("", "share", "times", "ordinal") and context >= 1.0:
        return True
    noun_a, noun_b = _noun(view.claim.words, a.span), _noun(pairing.page.words, b.span)
    if noun_a is not None and noun_b is not None:
        aligned = pairing.page_of.get(noun_a)
        if aligned and abs(aligned[0] - noun_b) <= 1:
            return True
    return context >= 2.0


def _noun(words: list, span: Span) -> int | None:  # type: ignore[type-arg]
    """The place of the first content word after ``span``, at most three words on."""
    after = [w for w in words if w.start >= span.end][:3]
    return next((w.at for w in after if w.content and not w.norm[0].isdigit()), None)


def _turned(view: View, i: int, quantity: Quantity, number: int) -> Found | None:
    """The page has the figure with the opposite comparator: ``more than 40`` for ``less than 40``."""
    item = view.match.claim.items[i]
    pairing = view.pairing(number)
    for other in pairing.page.quantities:
        if other.unit != quantity.unit or abs(other.plain - quantity.plain) > 1e-9 * abs(other.plain):
            continue
        a, b = quantity.comparator, other.comparator
        if (a in _ABOVE and b in _BELOW) or (a in _BELOW and b in _ABOVE):
            strength = 0.45 + 0.5 * view.coverage_without(item.segment, i)
            return found(
                view.match, DifferenceKind.COMPARATOR, quantity.whole, other.whole, strength, "comparator_figure"
            )
    return None
