"""Where each party is meant, by name, by description or by a pronoun: led back where one party alone can be it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from auditor.checks.coreference.parties import FIRM_ENDS, IT, Party, Roster, vote
from auditor.checks.coreference.phrases import (
    APART,
    BODIES,
    COMPLEMENTS,
    DETERMINERS,
    PAST,
    complement_of,
    does_something,
    first_subject,
    gap_after,
    is_head,
    may_be_verb,
    opening,
    owns,
    stranger,
)
from auditor.checks.evidence import PageIndex, PreparedClaim
from auditor.checks.reading import Reading, Word, is_past
from auditor.records import Page, Span

BACK = 3
"""Sentences that a pronoun or ``the company`` is led back over at most."""
MOST_SO = 20
"""Parties of one description among whom one is looked for; a page with more is a list."""
_NOW = frozenset("present current sitting serving incumbent".split())
_NAMED_SO = frozenset(
    """club union ministry department agency authority council committee commission board court university college
    school hospital museum charity foundation association federation institute parliament league trust party
    orchestra church society academy cooperative regulator airport bank""".split()
)
"""What a body with the word in its name is called for short."""
_ANY_FIRM = frozenset(
    """company firm group business corporation manufacturer maker producer operator retailer supplier developer
    contractor carrier organisation organization""".split()
)
"""What any firm may be called that the page has just named."""
_ACTS = frozenset("has had is was will would can could may also then later".split())
"""What follows an opening name that does something."""
_NOBODY = frozenset("nobody none everybody everyone somebody someone anybody anyone nothing everything".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a party is meant: words ``first`` to ``end`` (exclusive) of a sentence. ``form`` is ``name``,
    ``description`` or ``pronoun``."""

    party: Party
    first: int
    end: int
    span: Span
    form: str
    subject: bool = False


