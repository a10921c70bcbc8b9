"""The parties that a page or an article names: what each is called, and whether it is a he, a she or an it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor import lexicon
from auditor.checks.coreference.phrases import (
    APART,
    BODIES,
    PEOPLE,
    described_after,
    described_before,
    first_subject,
    gap_after,
    indefinite_subject,
    is_person,
    newcomers,
    stranger,
)
from auditor.checks.reading import Name, Reading
from auditor.records import Span
from auditor.text import stem

NAME_WORDS, ROLE_WORDS = 5, 6
KNOWN = 5
"""What a first name says of whether he or she is meant, in votes; a pronoun that follows is one."""
MOST, MOST_SAID = 300, 8
"""Parties of a page, and descriptions of one, that are kept; a page with more is a list."""
HE, SHE, IT = "he", "she", "it"
_PLACING = frozenset("in at from on near to into between across around off outside via".split())
_IN_FULL = dict(
    pair.split("/")
    for pair in """justice/judge sen/senator gov/governor gen/general rep/representative prof/professor capt/captain
    col/colonel sgt/sergeant lt/lieutenant supt/superintendent insp/inspector""".split()
)
"""Titles as a description has them."""
_FORMS_OF_ADDRESS = frozenset("mr mrs ms miss mx dr sir dame lord lady st".split())
_SAID_OF = dict.fromkeys("mr sir lord king prince".split(), HE) | dict.fromkeys(
    "mrs ms miss dame lady queen princess".split(), SHE
)
"""Titles that tell a man from a woman."""
FIRM_ENDS = frozenset("ltd inc plc corp corporation co gmbh ag sa holdings group partners metals power energy".split())


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
        if pronoun == IT:
            return self.person < 0
        if self.person < 0:
            return False
        other = SHE if pronoun == HE else HE
        votes, against = self.gender.get(pronoun, 0), self.gender.get(other, 0)
        return votes > against or not against


class Roster:
    """The parties that some sentences name, in order, with what each is called and how sure it is a person."""

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
        self._learn_gender()

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
        for title in name.title.split():
            if title in _SAID_OF:
                party.gender[_SAID_OF[title]] = KNOWN
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
        if words & (BODIES | FIRM_ENDS):
            party.person = min(party.person, 0) - 1 if last in BODIES | FIRM_ENDS else party.person - 1

    def _learn_gender(self) -> None:
        """``He`` or ``she`` in a sentence that names nobody, after one that names one person alone."""
        for number, reading in enumerate(self._sentences):
            word = first_subject(reading)
            here = self._people(number)
            if word is None or len(here) > 1:
                later = {w.norm for w in reading.words if w.norm in (HE, SHE) and not w.quoted}
                if len(here) == 1 and len(later) == 1 and _opens(reading, here[0]):
                    vote(here[0], later.pop())
            elif not here:
                near = [n for n in (number - 1, number - 2) if n >= 0]
                at = next((n for n in near if self._people(n)), number)
                before = self._people(at)
                new = (stranger(self._sentences[n], word.norm, self._within.get(n, ())) for n in range(at, number))
                if len(before) == 1 and not any(new):
                    vote(before[0], word.norm)

    def _people(self, number: int) -> list[Party]:
        reading = self._sentences[number]
        found = [self._of_name.get((number, n.first)) for n in reading.names]
        return list({id(p): p for p in found if p is not None and p.person > 0}.values())


def _is_place_in(word: str, name: str) -> bool:
    """Whether the word tells where a body is: ``University of Leeds``, ``King's College London``."""
    first, _, place = name.partition(" of ")
    words = first.split()
    return word in place.split() or (len(words) > 2 and word == words[-1] and bool(BODIES.intersection(words[:-1])))


def _opens(reading: Reading, party: Party) -> bool:
    return any(name.first <= 1 and set(name.parts) <= party.parts for name in reading.names)


def vote(party: Party, pronoun: str) -> None:
    """Counts one more place where the party is called so."""
    party.gender[pronoun] = party.gender.get(pronoun, 0) + 1
