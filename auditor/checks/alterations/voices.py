"""A statement told by one party that the page has from another, in whatever words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from auditor import lexicon
from auditor.checks.alterations.base import Found, View, found
from auditor.checks.alterations.cast import Figure, cast_of
from auditor.checks.alterations.speech import (
    Speaker,
    is_body,
    quote_speaker,
    resolve,
    speaker_at,
    speaks_for,
    with_stems,
)
from auditor.checks.alterations.substitutes import shares
from auditor.checks.evidence import PageIndex
from auditor.checks.reading import Name, Reading, Word, is_passive, is_verb
from auditor.records import DifferenceKind, Span

_LEAST = 0.4
"""The share of a statement's weight that a sentence must have before its speaker is asked for."""
_MARGIN = 0.2
"""How much more of the statement that sentence must have than any that the claim's party tells."""
_ITEMS = 3
"""Words and figures of some weight that a statement must have to be told from others."""
_DETERMINERS = frozenset("the a an its his her their our these those several some two three many most".split())
_JOINS = frozenset("of for at from in to".split())
_VAGUE = frozenset(
    """people person man woman men women one ones others other some many few several both all those who which it he she
    they group side report statement source official expert analyst observer critic""".split()
)
"""Words that anybody may be called by."""
_SPOKEN_FOR = frozenset("spokesman spokeswoman spokesperson spokespeople representative official press".split())


@dataclass(frozen=True, slots=True)
class Party:
    """Whoever tells something: by name, or by the words of a description, the head last. ``span`` is its place."""

    span: Span
    name: Name | None
    words: tuple[Word, ...]
    pronoun: bool = False

    @property
    def parts(self) -> frozenset[str]:
        """The words of the name in lower case, initials left out."""
        return frozenset(p for p in self.name.parts if len(p) > 1) if self.name else frozenset()

    @property
    def stems(self) -> frozenset[str]:
        """The stems of the description."""
        return frozenset(w.stem for w in self.words)


@dataclass(frozen=True, slots=True)
class Voice:
    """What one party tells in a sentence: the places of the words told, ``first`` to ``end`` (exclusive)."""

    speaker: Speaker
    phrase: tuple[int, int]
    told: frozenset[int]


def find_voices(view: View) -> Iterator[Found]:
    """Each statement of the claim that the page has from another party."""
    for voice in voices(view.claim):
        party = _party(view.match.index, view.claim, voice.speaker)
        if party is not None and (result := _check(view, voice, party)):
            yield result


# --- statements of a sentence -----------------------------------------------------------------------------------


def voices(reading: Reading) -> list[Voice]:
    """The statements of a sentence with their speakers, in order."""
    return reading.once("voices", _find_voices)


def _find_voices(reading: Reading) -> list[Voice]:
    told = [(s, *_phrase(reading, s)) for s in _tellers(reading)]
    out, last = [], 0
    for n, (speaker, first, end) in enumerate(told):
        begin = max(end, speaker.verb + 1)
        following = told[n + 1] if n + 1 < len(told) else None
        until = len(reading.words) if following is None else following[0].verb
        if following is not None and following[1] >= begin:
            until = min(until, following[1])
        stop = next((w.at for w in reading.words[begin:until] if w.at > begin and ";" in _gap(reading, w.at)), until)
        places = set(range(begin, max(begin, stop)))
        if _trails(reading, begin) and not speaker.pronoun | (first > speaker.verb) & (last >= first):
            before = range(last, min(first, speaker.verb))
            places = set(before) if following is not None else places | set(before)
        out.append(Voice(speaker, (first, end), frozenset(places)))
        last = begin
    return out


def _tellers(reading: Reading) -> list[Speaker]:
    """The speakers of the sentence's statements and judgements, in the order of their verbs."""
    out: list[Speaker] = []
    for word in reading.words:
        if word.quoted:
            continue
        speaker = _in_view(reading, word) or speaker_at(reading, word, _VERBS)
        if speaker is None:
            if out and _goes_on(reading, word):
                out.append(replace(out[-1], verb=word.at))
        elif out and _joined(reading, word) and speaker.span.start > word.start:
            out.append(replace(out[-1], verb=word.at))  # Renn agreed but added that
        elif _states(reading, speaker) and not _answers(reading, speaker):
            out.append(_nearer(reading, speaker))
    return out


_JUDGING = frozenset(
    """assure inform signal counter retort deplore doubt prefer consider favour favor oppose welcome defend
    dispute reject applaud regret foresee expect trust regard rebuke scold ridicule mock complain demand insist
    suspect reckon advocate speak""".split()
)
_VERBS = with_stems(lexicon.REPORTING_VERBS | _JUDGING)
"""Verbs whose subject tells something or takes a side."""
_OPINIONS = frozenset("view opinion judgement judgment eyes words account version estimation reading verdict".split())


