"""Who says what: the speakers of a sentence, and of a quotation, with pronouns led back to a name."""

from __future__ import annotations

from dataclasses import dataclass

from auditor import lexicon
from auditor.checks.alterations.base import View
from auditor.checks.alterations.cast import cast_of
from auditor.checks.coreference import IT, is_person, parties_of
from auditor.checks.evidence import PageIndex
from auditor.checks.reading import Name, Reading, Word, is_passive, is_past
from auditor.records import Span
from auditor.text import stem

_PRONOUNS = frozenset("he she they we i who it".split())
_PREPOSITIONS = frozenset("of at for with in from by to on near under into over about against between than".split())


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a reporting verb belongs to. ``name`` where a proper name was found, else ``noun`` (head word), else both
    None; ``pronoun`` is set where it was led back from one. ``verb`` is the verb's place in the sentence."""

    span: Span
    verb: int
    name: Name | None = None
    noun: Word | None = None
    pronoun: bool = False

    @property
    def parts(self) -> frozenset[str]:
        """The name's words in lower case, initials left out."""
        return frozenset(p for p in self.name.parts if len(p) > 1) if self.name else frozenset()


def is_body(index: PageIndex, name: Name) -> bool:
    """Whether the name is no person's: neither by its shape nor by being the last word of a person's on the page."""
    return not (is_person(name) or index.is_surname(name))


def speaks_for(view: View, body: Span, speaker: Name) -> bool:
    """Whether the page's ``speaker`` is an officer of the body that stands at ``body`` in the claim: ``its spokesman``,
    ``the society's chairman``."""
    index = view.match.index
    party = parties_of(index).claimed(view.match.claim, body)
    figure = cast_of(index).figure(speaker.parts)
    if figure is None or party is None or (party.gender and not party.fits(IT)):
        return False  # a party of whom no he or she is known may be a body
    return figure.owned or bool(figure.linked & party.parts)


def speakers(reading: Reading) -> list[Speaker]:
    """The speakers of a sentence's reporting verbs, in the order of the verbs; pronouns stay unresolved."""
    return reading.once("speakers", _find_speakers)


def _find_speakers(reading: Reading) -> list[Speaker]:
    told = (speaker_at(reading, word) for word in reading.words)
    return [speaker for speaker in told if speaker is not None]


def with_stems(verbs: frozenset[str]) -> frozenset[str]:
    """``verbs`` with the forms that ``lexicon.lemmas`` gives for those no list knows: ``~repli``."""
    return verbs | {f"~{stem(verb)}" for verb in verbs if " " not in verb}


_REPORTING = with_stems(lexicon.REPORTING_VERBS)


def speaker_at(reading: Reading, word: Word, verbs: frozenset[str] = _REPORTING) -> Speaker | None:
    """The speaker of ``word`` if that is one of ``verbs`` (base forms) used as a verb; None otherwise."""
    if word.quoted or not _reports(reading, word, verbs):
        return None
    if word.norm == "according":
        return _after(reading, word.at + 1, word.at)
    speaker = _before(reading, word.at)
    if speaker is None and _TURNS & set(lexicon.lemmas(word.norm)):
        return _after(reading, word.at, word.at)
    return speaker


_TURNS = with_stems(
    frozenset(
        """say add tell ask explain note write recall reply warn argue announce remark conclude continue insist joke
    comment observe report declare claim shout whisper answer respond admit predict quip""".split()
    )
)
"""Verbs whose subject may follow them: ``said Petra Vandersloot``."""


_NO_VERB_AFTER = frozenset("the a an to its his her their this that was were be been is".split())


def _reports(reading: Reading, word: Word, verbs: frozenset[str]) -> bool:
    if word.norm == "according" or word.key == "according to":
        return True
    if word.absorbed or word.norm.endswith("ing"):
        return False
    if word.key not in verbs and verbs.isdisjoint(lexicon.lemmas(word.norm)):
        return False
    before = reading.words[word.at - 1].norm if word.at else ""
    return before not in _NO_VERB_AFTER


