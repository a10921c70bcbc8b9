"""Date expressions of news English, resolved against the day a text was published into an interval, with places.

``parse_dates(text, anchor)`` reads full and partial dates, ISO and numeric ones, weekdays, ``last month``, ``two years
ago``, seasons, quarters, decades. Every mention is an interval of whole days, both ends included. What the text leaves
open (the year of ``6 May``, the week of ``Tuesday``) is chosen nearest to the anchor and marked ``inferred``, with the
other readings beside it.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from auditor.dateforms import CENTURIES, DAYS, MONTHS, NAMES, PATTERN, QUARTERS, SEASONS, SMALL
from auditor.records import Span
from auditor.text import fold

Interval = tuple[date, date]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: ``start`` and ``end`` are days, both included.

    ``inferred`` is True where year or week came from the anchor; ``others`` are then the readings next in likelihood.
    ``grain`` is one of ``day``, ``week``, ``month``, ``season``, ``quarter``, ``year``, ``decade``, ``century``.
    ``start`` and ``end`` are None where nothing but an anchor could have resolved it and there was none; ``weekday``
    (0 is Monday), ``month`` and ``day`` then still hold what was said.
    """

    span: Span
    text: str
    start: date | None
    end: date | None
    grain: str
    inferred: bool = False
    others: tuple[Interval, ...] = ()
    weekday: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def readings(self) -> tuple[Interval, ...]:
        """Every interval the mention may stand for, likeliest first."""
        if self.start is None or self.end is None:
            return ()
        return ((self.start, self.end), *self.others)


_FUTURE = re.compile(
    r"\b(?:will|shall|due|until|till|next|by|plans?|to be|is to|are to|begins|starts|opens|from"
    r"|scheduled|expected|before|would)\b"
)
_PLAIN_YEAR_BEFORE = re.compile(
    r"(?:\b(?:about|some|nearly|almost|roughly|over|least|than|up to|around|all|only)|[$€£¥#]|\bno\.|\bnumber)\s?$"
)


def parse_dates(text: str, anchor: date | None = None) -> list[DateMention]:
    """The date expressions of ``text`` in order, resolved against ``anchor`` (the day the text was published)."""
    out = []
    plain = fold(text).lower()
    for found in PATTERN.finditer(plain):
        mention = _read(found, plain, text, anchor)
        if mention is not None:
            out.append(mention)
    return out


def parse_anchor(value: str | None) -> date | None:
    """The day that an ISO date (``2024-03-14``, ``2024-03``, ``2024``, a time may follow) or any date text names."""
    if not value:
        return None
    value = value.strip()
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        pass
    mentions = parse_dates(value[:200])
    known = [m for m in mentions if m.start is not None and not m.inferred]
    best = min(known, key=lambda m: (_GRAINS.index(m.grain), m.span.start), default=None)
    return best.start if best else None


_GRAINS = ("day", "week", "month", "season", "quarter", "year", "decade", "century")


def _read(found: re.Match[str], plain: str, text: str, anchor: date | None) -> DateMention | None:
    kind = next(name for name in NAMES if found.group(name) is not None)
    try:
        read = _READERS[kind](found, plain, anchor)
    except (ValueError, OverflowError):
        return None
    if read is None:
        return None
    span = Span(found.start(), found.end())
    while text[span.end - 1 : span.end] == " ":
        span = Span(span.start, span.end - 1)
    return DateMention(span, text[span.start : span.end], **read)


# --- one reader a shape -----------------------------------------------------------------------------------------

Fields = dict[str, Any]


def _fields(interval: Interval | None, grain: str, **more: Any) -> Fields:
    start, end = interval if interval else (None, None)
    return {"start": start, "end": end, "grain": grain, **more}


def _month(year: int, month: int) -> Interval:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _year(year: int) -> Interval:
    return date(year, 1, 1), date(year, 12, 31)


