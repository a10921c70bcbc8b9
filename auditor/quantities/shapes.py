"""Numbers of special shape: fractions, one in ten, twice, times of day."""

from __future__ import annotations

import re

from auditor.quantities.extents import add_lesser, read_unit
from auditor.quantities.words import (
    FRACTIONS,
    MONTHS,
    ONES,
    ORDINALS,
    TENS,
    TIMES,
    Found,
    Word,
    text_at,
)
from auditor.units import MAGNITUDES, UNITS


def read_special(words: list[Word], at: int) -> Found | None:
    """Fractions, ``9 in 10``, ``twice``, ``half an hour``."""
    return _fraction(words, at) or _in_ten(words, at) or _twice(words, at) or _one_and_more(words, at)


def _one_and_more(words: list[Word], at: int) -> Found | None:
    """``a year and a half``, ``an hour and ten minutes``."""
    if words[at].text not in ("a", "an", "one") or text_at(words, at + 1) not in UNITS:
        return None
    found = Found(1.0, at, at + 1, 2, plain=1.0)
    read_unit(words, found)
    if [text_at(words, found.end + i) for i in range(3)] == ["and", "a", "half"]:
        found.value = found.plain = 1.5
        found.end += 3
        return found
    one = found.end
    add_lesser(words, found)
    return found if found.end > one else None


def _fraction(words: list[Word], at: int) -> Found | None:
    """``half``, ``a third``, ``two-thirds``, ``three quarters``, ``seven tenths``, ``one twentieth``."""
    head = words[at].text
    if head == "half":
        return _half(words, at)
    top = 1 if head in ("a", "an") else ONES.get(head, 0)
    if words[at].kind == "figure" and head.isdecimal() and len(head) < 3:
        top = int(head)
    i = at + 1
    if top and text_at(words, i) == "-":
        i += 1
    below = FRACTIONS.get(text_at(words, i))
    if not top or not below or (below == 2 and top != 1):
        return None
    text, after = words[i].text, text_at(words, i + 1)
    if top == 1:
        told = after in _FRACTION_FOLLOWERS or (after in _CHANGE_FOLLOWERS and text_at(words, at - 1) == "by")
        if text in ORDINALS and not told:
            return None
        if text == "quarter" and after not in _FRACTION_FOLLOWERS:
            return None
    elif not text.endswith(("s", "halves")):
        return None
    if top >= below * 3:
        return None
    found = Found(top / below, at, i + 1, 2, "share", "fraction", top / below)
    return _fraction_of_unit(words, found)


_FRACTION_FOLLOWERS = frozenset(
    "of less more fewer the lower higher smaller larger that as below above off up down in from to who were was are "
    "is".split()
) | {""}

_CHANGE_FOLLOWERS = frozenset(
    "next this last over since on after when while before during between compared against because if at".split()
)
"""What may follow a fraction after ``by``: ``up by a fifth next year``, but ``by a third party``."""


def _fraction_of_unit(words: list[Word], found: Found) -> Found:
    """``half an hour`` and ``a quarter of a million`` are amounts, not shares."""
    i = found.end
    if text_at(words, i) == "of":
        i += 1
    if text_at(words, i) not in ("a", "an", "one"):
        return found
    unit = text_at(words, i + 1)
    if unit in ("million", "billion", "thousand", "dozen"):
        scale = MAGNITUDES.get(unit, 12.0)
        found.value, found.unit, found.written, found.end = found.value * scale, "", "", i + 2
        found.plain = found.value
        read_unit(words, found)
    elif unit in UNITS and UNITS[unit][0] in ("day", "m", "m2", "kg", "l"):
        found.end = i + 1
        found.unit = found.written = ""
        read_unit(words, found)
    return found


def _half(words: list[Word], at: int) -> Found | None:
    after = text_at(words, at + 1)
    if text_at(words, at - 1) in ("and", "second", "first", "other", "-", "hour", "year") or after in ("-", "past"):
        return None
    return _fraction_of_unit(words, Found(0.5, at, at + 1, 1, "share", "fraction", 0.5))


