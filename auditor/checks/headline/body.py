"""A headline against the text under it: does it fit, and if not, how does it fail and which sentence shows it?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.checks.headline.names import bare
from auditor.checks.headline.reading import Line, Reading, read_body
from auditor.checks.headline.stance import choose, stance_shares
from auditor.checks.headline.titles import Word, read_words
from auditor.checks.headline.words import CLAIMING, HEDGES, NEGATIONS
from auditor.records import HeadlineCheck, HeadlineKind, Stance
from auditor.text import fold


@dataclass(frozen=True, slots=True)
class HeadlineOptions:
    """Bars a policy may set. ``bar``: probability of a mismatch from which the verdict is one."""

    bar: float = 0.5


@dataclass(frozen=True, slots=True)
class Fault:
    """One way the headline may fail, with how sure it is in [0, 1] and the sentence that shows it."""

    kind: HeadlineKind
    score: float
    why: str
    line: Line | None = None


def check_headline(headline: str, body: str, *, options: HeadlineOptions | None = None) -> HeadlineCheck:
    """How the headline stands to the body, the kind of mismatch, and the sentence that shows it.

    ``score`` is the probability of a mismatch; evidence offsets count in ``body``. Linear in the body's length.
    """
    options = options or HeadlineOptions()
    said = read_words(bare(headline))
    reading = read_body(body)
    if not said:
        return HeadlineCheck("ok", HeadlineKind.OK, 0.0, Stance.UNRELATED, None, "there is no headline to check")
    if not reading.lines:
        why = "there is no body that could bear out the headline"
        return HeadlineCheck("mismatch", HeadlineKind.UNSUPPORTED, 1.0, Stance.UNRELATED, None, why)
    best = _best(said, reading)
    faults = sorted(_faults(headline, said, reading, best), key=lambda f: -f.score)
    stance = choose(stance_shares(headline, reading))
    if faults and faults[0].score >= options.bar:
        fault = faults[0]
        evidence = fault.line.evidence() if fault.line else None
        return HeadlineCheck("mismatch", fault.kind, fault.score, stance, evidence, fault.why)
    score = faults[0].score if faults else 0.1
    return HeadlineCheck("ok", HeadlineKind.OK, score, stance, None, f"the body bears it out: “{best.text[:120]}”")


def _content(words: list[Word]) -> list[Word]:
    return [w for w in words if w.content]


def _best(said: list[Word], reading: Reading) -> Line:
    keys = {w.key for w in said if w.content}
    return max(reading.lines, key=lambda line: sum(reading.rarity(k) for k in keys & line.keys))


_LURE = re.compile(
    r"\byou(?:'ll| will| won't)\b|\bthis one\b|\bwhat happened next\b|\bone (?:simple|weird) trick\b|\bthe real reason\b"
    r"|\bleave you\b|\bcan't believe\b|\bwill (?:shock|amaze|stun)\b|\bcould be killing you\b",
    re.I,
)


def _faults(headline: str, said: list[Word], reading: Reading, best: Line) -> list[Fault]:
    out = []
    plain = fold(headline)
    if _LURE.search(plain):
        out.append(Fault(HeadlineKind.CLICKBAIT, 0.95, "the headline promises or withholds instead of telling", best))
    if plain.rstrip().endswith("?"):
        answered = any({"because", "means"} & line.norms for line in reading.lines)
        out.append(Fault(HeadlineKind.QUESTION_UNANSWERED, 0.2 if answered else 0.8, "the body has no answer", best))
    everything = {k for line in reading.lines for k in line.keys}
    for word in said:
        if word.value is not None and word.key not in everything and not word.ordinal:
            if any(w.value is not None for w in best.words):
                out.append(Fault(HeadlineKind.NUMBER_WRONG, 0.8, f"{word.norm} is not the body's figure", best))
    claimed = (CLAIMING & best.norms) - {w.norm for w in said}
    if claimed and not HEDGES & {w.norm for w in said}:
        disputed = any({"denies", "denied", "untrue", "disputed"} & line.norms for line in reading.lines)
        out.append(Fault(HeadlineKind.ATTRIBUTION_DROPPED, 0.7 if disputed else 0.3, "somebody's claim", best))
    if bool(NEGATIONS & best.norms) != bool(NEGATIONS & {w.norm for w in said}):
        out.append(Fault(HeadlineKind.CONTRADICTED, 0.45, "the body says the opposite", best))
    content = _content(said)
    share = sum(w.key in everything for w in content) / max(1, len(content))
    if share < 0.3:
        out.append(Fault(HeadlineKind.UNSUPPORTED, 0.6, "no sentence of the body states it", None))
    return out
