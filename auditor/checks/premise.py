"""The parts of a page that a model reads beside a claim: sentences in page order, under its title, outlet and day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from auditor.checks.coreference import meant
from auditor.checks.evidence import Match, PageIndex
from auditor.checks.glosses import glosses_for
from auditor.checks.prepared import PreparedClaim, prepare, standing_alone
from auditor.dateforms import DAY_NAMES, MONTH_NAMES
from auditor.records import Evidence, Span

WORDS = 120
"""The words of a premise, some 170 tokens, beside a claim of up to ``SHORT`` words."""
SHORT, MORE, MOST = 14, 4, 80
"""Each further word of the claim makes room for ``MORE`` others, up to ``MOST``: a long claim joins facts that stand in
several places. The premise then has 88 in 100 of the sentences that bear a supported claim of WiCE's dev part, and had
85 without."""
TITLE_WORDS, OUTLET_WORDS = 16, 5
LONGEST = 60
"""Words of one sentence that are read; what is longer is a table or a list, and its head says what it is."""
FURTHER = 2
"""Stretches of the page that are read besides, where a model finds nothing in the premise. Of the supported claims that
the network called absent two bring in a third on pages kept apart and half on opened ones, and no absent claim was then
called supported; more bring in few others, and each takes as long as the premise."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page to read: its text under the page's head, and its sentences with their places."""

    text: str = ""
    sentences: tuple[Evidence, ...] = ()
    glosses: tuple[tuple[int, str], ...] = ()
    longest: int = LONGEST

    def locate(self, start: int, end: int) -> Span | None:
        """Where in the page the characters of ``text`` from ``start`` to ``end`` stand; None for those of the head, and
        of what was added in brackets.
        """
        pieces = list(_pieces(self.sentences, self.glosses, self.longest))
        at = len(self.text) - sum(len(text) + spaced for text, _, spaced in pieces) + (1 if pieces else 0)
        first = last = None
        for text, place, spaced in pieces:
            if at < end and at + len(text) > start and place is not None:
                first = place + max(0, start - at) if first is None else first
                last = place + min(len(text), end - at)
            at += len(text) + spaced
        return None if first is None or last is None else Span(first, last)


def _pieces(
    sentences: Sequence[Evidence], glosses: Sequence[tuple[int, str]], longest: int = LONGEST
) -> Iterator[tuple[str, int | None, bool]]:
    """The words of the sentences as they are read: text, place in the page (None for a gloss), and whether a space
    follows."""
    added = dict(glosses)
    for sentence in sentences:
        for word in islice(re.finditer(r"\S+", sentence.text), longest):
            first, last = sentence.start + word.start(), sentence.start + word.end()
            cuts = [at for at in range(first + 1, last + 1) if at in added] if added else []
            for cut in cuts:
                yield sentence.text[first - sentence.start : cut - sentence.start], first, True
                yield f"({added[cut]})", None, cut == last
                first = cut
            if first < last:
                yield sentence.text[first - sentence.start : last - sentence.start], first, True


def write_claim(claim: PreparedClaim) -> Part:
    """The claim as a model reads it: whom the article means by its pronouns and descriptions stands behind them."""
    whole = (Evidence(claim.text, 0, len(claim.text)),)
    glosses = tuple((m.span.end, m.party.short) for m in meant(claim))
    longest = len(claim.text)
    return Part(_text(whole, glosses, longest), whole, glosses, longest) if glosses else Part(claim.text, whole)


def _text(sentences: Sequence[Evidence], glosses: Sequence[tuple[int, str]] = (), longest: int = LONGEST) -> str:
    return "".join(text + " " * spaced for text, _, spaced in _pieces(sentences, glosses, longest)).rstrip()


def write_premise(match: Match, words: int = WORDS) -> Part:
    """Title, outlet and day, then the sentences that the claim was matched with, their neighbours, and the next best.

    Sentences stand in page order; those chosen for coverage come before any other, so that a claim of several facts
    has each of them where the page has it. At most ``words`` words and what a long claim adds, the head not counted.
    """
    return _part(match, _chosen(match, words))


