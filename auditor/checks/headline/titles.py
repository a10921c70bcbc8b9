"""A cited title against the title of the page it leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from auditor import lexicon
from auditor.checks.headline.names import variants
from auditor.checks.headline.poles import at_odds, poles_of
from auditor.checks.headline.terms import PREFIX, Term, likeness, read_terms
from auditor.checks.headline.wording import LONGEST
from auditor.checks.headline.words import (
    CLAIMING,
    COMMON,
    DOUBT,
    HEDGES,
    NEGATIONS,
    OUTCOME,
    QUANTIFIERS,
    RETROSPECT,
    RUNNING,
    STAGES,
    STUDY,
    TOLL,
)
from auditor.quantities import parse_quantities
from auditor.records import TitleCheck, TitleKind
from auditor.text import squash


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


class _Pair:
    """Two titles aligned word by word; what each says that the other does not."""

    def __init__(self, cited: str, page: str) -> None:
        self.cited, self.page = cited, page
        self.a, self.b = read_terms(cited, LONGEST), read_terms(page, LONGEST)
        self.to_b, self.to_a = _align(self.a, self.b), _align(self.b, self.a)
        self.only_a = [t for i, t in enumerate(self.a) if i not in self.to_b]
        self.only_b = [t for i, t in enumerate(self.b) if i not in self.to_a]
        self.cover_a, self.cover_b = _cover(self.a, self.to_b), _cover(self.b, self.to_a)
        self.high, self.low = max(self.cover_a, self.cover_b), min(self.cover_a, self.cover_b)
        total = _weight(self.a) + _weight(self.b)
        common = total - _weight(self.only_a) - _weight(self.only_b)
        self.similarity = round(common / total, 4) if total else 0.0
        self.shared = [t for i, t in enumerate(self.a) if i in self.to_b and t.content]

    @property
    def lost_a(self) -> list[Term]:
        """Content words of the cited title alone."""
        return [t for t in self.only_a if t.content]

    @property
    def lost_b(self) -> list[Term]:
        """Content words of the page's title alone."""
        return [t for t in self.only_b if t.content]

    def gained(self, group: frozenset[str]) -> bool:
        """Whether one title alone has a word of ``group``."""
        return _has(self.a, group) != _has(self.b, group)


def _has(terms: Iterable[Term], group: frozenset[str]) -> bool:
    return any(t.norm in group or not group.isdisjoint(t.lemmas) for t in terms)


def _align(ours: Sequence[Term], theirs: Sequence[Term]) -> dict[int, int]:
    """For each word of ours the place of its counterpart: the same word, else a synonym or a word of its root."""
    exact: dict[str, int] = {}
    for at, term in enumerate(theirs):
        exact.setdefault(term.key, at)
    out = {i: exact[term.key] for i, term in enumerate(ours) if term.key in exact}
    taken = set(out.values())
    free = [(at, t) for at, t in enumerate(theirs) if t.content and at not in taken]
    for i, term in enumerate(ours):
        if i not in out and term.content and term.value is None:
            best = max(((likeness(term, t), -at) for at, t in free), default=(0.0, 0))
            if best[0] >= PREFIX:
                out[i] = -best[1]
    return out


def _weight(terms: Iterable[Term]) -> float:
    return sum(1.0 if t.content else 0.25 for t in terms)


def _cover(terms: Sequence[Term], found: Mapping[int, int]) -> float:
    whole = sum(t.content for t in terms)
    return sum(t.content and i in found for i, t in enumerate(terms)) / whole if whole else 0.0


_Answer = tuple[TitleKind, str] | None


def _judge(cited: str, page: str) -> TitleCheck:
    pair = _Pair(cited, page)
    for rule in (
        _looks_back,
        _counted_on,
        _denied,
        _turned_round,
        _recounted,
        _next_stage,
        _tail,
        _contained,
        _replaced,
    ):
        answer = rule(pair)
        if answer:
            return TitleCheck(answer[0], pair.similarity, answer[1])
    why = f"few words in common: cited “{cited[:80]}”, page “{page[:80]}”"
    return TitleCheck(TitleKind.DIFFERENT_ARTICLE, pair.similarity, why)


