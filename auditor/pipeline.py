"""The one module that knows the order: read, parse, find and read the cited pages, check, weigh."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor import __version__
from auditor.errors import InputError, NothingToAudit, UsageError
from auditor.findings import (
    Findings,
    article_findings,
    headline_findings,
    provenance_findings,
    reuse_findings,
    source_findings,
    support_findings,
    title_findings,
)
from auditor.policy import Policy, load_policy
from auditor.records import (
    Article,
    Audit,
    Claim,
    ClaimAudit,
    ClaimCopying,
    Coverage,
    Fetched,
    FetchStatus,
    Finding,
    Format,
    HeadlineCheck,
    MatrixRow,
    Number,
    Page,
    Provenance,
    Run,
    Source,
    SupportCheck,
    TitleCheck,
    Verdict,
)
from auditor.score import Units, score_findings
from auditor.sources.reader import SourceReader
from auditor.suppressions import read_suppressions, suppress
from auditor.urls import is_web_url, text_fragment

if TYPE_CHECKING:
    from auditor.checks.evidence import PageIndex
    from auditor.checks.scorer import Scorer

MAX_ARTICLE = 20_000_000
"""Bytes. A longer article is refused: the largest real ones are a hundredth of it."""

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how many of its steps are done, and how many there are."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Auditor:
    """Audits articles under one policy with one library of sources; reuse it for many articles.

    Args:
        policy: a policy's name, its file, or a ``Policy``.
        sources: the user's own library: folders of saved pages, WARC, WACZ, HAR or cassette files.
        cassette: a recording that answers every request instead of the network.
        record: where to record what is fetched.
        offline: never open a socket.
        scorer: the name of a registered scorer, or a ``Scorer``.
        ignore: a file of findings that somebody set aside, with their reasons (``auditor ignore``).
        clock: gives the current time, for the record and for what is set aside until a day.
        progress: told how far the audit is.

    Raises:
        PolicyError: the policy has faults.
        RecordingError: a recording cannot be used.
        InputError: a source cannot be read.
    """

    def __init__(
        self,
        *,
        policy: str | Policy = "default",
        sources: Sequence[str | Path] = (),
        cassette: str | Path | None = None,
        record: str | Path | None = None,
        offline: bool = False,
        scorer: str | Scorer = "lexical",
        ignore: str | Path | None = None,
        clock: Callable[[], datetime] = _utc_now,
        progress: Progress | None = None,
    ) -> None:
        self.policy = load_policy(policy) if isinstance(policy, str) else policy
        self._scorer = _load_scorer(scorer)
        self._ignored = read_suppressions(Path(ignore)) if ignore is not None else {}
        self._clock = clock
        self._progress = progress or (lambda stage, done, of: None)
        self._reader = SourceReader(
            sources=sources,
            cassette=cassette,
            record=record,
            offline=offline,
            network=self.policy.network,
            resolvers=self.policy.resolvers,
            clock=clock,
        )

    def close(self) -> None:
        """Writes the recording, if one is made."""
        self._reader.close()

    def __enter__(self) -> Auditor:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def audit(
        self,
        article: str | Path | bytes,
        *,
        name: str = "",
        format: Format | None = None,  # noqa: A002
        url: str | None = None,
    ) -> Audit:
        """The audit of one article: a path, a URL, its bytes, or its text. ``url`` says where bytes came from.

        A string is a URL when it begins with http:// or https://, a path when it is one line naming an existing file,
        and the article's text otherwise.

        Raises:
            InputError: the article cannot be read.
            NothingToAudit: it has no citation at all.
        """
        parsed = self.parse(article, name=name, format=format, url=url)
        if not parsed.claims and not parsed.references:
            raise NothingToAudit(
                "no citation was found: neither a marker such as [1] nor a reference list", subject=parsed.document.name
            )
        return self.audit_article(parsed)

    def parse(
        self,
        article: str | Path | bytes,
        *,
        name: str = "",
        format: Format | None = None,  # noqa: A002
        url: str | None = None,
    ) -> Article:
        """The parsed article, before any page is read."""
        from auditor.article import parse_article, read_document

        self._progress("reading the article", 0, 1)
        charset = None
        if isinstance(article, str) and is_web_url(article.strip()):
            fetched = self.fetch(article.strip())
            if fetched.status is not FetchStatus.OK:
                raise InputError(f"cannot be read ({fetched.status}): {fetched.reason}", subject=article.strip())
            data, url, charset = fetched.content, fetched.final_url or fetched.url, fetched.charset
            name = name or article.strip()
            format = format or (Format.HTML if "html" in fetched.media_type else None)  # noqa: A001
        elif isinstance(article, bytes):
            data = article
        else:
            data, name = _article_bytes(article, name)
        if len(data) > MAX_ARTICLE:
            raise InputError(f"larger than {MAX_ARTICLE // 1_000_000} MB; save only the article", subject=name or None)
        return parse_article(read_document(data, name=name, format=format, url=url, charset=charset))

    def audit_article(self, article: Article, sources: tuple[Source, ...] | None = None) -> Audit:
        """The audit of an article that is parsed already; with ``sources`` nothing is looked for or read."""
        began, started_at = time.perf_counter(), self._clock()
        if sources is None:
            sources = self._collect(article)
        read = [s for s in sources if s.status is FetchStatus.OK and s.page is not None]
        work = _Checks(article, read, self.policy, self._scorer, self._progress)
        claims, matrix = work.support(sources)
        provenance = work.provenance()
        claims, uncited_copying = work.reuse(claims, provenance)
        headline, titles = work.headline(), work.titles()
        findings = self._findings(work, article, sources, claims, provenance, uncited_copying, headline, titles)
        checked = sum(c.verdict is not Verdict.SOURCE_UNAVAILABLE for c in claims)
        units = {
            "claim": Units(checked, len(claims) - checked),
            "reference": Units(len(read), len(sources) - len(read)),
            "sentence": Units(len(claims) + len(article.uncited)),
            "article": Units(1),
        }
        return Audit(
            article=article,
            sources=sources,
            claims=claims,
            matrix_references=tuple(s.reference.number for s in sources),
            matrix=matrix,
            provenance=provenance,
            headline=headline,
            titles=titles,
            findings=findings,
            score=score_findings([f for f in findings if f.suppressed is None], self.policy, units),
            run=self._run(
                started_at, time.perf_counter() - began, Coverage(len(sources), len(read), len(claims), checked)
            ),
            uncited_copying=uncited_copying,
        )

    def blank_run(self) -> Run:
        """A run's record before anything is audited."""
        return self._run(self._clock(), 0.0, Coverage(0, 0, 0, 0))

    def _run(self, started_at: datetime, seconds: float, coverage: Coverage) -> Run:
        return Run(
            auditor=__version__,
            policy=self.policy.name,
            policy_sha256=self.policy.sha256,
            scorer=self._scorer.name,
            started_at=started_at.astimezone(UTC).isoformat(timespec="seconds"),
            seconds=round(seconds, 3),
            coverage=coverage,
            notes=self._notes(),
        )

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """What came back for an address; ``http_status`` 304 and no content where the validators still hold.

        Raises:
            InputError: this auditor is offline and has no recording.
        """
        return self._reader.fetch(url, etag=etag, last_modified=last_modified)

    def _collect(self, article: Article) -> tuple[Source, ...]:
        self._progress("reading the cited pages", 0, len(article.references))
        return self._reader.sources(article.references) if article.references else ()

    def _notes(self) -> tuple[str, ...]:
        hosts = self.policy.network.allow_hosts
        return (f"the address guard was lifted for {', '.join(hosts)}",) if hosts else ()

    def _findings(
        self,
        work: _Checks,
        article: Article,
        sources: tuple[Source, ...],
        claims: tuple[ClaimAudit, ...],
        provenance: Provenance,
        uncited_copying: tuple[tuple[int, ClaimCopying], ...],
        headline: HeadlineCheck | None,
        titles: tuple[tuple[Number, TitleCheck], ...],
    ) -> tuple[Finding, ...]:
        out = Findings(self.policy)
        support_findings(out, claims, sources)
        copied: list[tuple[str, str | None, Sequence[Number], ClaimCopying]] = [
            (c.claim.text, c.claim.id, c.claim.cites, c.copying) for c in claims if c.copying
        ]
        copied += [(article.uncited[i].text, None, (), found) for i, found in uncited_copying]
        reuse_findings(out, copied, sources, work.siblings(provenance))
        headline_findings(out, headline, article.document.title)
        work.headline_conflicts(out)
        title_findings(out, titles, sources)
        article_findings(out, article)
        provenance_findings(out, provenance, work.read)
        source_findings(out, sources, self.policy.network.allow_hosts)
        return suppress(out.sorted(), self._ignored, self._clock().date())


