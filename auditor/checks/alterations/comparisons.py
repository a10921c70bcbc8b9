"""Comparisons turned round: ``more slowly than`` for ``faster than``, ``half as much`` for ``twice as much``.

A comparison is read with what stands on its two sides, so that ``A is shorter than B`` agrees with ``B is longer than
A``; two figures of the page that are set against each other (``38, compared with 95``) are one too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from auditor.checks.alterations.base import Found, Pairing, View, found
from auditor.checks.reading import Reading, Word
from auditor.quantities import Quantity
from auditor.records import DifferenceKind, Span
from auditor.text import stem

_SCALES: dict[str, tuple[str, str]] = {
    "amount": ("more greater higher larger bigger", "less fewer lower smaller"),
    "length": ("longer", "shorter briefer"),
    "speed": ("faster quicker", "slower"),
    "age": ("older", "younger newer"),
    "heat": ("warmer hotter", "colder cooler"),
    "price": ("dearer costlier", "cheaper"),
    "worth": ("better", "worse"),
    "force": ("stronger", "weaker"),
    "depth": ("deeper", "shallower"),
    "height": ("taller", "shorter"),
    "weight": ("heavier", "lighter"),
    "width": ("wider broader", "narrower"),
    "time": ("later", "earlier sooner"),
    "distance": ("further farther", "nearer closer"),
    "wet": ("wetter", "drier"),
    "busy": ("busier", "quieter"),
    "rich": ("richer wealthier", "poorer"),
    "steep": ("steeper", "gentler"),
    "safe": ("safer", "riskier"),
    "easy": ("easier", "harder"),
}
_BASES: dict[str, tuple[str, int]] = {
    **dict.fromkeys("quickly rapidly swiftly fast rapid".split(), ("speed", 1)),
    **dict.fromkeys("slowly gradually slow gradual".split(), ("speed", -1)),
    **dict.fromkeys("expensive costly expensively".split(), ("price", 1)),
    **dict.fromkeys("cheaply".split(), ("price", -1)),
    **dict.fromkeys("strongly powerful powerfully".split(), ("force", 1)),
    **dict.fromkeys("weakly".split(), ("force", -1)),
    **dict.fromkeys("time".split(), ("length", 1)),
}
"""What ``more`` or ``less`` before these words compares."""
COMPARATIVES = {
    word: (about, sign)
    for about, sides in _SCALES.items()
    for sign, side in zip((1, -1), sides, strict=True)
    for word in side.split()
}
"""Comparatives: what each compares, and whether it says more (+1) or less (-1) of it."""
_EXTREMES = {
    **dict.fromkeys("most highest largest biggest greatest".split(), ("amount", 1)),
    **dict.fromkeys("least fewest lowest smallest".split(), ("amount", -1)),
    **{
        word[:-1] + "st": scale
        for word, scale in COMPARATIVES.items()
        if word.endswith("er") and scale[0] != "amount" and word not in ("later", "sooner", "briefer")
    },
}
"""Superlatives: further than, or short of, all that they are compared with."""
_MEASURED = frozenset("amount length speed age heat price depth height weight width distance".split())
"""What figures measure, so that two of them, or one that is a multiple, may say it."""
_FIGURES = "figures"
_REACH = 8
"""Content words on each side that tell what is compared."""
LEAST_SHARED = 1.4
"""Words that two comparisons must share beside them to be one."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Words ``first`` to ``end`` (exclusive) say that what stands on the left is more (``sign`` +1) or less (-1) of
    ``about`` than what stands on the right. ``universal`` is True where the right side is all others."""

    first: int
    end: int
    sign: int
    about: str
    left: tuple[int, ...]
    right: tuple[int, ...]
    universal: bool = False
    unit: str = ""
    """Of two figures that are compared: what they count."""


def find_comparisons(view: View) -> Iterator[Found]:
    """Each comparison of the claim that a sentence it stands in makes the other way round."""
    for comparison in view.claim.once("comparisons", _read_comparisons):
        for number in view.homes()[:3]:
            if result := _compare(view, view.pairing(number), comparison):
                yield result
                break


def _read_comparisons(reading: Reading) -> list[Comparison]:
    """The comparisons that words of the sentence make."""
    words = [(_READERS[w.norm], w) for w in reading.words if w.norm in _READERS and not w.quoted]
    out = [read for make, word in words if (read := make(reading, word))]
    for figure in reading.quantities:
        word = next((w for w in reading.words if w.start == figure.span.start), None)
        if word is not None and not word.quoted and (read := _multiple(reading, word, figure)):
            out.append(read)
    return out


def _all_comparisons(reading: Reading) -> list[Comparison]:
    """Those that words make and those that two figures make."""
    return [*reading.once("comparisons", _read_comparisons), *_figures_compared(reading)]


def _make(
    reading: Reading, first: int, end: int, sign: int, about: str, *, split: int = 0, universal: bool = False
) -> Comparison:
    """``split`` is where the right side begins, by default at ``end``."""
    content = [w.at for w in reading.words if w.content and not w.absorbed]
    split = split or end
    left = tuple(k for k in content if k < first or end <= k < split)[-_REACH:]
    right = tuple(k for k in content if split <= k < _phrase_end(reading, split))[:_REACH]
    return Comparison(first, end, sign, about, left, right, universal)


def _phrase_end(reading: Reading, split: int) -> int:
    """Where the right side ends: at the first comma after a word of it, where who says so may follow."""
    words = reading.words
    for word in words[split + 1 :]:
        if "," in reading.text[words[word.at - 1].end : word.start] and any(w.content for w in words[split : word.at]):
            return word.at
    return len(words)


def _comparative(reading: Reading, word: Word) -> Comparison | None:
    """``faster than``, ``more slowly than``, ``fewer people came than``, ``40 minutes shorter``."""
    scale = COMPARATIVES.get(word.norm)
    if scale is None or _denied(reading, word) or _of_figure(reading, word):
        return None
    words, at = reading.words, word.at
    than = next((k for k in range(at + 1, min(at + _FAR, len(words))) if words[k].norm == "than"), None)
    if than is None:
        noun = at + 1 < len(words) and words[at + 1].content and words[at + 1].clause == word.clause
        return None if noun or not _after_figure(reading, word) else _make(reading, at, at + 1, scale[1], scale[0])
    follow = [w.norm for w in words[than + 1 : than + 5]]
    if than == at + 1 and follow and (follow[0] in ("a", "an", "one", "half") or follow[0][0].isdigit()):
        return None  # a figure's comparator: less than a month, more than half
    about, sign, end = *scale, at + 1
    inner = words[at + 1].norm
    if word.norm in ("more", "less"):
        if inner in _BASES:
            about, sign, end = _BASES[inner][0], sign * _BASES[inner][1], at + 2
        elif inner.endswith("ly"):
            about, end = stem(inner), at + 2
    universal = bool(_ALL & set(follow))
    if than == end:
        end = than + 1
    return _make(reading, at, end, sign, about, split=than + 1, universal=universal)


_FAR = 14
"""Words after a comparative within which its ``than`` stands."""
_ALL = frozenset("any all ever every other others anyone anything anywhere".split())
_DENIALS = frozenset("no not none nobody nothing never nor neither few".split())


def _denied(reading: Reading, word: Word) -> bool:
    """``No baker works longer than`` says that one rehearsed longest: left to others."""
    return any(w.norm in _DENIALS or w.norm.endswith("n't") for w in reading.words[max(0, word.at - 8) : word.at])


def _of_figure(reading: Reading, word: Word) -> bool:
    """Whether the word is a figure's comparator: ``more than 700``."""
    return any(
        q.comparator != "=" and q.whole.start <= word.start < q.span.start
        for q in reading.quantities
        if q.text.lower() != "one"
    )


