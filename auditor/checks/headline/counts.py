"""The headline's figures against the body's: which count the same thing, and do they agree?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from auditor.checks.headline.alignment import Alignment, Sense
from auditor.checks.headline.fault import Fault
from auditor.checks.headline.terms import Term, likeness
from auditor.quantities import Quantity, comparable, parse_quantities, same_quantity
from auditor.records import HeadlineKind

_ROUNDING = 0.06
"""A headline may round this much with no hedge word; with one, 15 %."""
_HEDGED = 0.15
_OLD = re.compile(
    r"(?:from|than|against|instead of|compared with|compared to|versus|previous|last year's|replacing) (?:\S+ )?$"
)


@dataclass(frozen=True, slots=True)
class Count:
    """A figure with the words it counts and its sentence."""

    quantity: Quantity
    things: tuple[Term, ...]
    before: tuple[Term, ...]
    old: bool
    sense: Sense | None = None


def counts_of(text: str, terms: list[Term] | tuple[Term, ...], sense: Sense | None = None) -> list[Count]:
    """The figures of ``text`` in order with the content words around them."""
    out = []
    lower = text.lower()
    for quantity in parse_quantities(text):
        end, start = quantity.span.end, quantity.span.start
        after = [t for t in terms if t.start >= end]
        things: list[Term] = []
        for term in after[:6]:
            if term.value is not None or (
                things and not term.content and term.norm not in ("of", "the", "more", "other")
            ):
                break
            if term.content:
                things.append(term)
            elif term.norm in ("to", "by", "and", "in", "on", "at", "as", "for", "is", "was", "were", "after", "with"):
                break
        before = [t for t in terms if t.end <= start and t.content and t.value is None][-3:]
        old = bool(_OLD.search(lower[max(0, quantity.whole.start - 30) : quantity.whole.start]))
        out.append(Count(quantity, tuple(things[:3]), tuple(before), old, sense))
    return out


def find_wrong_number(headline: str, aligned: Alignment) -> Fault:
    """The most telling figure of the headline that the body gives otherwise; score 0 where all agree."""
    kind = HeadlineKind.NUMBER_WRONG
    worst = Fault(kind, 0.0, "")
    own = counts_of(headline, aligned.terms)
    if not own:
        return worst
    body = [c for s in aligned.lines for c in counts_of(s.line.text, s.terms, s)]
    for count in own:
        fault = _judge(count, body, aligned, own)
        if fault.score > worst.score:
            worst = fault
    return worst


def _judge(count: Count, body: list[Count], aligned: Alignment, own: list[Count]) -> Fault:
    kind = HeadlineKind.NUMBER_WRONG
    rivals = [(_fit(count, other, aligned), other) for other in body if _comparable(count, other)]
    if not rivals:
        return Fault(kind, 0.0, "")
    agree = [(fit, c) for fit, c in rivals if agrees(count.quantity, c.quantity)]
    agree += [(0.8, c) for c in _derived(count, body)]
    best_agree = max((fit for fit, _ in agree), default=-1.0)
    against = [(fit, c) for fit, c in rivals if not agrees(count.quantity, c.quantity) and not _said(c, own)]
    if not against:
        return Fault(kind, 0.0, "")
    fit, other = max(against, key=lambda pair: pair[0])
    if best_agree >= 0.0 and fit < best_agree + 0.25:
        return Fault(kind, 0.0, "")
    score = min(0.97, (fit - max(0.0, best_agree) * 0.3) * 1.05)
    said, read = count.quantity.whole.of, other.quantity
    text = other.sense.line.text if other.sense else ""
    why = f"the headline says “{count.quantity.text}”, the body says “{read.text}”: “{text[:200]}”"
    del said
    return Fault(kind, max(0.0, score), why, other.sense)


def _said(other: Count, own: list[Count]) -> bool:
    """Whether the headline gives the body's figure too: then it is no rival."""
    return any(agrees(c.quantity, other.quantity) for c in own)


def _comparable(a: Count, b: Count) -> bool:
    p, q = a.quantity, b.quantity
    if p.unit == q.unit:
        return True
    if {"share", "times"} & {p.unit, q.unit} or {"ordinal", "clock"} & {p.unit, q.unit}:
        return False
    return comparable(p, q) or (not p.unit and not q.unit)


def agrees(said: Quantity, read: Quantity) -> bool:
    """Whether a headline writer may give ``read`` as ``said``: equal, rounded, or within the hedge used."""
    if said.unit != read.unit and not comparable(said, read):
        return False
    if same_quantity(said, read):
        return True
    if said.unit == "ordinal" or said.unit == "clock":
        return said.value == read.value
    slack = _HEDGED if said.hedged or read.hedged else _ROUNDING if said.digits <= 2 and abs(read.value) >= 20 else 0.0
    if said.unit == "share":
        slack = max(slack, 0.12 if said.hedged or said.written == "fraction" or read.written == "fraction" else 0.0)
        if said.written == "%" and read.written == "%" and abs(said.value - read.value) < 0.0051 and said.digits <= 2:
            return True
    if read.low < read.high and read.low <= said.value <= read.high:
        return True
    if said.comparator.startswith(">") and said.value <= read.value <= said.value * 1.5:
        return True
    if said.comparator.startswith("<") and said.value * 0.7 <= read.value <= said.value:
        return True
    return abs(said.value - read.value) <= slack * max(abs(said.value), abs(read.value))


def _fit(count: Count, other: Count, aligned: Alignment) -> float:
    """How surely two figures count one thing, 0 to 1: the words counted, the unit, and the sentence around."""
    number = other.sense.number if other.sense else 0
    top = aligned.covers[aligned.ranked[0]] or 1.0
    context = aligned.covers[number] / top * min(1.0, top / 0.4)
    thing = _same_thing(count, other)
    unit = 0.25 if count.quantity.unit not in ("", "share") else 0.15 if count.quantity.unit == "share" else 0.0
    fit = 0.5 * thing + unit + 0.4 * context
    if thing == 0 and count.things and other.things and not count.quantity.unit:
        fit -= 0.15
    return fit - (0.3 if other.old and not count.old else 0.0)


def _same_thing(count: Count, other: Count) -> float:
    both = [likeness(a, b) for a in count.things[:2] for b in other.things[:3]]
    if both and max(both) > 0:
        return max(both)
    around = [likeness(a, b) for a in (*count.things, *count.before) for b in (*other.things, *other.before)]
    return 0.7 * max(around, default=0.0)


def _derived(count: Count, body: list[Count]) -> Iterator[Count]:
    """Shares and sums that a headline may make of two figures of one sentence: 207 of 812 is one in four."""
    by_sense: dict[int, list[Count]] = {}
    for c in body:
        if c.sense is not None:
            by_sense.setdefault(c.sense.number, []).append(c)
    for group in by_sense.values():
        plain = [c for c in group if not c.quantity.unit][:6]
        for i, a in enumerate(plain):
            for b in plain[i + 1 :]:
                small, large = sorted((a.quantity.value, b.quantity.value))
                for value, unit in ((small / large if large else 0.0, "share"), (small + large, "")):
                    made = replace(
                        a.quantity, value=value, low=value, high=value, unit=unit, written="fraction", hedged=True
                    )
                    if unit == count.quantity.unit and agrees(count.quantity, made):
                        yield a
