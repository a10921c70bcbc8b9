"""The body says the opposite: negation, opposites, outcomes turned round, parties swapped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from auditor import lexicon
from auditor.checks.headline.alignment import Alignment, Sense, base_forms
from auditor.checks.headline.fault import Fault, either
from auditor.checks.headline.poles import at_odds, phrase_poles, poles_of
from auditor.checks.headline.terms import Term
from auditor.records import HeadlineKind

_NO = frozenset(
    """not no never none nobody nothing neither nor cannot can't won't don't doesn't didn't isn't wasn't aren't
    weren't hasn't haven't hadn't wouldn't couldn't shouldn't unable fails failed fail refuses refused refuse
    declined""".split()
)
_NOBODY = frozenset("nobody none neither no-one".split())
_REACH = 3
_SHORT = 9
_BEAT = frozenset(
    "beat defeat edge overcome thrash outpoint trounce rout stun oust eliminate overpower outclass".split()
)
_WIN = frozenset("win beat defeat lift claim triumph clinch take capture crown champion victory survive retain".split())
_LOSE = frozenset("lose fall beaten fail exit crash lost defeat runner-up".split())


def find_contradiction(aligned: Alignment, *, asks: bool = False) -> Fault:
    """How likely a sentence of the body says the opposite of the headline; a headline that asks asserts nothing."""
    worst = Fault(HeadlineKind.CONTRADICTED, 0.0, "")
    if asks:
        return worst
    signs = dict.fromkeys(_RULES, 0.0)
    for sense in _heard(aligned):
        for name, rule in _RULES.items():
            for fault in rule(aligned, sense):
                signs[name] = max(signs[name], fault.score)
                if fault.score > worst.score:
                    worst = fault
    return replace(worst, signs=signs)


def _heard(aligned: Alignment) -> list[Sense]:
    """The sentences that may contradict: all of a short body; of a long one those near the headline and their next.

    In thirty sentences some pair of opposites is met by chance.
    """
    if len(aligned.lines) <= _SHORT:
        return aligned.lines
    bar = 0.6 * aligned.covers[aligned.ranked[0]]
    near = [n for n in aligned.ranked[:4] if aligned.covers[n] >= bar]
    numbers = sorted({*near, *(n + 1 for n in near if n + 1 < len(aligned.lines))})
    return [aligned.lines[n] for n in numbers]


def _context(aligned: Alignment, sense: Sense, *without: int) -> float:
    """How surely the sentence speaks of the headline's matter, the words in question apart, 0 to 1.

    What the sentence itself holds of the headline counts whole, what the one before it holds for most, the rest of
    the body for little: ``It lists five meetings`` speaks of the diary named before it.
    """
    whole = own = joint = 0.0
    for i, w in enumerate(aligned.weights):
        if i in without or not aligned.terms[i].content:
            continue
        hits = aligned.hits[i]
        whole += w
        here = hits[sense.number].strength if sense.number in hits else 0.0
        before = hits[sense.number - 1].strength if sense.number - 1 in hits else 0.0
        own += w * here
        joint += w * max(here, 0.75 * before, 0.35 * aligned.best_of[i])
    if not whole:
        return 0.0
    return max(own / whole, joint / whole * (1.0 if own else 0.6))


def _fault(score: float, why: str, sense: Sense) -> Fault:
    text = sense.line.text
    return Fault(HeadlineKind.CONTRADICTED, max(0.0, min(0.95, score)), f"{why}: “{text[:200]}”", sense)


def _is_denied(terms: Sequence[Term], at: int) -> bool:
    """Whether a negation stands shortly before the word."""
    near = any(t.norm in _NO for t in terms[max(0, at - _REACH) : at])
    return near or any(t.norm in _NOBODY for t in terms[max(0, at - 2 * _REACH) : at])


def _opposite(aligned: Alignment, sense: Sense) -> Iterator[Fault]:
    """A headline word whose listed opposite stands in the sentence, itself having no counterpart there."""
    taken = set(aligned.at(sense.number).values())
    for i, term in enumerate(aligned.terms):
        if not term.content or term.value is not None or sense.number in aligned.hits[i]:
            continue
        for at in sense.opposed_to(term):
            word = sense.terms[at]
            if at in taken or word.value is not None or term.meanings & word.meanings:
                continue
            if not word.content and word.norm not in ("under", "over", "up", "down"):
                continue
            if _compares(sense.terms, at):
                continue
            if term.norm in lexicon.QUANTIFIERS or _noun_against_verb(aligned.terms, i, sense.terms, at):
                continue
            if not lexicon.are_antonyms(term.norm, word.norm) or _is_denied(aligned.terms, i) != _is_denied(
                sense.terms, at
            ):
                continue
            score = (0.15 + 1.0 * _context(aligned, sense, i)) * (0.6 if aligned.best_of[i] >= 0.75 else 1.0)
            yield _fault(score, f"the headline says “{term.text}”, the body “{word.text}”", sense)


def _noun_against_verb(ours: Sequence[Term], i: int, theirs: Sequence[Term], at: int) -> bool:
    """``to forbid`` against ``a grant``: no opposites, though the verbs are."""
    verb = i > 0 and ours[i - 1].norm in ("to", "will", "must", "may")
    return verb and at > 0 and theirs[at - 1].norm in ("a", "an", "the", "this", "that", "its", "his", "her", "their")


def _ends(terms: Sequence[Term], plain: str) -> dict[str, tuple[int, int]]:
    """Axis -> (end, place) of the words that stand at one, a negation before them turning it; place -1 for a phrase.

    An axis of which both ends are named is left out.
    """
    out: dict[str, tuple[int, int]] = {}
    both: set[str] = set()
    for at, term in enumerate(terms):
        if "leave" in term.lemmas and any(t.norm in _LEFT_SO for t in terms[at + 1 : at + 7]):
            continue
        if _was_before(terms, at) or _compares(terms, at) or term.norm in _PARTLY:
            continue
        for axis, end in poles_of(term.lemmas, term.norm):
            end = -end if _is_denied(terms, at) else end
            if out.setdefault(axis, (end, at))[0] != end:
                both.add(axis)
    for axis, end in phrase_poles(plain):
        if out.setdefault(axis, (end, -1))[0] != end:
            both.add(axis)
    return {axis: found for axis, found in out.items() if axis not in both}


def _compares(terms: Sequence[Term], at: int) -> bool:
    """Whether the word only bounds a figure: ``fewer than one in five``."""
    return terms[at].norm in _COMPARING and at + 1 < len(terms) and terms[at + 1].norm == "than"


_COMPARING = frozenset("more fewer less lower higher greater".split())
_DETERMINERS = frozenset("the a an his her its their these those both all".split())


def _was_before(terms: Sequence[Term], at: int) -> bool:
    """Whether the word tells what somebody was before the news: ``the missing hikers walked into a hut``."""
    if not 0 < at < len(terms) - 1 or not terms[at].norm.endswith(("ing", "ed")):
        return False
    before, after = terms[at - 1], terms[at + 1]
    return (before.norm in _DETERMINERS or before.value is not None) and after.content and after.value is None


_LEFT_SO = frozenset("at unchanged alone untouched intact as".split())
"""What is left so goes on: ``left its rate at 3 percent``."""


def _pole(aligned: Alignment, sense: Sense) -> Iterator[Fault]:
    """Headline and sentence at two ends of one axis, and no sentence at the headline's own end."""
    theirs = _ends(sense.terms, sense.base)
    taken = {p for i, p in aligned.at(sense.number).items() if aligned.hits[i][sense.number].strength >= 0.75}
    own = aligned.covers[sense.number]
    partial = any(t.norm in _PARTLY for t in aligned.terms)
    for axis, (end, at) in _ends(aligned.terms, base_forms(aligned.terms)).items():
        if axis not in theirs or theirs[axis][0] == end:
            continue
        if at >= 0 and aligned.best_of[at] >= 0.75 and sense.number not in aligned.hits[at]:
            continue  # another sentence has the headline's own word
        if theirs[axis][1] in taken:
            continue  # the headline has that word too: a law that forbids stands under one to ban
        rivals = [s for s in aligned.near(0.5, 3) if s is not sense and aligned.covers[s.number] >= 0.8 * own]
        if any(_ends(s.terms, s.base).get(axis, (0, 0))[0] == end for s in rivals):
            continue
        said = aligned.terms[at].text if at >= 0 else axis
        place = theirs[axis][1]
        read = sense.terms[place].text if place >= 0 else "otherwise"
        score = (0.05 + 0.95 * _context(aligned, sense, at)) * (0.5 if partial else 1.0)
        yield _fault(score, f"the headline says “{said}”, the body “{read}”", sense)


