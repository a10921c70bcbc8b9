"""Text to quantities: each place where a number begins is read once."""

from __future__ import annotations

from dataclasses import replace

from auditor.quantities.extents import (
    add_cents,
    add_half,
    add_lesser,
    beside_month,
    is_label_or_year,
    read_magnitude,
    read_range,
    read_range_of_units,
    read_unit,
)
from auditor.quantities.finish import finish
from auditor.quantities.quantity import Quantity
from auditor.quantities.shapes import read_clock, read_half_past, read_special
from auditor.quantities.words import (
    ENDLESS,
    OPENERS,
    Found,
    Word,
    is_ordinal,
    read_number,
    scan_words,
    text_at,
)
from auditor.units import SIGNS


def parse_quantities(text: str) -> list[Quantity]:
    """The figures of ``text`` in order, spans counted in it. Linear in the length of the text."""
    words = scan_words(text)
    out: list[Quantity] = []
    at = 0
    while at < len(words):
        opens = words[at].kind != "word" or words[at].text in OPENERS
        found = _read_at(words, at) if opens else None
        if found is None:
            at += 1
            continue
        at = max(found.end, at + 1)
        if _lends_unit(words, found):
            _borrow_unit(words, found)
        if quantity := finish(text, words, found):
            step = bool(out) and text_at(words, found.end) in _STEPS
            out.append(_in_unit_of(out[-1], quantity, text) if step else quantity)
    return out


_STEPS = frozenset("more less fewer above below longer shorter higher lower older younger".split())
"""Words behind a bare figure that make it a step from the one before; ``two weeks, three later resigned`` has none."""


def _in_unit_of(before: Quantity, step: Quantity, text: str) -> Quantity:
    """``6.3 million euros, 900,000 more than planned``: a bare step has the unit of the figure it is a step from."""
    if step.unit or step.label or before.unit in _NO_STEPS or not before.plain or not before.value:
        return step
    if text[before.span.end : step.span.start].strip() != ",":
        return step
    scale = before.value / before.plain
    value, low, high = (scale * end for end in (step.value, step.low, step.high))
    return replace(step, unit=before.unit, written=before.written, value=value, low=low, high=high)


_NO_STEPS = frozenset(("", "clock", "ordinal", "times", "share", "points", "degree"))


def _lends_unit(words: list[Word], found: Found) -> bool:
    """``from 10 to 16 feet``: the first figure has the second one's unit."""
    return not found.unit and text_at(words, found.first - 1) == "from" and text_at(words, found.end) == "to"


def _borrow_unit(words: list[Word], found: Found) -> None:
    second = _read_at(words, found.end + 1) if found.end + 1 < len(words) else None
    if second is not None and second.unit not in ("", "clock", "ordinal", "times"):
        found.unit, found.written, found.factor, found.shift = (
            second.unit,
            second.written,
            second.factor,
            second.shift,
        )
        if 1000 * found.value < second.value < ENDLESS and second.plain == second.value:
            scale = 10 ** (3 * ((len(str(int(second.value))) - 1) // 3))
            found.value *= scale
            found.plain = found.value


def _read_at(words: list[Word], at: int) -> Found | None:
    word = words[at]
    if word.kind == "clock":
        return read_clock(words, at)
    if special := read_half_past(words, at) or read_special(words, at):
        return special
    start = at
    currency = ""
    if word.kind == "sign":
        currency = SIGNS[word.text]
        start = at + 1
        if start >= len(words) or words[start].kind != "figure" or words[start].start - word.end > 1:
            return None
    number = read_number(words, start)
    if number is None:
        return None
    value, end, digits = number
    found = Found(value, at, end, digits)
    if words[start].ordinal or is_ordinal(words, start, end):
        found.unit = found.written = "ordinal"
        found.plain = value
        return None if beside_month(words, at, end) else found
    read_magnitude(words, found, bool(currency))
    if currency:
        found.unit = found.written = currency
    read_range(words, found, currency)
    if not currency:
        read_unit(words, found)
    if found.high is None and found.unit:
        read_range_of_units(words, found)
    add_half(words, found)
    add_lesser(words, found)
    add_cents(words, found)
    if not found.unit and is_label_or_year(words, found):
        return None
    if found.unit in ("", "day") and beside_month(words, found.first, found.end):
        return None
    return found
