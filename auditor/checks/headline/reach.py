"""Too large a claim: overstatement of degree, and what holds for a part said of the whole."""

from __future__ import annotations

import re

from auditor.checks.headline.alignment import Alignment, Sense
from auditor.checks.headline.counts import Count, counts_of
from auditor.checks.headline.fault import Fault, either
from auditor.records import HeadlineKind
from auditor.text import fold

_HYPER = re.compile(
    r"\b(?:chaos|mayhem|meltdown|bloodbath|carnage|apocalyp\w+|armageddon|catastroph\w+|disaster|devastat\w+"
    r"|nightmare|horror|terror"
    r"|panic\w*|hysteria|fury|furious|rage|outrage|savages?|savaged|slams?|slammed|blasts?|blasted|destroys?"
    r"|destroyed|obliterat\w+"
    r"|annihilat\w+|crush\w*|humiliat\w+|doom\w*|collaps\w+|crash\w*|plung\w+|plummet\w*|soar\w*|skyrocket\w*"
    r"|explod\w+|explosion"
    r"|miracle|wonder|magic|cures?|cured|breakthrough|revolution\w*|sensation\w*|genius|game-?changer|ends?"
    r"|eradicat\w+|wip\w+ out"
    r"|wiped|vanish\w*|overnight|swarms?|swarming|overrun|invasion|invad\w+|army|armies|hordes?|war|revolt\w*"
    r"|rebellion|uprising"
    r"|mutiny|crisis|ruins?|ruined|wreck\w*|flee|flees|fled|exodus|besieged?|siege|attack\w*|frenzy|shock\w*"
    r"|stun\w*|explosive"
    r"|bombshell|free fall|freefall|brink|death'?s door|historic|unprecedented|worst ever|best ever|greatest"
    r"|biggest ever|entire"
    r"|entirely|completely|totally|forever|never again|every|extinction|extinct|saved|saves|paralys\w+|paralyz\w+"
    r"|grinds? to a halt"
    r"|standstill|plague\w*|epidemic|tsunami|avalanche|massacre|slaughter\w*|killer|deadly|lethal|toxic|tears|hell"
    r"|inferno|burns? to the ground"
    r"|burned to the ground|flattened|razed|drown\w*|darkness|silenc\w+|unstoppable|perfect|proof|prov\w+"
    r"|guarantee\w*|solve[sd]?"
    r"|conquer\w*|dominat\w+|sweep\w*|swept|toppl\w+|rocked?|in ruins|in tatters|wild|mad|insane|frantic|desperate"
    r"|terrif\w+|vicious"
    r"|brutal|bitter|scandal|feared|fear|lost|all)\b"
)
_STRONG_HYPER = re.compile(
    r"\b(?:chaos|mayhem|meltdown|bloodbath|carnage|apocalyp\w+|armageddon|catastroph\w+|nightmare|horror|terror"
    r"|panic\w*|hysteria"
    r"|furious|fury|savages?|savaged|obliterat\w+|annihilat\w+|humiliat\w+|doom\w*|skyrocket\w*|miracle|wonder"
    r"|revolution\w*|genius"
    r"|sensation\w*|eradicat\w+|wip\w+ out|vanish\w*|swarms?|overrun|invasion|army of|hordes?|revolt|uprising"
    r"|mutiny|in ruins|ruins?"
    r"|free fall|freefall|brink|death'?s door|extinction|grinds? to a halt|standstill|paralys\w+|paralyz\w+"
    r"|plague\w*|massacre"
    r"|slaughter\w*|inferno|to the ground|tsunami|darkness|collapses?|crash(?:es|ed)?|devastat\w+|destroy(?:s|ed)?"
    r"|cures?|exodus"
    r"|plung(?:e|es|ed)|soar(?:s|ed)?|plummet\w*|entire|greedy|flee|flees|epidemic|crisis|unprecedented|saved from"
    r"|wave of|riots?|siege|besieged|killer|deadly|coffins?|drowns? in|abandoned to|to die|declares? war|panic"
    r"|mobs?|lynch\w*|floating"
    r"|death trap|time bomb|ticking|powder keg|house of cards|nose-?dive|tailspin|knife-?edge|shambles|fiasco"
    r"|farce|circus|zoo of"
    r"|cursed|haunted|hellish|nightmarish|lawless|anarchy|ghost town|wasteland|graveyard|no-?go|out of control"
    r"|runs? wild|gone mad"
    r"|rampage|explod(?:e|es|ed)|invad(?:e|es|ed|ing)|maims?|maimed|bombs?|disgrace\w*|unthinkable|heroic|crushes"
    r"|crushed|storms off|transforms?"
    r"|world-?beating|earth-?shattering|terrifying|death trap|hell|tears apart|rips? apart|cripple[sd]?|crippling"
    r"|choke[sd]?|drowning in|beloved|die-?off"
    r"|is dead|forever|every\w*|wipes? out|kills? off|battered?|hammered|smash(?:es|ed)?|shatter(?:s|ed)?|bleed\w*"
    r"|spiral\w*|mourns|triumph of|war on|at war"
    r"|explosive|onslaught|torrent|flood of|avalanche|stampede|frenzy|mania|fever pitch|unbearable|agony|torture"
    r"|cruel|savage|monster|beast)\b"
)
_MILD = re.compile(
    r" (?:no (?:one|injuries|casualties|damage|danger|panic|incidents?|threat|risk|change)|nobody|none|not (?:a"
    r"|expect|serious|needed"
    r"|hurt|injured|spread|known|for everyone|proof|changed|suspend)|small|smaller|slight|slightly|little|minor"
    r"|mild|modest|modestly|brief"
    r"|briefly|quiet|calm|normal|usual|routine|precaution|precautionary|only|few|fewer|some|a (?:fifth|third"
    r"|quarter|tenth|half)|half|part"
    r"|partly|about half|two|three|one|on average|average|gain modest|recover|recovered|unharmed|unhurt|well|good"
    r"|escaped|escape|planned"
    r"|as planned|insured|profitable|minutes|hours?|percent|may|might|could|would like|agrees?|offered|glad"
    r"|smaller|by evening|by noon"
    r"|by midnight|by morning|barely|back in service|open|promising|work(?:s|ed)? (?:for|as)|less|lower|rose|longer) "
)
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
_TOTAL = re.compile(
    r"\b(?:all|every|everyone|everybody|everywhere|whole|entire|always|never|nobody|no one|none|across|nationwide"
    r"|countrywide|worldwide"
    r"|global|globally|universal\w*|any|each|throughout|all over|the (?:country|nation|world|region|province"
    r"|state)|nation)\b"
)
_ANIMALS = frozenset(
    """mouse mice rat rats rodent rodents animal animals zebrafish monkey monkeys macaque macaques pig pigs
    piglets dog dogs rabbit
    rabbits hamster hamsters worm worms fly flies fruit ferret ferrets fish octopus octopuses sheep chimpanzees
    guinea cells cell dish
    laboratory lab tube culture in-vitro""".split()
)
_RESEARCH = frozenset(
    """study trial researchers scientists scientist researcher experiment experiments laboratory lab fed dose drug
    compound treated
    vaccine test tests tested university institute genes gene placebo team""".split()
)
_CREATURES = frozenset(
    """mouse mice rat rats rodent rodents zebrafish monkey monkeys macaque macaques hamster hamsters worm worms
    pig pigs snail snails
    frog frogs rabbit rabbits sheep cattle cows pigeons pigeon hens chickens bees flies primates ferrets baboons
    primate toads squid
    yeast bacteria cells tadpoles chicks goats larvae embryos""".split()
)
_CAVEAT = re.compile(
    r" (?:may not|might not|did not (?:ask|look|include|cover|study|test)|not (?:ask|look at|include|carry|hold"
    r"|apply|yet tested|mean)"
    r"|carry over|elsewhere|the rest of|other (?:lines?|hospitals?|schools?|regions?|groups?|species|offenses"
    r"|offences|firms?|towns?"
    r"|districts?|workers?|counties|departments|parts|areas|cities|countries|shops|boards|education|roads"
    r"|branches)|others? (?:will|were"
    r"|are|remain|may|must|can)|unchanged|no (?:change|plans)|running normally|as normal|in people|people (?:next"
    r"|are|is)|not a patient"
    r"|human|humans|patients next|larger ones?|remain open|stay open|must stay|keep parking|exempt|do not qualify"
    r"|does not apply|except"
    r"|only (?:in|at|for|one|the)|one (?:firm|hospital|school|town|village|city|district|company|station|farm"
    r"|factory|clinic|university|region"
    r"|county|octopus|animal|patient|family)|small (?:study|trial|sample|survey)|followed|volunteers|a single"
    r"|all of them in|years away"
    r"|talks for|will be published|had no plans|were not|was not changed|in two other|first found|barely touched"
    r"|suffered most|not changed) "
)
_SAMPLE = re.compile(
    r" (?:survey of|poll of|sample of|study (?:of|followed|with)|trial (?:of|with|had)|of (?:the )?\S+ (?:asked"
    r"|questioned|surveyed|polled)"
    r"|among|in a (?:survey|poll|study|trial|test)|asked|questioned|followed|participants|respondents|volunteers"
    r"|the team treated"
    r"|at (?:a|one|the) \w+|pupils asked|residents of|staff at|counts? by) "
)


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
    senses = [s for s in aligned.lines if aligned.covers[s.number] > 0.05] or [aligned.best]
    mild = [s for s in senses if _MILD.search(s.plain)]
    score = either(*(0.6 for _ in strong[:3]), *(0.22 for _ in weak[:3]), 0.75 if vague else 0.0)
    if not mild:
        score *= 0.7
    shown = counted or _mildest(aligned, mild)
    word = vague or (strong + weak + [""])[0]
    why = f"the headline says “{word}”; the body is milder: “{shown.line.text[:200]}”"
    signs = {
        "hyperbole": min(1.0, len(strong) / 2),
        "strong_words": min(1.0, len(weak) / 3),
        "vague_number": float(bool(vague)),
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
    best = aligned.best
    if best in mild or not mild:
        return best
    return max(mild, key=lambda s: aligned.covers[s.number])


def find_wider_scope(headline: str, aligned: Alignment) -> Fault:
    """How likely the headline says of all what the body says of a part, a place, a sample or animals."""
    kind = HeadlineKind.SCOPE_CHANGED
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
    shown = (caveat if creature is None and caveat and not sample else None) or sample or creature or aligned.best
    why = f"the headline says it of all; the body of a part: “{shown.line.text[:200]}”"
    return Fault(kind, min(0.95, score), why, shown, signs)


def _creature(aligned: Alignment, own: set[str]) -> Sense | None:
    """The sentence that tells of animals in research, where the headline names none."""
    if own & (_ANIMALS | _CREATURES) or not any(s.norms & _RESEARCH for s in aligned.lines):
        return None
    return next((s for s in aligned.lines if s.norms & _CREATURES), None)


_CONTRAST = re.compile(
    r" (?:elsewhere|the rest of|rest of the|in other|other (?:\w+ )?(?:\w+s) (?:were|are|will|remain|may|have|did"
    r"|had|must|can|could)"
    r"|others|still|average|the (?:county|city|state|country|town|region|firm|company|district|province) has"
    r"|(?:county|city|state|country"
    r"|town|region|firm|company)'?s? (?:\d+|\w+) other|no other|neighbouring|neighboring|not (?:asked|tested"
    r"|included|studied|covered"
    r"|looked)|no change|did not (?:ask|test|include|study|cover|look)|only (?:in|at|for|one|two|three)) "
)
_LIMIT = re.compile(
    r" (?:only (?:\w+ )?(?:\w+s|one|two|in|at)|stay as they are|are affected|others vote|no trial in"
    r"|not (?:been )?(?:asked|tested|looked at|included|studied|covered)|did not (?:ask|test|include|study"
    r"|cover|look at)|have not tested"
    r"|carry over|may not (?:hold|apply)|might not (?:hold|apply)|elsewhere|rest of the|not a patient|people (?:is"
    r"|are|was) |in people"
    r"|in humans|neighbou?ring|had no plans|must stay|are exempt|is exempt|do not qualify"
    r"|other (?:\w+ ){1,2}(?:were|are|will|remain)"
    r"|no other|one (?:octopus|animal|hospital|school|firm|company|town|village)|small study|larger (?:study|trial"
    r"|one)) "
)
_PART = re.compile(
    r" of the (?:\d+|\w+) (?:[a-z]+ ){1,4}(?:one|two|three|four|five|\d+) "
    r"| (?:\d+|\w+) (?:of|out of) (?:the |its |his |her |their )?(?:\w+ )?(?:\d+|two|three|four|five|six|seven"
    r"|eight|nine|ten|some) "
)
_FEW = frozenset("a an one two three four five six seven eight nine ten its his her this that".split())


def _plural_of_few(aligned: Alignment) -> bool:
    """A bare plural of the headline (``Hospitals``) whose nearest counterpart is one (``St. Luke's Hospital``) or few."""
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
            if hit is None or hit.strength < 0.75:
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
