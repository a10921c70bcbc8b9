"""Figures: another number, another unit, a comparator turned round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.checks.alterations.base import Found, Pairing, View, found
from auditor.checks.alterations.derived import follows, is_other_side, is_share_told, is_worked_out, step_of
from auditor.checks.alterations.places import likeness
from auditor.checks.reading import Reading, Word, is_negation
from auditor.checks.relative import counted_dates
from auditor.dates import same_date
from auditor.quantities import Quantity, same_quantity
from auditor.records import DifferenceKind, Span
from auditor.units import CURRENCIES, UNITS

_ABOVE, _BELOW = (">", ">="), ("<", "<=")
SHORT = 5
"""Content words of a sentence that has hardly more to say than its figure."""


def find_numbers(view: View) -> Iterator[Found]:
    """Each figure of the claim that its home sentence gives otherwise."""
    match = view.match
    for i, item in enumerate(match.claim.items):
        quantity = item.quantity
        if quantity is None or _is_pronoun(quantity):
            continue
        home = view.home_of(item.segment)
        numbers = [n for n in dict.fromkeys((home, match.top)) if n is not None]
        if placed := _in_place(view, i, quantity, numbers):
            yield placed
            continue
        if _borne_out(view, i, quantity) or _counted_elsewhere(view, i, quantity):
            continue
        for number in numbers:
            if result := _compare(view, i, quantity, number):
                yield result
                break
        else:
            if twin := _unit_twin(view, i, quantity, numbers):
                yield twin
        if paced := next((p for n in numbers if (p := _paced(view, i, quantity, n))), None):
            yield paced
        if turned := next((t for n in numbers if (t := _turned(view, i, quantity, n))), None):
            yield turned


def _borne_out(view: View, i: int, quantity: Quantity) -> bool:
    """Whether a matched sentence has what a rounded or bounded figure stands for (``well over 3 million`` for 3.2
    million), in the same unit or with the same noun; or the days from a date to where ``two days later`` leads."""
    match, item = view.match, view.match.claim.items[i]
    if quantity.unit == "day" and _leads_to_a_date(view, quantity):
        return True
    if not quantity.hedged and quantity.comparator == "=":
        return False
    noun = _noun(view.claim.words, item.span)
    for number in match.chosen:
        page = match.index.sentences[number]
        for other in page.quantities if number in match.rows[i] else ():
            if other.value == quantity.value or not same_quantity(quantity, other):
                continue
            at = _noun(page.words, other.span)
            aligned = view.pairing(number).page_of.get(noun, (-1, 0.0))[0] if noun is not None else -1
            if (quantity.unit and quantity.unit == other.unit) or (at is not None and aligned == at):
                return True
    return False


def _leads_to_a_date(view: View, quantity: Quantity) -> bool:
    """Whether the days counted from a date of the claim end on a date of a matched sentence."""
    dates = view.claim.once("counted", lambda r: [d for _, d in counted_dates([r])])
    for mention in dates:
        if mention.span.overlaps(quantity.span):
            pages = (view.match.index.sentences[n] for n in view.match.chosen)
            return any(same_date(mention, d) for page in pages for d in page.dates)
    return False


SAME_PLACE, SAME_PLACE_UNIT, CLEAR = 0.7, 0.5, 0.2
"""The least that a place has of the claim's words to be the claim's place, less where the figure is the same and only
its unit is not, and how far it must be ahead of those where the page has the claim's own figure. Below, training pages
have as many right claims as altered ones."""
VERBATIM = 0.95
"""A place so like the claim's that neither a sum of others nor the figure elsewhere in the sentence is an excuse."""


def _in_place(view: View, i: int, quantity: Quantity, numbers: Sequence[int]) -> Found | None:
    """Another figure of the page stands among the words among which the claim has its own, wherever that one stands."""
    match, item = view.match, view.match.claim.items[i]
    coverage = view.coverage_without(item.segment, i)
    if coverage < 0.6:
        return None
    options = [
        (likeness(pairing, item.span, q.span) + bonus, n, q, kind)
        for n in dict.fromkeys((*numbers, *match.chosen))
        for pairing in (view.pairing(n),)
        for q in view.once("unclaimed figures", n, _unclaimed)
        if (kind := _kind(quantity, q)) and (kind is DifferenceKind.UNIT or n in numbers)
        if not (_is_pronoun(q) or _same_figure(quantity, q))
        if kind is DifferenceKind.UNIT or not _is_step_for_whole(pairing, quantity, q)
        for bonus in (SAME_PLACE - SAME_PLACE_UNIT if kind is DifferenceKind.UNIT else 0.0,)
    ]
    if not options:
        return None
    place, number, other, kind = max(options, key=lambda o: o[0])
    own = _own_place(view, i, quantity)
    if place < SAME_PLACE or own > place - CLEAR or (own > 0 and number in match.rows[i] and place < VERBATIM):
        return None
    if kind is DifferenceKind.NUMBER and _is_excused(view, quantity, other, number, place):
        return None
    strength = 0.1 + 0.5 * (place - max(own, 0.0)) + 0.4 * coverage
    return found(match, kind, _whole(quantity), _whole(other), strength, f"{kind.value}_slot")


