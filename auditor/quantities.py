"""Numbers as news writes them: digits or words, with unit, comparator, hedge and range, each with its place.

``parse_quantities`` finds them; ``same_quantity`` says whether two may stand for one figure. Calendar dates are
``auditor.dates``' business: a plain year, or a day beside a month's name, is no quantity. Values are given in the base
unit of their dimension (metres, kilograms, days, ...), so that ``60 centimetres`` equals ``0.6 metres``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from auditor.lexicon.words import COMPARATORS, ROUGHLY
from auditor.records import Span
from auditor.text import fold
from auditor.units import CURRENCIES, MAGNITUDES, SIGNS, UNITS


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of a text.

    ``value`` is the figure in the base unit of ``unit`` (for a range its middle), ``low`` and ``high`` the ends of a
    range (equal to ``value`` otherwise). ``unit`` is a dimension's base unit (``m``, ``kg``, ``day``, ``degree``,
    ``share`` for per cent and fractions, ``clock`` for minutes after midnight, ``ordinal``, ``times``) or a currency
    (``USD``, ``crown``); empty for a bare number. ``written`` is the unit as named (``km``, ``week``), ``plain`` the
    figure before conversion. ``comparator`` is one of ``= < <= > >=``. ``span`` covers figure and unit, ``whole`` the
    comparator and hedge too.
    """

    span: Span
    whole: Span
    text: str
    value: float
    low: float
    high: float
    unit: str = ""
    written: str = ""
    plain: float = 0.0
    comparator: str = "="
    hedged: bool = False
    digits: int = 1


# --- number words -----------------------------------------------------------------------------------------------

