"""The article's headline against the titles of what it cites: who counts, denies or turns otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from auditor.checks.headline.names import bare
from auditor.checks.headline.poles import at_odds
from auditor.checks.headline.terms import Term, read_terms
from auditor.checks.headline.wording import LONGEST
from auditor.checks.headline.words import NEGATIONS, TOLL
from auditor.records import DifferenceKind, Number

_FEWEST_SHARED = 2
"""Content words a headline and a title must share before their figures are taken to be about one thing."""


@dataclass(frozen=True, slots=True)
class TitleConflict:
    """What the headline says against what cited titles say. ``references`` are the titles' numbers, in printed order.

    ``headline`` and ``title`` are the words at odds; ``why`` is a sentence that names both sides.
    """

    kind: DifferenceKind
    headline: str
    title: str
    references: tuple[Number, ...]
    why: str


def headline_against_titles(headline: str, titles: Sequence[tuple[Number, str]]) -> list[TitleConflict]:
    """The conflicts between a headline and the cited titles, one for each pair of words at odds, most cited first.

    Only titles on the same matter count: at least two content words in common with the headline.
    """
    said = read_terms(bare(headline), LONGEST)
    found: dict[tuple[DifferenceKind, str, str], list[Number]] = {}
    for number, title in titles:
        other = read_terms(bare(title), LONGEST)
        if len(_topic(said) & _topic(other)) < min(_FEWEST_SHARED, max(1, len(_topic(said)))):
            continue
        for rule in _RULES:
            for kind, ours, theirs in rule(said, other):
                numbers = found.setdefault((kind, ours, theirs), [])
                if number not in numbers:
                    numbers.append(number)
    conflicts = [_conflict(*key, numbers) for key, numbers in found.items()]
    return sorted(conflicts, key=lambda c: -len(c.references))


def _conflict(kind: DifferenceKind, ours: str, theirs: str, numbers: list[Number]) -> TitleConflict:
    cited = ", ".join(f"[{n}]" for n in numbers)
    many = "titles say" if len(numbers) > 1 else "title says"
    why = f"the headline says “{ours}”, the cited {many} “{theirs}” ({cited})"
    return TitleConflict(kind, ours, theirs, tuple(numbers), why)


def _topic(words: Sequence[Term]) -> set[str]:
    return {w.key for w in words if w.content and w.value is None}


def _ordinal(word: Term) -> bool:
    return word.value is not None and word.key.endswith("th")


_Found = Iterator[tuple[DifferenceKind, str, str]]


def _ordinals(said: Sequence[Term], other: Sequence[Term]) -> _Found:
    """``Second`` against ``first``: a rank that one side has and the other gives otherwise."""
    ours = {w.key: w for w in said if _ordinal(w)}
    theirs = {w.key: w for w in other if _ordinal(w)}
    if len(ours) == 1 and theirs and not ours.keys() & theirs.keys():
        for word in theirs.values():
            yield DifferenceKind.ORDER, next(iter(ours.values())).text, word.norm


def _figures(said: Sequence[Term], other: Sequence[Term]) -> _Found:
    """Different figures of one thing: the same word counted, or a toll on both sides."""
    ours, theirs = _counted(said), _counted(other)
    for thing in ours.keys() & theirs.keys():
        a, b = ours[thing], theirs[thing]
        if a.value != b.value and not any(w.value == a.value for w in other):
            yield DifferenceKind.NUMBER, f"{a.norm} {thing}", f"{b.norm} {thing}"


def _counted(words: Sequence[Term]) -> dict[str, Term]:
    """What each figure counts: the next content word's norm, a toll's stem being one thing whatever its form."""
    out: dict[str, Term] = {}
    for at, word in enumerate(words):
        if word.value is None or _ordinal(word):
            continue
        following = next((w for w in words[at + 1 : at + 4] if w.content and w.value is None), None)
        if following is None and at and words[at - 1].key in TOLL:
            following = words[at - 1]
        if following is not None:
            out.setdefault(following.key, word)
    return out


def _denials(said: Sequence[Term], other: Sequence[Term]) -> _Found:
    """A predicate that one side denies and the other states."""
    ours, theirs = _denied(said), _denied(other)
    plain_ours, plain_theirs = _topic(said), _topic(other)
    if len(plain_ours & plain_theirs) < _FEWEST_SHARED + 1:
        return
    for key, (negation, word) in ours.items():
        if key in plain_theirs and not theirs:
            yield DifferenceKind.NEGATION, f"{negation} {word}", word
    for key, (negation, word) in theirs.items():
        if key in plain_ours and not ours:
            yield DifferenceKind.NEGATION, word, f"{negation} {word}"


def _denied(words: Sequence[Term]) -> dict[str, tuple[str, str]]:
    out = {}
    for at, word in enumerate(words):
        if word.norm in NEGATIONS:
            following = next((w for w in words[at + 1 : at + 4] if w.content and w.norm not in NEGATIONS), None)
            if following is not None:
                out[following.key] = (word.norm, following.norm)
    return out


def _opposites(said: Sequence[Term], other: Sequence[Term]) -> _Found:
    """A word of the headline whose listed opposite stands in a title that shares most other words."""
    ours, theirs = _topic(said), _topic(other)
    if len(ours & theirs) < max(_FEWEST_SHARED + 1, 0.5 * len(ours)):
        return
    for word in said:
        if not word.content or word.value is not None or word.key in theirs:
            continue
        for rival in other:
            alone = rival.content and rival.value is None and rival.key not in ours
            if alone and not word.meanings & rival.meanings and at_odds(word, rival):
                yield DifferenceKind.ANTONYM, word.text, rival.norm


_RULES: tuple[Callable[[Sequence[Term], Sequence[Term]], _Found], ...] = (
    _ordinals,
    _figures,
    _denials,
    _opposites,
)
