"""Before made after: the order of two events turned round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor import lexicon
from auditor.checks.alterations.base import Found, Pairing, View, found
from auditor.checks.reading import Reading, Word
from auditor.records import DifferenceKind, Span

# word -> +1 where what stands left of it happens later than what stands right, -1 where it happens earlier
_LINKS = {
    "before": -1,
    "after": 1,
    "until": -1,
    "till": -1,
    "following": 1,
    "once": 1,
    "since": 1,
    "preceded": -1,
    "precedes": -1,
    "preceding": -1,
    "followed": 1,
    "follows": 1,
}
_PAIRS = (("ahead", "of", -1), ("prior", "to", -1), ("later", "than", 1), ("earlier", "than", -1))


@dataclass(frozen=True, slots=True)
class _Order:
    """A link with the words on its two sides; ``left`` happens later than ``right`` where ``sign`` is +1."""

    word: Word
    sign: int
    left: tuple[int, ...]
    right: tuple[int, ...]


def find_order(view: View) -> Iterator[Found]:
    """Each ``before`` or ``after`` of the claim that its home sentence gives the other way."""
    for order in _orders(view.claim):
        for number in view.homes()[:3]:
            if result := _compare(view, view.pairing(number), order):
                yield result
                break


def _orders(reading: Reading) -> list[_Order]:
    return reading.once("orders", _find_orders)


def _find_orders(reading: Reading) -> list[_Order]:
    out = []
    for word in reading.words:
        sign = _sign(reading, word)
        if sign and not word.quoted and not _paired(reading, word):
            left, right = _sides(reading, word)
            if left and right:
                out.append(_Order(word, sign, left, right))
    return out


def _paired(reading: Reading, word: Word) -> bool:
    """``before and after the works``: no order of two events."""
    words, at = reading.words, word.at
    ahead = at + 2 < len(words) and words[at + 1].norm in ("and", "or") and words[at + 2].norm in _LINKS
    behind = at >= 2 and words[at - 1].norm in ("and", "or") and words[at - 2].norm in _LINKS
    return ahead or behind


def _sign(reading: Reading, word: Word) -> int:
    words, at = reading.words, word.at
    after = words[at + 1].norm if at + 1 < len(words) else ""
    if word.norm in ("followed", "preceded") and after == "by":
        return -_LINKS[word.norm]
    for first, second, sign in _PAIRS:
        if word.norm == first and after == second:
            return sign
    if word.norm == "following" and at and words[at - 1].norm in ("the", "is", "was", "were", "are"):
        return 0
    if (word.norm == "once" and _counts(words, at)) or (word.norm == "after" and _is_called(words, at)):
        return 0
    if word.norm == "since" and not any(w.norm in ("has", "have", "had") for w in words[max(0, at - 8) : at]):
        return 0
    return _LINKS.get(word.norm, 0)


def _counts(words: list[Word], at: int) -> bool:
    """``once a day``, ``once more``, ``rather than once``: no link between two events."""
    after = [w.norm for w in words[at + 1 : at + 3]] or [""]
    often = after[0] in ("a", "an") and after[-1] in _PERIODS
    return often or after[0] in _NO_CLAUSE or (at > 0 and words[at - 1].norm in ("than", "at"))


_PERIODS = frozenset("hour day night week fortnight month quarter season year decade".split())
_NO_CLAUSE = frozenset(("every", "again", "more", "or"))


def _is_called(words: list[Word], at: int) -> bool:
    """``named after Jules Vellon``: an honour, no time."""
    return any(_CALLING & set(lexicon.lemmas(w.norm)) for w in words[max(0, at - 2) : at])


_CALLING = frozenset(("name", "rename", "call", "christen"))


def _sides(reading: Reading, word: Word) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Content words left and right of the link; ``After X, Y`` reads as ``Y after X``."""
    words = reading.words
    content = [w for w in words if w.content and not w.absorbed and w.at != word.at]
    left = [w for w in content if w.at < word.at]
    right = [w for w in content if w.at > word.at]
    if not left or _opens_clause(reading, word):
        comma = next((w.clause for w in right if w.clause > word.clause and _comma_before(reading, w)), None)
        if comma is not None:
            inner = [w for w in right if w.clause < comma]
            outer = [w for w in right if w.clause >= comma]
            return tuple(w.at for w in (*left, *outer)), tuple(w.at for w in inner)
    return tuple(w.at for w in left[-8:]), tuple(w.at for w in right[:8])


