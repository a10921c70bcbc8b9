"""Somebody's claim, disputed or unproved in the body, that the headline states as fact."""

from __future__ import annotations

import re

from auditor.checks.headline.alignment import Alignment, Sense
from auditor.checks.headline.cues import cue
from auditor.checks.headline.fault import Fault
from auditor.records import HeadlineKind
from auditor.text import fold

_STRONG = cue("claim")
_WEAK = cue("telling")
_DISPUTE = cue("dispute")
_HEAD_HEDGE = cue("hedged headline", r"""|"|(?:^|\s)'[^']{6,}'(?=\W|$)|\?|^\w+(?: \w+)?: """)
_PLAN = re.compile(r"\b(?:to|will|plans?|wants?) [a-z]", re.I)
_PARTISAN = cue("partisan")
"""Speakers with a side in the matter, or none who could know for sure."""
_VOICE = cue("voice")


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
        "plan_told": close * float(bool(_PLAN.search(fold(headline)))),
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
    sort = 0.75 if sense in strong else 0.55 if partisan else 0.2
    settled = 1.25 if beside else 1.15 if disputed is not None else 1.0 if voices else 0.65
    score = close * max(only_strong, only_weak) * sort * settled
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
