"""Who is who on a page: what each named party is called beside its name, and with which other names it belongs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from auditor import lexicon
from auditor.checks.evidence import PageIndex
from auditor.checks.reading import Name, Reading, Word, is_past

_OPENERS = frozenset("the a an its his her their our my".split())
_STOPS = frozenset(
    """and but or that which when while as than because if to in on at by with from after before is was are were be been
    has have had will would could not said says""".split()
)
_JOINS = frozenset("of at for from".split())
_ITS = ("its", "their")
_LONGEST = 12
"""Words of an apposition that are read; longer ones are clauses of their own."""


@dataclass(eq=False, slots=True)
class Figure:
    """A party that the page names. ``parts`` are the words of its names, ``roles`` the stems it is described with,
    ``linked`` the words of other names within those descriptions; ``owned`` where one was
    ``its director``: of whom, the sentence alone does not say."""

    parts: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    linked: set[str] = field(default_factory=set)
    owned: bool = False


class Cast:
    """The figures of a page, found by the last word of their names."""

    def __init__(self, sentences: Iterable[Reading]) -> None:
        self.by_last: dict[str, Figure] = {}
        for reading in sentences:
            for name in reading.names:
                self._add(reading, name)

    def _add(self, reading: Reading, name: Name) -> None:
        figure = self.by_last.setdefault(name.parts[-1], Figure())
        figure.parts.update(name.parts)
        figure.roles.update(name.title.split())
        behind = _after(reading, name)
        inside: list[Word] = [*_before(reading, name), *behind]
        places = {w.at for w in inside}
        first = min(places, default=0)
        figure.owned |= first > 0 and reading.words[first - 1].norm in _ITS and first < name.first
        figure.owned |= bool(behind) and behind[0].norm in _ITS
        for other in reading.names:
            if other is not name and other.first in places:
                figure.linked.update(other.parts)
                self.by_last.setdefault(other.parts[-1], Figure()).linked.update(name.parts)
                places.difference_update(range(other.first, other.end))
        figure.roles.update(w.stem for w in inside if w.content and w.at in places)

    def figure(self, parts: Sequence[str]) -> Figure | None:
        """The figure with this name, by its last word."""
        return self.by_last.get(parts[-1]) if parts else None

    def called(self, words: Sequence[Word]) -> Figure | None:
        """The one figure that the page describes with the last of ``words`` and with more of them than any other."""
        stems = [w.stem for w in words]
        if not stems:
            return None
        scored = [(sum(s in f.roles for s in stems), f) for f in self.by_last.values() if stems[-1] in f.roles]
        if not scored:
            return None
        best = max(score for score, _ in scored)
        leading = [f for score, f in scored if score == best]
        return leading[0] if len(leading) == 1 else None


_casts: WeakKeyDictionary[PageIndex, Cast] = WeakKeyDictionary()


def cast_of(index: PageIndex) -> Cast:
    """The cast of a page, made the first time it is asked for."""
    cast = _casts.get(index)
    if cast is None:
        cast = _casts[index] = Cast(index.sentences)
    return cast


def _mark(reading: Reading, at: int) -> str:
    """What stands between the word at ``at`` and the next: empty for a space, or at the end of the sentence."""
    words = reading.words
    if at + 1 >= len(words):
        return "." if at >= 0 else ""
    if at < 0:
        return ""
    gap = reading.text[words[at].end : words[at + 1].start]
    return "" if gap == "-" else gap.strip(" ’'\"”“")


def _before(reading: Reading, name: Name) -> list[Word]:
    """``fisheries minister`` Renn, and ``its president``, Anneke Roos,"""
    words = reading.words
    out: list[Word] = []
    at = name.first - len(name.title.split()) - 1
    aside = at >= 0 and _mark(reading, at) == ","
    if aside and _mark(reading, name.end - 1)[:1] not in (",", ".", ";", ")"):
        return []
    opened = False
    while at >= 0 and len(out) < 7:
        word = words[at]
        owner = word.text.endswith(("'s", "’s", "s'", "s’"))
        if word.norm in _OPENERS or owner:
            opened = True
            if owner:
                out.append(word)
            break
        if word.quoted or not (word.content or word.norm in _JOINS) or _acts(word):
            break
        out.append(word)
        at -= 1
        if at >= 0 and _mark(reading, at):
            break
    return out if opened or not aside else []


def _after(reading: Reading, name: Name) -> list[Word]:
    """Anneke Roos, ``president of the league``, and Anneke Roos ``of the league``."""
    words = reading.words
    out: list[Word] = []
    mark = _mark(reading, name.end - 1)
    first = words[name.end].norm if name.end < len(words) else ""
    aside = mark in (",", "(", "–", "—", "-")
    if not aside and not (mark == "" and first in _JOINS):
        return []
    for word in words[name.end : name.end + _LONGEST]:
        if word.at > name.end and _mark(reading, word.at - 1):
            return out
        if (not aside and len(out) > 3) or (not aside and out and not (word.capital or word.norm in ("the", "of"))):
            return out
        if word.norm in _STOPS and word.norm not in ("in", "at", "for", "from") and first not in ("who", "whose"):
            return []
        out.append(word)
    return out if not aside else []


def _acts(word: Word) -> bool:
    return is_past(word) or bool(lexicon.REPORTING_VERBS & set(lexicon.lemmas(word.norm)))