def _in_view(reading: Reading, word: Word) -> Speaker | None:
    """``in Renn's opinion``, ``in the view of Renn``."""
    words = reading.words
    if word.norm not in _OPINIONS or word.at == 0:
        return None
    lead = {w.norm for w in words[max(0, word.at - 6) : word.at]}
    if not lead & {"in", "by"}:
        return None
    before = next((n for n in reading.names if n.end == word.at), None)
    if before is not None and words[word.at - 1].text.endswith(_OWNS):
        return Speaker(before.span, word.at, before)
    if words[word.at - 1].text.endswith(_OWNS):
        return Speaker(words[word.at - 1].span, word.at, noun=words[word.at - 1])
    if word.at + 1 < len(words) and words[word.at + 1].norm == "of":
        after = next((n for n in reading.names if word.at < n.first <= word.at + 4), None)
        if after is not None:
            return Speaker(after.span, word.at, after)
    return None


_OWNS = ("'s", "’s", "s'", "s’")


def _goes_on(reading: Reading, word: Word) -> bool:
    """``, adding that``: the same speaker tells more."""
    if not word.norm.endswith("ing") or not _VERBS & set(lexicon.lemmas(word.norm)):
        return False
    return word.at > 0 and "," in _gap(reading, word.at)


def _joined(reading: Reading, word: Word) -> bool:
    return word.at > 0 and reading.words[word.at - 1].norm in ("and", "but", "then", "also", "later")


def _nearer(reading: Reading, speaker: Speaker) -> Speaker:
    """The speaker, or the noun right before the verb where the name that was found stands in another clause."""
    at = speaker.verb - 1
    while at > 0 and (reading.words[at].norm in _AUXILIARIES or reading.words[at].norm.endswith("ly")):
        at -= 1
    word = reading.words[at]
    if speaker.name is None or speaker.name.end > at or speaker.span.start > word.start or not word.content:
        return speaker
    if reading.text[word.end : reading.words[at + 1].start].strip() or word.capital or _acts(reading, word):
        return speaker
    first = _description(reading, word)[0]
    return Speaker(word.span, speaker.verb, noun=word) if first.start > speaker.span.end else speaker


_AUXILIARIES = frozenset("has have had also later then did do does will would could might may now once never".split())


def _states(reading: Reading, speaker: Speaker) -> bool:
    """Whether the verb tells something here: ``found that``, but not ``found the keys``."""
    words, verb = reading.words, speaker.verb
    bases = set(lexicon.lemmas(words[verb].norm))
    if is_passive(reading, verb):
        return False
    if "according" not in bases and speaker.span.start > words[verb].start and verb:
        gap = _gap(reading, verb).strip()  # only after what was said may a verb lead
        between = words[verb + 1 : _phrase(reading, speaker)[0]]
        if not gap or any(not w.content and w.norm not in _DETERMINERS for w in between):
            return False
    after = words[verb + 1 : verb + 9]
    if bases & {"think", "believe"}:
        return not any(w.norm in ("about", "of", "in") for w in after[:1])
    if not bases & _AT_TIMES:
        return True
    return any(w.norm == "that" for w in after[:1]) or ("put" in bases and any(w.norm in ("at", "down") for w in after))


def _answers(reading: Reading, speaker: Speaker) -> bool:
    """Whether the verb takes a stand on what somebody else says: ``rejected the argument that``."""
    after = reading.words[speaker.verb + 1 : speaker.verb + 5]
    return any(_SAYINGS & set(lexicon.lemmas(a.norm)) and b.norm in ("that", "of") for a, b in pairwise(after))


_SAYINGS = frozenset(
    """argument claim suggestion idea notion allegation accusation charge plea request demand call proposal offer theory
    contention view assertion complaint assurance defence defense excuse""".split()
)
_AT_TIMES = frozenset("put find hold ask post hope expect fear quote promise agree".split())
"""Verbs that tell something in some of their uses only."""


def _phrase(reading: Reading, speaker: Speaker) -> tuple[int, int]:
    """The places of the speaker's words."""
    places = [w.at for w in reading.words if w.start >= speaker.span.start and w.end <= speaker.span.end + 2]
    return (places[0], places[-1] + 1) if places else (speaker.verb, speaker.verb + 1)


def _gap(reading: Reading, at: int) -> str:
    """What stands between the word before ``at`` and the word there."""
    return reading.text[reading.words[at - 1].end : reading.words[at].start]