class Parties(Roster):
    """The parties of some sentences in order, and where each is meant."""

    def __init__(self, sentences: Sequence[Reading]) -> None:
        super().__init__(sentences)
        self._mentions: list[list[Mention]] = []
        self._unread: dict[int, str] = {}  # sentences whose own pronoun could not be led back
        self._claimed: WeakKeyDictionary[PreparedClaim, list[Mention]] = WeakKeyDictionary()
        for number in range(len(sentences)):
            self._mentions.append(self._read(number, sentences[number], self._mentions))

    def mentions(self, number: int) -> list[Mention]:
        """The mentions in a sentence, in order."""
        return self._mentions[number]

    def at(self, number: int, span: Span) -> Party | None:
        """The party that is meant in that place of a sentence; None where that cannot be told."""
        return next((m.party for m in self._mentions[number] if m.span.overlaps(span)), None)

    def claimed(self, claim: PreparedClaim, span: Span) -> Party | None:
        """The same for a place of a claim: a party of these sentences."""
        return next((m.party for m in self.outside(claim) if m.span.overlaps(span)), None)

    def outside(self, claim: PreparedClaim) -> list[Mention]:
        """The mentions in a claim, in order, of parties of these sentences."""
        out = self._claimed.get(claim)
        if out is None:
            reading = claim.reading
            told = {m.first: m for m in meant(claim)}
            taken = {i for n in reading.names for i in range(n.first, n.end)}
            here = [(n.first, n.end, n, "name") for n in reading.names]
            here += [(m.first, m.end, m.party.names[0][1], m.form) for m in told.values()]
            known = ((first, end, self._known(name), form) for first, end, name, form in here)
            out = [_mention(reading, party, first, end, form) for first, end, party, form in known if party is not None]
            out += [m for m in self._descriptions(len(self._sentences), reading, taken, None) if m.first not in told]
            out.sort(key=lambda m: m.first)
            self._claimed[claim] = out
        return out

    def _read(self, number: int, reading: Reading, earlier: Sequence[Sequence[Mention]]) -> list[Mention]:
        out = []
        taken = set(self._within.get(number, ()))
        for name in reading.names:
            taken.update(range(name.first, name.end))
            party = self._of_name.get((number, name.first))
            if party is not None:
                out.append(_mention(reading, party, name.first, name.end, "name"))
        recent = list(earlier[max(0, number - BACK) :])
        out.extend(self._descriptions(number, reading, taken, recent))
        out.sort(key=lambda m: m.first)
        pronoun = self._pronoun(number, reading, out)
        if pronoun is not None:
            vote(pronoun.party, reading.words[pronoun.first].norm)
            out = sorted([*out, pronoun], key=lambda m: m.first)
        return out

    def _descriptions(
        self, number: int, reading: Reading, taken: set[int], recent: Sequence[Sequence[Mention]] | None
    ) -> Iterator[Mention]:
        words = reading.words
        for word in words:
            if word.at in taken or word.quoted or word.absorbed or not word.content or not is_head(reading, word):
                continue
            known = self._heads.get(word.stem, [])
            if len(known) > MOST_SO or self._others.get(word.stem, number + 1) <= number:
                continue
            general = word.norm in BODIES
            if not known and not general:
                continue
            first = opening(reading, word.at)
            if first is None:
                continue
            beside = frozenset(
                w.norm if w.norm in APART | _NOW else w.stem for w in words[first : word.at] if w.content
            )
            complement = complement_of(reading, word.at)
            party = self._called(word, known, beside, complement)
            if party is None and general and not known and not beside and recent is not None:
                party = self._named_so(word) if word.norm in _NAMED_SO else None
                if word.norm in _ANY_FIRM:
                    party = _last_body(recent)
            if party is not None:
                yield _mention(reading, party, first, word.at + 1, "description")

    def _called(
        self, head: Word, known: Sequence[Party], beside: frozenset[str], complement: frozenset[str]
    ) -> Party | None:
        """The one party described so; what tells two holders of a part apart must agree."""
        fits = []
        for party in known:
            for told_head, own in party.described:
                if told_head != head.stem:
                    continue
                told = beside & (own | party.parts)
                if _kept_apart(own) != _kept_apart(beside) or (beside - APART - _NOW and not told):
                    continue
                if complement and not complement <= own | party.parts:
                    continue
                fits.append((len(told) + len(complement & own), party))
        best = max((score for score, _ in fits), default=0)
        leading = {id(p): p for score, p in fits if score == best}
        return next(iter(leading.values())) if len(leading) == 1 else None

    def _named_so(self, head: Word) -> Party | None:
        """The one party with the word in its name: ``the council`` for Odern Town Council."""
        named = [p for p in self._by_part.get(head.norm, ()) if len(p.parts) > 1]
        return named[0] if len(named) == 1 else None

    def _stranger_since(self, number: int, pronoun: str) -> bool:
        """Whether somebody unnamed came in after, or with, the last sentence that has a person the pronoun fits."""
        for earlier in range(number - 1, max(-1, number - 1 - BACK), -1):
            if stranger(self._sentences[earlier], pronoun, self._within.get(earlier, ())):
                return True
            if any(m.party.person > 0 and m.party.fits(pronoun) for m in self._mentions[earlier]):
                return False
        return False

    def _pronoun(self, number: int, reading: Reading, own: Sequence[Mention]) -> Mention | None:
        """The ``he``, ``she`` or opening ``it`` that is the sentence's first subject."""
        words = reading.words
        word = first_subject(reading)
        if word is None and words and words[0].norm == IT and not words[0].quoted and does_something(words):
            word = words[0]
        if word is None or any(m.first < word.at and m.party.fits(word.norm) for m in own):
            return None
        if word.norm != IT and self._stranger_since(number, word.norm):
            return None
        party = self._antecedent(word.norm, number)
        if party is None:
            self._unread[number] = word.norm
        return _mention(reading, party, word.at, word.at + 1, "pronoun") if party is not None else None

    def _antecedent(self, pronoun: str, number: int) -> Party | None:
        """The party of the nearest sentence that may be meant: the only one, or else its subject."""
        if pronoun == IT:
            opener = min(self._mentions[number - 1], key=lambda m: m.first, default=None) if number else None
            fits = opener is not None and opener.subject and opener.first <= 2 and opener.party.fits(IT)
            return opener.party if opener is not None and fits else None
        for earlier in range(number - 1, max(-1, number - 1 - BACK), -1):
            if self._unread.get(earlier) == pronoun:
                return None
            reading = self._sentences[earlier]
            near = {id(m.party): m for m in reversed(self._mentions[earlier]) if m.party.fits(pronoun)}.values()
            people = [m for m in near if m.party.person > 1 or m.form == "pronoun"]
            if people:
                first = min(people, key=lambda m: m.first)
                if len(people) > 1:
                    return first.party if first.subject and first.first <= 3 else None
                return None if _led_by_another(reading, first, near, self._mentions[earlier]) else first.party
            if any(len(m.party.parts) > 1 and m.party.person >= 0 for m in near):
                return None
        return None


