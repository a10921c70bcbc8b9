"""Who did what to whom, turned round."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import lexicon
from auditor.checks.alterations.base import Found, Pairing, View, found
from auditor.checks.alterations.parties import Party, gap, left_of, parties_of, right_of, suffers
from auditor.checks.alterations.sides import turned_side
from auditor.checks.reading import Reading, Word, is_passive, is_verb
from auditor.quantities import Quantity, same_quantity
from auditor.records import DifferenceKind, Span

# Verbs that tell one deed from its two ends: whoever sells, the other buys.
_CONVERSE = (
    ({"sell", "supply"}, {"buy", "purchase", "acquire"}),
    ({"lend", "loan"}, {"borrow"}),
    ({"beat", "defeat"}, {"lose"}),
    ({"give", "send", "pay", "hand"}, {"receive", "get", "take"}),
    ({"precede"}, {"follow", "succeed"}),
    ({"teach"}, {"learn"}),
    ({"employ", "hire"}, {"work"}),
)
_REACH = 5
"""Words that a party may stand from its verb, besides those skipped."""


def find_roles(view: View) -> Iterator[Found]:
    """Verbs whose two sides have changed places between claim and page."""
    parties = parties_of(view.claim)
    if len(parties) < 2:
        return
    for number in view.homes():
        pairing = view.pairing(number)
        swapped = (_swapped(view, pairing, parties, verb) for verb in view.claim.words)
        result = next((s for s in swapped if s is not None), None)
        result = result or _exchanged(view, pairing, parties) or _values(view, pairing, parties)
        result = result or next((h for w in view.claim.words if (h := turned_side(view, pairing, parties, w))), None)
        if result is not None:
            yield result


def _places(pairing: Pairing, party: Party) -> list[int]:
    """Where the page's sentence has the party's words."""
    found_at = [pairing.page_of[i] for i in range(party.first, party.end) if i in pairing.page_of]
    return [j for j, weight in found_at if weight >= 0.7]


def _swapped(view: View, pairing: Pairing, parties: list[Party], verb: Word) -> Found | None:
    if verb.at not in pairing.page_of or verb.quoted or not is_verb(view.claim, verb):
        return None
    j, weight = pairing.page_of[verb.at]
    if weight < 0.7 or any(p.first <= verb.at < p.end for p in parties) or not _verb_of_page(pairing, j):
        return None
    left, right = left_of(view.claim, parties, verb.at), right_of(view.claim, parties, verb.at)
    if left is None or right is None:
        return None
    a, b = _places(pairing, left), _places(pairing, right)
    if not a or not b or set(a) & set(b):
        return None
    crossed, straight = min(a) > j > max(b), max(a) < j < min(b)
    if not (crossed or straight) or _far(pairing, a, b, j):
        return None
    if suffers(view.claim, verb.at) or suffers(pairing.page, j):
        return None
    turned = is_passive(view.claim, verb.at) != is_passive(pairing.page, j)
    if _converse(verb, pairing.page.words[j]):
        turned = not turned
    if crossed == turned or _said_so(verb):
        return None
    page = pairing.page.words
    low, high = min(*a, *b, j), max(*a, *b, j)
    strength = 0.3 + 0.6 * pairing.coverage(view.claim.content)
    return found(
        view.match,
        DifferenceKind.ROLE_SWAP,
        Span(left.span.start, right.span.end),
        Span(page[low].start, page[high].end),
        strength,
        "role_crossed",
    )


def _verb_of_page(pairing: Pairing, j: int) -> bool:
    return is_verb(pairing.page, pairing.page.words[j]) or pairing.page.words[j].norm.endswith("ing")


def _said_so(verb: Word) -> bool:
    """``X said`` and ``said X`` are one order."""
    return bool({"say", "add", "tell", "ask", "call"} & set(lexicon.lemmas(verb.norm)))


def _far(pairing: Pairing, a: list[int], b: list[int], j: int) -> bool:
    """Whether a party stands too far from the page's verb to be bound to it."""
    for places in (a, b):
        near = max(places) if max(places) < j else min(places)
        first, end = (near + 1, j) if near < j else (j + 1, near)
        if gap(pairing.page, first, end) > _REACH:
            return True
    return False


