"""Questions in headlines, and whether the body answers them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.checks.headline.alignment import Alignment, Sense
from auditor.checks.headline.fault import Fault, either
from auditor.records import HeadlineKind
from auditor.text import fold

_QUESTION_WORDS = frozenset("who whom whose what which when where why how".split())
_YES_NO = frozenset(
    """is are was were do does did can could will would should shall has have had may might must isn't aren't don't
    doesn't didn't won't can't""".split()
)

_OPEN = re.compile(
    r" (?:must still|still has to|still have to|has to approve|must approve|must decide|will decide|depends on"
    r"|no date|does not comment"
    r"|may never know|never know|do(?:es)? not know|don't know|not (?:yet )?(?:know|known|clear|decided|said"
    r"|certain|sure)"
    r"|not (?:yet )?been (?:decided|determined|established|found|explained|named|announced|settled|confirmed|checked)"
    r"|unknown|unclear|uncertain|undecided|unanswered|unresolved|unexplained|mystery|too early to|too soon to"
    r"|not (?:yet )?(?:tell|say|give|name|comment|rule out|reply|replied|answer|explain|describe|drawn|ruled"
    r"|settle|speculate)"
    r"|(?:declined|refused) to (?:say|comment|name|give|answer|discuss|speculate)|no (?:conclusion|decision|answer"
    r"|explanation"
    r"|verdict|date|details|word|evidence either|comment|trace|suspect|arrest)|has drawn no|settled nothing"
    r"|proved nothing"
    r"|(?:results|report|findings|decision|ruling|answer|verdict|figures) (?:\w+ ){0,3}(?:due|expected|awaited|pending"
    r"|will be (?:published|known|released)|not been)"
    r"|when results|remains? (?:to be seen|open|unclear|unknown|a mystery|unsolved)|could not (?:yet )?(?:say|tell|be)"
    r"|cannot (?:yet )?(?:say|tell|be)|can't (?:yet )?(?:say|tell)|would not (?:say|describe|comment|give|name)"
    r"|will not give|still (?:investigating|studying|examining|testing|looking|being)|are (?:investigating"
    r"|examining|testing)"
    r"|is (?:investigating|examining|testing|studying|being (?:examined|investigated|studied|tested))|whether it"
    r"|to learn whether"
    r"|to find out|before deciding|opinions? differ|experts disagree|others think|disagree|have yet to|has yet to"
    r"|yet to be"
    r"|plans? to (?:study|look|test|examine)|next (?:month|year|week|spring|summer|autumn|fall|winter)|new figures"
    r"|trial (?:is to|will|begins|starts|opens))"
)  # fmt: skip
_CAUSE = re.compile(
    r" (?:because|because of|due to|owing to|thanks to|as a result|the reason|reasons|caused|blamed|blame"
    r"|attributed|pointed to"
    r"|explained|explains|in order to|so that|complained|after|since|led to|so) "
)
_STRONG_CAUSE = re.compile(
    r" (?:because|due to|owing to|thanks to|the reason|caused by|attributed|pointed to|so that|in order to) "
)
_TIME = re.compile(
    r" (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august"
    r"|september"
    r"|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|spring|summer|autumn|fall|winter"
    r"|tomorrow"
    r"|\d{4}|noon|midnight|weekend) "
)


@dataclass(frozen=True, slots=True)
class Question:
    """The question of a headline: its words, and what the headline itself says after it."""

    text: str
    opener: str
    reply: str


def find_question(headline: str) -> Question | None:
    """The headline's question, or None where it has no question mark."""
    plain = fold(headline)
    at = plain.rfind("?")
    if at < 0:
        return None
    before = re.split(r"[.:;!?]\s+|\s+-\s+", plain[:at])[-1].strip(" \"'")
    reply = plain[at + 1 :].strip(" \"'.-:")
    words = re.findall(r"[a-z']+", before.lower())
    opener = next((w for w in words if w in _QUESTION_WORDS or w in _YES_NO), "") if words else ""
    if words and words[0] not in _QUESTION_WORDS and words[0] in _YES_NO:
        opener = words[0]
    return Question(before, opener, reply if len(re.findall(r"\w+", reply)) >= 1 else "")


