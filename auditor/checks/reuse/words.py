"""What is known of English words: how rare a word is in news, which words stand for one another, number words.

The tables are data files beside this module, read once when first needed.
"""

from __future__ import annotations

from functools import cache, lru_cache
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


PARTICLES = frozenset("off up out down away over back in on through apart aside ahead".split())
"""What makes another verb of a verb: ``put off`` is no kind of ``put``."""


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


@cache
def _table() -> bytes:
    return files("auditor.checks.reuse").joinpath("data", "synonyms.txt").read_bytes()


def _entry(key: str) -> bytes:
    """What the table says of ``key``, found by halving its sorted lines: a text needs few of its many keys."""
    table, wanted = _table(), key.encode() + b" "
    low, high = 0, len(table)  # both at the start of a line
    while low < high:
        start = table.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = table.index(b"\n", start)
        if table.startswith(wanted, start):
            return table[start + len(wanted) : end]
        if table[start:end] < wanted:
            low = end + 1
        else:
            high = start
    return b""


@lru_cache(maxsize=16384)
def alternatives(key: str) -> tuple[tuple[str, float], ...]:
    """The keys that can stand for ``key``, each with how well, in (0, 1), best first.

    A key is a stem, or stem and particle of a verb (``put+off``).
    """
    out = []
    credit = 0.0
    for part in _entry(key).decode().split():
        if part.isdigit():
            credit = int(part) / 10
        else:
            out.append((part, credit))
    return tuple(out)
