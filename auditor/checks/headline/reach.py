"""Too large a claim: overstatement of degree, and what holds for a part said of the whole."""

from __future__ import annotations

import re

from auditor.checks.headline.alignment import Alignment, Sense
from auditor.checks.headline.counts import Count, counts_of
from auditor.checks.headline.cues import cue
from auditor.checks.headline.fault import Fault, either
from auditor.checks.headline.terms import PREFIX
from auditor.records import HeadlineKind
from auditor.text import fold

_HYPER = cue("strong words")
_STRONG_HYPER = cue("hyperbole")
_MILD = cue("mild")
_PLAINLY = cue("settled mildly")
_MEASURED = re.compile(
    r"\b(?:nearly|almost|about|over|more than|around)? ?(?:half|a third|a quarter|\d+ ?%|\d+ percent|one in \w+)\b"
)
"""A share named in the headline itself: what is measured is no hyperbole."""
_VAGUE = {
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2000,
    "millions": 2_000_000,
    "billions": 2_000_000_000,
}
_TOTAL = cue("total")
_ANIMALS = frozenset(
    """mouse mice rat rats rodent rodents animal animals zebrafish monkey monkeys macaque macaques pig
    pigs piglets dog dogs rabbit rabbits hamster hamsters worm worms fly flies fruit ferret ferrets fish
    octopus octopuses sheep chimpanzees guinea cells cell dish laboratory lab tube culture in-vitro""".split()
)
_RESEARCH = frozenset(
    """study trial researchers scientists scientist researcher experiment experiments laboratory lab fed
    dose drug compound treated vaccine test tests tested university institute genes gene placebo team""".split()
)
_CREATURES = frozenset(
    """mouse mice rat rats rodent rodents zebrafish monkey monkeys macaque macaques hamster hamsters worm
    worms pig pigs snail snails beagle beagles chimps marmoset marmosets lizards newt newts frog frogs
    rabbit rabbits sheep cattle cows pigeons pigeon hens chickens bees flies primates ferrets baboons
    primate toads squid yeast bacteria cells tadpoles chicks goats larvae embryos""".split()
)
_CAVEAT = cue("caveat")
_SAMPLE = cue("sample")


_STEEP = re.compile(
    r"\b(?:slash|plung|plummet|soar|skyrocket|surg|tumbl|collaps|crash|rocket|explod|nosediv|spik|spiral|balloon)"
    r"(?:e|es|ed|s|ing)?\b"
)
_FROM_TO = re.compile(r"from [^\d\s]?(\d[\d.,]{0,12})(?: \S{1,12}){0,2}? to [^\d\s]?(\d[\d.,]{0,12})")
_PERCENT = re.compile(r"(\d[\d.]{0,6}) ?(?:%|percent|per cent)")
_SLIGHT = 0.1
"""A change by less than a tenth is no plunge and no surge."""


def _slight_change(plain: str, aligned: Alignment) -> tuple[str, Sense | None]:
    """A steep verb of the headline where every change that the body measures is slight, and the sentence with it."""
    steep = _STEEP.search(plain)
    if steep is None:
        return "", None
    changes = [(change, s) for s in aligned.lines for change in _changes(fold(s.line.text).lower())]
    if not changes or max(change for change, _ in changes) >= _SLIGHT:
        return "", None
    return steep.group(), max(changes, key=lambda pair: pair[0])[1]


def _changes(text: str) -> list[float]:
    """How much things change by, each as a share of what they were: ``from 118 to 115``, ``2 percent``."""
    out = [float(found[1].rstrip(".")) / 100 for found in _PERCENT.finditer(text) if found[1].count(".") < 2]
    for found in _FROM_TO.finditer(text):
        try:
            before, after = (float(found[n].rstrip(".,").replace(",", "")) for n in (1, 2))
        except ValueError:
            continue
        out += [abs(after - before) / before] if before else []
    return out