def _converse(a: Word, b: Word) -> bool:
    first, second = set(lexicon.lemmas(a.norm)), set(lexicon.lemmas(b.norm))
    return any((first & x and second & y) or (first & y and second & x) for x, y in _CONVERSE)


# --- two subjects exchanged -------------------------------------------------------------------------------------


def _exchanged(view: View, pairing: Pairing, parties: list[Party]) -> Found | None:
    """Two parties that stand before each other's verbs: ``A did x, B did y`` for ``B did x, A did y``."""
    subjects = _subjects(view, pairing, parties)
    for n, (_, j, left) in enumerate(subjects):
        for other_verb, k, other_left in subjects[n + 1 :]:
            a, b = _places(pairing, left), _places(pairing, other_left)
            if not a or not b or set(a) & set(b) or j == k:
                continue
            if _binds(pairing, b, j) and _binds(pairing, a, k):
                page = pairing.page.words
                low, high = min(*a, *b, j, k), max(*a, *b, j, k)
                return found(
                    view.match,
                    DifferenceKind.ROLE_SWAP,
                    Span(left.span.start, other_verb.end),
                    Span(page[low].start, page[high].end),
                    0.2 + 0.7 * pairing.coverage(view.claim.content),
                    "role_exchanged",
                )
    return None


def _subjects(view: View, pairing: Pairing, parties: list[Party]) -> list[tuple[Word, int, Party]]:
    """(verb of the claim, its place in the page's sentence, the party right before it)."""
    out = []
    for verb in view.claim.words:
        if verb.at not in pairing.page_of or not is_verb(view.claim, verb) or is_passive(view.claim, verb.at):
            continue
        if any(p.first <= verb.at < p.end for p in parties):
            continue
        j, weight = pairing.page_of[verb.at]
        left = left_of(view.claim, parties, verb.at)
        if weight >= 0.7 and left is not None and not is_passive(pairing.page, j):
            out.append((verb, j, left))
    return out


def _binds(pairing: Pairing, places: list[int], j: int) -> bool:
    """Whether the party at ``places`` is what stands right before the verb at ``j``."""
    before = [x for x in places if x < j]
    return bool(before) and gap(pairing.page, max(before) + 1, j) <= 1


# --- two values exchanged ---------------------------------------------------------------------------------------


def _values(view: View, pairing: Pairing, parties: list[Party]) -> Found | None:
    """A figure that stands with another party's: ``A rose 4, B fell 2`` where the page has B at 4 or A at 2.

    Both figures and the party must stand in the sentence, and the party there belong to the other figure.
    """
    bound = [
        (q, p, _same_figure(q, pairing.page.quantities))
        for q in view.claim.quantities
        if (p := _owner(view.claim, parties, q.span.start)) is not None
    ]
    owners = parties_of(pairing.page)
    for q, party, at in bound:
        for other, other_party, other_at in bound:
            if (
                q.unit != other.unit
                or not q.unit
                or at is None
                or other_at is None
                or at == other_at
                or party == other_party
            ):
                continue
            places = _places(pairing, party)
            if not places or _owns(pairing, owners, places, at) or not _owns(pairing, owners, places, other_at):
                continue
            span = Span(min(party.span.start, q.span.start), q.span.end)
            strength = 0.1 + 0.75 * pairing.coverage(view.claim.content)
            return found(view.match, DifferenceKind.ROLE_SWAP, span, pairing.page.span, strength, "role_values")
    return None


def _owns(pairing: Pairing, owners: list[Party], places: list[int], at: int) -> bool:
    """Whether the party at ``places`` is the one that stands last before the figure at ``at`` in the page."""
    owner = _owner(pairing.page, owners, at)
    return owner is not None and any(owner.first <= j < owner.end for j in places)


def _owner(reading: Reading, parties: list[Party], start: int) -> Party | None:
    """The party that stands last before a figure, at most ten words off."""
    before = [p for p in parties if p.span.end <= start]
    if not before:
        return None
    words = sum(before[-1].span.end <= w.start < start for w in reading.words)
    return before[-1] if words <= 10 else None


def _same_figure(quantity: Quantity, others: list[Quantity]) -> int | None:
    """Where the page has the figure, as a place in its text."""
    return next((q.span.start for q in others if same_quantity(quantity, q)), None)
