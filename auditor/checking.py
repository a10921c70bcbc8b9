"""The checks of one article against the pages that were read: every claim, every sentence, the headline, the titles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from auditor.records import (
    Article,
    BlockKind,
    Claim,
    ClaimAudit,
    ClaimCopying,
    CopyingKind,
    Evidence,
    FetchStatus,
    HeadlineCheck,
    MatrixRow,
    Number,
    OutsideOrigin,
    Page,
    Provenance,
    Source,
    Span,
    SupportCheck,
    TitleCheck,
    Verdict,
)
from auditor.urls import text_fragment

if TYPE_CHECKING:
    from auditor.checks.evidence import PageIndex
    from auditor.checks.headline import TitleConflict
    from auditor.checks.provenance import Known, ProvenanceNotes
    from auditor.checks.scorers import Scorer
    from auditor.checks.support import Question
    from auditor.origins import Shelf, Wording
    from auditor.policy import Policy

CLOSE = 0.2
"""The least support that the features give a page for it to be among the others that a model is asked about. It only
bounds the work: which page is named as the right one, the policy's ``better`` decides on what the model says."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What all checks of an article found. ``read`` are the sources with a page; provenance counts in it.

    ``conflicts`` are the headline against the cited titles; ``uncited_copying`` is keyed by the uncited sentence's
    index, and ``copied_share`` is the part of the article's words, 0 to 1, that is the listed pages' expression.
    ``origins`` are pages beyond the list that have words of the article.
    """

    read: tuple[Source, ...]
    claims: tuple[ClaimAudit, ...]
    matrix: tuple[MatrixRow, ...]
    provenance: Provenance
    notes: ProvenanceNotes
    uncited_copying: tuple[tuple[int, ClaimCopying], ...]
    copied_share: float
    origins: tuple[OutsideOrigin, ...]
    headline: HeadlineCheck | None
    conflicts: tuple[TitleConflict, ...]
    titles: tuple[tuple[Number, TitleCheck], ...]


def check_article(
    article: Article,
    sources: Sequence[Source],
    policy: Policy,
    scorer: Scorer,
    progress: Callable[[str, int, int], None] = lambda stage, done, of: None,
    shelves: Sequence[Shelf] = (),
    origins: tuple[OutsideOrigin, ...] | None = None,
) -> Checked:
    """Every check of ``article`` against the pages that were read for its references.

    Args:
        article: as parsed.
        sources: its references in order, with their pages or the reasons there are none.
        policy: where the bars are.
        scorer: who judges support.
        progress: told the stage, how much of it is done, and how much there is.
        shelves: where pages beyond the reference list are looked for that have the article's words.
        origins: what such a search found before; nothing is searched then.
    """
    work = _Work(article, sources, policy, scorer, progress)
    claims, matrix = work.support()
    provenance, notes = work.provenance()
    claims, uncited_copying, copied = work.reuse(claims)
    return Checked(
        read=work.read,
        claims=claims,
        matrix=matrix,
        provenance=provenance,
        notes=notes,
        uncited_copying=uncited_copying,
        copied_share=copied,
        origins=work.origins(shelves) if origins is None else origins,
        headline=work.headline(),
        conflicts=work.conflicts(),
        titles=work.titles(),
    )


class _Work:
    """The checks, one after the other, on what is prepared once."""

    def __init__(
        self,
        article: Article,
        sources: Sequence[Source],
        policy: Policy,
        scorer: Scorer,
        progress: Callable[[str, int, int], None],
    ) -> None:
        from auditor.checks.evidence import PageIndex

        self.article, self.sources, self.policy = article, sources, policy
        self.read = tuple(s for s in sources if s.status is FetchStatus.OK and s.page is not None)
        self._scorer, self._progress = scorer, progress
        self._costly, self._together = getattr(scorer, "costly", False), getattr(scorer, "batch", 1)
        self._others: int = getattr(scorer, "others", 0)
        self._pages: list[Page] = [s.page for s in self.read if s.page is not None]
        self._indexes = [PageIndex(page) for page in self._pages]
        self._place = {id(s): i for i, s in enumerate(self.read)}
        self._wording: Wording | None = None
        # An article without a date was not written before what it cites.
        dates = [r.date for r in article.references if r.date and len(r.date) == 10]
        self._date = article.document.published or max(dates, default=None)

    def support(self) -> tuple[tuple[ClaimAudit, ...], tuple[MatrixRow, ...]]:
        """Every claim against every page read, and each claim's verdict from the pages it cites."""
        claims, rows = [], []
        for claim, grid in self._grids():
            by_source = {id(s): check for s, check in zip(self.read, grid)}
            across = [by_source.get(id(s)) for s in self.sources]
            rows.append(MatrixRow(claim.id, tuple(map(_support, across)), tuple(map(_verdict, across))))
            claims.append(self._audit_claim(claim, by_source, self._context(claim)))
        return tuple(claims), tuple(rows)

    def _grids(self) -> Iterator[tuple[Claim, list[SupportCheck]]]:
        """Each claim with its check against every page read, as many judged together as the scorer likes."""
        total = len(self.article.claims)
        step = max(1, self._together // (1 if self._costly else max(1, len(self._pages))))
        for done in range(0, total, step):
            self._progress("checking claims", done, total)
            group = self.article.claims[done : done + step]
            for number, pair in enumerate(zip(group, self._judged(group), strict=True)):
                if number:
                    self._progress("checking claims", done + number, total)
                yield pair

    def _judged(self, claims: Sequence[Claim]) -> list[list[SupportCheck]]:
        """The claims against every page; a costly scorer judges the pages that a claim cites, and few of the others."""
        from auditor.checks.scorers import LexicalScorer
        from auditor.checks.support import judge_all

        places = [(claim, column) for claim in claims for column in range(len(self.read))]
        asked = [self._read(claim.text, self._context(claim), self._indexes[column]) for claim, column in places]
        ours = [not self._costly or self.read[column].reference.number in claim.cites for claim, column in places]
        near = iter(judge_all([a for a, mine in zip(asked, ours) if mine], self._scorer))
        far = iter(judge_all([a for a, mine in zip(asked, ours) if not mine], LexicalScorer()))
        checks = [next(near if mine else far) for mine in ours]
        width = len(self.read)
        rows = [range(row * width, (row + 1) * width) for row in range(len(claims))]
        again = [i for row in rows for i in self._closest(checks, ours, row)]
        for i, check in zip(again, judge_all([asked[i] for i in again], self._scorer)):
            checks[i] = check
        linked = [_linked(check, self._pages[column]) for check, (_, column) in zip(checks, places)]
        return [linked[row.start : row.stop] for row in rows]

    def _closest(self, checks: Sequence[SupportCheck], ours: Sequence[bool], row: range) -> list[int]:
        """Where in its row a claim that its own pages do not support is likeliest to stand, best first."""
        if any(ours[i] and checks[i].verdict is Verdict.SUPPORTED for i in row):
            return []
        likely = [i for i in row if not ours[i] and (checks[i].support or 0.0) >= CLOSE]
        return sorted(likely, key=lambda i: -(checks[i].support or 0.0))[: self._others]

    def _read(self, text: str, context: str, index: PageIndex) -> SupportCheck | Question:
        from auditor.checks.support import read_support

        return read_support(text, index, claim_date=self._date, context=context, options=self.policy.support)

    def _check(self, text: str, context: str, index: PageIndex, page: Page) -> SupportCheck:
        from auditor.checks.support import judge_all

        return _linked(judge_all([self._read(text, context, index)], self._scorer)[0], page)

    def _context(self, claim: Claim) -> str:
        """The text before the claim: of its paragraph and the one before."""
        from auditor.checks.support import CONTEXT

        before = self.article.document.text[max(0, claim.span.start - CONTEXT) : claim.span.start]
        return "\n\n".join(before.split("\n\n")[-2:]).strip()

    def _audit_claim(self, claim: Claim, by_source: dict[int, SupportCheck], context: str) -> ClaimAudit:
        from auditor.checks.together import combine, combine_parts

        cited = [s for s in self.sources if s.reference.number in claim.cites]
        checks = [(s.reference.number, self._cited_check(claim, s, by_source, context)) for s in cited]
        listed = {number for number, _ in checks}
        checks += [(n, SupportCheck(Verdict.SOURCE_UNAVAILABLE)) for n in claim.cites if n not in listed]
        joint = self._joint(claim, [s for s in cited if id(s) in by_source], [c for _, c in checks], context)
        whole = any(by_source[id(s)].verdict is Verdict.SUPPORTED for s in cited if id(s) in by_source)
        parts = [] if whole else _by_part(claim, checks)
        verdict, confidence = combine_parts(parts, joint) if parts else combine([c for _, c in checks], joint)[:2]
        better: tuple[Number, ...] = ()
        shown: tuple[tuple[Number, Evidence], ...] = ()
        if verdict is not Verdict.SUPPORTED:
            own = max((check.support or 0.0 for _, check in checks), default=0.0)
            holders = [
                (by_source[id(s)].support or 0.0, s.reference.number)
                for s in self.sources
                if id(s) in by_source
                and s.reference.number not in claim.cites
                and by_source[id(s)].verdict is Verdict.SUPPORTED
                and (by_source[id(s)].support or 0.0) >= max(self.policy.support.better, own)
            ]
            better = tuple(number for _, number in sorted(holders, key=lambda h: -h[0]))
            pages = {s.reference.number: by_source[id(s)] for s in reversed(self.sources) if id(s) in by_source}
            shown = tuple((number, pages[number].evidence[0]) for number in better if pages[number].evidence)
        return ClaimAudit(claim, verdict, confidence, tuple(checks), better, better_evidence=shown)

    def _cited_check(
        self, claim: Claim, source: Source, by_source: dict[int, SupportCheck], context: str
    ) -> SupportCheck:
        """What the page says about the part of the sentence that its marker stands for."""
        whole = by_source.get(id(source))
        if whole is None:
            return SupportCheck(Verdict.SOURCE_UNAVAILABLE, basis=source.reason or source.status.value)
        if whole.verdict is Verdict.SUPPORTED or source.page is None:
            return whole
        clause = next((span for ns, span in claim.clauses if source.reference.number in ns), None)
        if clause is None or not _is_part(clause, claim):
            return whole
        place = self._place[id(source)]
        part = self._check(clause.of(claim.text), context, self._indexes[place], self._pages[place])
        moved = tuple(
            replace(d, claim_span=type(clause)(d.claim_span.start + clause.start, d.claim_span.end + clause.start))
            if d.claim_span
            else d
            for d in part.differences
        )
        return replace(part, differences=moved)

    def _joint(
        self, claim: Claim, cited: Sequence[Source], checks: Sequence[SupportCheck], context: str
    ) -> SupportCheck | None:
        """The cited pages read as one, where no single one of them has the whole claim."""
        from auditor.checks.evidence import PageIndex

        verdicts = {c.verdict for c in checks}
        if Verdict.SUPPORTED in verdicts:
            wanted = len(verdicts) > 1 and bool(_own_parts(claim))  # a part is held, another is not
        else:
            wanted = Verdict.PARTIALLY_SUPPORTED in verdicts
        if len(cited) < 2 or not wanted:
            return None
        pages = [s.page for s in cited if s.page is not None]
        page = replace(pages[0], text="\n\n".join(p.text for p in pages), url=None, canonical_url=None)
        return self._check(claim.text, context, PageIndex(page), page)

    def provenance(self) -> tuple[Provenance, ProvenanceNotes]:
        """Which of the pages read are one story, which rest on which, and what follows from that."""
        from auditor.checks.provenance import trace_with_notes

        self._progress("tracing origins", 0, 1)
        pages = [_named(page, source) for page, source in zip(self._pages, self.read, strict=True)]
        return trace_with_notes(pages, outlets=_known_outlets(pages), options=self.policy.provenance)

    def reuse(
        self, claims: tuple[ClaimAudit, ...]
    ) -> tuple[tuple[ClaimAudit, ...], tuple[tuple[int, ClaimCopying], ...], float]:
        """The claims with the copying found in each, that of uncited sentences by their index, and the copied share."""
        from auditor.checks.reuse import PreparedPage, copied_share, find_reuse, prepare_article, said_again
        from auditor.origins import Wording

        self._progress("comparing wording", 0, 1)
        uncited = [i for i, s in enumerate(self.article.uncited) if not s.truncated]
        # Quotations run across sentences, so they are read in the article's order.
        spans = [c.claim.span for c in claims] + [self.article.uncited[i].span for i in uncited]
        texts = [c.claim.text for c in claims] + [self.article.uncited[i].text for i in uncited]
        order = sorted(range(len(texts)), key=lambda i: spans[i].start)
        quotes = [b.span for b in self.article.document.blocks if b.kind is BlockKind.QUOTE]
        set_off = {n for n, i in enumerate(order) if any(spans[i].overlaps(quote) for quote in quotes)}
        pages = [PreparedPage(page) for page in self._pages]
        vocabulary = frozenset().union(*(page.postings for page in pages))
        sentences = prepare_article([texts[i] for i in order], set_off, vocabulary)
        grid = [find_reuse(sentences, page, options=self.policy.reuse) for page in pages]
        ids = [claims[i].claim.id if i < len(claims) else None for i in order]
        self._wording = Wording(sentences, [spans[i] for i in order], ids, grid)
        numbers = [s.reference.number for s in self.read]
        best: list[ClaimCopying | None] = [None] * len(texts)
        for n, i in enumerate(order):
            cites = claims[i].claim.cites if i < len(claims) else ()
            strongest = _best_copying([(number, column[n]) for number, column in zip(numbers, grid)], cites)
            if strongest and strongest.reference not in cites and strongest.copying.kind is CopyingKind.PATCHWRITE:
                cited = [page for number, page in zip(numbers, pages) if number in cites]
                if any(said_again(sentences[n], page) >= strongest.copying.share for page in cited):
                    strongest = None  # as near to the page that it cites, of which it is no copy
            best[i] = strongest
        share = copied_share(sentences, [found.copying if (found := best[i]) else None for i in order])
        kept = tuple(replace(c, copying=found) for c, found in zip(claims, best))
        extra = tuple((i, found) for i, found in zip(uncited, best[len(claims) :]) if found)
        return kept, extra, share

    def origins(self, shelves: Sequence[Shelf]) -> tuple[OutsideOrigin, ...]:
        """Where words of the article stand that are on no page of its list; asked after ``reuse``."""
        if self._wording is None or not shelves:
            return ()
        from auditor.origins import find_origins

        return find_origins(
            self._wording,
            self.article,
            self.sources,
            shelves,
            not_before=self._date,
            options=self.policy.reuse,
            progress=self._progress,
        )

    def headline(self) -> HeadlineCheck | None:
        """The article's headline against its own body."""
        from auditor.checks.headline import check_headline, reader_of

        title = self.article.document.title
        body = "\n".join(sentence for sentence in self._body())
        reader = reader_of(self._scorer)
        return check_headline(title, body, options=self.policy.headline, reader=reader) if title and body else None

    def _body(self) -> Iterator[str]:
        parts = [(c.span.start, c.text) for c in self.article.claims]
        parts += [(s.span.start, s.text) for s in self.article.uncited if not s.truncated]
        return (text for _, text in sorted(parts))

    def conflicts(self) -> tuple[TitleConflict, ...]:
        """Where the headline differs from what the cited titles say."""
        from auditor.checks.headline import headline_against_titles

        title = self.article.document.title
        titles = [(r.number, r.title) for r in self.article.references if r.title]
        return tuple(headline_against_titles(title, titles)) if title and titles else ()

    def titles(self) -> tuple[tuple[Number, TitleCheck], ...]:
        """Each cited title against the title of the page that was read."""
        from auditor.checks.headline import compare_titles

        return tuple(
            (s.reference.number, compare_titles(s.reference.title, s.page.title))
            for s in self.read
            if s.reference.title and s.page is not None and s.page.title
        )


def _linked(check: SupportCheck, page: Page) -> SupportCheck:
    """The check with links that open the page at its passages."""
    url = page.url or page.canonical_url
    return replace(check, evidence=tuple(replace(e, link=text_fragment(url, e.text)) for e in check.evidence))


def _support(check: SupportCheck | None) -> float | None:
    return None if check is None or check.support is None else round(check.support, 3)


def _is_part(clause: Span, claim: Claim) -> bool:
    """Whether a clause says enough of its own to be judged apart from its sentence."""
    return len(clause.of(claim.text).split()) >= 5 and len(clause) <= 0.9 * len(claim.text)


def _own_parts(claim: Claim) -> list[Span]:
    """The parts of a sentence that cite pages of their own, in order; empty where it is judged as a whole."""
    spans = sorted({span for _, span in claim.clauses}, key=lambda s: (s.start, s.end))
    apart = all(one.end <= two.start for one, two in pairwise(spans))
    return spans if len(spans) > 1 and apart and all(_is_part(span, claim) for span in spans) else []


def _by_part(claim: Claim, checks: Sequence[tuple[Number, SupportCheck]]) -> list[list[SupportCheck]]:
    """The checks of a sentence, by the part that cites the page."""
    numbers = [{n for ns, span in claim.clauses if span == part for n in ns} for part in _own_parts(claim)]
    return [[check for number, check in checks if number in cited] for cited in numbers]


def _verdict(check: SupportCheck | None) -> Verdict | None:
    return None if check is None else check.verdict


def _named(page: Page, source: Source) -> Page:
    """The page with what the reference says filled in where the page itself is silent."""
    ref = source.reference
    return replace(
        page, outlet=page.outlet or ref.outlet, title=page.title or ref.title, published=page.published or ref.date
    )


def _known_outlets(pages: Sequence[Page]) -> dict[str, Known]:
    """What the registry of outlets says of those of the pages, by the name the page gives."""
    from auditor.checks.provenance import Known
    from auditor.sources.outlets import load_outlets

    names = {page.outlet: page for page in pages if page.outlet}
    if len(names) < 2:
        return {}
    registry = load_outlets()
    found = {name: registry.find(name) or registry.by_domain(page.url or "") for name, page in names.items()}
    return {name: Known(frozenset(o.carries), o.owner) for name, o in found.items() if o is not None}


def _best_copying(found: list[tuple[Number, Any]], cites: Sequence[Number]) -> ClaimCopying | None:
    """The strongest reuse of a sentence; among equals the page it cites, then the first of the list."""
    real = [(n, c) for n, c in found if c.kind is not CopyingKind.NONE]
    if not real:
        return None
    order = [CopyingKind.VERBATIM, CopyingKind.NEAR_VERBATIM, CopyingKind.PATCHWRITE, CopyingKind.QUOTE]
    number, copying = min(real, key=lambda nc: (order.index(nc[1].kind), -round(nc[1].share, 2), nc[0] not in cites))
    return ClaimCopying(number, copying)
