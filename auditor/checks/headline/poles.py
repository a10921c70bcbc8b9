"""Outcomes on which news turns, as axes with two ends: approved or rejected, going on or ended, alive or dead.

Wider than opposites in the dictionary's sense: ``cancelled`` and ``as planned`` are no antonyms, but a headline with
the one over a text with the other is wrong. Only sound where both sides speak of one thing; the caller sees to that.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from auditor import lexicon
from auditor.checks.headline.terms import Term
from auditor.text import stem


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[tuple[str, int], ...]]:
    """Word or phrase, also by stem -> the (axis, end) pairs of ``outcomes.txt``; ends are 1 and -1."""
    out: dict[str, list[tuple[str, int]]] = {}
    axis = ""
    for line in _unwrapped((files(__package__) / "outcomes.txt").read_text("utf-8")):
        if line[:2] in ("+ ", "- "):
            end = 1 if line[0] == "+" else -1
            for word in filter(None, (part.strip() for part in line[2:].split(","))):
                for form in {word, stem(word)}:
                    out.setdefault(form, []).append((axis, end))
        elif line and not line.startswith("#"):
            axis = line
    return {word: tuple(places) for word, places in out.items()}


def _unwrapped(text: str) -> list[str]:
    """The lines of ``text``, a line that was broken inside a phrase joined with the next."""
    out = [""]
    for line in text.splitlines():
        if line[:2] in ("+ ", "- ") and out[-1][:2] == line[:2] and not out[-1].endswith(","):
            out[-1] += line[1:]
        else:
            out.append(line)
    return out


@lru_cache(maxsize=1)
def _phrases() -> re.Pattern[str]:
    return re.compile(" (" + "|".join(sorted((w for w in _table() if " " in w), key=len, reverse=True)) + ")(?= )")


@lru_cache(maxsize=32768)
def poles_of(lemmas: tuple[str, ...], norm: str) -> tuple[tuple[str, int], ...]:
    """The (axis, end) pairs a word stands for; ends are 1 and -1."""
    table = _table()
    if norm.endswith(("er", "ers", "or", "ors")) and norm not in table:
        return ()  # rescuers are no rescue
    return tuple(dict.fromkeys(p for word in (*lemmas, norm) for p in table.get(word, ())))


def phrase_poles(plain: str) -> list[tuple[str, int]]:
    """The (axis, end) pairs of the listed phrases in ``plain``, base forms with single spaces around each."""
    table = _table()
    out = [p for found in _phrases().finditer(plain) for p in table[found.group(1)]]
    return out + ([("approval", 1)] if _VOTED_FOR.search(plain) else [])


_VOTED_FOR = re.compile(r" vote (?:\S+ ){0,5}(?:for|in favour of|in favor of) ")


def at_odds(a: Term, b: Term) -> bool:
    """Whether two words are listed opposites or stand at two ends of one axis."""
    ends = dict(poles_of(a.lemmas, a.norm))
    turned = any(ends.get(axis, end) != end for axis, end in poles_of(b.lemmas, b.norm))
    return turned or lexicon.are_antonyms(a.norm, b.norm)
