"""Dates that a page gives by counting from another: ``in 1994 ...; three years afterwards``, ``the following year``,
``on 27 March, a week after``.

Such a date is led back to the last one before it, in its sentence or the two before. It may bear a claim out; being
worked out, it never contradicts one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from auditor.checks.reading import Reading
from auditor.dates import DateMention
from auditor.records import Span

_COUNTS = {w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
_COUNTS["a"] = 1
_FAR = r"(?P<count>\d{1,3}|" + "|".join(_COUNTS) + r")\s(?P<unit>day|week|month|year)s?\s"
_STEP = re.compile(
    rf"\b(?:{_FAR}(?P<side>later|afterwards|after that|earlier|before that|previously)"
    r"|the\s(?P<next>next|following|previous|same)\s(?P<one>day|week|month|year))\b",
    re.I,
)
_SPAN = re.compile(rf"\b{_FAR}(?P<side>after|before)\b(?!\sthat\b)", re.I)
_APPOSED = 3
"""Characters at most between a date and what says how far it is from an event: ``27 March, a week after``."""
_BACK = ("earlier", "before that", "previously", "previous")
_REACH = 2
"""Sentences that the date counted from may stand before."""


def counted_dates(sentences: Sequence[Reading]) -> Iterator[tuple[int, DateMention]]:
    """(sentence, date) of every date of a page that is counted from one before it."""
    for number, sentence in enumerate(sentences):
        text = sentence.span.of(sentence.text)
        for step in _STEP.finditer(text):
            span = Span(sentence.span.start + step.start(), sentence.span.start + step.end())
            base = _base(sentences, number, span.start)
            found = _count(base, step, span) if base is not None else None
            if found is not None:
                yield number, found
        yield from ((number, found) for found in _other_ends(sentence))


def _other_ends(sentence: Reading) -> Iterator[DateMention]:
    """The day of the event itself: ``began on 27 March, a week after the roof fell`` has it fall on 20 March."""
    for step in _SPAN.finditer(sentence.text, sentence.span.start, sentence.span.end):
        base = next((d for d in sentence.dates if d.start and 0 < step.start() - d.span.end <= _APPOSED), None)
        count = _number(step["count"])
        if base is None or count is None:
            continue
        count = -count if step["side"].lower() == "after" else count
        found = _moved_by(base, count, step["unit"].lower(), Span(*step.span()), step.group())
        if found is not None:
            yield found


def _base(sentences: Sequence[Reading], number: int, place: int) -> DateMention | None:
    for n in range(number, max(-1, number - _REACH - 1), -1):
        before = [d for d in sentences[n].dates if d.start is not None and d.span.end <= place]
        if before:
            return before[-1]
    return None


def _count(base: DateMention, step: re.Match[str], span: Span) -> DateMention | None:
    count = _number(step["count"]) if step["count"] else 0 if (step["next"] or "").lower() == "same" else 1
    if count is None:
        return None
    unit = (step["unit"] or step["one"]).lower()
    if (step["side"] or step["next"]).lower() in _BACK:
        count = -count
    return _moved_by(base, count, unit, span, step.group())


def _moved_by(base: DateMention, count: int, unit: str, span: Span, text: str) -> DateMention | None:
    """The date so many days, weeks, months or years from ``base``; None where that cannot be told."""
    day = base.start
    if day is None or (unit in ("day", "week") and base.grain != "day"):
        return None
    try:
        start, end = _moved(day, unit, count)
    except (ValueError, OverflowError):
        return None
    return DateMention(span, text, start, end, "day" if unit == "week" else unit, inferred=True)


def _number(word: str) -> int | None:
    """The number; None for a word with a letter that only looks like ours, as a long s."""
    return _COUNTS.get(word.lower()) or (int(word) if word.isdecimal() else None)


def _moved(day: date, unit: str, count: int) -> tuple[date, date]:
    if unit == "year":
        return date(day.year + count, 1, 1), date(day.year + count, 12, 31)
    if unit == "month":
        months = 12 * day.year + day.month - 1 + count
        start = date(months // 12, months % 12 + 1, 1)
        following = date((months + 1) // 12, (months + 1) % 12 + 1, 1)
        return start, following - timedelta(days=1)
    moved = day + timedelta(days=count * (7 if unit == "week" else 1))
    return moved, moved
