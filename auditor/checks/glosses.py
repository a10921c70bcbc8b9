"""What is added in brackets to the sentences that a model reads: whom a word means, and the claim's own words for a
figure or a date that the page writes otherwise, or that follows from two that it prints.

All of it is worked out by rule, from the page alone; a model then need neither count nor look at a calendar.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations, islice, pairwise

from auditor.checks.coreference import parties_of
from auditor.checks.evidence import Match
from auditor.checks.reading import Reading
from auditor.dates import DateMention
from auditor.quantities import Quantity, same_quantity

NEAR = 0.1
"""How far the claim's figure may lie from the page's to be told as another way to write it."""
SMALL = 10
"""Bare counts below it are too many on a page to be told as written otherwise, and follow from any two figures that do
not stand side by side."""
WORKED_OUT = "hence "
"""What stands before a figure that the page does not print."""
MOST = 8
"""Figures of a stretch of text that are tried in pairs; a table has more, and any sum."""
EXACT, ROUNDED = 0.006, 0.05
"""How far a worked-out figure may lie from the arithmetic: where no hedge says it is rounded, and where one does."""
YEAR = 365.0


def glosses_for(match: Match, numbers: Collection[int]) -> Iterator[tuple[int, str]]:
    """What is added to the sentences ``numbers`` of the page: each with the place in the page it stands behind."""
    yield from _parties(match, numbers)
    yield from _values(match, numbers)


def _parties(match: Match, numbers: Collection[int]) -> Iterator[tuple[int, str]]:
    """Who is meant, for each mention in the sentences that does not say it: the place it ends at, and the name.

    Only where the claim means someone of that sort; what a party is is added where it calls it by that alone.
    """
    parties = parties_of(match.index)
    claimed = parties.outside(match.claim)
    named = {id(m.party) for m in claimed if m.form == "name"}
    described = {id(m.party) for m in claimed if m.form == "description"} - named
    people, bodies = (any(m.party.person * side > 0 for m in claimed) for side in (1, -1))
    for number in sorted(numbers):
        seen: set[int] = set()
        for mention in parties.mentions(number):
            party = mention.party
            if id(party) in seen or not (people if party.person > 0 else bodies):
                continue
            seen.add(id(party))
            role = f"the {party.called}" if id(party) in described and party.called else ""
            if mention.form == "pronoun":
                yield mention.span.end, ", ".join(filter(None, (party.short, role)))
            elif mention.form != "name":
                yield mention.span.end, party.short
            elif role and number not in party.told_in:
                yield mention.span.end, role


def _values(match: Match, numbers: Collection[int]) -> Iterator[tuple[int, str]]:
    """The claim's own words for what the page bears out otherwise: ``on Friday (Nov. 15)``, ``14 of the 60 (hence
    46)``. Never more precise than the page is.
    """
    claim = match.claim
    here = [(number, match.index.sentences[number]) for number in sorted(numbers)]
    for item, row in zip(claim.items, match.rows):
        if item.date is not None:
            said = item.date.span.of(claim.text).rstrip(".")
            yield from ((place, said) for place in _dates_alike(match, item.date, numbers))
        elif item.quantity is not None:
            said = item.quantity.whole.of(claim.text)
            for number, sentence in here:
                place = _alike(item.quantity, sentence.quantities) if number in row else None
                if place is not None:
                    yield place, said
            worked_out = () if row else (p for _, sentence in here for p in _worked_out(match, item.quantity, sentence))
            yield from ((place, WORKED_OUT + said) for place in islice(worked_out, 1))


def _dates_alike(match: Match, said: DateMention, numbers: Collection[int]) -> Iterator[int]:
    """Where dates of the sentences end that are the claim's in other words."""
    named = said.month, said.day, said.weekday
    for number, other in match.index.dates:
        if number not in numbers or said.start is None or (said.start, said.end) != (other.start, other.end):
            continue
        alike = any(named) and named == (other.month, other.day, other.weekday)
        if not alike and said.text.lower() != other.text.lower():
            yield other.span.end


def _alike(figure: Quantity, others: Sequence[Quantity]) -> int | None:
    """Where the figure ends that is nearest among those that bear the claim's out, in other figures or another unit."""
    alike = [q for q in others if _is_written_otherwise(figure, q)]
    return min(alike, key=lambda q: abs(q.value - figure.value)).span.end if alike else None


def _is_written_otherwise(figure: Quantity, other: Quantity) -> bool:
    looser = other.hedged or other.comparator != "="
    if figure.unit != other.unit or (looser and (figure.comparator, figure.hedged) != (other.comparator, other.hedged)):
        return False
    if abs(figure.value - other.value) > NEAR * abs(other.value) or (not figure.unit and figure.plain < SMALL):
        return False
    as_written = (figure.plain, figure.written, figure.comparator) == (other.plain, other.written, other.comparator)
    plain = as_written and ("," in figure.text) == ("," in other.text)
    return not plain and same_quantity(figure, other)


def _worked_out(match: Match, figure: Quantity, sentence: Reading) -> Iterator[int]:
    """Where the later of two figures of the page ends that together give the claim's: their sum, their difference, or
    the share that one is of the other; or a year that lies so many years back.

    ``alterations.derived`` looks further, to neighbours and to sums of three: it only excuses a figure from being a
    contradiction. What is found here is told to the model.
    """
    slack = abs(figure.value) * (ROUNDED if figure.hedged or figure.comparator != "=" else EXACT)
    others = sentence.quantities[:MOST]
    small = not figure.unit and figure.plain < SMALL
    pairs = pairwise(others) if small else combinations(others, 2)
    for a, b in pairs:
        if any(abs(result - figure.value) <= slack for result in _results(figure, a, b)):
            yield b.span.end
    anchor = match.index.anchor
    if anchor is not None and figure.written == "year" and figure.unit == "day":
        for day in sentence.dates:
            if day.start is not None and abs(anchor.year - day.start.year - figure.plain) <= slack / YEAR:
                yield day.span.end


def _results(figure: Quantity, a: Quantity, b: Quantity) -> Iterator[float]:
    """What two figures of the page come to, in the unit of ``figure``; a bare one is read in the other's."""
    if figure.unit in ("share", "times"):
        if a.unit == b.unit and a.unit not in _NO_AMOUNT and a.value and b.value:
            yield from (a.value / b.value, b.value / a.value)
    elif figure.unit not in _NO_AMOUNT and {a.unit, b.unit, figure.unit} <= {"", figure.unit}:
        scale = figure.value / figure.plain if figure.unit and figure.plain else 1.0
        x, y = (q.value if q.unit else q.value * scale for q in (a, b))
        yield from (x + y, abs(x - y))


_NO_AMOUNT = ("share", "times", "ordinal", "clock")
