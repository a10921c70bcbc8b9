"""The parties of a page or an article, and where each is meant, by whatever words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from auditor import lexicon
from auditor.checks.coreference.phrases import (
    APART,
    BODIES,
    COMPLEMENTS,
    DETERMINERS,
    PAST,
    PEOPLE,
    complement_of,
    described_after,
    described_before,
    does_something,
    first_subject,
    gap_after,
    indefinite_subject,
    is_head,
    is_person,
    may_be_verb,
    newcomers,
    opening,
    owns,
    stranger,
)
from auditor.checks.evidence import PageIndex, PreparedClaim
from auditor.checks.reading import Name, Reading, Word, is_past
from auditor.records import Page, Span
from auditor.text import stem

BACK = 3
"""Sentences that a pronoun or ``the company`` is led back over at most."""
NAME_WORDS, ROLE_WORDS = 5, 6
KNOWN = 5
"""What a first name says of whether he or she is meant, in votes; a pronoun that follows is one."""
MOST, MOST_SAID, MOST_SO = 300, 8, 20
"""Parties of a page, descriptions of one, and parties of one description that are kept; a page with more is a list."""
_HE, _SHE, _IT = "he", "she", "it"
_PLACING = frozenset("in at from on near to into between across around off outside via".split())
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
_IN_FULL = dict(
    pair.split("/")
    for pair in """justice/judge sen/senator gov/governor gen/general rep/representative prof/professor capt/captain
    col/colonel sgt/sergeant lt/lieutenant supt/superintendent insp/inspector""".split()
)
"""Titles as a description has them."""
_FORMS_OF_ADDRESS = frozenset("mr mrs ms miss mx dr sir dame lord lady st".split())
_FIRM_ENDS = frozenset("ltd inc plc corp corporation co gmbh ag sa holdings group partners metals power energy".split())


@dataclass(eq=False, slots=True)
class Party:
    """Someone or something that the page names. ``name`` is its fullest form; ``described`` has, for each description,
    the stem of the head and those of the words beside it, ``called`` the first of them as it is written.
    """

    name: str
    parts: set[str] = field(default_factory=set)
    described: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    called: str = ""
    told_in: set[int] = field(default_factory=set)
    person: int = 0
    gender: dict[str, int] = field(default_factory=dict)
    names: list[tuple[int, Name]] = field(default_factory=list)

    @property
    def short(self) -> str:
        """The name, cut where it is long."""
        return " ".join(self.name.split()[:NAME_WORDS])

    def name_before(self, sentence: int) -> Name:
        """The last of its names that stands in a sentence up to that one; the first where none does."""
        return next((name for number, name in reversed(self.names) if number <= sentence), self.names[0][1])

    def fits(self, pronoun: str) -> bool:
        """Whether ``he``, ``she`` or ``it`` may stand for the party."""
        if pronoun == _IT:
            return self.person < 0
        if self.person < 0:
            return False
        other = _SHE if pronoun == _HE else _HE
        votes, against = self.gender.get(pronoun, 0), self.gender.get(other, 0)
        return votes > against or not against


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


class Parties:
    """The parties of some sentences in order, and where each is meant."""

    def __init__(self, sentences: Sequence[Reading]) -> None:
        self._sentences = sentences
        self.parties: list[Party] = []
        self._by_part: dict[str, list[Party]] = {}
        self._of_name: dict[tuple[int, int], Party] = {}
        self._within: dict[int, set[int]] = {}
        self._common = {w.stem for s in sentences for w in s.words if not w.capital and w.content}
        for sure in (True, False):  # a lone capital that opens a sentence is a name where it is one elsewhere
            for number, reading in enumerate(sentences):
                for name in reading.names:
                    if (name.sure or len(name.parts) > 1) is sure:
                        self._meet(number, reading, name)
        for number, reading in enumerate(sentences):
            for name in reading.names:
                if (number, name.first) in self._of_name:
                    self._describe(number, reading, name)
        self._heads: dict[str, list[Party]] = {}
        for party in self.parties:
            for head, _ in party.described:
                known = self._heads.setdefault(head, [])
                if party not in known:
                    known.append(party)
            self._settle(party)
            party.names.sort(key=lambda named: named[0])
        self._others = self._newcomers()
        self._introduce()
        self._mentions: list[list[Mention]] = []
        self._unread: dict[int, str] = {}
        self._claimed: WeakKeyDictionary[PreparedClaim, list[Mention]] = WeakKeyDictionary()
        self._learn_gender()
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

    # --- who there is ------------------------------------------------------------------------------------------

    def _meet(self, number: int, reading: Reading, name: Name) -> None:
        if len(name.parts[0]) < 2 or (name.text.isupper() and len(name.text) > 5):
            return
        party = self._known(name)
        lead = reading.words[name.first]
        if party is None:
            if len(self.parties) >= MOST or (not name.sure and len(name.parts) < 2):
                return
            if len(name.parts) > 2 and lexicon.kinds_of(lead.norm) & PEOPLE:  # Prosecutor Alda Jimenez
                said = [(lead.stem, frozenset[str]())]
                whole = Span(reading.words[name.first + 1].start, name.span.end).of(reading.text)
                party = Party(whole, described=said, called=lead.norm, person=2)
            else:
                party = Party(name.text)
            self.parties.append(party)
            self._guess(party, reading, name)
        elif len(name.parts) > len(party.parts):
            party.name = name.text
        if len(name.parts) == 1 and len(party.parts) > 1 and name.parts[0] == party.name.lower().split()[-1]:
            party.person += 1  # firms lose their last word, people their first
        elif len(name.parts) == 1 and len(party.parts) > 1 and not name.title:
            party.person -= name.parts[0] == party.name.lower().split()[0]
        party.person += 2 * bool(name.title) - 2 * name.article
        parts = [p for p in name.parts if p in party.name.lower()]
        party.parts.update(parts)
        for part in parts:
            known = self._by_part.setdefault(part, [])
            if party not in known:
                known.append(party)
        self._of_name[number, name.first] = party
        party.names.append((number, name))

    def _guess(self, party: Party, reading: Reading, name: Name) -> None:
        """What the name looks like where it stands first: a person's, or one of a body or a place."""
        pronoun = lexicon.pronoun_of(name.parts[0])
        if pronoun is not None and is_person(name):
            party.person += 2
            party.gender[pronoun] = KNOWN
        before = reading.words[name.first - 1].norm if name.first else ""
        if name.article or stem(name.parts[-1]) in self._common or reading.words[name.first].quoted:
            party.person -= 1
        elif before not in _PLACING and is_person(name):
            party.person += 1
        after = reading.words[name.end] if name.end < len(reading.words) else None
        if after is not None and after.norm.isdigit() and gap_after(reading, name.end - 1).strip() == ",":
            party.person += 2

    def _known(self, name: Name) -> Party | None:
        """The one party that the name may mean: all its words are that party's, or all of that party's its own."""
        near = {id(p): p for part in name.parts for p in self._by_part.get(part, ())}
        parts = set(name.parts)
        fits = [p for p in near.values() if parts <= p.parts or (p.parts <= parts and name.parts[-1] in p.parts)]
        if len(parts) == 1:  # Leeds is not its university
            fits = [p for p in fits if not _is_place_in(name.parts[0], p.name.lower())]
        same = [p for p in fits if p.parts == parts]
        fits = same or fits
        return fits[0] if len(fits) == 1 else None

    def _describe(self, number: int, reading: Reading, name: Name) -> None:
        party = self._of_name[number, name.first]
        if len(party.described) >= MOST_SAID:
            return
        title = name.title.split()[-1] if name.title else ""
        title = _IN_FULL.get(title, title)
        if title and title not in _FORMS_OF_ADDRESS:
            party.described.append((stem(title), frozenset()))
            party.called = party.called or title
        for words in (described_before(reading, name), described_after(reading, name)):
            if not words:
                continue
            phrase, complement = words
            head = phrase[-1]
            beside = frozenset(w.norm if w.norm in APART else w.stem for w in (*phrase[:-1], *complement) if w.content)
            if any(w.norm == "until" for w in reading.words[phrase[-1].at + 1 : phrase[-1].at + 8]):
                beside |= {"former"}  # mayor for twelve years until he lost
            party.described.append((head.stem, beside))
            party.told_in.add(number)
            self._within.setdefault(number, set()).update(w.at for w in (*phrase, *complement))
            if not party.called:
                told = sorted((*phrase, *complement), key=lambda w: w.at)
                party.called = " ".join(reading.text[told[0].start : told[-1].end].split()[:ROLE_WORDS])
            party.person += -2 if head.norm in BODIES or lexicon.is_a(head.norm, "organisation") else 1

    def _newcomers(self) -> dict[str, int]:
        """For each description that fits somebody unnamed too, the first sentence that brings that one in."""
        out: dict[str, int] = {}
        begun = {head: min(min(p.told_in, default=0) for p in known) for head, known in self._heads.items()}
        for number, reading in enumerate(self._sentences):
            for head in newcomers(reading, self._heads, self._within.get(number, ())):
                if number > begun[head]:
                    out.setdefault(head, number)
        return out

    def _introduce(self) -> None:
        """``A game dealer told the court``, and who it is in one of the next two sentences, where one alone can be."""
        for number, reading in enumerate(self._sentences[:2]):
            head = indefinite_subject(reading)
            if head is None or self._people(number):
                continue
            for later in (number + 1, number + 2):
                people = self._people(later) if later < len(self._sentences) else []
                if not people:
                    continue
                if len(people) == 1 and not people[0].described and _opens(self._sentences[later], people[0]):
                    people[0].described.append((head.stem, frozenset()))
                    people[0].told_in.add(number)
                    self._heads.setdefault(head.stem, []).append(people[0])
                    self._others.pop(head.stem, None)
                break

    def _settle(self, party: Party) -> None:
        """What the words of the whole name say: a body's, above all where it ends with one."""
        last = party.name.lower().split()[-1]
        words = set(party.name.lower().split())
        if words & (BODIES | _FIRM_ENDS):
            party.person = min(party.person, 0) - 1 if last in BODIES | _FIRM_ENDS else party.person - 1

    def _learn_gender(self) -> None:
        """``He`` or ``she`` in a sentence that names nobody, after one that names one person alone."""
        for number, reading in enumerate(self._sentences):
            word = first_subject(reading)
            here = self._people(number)
            if word is None or len(here) > 1:
                later = {w.norm for w in reading.words if w.norm in (_HE, _SHE) and not w.quoted}
                if len(here) == 1 and len(later) == 1 and _opens(reading, here[0]):
                    _vote(here[0], later.pop())
            elif not here:
                near = [n for n in (number - 1, number - 2) if n >= 0]
                at = next((n for n in near if self._people(n)), number)
                before = self._people(at)
                new = (stranger(self._sentences[n], word.norm, self._within.get(n, ())) for n in range(at, number))
                if len(before) == 1 and not any(new):
                    _vote(before[0], word.norm)

    def _people(self, number: int) -> list[Party]:
        reading = self._sentences[number]
        found = [self._of_name.get((number, n.first)) for n in reading.names]
        return list({id(p): p for p in found if p is not None and p.person > 0}.values())

    # --- who is meant ------------------------------------------------------------------------------------------

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
        pronoun = self._pronoun(number, reading, out, recent)
        if pronoun is not None:
            _vote(pronoun.party, reading.words[pronoun.first].norm)
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

    def _pronoun(
        self, number: int, reading: Reading, own: Sequence[Mention], recent: Sequence[Sequence[Mention]]
    ) -> Mention | None:
        """The ``he``, ``she`` or opening ``it`` that is the sentence's first subject."""
        words = reading.words
        word = first_subject(reading)
        if word is None and words and words[0].norm == _IT and not words[0].quoted and does_something(words):
            word = words[0]
        if word is None or any(m.first < word.at and m.party.fits(word.norm) for m in own):
            return None
        if word.norm != _IT and self._stranger_since(number, word.norm):
            return None
        party = self._antecedent(word.norm, number)
        if party is None:
            self._unread[number] = word.norm
        return _mention(reading, party, word.at, word.at + 1, "pronoun") if party is not None else None

    def _antecedent(self, pronoun: str, number: int) -> Party | None:
        """The party of the nearest sentence that may be meant: the only one, or else its subject."""
        before = range(number - 1, max(-1, number - 1 - BACK), -1)
        if pronoun == _IT:
            opener = min(self._mentions[number - 1], key=lambda m: m.first, default=None) if number else None
            fits = opener is not None and opener.subject and opener.first <= 2 and opener.party.fits(_IT)
            return opener.party if opener is not None and fits else None
        for earlier in before:
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


def _is_place_in(word: str, name: str) -> bool:
    """Whether the word tells where a body is: ``University of Leeds``, ``King's College London``."""
    first, _, place = name.partition(" of ")
    words = first.split()
    return word in place.split() or (len(words) > 2 and word == words[-1] and bool(BODIES.intersection(words[:-1])))


def _opens(reading: Reading, party: Party) -> bool:
    return any(name.first <= 1 and set(name.parts) <= party.parts for name in reading.names)


def _vote(party: Party, pronoun: str) -> None:
    party.gender[pronoun] = party.gender.get(pronoun, 0) + 1


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
        party.person < 0
        and not words & (BODIES - _ANY_FIRM - _FIRM_ENDS)
        and bool(party.described or words & _FIRM_ENDS)
    )
