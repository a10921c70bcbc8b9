"""Dates and weekdays, resolved against the days the two texts were published."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.alterations.base import Found, View, found
from auditor.dates import DateMention, comparable_dates, same_date
from auditor.records import DifferenceKind


def find_dates(view: View) -> Iterator[Found]:
    """Each date of the claim that its home sentence gives otherwise."""
    match = view.match
    for i, item in enumerate(match.claim.items):
        if item.date is None:
            continue
        home = view.home_of(item.segment)
        numbers = [n for n in dict.fromkeys((home, match.top)) if n is not None]
        if any(n in match.rows[i] for n in numbers):
            continue
        result = next((r for n in numbers if (r := _compare(view, i, item.date, n))), None)
        if result:
            yield result


def _compare(view: View, i: int, mention: DateMention, number: int) -> Found | None:
    match, item = view.match, view.match.claim.items[i]
    pairing = view.pairing(number)
    claimed = [other.date for other in match.claim.items if other.date]
    at = view.word_near(view.claim, item.span)
    options = []
    for other in pairing.page.dates:
        if any(same_date(c, other) for c in claimed) or not comparable_dates(mention, other):
            continue
        context = pairing.near(at, view.word_near(pairing.page, other.span), 6)
        options.append((context + (1.0 if mention.grain == other.grain else 0.0), context, other))
    if not options:
        return None
    _, context, other = max(options, key=lambda o: o[0])
    strength = 0.2 + 0.5 * view.coverage_without(item.segment, i) + 0.1 * min(context, 3.0)
    strength -= 0.35 * view.said_elsewhere(i) + 0.15 * (mention.grain != other.grain)
    before = view.claim.words[at - 1].norm if at else ""
    strength -= 0.25 * (before in ("before", "after", "until", "by", "since", "till"))
    return found(match, DifferenceKind.DATE, item.span, other.span, strength, "date_value")
