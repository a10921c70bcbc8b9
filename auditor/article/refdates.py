"""Dates of publication as reference lists print them, as ISO 8601 cut to what is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from auditor.records import Span

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero ene gennaio janv",
            "february feb febr februar février fevrier febrero febbraio févr",
            "march mar mär märz mars marzo",
            "april apr avril abril aprile avr abr",
            "may mai mayo maggio",
            "june jun juni juin junio giugno",
            "july jul juli juillet julio luglio juil",
            "august aug août aout agosto",
            "september sep sept septembre septiembre settembre",
            "october oct oktober okt octobre octubre ottobre",
            "november nov novembre noviembre",
            "december dec dezember dez décembre decembre diciembre dicembre déc dic",
        ),
        1,
    )
    for name in names.split()
}
_M = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_Y = r"(?:1[5-9]|20)\d\d"
_D = r"(?:3[01]|[12]\d|0?[1-9])"
_ORD = r"(?:st|nd|rd|th|er|\.|º)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s)?"
_TIME = r"(?:[T,]?\s?\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?\s?(?:[ap]\.?m\.?)?\s?(?:Z|UTC|GMT|E[SD]T|[+-]\d\d:?\d\d)?)?"

_DATES = re.compile(
    rf"""
      (?P<iso>\b(?P<iy>{_Y})(?P<isep>[-/.‐-–])(?P<im>0?[1-9]|1[0-2])(?:(?P=isep)(?P<id>{_D}))?(?!\d|[-–]\d|/)){_TIME}
    | (?P<dmy>{_WEEKDAY}\b(?P<dd>{_D}){_ORD}(?:\s?[-–/]\s?{_D}{_ORD})?\s(?:of\s
      |de\s)?(?P<dm>{_M}),?\s(?:de\s)?(?P<dy>{_Y})\b){_TIME}
    | (?P<mdy>{_WEEKDAY}\b(?P<mm>{_M})\s(?P<md>{_D}){_ORD}(?:\s?[-–]\s?(?:{_M}\s)?{_D}{_ORD})?,?\s(?P<my>{_Y})\b){_TIME}
    | (?P<ymd>\b(?P<yy>{_Y}),?\s(?P<ym>{_M})\s(?P<yd>{_D}){_ORD}(?!\d)(?:\s?[-–]\s?{_D})?)
    | (?P<yd2>\b(?P<y2>{_Y}),?\s(?P<d2>{_D})\s(?P<m2>{_M}))
    | (?P<slash>\b(?P<s1>\d{{1,2}})(?P<ssep>[/.])\s?(?P<s2>\d{{1,2}})(?P=ssep)(?:\s?(?P<s3>{_Y})
      |(?P<s4>\d\d))(?![\d/]|\.\d))
    | (?P<monthyear>\b(?P<nm>{_M})(?:\s?[-–/]\s?{_M})?,?\s(?:de\s)?(?P<ny>{_Y})\b)
    | (?P<yearmonth>\b(?P<oy>{_Y}),\s(?P<om>{_M})(?!\s\d))
    | (?P<season>\b(?:spring|summer|autumn|fall|winter|Q[1-4]|first\squarter|second\squarter
      |third\squarter|fourth\squarter|easter|christmas|hilary
      |michaelmas)(?:\s?[-–/]\s?\w+)?,?\s(?P<ey>{_Y})(?:\s?[-–/]\s?\d\d(?:\d\d)?)?\b)
    | (?P<seasonafter>\b(?P<fy>{_Y}),?\s(?:spring|summer|autumn|fall|winter)\b)
    | (?P<year>(?<![\d.,/$€£#-])\b(?P<yr>{_Y})(?:\s?[-–/]\s?(?:{_Y}|\d\d))?[a-d]?(?![\d/]|[.,]\d|\s?%|-\w)\b)
    """,
    re.X | re.I,
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: its ISO form, its place, and how it is written (``slash`` dates depend on ``day_first``)."""

    iso: str
    span: Span
    form: str

    @property
    def precision(self) -> int:
        """1 for a year, 2 for a month, 3 for a day."""
        return self.iso.count("-") + 1


def find_dates(text: str, *, day_first: bool = False) -> list[FoundDate]:
    """The dates in ``text`` in order. ``day_first`` reads 3/10/2023 as 3 October; dotted dates always are."""
    out = []
    for found in _DATES.finditer(text):
        form = next(k for k in _FORMS if found.group(k))
        iso = _iso(found, form, day_first)
        if iso:
            start, end = found.span(form)
            out.append(FoundDate(iso, Span(start, end), form))
    return out


_FORMS = ("iso", "dmy", "mdy", "ymd", "yd2", "slash", "monthyear", "yearmonth", "season", "seasonafter", "year")


def _iso(found: re.Match[str], form: str, day_first: bool) -> str | None:
    g = found.group
    if form == "iso":
        return _date(g("iy"), int(g("im")), g("id"))
    if form == "dmy":
        return _date(g("dy"), _month(g("dm")), g("dd"))
    if form == "mdy":
        return _date(g("my"), _month(g("mm")), g("md"))
    if form == "ymd":
        return _date(g("yy"), _month(g("ym")), g("yd"))
    if form == "yd2":
        return _date(g("y2"), _month(g("m2")), g("d2"))
    if form == "slash":
        return _slash(int(g("s1")), int(g("s2")), g("s3") or g("s4"), day_first or g("ssep") == ".")
    if form == "monthyear":
        return _date(g("ny"), _month(g("nm")), None)
    if form == "yearmonth":
        return _date(g("oy"), _month(g("om")), None)
    return str(g({"season": "ey", "seasonafter": "fy", "year": "yr"}[form]))


def _month(name: str) -> int:
    return _MONTHS[name.lower().rstrip(".")]


def _slash(first: int, second: int, year: str, day_first: bool) -> str | None:
    if len(year) == 2:
        year = ("20" if int(year) < 70 else "19") + year
    day, month = (first, second) if (day_first and second <= 12) or first > 12 else (second, first)
    return _date(year, month, str(day))


def _date(year: str, month: int, day: str | None) -> str | None:
    try:
        return date(int(year), month, int(day or 1)).isoformat()[: 10 if day else 7]
    except ValueError:
        return None


_DAY_MONTH = re.compile(
    rf"\b(?:(?P<d1>{_D}){_ORD}\s(?P<m1>{_M})|(?P<m2>{_M})\s(?P<d2>{_D}){_ORD})(?=\s*(?:[.,;:)\x01]|$))", re.I
)


def find_day(text: str, year: str) -> FoundDate | None:
    """A day and month without a year (``(2023) ... 3 May``), completed by ``year``; None where there is none."""
    found = _DAY_MONTH.search(text)
    if not found:
        return None
    iso = _date(year, _month(found.group("m1") or found.group("m2")), found.group("d1") or found.group("d2"))
    return FoundDate(iso, Span(*found.span()), "daymonth") if iso else None


def shows_day_first(texts: list[str]) -> bool:
    """True where some slashed date of a list can only be day first (13/2/2023) and none only month first."""
    first = second = 0
    for text in texts:
        for found in re.finditer(rf"\b(\d{{1,2}})/(\d{{1,2}})/(?:{_Y}|\d\d)\b", text):
            first += int(found.group(1)) > 12
            second += int(found.group(2)) > 12
    return first > 0 and second == 0
