"""Somebody's claim, disputed or unproved in the body, that the headline states as fact."""

from __future__ import annotations

import re

from auditor.checks.headline.alignment import Alignment, Sense
from auditor.checks.headline.fault import Fault, either
from auditor.records import HeadlineKind
from auditor.text import fold

_STRONG = re.compile(
    r" (?:claims?|claimed|claiming|alleges?|alleged|allegedly|alleging|accuses?|accused|accusing|blames?|blamed|blaming|insists?"
    r"|insisted|contends?|contended|asserts?|asserted|maintains?|maintained|charges that|argues?|argued"
    r"|(?:says?|said) in (?:a|the|his|her|their) (?:lawsuit|suit|complaint|filing|book|memoir|letter|interview)"
    r"|according to (?:a|the|its|his|her) (?:\w+ ){0,3}(?:lawsuit|lawyers?|rival|critics?|opponents?|union|company|club|activists?"
    r"|group|campaigners?|prosecutors?|complaint|firm|maker|developer|owner|producer|former)|called it|denounced|allegations?"
    r"|accusations?|complaint|lawsuit|in court) "
)
_WEAK = re.compile(
    r" (?:says?|said|told|tells|according to|believes?|believed|warns?|warned|suspects?|suspected|statement|learned) "
)
_DISPUTE = re.compile(
    r" (?:den(?:y|ies|ied)|denial|disputes?|disputed|rejects?|rejected|untrue|false|invention|invented|dismiss(?:es|ed)?|baseless"
    r"|unfounded|no evidence|not (?:been )?(?:checked|proved|proven|verified|confirmed|done|true|reviewed)|could not (?:be )?(?:confirm"
    r"|verif|check|prove)\w*|has yet to (?:rule|decide)|yet to be|no (?:fault|connection|link|proof|final|wrongdoing|finding)"
    r"|unproven|unproved|under investigation|an? (?:inquiry|investigation) (?:has begun|is|was|will)|are (?:examining|investigating)"
    r"|is (?:examining|investigating)|has taken over the investigation|not (?:suspected|find|found|prove|proved)|found (?:no|nothing|it sound)"
    r"|rated it sound|in order|showed nothing|called (?:the|it|the charge|the story|the remark|the accusation)|theat(?:er|re)"
    r"|sue for|would sue|will sue|neither account|both sides|disagree|contradict(?:s|ed)?|independent review|did not find"
    r"|has not finished|not finished|no statement|insists?|says? it was|but the|told .{1,40} otherwise|flown into|trial is to"
    r"|has not been|have not been|declined to comment|can also|could also|not been accused) "
)
_HEAD_HEDGE = re.compile(
    r"\b(?:says?|said|claims?|claimed|alleges?|alleged|allegedly|accuses?|accused|accusation|allegations?|blames?|blamed|reportedly"
    r"|according|suspected|denies|denied|disputed?|warns?|warned|insists?|charged?|over claims?|may|might|could|sues?|sued|suit"
    r"|suggests?|believes?|fears?|feared|calls?|told|tells|critics|urges?|row|report|finds?|shows?|argues?|contends?|vows?|accusing"
    r"|probe|inquiry|lawsuit|court|claim|study|survey|poll|hopes?|wants?|demands?|plans?)\b|\"|'[^']{6,}'|\?|:"
)
_FACTUAL = re.compile(
    r" (?:police|officials?|ministry|office|agency|company|institute|researchers?|doctors?|scientists|study|survey) "
)


def find_dropped_attribution(headline: str, aligned: Alignment) -> Fault:
    """How likely the headline states as fact what the body lays at somebody's door and does not settle."""
    kind = HeadlineKind.ATTRIBUTION_DROPPED
    plain = fold(headline).lower()
    if _HEAD_HEDGE.search(plain):
        return Fault(kind, 0.0, "")
    best: tuple[float, Sense] | None = None
    top = aligned.covers[aligned.ranked[0]]
    for sense in aligned.near(0.6, 3):
        strength = 0.75 if _STRONG.search(sense.plain) else 0.35 if _WEAK.search(sense.plain) else 0.0
        if '"' in fold(sense.line.text) and strength:
            strength = either(strength, 0.2 * _quoted(sense, aligned))
        strength *= min(1.0, aligned.covers[sense.number] / 0.55) * (aligned.covers[sense.number] / top if top else 0)
        if strength and (best is None or strength > best[0]):
            best = strength, sense
    if best is None:
        return Fault(kind, 0.0, "")
    strength, sense = best
    others = [s for s in aligned.lines if abs(s.number - sense.number) <= 3]
    disputed = next((s for s in others if s is not sense and _DISPUTE.search(s.plain)), None)
    inside = _DISPUTE.search(sense.plain)
    score = strength * (0.45 if disputed is None and not inside else 1.0) * 1.2
    why = f"the headline states as fact what the body reports as somebody's claim: “{sense.line.text[:200]}”"
    if disputed is not None:
        why += f"; it goes on: “{disputed.line.text[:120]}”"
    return Fault(kind, min(0.95, score), why, sense)


def _quoted(sense: Sense, aligned: Alignment) -> float:
    """The share of the headline's counterparts in ``sense`` that stand inside its quotation marks."""
    text = fold(sense.line.text)
    places = list(aligned.at(sense.number).values())
    inside = [text[: sense.terms[p].start].count('"') % 2 for p in places]
    return sum(inside) / len(inside) if inside else 0.0