def _opens_clause(reading: Reading, word: Word) -> bool:
    return word.at == 0 or reading.text[reading.words[word.at - 1].end : word.start].strip() in (".", "“", '"')


def _comma_before(reading: Reading, word: Word) -> bool:
    return word.at > 0 and "," in reading.text[reading.words[word.at - 1].end : word.start]


def _compare(view: View, pairing: Pairing, order: _Order) -> Found | None:
    best: tuple[float, Found | None] = (0.0, None)
    if _is_measured(view.claim, order.word) and any(_is_measured(pairing.page, o.word) for o in _orders(pairing.page)):
        return None  # later than expected, earlier than expected: a comparison, no order of two events
    for other in _orders(pairing.page):
        same = _overlap(pairing, order.left, other.left) + _overlap(pairing, order.right, other.right)
        crossed = _overlap(pairing, order.left, other.right) + _overlap(pairing, order.right, other.left)
        sides = (order.left, order.right)
        if max(same, crossed) < 1.0 or abs(same - crossed) < 0.8:
            continue
        if max(same, crossed) <= best[0]:
            continue
        if (order.sign == other.sign) == (same > crossed):
            best = (max(same, crossed), None)
            continue
        if order.word.norm == other.word.norm and _same_time(view.claim, order.word, pairing.page, other.word):
            continue
        both = _both(pairing, order, other, same > crossed)
        size = sum(len(s) for s in sides)
        strength = 0.15 + 0.5 * max(same, crossed) / max(1, size) + (0.25 if both else -0.2)
        span = Span(order.word.start, _next_end(view.claim, order.word))
        source = Span(other.word.start, _next_end(pairing.page, other.word))
        best = (max(same, crossed), found(view.match, DifferenceKind.ORDER, span, source, strength, "order_link"))
    return best[1]


def _same_time(claim: Reading, ours: Word, page: Reading, theirs: Word) -> bool:
    """Whether both links lead to one time, in figures: ``until 1996``, ``after six days``."""
    said, written = (
        {(q.value, q.unit) for q in reading.quantities if _opens(reading, word, q.span)}
        | {(float(w.norm), "year") for w in reading.words[word.at + 1 : word.at + 2] if w.norm.isdecimal()}
        for reading, word in ((claim, ours), (page, theirs))
    )
    return bool(said & written)


def _opens(reading: Reading, word: Word, span: Span) -> bool:
    """Whether the figure stands right behind the word."""
    return word.at + 1 < len(reading.words) and span.start == reading.words[word.at + 1].start


def _is_measured(reading: Reading, word: Word) -> bool:
    return word.norm in ("later", "earlier") and reading.words[word.at + 1].norm == "than"


def _overlap(pairing: Pairing, claim: tuple[int, ...], page: tuple[int, ...]) -> float:
    listed = set(page)
    return sum(w for i in claim if i in pairing.page_of for j, w in (pairing.page_of[i],) if j in listed)


def _both(pairing: Pairing, order: _Order, other: _Order, straight: bool) -> bool:
    """Whether each side of the claim's link has something on the page's matching side."""
    left, right = (other.left, other.right) if straight else (other.right, other.left)
    return _overlap(pairing, order.left, left) >= 0.7 and _overlap(pairing, order.right, right) >= 0.7


def _next_end(reading: Reading, word: Word) -> int:
    follow = [w for w in reading.words[word.at + 1 : word.at + 4] if w.clause - word.clause <= 1]
    content = [w for w in follow if w.content]
    return content[-1].end if content else follow[-1].end if follow else word.end


def is_order_word(key: str) -> bool:
    """Whether a word puts events in order; its opposites are this module's, not the antonym rule's."""
    return key in _LINKS or key in lexicon.ORDER_WORDS
