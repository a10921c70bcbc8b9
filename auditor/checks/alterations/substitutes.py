"""Another name of the same sort than the page has in the same place, where the rest is said in other words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor import lexicon
from auditor.checks.alterations.base import Found, Pairing, View, found
from auditor.checks.alterations.cast import cast_of
from auditor.checks.alterations.speech import is_body
from auditor.checks.evidence import PageIndex
from auditor.checks.reading import Name, Reading, is_passive, is_verb
from auditor.records import DifferenceKind

_LEAST = 0.5
"""The share of the rest of the claim's part that the page's sentence must have."""
_LOW = 0.42
"""The same where the surroundings are much alike and no sentence with the claim's name has any of it."""
_MARGIN = 0.2
"""How much more of it that sentence must have than any that has the claim's name."""
_SLOT = 0.3
"""How alike the surroundings of the two names must be at least."""
_ASKED = 8
_ITEMS = 3
_PLACING = frozenset("in at from near to into outside across around towards toward off through over".split())
_PRONOUNS = frozenset("he she it they his her its their him them this that who which".split())


def find_substitutes(view: View) -> Iterator[Found]:
    """Each name of the claim in whose place the page has another of its sort."""
    for name in view.claim.names:
        words = view.claim.words
        if words[name.first].quoted or not is_proper(view.match.index, view.claim, name):
            continue
        if result := _check(view, name):
            yield result


def is_proper(index: PageIndex, reading: Reading, name: Name) -> bool:
    """Whether a name is surely one: no figure, no unit, no place line in capitals."""
    if len(name.parts[0]) < 2 or not index.is_name(name) or name.parts[-1] in ("celsius", "fahrenheit"):
        return False
    if name.first < 3 and name.text.isupper() and len(name.text) > 5:
        return False
    return not any(q.whole.overlaps(name.span) for q in reading.quantities)


def _check(view: View, name: Name) -> Found | None:
    match = view.match
    items = _rest(view, name)
    if not match.ranked or sum(match.weights[i] > 1.0 for i in items) < _ITEMS:
        return None
    asked = shares(view, items)
    number = max(asked, key=lambda n: (asked[n], -n))
    if asked[number] < _LOW or _has(view, name, number):
        return None
    own = max((s for n, s in asked.items() if _has(view, name, n)), default=0.0)
    if asked[number] < own + _MARGIN:
        return None
    options = list(_options(view, name, number))
    if not options:
        return None
    slot, other = max(options, key=lambda o: o[0])
    known = bool(match.index.places_of(name.parts[-1]))
    if slot < _SLOT or (asked[number] < _LEAST and (slot < 2 * _SLOT or own > 0.1 or not known)):
        return None
    strength = asked[number] * (0.45 + 0.3 * min(slot, 1.8)) - 0.1 * (len(options) - 1)
    strength -= 0.2 * _is_topic(match.index, name)
    rule = "entity_slot" if known else "entity_slot_new"
    return found(match, DifferenceKind.ENTITY, name.span, other.span, strength, rule)


def shares(view: View, items: Sequence[int]) -> dict[int, float]:
    """How much of the items, by weight, each of the best sentences has, 0 to 1.

    A name may stand in the sentence before, with a pronoun here.
    """
    match = view.match
    out = dict.fromkeys(match.ranked[:_ASKED], 0.0)
    total = sum(match.weights[i] for i in items) or 1.0
    for i in items:
        row, worth, named = match.rows[i], match.weights[i] / total, match.claim.items[i].name is not None
        for number in out:
            if number in row:
                out[number] += worth * row[number].weight
            elif named and number - 1 in row:
                out[number] += worth * row[number - 1].weight
    return out


def _is_topic(index: PageIndex, name: Name) -> bool:
    """Whether the page is about the name, and so has sentences about it that do not repeat it."""
    if any(part in (index.page.title or "").lower() for part in name.parts if len(part) > 3):
        return True
    return any(part in n.parts for part in name.parts for s in index.sentences[:2] for n in s.names)


def _rest(view: View, name: Name) -> list[int]:
    """The items of the name's part of the claim without the name; of the whole claim where that part is slight."""
    match = view.match
    segment = next((i for i, s in enumerate(match.claim.segments) if name.span.start < s.end), 0)
    rest = [i for i, item in enumerate(match.claim.items) if item.name is not name]
    own = [i for i in rest if match.claim.items[i].segment == segment]
    return own if sum(match.weights[i] > 1.0 for i in own) > _ITEMS else rest


def _has(view: View, name: Name, number: int) -> bool:
    """Whether the sentence has the name, or a pronoun that may stand for it."""
    if _stands(view, name, number):
        return True
    words = view.match.index.sentences[number].words
    reach = 3 if any(w.norm in _PRONOUNS and not w.quoted for w in words) else 0
    return any(_stands(view, name, n) for n in range(max(0, number - reach), number))


