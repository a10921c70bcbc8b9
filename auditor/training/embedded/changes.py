"""Single changes of a sentence: harmless ones, ones that the page speaks against, and ones that go beyond it.

Every change is drawn from the page itself where it can be (another of its names, another of its figures), so that no
word gives it away.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from auditor import lexicon
from auditor.checks.evidence import PageIndex
from auditor.checks.reading import Reading


@dataclass(frozen=True, slots=True)
class Pool:
    """What a page offers for exchange."""

    names: tuple[tuple[str, ...], ...]
    figures: tuple[str, ...]
    sentences: tuple[str, ...]


Change = Callable[[Reading, Pool, random.Random], str | None]

_FIGURE = re.compile(r"(?<![\w.,:/-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\w)|(?<![\w.,:/-])\d+(?:\.\d+)?(?![\w:/])")
_SPELLED = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April June July August September October November December".split()
_ORDINALS = "first second third fourth fifth sixth".split()
_AUXILIARIES = frozenset("is was are were has had have will would can could may might should must does did do".split())
# Words set against each other in the form they stand in: what a list of base forms cannot give without grammar.
_OPPOSED = [
    pair.split("/")
    for pair in """more than/less than at least/at most more/fewer over/under above/below before/after first/last
    higher/lower longer/shorter larger/smaller older/younger earlier/later up/down most/least north/south east/west
    northern/southern eastern/western former/current increase/decrease increased/decreased rose/fell rise/fall
    won/lost win/lose approved/rejected accepted/refused arrived/left opened/closed started/ended began/ended
    confirmed/denied supported/opposed backed/opposed allowed/banned praised/criticised bought/sold gained/lost
    joined/left raised/lowered raised/cut early/late largest/smallest highest/lowest best/worst public/private
    men/women boys/girls his/her morning/evening inside/outside better/worse stronger/weaker faster/slower
    agreed/refused passed/failed hot/cold wet/dry old/new major/minor majority/minority buyers/sellers
    entered/left gave/took sent/received with/without for/against domestic/foreign ahead of/behind
    exceeded/missed succeeded/failed guilty/innocent convicted/acquitted legal/illegal upheld/overturned
    hired/fired expanded/shrank strengthened/weakened improved/worsened accelerated/slowed safe/dangerous
    always/never often/rarely still/no longer nearly/well over all/none everyone/no one""".split("\n")
    for pair in re.findall(r"[a-z]+(?: [a-z]+)?/[a-z]+(?: [a-z]+)?", pair)
]


_UNITS = [
    pair.split("/")
    for pair in """per cent/percentage points|percent/percentage points|metres/kilometres|kilometres/miles|
    million/billion|billion/trillion|thousand/million|hours/days|days/weeks|weeks/months|months/years|minutes/hours|
    dollars/euros|pounds/dollars|euros/crowns|crowns/pounds|kilograms/tonnes|litres/gallons|km/miles|metres/feet|
    a day/a week|a year/a month|degrees/percent|square kilometres/hectares""".replace("\n", "").split("|")
]
_COUNTED = re.compile(r"(?:\d|\b(?:a|dozen|hundred|" + "|".join(_SPELLED) + r")) $")
_COMPARING = frozenset(
    "more less fewer over under above below most least at higher lower longer shorter larger smaller older younger up "
    "down highest lowest largest smallest than nearly well".split()
)
_ORDERING = frozenset("before after first last earlier later early late former current".split())
_DENYING = frozenset("not no never still".split())


# --- harmless ---------------------------------------------------------------------------------------------------


def _spell(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    """``7`` for ``seven`` and back, ``1200`` for ``1,200``."""
    text = reading.text
    for number, word in enumerate(_SPELLED[:11], 2):
        found = re.search(rf"(?<![\w.,-]){number}(?![\w.,%-])", text)
        if found:
            return _put(text, found, word)
        found = re.search(rf"\b{word}\b", text)
        if found:
            return _put(text, found, str(number))
    found = re.search(r"\d{1,3},\d{3}\b(?!,)", text)
    return _put(text, found, found.group().replace(",", "")) if found else None


def _cut_aside(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    """Without a clause between commas that begins with ``which`` or ``who``, or one in brackets."""
    found = re.search(r",\s(?:which|who)\s[^,;]{4,90},|\s\([^()]{3,60}\)", reading.text)
    return _put(reading.text, found, "") if found else None


def _cut_lead(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    """Without a first adverb: ``However, ...``."""
    found = re.match(r"(?:However|Meanwhile|Moreover|In addition|Also|Separately|But|And|Still),? (\w)", reading.text)
    return found.group(1).upper() + reading.text[found.end() :] if found else None


def _synonym(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    """One word for another of its class, where it stands in its base form."""
    words = [w for w in reading.words if w.content and w.norm in _classes() and w.text.islower() and not w.quoted]
    rng.shuffle(words)
    for word in words:
        options = [o for o in _classes()[word.norm] if o != word.norm and _vowel(o) == _vowel(word.norm)]
        if options:
            text = reading.text
            return text[: word.start] + rng.choice(options) + text[word.end :]
    return None


def _speaker_first(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    """``X said that ...`` for ``..., X said.``"""
    found = re.match(
        r"(?s)([^\"“”]{20,}), ((?:[A-Z][\w.-]+ ?){1,4}|he|she|they|officials|police) said\.$", reading.text
    )
    if not found:
        return None
    said = found.group(1)
    first = said.split()[0]
    lowered = said[0].lower() + said[1:] if first in ("The", "A", "An", "It", "They", "There", "This") else said
    speaker = found.group(2).strip()
    return f"{speaker[0].upper()}{speaker[1:]} said that {lowered}."


HARMLESS: tuple[Change, ...] = (_spell, _spell, _cut_aside, _cut_lead, _synonym, _speaker_first)


# --- against the page -------------------------------------------------------------------------------------------


def _figure(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    found = list(_FIGURE.finditer(reading.text))
    if not found:
        spelled = [m for word in _SPELLED for m in re.finditer(rf"\b{word}\b", reading.text)]
        if not spelled:
            return None
        one = rng.choice(spelled)
        return _put(reading.text, one, rng.choice([w for w in _SPELLED if w != one.group()]))
    one = rng.choice(found)
    return _put(reading.text, one, _other_figure(one.group(), pool, rng))


def _other_figure(figure: str, pool: Pool, rng: random.Random) -> str:
    size = len(figure.replace(",", ""))
    year = size == 4 and figure[:2] in ("18", "19", "20") and figure.isdigit()
    alike = [
        f
        for f in pool.figures
        if f != figure and abs(len(f.replace(",", "")) - size) <= (0 if year else 1) and (f[:2] == figure[:2]) >= year
    ]
    if alike and rng.random() < 0.6:
        return rng.choice(alike)
    if year:
        return str(int(figure) + rng.choice([-12, -5, -3, -2, -1, 1, 2, 3, 4, 10]))
    digits = list(figure)
    places = [i for i, c in enumerate(digits) if c.isdigit()]
    at = rng.choice(places[:2])
    digits[at] = rng.choice([d for d in ("123456789" if at == places[0] else "0123456789") if d != digits[at]])
    return "".join(digits)


def _date(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    for names in rng.sample([_DAYS, _MONTHS, _ORDINALS], 3):
        found = [m for name in names for m in re.finditer(rf"\b{name}\b", reading.text)]
        if found:
            one = rng.choice(found)
            return _put(reading.text, one, rng.choice([n for n in names if n != one.group()]))
    return None


def _name(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    names = [n for n in reading.names if n.sure]
    rng.shuffle(names)
    text = reading.text
    for name in names:
        options = [o for o in pool.names if not set(o) & set(name.text.split()) and len(o) == len(name.text.split())]
        if options:
            return text[: name.span.start] + " ".join(rng.choice(options)) + text[name.span.end :]
    return None


def _swap(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    """Two names of the sentence for each other, where a verb stands between them."""
    names = [n for n in reading.names if n.sure]
    if len(names) < 2:
        return None
    at = rng.randrange(len(names) - 1)
    a, b = names[at], names[at + 1]
    text = reading.text
    between = text[a.span.end : b.span.start]
    if a.text == b.text or len(between.split()) < 2 or re.fullmatch(r"[\s,]*(?:and|or|of|in|,)?[\s,]*", between):
        return None
    return text[: a.span.start] + b.text + between + a.text + text[b.span.end :]


def _negate(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    text = reading.text
    found = re.search(r"\b(?:not|never) ", text)
    if found:
        return _put(text, found, "")
    for old, new in ((r"\bdid not (\w+)\b", None), (r"n't\b", "")):
        found = re.search(old, text)
        if found and new is not None:
            return _put(text, found, new)
    verbs = [w for w in reading.words if w.norm in _AUXILIARIES and not w.quoted]
    if verbs:
        word = rng.choice(verbs)
        return text[: word.end] + " not" + text[word.end :]
    for word in reading.words[1:]:
        before = reading.words[word.at - 1]
        base = lexicon.lemmas(word.norm)[0]
        if word.norm.endswith("ed") and before.capital and not word.quoted and not base.startswith("~"):
            return f"{text[: word.start]}did not {base}{text[word.end :]}"
    return None


def _oppose(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    text = reading.text
    found = []
    for a, b in _OPPOSED:
        found += [(m, b) for m in re.finditer(rf"\b{a}\b", text)] + [(m, a) for m in re.finditer(rf"\b{b}\b", text)]
    if not found:
        return None
    longest = max(len(m.group().split()) for m, _ in found)
    match, word = rng.choice([f for f in found if len(f[0].group().split()) == longest or rng.random() < 0.3] or found)
    return _put(text, match, word)


def _speaker(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    """Another name before or after ``said``."""
    text = reading.text
    found = re.search(r"((?:[A-Z][\w'’.-]+ ){0,3}[A-Z][\w'’-]+) (?:said|told|added|warned)\b", text) or re.search(
        r"\b(?:said|according to) ((?:[A-Z][\w'’.-]+ ){0,3}[A-Z][\w'’-]+)", text
    )
    if not found:
        return None
    options = [n for n in pool.names if not set(n) & set(found.group(1).split()) and len(n) > 1]
    return text[: found.start(1)] + " ".join(rng.choice(options)) + text[found.end(1) :] if options else None


def _unit(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    """Another unit, or another power of a thousand, behind a figure."""
    text, found = reading.text, []
    for a, b in _UNITS:
        a, b = a.strip(), b.strip()
        found += [(m, b) for m in re.finditer(rf"\b{a}\b", text)] + [(m, a) for m in re.finditer(rf"\b{b}\b", text)]
    found = [(m, word) for m, word in found if _COUNTED.search(text[: m.start()])]
    return _put(text, *rng.choice(found)) if found else None


def _quote(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    """Another word within quotation marks: of the same class, or one of the page that ends alike."""
    quoted = re.search(r"[“\"]([^“”\"]{12,})[”\"]", reading.text)
    words = list(re.finditer(r"[A-Za-z]{4,}", quoted.group(1))) if quoted else []
    if quoted is None or len(words) < 3:
        return None
    one = rng.choice(words)
    old = one.group().lower()
    options = [o for o in _classes().get(old, ()) if o != old]
    if not options or rng.random() < 0.4:
        near = [w for s in pool.sentences for w in re.findall(r"\b[a-z]{4,}\b", s)]
        options = [w for w in near if w != old and w[-2:] == old[-2:] and abs(len(w) - len(old)) < 4]
    if not options:
        return None
    new = rng.choice(options)
    at = quoted.start(1) + one.start()
    new = new.capitalize() if one.group()[0].isupper() else new
    return reading.text[:at] + new + reading.text[at + len(old) :]


_PARTY = re.compile(
    r"\b[Tt]he (?:[a-z-]+ )?[a-z-]{4,}\b(?= (?:said|has|had|was|is|will|would|were|are|plans|[a-z]+ed)\b)"
)


def _party(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    """Another of the page's unnamed actors: the council for the union."""
    found = list(_PARTY.finditer(reading.text))
    if not found:
        return None
    one = rng.choice(found)
    others = [m.group() for s in pool.sentences for m in _PARTY.finditer(s)]
    others = [o for o in others if o.lower() != one.group().lower() and o.split()[-1] not in reading.text]
    if not others:
        return None
    return reading.text[: one.start()] + one.group()[:3] + rng.choice(others)[3:] + reading.text[one.end() :]