def _denied(aligned: Alignment, sense: Sense) -> Iterator[Fault]:
    """A shared predicate that one side denies and the other states."""
    pairs = aligned.at(sense.number)
    ours = [i for i, t in enumerate(aligned.terms) if t.norm in _NO]
    if any(_denies(t) for t in aligned.terms):
        return
    if not ours:
        for i, p in pairs.items():
            if _negated_here(sense.terms, p) and not _name(aligned.terms[i], sense.terms[p]):
                share = min(1.0, 2.5 * aligned.weights[i] / aligned.total)
                exact = aligned.hits[i][sense.number].strength >= 0.95
                score = (0.45 if exact and aligned.terms[i].norm not in _BETWEEN else 0.1) + 0.55 * _context(
                    aligned, sense, i
                ) * share
                yield _fault(score, f"the body denies “{aligned.terms[i].text}”", sense)
        return
    if any(t.norm in _NO or _denies(t) for s in aligned.near(0.4, 4) for t in s.terms):
        return
    stated = [i for n in ours for i in [_next_content(aligned.terms, n)] if i in pairs]
    if stated and not _answered_by_opposite(aligned, stated):
        score = 0.1 + 0.9 * _context(aligned, sense, *ours)
        yield _fault(score, f"the headline denies “{aligned.terms[stated[0]].text}”, which the body states", sense)