def _trails(reading: Reading, begin: int) -> bool:
    """Whether ``, Renn said`` follows what it tells: a stop, a comma or nothing comes after it."""
    if begin >= len(reading.words):
        return True
    gap = _gap(reading, begin).strip()
    return gap[:1] in (",", ";", ".") and gap[-1:] not in ('"', "“", "‘", "«")


def _party(index: PageIndex, reading: Reading, speaker: Speaker) -> Party | None:
    """The speaker as a party; None for a pronoun that was led nowhere."""
    if speaker.name is not None:
        if index.is_name(speaker.name) or speaker.pronoun:
            return Party(speaker.name.span, speaker.name, (), speaker.pronoun)
        words = reading.words[speaker.name.first : speaker.name.end]  # a capital that only begins the sentence
        return Party(speaker.name.span, None, tuple(words)) if words[-1].norm.endswith("s") else None
    if speaker.noun is None:
        return None
    words = _description(reading, _head(reading, speaker.noun))
    if (
        words[-1].text.endswith(_OWNS[:2])
        or speaker.noun.norm[0].isdigit()
        or speaker.noun.norm == "cent"
        or _acts(reading, words[-1])
        or not (words[0].norm in _DETERMINERS or words[-1].norm.endswith("s") or len(words) > 1)
    ):
        return None
    return Party(Span(words[0].start, words[-1].end), None, _head_last(words))


def _head(reading: Reading, noun: Word) -> Word:
    """The noun, or what stands before its relative clause: ``an engineer`` who asked not to be named."""
    if not _acts(reading, noun):
        return noun
    for word in reversed(reading.words[max(1, noun.at - 9) : noun.at]):
        if word.norm in ("who", "which", "that"):
            return reading.words[word.at - 1]
    return noun


def _description(reading: Reading, noun: Word) -> list[Word]:
    """The whole phrase that ends in ``noun``, back to its article: ``the coach of the rowers``."""
    words, first = reading.words, noun.at
    while first > 0 and noun.at - first < 10:
        before = words[first - 1]
        if reading.text[before.end : words[first].start].strip(" -’'"):
            break
        if before.norm == "according" or (before.norm == "to" and words[first - 2].norm == "according"):
            break
        if not (before.content or before.norm in _DETERMINERS or before.norm in _JOINS) or _acts(reading, before):
            break
        first -= 1
    while first < noun.at and words[first].norm in _JOINS:
        first += 1
    return words[first : noun.at + 1]


def _acts(reading: Reading, word: Word) -> bool:
    return is_verb(reading, word) or (not word.capital and bool(_TOLD & set(lexicon.lemmas(word.norm))))


_TOLD = lexicon.REPORTING_VERBS - {"report", "post", "claim", "promise", "praise"}


def _head_last(words: Sequence[Word]) -> tuple[Word, ...]:
    """The content words of a phrase, those after a preposition left out: ``coach`` of ``the coach of the rowers``."""
    joins = [w.at for w in words if w.norm in _JOINS]
    kept = [w for w in words if not joins or w.at < joins[0]] if joins else list(words)
    content = tuple(w for w in kept if w.content)
    return content or tuple(w for w in words if w.content)


# --- comparing --------------------------------------------------------------------------------------------------


def _check(view: View, voice: Voice, party: Party) -> Found | None:
    match, index = view.match, view.match.index
    items = [
        i
        for i, item in enumerate(match.claim.items)
        if (at := view.word_near(view.claim, item.span)) in voice.told and not voice.phrase[0] <= at < voice.phrase[1]
    ]
    heavy = sum(match.weights[i] > 1.0 for i in items)
    if not match.ranked or heavy < _ITEMS or not _is_known(view, party):
        return None
    asked = shares(view, items)
    number = max(asked, key=lambda n: (asked[n], -n))
    best = asked[number]
    if best < _LEAST:
        return None
    places = [match.rows[i][number].at for i in items if number in match.rows[i]]
    teller = _teller(view, number, places)
    if teller is None or teller.stems & _STATED or _is_anybodys(index, teller) or _may_be(index, party, teller):
        return None
    if teller.name is not None and speaks_for(view, party.span, teller.name):
        return None
    own = max((s for n, s in asked.items() if n != number and _tells(index, n, party)), default=0.0)
    if best < own + _MARGIN or _has_part(view, party, number, places):
        return None
    strength = 0.1 + 0.6 * best + 0.3 * min(1.0, best - own) - (0.25 if teller.pronoun else 0.0)
    if party.name is None:
        strength -= 0.1
    if teller.name is None:
        strength -= 0.15
    rule = "attribution_pronoun" if teller.pronoun else "attribution_voice"
    return found(match, DifferenceKind.ATTRIBUTION, party.span, teller.span, strength, rule)