def further_parts(match: Match, count: int = FURTHER) -> list[Part]:
    """Up to ``count`` stretches of the page that the premise does not hold, those first that have most of the claim.

    A claim in other words than the page's is matched with the wrong sentences, or with none that say much: who reads
    may find it there.
    """
    read = _chosen(match, WORDS)
    had = [0.0] * len(match.index.sentences)
    for row, weight in zip(match.rows, match.weights):
        for number, hit in row.items():
            had[number] += weight * hit.weight
    unread = [part for part in _stretches(match) if not read.issuperset(part)]
    unread.sort(key=lambda part: -sum(had[number] for number in part))
    return [_part(match, part) for part in unread[:count]]


def premises_of_parts(match: Match, claim_date: str | None = None) -> list[tuple[str, Part]]:
    """Each part of the claim that the match was made for, as a sentence with its own premise.

    It is as long as that of a whole claim: by the part with least support the network tells WiCE's dev claims apart
    with an AUROC of 79.2, and with premises of 60 words of 77.8.
    """
    claim = match.claim
    spans = claim.parts()
    said = [standing_alone(span.of(claim.text)) for span in spans]
    before = [f"{claim.context} {claim.text[: span.start]}".strip() for span in spans]
    found = [match.index.find(prepare(part, claim_date, context)) for part, context in zip(said, before)]
    return [(part, write_premise(match) if match.ranked else Part()) for part, match in zip(said, found)]


def _chosen(match: Match, words: int) -> set[int]:
    taken: set[int] = set()
    room = words + min(MOST, MORE * max(0, len(match.claim.reading.words) - SHORT))
    for number in _wanted(match):
        length = min(LONGEST, len(match.index.sentences[number].words))
        if number in taken or not length or (length > room and taken):
            continue
        taken.add(number)
        room -= length
        if room <= 0:
            break
    return taken


def _stretches(match: Match) -> list[range]:
    """The whole page in runs of sentences of at most ``WORDS`` words each."""
    out, first, room = [], 0, WORDS
    for number, sentence in enumerate(match.index.sentences):
        length = min(LONGEST, len(sentence.words))
        if length > room and number > first:
            out.append(range(first, number))
            first, room = number, WORDS
        room -= length
    return [*out, range(first, len(match.index.sentences))]


def _part(match: Match, numbers: Collection[int]) -> Part:
    spans = [match.index.sentences[number].span for number in sorted(numbers)]
    sentences = tuple(Evidence(span.of(match.index.text), span.start, span.end) for span in spans)
    glosses = tuple(glosses_for(match, numbers))
    body = _text(sentences, glosses)
    return Part(" ".join((*_head(match.index, _text(sentences)), body)), sentences, glosses)


def _head(index: PageIndex, body: str) -> Iterator[str]:
    """What a reader of the page sees above its text: the title, unless the text begins with it; who, and when."""
    title = " ".join((index.page.title or "").split()[:TITLE_WORDS]).rstrip(".")
    if title and not body.startswith(title):
        yield title if title[-1] in "?!" else f"{title}."
    outlet = " ".join((index.page.outlet or "").split()[:OUTLET_WORDS])
    if said := ", ".join(filter(None, (outlet, _day(index)))):
        yield f"{said}."


def _day(index: PageIndex) -> str:
    """The day of publication with its weekday, or as much as is known of it."""
    day, given = index.anchor, (index.page.published or "").strip()
    if day is None:
        return ""
    known = re.match(r"\d{4}(-\d\d?)?(-\d\d?)?", given)
    if known is None:
        return " ".join(given.split()[:OUTLET_WORDS])
    month = f"{MONTH_NAMES[day.month - 1]} " if known[1] else ""
    return (f"{DAY_NAMES[day.weekday()]} {day.day} " if known[2] else "") + f"{month}{day.year}"


def _wanted(match: Match) -> list[int]:
    chosen = sorted(match.chosen, key=lambda n: n != match.top)
    count = len(match.index.sentences)
    around = [m for n in chosen[:2] for m in (n - 1, n + 1) if 0 <= m < count]
    return [*chosen, *match.ranked[:2], *around, *match.ranked[2:10]]