_PARTLY = frozenset("most half majority many some few nearly almost third quarter".split())
_DENYING = frozenset("deny denial without refuse decline untrue false reject dispute dismiss refute contradict".split())
_BETWEEN = frozenset("be been being yet have had to the a an any ever also in".split())


def _denies(term: Term) -> bool:
    return term.norm in _DENYING or not _DENYING.isdisjoint(term.lemmas)


def _negated_here(terms: Sequence[Term], at: int) -> bool:
    """Whether a negation stands right before the word, or one light word away."""
    if at > 0 and terms[at - 1].norm in _NO:
        return True
    return at > 1 and terms[at - 2].norm in _NO and terms[at - 1].norm in _BETWEEN


def _next_content(terms: Sequence[Term], at: int) -> int:
    return next((i for i in range(at + 1, min(len(terms), at + 4)) if terms[i].content and terms[i].value is None), -1)


def _name(term: Term, word: Term) -> bool:
    return word.capital and term.capital and not word.meanings


def _answered_by_opposite(aligned: Alignment, stated: list[int]) -> bool:
    """``No survivors`` over ``all died``: the opposite of what the headline denies bears it out."""
    for i in stated:
        for sense in aligned.near(0.4, 4):
            if any(at_odds(aligned.terms[i], t) for t in sense.terms if t.content):
                return True
    return False


def _passive(terms: Sequence[Term], at: int) -> bool:
    return any(t.norm == "by" for t in terms[at + 1 : at + 4])