def _after_figure(reading: Reading, word: Word) -> bool:
    return word.at > 0 and any(q.span.end == reading.words[word.at - 1].end for q in reading.quantities)


def _multiple(reading: Reading, word: Word, figure: Quantity) -> Comparison | None:
    """``twice as much as``, ``half as fast as``, ``a third of what``, ``double the``."""
    words = reading.words
    if figure.unit not in ("times", "share") or figure.value in (0.0, 1.0) or figure.written == "%":
        return None
    end = next((w.at for w in words[word.at :] if w.start >= figure.span.end), len(words))
    after = [w.norm for w in words[end : end + 2]]
    about = "amount"
    if after[:1] == ["as"] and len(after) == 2:
        about = (_BASES.get(after[1]) or COMPARATIVES.get(f"{after[1]}er") or (about, 1))[0]
    elif after != ["of", "what"] and not (
        word.norm in ("twice", "double") and after[:1] in (["the"], ["its"], ["what"])
    ):
        return None
    more = figure.value > 1 or any(w.norm == "again" for w in words[end + 2 : end + 4])  # half as full again
    return _make(reading, word.at, min(end + 2, len(words)), 1 if more else -1, about)


def _extreme(reading: Reading, word: Word) -> Comparison | None:
    """``the largest in the area since``: more than all others; no ``second largest``, and no ``at least``."""
    scale = _EXTREMES.get(word.norm)
    before = reading.words[word.at - 1].norm if word.at else ""
    if scale is None or before not in ("the", "its", "their", "his", "her") or _denied(reading, word):
        return None
    after = reading.words[word.at + 1 : word.at + 2]
    if word.norm in ("most", "least") and after and (not after[0].content or after[0].norm.endswith(("ly", "ed"))):
        return None
    return _make(reading, word.at, word.at + 1, scale[1], scale[0], universal=True)


