"""Another doer than in the page: the same verb and object, somebody else in front of it."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import lexicon
from auditor.checks.alterations.base import Found, Pairing, View, found
from auditor.checks.alterations.speech import Speaker, resolve, speaks_for, subject_of
from auditor.checks.alterations.substitutes import one_party
from auditor.checks.coreference import parties_of
from auditor.checks.reading import Name, Word, is_verb
from auditor.records import DifferenceKind


def find_subjects(view: View) -> Iterator[Found]:
    """Each verb of the claim that the page gives to another name."""
    seen: set[str] = set()
    for number in view.homes()[:3]:
        pairing = view.pairing(number)
        for verb in view.claim.words:
            result = _compare(view, pairing, verb)
            if result is not None and result.difference.claim not in seen:
                seen.add(result.difference.claim)
                yield result


def _compare(view: View, pairing: Pairing, verb: Word) -> Found | None:
    if verb.quoted or verb.at not in pairing.page_of or not is_verb(view.claim, verb):
        return None
    j, weight = pairing.page_of[verb.at]
    page_verb = pairing.page.words[j]
    if weight < 0.7 or page_verb.quoted:
        return None
    said, written = subject_of(view.claim, verb.at), subject_of(pairing.page, j)
    if said is None or written is None:
        return None
    written = resolve(view.match.index, pairing.number, written)
    if said.name is None or written.name is None:
        return _compare_meant(view, pairing, verb, said, written)
    if not view.match.index.is_name(said.name):
        return None
    if not view.match.index.is_name(written.name) or _same(view, said.name, written.name):
        return None
    context = pairing.near(verb.at, j)
    if context < 1.0:
        return None
    rest = [w for w in view.claim.content if not said.span.start <= w.start < said.span.end]
    coverage = pairing.coverage(rest)
    strength = 0.05 + 0.5 * coverage + 0.1 * min(context, 3.0) - (0.15 if written.pronoun else 0.0)
    strength -= 0.2 if weight < 0.85 else 0.0  # a synonym may be one in another sense
    kind = _kind(view, said, written, verb)
    if kind is DifferenceKind.ATTRIBUTION and speaks_for(view, said.span, written.name):
        return None
    return found(view.match, kind, said.span, written.name.span, strength, f"subject_{kind.value}")


def _compare_meant(view: View, pairing: Pairing, verb: Word, said: Speaker, written: Speaker) -> Found | None:
    """The same for ``the president``: another party than the one that the page so describes."""
    parties = parties_of(view.match.index)
    ours = parties.claimed(view.match.claim, said.span)
    theirs = parties.at(pairing.number, written.span)
    if ours is None or theirs is None or ours is theirs or (ours.person > 0) is not (theirs.person > 0):
        return None
    j, weight = pairing.page_of[verb.at]
    context = pairing.near(verb.at, j)
    if context < 1.0:
        return None
    rest = [w for w in view.claim.content if not said.span.start <= w.start < said.span.end]
    strength = 0.05 + 0.5 * pairing.coverage(rest) + 0.1 * min(context, 3.0) - (0.15 if written.pronoun else 0.0)
    strength -= 0.2 if weight < 0.85 else 0.0
    kind = _kind(view, said, written, verb)
    return found(view.match, kind, said.span, written.span, strength, "subject_described")


def _same(view: View, a: Name, b: Name) -> bool:
    if set(a.parts) & set(b.parts) or lexicon.canonical_name(a.text) == lexicon.canonical_name(b.text):
        return True
    return view.match.index.described_as(b, a.parts) or one_party(view.match.index, a, b)


def _kind(view: View, said: Speaker, written: Speaker, verb: Word) -> DifferenceKind:
    if lexicon.REPORTING_VERBS & set(lexicon.lemmas(verb.norm)):
        return DifferenceKind.ATTRIBUTION
    claimed = {w.norm for w in view.claim.words}
    return DifferenceKind.ROLE_SWAP if written.parts & claimed else DifferenceKind.ENTITY