def subject_of(reading: Reading, verb: int) -> Speaker | None:
    """Who does what the verb at ``verb`` says: the party before it, or after ``by`` in the passive; pronouns stay
    unresolved. None where no party can be told."""
    words = reading.words
    if is_passive(reading, verb):
        by = next(w for w in words[verb + 1 :] if w.norm == "by")
        name = next((n for n in reading.names if 0 < n.first - by.at <= 4), None)
        return Speaker(name.span, verb, name) if name else None
    speaker = _before(reading, verb)
    if speaker is not None and speaker.name is not None and not _adjoins(reading, speaker.name.end, verb):
        return None
    return speaker


def _adjoins(reading: Reading, end: int, verb: int) -> bool:
    """Whether nothing stands between a subject and its verb but auxiliaries, or an apposition within commas."""
    words = reading.words
    at = verb
    while at > end and (words[at - 1].norm in _AUXILIARIES or words[at - 1].norm.endswith("ly")):
        at -= 1
    if at == end:
        return True
    opens = "," in reading.text[words[end - 1].end : words[end].start]
    closes = "," in reading.text[words[at - 1].end : words[at].start]
    return opens and closes and at - end <= 10


def _before(reading: Reading, verb: int) -> Speaker | None:
    """The subject before a verb: the nearest name that hangs on no preposition, a pronoun, or a noun."""
    words = reading.words
    if verb == 0 or _quote_between(reading, words[verb - 1], words[verb]):
        return None
    previous = words[verb - 1]
    i = verb - 1
    while i > 0 and words[i].norm in _AUXILIARIES:
        i -= 1
    if words[i].norm in _PRONOUNS and not words[i].quoted:
        if words[i].norm == "who":
            return _named_before(reading, i, verb)
        return Speaker(words[i].span, verb, pronoun=True)
    if previous.quoted:
        return None
    return _named_before(reading, i + 1, verb) or _noun_before(reading, i, verb)


_AUXILIARIES = frozenset(
    "has have had also later then did do does will would could might may now once never not reportedly himself "
    "herself".split()
)


def _named_before(reading: Reading, limit: int, verb: int) -> Speaker | None:
    for name in reversed([n for n in reading.names if n.end <= limit]):
        words = reading.words
        if words[name.first].quoted or verb - name.end > 14:
            return None
        if _between_has_verb(reading, name.end, limit):
            return None
        before = [words[k].norm for k in (name.first - 1, name.first - 2, name.first - 3) if k >= 0]
        if before and (
            before[0] in _PREPOSITIONS or (before[0] in ("the", "a") and before[1:2] and before[1] in _PREPOSITIONS)
        ):
            continue
        if words[name.end - 1].text.endswith(("'s", "’s")) or _describes(reading, name, limit):
            continue
        if _another_follows(reading, name.end, verb):
            return None
        return Speaker(name.span, verb, name)
    return None


def _another_follows(reading: Reading, end: int, verb: int) -> bool:
    """Whether another party stands between a name and the verb: ``Tarn never asked, its head of research said``, but
    not ``Renn, the mayor, said``."""
    words = reading.words
    aside = [at for at in range(end, verb) if "," in reading.text[words[at - 1].end : words[at].start]]
    closes = "," in reading.text[words[verb - 1].end : words[verb].start]
    return bool(aside) and not closes and aside[-1] > end and words[aside[-1]].norm in _OPENING_PARTY


_OPENING_PARTY = frozenset("the a an its his her their".split())


def _describes(reading: Reading, name: Name, limit: int) -> bool:
    """Whether the name says which: ``the Vasteby coach said`` is the coach's word."""
    after = reading.words[name.end : limit]
    if not name.article or not 0 < len(after) <= 2 or not all(w.content and not w.capital for w in after):
        return False
    gap = reading.text[reading.words[name.end - 1].end : after[0].start]
    return gap == " " and not any(is_past(w) or w.norm in _AUXILIARIES or w.norm.endswith("ly") for w in after)


def _between_has_verb(reading: Reading, first: int, limit: int) -> bool:
    """Whether a gap outside commas holds another subject: ``Brill said the authority had``."""
    if limit - first <= 1:
        return False
    text = reading.text[reading.words[first].start : reading.words[limit - 1].end]
    gap = reading.text[reading.words[first - 1].end : reading.words[first].start]
    return "," not in gap and "," not in text and limit - first > 3