def _swapped(aligned: Alignment, sense: Sense) -> Iterator[Fault]:
    """The same parties and the same verb, with doer and done-to changed round."""
    at = aligned.at(sense.number)
    order = sorted(at)
    for v in order:
        left, right = [i for i in order if i < v], [i for i in order if i > v]
        if not left or not right or aligned.hits[v][sense.number].strength < 0.8:
            continue
        if not _looks_verbal(aligned.terms[v]) or not _looks_verbal(sense.terms[at[v]]):
            continue
        turned = any(at[left[-1]] > at[v] > at[y] for y in right[:3])
        straight = not turned and at[left[-1]] < at[v] < at[right[0]]
        passives = _passive(aligned.terms, v) != _passive(sense.terms, at[v])
        if (turned and not passives) or (straight and passives):
            context = _context(aligned, sense)
            if context >= 0.5:
                yield _fault(either(0.45, context - 0.4), "who does what to whom is turned round", sense)


_DOING = frozenset(
    """sue beat hit accuse blame attack kill shoot buy sell defeat fire arrest rescue criticise criticize praise
    join marry chase bite injure overtake follow replace succeed strike ram push thank fight save cheat deceive
    reject ignore elect choose hire sack dismiss warn threaten insult mock help support oppose back invite visit rob
    stab punch kick collide run_into crash_into acquire swallow absorb outbid outsell overrule block stop fine ban
    charge convict jail free pay owe lend ask tell call summon question interview lead beat outlive inherit evict
    expel oust topple challenge copy imitate teach train""".split()
)
"""Verbs whose doer and done-to are both parties of the news, so that turning them round makes another story."""


def _looks_verbal(term: Term) -> bool:
    return bool(set(term.lemmas) & _DOING or term.meanings & lexicon.concepts("collide"))


def _beaten(aligned: Alignment, sense: Sense) -> Iterator[Fault]:
    """The headline's winner is the one whom the sentence has beaten, or another is named as winner."""
    lemmas = [set(t.lemmas) | {t.norm} for t in aligned.terms]
    wins = [i for i, names in enumerate(lemmas) if names & _WIN]
    if not wins or any(names & _LOSE - _WIN for names in lemmas):
        return
    winner = {i for i in range(wins[0]) if aligned.terms[i].content}
    loser = {i for i in range(wins[0] + 1, len(lemmas)) if aligned.terms[i].content}
    at = aligned.at(sense.number)
    for p, term in enumerate(sense.terms):
        names = set(term.lemmas)
        if names & _BEAT and not _passive(sense.terms, p):
            after = {i for i in winner if i in at and p < at[i] <= p + 6}
            before = {i for i in winner if i in at and at[i] < p}
            if len(after) >= 1 and not before:
                yield _fault(0.55 + 0.15 * len(after), "the headline's winner is the body's loser", sense)
        if "win" in names and p > 0:
            ahead = {i for i in loser if i in at and p - 3 <= at[i] < p}
            if ahead and set(lemmas[wins[0]]) & _BEAT and not any(i in at and at[i] < p for i in winner):
                yield _fault(0.7, "the headline's loser is the body's winner", sense)


_STILL = frozenset("still remains remain stays stay continues".split())
_AGAIN = frozenset("again restored resumed reopened back over ended".split())
_NOT_YET = frozenset("still remains remain yet until not".split())


def _over_by_now(aligned: Alignment, sense: Sense) -> Iterator[Fault]:
    """The headline says that something still lasts, the sentence that it is as before again."""
    if not any(t.norm in _STILL for t in aligned.terms) or sense.number not in aligned.ranked[:3]:
        return
    norms = [t.norm for t in sense.terms]
    again = next((t for t in sense.terms if t.norm in _AGAIN), None)
    if (again is None and "no longer" not in sense.plain) or not _NOT_YET.isdisjoint(norms):
        return
    score = 0.1 + 0.9 * _context(aligned, sense)
    yield _fault(score, f"the headline says “still”, the body “{again.text if again else 'no longer'}”", sense)


_RULES: dict[str, Callable[[Alignment, Sense], Iterator[Fault]]] = {
    "opposite": _opposite,
    "other_outcome": _pole,
    "denied": _denied,
    "swapped": _swapped,
    "beaten": _beaten,
    "over_by_now": _over_by_now,
}
