"""A cited title against the page's own title, and a headline against the titles it rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.checks.headline.names import variants
from auditor.checks.headline.words import (
    CERTAIN,
    CLAIMING,
    DOUBT,
    HEDGES,
    NEGATIONS,
    OUTCOME,
    PROSPECT,
    QUANTIFIERS,
    RETROSPECT,
    RUNNING,
    STUDY,
    TOLL,
)
from auditor.records import TitleCheck, TitleKind
from auditor.text import STOPWORDS, Token, squash, tokenize

_LIMIT = 120
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


def compare_titles(cited: str, page_title: str) -> TitleCheck:
    """How the title in a reference list stands to the title of the page it leads to.

    Case, section labels (``Live:``) and a trailing outlet name are ignored. ``similarity`` in [0, 1] is the weighted
    share of words in common. Compares at most the first 120 words.
    """
    forms, other = variants(cited), variants(page_title)
    if not forms[0] or not other[0]:
        empty = "the cited title" if not forms[0] else "the page's title"
        return TitleCheck(TitleKind.DIFFERENT_ARTICLE, 0.0, f"{empty} is empty")
    if {f.casefold() for f in forms} & {f.casefold() for f in other}:
        return TitleCheck(TitleKind.SAME, 1.0, "the titles are equal but for case, section label or outlet name")
    keys = {_letters(f) for f in forms} & {_letters(f) for f in other}
    if keys - {""}:
        return TitleCheck(TitleKind.PUNCTUATION_ONLY, 0.99, "only punctuation or its style differs")
    return _judge(forms[-1], other[-1])


_AND = re.compile(r"\s*&\s*")
_PERCENT = re.compile(r"\s*%")


def _letters(title: str) -> str:
    """Letters and figures alone: ``U.S.`` is ``us``, ``long-term`` is ``long term``; a decimal point stays."""
    text = _PERCENT.sub(" percent", _AND.sub(" and ", squash(title).casefold())).replace("per cent", "percent")
    return re.sub(r"(?<!\d)\.|\.(?!\d)|[^\w.]|_", "", re.sub(r"(?<=\d),(?=\d{3})", "", text))


def read_words(title: str) -> list[Word]:
    """The first 120 words of a title."""
    return [read_word(t) for t in tokenize(title)[:_LIMIT]]


def read_word(token: Token) -> Word:
    """A token as titles compare it: figures and ordinals by value, other words by stem."""
    norm = token.norm
    ordinal = _ORDINALS.get(norm)
    if ordinal is not None:
        return Word(norm, f"#{ordinal}th", float(ordinal), True, True)
    value = float(_CARDINALS[norm]) if norm in _CARDINALS else _figure(norm)
    if value is not None:
        return Word(norm, f"#{value:g}", value, False, True)
    return Word(norm, "percent" if norm == "%" else token.stem, None, False, norm not in STOPWORDS)


def _figure(norm: str) -> float | None:
    try:
        return float(norm.replace(",", "")) if norm[:1].isdigit() and ":" not in norm else None
    except ValueError:
        return None


class _Pair:
    """Two titles aligned word by word; what each says that the other does not."""

    def __init__(self, cited: str, page: str) -> None:
        self.a, self.b = read_words(cited), read_words(page)
        ka, kb = {w.key for w in self.a}, {w.key for w in self.b}
        self.only_a = [w for w in self.a if w.key not in kb]
        self.only_b = [w for w in self.b if w.key not in ka]
        self.shared = ka & kb
        self.cover_a, self.cover_b = _cover(self.a, kb), _cover(self.b, ka)
        self.high, self.low = max(self.cover_a, self.cover_b), min(self.cover_a, self.cover_b)
        total = _weight(self.a) + _weight(self.b)
        common = total - _weight(self.only_a) - _weight(self.only_b)
        self.similarity = round(common / total, 4) if total else 0.0

    def has(self, words: list[Word], group: frozenset[str]) -> bool:
        return any(w.norm in group for w in words)

    def gained(self, group: frozenset[str]) -> bool:
        """Whether one title alone has a word of ``group``."""
        in_a = any(w.norm in group for w in self.a)
        in_b = any(w.norm in group for w in self.b)
        return in_a != in_b


def _weight(words: Sequence[Word]) -> float:
    return sum(1.0 if w.content else 0.25 for w in words)


def _cover(words: Sequence[Word], keys: set[str]) -> float:
    whole = _weight([w for w in words if w.content])
    return _weight([w for w in words if w.content and w.key in keys]) / whole if whole else 0.0


def _judge(cited: str, page: str) -> TitleCheck:
    pair = _Pair(cited, page)
    kind, why = _kind(pair, cited, page)
    return TitleCheck(kind, pair.similarity, why)


def _kind(pair: _Pair, cited: str, page: str) -> tuple[TitleKind, str]:
    for rule in (_altered, _contained, _moved_on, _substituted):
        answer = rule(pair, cited, page)
        if answer:
            return answer
    return TitleKind.DIFFERENT_ARTICLE, f"few words in common: cited “{cited[:80]}”, page “{page[:80]}”"


_Answer = tuple[TitleKind, str] | None


def _altered(pair: _Pair, cited: str, page: str) -> _Answer:
    """Close words with a changed negation, figure or direction."""
    if pair.high < 0.6 or pair.low < 0.34:
        return None
    if pair.gained(NEGATIONS):
        return TitleKind.ALTERED_MEANING, "one title denies what the other states"
    swapped = _swapped(pair)
    if swapped:
        return TitleKind.ALTERED_MEANING, f"who does what to whom is turned round at “{swapped}”"
    figures = _figures(pair)
    if figures:
        was, now, running = figures
        if running:
            return TitleKind.UPDATED, f"the figure moved on from {was.norm} to {now.norm}"
        return TitleKind.ALTERED_MEANING, f"the cited title says {was.norm}, the page says {now.norm}"
    return None


def _swapped(pair: _Pair) -> str | None:
    """A word that stands between the same two parties the other way round, in the same form."""
    at_a = {w.norm: i for i, w in enumerate(pair.a)}
    at_b = {w.norm: i for i, w in enumerate(pair.b)}
    shared = [w.norm for w in pair.a if w.content and w.norm in at_b]
    if len(shared) < 3 or pair.low < 0.75 or ("by" in at_a) != ("by" in at_b):
        return None
    for verb in shared:
        left_a = {w for w in shared if at_a[w] < at_a[verb]}
        left_b = {w for w in shared if at_b[w] < at_b[verb]}
        right_a = {w for w in shared if at_a[w] > at_a[verb]}
        if left_a - left_b and (left_b & right_a):
            return verb
    return None


def _figures(pair: _Pair) -> tuple[Word, Word, bool] | None:
    """The figures that differ, and whether the story's own running count explains it."""
    was = [w for w in pair.only_a if w.value is not None]
    now = [w for w in pair.only_b if w.value is not None]
    if len(was) != 1 or len(now) != 1 or was[0].ordinal != now[0].ordinal:
        return None
    first, then = was[0].value or 0.0, now[0].value or 0.0
    counted = {w.key for w in pair.a + pair.b}
    running = first < then <= max(first * 12, 20) and not _same_digits(was[0].norm, now[0].norm)
    if was[0].ordinal:
        running = running and bool(counted & RUNNING)
    else:
        running = running and bool(counted & TOLL)
    return was[0], now[0], running


