"""The one module that knows the order: read, parse, find and read the cited pages, check, weigh."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor import __version__
from auditor.checking import check_article
from auditor.checks.scorers import load_scorer
from auditor.errors import InputError, NothingToAudit, UsageError
from auditor.findings import by_severity, find_all
from auditor.ownchecks import own_findings
from auditor.plugins import DEFAULT_SCORER
from auditor.policy import Policy, load_policy
from auditor.records import (
    Article,
    Audit,
    Coverage,
    Fetched,
    FetchStatus,
    Format,
    ModelUse,
    OutsideOrigin,
    Run,
    Source,
    Verdict,
)
from auditor.score import Units, score_findings
from auditor.sources.reader import SourceReader
from auditor.sources.statuses import unread
from auditor.suppressions import read_suppressions, suppress
from auditor.urls import is_web_url

if TYPE_CHECKING:
    from auditor.checks.scorers import Scorer
    from auditor.origins import Shelf
    from auditor.sources.kept import PageStore
    from auditor.sources.library import Library

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
        library: the library itself, where it is open already (``store.corpus``); ``sources`` are not read then.
        cassette: a recording that answers every request instead of the network.
        record: where to record what is fetched.
        offline: never open a socket.
        store: pages kept from earlier audits (``store.pages.StoredPages``): offline they are judged; otherwise a page
            that has not changed since is not sent again.
        seen: pages beyond the reference list in which an article's words are looked for (``store.seen.SeenPages``);
            the library is one of its own accord.
        scorer: who judges support: ``NAME`` or ``NAME:ARGUMENT`` of a registered scorer, or a ``Scorer``.
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
        library: Library | None = None,
        cassette: str | Path | None = None,
        record: str | Path | None = None,
        offline: bool = False,
        store: PageStore | None = None,
        seen: Shelf | None = None,
        scorer: str | Scorer = DEFAULT_SCORER,
        ignore: str | Path | None = None,
        clock: Callable[[], datetime] = _utc_now,
        progress: Progress | None = None,
    ) -> None:
        self.policy = load_policy(policy) if isinstance(policy, str) else policy
        self._ignored = read_suppressions(Path(ignore)) if ignore is not None else {}
        self._clock = clock
        self._progress = progress or (lambda stage, done, of: None)
        self._reader = SourceReader(
            sources=sources,
            library=library,
            cassette=cassette,
            record=record,
            offline=offline,
            store=store,
            network=self.policy.network,
            resolvers=self.policy.resolvers,
            clock=clock,
        )
        post = self._reader.post if self._reader.connected else None
        settings = replace(self.policy.scorer, download=False) if offline or cassette else self.policy.scorer
        self._scorer = load_scorer(scorer, options=settings, post=post)

        self._shelves = [seen] if seen is not None else []
        if self._reader.library is not None:
            from auditor.origins import LibraryShelf

            self._shelves.insert(0, LibraryShelf(self._reader.library, self.policy.reuse.library))

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
        format: Format | None = None,  # noqa: A002 - the name a caller writes
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
        named = any(reference.url or reference.date or reference.outlet for reference in parsed.references)
        if not parsed.claims and not parsed.markers and not named:  # a short line under "Notes" is no reference
            raise NothingToAudit(
                "no citation was found: neither a marker such as [1] nor a reference list", subject=parsed.document.name
            )
        return self.audit_article(parsed)

    def parse(
        self,
        article: str | Path | bytes,
        *,
        name: str = "",
        format: Format | None = None,  # noqa: A002 - the name a caller writes
        url: str | None = None,
    ) -> Article:
        """The parsed article, before any page is read."""
        from auditor.article import parse_article, read_document

        self._progress("reading the article", 0, 1)
        charset = None
        if isinstance(article, str) and is_web_url(article.strip()):
            fetched = self.fetch(article.strip())
            if fetched.status is not FetchStatus.OK:
                raise InputError(unread(fetched), subject=article.strip())
            data, url, charset = fetched.content, fetched.final_url or fetched.url, fetched.charset
            name = name or article.strip()
            format = format or (Format.HTML if "html" in fetched.media_type else None)  # noqa: A001 - as above
        elif isinstance(article, bytes):
            data = article
        else:
            data, name = _article_bytes(article, name)
        if len(data) > MAX_ARTICLE:
            raise InputError(f"larger than {MAX_ARTICLE // 1_000_000} MB; save only the article", subject=name or None)
        return parse_article(read_document(data, name=name, format=format, url=url, charset=charset))

    def audit_article(
        self,
        article: Article,
        sources: tuple[Source, ...] | None = None,
        origins: tuple[OutsideOrigin, ...] | None = None,
    ) -> Audit:
        """The audit of an article that is parsed already.

        With ``sources`` no page is looked for or read, with ``origins`` none beyond the list is searched.
        """
        began, started_at, used = time.perf_counter(), self._clock(), self._use()
        if sources is None:
            sources = self._collect(article)
        checked = check_article(article, sources, self.policy, self._scorer, self._progress, self._shelves, origins)
        found = find_all(article, sources, checked, self.policy, self._reader.notes)
        found = by_severity([*found, *own_findings(article, sources, checked.claims, self.policy)])
        findings = suppress(found, self._ignored, self._clock().date())
        claims, read = checked.claims, checked.read
        verdicts = sum(c.verdict is not Verdict.SOURCE_UNAVAILABLE for c in claims)
        units = {
            "claim": Units(verdicts, len(claims) - verdicts),
            "reference": Units(len(read), len(sources) - len(read)),
            "sentence": Units(len(claims) + len(article.uncited)),
            "article": Units(1),
        }
        return Audit(
            article=article,
            sources=sources,
            claims=claims,
            matrix_references=tuple(s.reference.number for s in sources),
            matrix=checked.matrix,
            provenance=checked.provenance,
            headline=checked.headline,
            titles=checked.titles,
            findings=findings,
            score=score_findings([f for f in findings if f.suppressed is None], self.policy, units),
            run=self._run(
                started_at,
                time.perf_counter() - began,
                Coverage(len(sources), len(read), len(claims), verdicts),
                self._use(used),
            ),
            uncited_copying=checked.uncited_copying,
            origins=checked.origins,
        )

    def blank_run(self) -> Run:
        """A run's record before anything is audited."""
        return self._run(self._clock(), 0.0, Coverage(0, 0, 0, 0))

    def _use(self, before: ModelUse | None = None) -> ModelUse | None:
        """What the scorer's model was asked, beyond ``before``; None where the scorer asks no server."""
        use: ModelUse | None = getattr(self._scorer, "use", None)
        return use.plus(before, -1) if use and before else use

    def _run(self, started_at: datetime, seconds: float, coverage: Coverage, model: ModelUse | None = None) -> Run:
        return Run(
            auditor=__version__,
            policy=self.policy.name,
            policy_sha256=self.policy.sha256,
            scorer=self._scorer.name,
            started_at=started_at.astimezone(UTC).isoformat(timespec="seconds"),
            seconds=round(seconds, 3),
            coverage=coverage,
            notes=(*self._notes(), *(model.told(getattr(self._scorer, "trouble", "")) if model else ())),
            model=model,
            scorer_sha256=weights_digest(self._scorer),
        )

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """What came back for an address; ``http_status`` 304 and no content where the validators still hold.

        Raises:
            InputError: this auditor is offline and has no recording.
        """
        return self._reader.fetch(url, etag=etag, last_modified=last_modified)

    def _collect(self, article: Article) -> tuple[Source, ...]:
        stage = "reading the cited pages"
        self._progress(stage, 0, len(article.references))
        if not article.references:
            return ()
        return self._reader.sources(
            article.references, article.document.published, lambda done, of: self._progress(stage, done, of)
        )

    def _notes(self) -> tuple[str, ...]:
        hosts = self.policy.network.allow_hosts
        lifted = (f"the address guard was lifted for {', '.join(hosts)}",) if hosts else ()
        return (*lifted, *self._reader.notes)


def named_scorer(spec: str, policy: str | Policy = "default", *, offline: bool = False) -> Scorer:
    """The scorer of that spec with a policy's settings and, unless ``offline``, a way to its server.

    Raises:
        UsageError: there is none of that name, its argument cannot be used, or it needs a server.
        PolicyError: the policy has faults.
        MissingExtra: it needs a package that is not installed.
        ScorerError: its model is missing or corrupt.
    """
    from auditor.sources.post import Poster

    rules = load_policy(policy) if isinstance(policy, str) else policy
    return load_scorer(spec, options=rules.scorer, post=None if offline else Poster(rules.network))


def weights_digest(scorer: Scorer) -> str:
    """The digest of the weights that a scorer judges with, ``sha256``; empty where it tells none."""
    return str(getattr(scorer, "sha256", ""))


def audit(article: str | Path | bytes, **options: Any) -> Audit:
    """The audit of one article; ``options`` are those of ``Auditor``.

    Example::

        from auditor import audit
        result = audit("article.txt", sources=["library"], offline=True)
        print(result.score.value, result.score.low, result.score.high)
    """
    with Auditor(**options) as auditor:
        return auditor.audit(article)


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