def _iso(found: re.Match[str], plain: str, anchor: date | None) -> Fields | None:
    year, month = int(found["iy"]), int(found["im"])
    if found["id"]:
        day = date(year, month, int(found["id"]))
        return _fields((day, day), "day", month=month, day=day.day)
    return _fields(_month(year, month), "month", month=month) if 1000 <= year <= 2100 else None


def _numeric(found: re.Match[str], plain: str, anchor: date | None) -> Fields | None:
    """``23/01/2026``; where day and month could be swapped the other reading is kept beside it."""
    a, b = int(found["na"]), int(found["nb"])
    if not found["nc"]:
        if "." in found["num"] or len(found["nb"]) < 2 or not (1 <= b <= 12 and 1 <= a <= 31):
            return None
        return _either_way(a, b, anchor, plain, found.start())
    year = int(found["nc"]) + (2000 if len(found["nc"]) == 2 else 0)
    readings = []
    for day, month in ((a, b), (b, a)):
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            readings.append(date(year, month, day))
    if not readings:
        return None
    others = tuple((d, d) for d in readings[1:] if d != readings[0])
    return _fields((readings[0], readings[0]), "day", others=others, month=readings[0].month, day=readings[0].day)


def _either_way(a: int, b: int, anchor: date | None, plain: str, at: int) -> Fields | None:
    """``9/12``: day and month in either order where both can be; the day first."""
    out = _day_month(a, b, anchor, plain, at)
    swapped = _day_month(b, a, anchor, plain, at) if a <= 12 and a != b else None
    if out is None or swapped is None or out["start"] is None:
        return out
    others = (*out["others"], (swapped["start"], swapped["end"]), *swapped["others"])
    return {**out, "others": others, "month": None, "day": None}


def _nth(found: re.Match[str], plain: str, anchor: date | None) -> Fields | None:
    """``on the 14th``: a day whose month stands elsewhere."""
    day = int(found["nd"])
    return _fields(None, "day", day=day, inferred=True) if 1 <= day <= 31 else None


def _day_first(found: re.Match[str], plain: str, anchor: date | None) -> Fields | None:
    day, month = int(found["dmd"]), MONTHS[found["dmm"]]
    first = int(found["dm0"]) if found["dm0"] else day
    return _one_day(first, day, month, found["dmy"], found, plain, anchor, found["dmw"])


def _month_first(found: re.Match[str], plain: str, anchor: date | None) -> Fields | None:
    day, month = int(found["mdd"]), MONTHS[found["mdm"]]
    last = int(found["md1"]) if found["md1"] else day
    return _one_day(day, last, month, found["mdy"], found, plain, anchor, found["mdw"])


def _one_day(
    first: int,
    last: int,
    month: int,
    year: str | None,
    found: re.Match[str],
    plain: str,
    anchor: date | None,
    weekday: str | None,
) -> Fields | None:
    if not 1 <= last <= 31 or not 1 <= first <= 31:
        return None
    said = {"weekday": DAYS[weekday.rstrip(".")]} if weekday else {}
    if year:
        start, end = date(int(year), month, first), date(int(year), month, last)
        return _fields((min(start, end), max(start, end)), "day", month=month, day=last, **said)
    out = _day_month(last, month, anchor, plain, found.start())
    if out and first < last and isinstance(out["start"], date):
        out["start"] = out["start"].replace(day=first)
        out["others"] = ()
    return {**out, **said} if out else None


def _day_month(day: int, month: int, anchor: date | None, plain: str, at: int) -> Fields | None:
    if day > calendar.monthrange(2024, month)[1]:
        return None
    if anchor is None:
        return _fields(None, "day", month=month, day=day, inferred=True)
    readings = _in_years(day, month, anchor, 1) or _in_years(day, month, anchor, 8)[:1]
    if not readings:
        return None
    others = tuple((d, d) for d in readings[1:])
    return _fields((readings[0], readings[0]), "day", inferred=True, others=others, month=month, day=day)


