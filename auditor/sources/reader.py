"""The user's library first; a recording or the network only for what the library does not have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import InputError
from auditor.records import Fetched, FetchStatus, Reference, Source
from auditor.sources.collect import collect, utc_text
from auditor.sources.library import Entry, Library
from auditor.sources.options import NetworkOptions, ResolverOptions

if TYPE_CHECKING:
    from auditor.sources.fetch import Fetcher
    from auditor.sources.kept import PageStore


class SourceReader:
    """Finds and reads the pages of references. What it needs is opened when it is first needed.

    Args:
        sources: the user's own library: folders of saved pages, WARC, WACZ, HAR or cassette files.
        library: the library itself, where it is open already; ``sources`` are not read then.
        cassette: a recording that answers every request instead of the network.
        record: where to record what is fetched.
        offline: never open a socket.
        store: pages kept from earlier audits; not asked where a cassette answers.
        network: the network's manners.
        resolvers: who is asked for a reference's page.
        clock: the current time, for the record.
    """

    def __init__(
        self,
        *,
        sources: Sequence[str | Path] = (),
        library: Library | None = None,
        cassette: str | Path | None = None,
        record: str | Path | None = None,
        offline: bool = False,
        store: PageStore | None = None,
        network: NetworkOptions,
        resolvers: ResolverOptions,
        clock: Callable[[], datetime],
    ) -> None:
        self._cassette, self._record, self._offline = cassette, record, offline
        self._network, self._resolvers, self._clock = network, resolvers, clock
        self._store = store if cassette is None else None
        self._since = utc_text(clock())
        self._fetcher: Fetcher | None = None
        self._kept: set[tuple[str | None, str]] = set()
        paths = [Path(path) for path in sources]
        self._library = library
        if library is None and paths:
            self._library = Library.open(paths, title_bar=resolvers.title_bar)
        if cassette is not None or record is not None:
            self._open()  # a recording that cannot be used is said before any work is done

    def _open(self) -> Fetcher | None:
        if self._fetcher is None and (self._cassette is not None or not self._offline):
            from auditor.sources.fetch import open_fetcher

            self._fetcher = open_fetcher(self._network, cassette=self._cassette, record=self._record, now=self._clock)
        return self._fetcher

    @property
    def library(self) -> Library | None:
        """The user's own library, or None where there is none."""
        return self._library

    @property
    def notes(self) -> tuple[str, ...]:
        """What in the user's files could not be used: a cut recording, a link out of a folder."""
        recording = self._fetcher.recording if self._fetcher else None
        return (*(self._library.notes if self._library else ()), *(recording.notes if recording else ()))

    def sources(
        self,
        references: Sequence[Reference],
        article_date: str | None = None,
        progress: Callable[[int, int], None] = lambda done, of: None,
    ) -> tuple[Source, ...]:
        """Each reference with its page or the reason there is none, in order.

        ``article_date`` (ISO) stands in for the date of a reference that has none, in searches and archives;
        ``progress`` is told how many references are done, and of how many.
        """
        found: list[Source | None] = [None] * len(references)
        if self._library is not None:
            found = list(self._collect(references, None, article_date))
        missing = [i for i, source in enumerate(found) if source is None or source.status is not FetchStatus.OK]
        if missing and (self._open() is not None or self._library is None or self._store is not None):
            at, of = len(references) - len(missing), len(references)
            asked = [references[i] for i in missing]
            again = self._collect(asked, self._fetcher, article_date, lambda done: progress(at + done, of), self._store)
            for i, source in zip(missing, again, strict=True):
                found[i] = source
        return tuple(source for source in found if source is not None)

    def _collect(
        self,
        references: Sequence[Reference],
        fetcher: Fetcher | None,
        article_date: str | None,
        progress: Callable[[int], None] = lambda done: None,
        store: PageStore | None = None,
    ) -> tuple[Source, ...]:
        return collect(
            references,
            library=self._library,
            fetcher=fetcher,
            offline=self._offline,
            options=self._resolvers,
            store=store,
            now=self._clock(),
            since=self._since,
            article_date=article_date,
            progress=progress,
            keep=self._keep if self._record is not None else None,
        )

    def _keep(self, reference: Reference, entry: Entry, fetched: Fetched) -> None:
        """Records a page of the user's library too: an audit is replayed from its recording alone."""
        if self._fetcher is None or (reference.url, entry.name) in self._kept:
            return
        from auditor.sources.recorder import saved_page

        self._kept.add((reference.url, entry.name))
        for exchange in saved_page(reference, entry, fetched):
            self._fetcher.keep(exchange)

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """What came back for an address; ``http_status`` 304 and no content where the validators still hold.

        Raises:
            InputError: this run is offline and has no recording.
        """
        fetcher = self._open()
        if fetcher is None:
            raise InputError("cannot be read offline; save the page, or give a recording with --cassette", subject=url)
        return fetcher.get(url, etag=etag, last_modified=last_modified)

    @property
    def connected(self) -> bool:
        """Whether anything can be asked: over the network, or of a recording that answers for it."""
        return self._cassette is not None or not self._offline

    def post(
        self, url: str, bodies: Sequence[bytes], headers: Mapping[str, str], *, timeout: float, concurrency: int
    ) -> list[Fetched]:
        """What came back for each body posted to a server that the user named (see ``Poster``).

        Raises:
            InputError: this run is offline and has no recording.
        """
        fetcher = self._open()
        if fetcher is None:
            raise InputError("cannot be asked offline", subject=url)
        return fetcher.poster()(url, bodies, headers, timeout=timeout, concurrency=concurrency)

    def close(self) -> None:
        """Writes the recording, if one is made."""
        if self._fetcher is not None:
            self._fetcher.close()
            self._fetcher = None