def _moved(reading: Reading, word: Word) -> Comparison | None:
    """``a rise of 22 percent on the season before``."""
    sign = _MOVES.get(word.norm)
    after = reading.words[word.at + 1 : word.at + 3]
    if sign is None or len(after) < 2 or after[0].norm != "of" or _denied(reading, word):
        return None
    return _make(reading, word.at, word.at + 1, sign, "amount") if after[1].norm[0].isdigit() else None


_MOVES = {
    **dict.fromkeys("rise increase gain jump growth".split(), 1),
    **dict.fromkeys("fall drop decline decrease loss".split(), -1),
}


_SET_AGAINST = frozenset(("compared with", "compared to", "up from", "down from", "instead of", "rather than"))


_READERS: dict[str, Callable[[Reading, Word], Comparison | None]] = {
    **dict.fromkeys(_MOVES, _moved),
    **dict.fromkeys(_EXTREMES, _extreme),
    **dict.fromkeys(COMPARATIVES, _comparative),
}


def _figures_compared(reading: Reading) -> list[Comparison]:
    return reading.once("figures compared", lambda r: list(_read_figures(r)))


def _read_figures(reading: Reading) -> Iterator[Comparison]:
    """``38 faults, compared with 95``: two figures of one unit, one set against the other."""
    figures = [q for q in reading.quantities if q.unit not in ("ordinal", "clock", "times")]
    for a, b in pairwise(figures):
        between = reading.text[a.span.end : b.span.start].lower()
        if len(between) > 90 or a.value == b.value or not _one_measure(a, b):
            continue
        if _is_set_against(between):
            first = next((w.at for w in reading.words if w.start >= a.span.start), 0)
            end = next((w.at for w in reading.words if w.start >= b.span.end), len(reading.words))
            made = _make(reading, first, end, 1 if _size(a, b) > _size(b, a) else -1, _FIGURES)
            inner = tuple(w.at for w in reading.words[first:end] if w.content and w.end <= b.span.start)
            yield Comparison(first, end, made.sign, _FIGURES, (*made.left, *inner), made.right, unit=a.unit)


