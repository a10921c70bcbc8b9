"""One card a cited sentence: what it says, what each cited page says, what was changed, which page has it instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from auditor.records import (
    Audit,
    ClaimAudit,
    ClaimCopying,
    Copying,
    CopyingKind,
    Difference,
    Evidence,
    Finding,
    Number,
    OutsideOrigin,
    Page,
    Source,
    Span,
    SupportCheck,
    Verdict,
)
from auditor.report import _words as words
from auditor.report._inert import one_line
from auditor.report._pieces import (
    LONGEST,
    Passage,
    Piece,
    claim_side,
    marked,
    passages,
    shared,
    web_url,
)
from auditor.urls import text_fragment


@dataclass(frozen=True, slots=True)
class Part:
    """The words of a sentence that one citation stands for, and what its pages say of them; None where none does."""

    pieces: tuple[Piece, ...]
    numbers: tuple[Number, ...]
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What one cited page says about the sentence of a card; ``passages`` has the one that decides first."""

    number: Number
    target: str
    name: str
    title: str
    verdict: Verdict
    confidence: float | None
    support: float | None
    passages: tuple[Passage, ...]
    reason: str
    words: int
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Better:
    """A reference that has what the cited one lacks."""

    number: Number
    target: str
    name: str
    title: str
    link: str | None
    support: float | None
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Copied:
    """A sentence of the article beside the words it was taken from; ``number`` is None for a page not in the list."""

    target: str
    ours: tuple[Piece, ...]
    theirs: tuple[Piece, ...]
    number: Number | None
    source: str
    name: str
    link: str | None
    kind: CopyingKind
    phrase: str
    where: str