_ONES = {
    w: i
    for i, w in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
}
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_ORDINALS = {
    w: i
    for i, w in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split(),
        1,
    )
}
_ORDINALS |= {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100, "thousandth": 1000}
_FRACTIONS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twelfth": 12,
    "twentieth": 20,
    "hundredth": 100,
}
_FRACTIONS |= {word + "s": number for word, number in _FRACTIONS.items() if word not in ("half", "halves")}
_GROUPS = {"pair": 2, "couple": 2, "trio": 3, "dozen": 12, "dozens": 12, "score": 20, "fortnight": 14}
_TIMES = {"once": 1, "twice": 2, "thrice": 3, "double": 2, "doubled": 2, "triple": 3, "tripled": 3, "quadruple": 4}
_MONTHS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec""".split()
)
_LABELS = frozenset(
    "no nos number page pages chapter article section flight route room shaft stage volume figure table line".split()
)

_TOKEN = re.compile(
    r"""
      (?P<clock>\d{1,2}[:.]\d\d(?=\s?[ap]\.?m\b)|\d{1,2}:\d\d(?!\d))
    | (?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<tail>st\b|nd\b|rd\b|th\b)?
    | (?P<sign>us\$|a\$|c\$|nz\$|hk\$|[$€£¥₹])
    | (?P<word>[ap]\.m\.?|[^\W\d_]+(?:'[^\W\d_]+)?)
    | (?P<mark>[-%°½¼¾/²³])
    """,
    re.X,
)
_SPACES = re.compile(r"\s+")


@dataclass(slots=True)
class _Word:
    """A token of the scan: ``kind`` is the group that matched."""

    kind: str
    text: str
    start: int
    end: int
    ordinal: bool = False


def _scan(text: str) -> list[_Word]:
    out = []
    for found in _TOKEN.finditer(fold(text).lower()):
        kind = str(found.lastgroup if found.lastgroup != "tail" else "figure")
        body = found.group(kind)
        out.append(_Word(kind, body, found.start(), found.end(), found.group("tail") is not None))
    return out


# --- the parser -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Found:
    """A figure under construction: value, first and last token (exclusive), and what was read of its unit."""

    value: float
    first: int
    end: int
    digits: int
    unit: str = ""
    written: str = ""
    plain: float = 0.0
    factor: float = 1.0
    shift: float = 0.0
    high: float | None = None


def parse_quantities(text: str) -> list[Quantity]:
    """The figures of ``text`` in order, spans counted in it. Linear in the length of the text."""
    words = _scan(text)
    out: list[Quantity] = []
    at = 0
    while at < len(words):
        found = _read_at(words, at)
        if found is None:
            at += 1
            continue
        at = max(found.end, at + 1)
        if _lends_unit(words, found):
            _borrow_unit(words, found)
        if quantity := _finish(text, words, found):
            out.append(quantity)
    return out


def _lends_unit(words: list[_Word], found: _Found) -> bool:
    """``from 10 to 16 feet``: the first figure has the second one's unit."""
    return not found.unit and _text_at(words, found.first - 1) == "from" and _text_at(words, found.end) == "to"


def _borrow_unit(words: list[_Word], found: _Found) -> None:
    second = _read_at(words, found.end + 1) if found.end + 1 < len(words) else None
    if second is not None and second.unit not in ("", "clock", "ordinal", "times"):
        found.unit, found.written, found.factor, found.shift = (
            second.unit,
            second.written,
            second.factor,
            second.shift,
        )
        if second.value > 1000 * found.value and second.plain == second.value:
            scale = 10 ** (3 * ((len(str(int(second.value))) - 1) // 3))
            found.value *= scale
            found.plain = found.value


def _read_at(words: list[_Word], at: int) -> _Found | None:
    word = words[at]
    if word.kind == "clock":
        return _clock(words, at)
    if special := _half_past(words, at) or _special(words, at):
        return special
    start = at
    currency = ""
    if word.kind == "sign":
        currency = SIGNS[word.text]
        start = at + 1
        if start >= len(words) or words[start].kind != "figure" or words[start].start - word.end > 1:
            return None
    number = _number(words, start)
    if number is None:
        return None
    value, end, digits = number
    found = _Found(value, at, end, digits)
    if words[start].ordinal or _is_ordinal(words, start, end):
        found.unit = found.written = "ordinal"
        found.plain = value
        return None if _beside_month(words, at, end) else found
    _magnitude(words, found, bool(currency))
    if currency:
        found.unit = found.written = currency
    _range(words, found, currency)
    if not currency:
        _unit(words, found)
    if found.high is None and found.unit:
        _range_of_units(words, found)
    _and_a_half(words, found)
    _and_cents(words, found)
    if not found.unit and _is_label_or_year(words, found):
        return None
    if found.unit in ("", "day") and _beside_month(words, found.first, found.end):
        return None
    return found


def _number(words: list[_Word], at: int) -> tuple[float, int, int] | None:
    """(value, index after it, significant digits) of the number that begins at ``at``."""
    if at >= len(words):
        return None
    word = words[at]
    if word.kind == "figure":
        return _figure(words, at)
    if word.kind == "mark" and word.text in "½¼¾":
        return {"½": 0.5, "¼": 0.25, "¾": 0.75}[word.text], at + 1, 1
    if word.kind != "word":
        return None
    if word.text in _ORDINALS and _is_ordinal(words, at, at + 1):
        return float(_ORDINALS[word.text]), at + 1, 2
    return _spelled(words, at)


def _figure(words: list[_Word], at: int) -> tuple[float, int, int]:
    raw = words[at].text.replace(",", "")
    value, end = float(raw[:300]), at + 1
    digits = len(raw.replace(".", "").strip("0")) or 1
    if value == float("inf"):
        return 0.0, end, 1
    if end < len(words) and words[end].text in ("½", "¼", "¾") and words[end].start == words[at].end:
        value += {"½": 0.5, "¼": 0.25, "¾": 0.75}[words[end].text]
        end += 1
    return value, end, digits


def _spelled(words: list[_Word], at: int) -> tuple[float, int, int] | None:
    """A number in words: ``twenty-three``, ``two hundred and six``, ``a dozen``, ``half a million``, ``hundreds``."""
    total = current = 0.0
    i, seen = at, False
    while i < len(words) and words[i].kind in ("word", "mark"):
        text = words[i].text
        if text == "-" and seen and i + 1 < len(words) and words[i + 1].text in _ONES:
            i += 1
            continue
        if text in _ONES:
            if seen and (current % 10 or (current % 100 and _ONES[text] > 9)):
                break
            current += _ONES[text]
        elif text in _TENS:
            if seen and current % 100:
                break
            current += _TENS[text]
        elif text == "hundred" and (seen or _article(words, at, i)):
            current = (current or 1) * 100
        elif text in ("thousand", "million", "billion", "trillion") and (seen or _article(words, at, i)):
            total += (current or 1) * MAGNITUDES[text]
            current = 0
        elif text in ("dozen", "score") and (seen or _article(words, at, i)):
            current = (current or 1) * _GROUPS[text]
        elif _links(words, at, i, seen and (current >= 100 or total > 0)):
            i += 1
            continue
        else:
            break
        seen = True
        i += 1
    if not seen:
        return None
    value = total + current
    return value, i, len(str(int(value)).strip("0")) or 1


_AFTER_ARTICLE = frozenset("hundred thousand million billion trillion dozen score".split())


def _article(words: list[_Word], at: int, i: int) -> bool:
    """Whether the magnitude at ``i`` follows ``a``, as in ``a hundred``."""
    return i == at + 1 and words[at].text in ("a", "an")


def _links(words: list[_Word], at: int, i: int, large: bool) -> bool:
    """Whether the word at ``i`` carries the number on: ``a`` before ``hundred``, ``and`` in ``two hundred and six``."""
    text, after = words[i].text, _text_at(words, i + 1)
    if text in ("a", "an"):
        return i == at and after in _AFTER_ARTICLE
    return text == "and" and large and (after in _ONES or after in _TENS)


def _is_ordinal(words: list[_Word], at: int, end: int) -> bool:
    """``second`` in ``the second stage``, not in ``a second`` or ``30 seconds``; ``third`` not in ``a third of``."""
    word = words[at]
    if word.text not in _ORDINALS or end != at + 1:
        return False
    before = words[at - 1].text if at else ""
    after = words[at + 1].text if at + 1 < len(words) else ""
    if word.text in _FRACTIONS and before in ("a", "one", "-") and after in ("of", "less", "more", "fewer", "the", ""):
        return False
    return not (before in _ONES and before not in ("one",))


# --- special shapes ---------------------------------------------------------------------------------------------


def _special(words: list[_Word], at: int) -> _Found | None:
    """Fractions, ``9 in 10``, ``twice``, ``half an hour``."""
    return _fraction(words, at) or _in_ten(words, at) or _twice(words, at) or _one_and_a_half(words, at)


def _one_and_a_half(words: list[_Word], at: int) -> _Found | None:
    """``a year and a half``."""
    tail = [_text_at(words, at + i) for i in range(2, 5)]
    if words[at].text not in ("a", "an", "one") or tail != ["and", "a", "half"]:
        return None
    found = _Found(1.5, at, at + 1, 2, plain=1.5)
    _unit(words, found)
    if not found.unit:
        return None
    found.end = at + 5
    return found


def _text_at(words: list[_Word], at: int) -> str:
    return words[at].text if 0 <= at < len(words) else ""


def _fraction(words: list[_Word], at: int) -> _Found | None:
    """``half``, ``a third``, ``two-thirds``, ``three quarters``, ``seven tenths``, ``one twentieth``."""
    head = words[at].text
    if head == "half":
        return _half(words, at)
    top = 1 if head in ("a", "an") else _ONES.get(head, 0)
    if words[at].kind == "figure" and head.isdecimal() and int(head[:6]) < 100:
        top = int(head)
    i = at + 1
    if top and _text_at(words, i) == "-":
        i += 1
    below = _FRACTIONS.get(_text_at(words, i))
    if not top or not below or (below == 2 and top != 1):
        return None
    text, after = words[i].text, _text_at(words, i + 1)
    if top == 1:
        if text in _ORDINALS and after not in _FRACTION_FOLLOWERS:
            return None
        if text == "quarter" and after not in _FRACTION_FOLLOWERS:
            return None
    elif not text.endswith(("s", "halves")):
        return None
    if top >= below * 3:
        return None
    found = _Found(top / below, at, i + 1, 2, "share", "fraction", top / below)
    return _fraction_of_unit(words, found)


_FRACTION_FOLLOWERS = frozenset(
    "of less more fewer the lower higher smaller larger that as below above off up down in from to who were was are "
    "is".split()
) | {""}


def _fraction_of_unit(words: list[_Word], found: _Found) -> _Found:
    """``half an hour`` and ``a quarter of a million`` are amounts, not shares."""
    i = found.end
    if _text_at(words, i) == "of":
        i += 1
    if _text_at(words, i) not in ("a", "an", "one"):
        return found
    unit = _text_at(words, i + 1)
    if unit in ("million", "billion", "thousand", "dozen"):
        scale = MAGNITUDES.get(unit, 12.0)
        found.value, found.unit, found.written, found.end = found.value * scale, "", "", i + 2
        found.plain = found.value
        _unit(words, found)
    elif unit in UNITS and UNITS[unit][0] in ("day", "m", "m2", "kg", "l"):
        found.end = i + 1
        found.unit = found.written = ""
        _unit(words, found)
    return found


def _half(words: list[_Word], at: int) -> _Found | None:
    after = _text_at(words, at + 1)
    if _text_at(words, at - 1) in ("and", "second", "first", "other", "-", "hour", "year") or after in ("-", "past"):
        return None
    return _fraction_of_unit(words, _Found(0.5, at, at + 1, 1, "share", "fraction", 0.5))


def _in_ten(words: list[_Word], at: int) -> _Found | None:
    """``nine in 10``, ``four farms in ten``, ``one out of five``."""
    top = _small(words, at)
    if top is None:
        return None
    i = at + 1
    if _text_at(words, i) not in ("in", "out") and _text_at(words, i + 1) == "in":
        i += 1
    if _text_at(words, i) == "out" and _text_at(words, i + 1) == "of":
        i += 2
    elif _text_at(words, i) == "in" or (_text_at(words, i) == "every" and i > at):
        i += 1
    else:
        return None
    if _text_at(words, i) == "every":
        i += 1
    below = _small(words, i)
    if below not in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 50, 100, 1000) or top >= below:
        return None
    after = _text_at(words, i + 1)
    if after in _MONTHS or after in UNITS:
        return None
    share = top / below
    return _Found(share, at, i + 1, 2, "share", "in", share)


def _small(words: list[_Word], at: int) -> int | None:
    text = _text_at(words, at)
    if text.isdecimal() and len(text) <= 4:
        return int(text)
    return _ONES.get(text) or _TENS.get(text) or {"hundred": 100}.get(text)


def _twice(words: list[_Word], at: int) -> _Found | None:
    text = words[at].text
    if text in _TIMES and text != "once":
        return _Found(float(_TIMES[text]), at, at + 1, 1, "times", text, float(_TIMES[text]))
    return None


def _clock(words: list[_Word], at: int) -> _Found | None:
    hour, minute = (int(part) for part in re.split("[:.]", words[at].text))
    if hour > 24 or minute > 59:
        return None
    return _meridiem(words, _Found(hour * 60.0 + minute, at, at + 1, 3, "clock", "clock", hour * 60.0 + minute))


def _meridiem(words: list[_Word], found: _Found) -> _Found:
    """Adds twelve hours for ``p.m.``; the value is minutes after midnight."""
    mark = _text_at(words, found.end).replace(".", "")
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


def _half_past(words: list[_Word], at: int) -> _Found | None:
    """``half past seven``, ``quarter to nine``, ``10 a.m.``, ``noon``, ``midnight``, ``eight o'clock``."""
    text = words[at].text
    if text in ("noon", "midday", "midnight"):
        value = 0.0 if text == "midnight" else 720.0
        return _Found(value, at, at + 1, 3, "clock", "pm" if value else "am", value)
    if text in ("half", "quarter") and _text_at(words, at + 1) in ("past", "to"):
        hour = _small(words, at + 2)
        if hour is None or hour > 12:
            return None
        minutes = 30 if text == "half" else 15
        sign = 1 if words[at + 1].text == "past" else -1
        return _of_day(words, _Found(hour * 60.0 + sign * minutes, at, at + 3, 3, "clock", "clock"))
    number = _small(words, at)
    after = _text_at(words, at + 1)
    if number is not None and number <= 12 and (after.replace(".", "") in ("am", "pm") or after == "o'clock"):
        end = at + 1 + (after == "o'clock")
        return _of_day(words, _Found(number * 60.0, at, end, 3, "clock", "clock"))
    return None


def _of_day(words: list[_Word], found: _Found) -> _Found:
    """``half past seven in the evening`` is 19:30."""
    ahead = [_text_at(words, found.end + i) for i in range(3)]
    if ahead[:2] == ["in", "the"] and ahead[2] in ("morning", "afternoon", "evening"):
        if ahead[2] != "morning" and found.value < 720:
            found.value += 720
        found.end += 3
        found.written = "am" if ahead[2] == "morning" else "pm"
        found.plain = found.value
        return found
    return _meridiem(words, found)


# --- magnitude, range, unit -------------------------------------------------------------------------------------


def _magnitude(words: list[_Word], found: _Found, currency: bool) -> None:
    text = _text_at(words, found.end)
    if text == "and" and _text_at(words, found.end + 1) == "a" and _text_at(words, found.end + 2) == "half":
        if _text_at(words, found.end + 3) in MAGNITUDES:  # two and a half thousand
            found.value += 0.5
            found.end += 3
            text = _text_at(words, found.end)
    if text == "-" and _text_at(words, found.end + 1) in ("million", "billion", "thousand"):
        found.end += 1
        text = words[found.end].text
    attached = found.end < len(words) and words[found.end].start == words[found.end - 1].end
    short = text in ("m", "k", "bn", "mn", "tn", "b")
    if text in MAGNITUDES and (
        not short or (attached and (currency or text not in ("m", "b"))) or text in ("bn", "mn")
    ):
        found.value *= MAGNITUDES[text]
        found.end += 1
        if text in ("million", "billion") and _text_at(words, found.end) in MAGNITUDES:
            return
    found.plain = found.value


def _range(words: list[_Word], found: _Found, currency: str) -> None:
    """Reads the second end of ``10 to 12``, ``10-12``, ``between 10 and 12``."""
    link = _text_at(words, found.end)
    before = _text_at(words, found.first - 1)
    between = before == "between"
    if not (link in ("-", "to") or (link == "and" and between)) or (link == "to" and before == "from"):
        return
    i = found.end + 1
    if _text_at(words, i) in SIGNS and words[i].kind == "sign":
        i += 1
    number = _number(words, i)
    if number is None or words[i].ordinal or _text_at(words, found.first - 1) == "-":
        return
    second = _Found(number[0], i, number[1], number[2])
    _magnitude(words, second, bool(currency))
    low, high = found.value, second.value
    if high > 1000 * max(low, 1e-9) and second.value == number[0] * 1e6:
        low *= 1e6  # 3 to 4 million
    elif second.value > number[0] and low < second.value / number[0]:
        low *= second.value / number[0]
    if not low < high or (link == "to" and not between and high > 20 * low > 0):
        return
    if link == "to" and _text_at(words, found.first - 1) in ("rose", "fell", "voted", "by", "vote", "won", "beat"):
        return
    found.value, found.high, found.end, found.digits = low, high, second.end, max(found.digits, second.digits)
    found.plain = low


def _unit(words: list[_Word], found: _Found) -> None:
    at = found.end
    text = _text_at(words, at)
    if text == "-" and _text_at(words, at + 1) in UNITS | CURRENCIES and words[at + 1].start == words[at].end:
        at += 1
        text = words[at].text
    pair = f"{text} {_text_at(words, at + 1)}"
    three = f"{pair} {_text_at(words, at + 2)}"
    for name, width in ((three, 3), (pair, 2), (text, 1)):
        if name in UNITS:
            found.unit, found.factor, found.shift, found.written = UNITS[name]
            found.end = at + width
            return
        if name in CURRENCIES:
            found.unit = found.written = CURRENCIES[name]
            found.end = at + width
            return


def _range_of_units(words: list[_Word], found: _Found) -> None:
    """Reads the second end of ``10% to 12%``."""
    before, link = _text_at(words, found.first - 1), _text_at(words, found.end)
    if not (link in ("-", "to") or (link == "and" and before == "between")):
        return
    if link == "to" and before not in ("", "of", "for", "between"):
        return
    number = _number(words, found.end + 1)
    if number is None or found.unit in ("clock", "ordinal"):
        return
    second = _Found(number[0], found.end + 1, number[1], number[2])
    _magnitude(words, second, False)
    _unit(words, second)
    if second.unit == found.unit and second.written == found.written and second.value > found.value:
        found.high, found.end = second.value, second.end


def _and_cents(words: list[_Word], found: _Found) -> None:
    """``thirteen dollars and ninety-nine cents`` is one sum."""
    i = found.end + (_text_at(words, found.end) == "and")
    if found.unit in ("", "cent", "penny") or found.unit not in CURRENCIES.values() or found.high is not None:
        return
    number = _number(words, i)
    if number and number[0] < 100 and CURRENCIES.get(_text_at(words, number[1])) in ("cent", "penny"):
        found.value += number[0] / 100
        found.plain, found.end = found.value, number[1] + 1


def _and_a_half(words: list[_Word], found: _Found) -> None:
    """``a year and a half``, ``three and a half hours``."""
    tail = [_text_at(words, found.end + i) for i in range(3)]
    if tail == ["and", "a", "half"]:
        found.value += 0.5
        found.plain = found.value
        found.end += 3
        if not found.unit:
            _unit(words, found)


def _is_label_or_year(words: list[_Word], found: _Found) -> bool:
    """A plain year, or the number in ``No. 5`` and ``Flight 12``."""
    if words[found.first].kind != "figure" or found.end != found.first + 1:
        return False
    before = _text_at(words, found.first - 1)
    raw = words[found.first].text
    if before in _LABELS:
        return True
    if not (raw.isdecimal() and len(raw) == 4 and 1500 <= int(raw) <= 2100):
        return False
    return before not in ("about", "some", "nearly", "almost", "roughly", "than", "over", "least", "approximately")


def _beside_month(words: list[_Word], at: int, end: int) -> bool:
    after = _text_at(words, end)
    if after == "of":
        after = _text_at(words, end + 1)
    before = _text_at(words, at - 1)
    numeric = _text_at(words, end) == "/" or before == "/"
    return before in _MONTHS - {"may"} or after in _MONTHS - {"may"} or numeric or _beside_may(words, at, end)


def _beside_may(words: list[_Word], at: int, end: int) -> bool:
    after = _text_at(words, end + (_text_at(words, end) == "of"))
    follow = words[end + 1].kind == "figure" if end + 1 < len(words) else True
    ordinary = _text_at(words, end + 1) in ("be", "have", "not", "also", "never", "still", "yet")
    if after == "may" and not ordinary:
        return follow or _text_at(words, at - 1) in ("on", "of", "until", "by", "from", "since", "to", "-", "")
    return _text_at(words, at - 1) == "may" and _text_at(words, at - 2) not in (
        "he",
        "she",
        "it",
        "they",
        "who",
        "that",
    )


# --- the finished quantity --------------------------------------------------------------------------------------


def _finish(text: str, words: list[_Word], found: _Found) -> Quantity | None:
    comparator, hedged, first = _before(words, found.first)
    comparator, hedged, end = _after(words, found.end, comparator, hedged)
    low = (found.value + found.shift) * found.factor
    high = (found.high + found.shift) * found.factor if found.high is not None else low
    if not abs(low) < 1e18 or not abs(high) < 1e18:
        return None
    span = Span(words[found.first].start, words[found.end - 1].end)
    return Quantity(
        span,
        Span(words[first].start, words[end - 1].end),
        text[span.start : span.end],
        (low + high) / 2,
        low,
        high,
        found.unit,
        found.written,
        found.plain or found.value,
        comparator,
        hedged,
        found.digits,
    )


_COMPARATOR_KEYS = {tuple(key.split()): sign for key, sign in COMPARATORS.items()}
_ROUGH_KEYS = frozenset(tuple(key.split()) for key in ROUGHLY)
_LONGEST = max(len(key) for key in (*_COMPARATOR_KEYS, *_ROUGH_KEYS))


def _before(words: list[_Word], first: int) -> tuple[str, bool, int]:
    """The comparator and hedge before the token at ``first``, and where they begin."""
    comparator, hedged, begin, at = "=", False, first, first
    for _ in range(2):
        if at and words[at - 1].text in ("a", "an", "the", "one", "as") and at == first:
            at -= 1
        for size in range(min(_LONGEST, at), 0, -1):
            key = tuple(word.text for word in words[at - size : at])
            if key in _COMPARATOR_KEYS or key in _ROUGH_KEYS:
                comparator = _COMPARATOR_KEYS.get(key, comparator) if comparator == "=" else comparator
                hedged = hedged or key in _ROUGH_KEYS
                at = begin = at - size
                break
        else:
            break
    return comparator, hedged, begin


def _after(words: list[_Word], end: int, comparator: str, hedged: bool) -> tuple[str, bool, int]:
    tail = (_text_at(words, end), _text_at(words, end + 1))
    if tail in (("or", "so"),):
        return comparator, True, end + 2
    if tail in (("or", "more"), ("or", "over"), ("or", "above")):
        return ">=", hedged, end + 2
    if tail in (("or", "less"), ("or", "fewer"), ("or", "under"), ("or", "below")):
        return "<=", hedged, end + 2
    return comparator, hedged, end


# --- comparing --------------------------------------------------------------------------------------------------

HEDGE_TOLERANCE = 0.1
"""``about`` covers a tenth either way: in the alterations and claims written for this project the widest rounding that
a writer marked with a hedge was 8 % (47 days as a month and a half was 3 %)."""
PAGE_HEDGE_TOLERANCE = 0.02
"""``About 60`` in the page does not make an exact 55 right: only a figure that rounds to it passes."""
CLOCK_TOLERANCE = 20
"""Minutes that ``about`` or ``shortly after`` a time of day may take in."""
UNIT_TOLERANCE = 0.02
"""Two units of one dimension (miles, kilometres) may differ by the rounding of a conversion."""


def comparable(a: Quantity, b: Quantity) -> bool:
    """True where the two measure one dimension, or one of them is a bare number and so may."""
    if a.unit == b.unit:
        return True
    return not a.unit or not b.unit


def same_quantity(a: Quantity, b: Quantity) -> bool:
    """True where a reader would take ``a`` (the claim's) and ``b`` (the page's) for one figure.

    Exact figures must agree; a hedge on ``a`` allows ``HEDGE_TOLERANCE``, another unit ``UNIT_TOLERANCE``; a
    comparator must hold of the other side's figure and be near it (``over 60`` for 63, not for 630).
    """
    if a.unit == b.unit:
        x, y = a.value, b.value
    elif a.unit and b.unit:
        return False
    else:
        x, y = (a.plain, b.value) if a.unit else (a.value, b.plain)
    # Nearly all pairs are told apart here: no tolerance reaches to the double.
    if (x > 2 * y > 0 or y > 2 * x > 0) and a.low == a.high and b.low == b.high and a.unit != "clock":
        return False
    if a.unit and b.unit and a.unit == "clock":
        if (a.hedged or b.hedged) and abs(a.value - b.value) <= CLOCK_TOLERANCE:
            return True
        return a.value == b.value or (a.value % 720 == b.value % 720 and "clock" in (a.written, b.written))
    left, right = (a, b) if a.unit and b.unit else (_bare(a), _bare(b))
    if left.comparator != "=" and right.comparator == "=":
        return _holds(left, right)
    if right.comparator != "=" and left.comparator == "=":
        return _holds(right, left) and (left.hedged or _rounds(left, right) or _close(left, right, 0.0))
    if left.comparator[0] != right.comparator[0] and not (left.hedged or right.hedged):
        return False
    return _close(left, right, _tolerance(left, right))


def _bare(q: Quantity) -> Quantity:
    """``q`` by the figure as written, for comparing with a number without a unit."""
    if not q.unit:
        return q
    width = (q.high - q.low) * (q.plain / q.low if q.low else 1.0)
    return replace(q, value=q.plain + width / 2, low=q.plain, high=q.plain + width, unit="")


def _tolerance(a: Quantity, b: Quantity) -> float:
    tolerance = HEDGE_TOLERANCE if a.hedged else PAGE_HEDGE_TOLERANCE if b.hedged else 0.0
    if a.written != b.written and a.unit:
        return max(tolerance, UNIT_TOLERANCE)
    return max(tolerance, 1e-9)


def _close(a: Quantity, b: Quantity, tolerance: float) -> bool:
    tolerance = max(tolerance, _tolerance(a, b))

    def near(x: float, y: float) -> bool:
        return abs(x - y) <= tolerance * max(abs(x), abs(y)) + 1e-9

    if near(a.low, b.low) and near(a.high, b.high):
        return True
    hedged = a.hedged or b.hedged
    inside = (a.low <= b.value <= a.high and a.low < a.high) or (b.low <= a.value <= b.high and b.low < b.high)
    return hedged and inside


def _holds(bound: Quantity, figure: Quantity) -> bool:
    """Whether ``figure`` satisfies the comparator of ``bound`` and lies near enough to be meant by it."""
    limit, value = bound.value, figure.value
    slack = 0.02 * abs(limit) if bound.unit and bound.written != figure.written else 0.0
    if bound.comparator in (">", ">="):
        near = value <= limit * 1.35 + 1e-9
        return near and (value > limit - slack or (value >= limit and bound.comparator == ">="))
    near = value >= limit * 0.7 - 1e-9
    return near and (
        value < limit + slack or (value <= limit and bound.comparator == "<=") or (bound.hedged and value <= limit)
    )


def _rounds(a: Quantity, b: Quantity) -> bool:
    return abs(a.value - b.value) <= HEDGE_TOLERANCE * max(abs(a.value), abs(b.value))