def _is_set_against(between: str) -> bool:
    """Whether the words between two figures end in a link and at most two words more: ``against the roughly``."""
    words = between.replace(",", " ").split()
    ends = {" ".join(words[k - 2 : k]) for k in range(max(2, len(words) - 2), len(words) + 1)}
    return bool(_SET_AGAINST & ends) or any(w in ("against", "versus") for w in words[-3:])


def _one_measure(a: Quantity, b: Quantity) -> bool:
    return a.unit == b.unit or not b.unit


def _size(a: Quantity, b: Quantity) -> float:
    return a.value if a.unit == b.unit else a.plain


def _compare(view: View, pairing: Pairing, said: Comparison) -> Found | None:
    best, result = 0.0, None
    for other in _all_comparisons(pairing.page):
        straight = _is_straight(pairing, said, other) if _comparable(said, other) else None
        if straight is None:
            continue
        left, right = (other.left, other.right) if straight else (other.right, other.left)
        shared = _shared(pairing, said.left, left) + _shared(pairing, said.right, right)
        if said.universal:
            shared = _shared(pairing, (*said.left, *said.right), (*left, *right))
        if shared >= LEAST_SHARED and shared > best:
            best, turned = shared, (said.sign == other.sign) != straight
            result = _found(view, pairing, said, other, straight, shared) if turned else None
    return result


def _is_straight(pairing: Pairing, said: Comparison, other: Comparison) -> bool | None:
    """Whether the two have the same things on the same sides; None where that cannot be told."""
    if said.universal:
        return True
    kept = _shared(pairing, said.right, other.right)
    out, back = _shared(pairing, said.left, other.right), _shared(pairing, said.right, other.left)
    if min(out, back) >= 0.7 and min(out, back) > kept:
        return False
    return True if kept >= max(out, back) else None


def _comparable(a: Comparison, b: Comparison) -> bool:
    if a.universal != b.universal:
        return False
    if a.about == b.about:
        return True
    figures, other = (a, b) if a.about == _FIGURES else (b, a)
    return figures.about == _FIGURES and other.about in _MEASURED and _may_count(figures.unit, other.about)


def _may_count(unit: str, measure: str) -> bool:
    """Whether figures of the unit may say that: trains make nothing dearer. Amounts and speeds have many units."""
    return unit not in _NO_PRICES if measure == "price" else unit in _UNITS.get(measure, (unit,))


_NO_PRICES = frozenset(("", "m", "m2", "kg", "l", "day", "degree", "share"))
_UNITS = {
    **dict.fromkeys(("depth", "height", "width", "distance"), ("m",)),
    "length": ("m", "day"),
    "age": ("day", ""),
    "heat": ("degree",),
    "weight": ("kg",),
}
"""What figures count that say so; where none is named here, any may."""


def _shared(pairing: Pairing, claim: tuple[int, ...], page: tuple[int, ...]) -> float:
    listed = set(page)
    return sum(w for i in claim if i in pairing.page_of for j, w in (pairing.page_of[i],) if j in listed)


def _found(
    view: View, pairing: Pairing, said: Comparison, other: Comparison, straight: bool, shared: float
) -> Found | None:
    left, right = (other.left, other.right) if straight else (other.right, other.left)
    both = _shared(pairing, said.left, left) >= 0.7 and _shared(pairing, said.right, right) >= 0.7
    if not straight and not both:
        return None
    words = [view.claim.words[k] for k in (*said.left, *said.right)]
    strength = 0.1 + 0.4 * pairing.coverage(words) + 0.1 * min(shared, 3.0) + 0.15 * both - 0.15 * (not straight)
    strength += 0.1 * (said.about == other.about)
    return found(
        view.match,
        DifferenceKind.COMPARATOR,
        _place(view.claim, said),
        _place(pairing.page, other),
        strength,
        "comparison_figures" if other.about == _FIGURES and said.about != _FIGURES else "comparison_turned",
    )


def _place(reading: Reading, comparison: Comparison) -> Span:
    words = reading.words
    return Span(words[comparison.first].start, words[max(comparison.first, comparison.end - 1)].end)
