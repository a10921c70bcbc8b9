"""What stands beside a number: its magnitude, its range, its unit; and what makes it no quantity."""

from __future__ import annotations

from auditor.quantities.words import (
    LABELS,
    MONTHS,
    Found,
    Word,
    read_number,
    text_at,
)
from auditor.units import CURRENCIES, MAGNITUDES, SIGNS, UNITS


def read_magnitude(words: list[Word], found: Found, currency: bool) -> None:
    """Takes a magnitude behind the number into ``found``: ``million``, ``bn``, ``two and a half thousand``."""
    text = text_at(words, found.end)
    if text == "and" and text_at(words, found.end + 1) == "a" and text_at(words, found.end + 2) == "half":
        if text_at(words, found.end + 3) in MAGNITUDES:  # two and a half thousand
            found.value += 0.5
            found.end += 3
            text = text_at(words, found.end)
    if text == "-" and text_at(words, found.end + 1) in ("million", "billion", "thousand"):
        found.end += 1
        text = words[found.end].text
    attached = found.end < len(words) and words[found.end].start == words[found.end - 1].end
    short = text in ("m", "k", "bn", "mn", "tn", "b")
    if text in MAGNITUDES and (
        not short or (attached and (currency or text not in ("m", "b"))) or text in ("bn", "mn")
    ):
        found.value *= MAGNITUDES[text]
        found.end += 1
        if text in ("million", "billion") and text_at(words, found.end) in MAGNITUDES:
            return
    found.plain = found.value


def read_range(words: list[Word], found: Found, currency: str) -> None:
    """Reads the second end of ``10 to 12``, ``10-12``, ``between 10 and 12``."""
    link = text_at(words, found.end)
    before = text_at(words, found.first - 1)
    between = before == "between"
    if not (link in ("-", "to") or (link == "and" and between)) or (link == "to" and before == "from"):
        return
    i = found.end + 1
    if text_at(words, i) in SIGNS and words[i].kind == "sign":
        i += 1
    number = read_number(words, i)
    if number is None or words[i].ordinal or text_at(words, found.first - 1) == "-":
        return
    second = Found(number[0], i, number[1], number[2])
    read_magnitude(words, second, bool(currency))
    low, high = found.value, second.value
    if high > 1000 * max(low, 1e-9) and second.value == number[0] * 1e6:
        low *= 1e6  # 3 to 4 million
    elif second.value > number[0] > 0 and low < second.value / number[0]:
        low *= second.value / number[0]
    if not low < high or (link == "to" and not between and high > 20 * low > 0):
        return
    if link == "to" and text_at(words, found.first - 1) in ("rose", "fell", "voted", "by", "vote", "won", "beat"):
        return
    found.value, found.high, found.end, found.digits = low, high, second.end, max(found.digits, second.digits)
    found.plain = low


def read_unit(words: list[Word], found: Found) -> None:
    """Takes the unit behind the number into ``found``, with its factor to the base unit of its dimension."""
    at = found.end
    text = text_at(words, at)
    if text == "-" and text_at(words, at + 1) in UNITS | CURRENCIES and words[at + 1].start == words[at].end:
        at += 1
        text = words[at].text
    pair = f"{text} {text_at(words, at + 1)}"
    three = f"{pair} {text_at(words, at + 2)}"
    for name, width in ((three, 3), (pair, 2), (text, 1)):
        if name in UNITS:
            found.unit, found.factor, found.shift, found.written = UNITS[name]
            found.end = at + width
            return
        if name in CURRENCIES:
            found.unit = found.written = CURRENCIES[name]
            found.end = at + width
            return


def read_range_of_units(words: list[Word], found: Found) -> None:
    """Reads the second end of ``10% to 12%``."""
    before, link = text_at(words, found.first - 1), text_at(words, found.end)
    if not (link in ("-", "to") or (link == "and" and before == "between")):
        return
    if link == "to" and before not in ("", "of", "for", "between"):
        return
    number = read_number(words, found.end + 1)
    if number is None or found.unit in ("clock", "ordinal"):
        return
    second = Found(number[0], found.end + 1, number[1], number[2])
    read_magnitude(words, second, False)
    read_unit(words, second)
    if second.unit == found.unit and second.written == found.written and second.value > found.value:
        found.high, found.end = second.value, second.end


def add_cents(words: list[Word], found: Found) -> None:
    """``thirteen dollars and ninety-nine cents`` is one sum."""
    i = found.end + (text_at(words, found.end) == "and")
    if found.unit in ("", "cent", "penny") or found.unit not in CURRENCIES.values() or found.high is not None:
        return
    number = read_number(words, i)
    if number and number[0] < 100 and CURRENCIES.get(text_at(words, number[1])) in ("cent", "penny"):
        found.value += number[0] / 100
        found.plain, found.end = found.value, number[1] + 1


def add_half(words: list[Word], found: Found) -> None:
    """``a year and a half``, ``three and a half hours``."""
    tail = [text_at(words, found.end + i) for i in range(3)]
    if tail == ["and", "a", "half"]:
        found.value += 0.5
        found.plain = found.value
        found.end += 3
        if not found.unit:
            read_unit(words, found)