def _stands(view: View, name: Name, number: int) -> bool:
    """Whether sentence ``number`` has the name or one of its parts."""
    match = view.match
    for i, item in enumerate(match.claim.items):
        if item.name is name and number in match.rows[i] and match.rows[i][number].weight >= 0.5:
            return True
    if not 0 <= number < len(match.index.sentences):
        return False
    return any(are_kin(name.parts[-1], part) for n in match.index.sentences[number].names for part in n.parts)


def _options(view: View, name: Name, number: int) -> Iterator[tuple[float, Name]]:
    """(how alike the surroundings are, the page's name) for each that may stand for the claim's."""
    index = view.match.index
    pairing = view.pairing(number)
    for other in pairing.page.names:
        if not is_free(view, other) or not is_proper(index, pairing.page, other) or one_party(index, name, other):
            continue
        if not same_sort(index, view.claim, name, pairing.page, other):
            continue
        yield _alike(pairing, name, other), other


def is_free(view: View, other: Name) -> bool:
    """Whether the page's name is not in the claim under any spelling."""
    claimed = {p for n in view.claim.names for p in n.parts} | {w.norm for w in view.claim.words}
    canonical = {lexicon.canonical_name(n.text) for n in view.claim.names}
    if lexicon.canonical_name(other.text) in canonical:
        return False
    return not any(p in claimed or any(are_kin(p, c) for c in claimed) for p in other.parts if len(p) > 1)


def are_kin(a: str, b: str) -> bool:
    """Whether one is formed from the other as a people's name is from the land's: ``Varn`` and ``Varnish``."""
    short, long = sorted((a, b), key=len)
    if len(short) < 4 or len(long) - len(short) > 4:
        return False
    root = short if len(short) < 6 else short[:-1]
    return a == b or (long.startswith(root) and long.endswith(_OF_PEOPLE))


_OF_PEOPLE = ("ish", "ese", "an", "ans", "ian", "ians", "er", "ers", "i", "is", "ic", "s", "ns")


def one_party(index: PageIndex, a: Name, b: Name) -> bool:
    """Whether the page has the two for one party, or names one where it says who the other is."""
    cast = cast_of(index)
    first, second = cast.figure(a.parts), cast.figure(b.parts)
    for figure, other in ((first, b), (second, a)):
        if figure is not None and (figure.parts | figure.linked) & set(other.parts):
            return True
    return first is not None and first is second


def same_sort(index: PageIndex, claim: Reading, name: Name, page: Reading, other: Name) -> bool:
    """Whether both names are people, or neither is, and a place stands for a place."""
    a, b = _relation(claim, name), _relation(page, other)
    if _is_someone(index, name) or _is_someone(index, other):
        return _is_someone(index, name) and _is_someone(index, other)
    if "place" in (a, b):
        return a == b or bool({"modifier", "from"} & {a, b})
    return True


def _is_someone(index: PageIndex, name: Name) -> bool:
    return bool(name.title) or not (name.article or is_body(index, name))


def _relation(reading: Reading, name: Name) -> str:
    """How a name hangs in its sentence: ``place``, ``from``, ``by``, ``owner``, ``modifier``, ``doer`` or nothing."""
    words = reading.words
    before = name.first - 1
    if before > 0 and words[before].content and words[before - 1].norm in _PLACING:
        before -= 1  # from neighbouring Varn
    while before >= 0 and (words[before].norm in ("the", "a", "an") or words[before].norm in lexicon.TITLES):
        before -= 1
    lead = words[before].norm if before >= 0 else ""
    if lead in _PLACING:
        return "from" if lead == "from" else "place"
    if lead == "by":
        return "by"
    if words[name.end - 1].text.endswith(("'s", "’s")):
        return "owner"
    if name.end >= len(words):
        return lead if lead in ("of", "with", "for") else ""
    after = words[name.end]
    gap = reading.text[words[name.end - 1].end : after.start]
    if gap == " " and (is_verb(reading, after) or after.norm in ("is", "was", "has", "had", "will", "would", "are")):
        return "doer"
    if gap == " " and after.content and not after.capital:
        return "modifier"
    return lead if lead in ("of", "with", "for") else ""


def _alike(pairing: Pairing, name: Name, other: Name) -> float:
    """How alike the surroundings are: one relation, one neighbour, words near both that stand for one another."""
    a, b = _relation(pairing.claim, name), _relation(pairing.page, other)
    score = 0.5 if a and a == b else 0.4 if {a, b} == {"doer", "by"} and _turned(pairing) else 0.0
    claim, page = pairing.claim.words, pairing.page.words
    for i, j in ((name.first - 1, other.first - 1), (name.end, other.end)):
        if 0 <= i < len(claim) and 0 <= j < len(page) and claim[i].content:
            score += 0.5 * (pairing.page_of.get(i, (-1, 0.0))[0] == j)
    return score + min(1.0, 0.3 * pairing.near(name.first, other.first, 5))


def _turned(pairing: Pairing) -> bool:
    """Whether one of the two sentences is in the passive."""
    return any(is_passive(r, w.at) for r in (pairing.claim, pairing.page) for w in r.words)