@dataclass(frozen=True, slots=True)
class Change:
    """A difference in words."""

    note: int
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything about one cited sentence. ``parts`` is empty where the sentence stands on one citation."""

    key: str
    place: int
    id: str
    verdict: Verdict
    confidence: float | None
    sentence: tuple[Piece, ...]
    parts: tuple[Part, ...]
    changes: tuple[Change, ...]
    checks: tuple[Checked, ...]
    better: tuple[Better, ...]
    copied: Copied | None
    findings: tuple[Finding, ...]

    @property
    def short(self) -> str:
        """What is wrong with the sentence, in a line to stand under it; empty where only the verdict says it."""
        sentence = "".join(piece.text for piece in self.sentence)
        said = (f.message for f in self.findings if f.code.startswith("SUP") and not words.quotes(f.message, sentence))
        lines = [*said, *(change.sentence for change in self.changes)]
        lines += [f"[{k.number}] {k.name} {_LACKS[k.verdict]}" for k in self.checks if k.verdict in _LACKS]
        return next(iter(lines), "")


_LACKS = {
    Verdict.CONTRADICTED: "says otherwise",
    Verdict.NOT_IN_SOURCE: "does not say it",
    Verdict.PARTIALLY_SUPPORTED: "has only a part of it",
}


class Cards:
    """Makes the cards of one audit.

    Args:
        audit: what was found.
        source_key: the name of a reference's row.
        support: how likely a page supports a claim, by the claim's id and the reference's number.
    """

    def __init__(
        self,
        audit: Audit,
        source_key: Callable[[Number | None], str],
        support: Callable[[str, Number], float | None],
    ) -> None:
        self._audit, self._source_key, self._support = audit, source_key, support

    def card(self, key: str, place: int, audited: ClaimAudit, findings: Sequence[Finding]) -> Card:
        """The card of a claim; ``key`` is its name, ``place`` counts from 1."""
        claim = audited.claim
        numbered = _number_changes(audited)
        sides = [(span, note) for d, note in numbered.items() if (span := claim_side(d, claim.text))]
        evidence = dict(audited.better_evidence)
        return Card(
            key=key,
            place=place,
            id=claim.id,
            verdict=audited.verdict,
            confidence=audited.confidence,
            sentence=marked(claim.text, sides),
            parts=_parts(audited, sides),
            changes=tuple({note: _change(d, note) for d, note in numbered.items()}.values()),
            checks=tuple(self._checked(number, check, claim.text, numbered) for number, check in audited.checks),
            better=tuple(self._better(audited, number, evidence.get(number)) for number in audited.better_references),
            copied=self.copied(claim.text, audited.copying, key, claim.cites),
            findings=tuple(findings),
        )

    def _checked(self, number: Number, check: SupportCheck, claim: str, notes: dict[Difference, int]) -> Checked:
        source = self._audit.source(number)
        page = source.page if source else None
        text = page.text if page else ""
        return Checked(
            number=number,
            target=self._source_key(number),
            name=words.source_name(source) if source else "",
            title=_title(source),
            verdict=check.verdict,
            confidence=check.confidence,
            support=check.support,
            passages=passages(check.evidence, text, [(d, notes[d]) for d in check.differences], claim),
            reason=words.reason(source) if source and not words.was_read(source) else "",
            words=len(text.split()) if check.verdict is Verdict.NOT_IN_SOURCE else 0,
            whole=page is None or not (page.truncated or page.paywall),
        )

    def _better(self, audited: ClaimAudit, number: Number, evidence: Evidence | None) -> Better:
        source = self._audit.source(number)
        page = source.page if source else None
        found = passages([evidence], page.text if page else "")[0] if evidence else None
        return Better(
            number=number,
            target=self._source_key(number),
            name=words.source_name(source) if source else "",
            title=_title(source),
            link=found.link if found and found.link else web_url(page.url if page else source.url if source else None),
            support=self._support(audited.claim.id, number),
            passage=found,
        )

    def copied(self, sentence: str, found: ClaimCopying | None, target: str, cites: Sequence[Number]) -> Copied | None:
        """A copied sentence beside its origin, or None where nothing was copied."""
        if found is None or found.copying.kind is CopyingKind.NONE:
            return None
        source = self._audit.source(found.reference)
        return Copied(
            target=target,
            number=found.reference,
            source=self._source_key(found.reference),
            name=words.source_name(source) if source else "",
            where="cited" if found.reference in cites else "not cited here",
            **_side_by_side(sentence, found.copying, source.page if source else None),
        )

    def from_outside(self, origin: OutsideOrigin, target: str) -> Copied:
        """A copied sentence beside a page that is not in the reference list at all."""
        page = origin.page
        name = next((n for n in (page.outlet, page.title, page.url) if n), "a page without a name")
        where = f"not in the list; found in the {origin.held_by}"
        if not origin.dated:
            where += "; which came first is not known"
        both = _side_by_side(origin.text, origin.copying, page)
        return Copied(target=target, number=None, source="", name=name, where=where, **both)


def _side_by_side(sentence: str, copying: Copying, page: Page | None) -> dict[str, Any]:
    """The article's words and the page's, what they share marked on both sides."""
    theirs = copying.text or ""
    return {
        "ours": marked(sentence, [(run, 0) for run in copying.runs], look="same"),
        "theirs": marked(theirs, [(span, 0) for span in shared(sentence, copying.runs, theirs)], look="same"),
        "link": text_fragment(web_url(page.url), theirs[:LONGEST]) if page and theirs else None,
        "kind": copying.kind,
        "phrase": words.copying_phrase(copying),
    }


def _title(source: Source | None) -> str:
    page = source.page if source else None
    return (page.title if page and page.title else source.reference.title if source else None) or ""


def _parts(audited: ClaimAudit, sides: Sequence[tuple[Span, int]]) -> tuple[Part, ...]:
    """The parts of the sentence by citation, in order, together all of it; none where its markers stand together."""
    text = audited.claim.text
    numbers: dict[tuple[int, int], tuple[Number, ...]] = {}
    for cited, span in audited.claim.clauses:
        if 0 <= span.start < span.end <= len(text) and any(c.isalnum() for c in span.of(text)):
            at = (span.start, span.end)
            numbers[at] = tuple(dict.fromkeys((*numbers.get(at, ()), *cited)))
    places = sorted(numbers)
    if len(places) < 2 or any(one[1] > two[0] for one, two in pairwise(places)):
        return ()
    out = []
    edges = [0, *(start for start, _ in places[1:]), len(text)]  # what stands between two belongs to the one before
    for (begin, end), place in zip(pairwise(edges), places, strict=True):
        own, cited = Span(begin, end), numbers[place]
        inside = [(Span(max(0, s.start - begin), s.end - begin), note) for s, note in sides if own.overlaps(s)]
        out.append(Part(marked(own.of(text), inside), cited, _said(audited, cited)))
    return tuple(out)


def _said(audited: ClaimAudit, numbers: Sequence[Number]) -> Verdict | None:
    """What the pages with these numbers say together: one that has it is enough, else the gravest counts."""
    found = {check.verdict for number, check in audited.checks if number in numbers}
    order = (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.PARTIALLY_SUPPORTED, Verdict.NOT_IN_SOURCE)
    return next((verdict for verdict in order if verdict in found), Verdict.SOURCE_UNAVAILABLE if found else None)


def _number_changes(audited: ClaimAudit) -> dict[Difference, int]:
    """Each difference with its number, in the order of the sentence: what two pages show alike has one number."""
    numbers: dict[tuple[str, str, str], int] = {}
    out: dict[Difference, int] = {}
    everything = [difference for _, check in audited.checks for difference in check.differences]
    for difference in sorted(everything, key=lambda d: d.claim_span.start if d.claim_span else len(audited.claim.text)):
        same = (difference.kind.value, difference.claim, difference.source or "")
        out[difference] = numbers.setdefault(same, len(numbers) + 1)
    return out if len(numbers) > 1 else dict.fromkeys(out, 0)  # a single change needs no number


def _change(difference: Difference, note: int) -> Change:
    kind = words.KINDS.get(difference.kind, difference.kind.value)
    return Change(note, kind, one_line(words.difference_sentence(difference), 700))