def _looks_back(pair: _Pair) -> _Answer:
    """A piece that looks back or aside on the same matter is another article."""
    aside = [t for t in pair.only_b if t.norm in RETROSPECT]
    if aside and pair.high < 0.95:
        return TitleKind.DIFFERENT_ARTICLE, f"the page looks back or aside (“{aside[0].text}”)"
    return None


def _counted_on(pair: _Pair) -> _Answer:
    """A running count moved on: the second day, the fourth day; 12 killed, 15 killed."""
    figures = _figures(pair)
    if figures and pair.low >= 0.3 and pair.high >= 0.5 and _runs_on(pair, *figures):
        return TitleKind.UPDATED, f"the count moved on from {figures[0].text} to {figures[1].text}"
    return None


def _figures(pair: _Pair) -> tuple[Term, Term] | None:
    """The one figure of each title that the other lacks, years left out."""
    was = [t for t in pair.only_a if t.value is not None and not _is_year(t)]
    now = [t for t in pair.only_b if t.value is not None and not _is_year(t)]
    if not was or not now or len(was) > 2 or len(now) > 2:
        return None
    return was[0], now[0]


def _is_year(term: Term) -> bool:
    return term.text.isdecimal() and len(term.text) == 4 and 1500 <= int(term.text) <= 2100


def _runs_on(pair: _Pair, was: Term, now: Term) -> bool:
    first, then = was.value or 0.0, now.value or 0.0
    counted = {t.key for t in pair.a + pair.b}
    if was.key.endswith("th") != now.key.endswith("th") or _same_digits(was.norm, now.norm):
        return False
    if was.key.endswith("th"):
        return first < then and bool(counted & RUNNING)
    return first < then <= max(first * 15, 60) and bool(counted & TOLL)


def _same_digits(one: str, other: str) -> bool:
    """Whether two figures differ only by zeros, a point or the order of digits: a slip, not a new count."""
    a, b = (re.sub(r"\D", "", x).strip("0") for x in (one, other))
    return bool(a) and sorted(a) == sorted(b)


def _denied(pair: _Pair) -> _Answer:
    """Close words, and one title denies what the other states."""
    if pair.high >= 0.6 and pair.low >= 0.34 and _denies(pair.a) != _denies(pair.b) and not _opposed(pair):
        return TitleKind.ALTERED_MEANING, "one title denies what the other states"
    return None


def _denies(terms: Sequence[Term]) -> bool:
    """Whether a title holds a negation; ``fails`` and ``refuses`` are one before ``to``."""
    for term, following in zip(terms, [*(t.norm for t in terms[1:]), ""]):
        if term.norm in _NOT or (term.norm in NEGATIONS and (following == "to" or term.norm.startswith("den"))):
            return True
    return False


def _opposed(pair: _Pair) -> bool:
    """Whether the titles also hold a pair of opposites, so that denial and opposite cancel out."""
    return any(lexicon.are_antonyms(a.norm, b.norm) for a in pair.lost_a for b in pair.lost_b)


def _turned_round(pair: _Pair) -> _Answer:
    """A word that stands between the same two parties the other way round, in the same form."""
    if len(pair.shared) < 3 or pair.low < 0.75:
        return None
    if any(t.norm == "by" for t in pair.a) != any(t.norm == "by" for t in pair.b):
        return None
    places = {i: j for i, j in pair.to_b.items() if pair.a[i].content and pair.a[i].norm == pair.b[j].norm}
    for verb, there in places.items():
        left = [i for i in places if i < verb]
        right = [i for i in places if i > verb]
        if left and right and any(places[i] > there for i in left) and any(places[i] < there for i in right):
            return TitleKind.ALTERED_MEANING, f"who does what to whom is turned round at “{pair.a[verb].text}”"
    return None


def _recounted(pair: _Pair) -> _Answer:
    """Close words with a figure that no running count explains."""
    if pair.high < 0.55 or pair.low < 0.34:
        return None
    figures = _figures(pair)
    if figures is None:
        shares = [
            next((q for q in parse_quantities(text) if q.unit in ("share", "ordinal")), None)
            for text in (pair.cited, pair.page)
        ]
        if shares[0] and shares[1] and abs(shares[0].value - shares[1].value) > 0.02:
            return TitleKind.ALTERED_MEANING, f"the cited title says {shares[0].text}, the page says {shares[1].text}"
        return None
    was, now = figures
    return TitleKind.ALTERED_MEANING, f"the cited title says {was.text}, the page says {now.text}"