class _Checks:
    """The checks of one article against the pages that were read."""

    def __init__(
        self, article: Article, read: Sequence[Source], policy: Policy, scorer: Scorer, progress: Progress
    ) -> None:
        from auditor.checks.evidence import PageIndex

        self.article, self.read, self.policy = article, read, policy
        self._scorer, self._progress = scorer, progress
        self._pages: list[Page] = [s.page for s in read if s.page is not None]
        self._indexes = [PageIndex(page) for page in self._pages]
        self._place = {id(s): i for i, s in enumerate(read)}
        # An article without a date was not written before what it cites.
        dates = [r.date for r in article.references if r.date and len(r.date) == 10]
        self._date = article.document.published or max(dates, default=None)

    def support(self, sources: Sequence[Source]) -> tuple[tuple[ClaimAudit, ...], tuple[MatrixRow, ...]]:
        """Every claim against every page read, and each claim's verdict from the pages it cites."""
        claims, rows = [], []
        total = len(self.article.claims)
        for done, claim in enumerate(self.article.claims):
            self._progress("checking claims", done, total)
            context = self._context(claim)
            grid = [self._check(claim.text, context, index, page) for index, page in zip(self._indexes, self._pages)]
            by_source = {id(s): check for s, check in zip(self.read, grid)}
            rows.append(MatrixRow(claim.id, tuple(_support(by_source.get(id(s))) for s in sources)))
            claims.append(self._audit_claim(claim, sources, by_source, context))
        return tuple(claims), tuple(rows)

    def _check(self, text: str, context: str, index: PageIndex, page: Page) -> SupportCheck:
        from auditor.checks.support import check_support

        check = check_support(
            text,
            index,
            scorer=self._scorer,
            claim_date=self._date,
            context=context,
            options=self.policy.support,
        )
        url = page.url or page.canonical_url
        linked = tuple(replace(e, link=text_fragment(url, e.text)) for e in check.evidence)
        return replace(check, evidence=linked)

    def _context(self, claim: Claim) -> str:
        """The text before the claim, back to the paragraph's start at most 600 characters away."""
        before = self.article.document.text[max(0, claim.span.start - 600) : claim.span.start]
        return before.rsplit("\n\n", 1)[-1].strip()

    def _audit_claim(
        self, claim: Claim, sources: Sequence[Source], by_source: dict[int, SupportCheck], context: str
    ) -> ClaimAudit:
        from auditor.checks.together import combine

        cited = [s for s in sources if s.reference.number in claim.cites]
        checks = [(s.reference.number, self._cited_check(claim, s, by_source, context)) for s in cited]
        listed = {number for number, _ in checks}
        checks += [(n, SupportCheck(Verdict.SOURCE_UNAVAILABLE)) for n in claim.cites if n not in listed]
        joint = self._joint(claim, [s for s in cited if id(s) in by_source], [c for _, c in checks], context)
        verdict, confidence, _ = combine([c for _, c in checks], joint)
        better: tuple[Number, ...] = ()
        if verdict is not Verdict.SUPPORTED:
            holders = [
                (by_source[id(s)].support or 0.0, s.reference.number)
                for s in sources
                if id(s) in by_source
                and s.reference.number not in claim.cites
                and by_source[id(s)].verdict is Verdict.SUPPORTED
            ]
            better = tuple(number for _, number in sorted(holders, key=lambda h: -h[0]))
        return ClaimAudit(claim, verdict, confidence, tuple(checks), better)

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
        if clause is None or len(clause.of(claim.text).split()) < 5 or len(clause) > 0.9 * len(claim.text):
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

        partial = [c for c in checks if c.verdict is Verdict.PARTIALLY_SUPPORTED]
        if len(cited) < 2 or not partial or any(c.verdict is Verdict.SUPPORTED for c in checks):
            return None
        pages = [s.page for s in cited if s.page is not None]
        page = replace(pages[0], text="\n\n".join(p.text for p in pages), url=None, canonical_url=None)
        return self._check(claim.text, context, PageIndex(page), page)

    def provenance(self) -> Provenance:
        """Which of the pages read are one story."""
        from auditor.checks.provenance import trace_provenance

        self._progress("tracing origins", 0, 1)
        pages = [_named(page, source) for page, source in zip(self._pages, self.read)]
        return trace_provenance(pages, options=self.policy.provenance)

    def siblings(self, provenance: Provenance) -> dict[Number, set[Number]]:
        """For each reference read, those that are the same story."""
        numbers = [s.reference.number for s in self.read]
        return {numbers[i]: {numbers[j] for j in cluster} for cluster in provenance.clusters for i in cluster}

    def reuse(
        self, claims: tuple[ClaimAudit, ...], provenance: Provenance
    ) -> tuple[tuple[ClaimAudit, ...], tuple[tuple[int, ClaimCopying], ...]]:
        """The claims with the copying found in each, and that of the uncited sentences by their index."""
        from auditor.checks.reuse import find_reuse

        self._progress("comparing wording", 0, 1)
        uncited = [i for i, s in enumerate(self.article.uncited) if not s.truncated]
        sentences = [c.claim.text for c in claims] + [self.article.uncited[i].text for i in uncited]
        grid = [find_reuse(sentences, page, options=self.policy.reuse) for page in self._pages]
        numbers = [s.reference.number for s in self.read]
        best: list[ClaimCopying | None] = []
        for i in range(len(sentences)):
            cites = claims[i].claim.cites if i < len(claims) else ()
            best.append(_best_copying([(n, column[i]) for n, column in zip(numbers, grid)], cites))
        kept = tuple(replace(c, copying=found) for c, found in zip(claims, best))
        extra = tuple((i, found) for i, found in zip(uncited, best[len(claims) :]) if found)
        return kept, extra

    def headline(self) -> HeadlineCheck | None:
        """The article's headline against its own body."""
        from auditor.checks.headline import check_headline

        title = self.article.document.title
        body = "\n".join(sentence for sentence in self._body())
        return check_headline(title, body, options=self.policy.headline) if title and body else None

    def _body(self) -> Iterator[str]:
        parts = [(c.span.start, c.text) for c in self.article.claims]
        parts += [(s.span.start, s.text) for s in self.article.uncited if not s.truncated]
        return (text for _, text in sorted(parts))

    def headline_conflicts(self, out: Findings) -> None:
        """Adds where the headline differs from what the cited titles say."""
        from auditor.checks.headline import headline_against_titles

        title = self.article.document.title
        titles = [(r.number, r.title) for r in self.article.references if r.title]
        if not title or not titles:
            return
        for conflict in headline_against_titles(title, titles):
            out.add("HDL009", conflict.why, title, conflict.headline, reference=conflict.references[0])

    def titles(self) -> tuple[tuple[Number, TitleCheck], ...]:
        """Each cited title against the title of the page that was read."""
        from auditor.checks.headline import compare_titles

        return tuple(
            (s.reference.number, compare_titles(s.reference.title, s.page.title))
            for s in self.read
            if s.reference.title and s.page is not None and s.page.title
        )


