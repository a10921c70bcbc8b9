"""Figures: another number, another unit, a comparator turned round."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.alterations.base import Found, Pairing, View, found
from auditor.quantities import Quantity, same_quantity
from auditor.records import DifferenceKind, Span

_ABOVE, _BELOW = (">", ">="), ("<", "<=")


def find_numbers(view: View) -> Iterator[Found]:
    """Each figure of the claim that its home sentence gives otherwise."""
    match = view.match
    for i, item in enumerate(match.claim.items):
        quantity = item.quantity
        if quantity is None or _is_pronoun(quantity):
            continue
        home = view.home_of(item.segment)
        numbers = [n for n in dict.fromkeys((home, match.top)) if n is not None]
        for number in numbers:
            if result := _compare(view, i, quantity, number):
                yield result
                break
        if turned := next((t for n in numbers if (t := _turned(view, i, quantity, n))), None):
            yield turned


def _is_pronoun(quantity: Quantity) -> bool:
    """``one`` is more often a word than a figure."""
    return quantity.text.lower() == "one" or (quantity.unit == "" and quantity.value in (0.0, 1.0))


def _compare(view: View, i: int, quantity: Quantity, number: int) -> Found | None:
    match, item = view.match, view.match.claim.items[i]
    if number in match.rows[i]:
        return None
    pairing = view.pairing(number)
    taken = _taken(view, number)
    at = view.word_near(view.claim, item.span)
    coverage = view.coverage_without(item.segment, i)
    options = []
    for other in pairing.page.quantities:
        if other in taken or _is_pronoun(other):
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
    elsewhere = 0.15 if match.anywhere[i] else 0.0
    strength = 0.2 + 0.5 * coverage + 0.12 * min(context, 3.0) - elsewhere
    if quantity.unit == "ordinal" or other.unit == "ordinal":
        strength -= 0.15
    return found(match, kind, item.span, other.span, strength, f"{kind.value}_value")


def _taken(view: View, number: int) -> list[Quantity]:
    """Figures of the sentence that other figures of the claim already stand for."""
    claimed = [item.quantity for item in view.match.claim.items if item.quantity]
    page = view.match.index.sentences[number].quantities
    return [q for q in page if any(same_quantity(c, q) for c in claimed)]


def _kind(quantity: Quantity, other: Quantity) -> DifferenceKind | None:
    if same_quantity(quantity, other):
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
