"""A party moved to the other side of its verb, where the page has but a pronoun on the side it came from."""

from __future__ import annotations

from auditor import lexicon
from auditor.checks.alterations.base import Found, Pairing, View, found
from auditor.checks.alterations.parties import FORMS_OF_BE, Party, head_of, parties_of, suffers
from auditor.checks.reading import Reading, Word, is_passive, is_verb
from auditor.records import DifferenceKind, Span

_BETWEEN = frozenset(
    """has have had will would could can may might also then later now once never not did does do still already
    reportedly who that""".split()
)
_DETERMINERS = frozenset("the a an its his her their our my your this that these those".split())
_OBJECTS = frozenset("him her them it us me you himself herself themselves itself".split())
_SUBJECTS = frozenset("he she they it we i you who".split())
_MUTUAL = frozenset(
    """meet marry face play match join divorce fight follow precede say tell ask call add know see resemble equal hear
    become remain""".split()
)
"""Verbs that say the same from either side, or whose subject may stand behind them."""


def turned_side(view: View, pairing: Pairing, parties: list[Party], verb: Word) -> Found | None:
    """``A warned her brother`` for ``her brother warned her``: one party of the verb stands on its other side."""
    if verb.quoted or verb.at not in pairing.page_of or not is_verb(view.claim, verb):
        return None
    j, weight = pairing.page_of[verb.at]
    page = pairing.page
    if weight < 0.9 or not is_verb(page, page.words[j]) or _MUTUAL & set(lexicon.lemmas(verb.norm)):
        return None
    said, written = _sides(view.claim, parties, verb.at), _sides(page, parties_of(page), j)
    if None in said or None in written:
        return None
    coverage = pairing.coverage(view.claim.content)
    for mine, theirs in ((0, 1), (1, 0)):
        party, other = said[mine], written[theirs]
        if isinstance(party, Party) and isinstance(other, Party) and _is_one(pairing, party, other):
            if isinstance(said[theirs], Party) and isinstance(written[mine], Party):
                return None  # both are named: told by the crossing of the two
            span = Span(min(party.span.start, verb.start), max(party.span.end, verb.end))
            source = Span(min(other.span.start, page.words[j].start), max(other.span.end, page.words[j].end))
            return found(view.match, DifferenceKind.ROLE_SWAP, span, source, 0.1 + 0.8 * coverage, "role_side")
    return None


def _sides(reading: Reading, parties: list[Party], at: int) -> tuple[Party | str | None, Party | str | None]:
    """(who does it, whom it is done to) for the verb at ``at``: a party, the word of a pronoun, or None."""
    before, after = _doer(reading, parties, at), _object(reading, parties, at)
    if is_passive(reading, at):
        by = next((w.at for w in reading.words[at + 1 : at + 8] if w.norm == "by"), at)
        return _object(reading, parties, by), before
    if suffers(reading, at):
        return "somebody", before
    return before, after


def _doer(reading: Reading, parties: list[Party], at: int) -> Party | str | None:
    words, i = reading.words, at - 1
    while i >= 0 and (words[i].norm in _BETWEEN or words[i].norm in FORMS_OF_BE or words[i].norm.endswith("ly")):
        i -= 1
    if i < 0:
        return None
    if words[i].norm in _SUBJECTS:
        return words[i].norm
    party = next((p for p in parties if p.first <= i < p.end), None)
    if party is None:
        return "who" if words[i + 1].norm == "who" else None
    return head_of(reading, parties, party)


def _object(reading: Reading, parties: list[Party], at: int) -> Party | str | None:
    words, i = reading.words, at + 1
    if i >= len(words) or reading.text[words[at].end : words[i].start].strip():
        return None
    if words[i].norm in _OBJECTS and (words[i].norm not in _DETERMINERS or not _is_owned(reading, i)):
        return words[i].norm
    while i < len(words) and words[i].norm in _DETERMINERS:
        i += 1
    return next((p for p in parties if p.first == i), None)


def _is_owned(reading: Reading, at: int) -> bool:
    """Whether something stands right after ``her`` that may be hers."""
    after = reading.words[at + 1] if at + 1 < len(reading.words) else None
    return after is not None and after.content and after.clause == reading.words[at].clause


def _is_one(pairing: Pairing, party: Party, other: Party) -> bool:
    """Whether the head of the claim's party is that of the page's."""
    place, weight = pairing.page_of.get(party.end - 1, (-1, 0.0))
    return weight >= 0.7 and other.first <= place < other.end