def find_unanswered(question: Question | None, aligned: Alignment) -> Fault:
    """How likely the headline's question has no answer in the body. 0 where it asks nothing or answers itself."""
    kind = HeadlineKind.QUESTION_UNANSWERED
    if question is None or question.reply:
        return Fault(kind, 0.0, "", None, {"replied": float(question is not None)})
    senses = aligned.near(0.45, 4)
    left_open = next((s for s in senses if _OPEN.search(s.plain)), None)
    elsewhere = next((s for s in aligned.lines if _OPEN.search(s.plain)), None)
    answered, focus = _answered(question, aligned, senses)
    score = (1.0 - answered) * 0.95
    if left_open or elsewhere:
        score = either(score, 0.5 if left_open else 0.35) if answered < 0.8 else max(score, 0.3)
    signs = {
        "no_party": float(question.opener in ("who", "whose", "whom") and not _names_party(aligned, senses)),
        "asks": 1.0, "answered": answered, "focus": focus, "left_open": float(left_open is not None),
        "open_elsewhere": float(elsewhere is not None), "asks_why": float(question.opener == "why"),
        "asks_yes_no": float(question.opener in _YES_NO),
    }  # fmt: skip
    why = f"the headline asks “{question.text[:120]}?” and the body has no answer"
    shown = left_open or elsewhere
    if shown is not None:
        why += f": “{shown.line.text[:160]}”"
    return Fault(kind, min(0.97, score), why, shown or aligned.best, signs)


_COUNTING = re.compile(r"\bhow (?:many|much|long|old|far|big|fast|often)\b")


def _answered(question: Question, aligned: Alignment, senses: list[Sense]) -> tuple[float, float]:
    """How likely some sentence answers, and the share of what is asked that the best two sentences hold."""
    focus = _focus(aligned)
    if question.opener == "why":
        strong = any(_STRONG_CAUSE.search(s.plain) for s in senses if aligned.covers[s.number] > 0.15)
        return (0.85 if strong else 0.35 if any(_CAUSE.search(s.plain) for s in senses) else 0.1), focus
    if question.opener == "when":
        timed = any(_TIME.search(s.plain) for s in senses) and aligned.covers[aligned.ranked[0]] > 0.4
        return (0.75 if timed else 0.2), focus
    if _COUNTING.search(question.text.lower()):
        counted = any(t.value is not None for t in aligned.best.terms)
        return (0.8 if counted and focus > 0.75 else 0.45 if counted and focus > 0.5 else 0.1), focus
    return max(0.0, min(0.9, (focus - 0.45) * 1.9)), focus


def _names_party(aligned: Alignment, senses: list[Sense]) -> bool:
    """Whether a sentence that speaks of what is asked names somebody the question does not."""
    for sense in senses[:2]:
        places = sorted(aligned.at(sense.number).values())
        verbs = [p for p in places if not sense.terms[p].capital or p == 0]
        if not verbs:
            continue
        for at in range(max(0, max(verbs) - 8), min(len(sense.terms), max(verbs) + 4)):
            term = sense.terms[at]
            if at in places or not term.content or term.value is not None:
                continue
            if (term.capital and at > 0 and term.norm not in _DAYS_MONTHS) or _PERSON.search(term.norm):
                return True
    return False


_PERSON = re.compile(
    r"(?:er|or|ist|man|woman|ian|ers|ors|ists|men|women|ians|children|people|girl|boy|nobody|company|firm)$"
)
_DAYS_MONTHS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december""".split()
)


def _focus(aligned: Alignment) -> float:
    """The share of the question's weight that the best pair of sentences holds, what it asks about counting most."""
    shares = [max((h[n].strength for n in aligned.ranked[:3] if n in h), default=0.0) for h in aligned.hits]
    last = [s for t, s, w in zip(aligned.terms, shares, aligned.weights) if t.content and w > 0.1][-2:]
    pairs = [(w, s) for w, s, t in zip(aligned.weights, shares, aligned.terms) if t.content and w > 0.1]
    whole = sum(w for w, _ in pairs)
    worst = min((s for _, s in pairs), default=0.0)
    tail = sum(last) / len(last) if last else 0.0
    return (sum(w * s for w, s in pairs) / whole * 0.5 + 0.15 * worst + 0.35 * tail) if whole else 0.0
