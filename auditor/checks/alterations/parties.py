"""The parties of a sentence, named or not, and how near they stand to a verb."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks.reading import Reading, is_passive, is_past
from auditor.records import Span

_SKIPPED = frozenset(
    """the a an its his her their has have had will would could did does do not also then later never been be was were
    is are who which by to of in on for from with at over against more than almost about nearly just only already
    once""".split()
)
"""Words that may stand between a verb and the name or noun that it binds."""


@dataclass(frozen=True, slots=True)
class Party:
    """Someone or something that can act: the places of its words and its span."""

    first: int
    end: int
    span: Span


FORMS_OF_BE = frozenset("is are was were be been being got".split())


def suffers(reading: Reading, at: int) -> bool:
    """Whether the verb at ``at`` is in the passive and names no doer: ``was removed in May``."""
    if not is_past(reading.words[at]) or is_passive(reading, at):
        return False
    return any(w.norm in FORMS_OF_BE for w in reading.words[max(0, at - 2) : at])


def parties_of(reading: Reading) -> list[Party]:
    """Names, and nouns with an article: ``Rafael Ostrander``, ``the county``."""
    return reading.once("parties", _find_parties)


def head_of(reading: Reading, parties: list[Party], party: Party) -> Party:
    """What the party says which of: ``a boat`` of ``a boat of the islands``; itself where it stands alone."""
    words, first = reading.words, party.first
    while first > 1 and words[first - 1].norm in ("the", "a", "an", "its", "his", "her", "their"):
        first -= 1
    if first > 1 and words[first - 1].norm in ("of", "from"):
        return next((p for p in parties if p.end == first - 1), party)
    return party


def _find_parties(reading: Reading) -> list[Party]:
    out = [Party(n.first, n.end, n.span) for n in reading.names]
    taken = {i for p in out for i in range(p.first, p.end)}
    words = reading.words
    for word in words:
        if word.norm not in ("the", "its", "his", "her", "their", "a", "an"):
            continue
        end = word.at + 1
        while end < len(words) and words[end].content and end not in taken and end - word.at <= 3:
            if words[end].absorbed or words[end].clause != word.clause or (end > word.at + 1 and is_past(words[end])):
                break
            end += 1
        if end > word.at + 1:
            out.append(Party(word.at + 1, end, Span(words[word.at + 1].start, words[end - 1].end)))
    return sorted(out, key=lambda p: p.first)


def gap(reading: Reading, first: int, end: int) -> int:
    """Words between two places, those that bind them not counted; a comma or clause counts as four."""
    words = reading.words
    count = sum(w.norm not in _SKIPPED and not w.norm.endswith("ly") for w in words[first:end])
    between = reading.text[words[first - 1].end : words[min(end, len(words) - 1)].start] if first else ""
    return count + 4 * sum(mark in between for mark in ",;:—")


def left_of(reading: Reading, parties: list[Party], at: int) -> Party | None:
    """The party bound to the verb at ``at`` from before, the head of its phrase; None where none stands near."""
    party = next((p for p in reversed(parties) if p.end <= at), None)
    if party is None or gap(reading, party.end, at) > 1:
        return None
    return head_of(reading, parties, party)


def right_of(reading: Reading, parties: list[Party], at: int) -> Party | None:
    """The party bound to the verb at ``at`` from behind; None where none stands near."""
    party = next((p for p in parties if p.first > at), None)
    return party if party and gap(reading, at + 1, party.first) <= 2 else None