def _next_stage(pair: _Pair) -> _Answer:
    """The same running story at a later stage: awaited then, done now."""
    if not pair.shared or _other_party(pair) or (pair.low >= 0.6 and pair.gained(_NOT)):
        return None
    said = {t.norm for t in pair.a}
    fresh = [t for t in pair.b if t.norm not in said]
    named = [t for t in pair.shared if t.norm not in COMMON]
    for name, (early, late) in STAGES.items():
        if not _has(pair.a, early) or not _has(fresh, late):
            continue
        done = [t for t in pair.lost_a if t.norm not in early]
        opposed = pair.low >= 0.6 and not _has(pair.a, HEDGES) and any(at_odds(a, b) for a in done for b in pair.lost_b)
        settled = opposed or (_has(pair.only_a, late - early) and not _has(pair.a, HEDGES))
        if named and not settled and (len(named) >= 2 or pair.high >= 0.3 or named[0].capital):
            return TitleKind.UPDATED, f"the page's title tells a later stage of the same {name}"
    if _awaited(pair.cited) and not _awaited(pair.page) and len(named) >= 2 and pair.high >= 0.5:
        if _has(pair.only_b, OUTCOME) or (len(pair.lost_a) <= 2 and pair.lost_b and 0 in pair.to_b):
            return TitleKind.UPDATED, "the page's title tells the outcome of what the cited one awaits"
    return None


_NOT = frozenset("not no never none nobody cannot won't didn't doesn't isn't wasn't without".split())
_AWAITS = re.compile(r"\b(?:to|will|set to|due to|expected to|about to|could|may) [a-z]+", re.I)


def _awaited(title: str) -> bool:
    return bool(_AWAITS.search(title))


def _other_party(pair: _Pair) -> bool:
    """Whether a noun stands in the place of another between the same neighbours: the ferry strike, the bus strike."""
    if len(pair.lost_a) < 2 and len(pair.lost_b) < 2:
        return False
    for i, t in enumerate(pair.a):
        if not t.content or t.value is not None or i in pair.to_b or not 0 < i < len(pair.a) - 1:
            continue
        before, after = pair.to_b.get(i - 1), pair.to_b.get(i + 1)
        if before is not None and after == before + 2:
            other = pair.b[before + 1]
            if other.content and other.value is None and before + 1 not in pair.to_a:
                return not _verbal(t) and not _verbal(other)
    return False


def _verbal(term: Term) -> bool:
    return bool(term.norm.endswith(("ed", "ing")) or poles_of(term.lemmas, term.norm))


def _tail(pair: _Pair) -> _Answer:
    """One title is the beginning of the other: shortened, unless the tail says whose claim it is."""
    short, long = sorted((pair.a, pair.b), key=len)
    if len(short) < 2 or [t.key for t in short] != [t.key for t in long[: len(short)]]:
        return None
    whole = pair.cited if long is pair.a else pair.page
    tail = long[len(short) :]
    if not tail:
        return TitleKind.PUNCTUATION_ONLY, "only punctuation or the style of figures differs"
    claim = next((t for t in tail if t.norm in CLAIMING), None)
    segment = re.split(r"[,;:]|\s[-–—]\s", whole)[-1]
    if claim and len(segment.split()) <= 5 and claim.text in segment and not _has(pair.a + pair.b, STUDY):
        return (
            TitleKind.ALTERED_MEANING,
            f"one title lays it at somebody's door (“{segment.strip()}”), the other states it",
        )
    if not _has(short, CLAIMING) and segment.lower().strip().endswith(("denies", "denied")):
        return TitleKind.ALTERED_MEANING, "one title is denied, the other states it"
    if {"if", "unless", "except", "provided"} & {t.norm for t in tail[:3]}:
        return TitleKind.ALTERED_MEANING, "one title holds only under a condition"
    cut = whole is pair.page
    if cut and tail[0].norm in ("who", "that", "in", "among", "if", "unless", "except") and _has(short, QUANTIFIERS):
        return TitleKind.ALTERED_MEANING, "one title narrows of whom it is said"
    return TitleKind.SHORTENED, "one title is the beginning of the other"


