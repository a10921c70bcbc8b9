"""Number words and figures: the words of a text, and the numbers they spell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.text import fold
from auditor.units import MAGNITUDES

ONES = {
    w: i
    for i, w in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
}
TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
ORDINALS = {
    w: i
    for i, w in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split(),
        1,
    )
}
ORDINALS |= {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100, "thousandth": 1000}
FRACTIONS = {
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
FRACTIONS |= {word + "s": number for word, number in FRACTIONS.items() if word not in ("half", "halves")}
GROUPS = {"pair": 2, "couple": 2, "trio": 3, "dozen": 12, "dozens": 12, "score": 20, "fortnight": 14}
TIMES = {"once": 1, "twice": 2, "thrice": 3, "double": 2, "doubled": 2, "triple": 3, "tripled": 3, "quadruple": 4}
ENDLESS = 1e18
"""From here on a number is no figure of a text, but a play with digits."""
MONTHS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec""".split()
)
LABELS = frozenset(
    "no nos number page pages chapter article section flight route room shaft stage volume figure table line".split()
)

OPENERS = frozenset({*ONES, *TENS, *ORDINALS, *TIMES, *"a an half quarter hundred noon midday midnight".split()})
"""The words that a number in words, a fraction or a time of day may begin with."""

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
class Word:
    """A token of the scan: ``kind`` is the group that matched."""

    kind: str
    text: str
    start: int
    end: int
    ordinal: bool = False


def scan_words(text: str) -> list[Word]:
    """The words, figures and signs of ``text``, lower case, each with its place."""
    out = []
    for found in _TOKEN.finditer(fold(text).lower()):
        kind = str(found.lastgroup)
        if kind == "tail":
            out.append(Word("figure", found["figure"], found.start(), found.end(), ordinal=True))
        else:
            out.append(Word(kind, found[0], found.start(), found.end()))
    return out


@dataclass(slots=True)
class Found:
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


def text_at(words: list[Word], at: int) -> str:
    """The word at ``at``, or an empty string beyond either end."""
    return words[at].text if 0 <= at < len(words) else ""


def read_number(words: list[Word], at: int) -> tuple[float, int, int] | None:
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
    if word.text in ORDINALS and is_ordinal(words, at, at + 1):
        return float(ORDINALS[word.text]), at + 1, 2
    return _spelled(words, at)


def _figure(words: list[Word], at: int) -> tuple[float, int, int]:
    raw = words[at].text.replace(",", "")
    value, end = float(raw[:300]), at + 1
    digits = len(raw.replace(".", "").strip("0")) or 1
    if value == float("inf"):
        return 0.0, end, 1
    if end < len(words) and words[end].text in ("½", "¼", "¾") and words[end].start == words[at].end:
        value += {"½": 0.5, "¼": 0.25, "¾": 0.75}[words[end].text]
        end += 1
    return value, end, digits


def _spelled(words: list[Word], at: int) -> tuple[float, int, int] | None:
    """A number in words: ``twenty-three``, ``two hundred and six``, ``a dozen``, ``half a million``, ``hundreds``."""
    total = current = 0.0
    i, seen = at, False
    while i < len(words) and words[i].kind in ("word", "mark"):
        text = words[i].text
        if text == "-" and seen and i + 1 < len(words) and words[i + 1].text in ONES:
            i += 1
            continue
        if text in ONES:
            if seen and (current % 10 or (current % 100 and ONES[text] > 9)):
                break
            current += ONES[text]
        elif text in TENS:
            if seen and current % 100:
                break
            current += TENS[text]
        elif text == "hundred" and (seen or _article(words, at, i)):
            current = (current or 1) * 100
        elif text in ("thousand", "million", "billion", "trillion") and (seen or _article(words, at, i)):
            total += (current or 1) * MAGNITUDES[text]
            current = 0
        elif text in ("dozen", "score") and (seen or _article(words, at, i)):
            current = (current or 1) * GROUPS[text]
        elif _links(words, at, i, seen and (current >= 100 or total > 0)):
            i += 1
            continue
        else:
            break
        seen = True
        i += 1
    value = total + current
    if not seen or value >= ENDLESS:
        return None
    return value, i, len(str(int(value)).strip("0")) or 1


_AFTER_ARTICLE = frozenset("hundred thousand million billion trillion dozen score".split())


def _article(words: list[Word], at: int, i: int) -> bool:
    """Whether the magnitude at ``i`` follows ``a``, as in ``a hundred``."""
    return i == at + 1 and words[at].text in ("a", "an")


def _links(words: list[Word], at: int, i: int, large: bool) -> bool:
    """Whether the word at ``i`` carries the number on: ``a`` before ``hundred``, ``and`` in ``two hundred and six``."""
    text, after = words[i].text, text_at(words, i + 1)
    if text in ("a", "an"):
        return i == at and after in _AFTER_ARTICLE
    return text == "and" and large and (after in ONES or after in TENS)


def is_ordinal(words: list[Word], at: int, end: int) -> bool:
    """``second`` in ``the second stage``, not in ``a second`` or ``30 seconds``; ``third`` not in ``a third of``."""
    word = words[at]
    if word.text not in ORDINALS or end != at + 1:
        return False
    before = words[at - 1].text if at else ""
    after = words[at + 1].text if at + 1 < len(words) else ""
    if word.text in FRACTIONS and before in ("a", "one", "-") and after in ("of", "less", "more", "fewer", "the", ""):
        return False
    return not (before in ONES and before not in ("one",))