def _in_ten(words: list[Word], at: int) -> Found | None:
    """``nine in 10``, ``four farms in ten``, ``one out of five``."""
    top = _small(words, at)
    if top is None:
        return None
    i = at + 1
    if text_at(words, i) not in ("in", "out") and text_at(words, i + 1) == "in":
        i += 1
    if text_at(words, i) == "out" and text_at(words, i + 1) == "of":
        i += 2
    elif text_at(words, i) == "in" or (text_at(words, i) == "every" and i > at):
        i += 1
    else:
        return None
    if text_at(words, i) == "every":
        i += 1
    below = _small(words, i)
    if below not in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 50, 100, 1000) or top >= below:
        return None
    after = text_at(words, i + 1)
    if after in MONTHS or after in UNITS:
        return None
    share = top / below
    return Found(share, at, i + 1, 2, "share", "in", share)


def _small(words: list[Word], at: int) -> int | None:
    text = text_at(words, at)
    if text.isdecimal() and len(text) <= 4:
        return int(text)
    return ONES.get(text) or TENS.get(text) or {"hundred": 100}.get(text)


def _twice(words: list[Word], at: int) -> Found | None:
    text = words[at].text
    if text in TIMES and text != "once":
        return Found(float(TIMES[text]), at, at + 1, 1, "times", text, float(TIMES[text]))
    return None


def read_clock(words: list[Word], at: int) -> Found | None:
    """A time of day in figures, ``5:12 a.m.``, in minutes after midnight; None where it is none."""
    hour, minute = (int(part) for part in re.split("[:.]", words[at].text))
    if hour > 24 or minute > 59:
        return None
    return _meridiem(words, Found(hour * 60.0 + minute, at, at + 1, 3, "clock", "clock", hour * 60.0 + minute))


def _meridiem(words: list[Word], found: Found) -> Found:
    """Adds twelve hours for ``p.m.``; the value is minutes after midnight."""
    mark = text_at(words, found.end).replace(".", "")
    if mark in ("am", "pm"):
        found.end += 1
        hour = found.value // 60
        if mark == "pm" and hour < 12:
            found.value += 720
        if mark == "am" and hour == 12:
            found.value -= 720
        found.written = mark
    found.value %= 1440
    found.plain = found.value
    return found


def read_half_past(words: list[Word], at: int) -> Found | None:
    """``half past seven``, ``quarter to nine``, ``10 a.m.``, ``noon``, ``midnight``, ``eight o'clock``."""
    text = words[at].text
    if text in ("noon", "midday", "midnight"):
        value = 0.0 if text == "midnight" else 720.0
        return Found(value, at, at + 1, 3, "clock", "pm" if value else "am", value)
    if text in ("half", "quarter") and text_at(words, at + 1) in ("past", "to"):
        hour = _small(words, at + 2)
        if hour is None or hour > 12:
            return None
        minutes = 30 if text == "half" else 15
        sign = 1 if words[at + 1].text == "past" else -1
        return _of_day(words, Found(hour * 60.0 + sign * minutes, at, at + 3, 3, "clock", "clock"))
    number = _small(words, at)
    after = text_at(words, at + 1)
    if number is not None and number <= 12 and (after.replace(".", "") in ("am", "pm") or after == "o'clock"):
        end = at + 1 + (after == "o'clock")
        return _of_day(words, Found(number * 60.0, at, end, 3, "clock", "clock"))
    return None


def _of_day(words: list[Word], found: Found) -> Found:
    """``half past seven in the evening`` is 19:30."""
    ahead = [text_at(words, found.end + i) for i in range(3)]
    if ahead[:2] == ["in", "the"] and ahead[2] in ("morning", "afternoon", "evening"):
        if ahead[2] != "morning" and found.value < 720:
            found.value += 720
        found.end += 3
        found.written = "am" if ahead[2] == "morning" else "pm"
        found.plain = found.value
        return found
    return _meridiem(words, found)