def _contained(pair: _Pair) -> _Answer:
    """One title's words (nearly) all stand in the other: shortened, unless what was left out turns it."""
    longer = pair.only_b if pair.cover_a >= pair.cover_b else pair.only_a
    other = pair.lost_a if longer is pair.only_b else pair.lost_b
    if pair.cover_a == pair.cover_b:
        longer = pair.only_a + pair.only_b
    if pair.high < 0.75 or (other and pair.low > 0.6) or len(other) > 1:
        return None
    turning = _turning(pair, longer)
    if turning:
        return turning
    if not any(t.content for t in longer) and not other:
        return _function_words(pair)
    return TitleKind.SHORTENED, "one title is the other with parts left out"


_STEERING = frozenset("over by against without except before after until off out down up from for to under not".split())


def _function_words(pair: _Pair) -> _Answer:
    """The same content words with other small words between them."""
    steering = {t.norm for t in pair.only_a + pair.only_b} & _STEERING
    if steering:
        return TitleKind.ALTERED_MEANING, f"a small word turns it: “{sorted(steering)[0]}” stands in one title alone"
    return TitleKind.SHORTENED, "the titles have the same words but for small ones"


def _turning(pair: _Pair, extra: Sequence[Term]) -> _Answer:
    """A word of one title alone that changes certainty, scope or whose claim it is."""
    norms = [t.norm for t in extra]
    for group, what in ((HEDGES, "certainty"), (DOUBT, "doubt"), (QUANTIFIERS, "of how many it is said")):
        hit = next((w for w in norms if w in group), None)
        if (hit and pair.gained(group)) or (
            hit and group is QUANTIFIERS and _quantifiers(pair.a) != _quantifiers(pair.b)
        ):
            return TitleKind.ALTERED_MEANING, f"“{hit}” stands in one title alone: {what} differs"
    at = next((i for i, w in enumerate(norms) if w in CLAIMING), None)
    if at is not None and pair.gained(CLAIMING) and not _has(pair.a + pair.b, STUDY):
        follows = norms[at + 1] if at + 1 < len(norms) else ""
        if follows not in ("goodbye", "farewell", "yes", "no", "sorry", "next"):
            return (
                TitleKind.ALTERED_MEANING,
                f"one title lays it at somebody's door (“{norms[at]}”), the other states it",
            )
    if "who" in norms and _has(pair.a, QUANTIFIERS):
        return TitleKind.ALTERED_MEANING, "one title narrows of whom it is said"
    return None


def _quantifiers(terms: Iterable[Term]) -> set[str]:
    return {t.norm for t in terms if t.norm in QUANTIFIERS}


def _replaced(pair: _Pair) -> _Answer:
    """Few words put in the place of others."""
    if pair.low < 0.45 or pair.high < 0.5 or _other_party(pair):
        return None
    turned = _turning(pair, pair.only_a + pair.only_b)
    if turned:
        return turned
    lead_a, lead_b = pair.a[0], pair.b[0]
    led = lead_a in pair.lost_a and lead_b in pair.lost_b and not _verbal(lead_a)
    if led and (len(pair.lost_a) == 1 or pair.low < 0.7) and lead_a.value is None:
        return TitleKind.DIFFERENT_ARTICLE, f"about another matter: “{lead_a.text}” against “{lead_b.text}”"
    opposites = next(((a, b) for a in pair.lost_a for b in pair.lost_b if at_odds(a, b)), None)
    if opposites:
        return TitleKind.ALTERED_MEANING, f"the cited title says “{opposites[0].text}”, the page “{opposites[1].text}”"
    if min(len(pair.lost_a), len(pair.lost_b)) >= 2 and pair.low < 0.6:
        return (
            TitleKind.DIFFERENT_ARTICLE,
            f"about another matter: “{_list(pair.lost_a)}” against “{_list(pair.lost_b)}”",
        )
    said, says = _list(pair.lost_a) or "nothing", _list(pair.lost_b) or "nothing"
    return TitleKind.ALTERED_MEANING, f"the cited title says “{said}” where the page says “{says}”"


def _list(terms: Sequence[Term]) -> str:
    return " ".join(t.text for t in terms[:6])
