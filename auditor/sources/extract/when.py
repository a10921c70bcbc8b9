"""Dates as pages write them, made ISO 8601."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from auditor.dateforms import MONTHS

_ISO = re.compile(
    r"((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?([0-2]\d|3[01])"
    r"(?:[T ]{1,2}([01]\d|2[0-3]):?([0-5]\d)(?::?([0-5]\d|60))?(?:[.,]\d{1,9})?\s?(Z|UTC|GMT|"
    r"[+-]\d\d:?(?:\d\d)?)?)?(?!\d)"
)
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:/|-|$)")
_FOREIGN = {
    "januar": 1, "jänner": 1, "février": 2, "fevrier": 2, "februar": 2, "märz": 3, "mars": 3, "avril": 4, "mai": 5,
    "juni": 6,
    "juin": 6, "juli": 7, "juillet": 7, "août": 8, "aout": 8, "septembre": 9, "oktober": 10, "octobre": 10,
    "novembre": 11,
    "dezember": 12, "décembre": 12, "janvier": 1, "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5,
    "junio": 6,
    "julio": 7, "agosto": 8, "septiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12, "gennaio": 1,
    "febbraio": 2,
    "aprile": 4, "maggio": 5, "giugno": 6, "luglio": 7, "settembre": 9, "ottobre": 10, "dicembre": 12, "janeiro": 1,
    "fevereiro": 2, "março": 3, "maio": 5, "junho": 6, "julho": 7, "setembro": 9, "outubro": 10, "novembro": 11,
    "dezembro": 12, "januari": 1, "februari": 2, "maart": 3, "mei": 5, "augustus": 8, "stycznia": 1, "lutego": 2,
    "marca": 3,
    "kwietnia": 4, "maja": 5, "czerwca": 6, "lipca": 7, "sierpnia": 8, "września": 9, "października": 10,
    "listopada": 11, "grudnia": 12, "maj": 5, "augusti": 8,
}  # fmt: skip
_NAMES = MONTHS | _FOREIGN
_DAY_FIRST = re.compile(
    r"\b([0-3]?\d)(?:st|nd|rd|th|er|º)?\.?\s{1,3}(?:de\s|"
    r"of\s)?([^\W\d_]{3,12})\.?,?\s{1,3}(?:de\s|del\s)?((?:19|20)\d\d)\b"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,12})\.?\s{1,3}([0-3]?\d)(?:st|nd|rd|th)?,?\s{1,3}((?:19|20)\d\d)\b")
_NUMERIC = re.compile(r"(?<!\d)([0-3]?\d)([./-])([0-3]?\d)\2((?:19|20)\d\d)(?!\d)")


def iso_date(text: str, *, day_first: bool = True) -> str | None:
    """The first date or moment in ``text`` as ISO 8601, or None. ``day_first`` reads 3/4/2023 as 3 April.

    A moment keeps its offset from UTC as written; a date alone stays a date.
    """
    text = text.strip()[:300]
    if found := _ISO.search(text):
        return _iso(found)
    for pattern, day, month, year in ((_DAY_FIRST, 1, 2, 3), (_MONTH_FIRST, 2, 1, 3)):
        for found in pattern.finditer(text):
            number = _NAMES.get(found.group(month).lower().rstrip("."))
            if number and (date := _date(int(found.group(year)), number, int(found.group(day)))):
                return date
    if found := _NUMERIC.search(text):
        a, b, year = int(found.group(1)), int(found.group(3)), int(found.group(4))
        if found.group(2) == ".":
            day_first = True
        first, second = ((a, b), (b, a)) if day_first else ((b, a), (a, b))
        return _date(year, first[1], first[0]) or _date(year, second[1], second[0])
    return _mail_date(text)


def url_date(url: str | None) -> str | None:
    """The day in an address such as ``/2023/03/02/``, or None."""
    found = _URL_DATE.search(url or "")
    return _date(int(found.group(1)), int(found.group(2)), int(found.group(3))) if found else None


def _iso(found: re.Match[str]) -> str | None:
    year, month, day, hour, minute, second, zone = found.groups()
    date = _date(int(year), int(month), int(day))
    if date is None or hour is None:
        return date
    moment = f"{date}T{hour}:{minute}:{second or '00'}"
    if not zone:
        return moment
    if zone in ("Z", "UTC", "GMT"):
        return moment + "Z"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{moment}{zone[0]}{digits[:2]}:{digits[2:]}"


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return datetime(year, month, day).date().isoformat()
    except ValueError:
        return None


def _mail_date(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
