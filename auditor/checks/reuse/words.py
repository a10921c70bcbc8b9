"""What is known of English words: how rare a word is in news, which words stand for one another, number words.

The tables are data files beside this module, read once when first needed.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

NUMBER_WORDS: dict[str, str] = {
    **{
        word: str(value)
        for value, word in enumerate(
            """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
            seventeen eighteen nineteen twenty""".split()
        )
        if word != "one"
    },
    **{
        word: str(value * 10)
        for value, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), start=3)
    },
    "dozen": "12",
    "twice": "2",
    "double": "2",
    "pair": "2",
    "couple": "2",
    "half": "0.5",
}
"""Number words with their figures. ``one`` is left out: it is a pronoun more often than a count."""


def figure_of(norm: str) -> str:
    """The figure a number or number word stands for, as written in digits."""
    return NUMBER_WORDS.get(norm, norm)


@cache
def _rarity() -> dict[str, float]:
    out: dict[str, float] = {}
    for line in _lines("rarity.txt"):
        band, *words = line.split()
        out.update(dict.fromkeys(words, max(0.1, int(band) / 10)))
    return out


def _lines(name: str) -> list[str]:
    text = files("auditor.checks.reuse").joinpath("data", name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def weight_of(stem: str) -> float:
    """How much a shared word tells, in [0.1, 1]: 1 for a word hardly ever met in news."""
    return _rarity().get(stem, 1.0)


def alternatives(stem: str) -> tuple[tuple[str, float], ...]:
    """The stems that can stand for ``stem``, each with how well, in (0, 1)."""
    return ()
