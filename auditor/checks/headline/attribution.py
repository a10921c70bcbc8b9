"""Somebody's claim, disputed or unproved in the body, that the headline states as fact."""

from __future__ import annotations

import re

from auditor.checks.headline.alignment import Alignment, Sense
from auditor.checks.headline.fault import Fault, either
from auditor.records import HeadlineKind
from auditor.text import fold

_STRONG = re.compile(
    r" (?:claims?|claimed|claiming|alleges?|alleged|allegedly|alleging|accuses?|accused|accusing|blames?|blamed"
    r"|blaming|insists?"
    r"|insisted|contends?|contended|asserts?|asserted|maintains?|maintained|charge[sd]? that|argues?|argued"
    r"|according to (?:\w+ ){1,6}(?:that|who|which) (?:owns?|wants?|hopes?|built|build|makes?|sells?|runs?|paid)"
    r"|says? that (?:he|she|it|they) (?:was|were|had|has|have)|former \w+ (?:says?|said|told|tells|wrote)"
    r"|neighbou?rs say|witness(?:es)? (?:say|said|told)|two people"
    r"|(?:says?|said) in (?:a|the|his|her|their) (?:lawsuit|suit|complaint|filing|book|memoir|letter|interview)"
    r"|according to (?:a|the|its|his|her) (?:\w+ ){0,3}(?:lawsuit|lawyers?|rival|critics?|opponents?|union|company"
    r"|club|activists?"
    r"|group|campaigners?|prosecutors?|complaint|firm|maker|developer|owner|producer|former)|called it|denounced"
    r"|allegations?"
    r"|accusations?|complaint|lawsuit|in court) "
)
_WEAK = re.compile(
    r" (?:says?|said|told|tells|according to|believes?|believed|warns?|warned|suspects?|suspected|statement|learned) "
)
_DISPUTE = re.compile(
    r" (?:doubts?|doubted|absurd|nonsense|no such|look into|the other way|otherwise|no date|den(?:y|ies|ied)"
    r"|denial|disputes?|disputed|rejects?|rejected|untrue|false|invention|invented"
    r"|dismiss(?:es|ed)?|baseless"
    r"|unfounded|no evidence|not (?:been )?(?:checked|proved|proven|verified|confirmed|done|true|reviewed)"
    r"|could not (?:be )?(?:confirm"
    r"|verif|check|prove)\w*|has yet to (?:rule|decide)|yet to be|no (?:fault|connection|link|proof|final"
    r"|wrongdoing|finding)"
    r"|unproven|unproved|under investigation|an? (?:inquiry|investigation) (?:has begun|is|was|will)"
    r"|are (?:examining|investigating)"
    r"|is (?:examining|investigating)|has taken over the investigation|not (?:suspected|find|found|prove|proved)"
    r"|found (?:no|nothing|it sound)"
    r"|rated it sound|in order|showed nothing|called (?:the|it|the charge|the story|the remark|the accusation)"
    r"|theat(?:er|re)"
    r"|sue for|would sue|will sue|neither account|both sides|disagree|contradict(?:s|ed)?|independent review"
    r"|did not find"
    r"|has not finished|not finished|no statement|insists?|says? it was|but the|told .{1,40} otherwise|flown into"
    r"|trial is to"
    r"|(?:calls?|called) (?:it|this|that|him|her|them) |slander|looking into|passed (?:an|its) inspection"
    r"|no (?:scientist|expert|doctor|one|test|study|inspector|witness|court|other)|has not let|have not let"
    r"|nobody has|not let anyone|there had been no|said there (?:was|were|had been)|had (?:only )?caught|might"
    r"|may have|would not|has not been|have not been|declined to comment|can also|could also|not been accused) "
)
_HEAD_HEDGE = re.compile(
    r"\b(?:says?|said|claims?|claimed|alleges?|alleged|allegedly|accuses?|accused|accusation|allegations?|blames?"
    r"|blamed|reportedly"
    r"|according|suspected|denies|denied|disputed?|warns?|warned|insists?|charged?|over claims?|may|might|could"
    r"|sues?|sued|suit"
    r"|suggests?|believes?|fears?|feared|tells|critics|urges?|row over|finds?|shows?|argues?|contends?|vows?|accusing"
    r"|lawsuit|study|survey|poll)\b|\"|(?:^|\s)'[^']{6,}'(?=\W|$)|\?"
)
_PARTISAN = re.compile(
    r" (?:makers?|inventor|owners?|company|firm|club|developers?|rebels?|army|opposition|rivals?|former|ex"
    r"|neighbou?rs?|cousin|brother"
    r"|sister|widow|family|lawyers?|union|activists?|campaigners?|group|coach|critics?|opponents?|association"
    r"|federation|spokesman"
    r"|spokeswoman|councillors?|senator|drivers|landlord|manufacturer|producer|agent|clerk|fans?|residents?"
    r"|prisoners?|veterans?|industry"
    r"|charities|farmers?|guild|lobby|hotel|two people|some|mayor|coaches|players?|candidate|party|heirs?"
    r"|witness(?:es)?|boys|girls) "
)
"""Speakers with a side in the matter, or none who could know for sure."""
_VOICE = re.compile(
    r" (?:says?|said|calls?|called|told|tells?|doubts?|doubted|knows? of no|replied|answered|countered|responded"
    r"|insists?|insisted|objects?"
    r"|objected|pointed out|showed otherwise|otherwise|the other way round|opposite) "
)
_FACTUAL = re.compile(
    r" (?:police|officials?|ministry|office|agency|company|institute|researchers?|doctors?|scientists|study|survey) "
)