_LESSER = {
    "century": "decade year",
    "decade": "year",
    "year": "month week day",
    "month": "week day",
    "week": "day",
    "day": "hour minute",
    "hour": "minute second",
    "minute": "second",
    "mile": "yard",
    "km": "m",
    "m": "cm",
    "foot": "inch",
    "stone": "lb",
    "lb": "ounce",
    "kg": "g",
}
"""The units that go on from a larger one: ``four minutes and 5 seconds`` is one length of time."""
_BARE = {"hour": ("minute", 60), "foot": ("inch", 12), "minute": ("second", 60)}
"""What a last figure without a unit means, and what it stays below: ``an hour 20``, ``six feet two``."""
_AFTERWARDS = frozenset("later earlier before after longer shorter more less ago of on off".split())


def add_lesser(words: list[Word], found: Found) -> None:
    """Adds the smaller units that go on from ``found``: ``six feet two``, ``1 hour, 20 minutes and 5 seconds``."""
    whole, written = 1.0, found.written
    while found.high is None and written in _LESSER:
        i = found.end + (text_at(words, found.end) in ("and", "-"))
        number = read_number(words, i) if _close_by(words, found.end, i) else None
        if number is None or words[i].ordinal:
            return
        second = Found(number[0], i, number[1], number[2])
        read_unit(words, second)
        if second.written in _LESSER[written].split() and not _apart(words, found, second):
            scale = second.factor / found.factor
        elif _is_bare(words, found, second, written):
            second.written, most = _BARE[written]
            scale = whole / most
        else:
            return
        found.value += second.value * scale
        found.plain, found.end = found.value, second.end
        found.digits = max(2, found.digits, second.digits)
        written, whole = second.written, scale


def _close_by(words: list[Word], end: int, at: int) -> bool:
    """Whether the word at ``at`` follows the one before ``end``, with no more than a comma or ``and`` between."""
    if at >= len(words) or words[end].start - words[end - 1].end > 2:
        return False
    return at == end or words[at].start - words[at - 1].end <= 1


def _apart(words: list[Word], found: Found, second: Found) -> bool:
    """``for two weeks, three days longer than planned``: after a comma a length of its own."""
    comma = words[found.end].start - words[found.end - 1].end == 2
    return comma and text_at(words, second.end) in _AFTERWARDS


def _is_bare(words: list[Word], found: Found, second: Found, written: str) -> bool:
    """Whether a figure right behind the unit goes on from it, and counts nothing of its own."""
    if second.unit or written not in _BARE or second.value >= _BARE[written][1] or second.value % 1:
        return False
    if text_at(words, second.first - 1) == "-":
        return True
    if text_at(words, second.first - 1) == "and" or words[found.end].start - words[found.end - 1].end > 1:
        return False
    if second.end >= len(words) or words[second.end].start - words[second.end - 1].end > 1:
        return True
    return text_at(words, second.end) in _GOES_ON


_GOES_ON = frozenset("to after before for in on at and or but when while behind ahead from with tall high long".split())


def is_label_or_year(words: list[Word], found: Found) -> bool:
    """A plain year, or the number in ``No. 5`` and ``Flight 12``."""
    if words[found.first].kind != "figure" or found.end != found.first + 1:
        return False
    before = text_at(words, found.first - 1)
    raw = words[found.first].text
    if before in LABELS:
        return True
    if not (raw.isdecimal() and len(raw) == 4 and 1500 <= int(raw) <= 2100):
        return False
    return before not in ("about", "some", "nearly", "almost", "roughly", "than", "over", "least", "approximately")


def beside_month(words: list[Word], at: int, end: int) -> bool:
    """Whether a number stands beside the name of a month, and is a day or year of the calendar."""
    after = text_at(words, end)
    if after == "of":
        after = text_at(words, end + 1)
    numeric = text_at(words, end) == "/" or text_at(words, at - 1) == "/"
    return _behind_month(words, at) or after in MONTHS - {"may"} or numeric or _beside_may(words, at, end)


def _behind_month(words: list[Word], at: int) -> bool:
    """``March 29``, ``March, 1998``; ``In March, 29 of the 36`` has a comma before a count."""
    before = text_at(words, at - 1)
    if before not in MONTHS - {"may"}:
        return False
    short = len(before) < 5 and before not in ("june", "july")  # Mar. 29
    year = words[at].text.isdecimal() and len(words[at].text) == 4
    return words[at].start - words[at - 1].end <= 1 or short or year


def _beside_may(words: list[Word], at: int, end: int) -> bool:
    after = text_at(words, end + (text_at(words, end) == "of"))
    follow = words[end + 1].kind == "figure" if end + 1 < len(words) else True
    ordinary = text_at(words, end + 1) in ("be", "have", "not", "also", "never", "still", "yet")
    if after == "may" and not ordinary:
        return follow or text_at(words, at - 1) in ("on", "of", "until", "by", "from", "since", "to", "-", "")
    return text_at(words, at - 1) == "may" and text_at(words, at - 2) not in (
        "he",
        "she",
        "it",
        "they",
        "who",
        "that",
    )
