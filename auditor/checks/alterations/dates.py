"""Dates and weekdays, resolved against the days the two texts were published."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.alterations.base import Found, View, found
from auditor.checks.reading import Reading
from auditor.dates import DateMention, comparable_dates, same_date
from auditor.records import DifferenceKind

SAID_TWICE = 0.9
"""A sentence with the claim's own date that has so much of what the home sentence has: both days fit."""


def find_dates(view: View) -> Iterator[Found]:
    """Each date of the claim that its home sentence gives otherwise."""
    match = view.match
    for i, item in enumerate(match.claim.items):
        if item.date is None:
            continue
        home = view.home_of(item.segment)
        numbers = [n for n in dict.fromkeys((home, match.top)) if n is not None]
        if any(n in match.rows[i] for n in numbers):
            if home is not None and home in match.rows[i] and (bound := _bound_elsewhere(view, i, item.date, home)):
                yield bound
            continue
        result = next((r for n in numbers if (r := _compare(view, i, item.date, n))), None)
        if result:
            yield result


def _bound_elsewhere(view: View, i: int, mention: DateMention, number: int) -> Found | None:
    """The sentence has the date, but the words beside the claim's stand beside another date there."""
    match, pairing = view.match, view.pairing(number)
    dates = pairing.page.dates
    claimed = [other.date for other in match.claim.items if other.date]
    own = [d for d in dates if same_date(mention, d)]
    others = [d for d in dates if d.grain == mention.grain and not any(same_date(c, d) for c in claimed)]
    at = view.word_near(view.claim, match.claim.items[i].span)
    beside = [pairing.page_of[k][0] for k in range(max(0, at - 4), at) if k in pairing.page_of]
    if not own or not others or not beside:
        return None
    place = beside[-1]

    def distance(d: DateMention) -> int:
        return abs(view.word_near(pairing.page, d.span) - place)

    near = min(others, key=distance)
    if distance(near) > 4 or min(map(distance, own)) < distance(near) + 4:
        return None
    first = view.word_near(pairing.page, near.span)
    if _word_before(view.claim, at) != _word_before(pairing.page, first):
        return None
    strength = 0.2 + 0.5 * view.coverage_without(match.claim.items[i].segment, i)
    return found(match, DifferenceKind.DATE, match.claim.items[i].span, near.span, strength, "date_bound")


def _compare(view: View, i: int, mention: DateMention, number: int) -> Found | None:
    match, item = view.match, view.match.claim.items[i]
    pairing = view.pairing(number)
    claimed = [other.date for other in match.claim.items if other.date]
    at = view.word_near(view.claim, item.span)
    options = []
    for other in pairing.page.dates:
        if any(same_date(c, other) for c in claimed) or not comparable_dates(mention, other):
            continue
        if mention.month and mention.month == other.month and mention.inferred != other.inferred:
            continue  # one month, whose year is known of one of them alone
        context = pairing.near(at, view.word_near(pairing.page, other.span), 6)
        options.append((context + (1.0 if mention.grain == other.grain else 0.0), context, other))
    if not options:
        return None
    _, context, other = max(options, key=lambda o: o[0])
    strength = 0.2 + 0.5 * view.coverage_without(item.segment, i) + 0.1 * min(context, 3.0)
    elsewhere = view.said_elsewhere(i)
    if elsewhere >= SAID_TWICE:
        return None
    strength -= 0.35 * elsewhere + 0.15 * (mention.grain != other.grain) + 0.2 * view.is_slight(item.segment)
    before = _word_before(view.claim, at)
    place = view.word_near(pairing.page, other.span)
    same = bool(before) and _word_before(pairing.page, place) == before
    strength -= 0.25 * (before in ("before", "after", "until", "by", "since", "till") and not same)
    return found(
        match,
        DifferenceKind.DATE,
        item.span,
        other.span,
        strength,
        "date_moved" if match.anywhere[i] else "date_absent",
    )


def _word_before(reading: Reading, at: int) -> str:
    return reading.words[at - 1].norm if at > 0 else ""