def find_dropped_attribution(headline: str, aligned: Alignment) -> Fault:
    """How likely the headline states as fact what the body lays at somebody's door and does not settle."""
    kind = HeadlineKind.ATTRIBUTION_DROPPED
    if _HEAD_HEDGE.search(fold(headline).lower()):
        return Fault(kind, 0.0, "", None, {"hedged": 1.0})
    strong = [s for s in aligned.lines if _STRONG.search(s.plain)]
    weak = [s for s in aligned.lines if s not in strong and (_WEAK.search(s.plain) or '"' in fold(s.line.text))]
    only_strong, only_weak = _resting_on(aligned, strong), _resting_on(aligned, [*strong, *weak])
    near = aligned.near(0.6, 3)
    said = sorted(
        (s for s in [*strong, *weak] if s in near), key=lambda s: (s not in strong, -aligned.covers[s.number])
    )
    if not said:
        said = sorted([*strong, *weak], key=lambda s: -aligned.covers[s.number])
    if not said or aligned.covers[said[0].number] == 0:
        return Fault(kind, 0.0, "")
    sense = said[0]
    close = min(1.0, aligned.covers[sense.number] / 0.5)
    disputed = next((s for s in aligned.lines if s is not sense and _DISPUTE.search(s.plain)), None)
    inside = bool(_DISPUTE.search(sense.plain))
    beside = inside or any(_DISPUTE.search(s.plain) for s in aligned.lines if 0 < abs(s.number - sense.number) <= 1)
    voices = [s for s in aligned.lines if 0 < s.number - sense.number <= 2 and _VOICE.search(s.plain)]
    partisan = bool(_PARTISAN.search(sense.plain))
    signs = {
        "partisan": close * float(partisan),
        "partisan_only": only_weak * float(partisan),
        "other_voice": close * float(bool(voices)),
        "partisan_disputed": close * float(partisan and (bool(voices) or beside)),
        "disputed_beside": float(beside),
        "claimed": close * (sense in strong), "told": close * (sense not in strong), "only_claimed": only_strong,
        "only_told": only_weak, "disputed": float(disputed is not None or inside),
        "claim_disputed": close * float(disputed is not None or inside) * (1.0 if sense in strong else 0.5),
        "claim_quoted": _quoted(sense, aligned),
    }  # fmt: skip
    score = either(0.5 * signs["claimed"], 0.6 * only_strong, 0.3 * only_weak, 0.15 * signs["told"])
    score += 0.25 * signs["partisan_disputed"]
    score *= 1.25 if signs["disputed"] else 0.8 if voices else 0.5
    why = f"the headline states as fact what the body reports as somebody's claim: “{sense.line.text[:200]}”"
    if disputed is not None:
        why += f"; it goes on: “{disputed.line.text[:120]}”"
    return Fault(kind, min(0.95, score), why, sense, signs)


def _resting_on(aligned: Alignment, claims: list[Sense]) -> float:
    """The share of the headline's held weight that no sentence but those of ``claims`` holds."""
    numbers = {s.number for s in claims}
    held = rest = 0.0
    for w, hits in zip(aligned.weights, aligned.hits):
        if hits:
            held += w
            rest += w * (not hits.keys() - numbers)
    return rest / held if held else 0.0


def _quoted(sense: Sense, aligned: Alignment) -> float:
    """The share of the headline's counterparts in ``sense`` that stand inside its quotation marks."""
    text = fold(sense.line.text)
    places = list(aligned.at(sense.number).values())
    inside = [text[: sense.terms[p].start].count('"') % 2 for p in places]
    return sum(inside) / len(inside) if inside else 0.0
