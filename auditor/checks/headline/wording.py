"""Words of headlines and titles as they are compared: figures by value, other words by stem."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from auditor.text import STOPWORDS, Token, tokenize

LONGEST = 120
"""Words of a title that are compared; no title is longer, and alignment stays cheap on hostile input."""

_CARDINALS = {
    w: i
    for i, w in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty""".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12}
_ORDINALS = {
    w: i + 1
    for i, w in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split()
    )
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a title as it is compared."""

    norm: str
    key: str  # what aligns: "#4" for figures, "#4th" for ordinals, else the stem
    value: float | None
    ordinal: bool
    content: bool


def read_words(title: str) -> list[Word]:
    """The first 120 words of a title."""
    return [read_word(t) for t in tokenize(title)[:LONGEST]]


def read_word(token: Token) -> Word:
    """A token as titles compare it: figures and ordinals by value, other words by stem."""
    return _read(token.norm, token.stem)


@lru_cache(maxsize=65536)
def _read(norm: str, stem: str) -> Word:
    ordinal = _ORDINALS.get(norm)
    if ordinal is not None:
        return Word(norm, f"#{ordinal}th", float(ordinal), True, True)
    value = float(_CARDINALS[norm]) if norm in _CARDINALS else _figure(norm)
    if value is not None:
        return Word(norm, f"#{value:g}", value, False, True)
    return Word(norm, "percent" if norm == "%" else stem, None, False, norm not in STOPWORDS)


def _figure(norm: str) -> float | None:
    try:
        return float(norm.replace(",", "")) if norm[:1].isdigit() and ":" not in norm else None
    except ValueError:
        return None
