"""The body says the opposite: negation, opposites, outcomes turned round, parties swapped."""

from __future__ import annotations

import re

from auditor import lexicon
from auditor.checks.headline.alignment import Alignment, Sense
from auditor.checks.headline.fault import Fault, either
from auditor.checks.headline.terms import Term
from auditor.records import HeadlineKind

_NO = frozenset(
    """not no never none nobody nothing neither nor without cannot can't won't don't doesn't didn't isn't wasn't aren't weren't
    hasn't haven't hadn't wouldn't couldn't shouldn't unable fails failed fail refuses refused refuse denies denied deny declined
    against rejected rejects opposed halts halted""".split()
)
_REACH = 4


def find_contradiction(aligned: Alignment) -> Fault:
    """How likely a sentence of the body says the opposite of the headline."""
    kind = HeadlineKind.CONTRADICTED
    worst = Fault(kind, 0.0, "")
    for sense in aligned.near(0.4, 4):
        for fault in (_opposite(aligned, sense), _denied(aligned, sense), _swapped(aligned, sense)):
            if fault and fault.score > worst.score:
                worst = fault
    return worst


def _context(aligned: Alignment, sense: Sense, *without: int) -> float:
    """The share of the headline's weight, the words in question apart, that the sentence holds."""
    whole = sum(w for i, w in enumerate(aligned.weights) if i not in without and aligned.terms[i].content)
    held = sum(
        w * aligned.hits[i][sense.number].strength
        for i, w in enumerate(aligned.weights)
        if i not in without and sense.number in aligned.hits[i]
    )
    return held / whole if whole else 0.0


def _opposite(aligned: Alignment, sense: Sense) -> Fault | None:
    """A headline word whose listed opposite stands in the sentence, itself having no counterpart there."""
    taken = set(aligned.at(sense.number).values())
    best: Fault | None = None
    for i, term in enumerate(aligned.terms):
        if not term.content or term.value is not None or sense.number in aligned.hits[i]:
            continue
        for at, word in enumerate(sense.terms):
            if at in taken or word.value is not None or not _opposed(term, word, sense, at):
                continue
            if _is_denied(aligned.terms, i) != _is_denied(sense.terms, at):
                continue
            context = _context(aligned, sense, i)
            score = min(0.95, 0.2 + 1.1 * context)
            why = f"the headline says “{term.text}”, the body “{word.text}”: “{sense.line.text[:200]}”"
            if best is None or score > best.score:
                best = Fault(HeadlineKind.CONTRADICTED, score, why, sense)
    return best


def _opposed(term: Term, word: Term, sense: Sense, at: int) -> bool:
    if not word.content and word.norm not in ("against", "under", "over", "up", "down", "off", "out"):
        return False
    if term.meanings & word.meanings:
        return False
    return lexicon.are_antonyms(term.norm, word.norm)


def _is_denied(terms: list[Term] | tuple[Term, ...], at: int) -> bool:
    """Whether a negation stands shortly before the word."""
    return any(t.norm in _NO for t in terms[max(0, at - _REACH) : at])


def _denied(aligned: Alignment, sense: Sense) -> Fault | None:
    """A shared predicate that one side denies and the other states."""
    pairs = sorted(aligned.at(sense.number).items())
    ours = any(t.norm in _NO for t in aligned.terms)
    theirs = [p for p, t in enumerate(sense.terms) if t.norm in _NO]
    if ours:
        if theirs or not pairs:
            return None
        stated = [i for i, _ in pairs if _is_denied(aligned.terms, i)]
        if not stated:
            return None
        score = min(0.9, 0.15 + 0.9 * _context(aligned, sense))
        why = f"the headline denies what the body states: “{sense.line.text[:200]}”"
        return Fault(HeadlineKind.CONTRADICTED, score, why, sense)
    hit = [
        i
        for i, p in pairs
        if any(0 < p - n <= _REACH for n in theirs) and not aligned.terms[i].capital or _verbal(aligned, i, p, theirs)
    ]
    if not hit:
        return None
    score = min(0.9, 0.9 * _context(aligned, sense))
    why = f"the body denies what the headline states: “{sense.line.text[:200]}”"
    return Fault(HeadlineKind.CONTRADICTED, score, why, sense)


def _verbal(aligned: Alignment, i: int, p: int, theirs: list[int]) -> bool:
    return any(0 < p - n <= _REACH for n in theirs)


def _swapped(aligned: Alignment, sense: Sense) -> Fault | None:
    """The same parties and the same verb, with doer and done-to changed round."""
    at = aligned.at(sense.number)
    order = sorted(at)
    if len(order) < 3:
        return None
    for v in order:
        left = [i for i in order if i < v]
        right = [i for i in order if i > v]
        if not left or not right:
            continue
        verb = aligned.terms[v]
        word = sense.terms[at[v]]
        if aligned.hits[v][sense.number].strength < 0.8 or not _looks_verbal(verb) or not _looks_verbal(word):
            continue
        near_left, near_right = left[-1], right[0]
        if at[near_left] > at[v] > at[near_right]:
            passive = any(t.norm == "by" for t in sense.terms[at[v] : at[v] + 4])
            if passive or _context(aligned, sense) < 0.5:
                continue
            why = f"who does what to whom is turned round: “{sense.line.text[:200]}”"
            return Fault(HeadlineKind.CONTRADICTED, min(0.95, either(0.5, _context(aligned, sense) - 0.3)), why, sense)
    return None


def _looks_verbal(term: Term) -> bool:
    return bool(re.search(r"(?:s|ed|es|ing)$", term.norm)) or term.norm in (
        "beat",
        "hit",
        "won",
        "lost",
        "sold",
        "bought",
        "shot",
        "met",
        "sued",
    )