def find_exaggeration(headline: str, aligned: Alignment) -> Fault:
    """How far the headline's degree goes beyond the body's."""
    kind = HeadlineKind.EXAGGERATED
    plain = fold(headline).lower()
    body = " ".join(s.plain for s in aligned.lines)
    held = {t.norm for t, s in zip(aligned.terms, aligned.best_of) if s >= 0.75}
    measured = _MEASURED.search(plain)
    strong = [
        w for w in _found(_STRONG_HYPER, plain) if not _borne(w, body) and not (set(w.split()) & held or measured)
    ]
    weak = [w for w in _found(_HYPER, plain) if w not in strong and not _borne(w, body) and not set(w.split()) & held]
    vague, counted = _vague(plain, aligned)
    steep, small = _slight_change(plain, aligned)
    senses = [s for s in aligned.lines if aligned.covers[s.number] > 0.05] or [aligned.best]
    mild = [s for s in senses if _MILD.search(s.plain)]
    score = either(*(0.6 for _ in strong[:3]), *(0.22 for _ in weak[:3]), 0.75 * bool(vague), 0.75 * bool(steep))
    if not mild:
        score *= 0.7
    shown = counted or small or _mildest(aligned, mild)
    word = vague or steep or (strong + weak + [""])[0]
    why = f"the headline says “{word}”; the body is milder: “{shown.line.text[:200]}”"
    signs = {
        "hyperbole": min(1.0, len(strong) / 2),
        "strong_words": min(1.0, len(weak) / 3),
        "vague_number": float(bool(vague)),
        "slight_change": float(bool(steep)),
        "mild": min(1.0, len(mild) / 3),
        "mild_near": float(any(_MILD.search(s.plain) for s in aligned.near(0.5, 2))),
        "hyperbole_mild": min(1.0, len(strong) / 2) * float(bool(mild)),
    }  # fmt: skip
    return Fault(kind, min(0.95, score), why, shown, signs)


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return list(dict.fromkeys(found.group() for found in pattern.finditer(text)))


def _borne(word: str, body: str) -> bool:
    """Whether the body has the strong word itself, or one of the same beginning."""
    return f" {word[:5]}" in body if len(word) >= 5 else f" {word} " in body


def _vague(plain: str, aligned: Alignment) -> tuple[str, Sense | None]:
    """A vague large number of the headline that no figure of the body comes near, and the largest one's sentence."""
    word = next((w for w in _VAGUE if re.search(rf"\b{w}\b", plain)), None)
    if word is None:
        return "", None
    counts: list[Count] = [c for s in aligned.lines for c in counts_of(s.line.text, s.terms, s) if not c.quantity.unit]
    if any(re.search(rf" {w} ", s.plain) for w in _VAGUE for s in aligned.lines if _VAGUE[w] >= _VAGUE[word]):
        return "", None
    if not counts or max(c.quantity.high for c in counts) >= 0.5 * _VAGUE[word]:
        return "", None
    return word, max(counts, key=lambda c: c.quantity.high).sense


def _mildest(aligned: Alignment, mild: list[Sense]) -> Sense:
    top = aligned.covers[aligned.ranked[0]] or 1.0

    def worth(sense: Sense) -> float:
        return aligned.covers[sense.number] / top + 0.3 * len(set(_PLAINLY.findall(sense.plain)))

    return max(mild or [aligned.best], key=worth)


def find_wider_scope(headline: str, aligned: Alignment, *, asks: bool = False) -> Fault:
    """How likely the headline says of all what the body says of a part, a place, a sample or animals.

    A headline that asks says nothing of anybody.
    """
    kind = HeadlineKind.SCOPE_CHANGED
    if asks:
        return Fault(kind, 0.0, "")
    plain = fold(headline).lower()
    own = {t.norm for t in aligned.terms}
    senses = aligned.near(0.5, 3)
    creature = _creature(aligned, own)
    caveat = next((s for s in aligned.lines if _CAVEAT.search(s.plain)), None)
    sample = next((s for s in senses if _SAMPLE.search(s.plain)), None)
    total = _TOTAL.search(plain)
    named = _named(aligned, senses)
    signs = {
        "creature": float(creature is not None),
        "caveat": float(caveat is not None),
        "sample": float(sample is not None and not _owns_sample(plain)),
        "total": float(total is not None),
        "total_of_part": float(total is not None and (caveat or named) is not None),
        "named_part": float(named is not None and not own & named_words(named)),
        "sample_caveat": float(sample is not None and caveat is not None and not _owns_sample(plain)),
        "plural_of_few": float(_plural_of_few(aligned)),
        "limit": float(any(_LIMIT.search(s.plain) for s in aligned.lines)),
        "part_share": float(any(_PART.search(s.plain) for s in aligned.near(0.5, 3))),
        "head_count": float(any(t.value is not None for t in aligned.terms)),
        "creature_alone": float(creature is not None and not total),
        "contrast": float(any(_CONTRAST.search(s.plain) for s in aligned.lines)),
        "unnamed": float(not any(t.capital for t in aligned.best.terms[1:] if t.norm in own)),
    }
    part = max(signs["named_part"], signs["plural_of_few"], signs["sample"], signs["part_share"])
    signs["part_and_limit"] = part * max(signs["limit"], signs["contrast"])
    weights = {
        "plural_of_few": 0.3,
        "contrast": 0.2,
        "creature": 0.75,
        "caveat": 0.3,
        "sample": 0.3,
        "total": 0.1,
        "total_of_part": 0.4,
        "named_part": 0.25,
    }
    score = either(*(weights.get(name, 0.0) * value for name, value in signs.items()))
    if not (creature or caveat or (total and named) or (sample and named)):
        score *= 0.3
    shown = _narrowest(aligned, [s for s in (sample, creature, caveat, aligned.best) if s is not None])
    why = f"the headline says it of all; the body of a part: “{shown.line.text[:200]}”"
    return Fault(kind, min(0.95, score), why, shown, signs)