_STATED = frozenset("report statement record".split())


def _is_anybodys(index: PageIndex, teller: Party) -> bool:
    """Whether the teller is called by what it is to another or by an age, as ``her successor`` and ``the 58-year-old``:
    any of the page's parties may be."""
    said = teller.span.of(index.text).lower()
    return teller.name is None and (said.startswith(("his ", "her ", "their ")) or said.endswith("year-old"))


def _is_known(view: View, party: Party) -> bool:
    """Whether the page has the claim's party at all."""
    index = view.match.index
    if party.name is not None:
        return bool(index.places_of(party.name.parts[-1]))
    if not party.words or party.words[-1].norm in _VAGUE:
        return False
    return any(weight >= 0.7 for weight in index.terms_for(party.words[-1]).values())


def _teller(view: View, number: int, places: Sequence[int]) -> Party | None:
    """Who tells, in sentence ``number``, the words at ``places``."""
    index = view.match.index
    reading = index.sentences[number]
    told = [(sum(at in v.told for at in places), v) for v in voices(reading)]
    told = [(count, v) for count, v in told if count]
    if told:
        voice = max(told, key=lambda t: t[0])[1]
        return _party(index, reading, resolve(index, number, voice.speaker))
    quoted = [at for at in places if at >= 0 and reading.words[at].quoted]
    if quoted and len(quoted) >= 0.6 * len(places):
        speaker = quote_speaker(index, reading.words[quoted[0]].start)
        return _party(index, reading, speaker) if speaker is not None and speaker.name is not None else None
    return None


def _tells(index: PageIndex, number: int, party: Party) -> bool:
    """Whether the party, or one that may be it, tells something in the sentence."""
    reading = index.sentences[number]
    for voice in voices(reading):
        other = _party(index, reading, resolve(index, number, voice.speaker))
        if other is None or _may_be(index, party, other):
            return True
    return False


def _has_part(view: View, party: Party, number: int, places: Sequence[int]) -> bool:
    """Whether the sentence has the claim's party, other than as the teller of something else."""
    index = view.match.index
    reading = index.sentences[number]
    own = [v for v in voices(reading) if _is(index, party, _party(index, reading, v.speaker))]
    if any(at in v.told for v in own for at in places):
        return True
    told = {at for v in own for at in range(*v.phrase)}
    return any(party.parts & set(n.parts) and n.first not in told for n in reading.names)


def _is(index: PageIndex, party: Party, other: Party | None) -> bool:
    return other is not None and _may_be(index, party, other)


def _may_be(index: PageIndex, a: Party, b: Party) -> bool:
    """Whether the page lets the two be one party, or one speak for the other."""
    if a.parts & b.parts or a.stems & b.stems:
        return True
    if a.name and b.name and lexicon.canonical_name(a.name.text) == lexicon.canonical_name(b.name.text):
        return True
    first, second = _figure(index, a), _figure(index, b)
    if first is not None and second is not None:
        if first is second or first.linked & b.parts or second.linked & a.parts:
            return True
        return any(f.owned and p.name is not None and is_body(index, p.name) for f, p in ((first, b), (second, a)))
    if any(w.norm in _VAGUE or w.norm in _SPOKEN_FOR for w in (*a.words[-1:], *b.words[-1:])):
        return True
    for party, figure, other in ((a, second, b), (b, first, a)):
        if party.name is None and other.name is not None and _fits(index, party, figure, other.name):
            return True
    return a.name is None and b.name is None and _alike(index, a, b)


def _figure(index: PageIndex, party: Party) -> Figure | None:
    cast = cast_of(index)
    return cast.figure(party.name.parts) if party.name is not None else cast.called(party.words)


def _fits(index: PageIndex, party: Party, figure: Figure | None, name: Name) -> bool:
    """Whether a description may mean the named party: some of it stands with the name."""
    if index.described_as(name, {w.norm for w in party.words}):
        return True
    if figure is None or not figure.roles:
        return True  # the page does not say who that is
    roles = figure.roles | figure.parts
    return any(term in roles for w in party.words for term in (w.stem, *index.terms_for(w)))


def _alike(index: PageIndex, a: Party, b: Party) -> bool:
    """Whether one description's words may stand for the other's."""
    if not a.words or not b.words:
        return True
    return any(
        lexicon.are_synonyms(x.norm, y.norm) or lexicon.is_a(x.norm, y.norm) or lexicon.is_a(y.norm, x.norm)
        for x in a.words
        for y in b.words
    )
