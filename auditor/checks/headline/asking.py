"""Questions in headlines, and whether the body answers them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.checks.headline.alignment import Alignment, Sense
from auditor.checks.headline.cues import cue
from auditor.checks.headline.fault import Fault, either
from auditor.records import HeadlineKind
from auditor.text import fold

_QUESTION_WORDS = frozenset("who whom whose what which when where why how".split())
_YES_NO = frozenset(
    """is are was were do does did can could will would should shall has have had may might must isn't aren't don't
    doesn't didn't won't can't""".split()
)

_OPEN = cue("open")
_DISPUTE = cue("dispute")
_CONCLUSIVE = cue("conclusive")
_NEVER = cue("never to be known")
_CAUSE = cue("cause")
_STRONG_CAUSE = cue("reason")
_TIME = cue("time")


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
    if reply.lower().split(" ")[0] in _QUESTION_WORDS:  # "Bishop or knight? Who lay in the coffin" asks on
        before, reply = f"{before}? {reply}", ""
    words = re.findall(r"[a-z']+", before.lower())
    opener = next((w for w in words if w in _QUESTION_WORDS or w in _YES_NO), "") if words else ""
    if words and words[0] not in _QUESTION_WORDS and words[0] in _YES_NO:
        opener = words[0]
    return Question(before, opener, reply if len(re.findall(r"\w+", reply)) >= 1 else "")


def only_asks(headline: str) -> bool:
    """Whether the headline is a question and says nothing before or after it."""
    question = find_question(headline)
    return question is not None and not question.reply and len(question.text) >= 0.7 * len(headline.strip(" ?"))


def find_unanswered(question: Question | None, aligned: Alignment) -> Fault:
    """How likely the headline's question has no answer in the body. 0 where it asks nothing or answers itself."""
    kind = HeadlineKind.QUESTION_UNANSWERED
    if question is None or question.reply:
        return Fault(kind, 0.0, "", None, {"replied": float(question is not None)})
    senses = aligned.near(0.45, 4)
    left_open = next((s for s in senses if _OPEN.search(s.plain)), None)
    elsewhere = next((s for s in aligned.lines if _OPEN.search(s.plain)), None)
    answered, focus = _answered(question, aligned, senses)
    in_dispute = question.opener in _YES_NO and any(_DISPUTE.search(s.plain) for s in senses)
    score = (1.0 - answered) * 0.95
    if left_open or elsewhere:
        score = either(score, 0.5 if left_open else 0.35) if answered < 0.8 else max(score, 0.3)
    signs = {
        "conclusive": float(any(_CONCLUSIVE.search(s.plain) and _holds_subject(aligned, s) for s in senses[:2])),
        "no_party": float(question.opener in ("who", "whose", "whom") and not _names_party(aligned, senses)),
        "asks_short": float(len(aligned.lines) <= 2),
        "asks": 1.0, "answered": answered, "focus": focus, "left_open": float(left_open is not None),
        "open_elsewhere": float(elsewhere is not None), "asks_why": float(question.opener == "why"),
        "asks_yes_no": float(question.opener in _YES_NO),
        "in_dispute": float(in_dispute),
    }  # fmt: skip
    why = f"the headline asks “{question.text[:120]}?” and the body has no answer"
    open_lines = [s for s in aligned.lines if _OPEN.search(s.plain)]
    top = aligned.covers[aligned.ranked[0]] or 1.0
    shown = max(
        open_lines, key=lambda s: 0.6 * aligned.covers[s.number] / top + bool(_NEVER.search(s.plain)), default=None
    )
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


def _holds_subject(aligned: Alignment, sense: Sense) -> bool:
    """Whether the sentence has the rarest word that is asked about."""
    heaviest = max(range(len(aligned.terms)), key=lambda i: aligned.weights[i] * aligned.terms[i].content)
    return sense.number in aligned.hits[heaviest]


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