def audit(article: str | Path | bytes, **options: Any) -> Audit:
    """The audit of one article; ``options`` are those of ``Auditor``.

    Example::

        from auditor import audit
        result = audit("article.txt", sources=["library"], offline=True)
        print(result.score.value, result.score.low, result.score.high)
    """
    with Auditor(**options) as auditor:
        return auditor.audit(article)


def _load_scorer(scorer: str | Scorer) -> Scorer:
    if not isinstance(scorer, str):
        return scorer
    from auditor.plugins import load

    name, _, argument = scorer.partition(":")
    factory = load("scorers", name)
    made: Scorer = factory(argument) if argument else factory()
    return made


def _article_bytes(article: str | Path, name: str) -> tuple[bytes, str]:
    if isinstance(article, str) and ("\n" in article or len(article) > 1024):
        return article.encode("utf-8", "replace"), name
    path = Path(article)
    try:
        if path.is_dir():
            raise UsageError("this is a folder; name the article's file", subject=str(path))
        with path.open("rb") as file:
            return file.read(MAX_ARTICLE + 1), name or str(path)
    except FileNotFoundError:
        raise InputError("there is no such file", subject=str(article)) from None
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {getattr(error, 'strerror', None) or error}", subject=str(article)) from None


def _support(check: SupportCheck | None) -> float | None:
    return None if check is None or check.support is None else round(check.support, 3)


def _named(page: Page, source: Source) -> Page:
    """The page with what the reference says filled in where the page itself is silent."""
    ref = source.reference
    return replace(
        page, outlet=page.outlet or ref.outlet, title=page.title or ref.title, published=page.published or ref.date
    )


def _best_copying(found: list[tuple[Number, Any]], cites: Sequence[Number]) -> ClaimCopying | None:
    """The strongest reuse of a sentence; among equals the page it cites, then the first of the list."""
    from auditor.records import CopyingKind

    real = [(n, c) for n, c in found if c.kind is not CopyingKind.NONE]
    if not real:
        return None
    order = [CopyingKind.VERBATIM, CopyingKind.NEAR_VERBATIM, CopyingKind.PATCHWRITE, CopyingKind.QUOTE]
    number, copying = min(real, key=lambda nc: (order.index(nc[1].kind), -round(nc[1].share, 2), nc[0] not in cites))
    return ClaimCopying(number, copying)