def _narrowest(aligned: Alignment, senses: list[Sense]) -> Sense:
    """The sentence that shows best of how few it holds: one that says so outright, else one near the headline."""
    top = aligned.covers[aligned.ranked[0]] or 1.0

    def worth(sense: Sense) -> float:
        outright = 1.0 if _OUTRIGHT.search(sense.plain) else 0.3 if _SAMPLE.search(sense.plain) else 0.0
        return aligned.covers[sense.number] / top + outright

    return max(dict.fromkeys([*(s for s in aligned.lines if _OUTRIGHT.search(s.plain)), *senses]), key=worth)


_OUTRIGHT = re.compile(
    r" (?:may not|might not|carry over|not a patient|not (?:been )?tested|not ask|not asked|let alone) "
)


def _creature(aligned: Alignment, own: set[str]) -> Sense | None:
    """The sentence that tells of animals in research, where the headline names none."""
    if own & (_ANIMALS | _CREATURES) or not any(s.norms & _RESEARCH for s in aligned.lines):
        return None
    return next((s for s in aligned.lines if s.norms & _CREATURES), None)


_CONTRAST = cue("contrast")
_LIMIT = cue("limit")
_PART = re.compile(
    r" of the (?:\d+|\w+) (?:[a-z]+ ){1,4}(?:one|two|three|four|five|\d+) "
    r"| (?:\d+|\w+) (?:of|out of) (?:the |its |his |her |their )?(?:\w+ )?(?:\d+|two|three|four|five|six|seven"
    r"|eight|nine|ten|some) "
)
_FEW = frozenset("a an one two three four five six seven eight nine ten its his her this that".split())


def _plural_of_few(aligned: Alignment) -> bool:
    """A bare plural of the headline (``Hospitals``) whose counterpart is one (``St. Luke's Hospital``) or few."""
    for i, term in enumerate(aligned.terms[:6]):
        if not (term.content and term.norm.endswith("s") and len(term.norm) > 3) or term.norm.endswith("ss"):
            continue
        before = aligned.terms[i - 1] if i else None
        if before is not None and (
            before.value is not None or before.norm in _FEW or before.text.endswith(("'s", "’s"))
        ):
            continue
        for sense in aligned.near(0.5, 2):
            hit = aligned.hits[i].get(sense.number)
            if hit is None or hit.strength < PREFIX:
                continue
            word = sense.terms[hit.at]
            ahead = sense.terms[max(0, hit.at - 3) : hit.at]
            single = not word.norm.endswith("s") and (word.capital or any(t.norm in _FEW for t in ahead))
            few = word.norm.endswith("s") and any(t.norm in _FEW or (t.value or 99) <= 12 for t in ahead)
            if single or few:
                return True
    return False


def _owns_sample(plain: str) -> bool:
    return bool(re.search(r"\b(?:small|survey|poll|trial|some|one|in a|of \d+)\b", plain))


def named_words(named: Sense) -> set[str]:
    """The capitalised words of a sentence but its first, lower case."""
    return {t.norm for t in named.terms[1:] if t.capital}


def _named(aligned: Alignment, senses: list[Sense]) -> Sense | None:
    """A near sentence that names a place or body of which the headline names none."""
    own = {t.norm for t in aligned.terms}
    for sense in senses:
        words = named_words(sense)
        if words and not words & own:
            return sense
    return None