def _same_digits(one: str, other: str) -> bool:
    """Whether two figures differ only by zeros, a point or the order of digits: a slip, not a new count."""
    a, b = (re.sub(r"\D", "", x).strip("0") for x in (one, other))
    return bool(a) and sorted(a) == sorted(b)


def _contained(pair: _Pair, cited: str, page: str) -> _Answer:
    """One title's words (nearly) all stand in the other: shortened, unless what was left out turns it."""
    if pair.high < 0.8:
        return None
    extra = pair.only_b if pair.cover_a >= pair.cover_b else pair.only_a
    other = pair.only_a if extra is pair.only_b else pair.only_b
    if any(w.content for w in other) and pair.low > 0.7:
        return None
    altered = _turning(pair, extra)
    if altered:
        return altered
    if extra is pair.only_b and pair.has(pair.a, PROSPECT) and pair.has(extra, OUTCOME):
        return TitleKind.UPDATED, "the page's title tells the outcome of what the cited one awaits"
    return TitleKind.SHORTENED, "one title is the other with parts left out"


def _turning(pair: _Pair, extra: list[Word]) -> _Answer:
    norms = [w.norm for w in extra]
    for group, what in ((HEDGES, "certainty"), (DOUBT, "doubt"), (QUANTIFIERS, "of how many it is said")):
        hit = next((w for w in norms if w in group), None)
        if hit and pair.gained(group):
            return TitleKind.ALTERED_MEANING, f"“{hit}” stands in one title alone: {what} differs"
    hit = next((w for w in norms if w in CLAIMING), None)
    if hit and pair.gained(CLAIMING) and not pair.has(pair.a + pair.b, STUDY):
        return TitleKind.ALTERED_MEANING, f"one title lays it at somebody's door (“{hit}”), the other states it"
    if "who" in norms and pair.has(pair.a, QUANTIFIERS):
        return TitleKind.ALTERED_MEANING, "one title narrows of whom it is said"
    return None


def _moved_on(pair: _Pair, cited: str, page: str) -> _Answer:
    """The same running story at a later stage."""
    topic = [w for w in pair.a if w.content and w.key in pair.shared]
    if not topic or pair.has(pair.only_b, RETROSPECT):
        return None
    before, after = pair.has(pair.a, PROSPECT), pair.has(pair.only_b, OUTCOME)
    if before and after and (len(topic) >= 2 or pair.high >= 0.4):
        return TitleKind.UPDATED, "the page's title tells a later stage of the story"
    return None


def _substituted(pair: _Pair, cited: str, page: str) -> _Answer:
    """Few words put in the place of others."""
    if pair.low < 0.5:
        return None
    turned = _turning(pair, pair.only_a + pair.only_b)
    if turned:
        return turned
    if pair.gained(CERTAIN):
        return TitleKind.ALTERED_MEANING, "certainty differs"
    lead_a, lead_b = pair.a[0], pair.b[0]
    if (
        lead_a.key != lead_b.key
        and lead_a in pair.only_a
        and lead_b in pair.only_b
        and pair.a[-1].key == pair.b[-1].key
    ):
        return TitleKind.DIFFERENT_ARTICLE, f"about another matter: “{lead_a.norm}” against “{lead_b.norm}”"
    said = " ".join(w.norm for w in pair.only_a if w.content) or "nothing"
    says = " ".join(w.norm for w in pair.only_b if w.content) or "nothing"
    return TitleKind.ALTERED_MEANING, f"the cited title says “{said}” where the page says “{says}”"
