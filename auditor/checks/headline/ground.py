"""What the headline says and no sentence of the body bears on: causes, speakers, deeds of its own."""

from __future__ import annotations

import re

from auditor.checks.headline.alignment import Alignment
from auditor.checks.headline.cues import cue
from auditor.checks.headline.fault import Fault, either
from auditor.checks.headline.poles import poles_of
from auditor.records import HeadlineKind
from auditor.text import fold

_LOADED = cue("loaded")
_CAUSAL = cue("causal headline")
_SPEAKERS = re.compile(
    r"\b(experts?|critics?|doctors?|scientists?|neighbou?rs?|residents|parents|locals|officials?|insiders?|sources"
    r"|analysts?|economists?"
    r"|campaigners?|activists?|churches|church|union|unions|lawyers?|prosecutors?|police|farmers|teachers|voters"
    r"|investors|rivals?"
    r"|opponents|hackers|smugglers|saboteurs?|immigrants?|immigration|foreigners?|terrorists?|gangs?|arsonists?"
    r"|passengers|customers|fans"
    r"|shopkeepers|vandals|thieves|spies|drunk|drunken)\b.{0,40}?\b(warn|warns|warned|fear|fears|say|says|said"
    r"|demand|demands|urge|urges|claim"
    r"|claims|accuse|accuses|threaten|threatens|blamed|blame|suspected|suspect|behind|call|calls|boycott|slam|slams)\b"
)
_DEED = cue("deed")


_DENYING = frozenset("denies denied deny denial rejects refutes".split())
_NEGATING = frozenset("no not never untrue false none nothing".split())
_PARTIES = re.compile(r"(?:ers|ors|ists|ants|ians|ees|men|women|people|cians|ents)$")


def _unknown_agent(aligned: Alignment, absent: set[str]) -> bool:
    """Whether the headline opens with people of whom the body does not speak."""
    first = next((t for t in aligned.terms[:3] if t.content and t.value is None), None)
    return first is not None and first.norm in absent and bool(_PARTIES.search(first.norm))


def _lead_lost(aligned: Alignment, absent: set[str]) -> bool:
    """Whether the headline opens with what the body lacks while the body has much of the rest."""
    content = [i for i, t in enumerate(aligned.terms) if t.content and aligned.weights[i] > 0.1]
    if len(content) < 3 or aligned.terms[content[0]].norm not in absent:
        return False
    rest = content[1:]
    return sum(aligned.best_of[i] >= 0.75 for i in rest) / len(rest) >= 0.5


def find_unsupported(headline: str, aligned: Alignment) -> Fault:
    """How likely what the headline adds has no ground in the body. No sentence shows it: the evidence is none."""
    kind = HeadlineKind.UNSUPPORTED
    plain = fold(headline).lower()
    denied = any(t.norm in _NEGATING for s in aligned.lines for t in s.terms)
    missing = [(w, t) for w, t in aligned.missing() if not (denied and t.norm in _DENYING)]
    lost = 1.0 - aligned.cover
    absent = {t.norm for _, t in missing}
    speaker = _SPEAKERS.search(plain)
    unknown = bool(speaker and speaker.group(1) in absent)
    deeds = [found.group() for found in _DEED.finditer(plain) if set(found.group().split()) & absent]
    loaded = {w for found in _LOADED.finditer(plain) for w in found.group().split() if w in absent}
    causal = any(
        absent & set(re.findall(r"[\w'-]+", plain[found.end() :])[:5]) or found.group() in absent
        for found in _CAUSAL.finditer(plain)
    )
    share = [w / aligned.total for w, _ in missing]
    known = sum(w for w, t in missing if t.meanings) / aligned.total
    spoken = sum(w for w, t in missing if poles_of(t.lemmas, t.norm)) / aligned.total
    signs = {
        "unknown_agent": float(_unknown_agent(aligned, absent)),
        "unknown_speaker": float(unknown),
        "unknown_deed": min(1.0, len(deeds) / 2),
        "unknown_cause": float(causal),
        "lead_lost": float(_lead_lost(aligned, absent)),
        "loaded_lost": min(1.0, len(loaded) / 2),
        "known_lost": known,
        "outcome_lost": min(1.0, 3 * spoken),
        "lost": lost,
        "lost_most": max(share, default=0.0),
        "lost_words": min(1.0, len(missing) / 6),
        "cover": aligned.covers[aligned.ranked[0]],
        "held": aligned.cover,
    }
    score = either(
        0.55 * unknown, 0.35 * bool(deeds), 0.2 * (len(deeds) > 1), 0.2 * causal, max(0.0, (lost - 0.2) * 0.7)
    )
    words = ", ".join(f"“{t.text}”" for _, t in missing[:4])
    why = f"no sentence of the body bears on {words or 'what the headline says'}"
    return Fault(kind, min(0.95, score) if missing else 0.0, why, None, signs)
