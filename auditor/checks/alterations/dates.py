"""Dates and weekdays, resolved against the days the two texts were published."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.alterations.base import Found, View, found
from auditor.checks.alterations.places import likeness
from auditor.checks.reading import Reading
from auditor.checks.relative import counted_dates
from auditor.dateforms import DAY_NAMES
from auditor.dates import DateMention, comparable_dates, same_date
from auditor.records import DifferenceKind

SAME_PLACE, CLEAR = 0.6, 0.2
"""The least that a place has of the claim's words to be the claim's place, and how far it must be ahead of those where
the page has the claim's own date; below, training pages have nearly as many right claims as altered ones."""
LEAST = 0.25
"""Below it three dates in four that differ belong to another event."""
MOST_WIDER = 40
"""A date of the page that is wider than this many of the claim's does not bear it out: a month may, a lifetime not."""
MOST_HOMES = 4
"""Sentences of the claim that are looked through for another date."""
SAID_TWICE = 0.9
"""A sentence with the claim's own date that has so much of what the home sentence has: both days fit."""


def find_dates(view: View) -> Iterator[Found]:
    """Each date of the claim in whose place the page has another."""
    match = view.match
    for i, item in enumerate(match.claim.items):
        if item.date is None:
            continue
        home = view.home_of(item.segment)
        homes = [n for n in dict.fromkeys((home, match.top)) if n is not None]
        said = any(_has(view, i, n) for n in homes)
        if said and home is not None and home in match.rows[i]:
            if bound := _bound_elsewhere(view, i, item.date, home):
                yield bound
                continue
        if result := _compare(view, i, item.date, said):
            yield result


def _has(view: View, i: int, number: int) -> bool:
    """Whether a sentence has the claim's date, as a date or counted from one: ``1926-2019`` has no day in 2004."""
    mention, row = view.match.claim.items[i].date, view.match.rows[i]
    if mention is None or number not in row:
        return False
    like = [d for d in view.match.index.sentences[number].dates if same_date(mention, d)]
    return not like or any(_days(d) <= MOST_WIDER * _days(mention) for d in like)


def _days(mention: DateMention) -> int:
    return (mention.end - mention.start).days + 1 if mention.start and mention.end else 1


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


def _compare(view: View, i: int, mention: DateMention, said: bool) -> Found | None:
    """The likeliest other date of the claim's sentences; where one of them has the claim's too (``said``), only a date
    that stands plainly in its place."""
    match, item = view.match, view.match.claim.items[i]
    options = [
        (_strength(view, i, mention, n, d, place), place, d)
        for n in view.homes()[:MOST_HOMES]
        for d in _others(view, mention, n)
        for place in (likeness(view.pairing(n), item.span, d.span),)
    ]
    if not options:
        return None
    strength, place, other = max(options, key=lambda o: o[0])
    own = _own_place(view, i, mention)
    strength -= 0.27 * own
    plain = place >= SAME_PLACE and own <= place - CLEAR and other.grain == mention.grain
    if plain and not view.is_slight(item.segment):
        return found(match, DifferenceKind.DATE, item.span, other.span, strength, "date_slot")
    if said or strength < LEAST or view.said_elsewhere(i) >= SAID_TWICE:
        return None
    rule = "date_moved" if match.anywhere[i] else "date_absent"
    return found(match, DifferenceKind.DATE, item.span, other.span, strength, rule)


def _others(view: View, mention: DateMention, number: int) -> Iterator[DateMention]:
    """The dates of a sentence that may stand for the claim's and are no other date of the claim."""
    claimed = [item.date for item in view.match.claim.items if item.date]
    if mention.weekday is not None and _has_each(view.match.index.sentences[number], mention.weekday):
        return
    before = _word_before(view.claim, view.word_near(view.claim, mention.span))
    for other in view.match.index.sentences[number].dates:
        if any(same_date(c, other) for c in claimed) or not comparable_dates(mention, other):
            continue
        if mention.month and mention.month == other.month and mention.inferred != other.inferred:
            continue  # one month, whose year is known of one of them alone
        if mention.weekday is not None and _may_fall_on(mention.weekday, other, unplaced=before == "a"):
            continue
        yield other


def _has_each(reading: Reading, weekday: int) -> bool:
    """Whether the sentence tells of a day of every week: ``free buses on Saturdays``."""
    return any(w.norm == _EACH[weekday] for w in reading.words)


_EACH = [f"{day.lower()}s" for day in DAY_NAMES]


def _may_fall_on(weekday: int, other: DateMention, *, unplaced: bool) -> bool:
    """Whether a day of the page is that day of the week, as far as is known; of ``a Friday`` a month says nothing."""
    if other.grain != "day":
        return unplaced
    return any(first.weekday() == weekday == last.weekday() for first, last in other.readings)


def _strength(view: View, i: int, mention: DateMention, number: int, other: DateMention, place: float) -> float:
    """How sure it is that the date, in a place so like the claim's, stands for the claim's, from 0 to 1.

    The parts are those of a logistic regression on the dates of the training pages, five folds by page, spread over
    the range.
    """
    match, pairing = view.match, view.pairing(number)
    item = match.claim.items[i]
    before = _word_before(view.claim, view.word_near(view.claim, item.span))
    alike = before == _word_before(pairing.page, view.word_near(pairing.page, other.span))
    covered = pairing.coverage(view.claim.content)
    strength = 0.02 + 0.18 * place + 0.22 * covered + 0.1 * place * covered
    strength += 0.12 * (mention.grain == other.grain) + 0.14 * alike
    strength += 0.17 * (number in (match.top, view.home_of(item.segment))) - 0.09 * (number in match.rows[i])
    strength -= 0.2 * (before in _LIMITS and not alike) + 0.1 * (mention.grain == "year")
    return strength - 0.1 * view.is_slight(item.segment)


_LIMITS = ("before", "after", "until", "by", "since", "till")


def _own_place(view: View, i: int, mention: DateMention) -> float:
    """How alike the claim's place is to the best of those where the page has the claim's own date."""
    match, span = view.match, view.match.claim.items[i].span
    sentences = match.index.sentences
    return max(
        (
            likeness(view.pairing(n), span, d.span)
            for n in match.rows[i]
            for d in (*sentences[n].dates, *sentences[n].once("counted", lambda r: [d for _, d in counted_dates([r])]))
            if same_date(mention, d)
        ),
        default=0.0,
    )


def _word_before(reading: Reading, at: int) -> str:
    return reading.words[at - 1].norm if at > 0 else ""
