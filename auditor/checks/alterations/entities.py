"""Another person, place or organisation than the page names in the same place."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.alterations.base import Found, Pairing, View, found
from auditor.checks.alterations.substitutes import is_free, is_proper, one_party, same_sort
from auditor.checks.coreference import is_person
from auditor.checks.reading import Name, Reading, is_past
from auditor.records import DifferenceKind


def find_entities(view: View) -> Iterator[Found]:
    """Each name of the claim in whose place its home sentence has another."""
    for name in view.claim.names:
        if view.claim.words[name.first].quoted or not is_proper(view.match.index, view.claim, name):
            continue
        result = _half_matched(view, name) or _replaced(view, name) or _alone(view, name)
        if result:
            yield result


def _segment(view: View, name: Name) -> int:
    return next((i for i, s in enumerate(view.match.claim.segments) if name.span.start < s.end), 0)


def _items(view: View, name: Name) -> list[int]:
    return [i for i, item in enumerate(view.match.claim.items) if item.name is name]


def _half_matched(view: View, name: Name) -> Found | None:
    """``Brandt Municipal Partners`` where the page knows ``Kestrel Municipal Partners`` and no Brandt."""
    if len(name.parts) < 2:
        return None
    index = view.match.index
    missing = [p for p in name.parts if len(p) > 1 and not index.places_of(p)]
    if not missing:
        return _mixed(view, name)
    if len(missing) == len(name.parts):
        return None
    homes = view.homes()
    others = [n for n in range(len(index.sentences)) if n not in homes]
    for number in (*homes, *others):
        for other in index.sentences[number].names:
            if _differ_in(name, other, set(missing)):
                home = view.coverage_without(_segment(view, name), -1)
                strength = 0.35 + 0.5 * home - (0.0 if number in homes else 0.15)
                return found(view.match, DifferenceKind.ENTITY, name.span, other.span, strength, "entity_part")
    return None


def _differ_in(name: Name, other: Name, parts: set[str]) -> bool:
    """Whether the two names are alike but for just these parts of the first."""
    if len(other.parts) != len(name.parts):
        return False
    differing = [(a, b) for a, b in zip(name.parts, other.parts) if a != b]
    return (
        {a for a, _ in differing} == parts
        and len(differing) < len(name.parts)
        and all(len(b) > 1 for _, b in differing)
    )


def _mixed(view: View, name: Name) -> Found | None:
    """A first name with the surname of somebody else: each word is on the page, the two never side by side."""
    if len(name.parts) < 2 or name.title:
        return None
    first, last = name.parts[-2:]
    index = view.match.index
    together = any(index.norms[at + 1 : at + 4].count(last) for at in index.places_of(first))
    if together or len(first) < 2:
        return None
    for sentence in index.sentences:
        for other in sentence.names:
            if len(other.parts) < 2 or other.parts[-2] != first or other.parts[-1] == last:
                continue
            if index.is_name(other):
                strength = 0.3 + 0.5 * view.coverage_without(_segment(view, name), -1)
                return found(view.match, DifferenceKind.ENTITY, name.span, other.span, strength, "entity_part")
    return None


def _replaced(view: View, name: Name) -> Found | None:
    match = view.match
    items = _items(view, name)
    if not items:
        return None
    segment = _segment(view, name)
    home = view.home_of(segment)
    if home is None or _known(view, name, home):
        return None
    bar = 1.0 if _known(view, name, home - 1) else 0.0
    anywhere = max(match.anywhere[i] for i in items)
    options: list[tuple[float, Found]] = []
    for number in dict.fromkeys((home, match.top)):
        if number is None:
            continue
        pairing = view.pairing(number)
        for other in pairing.page.names:
            if not is_free(view, other) or not is_proper(match.index, pairing.page, other):
                continue
            if one_party(match.index, name, other):
                continue
            if not same_sort(match.index, view.claim, name, pairing.page, other):
                continue
            slot = _slot(view, pairing, name, other)
            if slot <= bar:
                continue
            coverage = view.coverage_without(segment, items[0])
            strength = 0.05 + 0.4 * coverage + 0.3 * slot - (0.2 if anywhere >= 0.9 else 0.0)
            rule = "entity_known" if anywhere >= 0.9 else "entity_new"
            options.append((slot, found(match, DifferenceKind.ENTITY, name.span, other.span, strength, rule)))
    return max(options, key=lambda o: o[0])[1] if options else None


def _alone(view: View, name: Name) -> Found | None:
    """The home sentence has the rest of the claim and no trace of the name, but one other of its sort."""
    items, segment = _items(view, name), _segment(view, name)
    home = view.home_of(segment)
    if home is None or not items or any(_known(view, name, n) for n in (home - 2, home - 1, home, home + 1)):
        return None
    if any(view.said_elsewhere(i) >= 0.6 for i in items):
        return None
    page = view.match.index.sentences[home]
    index = view.match.index
    free = [n for n in page.names if is_free(view, n) and n.sure and is_person(n) == is_person(name)]
    free = [n for n in free if is_proper(index, page, n) and not one_party(index, name, n)]
    if len({n.parts for n in free}) != 1:
        return None
    strength = 0.8 * view.coverage_without(segment, items[0]) - 0.2
    return found(view.match, DifferenceKind.ENTITY, name.span, free[0].span, strength, "entity_alone")


def _known(view: View, name: Name, number: int) -> bool:
    """Whether sentence ``number`` has the name, or one of its parts."""
    match = view.match
    return any(number in match.rows[i] and match.rows[i][number].weight >= 0.7 for i in _items(view, name))


def _slot(view: View, pairing: Pairing, name: Name, other: Name) -> float:
    """How alike the two names' surroundings are, 0 to 3: the words beside them, what governs them, what stands near."""
    claim, page = view.claim.words, pairing.page.words
    score = 0.0
    for a, b in ((name.first - 1, other.first - 1), (name.end, other.end)):
        inside = 0 <= a < len(claim) and 0 <= b < len(page)
        if inside and (claim[a].stem == page[b].stem or pairing.page_of.get(a, (-1, 0.0))[0] == b):
            score += 0.75 if claim[a].content else 0.5
    if score == 0.0 and _same_governor(view, pairing, name, other):
        score = 0.6
    if name.title and name.title == other.title:
        score += 0.5
    near = pairing.near(name.first, other.first, 4)
    return score + min(1.5, 0.4 * near) - 0.4


def _same_governor(view: View, pairing: Pairing, name: Name, other: Name) -> bool:
    """``from Clearbrook`` and ``from the bankrupt dairy Holt & Marsh``: one preposition, the same word before it."""
    a, b = _governor(view.claim, name.first), _governor(pairing.page, other.first)
    if a is None or b is None or view.claim.words[a].norm != pairing.page.words[b].norm:
        return False
    return any(i in pairing.page_of and b - 4 <= pairing.page_of[i][0] < b for i in range(max(0, a - 3), a))


def _governor(reading: Reading, first: int) -> int | None:
    """The place of the preposition that a name hangs on, over the words of its own phrase."""
    for at in range(first - 1, max(-1, first - 6), -1):
        word = reading.words[at]
        if word.norm in _PREPOSITIONS:
            return at
        if is_past(word) or word.norm in ("and", "but", "or", "who", "that", "is", "was", "are", "were"):
            return None
    return None


_PREPOSITIONS = frozenset("of at for with in from by to on near under into over about against between".split())