_ACTOR = re.compile(r"\b[Tt]he (?:[a-z-]+ )?[a-z-]{4,}\b|\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")
_BETWEEN = re.compile(
    r"\b(?:said|told|asked|beat|[a-z]+ed|gave|took|led|won|sent|met|over|against|from|than|by|for|to)\b"
)


def _swap_actors(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    """Two actors, named or not, in each other's place."""
    text = reading.text
    found = [m for m in _ACTOR.finditer(text) if m.start() > 0 or m.group()[:4] == "The " or " " in m.group()]
    if len(found) < 2:
        return None
    at = rng.randrange(len(found) - 1)
    a, b = found[at], found[at + 1]
    between = text[a.end() : b.start()]
    if not _BETWEEN.search(between):
        return None
    first, second = b.group(), a.group()
    if a.start() == 0:
        first = first[0].upper() + first[1:]
        second = second[0].lower() + second[1:] if second[:4] == "The " else second
    return text[: a.start()] + first + between + second + text[b.end() :]


AGAINST: tuple[tuple[Change, str], ...] = (
    (_figure, "number"),
    (_figure, "number"),
    (_date, "date"),
    (_name, "entity"),
    (_name, "entity"),
    (_party, "entity"),
    (_swap, "role_swap"),
    (_swap_actors, "role_swap"),
    (_negate, "negation"),
    (_oppose, ""),
    (_oppose, ""),
    (_speaker, "attribution"),
    (_unit, "unit"),
    (_unit, "unit"),
    (_quote, "quote_altered"),
)
"""Changes with their kinds; what ``_oppose`` makes is told by the words it changed."""


# --- beyond the page --------------------------------------------------------------------------------------------


def _unhedge(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    text = reading.text
    for old, new in (
        (r"\b(?:may|might|could) have\b", "has"), (r"\b(?:may|might|could)\b", "will"),
        (r"\b(?:alleged|suspected) ", ""),
        (r"\b(?:reportedly|allegedly|possibly|probably|apparently) ", ""), (r"\b(?:is|are) expected to\b", "will"),
        (r"\bplans to\b", "will"), (r"\b(?:appears|seems) to be\b", "is"), (r"\blikely to\b", "certain to"),
    ):  # fmt: skip
        found = re.search(old, text)
        if found:
            return _put(text, found, new)
    return None


def _overstate(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    text = reading.text
    for old, new in (
        (r"\b(?:some|many|most|several) of the\b", "all of the"), (r"\b(?:Some|Many|Most|Several)\b", "All"),
        (r"\b(?:some|many|most|several)\b", "all"), (r"\bone of the\b", "the"), (r"\bpartly\b", "entirely"),
        (r"\b(?:often|sometimes|usually|mostly)\b", "always"), (r"\bnearly all\b", "all"), (r"\bat least\b", "exactly"),
    ):  # fmt: skip
        found = re.search(old, text)
        if found:
            return _put(text, found, new)
    return None


_PHRASE = re.compile(r" (?:in|at|with|after|during|for|by|near|since|because of|under) [^,;.()\"“”]{6,60}(?=[,.])")


def _add(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    """A phrase of another sentence at the end."""
    other = [m.group() for s in pool.sentences if s not in reading.text for m in _PHRASE.finditer(s)]
    other = [p for p in other if not set(p.lower().split()[2:]) <= set(reading.text.lower().split())]
    if not other or reading.text[-1:] != ".":
        return None
    return reading.text[:-1] + rng.choice(other) + "."


def _cause(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    """Two sentences of the page, joined by a cause that it does not give."""
    other = another(reading, pool, rng)
    if other is None or reading.text[-1:] != ".":
        return None
    return f"{reading.text[:-1]} {rng.choice(('because', 'since', 'as a result of the fact that'))} {lowered(other)}"


BEYOND: tuple[tuple[Change, str], ...] = (
    (_unhedge, "hedge_lost"),
    (_overstate, "overstated"),
    (_add, "added_detail"),
    (_cause, "causal_added"),
)


# --- helpers ----------------------------------------------------------------------------------------------------


def _put(text: str, found: re.Match[str], word: str) -> str:
    if found.group()[:1].isupper():
        word = word[:1].upper() + word[1:]
    return " ".join((text[: found.start()] + word + text[found.end() :]).split())


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    """Word -> the single words that share its first class."""
    found: dict[str, tuple[str, ...]] = {}
    for line in lexicon._lines("synonyms.txt"):
        words = [w.strip() for w in line.split(",") if " " not in w.strip()]
        for word in words:
            found.setdefault(word, tuple(words[:5]))
    return found


def _vowel(word: str) -> bool:
    return word[:1] in "aeiou"


def lowered(sentence: str) -> str:
    """The sentence as it stands within another: a plain first word without its capital."""
    first = sentence.split(maxsplit=1)[0]
    return sentence[0].lower() + sentence[1:] if first in _PLAIN else sentence


_PLAIN = frozenset(
    "The A An It They There This That These Those He She We Some Many Most In On At After Before".split()
)


def another(reading: Reading, pool: Pool, rng: random.Random) -> str | None:
    """Another sentence of the pool, short enough to be joined to this one; None where there is none."""
    options = [s for s in pool.sentences if s != reading.text and s not in reading.text and 5 <= len(s.split()) <= 22]
    return rng.choice(options) if options else None


def pool_of(index: PageIndex) -> Pool:
    """What the page offers for exchange."""
    names = {tuple(n.text.split()) for s in index.sentences for n in s.names if n.sure}
    figures = {m.group() for m in _FIGURE.finditer(index.text)}
    sentences = [" ".join(s.span.of(index.text).split()) for s in index.sentences]
    whole = tuple(s for s in sentences if 6 <= len(s.split()) <= 40 and s[-1:] in '.”"' and s[:1].isupper())
    return Pool(tuple(sorted(names)), tuple(sorted(figures)), whole)


def kind_of(base: str, claim: str) -> str:
    """The kind of a word set against another."""
    words = {w for text in (base, claim) for w in re.findall(r"\w+", text.lower())}
    shared = set(re.findall(r"\w+", base.lower())) & set(re.findall(r"\w+", claim.lower()))
    lone = words - shared
    if lone & _ORDERING:
        return "order_of_events"
    if lone & _COMPARING:
        return "comparator"
    return "negation" if lone & _DENYING else "antonym_verb"