def _kept_apart(beside: frozenset[str]) -> frozenset[str]:
    """What tells the holder of a part from another, all words for one who was it before as one."""
    return (beside & (APART - PAST)) | ({"former"} if beside & PAST else set())


_parties: WeakKeyDictionary[PageIndex, Parties] = WeakKeyDictionary()


def parties_of(index: PageIndex) -> Parties:
    """The parties of a page, found the first time they are asked for."""
    found = _parties.get(index)
    if found is None:
        found = _parties[index] = Parties(index.sentences)
    return found


_meant: WeakKeyDictionary[PreparedClaim, list[Mention]] = WeakKeyDictionary()


def meant(claim: PreparedClaim) -> list[Mention]:
    """Whom the claim's pronouns and descriptions stand for, by what stands before it in the article."""
    found = _meant.get(claim)
    if found is None:
        before = PageIndex(Page(claim.context)).sentences[-BACK:] if claim.context.strip() else []
        named = Parties([*before, claim.reading]).mentions(len(before)) if before else []
        found = _meant[claim] = [m for m in named if m.form != "name"]
    return found


def _mention(reading: Reading, party: Party, first: int, end: int, form: str) -> Mention:
    words = reading.words
    begins = first == 0 or (first == 1 and words[0].norm in DETERMINERS) or words[first - 1].norm not in COMPLEMENTS
    acts = end >= len(words) or bool(gap_after(reading, end - 1).strip()) or _may_act(words[end])
    return Mention(party, first, end, Span(words[first].start, words[end - 1].end), form, begins and acts)


def _may_act(word: Word) -> bool:
    return not word.content or is_past(word) or word.norm.endswith("ly") or may_be_verb(word)


def _led_by_another(reading: Reading, mention: Mention, near: Iterable[Mention], known: Sequence[Mention]) -> bool:
    """Whether somebody else acts in the sentence before the one mentioned: one of those ``near``, whom the pronoun fits
    too, or an opening name that is none of those ``known``."""
    words = reading.words
    others = (m for m in near if m.first < mention.first and m.subject and not owns(words[m.end - 1]))
    if words[mention.first].quoted or any(others):
        return True
    opener = next((w for w in words[: mention.first] if not w.quoted), None)
    return (
        opener is not None
        and opener.capital
        and opener.content
        and opener.norm not in _NOBODY
        and not any(m.first <= opener.at < m.end for m in known)
        and opener.at + 1 < mention.first
        and (is_past(words[opener.at + 1]) or words[opener.at + 1].norm in _ACTS)
    )


def _last_body(recent: Sequence[Sequence[Mention]]) -> Party | None:
    """The only body named of late; None where there are two, or a name that may be another's."""
    named = {id(m.party): m.party for mentions in recent for m in mentions}.values()
    bodies = [party for party in named if _may_be_firm(party)]
    others = any(party.person in (0, 1) and not party.gender and len(party.parts) > 1 for party in named)
    return bodies[0] if len(bodies) == 1 and not others else None


def _may_be_firm(party: Party) -> bool:
    words = {word.lower() for word in party.name.split()} | {head for head, _ in party.described}
    return (
        party.person < 0 and not words & (BODIES - _ANY_FIRM - FIRM_ENDS) and bool(party.described or words & FIRM_ENDS)
    )