def _is_excused(view: View, quantity: Quantity, other: Quantity, number: int, place: float) -> bool:
    """Whether the page has the claim's figure in other words: beside its place, or to be worked out."""
    index = view.match.index
    if _counted_again(quantity, other, index.sentences[number]):
        return True
    sentences = (n for n in (number - 1, number + 1) if 0 <= n < len(index.sentences))
    short = (index.sentences[n] for n in sentences if len(index.sentences[n].content) <= SHORT // 2)
    if any(same_quantity(quantity, q) for sentence in short for q in sentence.quantities):
        return True
    if follows(index, quantity, number) or _is_told_otherwise(view, quantity, number):
        return True
    return place < VERBATIM and is_worked_out(index, quantity, number)


def _is_told_otherwise(view: View, quantity: Quantity, number: int) -> bool:
    return is_share_told(view, quantity, number) or is_other_side(view, quantity, number)


def _own_place(view: View, i: int, quantity: Quantity) -> float:
    """How alike the claim's place is to the best of those where the page has the claim's own figure."""
    match, span = view.match, view.match.claim.items[i].span
    return max(
        (
            likeness(view.pairing(n), span, q.span)
            for n in match.rows[i]
            for q in match.index.sentences[n].quantities
            if same_quantity(quantity, q)
        ),
        default=0.0,
    )


def _unclaimed(view: View, number: int) -> list[Quantity]:
    """The figures of a sentence that no figure of the claim stands for, each for one alone, likest places first."""
    pairing, page = view.pairing(number), view.match.index.sentences[number].quantities
    pairs = [
        (likeness(pairing, item.span, q.span) + (q.unit == item.quantity.unit), i, n)
        for i, item in enumerate(view.match.claim.items)
        if item.quantity is not None and number in view.match.rows[i]
        for n, q in enumerate(page)
        if same_quantity(item.quantity, q)
    ]
    items: set[int] = set()
    taken: set[int] = set()
    for _, i, n in sorted(pairs, reverse=True):
        if i not in items and n not in taken:
            items.add(i)
            taken.add(n)
    return [q for n, q in enumerate(page) if n not in taken]


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


def _is_step_for_whole(pairing: Pairing, said: Quantity, written: Quantity) -> bool:
    """Whether the claim says how much more and the page how much: neither contradicts the other."""
    return bool(step_of(pairing.claim, said)) and not step_of(pairing.page, written)


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
        if kind is DifferenceKind.NUMBER and _is_step_for_whole(pairing, quantity, other):
            continue
        options.append((context + (2 if kind is DifferenceKind.UNIT else 0), kind, other, context))
    if not options:
        return None
    _, kind, other, context = max(options, key=lambda o: (o[0], -abs(o[2].value - quantity.value)))
    alike = likeness(pairing, item.span, other.span)
    strength = 0.05 + 0.5 * coverage + 0.1 * min(context, 3.0) + 0.3 * alike - 0.35 * view.said_elsewhere(i)
    strength -= 0.15 * (quantity.unit == "ordinal" or other.unit == "ordinal")
    if kind is DifferenceKind.NUMBER:
        strength -= 0.25 * (quantity.written != other.written and bool(quantity.unit and other.unit))
        strength -= 0.1 * (quantity.comparator != "=" and not quantity.hedged)
        known = dict.fromkeys((number, *match.chosen))
        if any(is_worked_out(match.index, quantity, n) or _is_told_otherwise(view, quantity, n) for n in known):
            return None
        if _counted_again(quantity, other, pairing.page):
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


def _same_figure(a: Quantity, b: Quantity) -> bool:
    """One figure under another comparator or hedge, or one end of a range: no other number."""
    if a.unit == b.unit and b.low < b.high and any(abs(a.value - end) <= 1e-9 * abs(end) for end in (b.low, b.high)):
        return True
    return a.unit == b.unit and abs(a.low - b.low) <= 1e-9 * abs(a.low) and abs(a.high - b.high) <= 1e-9 * abs(a.high)


def _taken(view: View, number: int) -> list[Quantity]:
    """Figures of the sentence that other figures of the claim already stand for."""
    claimed = [item.quantity for item in view.match.claim.items if item.quantity]
    page = view.match.index.sentences[number].quantities
    return [q for q in page if any(same_quantity(c, q) for c in claimed)]


def _kind(quantity: Quantity, other: Quantity) -> DifferenceKind | None:
    if same_quantity(quantity, other) or quantity.label != other.label:
        return None
    if quantity.written != other.written and quantity.plain == other.plain and _one_sort(quantity.unit, other.unit):
        return DifferenceKind.UNIT
    if quantity.unit == other.unit or {quantity.unit, other.unit} == {"", "dollar"}:
        return DifferenceKind.NUMBER
    return None


_LENGTHS = frozenset(("m", "m2", "l"))
_SUMS = frozenset(CURRENCIES.values())
_PARTS = frozenset(("share", "points"))


def _one_sort(a: str, b: str) -> bool:
    """Whether one unit may be written in the other's place: two of one dimension, two currencies, metres and square
    metres. Two days are no slip for two centimetres, and ``twice`` has no unit at all."""
    if a == b:
        return a not in ("", "ordinal", "clock", "times")
    return any(a in sort and b in sort for sort in (_LENGTHS, _SUMS, _PARTS))


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


def _noun(words: Sequence[Word], span: Span) -> int | None:
    """The place of the first content word after ``span``, at most three words on."""
    after = [w for w in words if w.start >= span.end][:3]
    return next((w.at for w in after if w.content and not w.norm[0].isdigit()), None)


def _paced(view: View, i: int, quantity: Quantity, number: int) -> Found | None:
    """The sentence has the figure for another length of time, or measure: ``a day`` for ``a week``."""
    match, item = view.match, view.match.claim.items[i]
    said = _pace(view.claim, quantity)
    if said is None or number not in match.rows[i]:
        return None
    paces = [
        (n, pace)
        for n in match.rows[i]
        for q in match.index.sentences[n].quantities
        if q.plain == quantity.plain and (pace := _pace(match.index.sentences[n], q))
    ]
    here = [pace for n, pace in paces if n == number]
    if not here or any(pace[0] == said[0] for _, pace in paces) or UNITS[here[0][0]][0] != UNITS[said[0]][0]:
        return None
    strength = 0.3 + 0.6 * view.coverage_without(item.segment, i)
    return found(match, DifferenceKind.UNIT, said[1], here[0][1], strength, "unit_pace")


_PACES = {
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annually": "year",
    "annual": "year",
}
_PER = frozenset("a an per each every".split())


def _pace(reading: Reading, quantity: Quantity) -> tuple[str, Span] | None:
    """The measure for each of which the figure is given (``a week``), with the place from the figure to its end."""
    after = [w for w in reading.words if w.start >= quantity.span.end][:5]
    for k, word in enumerate(after):
        if word.clause != after[0].clause or word.norm[0].isdigit():
            return None
        name = _PACES.get(word.norm)
        if name is None and word.norm in _PER and k + 1 < len(after):
            word = after[k + 1]
            unit = UNITS.get(word.norm)
            name = word.norm if unit and unit[0] in ("day", "l", "kg", "m", "m2") else None
        if name is not None:
            return name, Span(quantity.span.start, word.end)
    return None


def _turned(view: View, i: int, quantity: Quantity, number: int) -> Found | None:
    """The page has the figure with the opposite comparator: ``more than 40`` for ``less than 40``."""
    item = view.match.claim.items[i]
    pairing = view.pairing(number)
    for other in pairing.page.quantities:
        if other.unit != quantity.unit or abs(other.value - quantity.value) > 1e-9 * abs(other.value):
            continue
        a, b = quantity.comparator, other.comparator
        if not ((a in _ABOVE and b in _BELOW) or (a in _BELOW and b in _ABOVE)):
            continue
        if _is_denied(view.claim, quantity) != _is_denied(pairing.page, other):
            continue  # not less than five years: at least five
        strength = 0.45 + 0.5 * view.coverage_without(item.segment, i)
        return found(view.match, DifferenceKind.COMPARATOR, quantity.whole, other.whole, strength, "comparator_figure")
    return None


def _is_denied(reading: Reading, quantity: Quantity) -> bool:
    """Whether a word before the figure denies: ``nobody gets more than``."""
    return any(is_negation(w) for w in reading.words if w.end <= quantity.whole.start)