def _noun_before(reading: Reading, at: int, verb: int) -> Speaker | None:
    word = reading.words[at]
    if word.content and not word.quoted and not word.norm[0].isdigit() and not word.norm.endswith("ly"):
        return Speaker(word.span, verb, noun=word)
    return None


def _after(reading: Reading, at: int, verb: int) -> Speaker | None:
    """The subject after a verb: ``said Petra Vandersloot``, ``according to the engineers``."""
    words = reading.words
    limit = min(len(words), at + 10)
    for name in reading.names:
        if at < name.first < limit and not words[name.first].quoted:
            if words[name.end - 1].text.endswith(("'s", "’s")):
                continue
            before = words[name.first - 1].norm
            if before in _PREPOSITIONS and name.first - 1 > at:
                continue
            if any(words[k].quoted for k in range(at + 1, name.first)):
                return None
            return Speaker(name.span, verb, name)
    follow = next((w for w in words[at + 1 : limit] if w.content or w.norm in _PRONOUNS), None)
    if follow is None or follow.quoted:
        return None
    if follow.norm in _PRONOUNS:
        return Speaker(follow.span, verb, pronoun=True)
    head = follow
    for word in words[follow.at + 1 : limit]:
        if not word.content or word.clause != follow.clause:
            break
        head = word
    return Speaker(head.span, verb, noun=head)


def _quote_between(reading: Reading, a: Word, b: Word) -> bool:
    return any(mark in reading.text[a.end : b.start] for mark in '"“”«»')


# --- pronouns ---------------------------------------------------------------------------------------------------


def resolve(index: PageIndex, sentence: int, speaker: Speaker) -> Speaker:
    """``speaker`` with its ``he`` or ``she`` led back to the person last named as a subject, at most four
    sentences before."""
    if not speaker.pronoun or speaker.span.of(index.text).lower() in _NO_PERSON:
        return speaker
    own = index.sentences[sentence]
    earlier = [
        n for n in own.names if n.span.end <= speaker.span.start and is_person(n) and not own.words[n.first].quoted
    ]
    if earlier:
        return Speaker(speaker.span, speaker.verb, earlier[-1], pronoun=True)
    meant = parties_of(index).at(sentence, speaker.span)
    if meant is not None:
        return Speaker(speaker.span, speaker.verb, meant.name_before(sentence), pronoun=True)
    for number in range(sentence - 1, max(-1, sentence - 5), -1):
        name = _subject_person(index, number)
        if name is not None:
            return Speaker(speaker.span, speaker.verb, name, pronoun=True)
    return speaker


_NO_PERSON = frozenset("it they we i".split())
"""Pronouns that are led back to nobody: a body, several people, or whoever is quoted."""


def _subject_person(index: PageIndex, number: int) -> Name | None:
    reading = index.sentences[number]
    said = [s for s in speakers(reading) if s.name is not None and (is_person(s.name) or index.is_surname(s.name))]
    if said:
        return said[-1].name
    people = [n for n in reading.names if (is_person(n) or index.is_surname(n)) and not reading.words[n.first].quoted]
    return people[0] if people else None


def quote_speaker(index: PageIndex, at: int) -> Speaker | None:
    """The speaker of the page's quotation that holds the place ``at``; None where none is named near it."""
    quote = index.quote_at(at)
    if quote is None:
        return None
    first, last = index.sentence_at(quote.start), index.sentence_at(quote.end)
    for number in (last, first, last + 1, first - 1):
        if not 0 <= number < len(index.sentences):
            continue
        reading = index.sentences[number]
        near = [s for s in speakers(reading) if _beside(reading, s, quote, number in (first, last))]
        if near:
            best = min(near, key=lambda s: _distance(reading.words[s.verb].span, quote))
            return resolve(index, number, best)
    return None


def _distance(span: Span, quote: Span) -> int:
    return max(quote.start - span.end, span.start - quote.end, 0)


def _beside(reading: Reading, speaker: Speaker, quote: Span, same: bool) -> bool:
    distance = _distance(reading.words[speaker.verb].span, quote)
    return distance < (120 if same else 40)