def _in_years(day: int, month: int, anchor: date, around: int) -> list[date]:
    """The day in each year so far ``around`` the anchor's that has it, nearest first: 29 February may be in none."""
    years = range(max(1, anchor.year - around), min(9999, anchor.year + around) + 1)
    found = [date(year, month, day) for year in years if day <= calendar.monthrange(year, month)[1]]
    return sorted(found, key=lambda d: abs((d - anchor).days))


def _part(interval: Interval, part: str | None) -> Interval:
    """The first, middle or last part of an interval, taken wide."""
    if not part:
        return interval
    start, end = interval
    days = (end - start).days
    if part in ("early", "the beginning of", "the start of"):
        return start, start + timedelta(days=days * 2 // 5)
    if part in ("late", "the end of"):
        return end - timedelta(days=days * 2 // 5), end
    return start + timedelta(days=days // 4), end - timedelta(days=days // 4)


def _month_year(found: re.Match[str], plain: str, anchor: date | None) -> Fields | None:
    name, month = found["mym"], MONTHS[found["mym"]]
    bare = not (found["myy"] or found["myrel"] or found["mywhich"] or found["myp"])
    if bare and name in ("may", "march", "mar", "sep", "dec", "jan", "jun", "jul") and not _is_month(found, plain):
        return None
    if found["myy"]:
        return _fields(_part(_month(int(found["myy"]), month), found["myp"]), "month", month=month)
    if anchor is None:
        return _fields(None, "month", month=month, inferred=True)
    if found["myrel"]:
        year = anchor.year + {"last": -1, "next": 1, "this": 0}[found["myrel"]]
        return _fields(_part(_month(year, month), found["myp"]), "month", month=month)
    years = [anchor.year, anchor.year - 1, anchor.year + 1]
    if found["mywhich"] == "last":
        years = [anchor.year if month < anchor.month else anchor.year - 1, anchor.year - 1]
    elif found["mywhich"] in ("next", "this coming"):
        years = [anchor.year if month > anchor.month else anchor.year + 1, anchor.year + 1]
    else:
        years.sort(key=lambda y: abs((date(y, month, 15) - anchor).days))
    readings = [_part(_month(y, month), found["myp"]) for y in dict.fromkeys(years)]
    return _fields(readings[0], "month", inferred=True, others=tuple(readings[1:]), month=month)


_MONTH_CONTEXT = re.compile(
    r"\b(?:in|of|since|by|until|till|during|before|after|from|for|last|next|this|to|and|between|through|every|on)\s$"
)


def _is_month(found: re.Match[str], plain: str) -> bool:
    """``in May`` and ``March of that year``, not ``they may`` or ``a march``."""
    before = plain[max(0, found.start() - 10) : found.start()]
    after = plain[found.end() : found.end() + 8]
    return bool(_MONTH_CONTEXT.search(before)) and not re.match(r"\s(?:be|have|not|also|the|a)\b", after)


def _quarter(found: re.Match[str], plain: str, anchor: date | None) -> Fields | None:
    if found["qy"]:
        year = int(found["qy"])
    elif anchor is not None:
        year = anchor.year + {"last": -1, "next": 1, "this": 0}[found["qrel"]]
    else:
        return None
    if found["q2"] or found["qw"] == "quarter":
        number = int(found["q2"]) if found["q2"] else QUARTERS[found["qn"]]
        interval = date(year, 3 * number - 2, 1), _month(year, 3 * number)[1]
    else:
        first = found["qn"] == "first"
        interval = (date(year, 1, 1), date(year, 6, 30)) if first else (date(year, 7, 1), date(year, 12, 31))
    return _fields(interval, "quarter")


def _season(found: re.Match[str], plain: str, anchor: date | None) -> Fields | None:
    which, rel = found["swhich"], found["srel"]
    first, last = SEASONS[found["sn"]]
    explicit = which or found["sy"] or rel
    named_with_article = found["season"].startswith(("the ", "in "))
    if not explicit and not named_with_article:
        return None
    if found["sn"] == "fall" and not explicit:
        return None

    def in_year(year: int) -> Interval:
        end_year, end_month = (year + 1, last - 12) if last > 12 else (year, last)
        return date(year, first, 1), _month(end_year, end_month)[1]

    if found["sy"]:
        year = int(found["sy"])
        others: tuple[Interval, ...] = (in_year(year - 1),) if last > 12 else ()
        return _fields(_part(in_year(year), found["sp"]), "season", others=others)
    if anchor is None:
        return None
    if rel:
        return _fields(in_year(anchor.year + {"last": -1, "next": 1, "this": 0}[rel]), "season", inferred=True)
    years = [anchor.year, anchor.year - 1, anchor.year + 1]
    if which == "last":
        years = [y for y in (anchor.year, anchor.year - 1, anchor.year - 2) if in_year(y)[1] < anchor] or years
    elif which == "next":
        years = [y for y in (anchor.year, anchor.year + 1) if in_year(y)[0] > anchor] or years
    else:
        years.sort(key=lambda y: abs((in_year(y)[0] - anchor).days + 45))
    readings = [in_year(y) for y in years[:2]]
    return _fields(readings[0], "season", inferred=True, others=tuple(readings[1:]))


def _weekday(found: re.Match[str], plain: str, anchor: date | None) -> Fields | None:
    number = DAYS[found["wd"]]
    if plain[found.end() - 1] == "s" and not found["wafter"]:
        return None  # "on Saturdays" is no day
    if anchor is None:
        return _fields(None, "day", weekday=number, inferred=True)
    back = (anchor.weekday() - number) % 7
    past, coming = anchor - timedelta(days=back), anchor + timedelta(days=(number - anchor.weekday()) % 7 or 7)
    which = found["wafter"] or found["ww"]
    if which == "last":
        readings = [past if back else past - timedelta(days=7), past - timedelta(days=7)]
    elif which == "next":
        readings = [coming, coming + timedelta(days=7)]
    elif _FUTURE.search(plain[max(0, found.start() - 60) : found.start()]):
        readings = [past, coming] if back == 0 else [coming, past]
    else:
        readings = [past, coming, past - timedelta(days=7)]
    ordered = list(dict.fromkeys(readings))
    return _fields(
        (ordered[0], ordered[0]), "day", inferred=True, others=tuple((d, d) for d in ordered[1:]), weekday=number
    )


def _near(found: re.Match[str], plain: str, anchor: date | None) -> Fields | None:
    if anchor is None:
        return None
    words = found["near"]
    day = timedelta(days=1)
    fixed = {
        "the day before yesterday": -2,
        "yesterday": -1,
        "last night": -1,
        "overnight": -1,
        "tomorrow": 1,
        "the day after tomorrow": 2,
    }
    if words in fixed:
        start = anchor + fixed[words] * day
        return _fields((start, anchor if words in ("last night", "overnight") else start), "day", inferred=True)
    step = -1 if words.startswith("last") else 1 if words.startswith("next") else 0
    unit = words.split()[-1]
    if unit == "week":
        monday = anchor - anchor.weekday() * day + 7 * step * day
        return _fields((monday, monday + 6 * day), "week", inferred=True)
    if unit == "weekend":
        saturday = anchor + (5 - anchor.weekday()) * day
        saturday += 7 * (step if step < 0 or anchor.weekday() >= 5 else 0) * day
        return _fields((saturday, saturday + day), "week", inferred=True)
    if unit == "month":
        month = anchor.year * 12 + anchor.month - 1 + step
        return _fields(_month(month // 12, month % 12 + 1), "month", inferred=True, month=month % 12 + 1)
    if unit == "year" and not words.endswith("past year"):
        return _fields(_year(anchor.year + step), "year", inferred=True)
    if unit in ("decade", "century", "year"):
        return None
    return _fields((anchor, anchor), "day", inferred=True)


_AGO = {"day": 1, "week": 7, "fortnight": 14, "hour": 0, "minute": 0}


def _ago(found: re.Match[str], plain: str, anchor: date | None) -> Fields | None:
    if anchor is None:
        return None
    raw, unit = found["an"], found["au"]
    number = int(raw) if raw.isdecimal() else SMALL[raw]
    if unit in _AGO:
        middle = anchor - timedelta(days=number * _AGO[unit])
        slack = timedelta(days={"day": 0, "week": 3, "fortnight": 4}.get(unit, 1))
        return _fields(
            (middle - slack, middle + slack), "day" if unit in ("day", "hour", "minute") else "week", inferred=True
        )
    if unit == "month":
        month = anchor.year * 12 + anchor.month - 1 - number
        return _fields(_month(month // 12, month % 12 + 1), "month", inferred=True)
    years = number * {"year": 1, "decade": 10}.get(unit, 100)
    wide = {"year": 0, "decade": 2}.get(unit, 20)
    return _fields(
        (date(anchor.year - years - wide, 1, 1), date(anchor.year - years + wide, 12, 31)), "year", inferred=True
    )


def _century(found: re.Match[str], plain: str, anchor: date | None) -> Fields | None:
    name = found["cn"]
    number = CENTURIES.get(name) or int(name[:-2])
    if not 1 <= number <= 21:
        return None
    interval = date(max(1, number * 100 - 100), 1, 1), date(number * 100 - 1, 12, 31)
    return _fields(_part(interval, (found["cp"] or "").strip(" -") or None), "century")


def _decade(found: re.Match[str], plain: str, anchor: date | None) -> Fields | None:
    year = int(found["dy"])
    interval = date(year, 1, 1), date(year + 9, 12, 31)
    return _fields(_part(interval, (found["dp"] or "").strip(" -") or None), "decade")


def _span(found: re.Match[str], plain: str, anchor: date | None) -> Fields | None:
    """``2025-26``, ``1914-1918``."""
    first = int(found["sp1"])
    last = int(found["sp2"]) if len(found["sp2"]) == 4 else first // 100 * 100 + int(found["sp2"])
    if last <= first:
        return None
    return _fields((date(first, 1, 1), date(last, 12, 31)), "year")


def _plain_year(found: re.Match[str], plain: str, anchor: date | None) -> Fields | None:
    before = plain[max(0, found.start() - 12) : found.start()]
    year = int(found["yy"])
    if not found["yp"] and _PLAIN_YEAR_BEFORE.search(before):
        return None
    if year < 1500 and not re.search(r"\b(?:in|of|since|from|year|by|to|until|between|and|about|around|ad)\s$", before):
        return None
    return _fields(_part(_year(year), found["yp"]), "year")


_READERS = {
    "iso": _iso,
    "num": _numeric,
    "dm": _day_first,
    "md": _month_first,
    "my": _month_year,
    "quarter": _quarter,
    "season": _season,
    "weekday": _weekday,
    "nth": _nth,
    "near": _near,
    "ago": _ago,
    "century": _century,
    "decade": _decade,
    "span": _span,
    "year": _plain_year,
}


# --- comparing --------------------------------------------------------------------------------------------------


def same_date(a: DateMention, b: DateMention) -> bool:
    """True where some reading of one lies within, or is, some reading of the other.

    Two mentions agree when month and day do and the year of one was only inferred; a weekday without an anchor agrees
    with its like.
    """
    for first in a.readings:
        for second in b.readings:
            if _within(first, second) or _within(second, first):
                return True
    if a.inferred != b.inferred and a.day and a.month and (a.day, a.month) == (b.day, b.month):
        return True
    if (a.inferred and b.inferred) or not (a.readings and b.readings):
        if a.day and b.day and not (a.month and b.month):
            return a.day == b.day
        if a.month and b.month:
            return a.month == b.month and (a.day is None or b.day is None or a.day == b.day)
        if a.weekday is not None and b.weekday is not None:
            return a.weekday == b.weekday
    return False


def _within(inner: Interval, outer: Interval) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def comparable_dates(a: DateMention, b: DateMention) -> bool:
    """True where both are placed in time, so that ``same_date`` being False means a difference."""
    return (
        bool(a.readings and b.readings)
        or bool(a.month and b.month)
        or (a.weekday is not None and b.weekday is not None)
    )
