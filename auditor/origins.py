"""Where an article's words stand beyond its reference list: in the user's library, and in what a store has seen.

A shelf gives the pages that share runs of words with some paragraphs; which of them are an origin is for
``checks.reuse.outside``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Protocol

from auditor.records import Article, Copying, FetchStatus, OutsideOrigin, Page, Source, Span
from auditor.urls import canonical_url

if TYPE_CHECKING:
    from auditor.checks.reuse import PreparedSentence, ReuseOptions
    from auditor.checks.reuse.index import ReuseIndex
    from auditor.checks.reuse.outside import About
    from auditor.sources.library import Entry, Library

MOST = 16
"""Pages of a shelf that are read closely for one article: those that share most with some paragraph of it."""

EACH = 8
"""Pages that are looked up for one paragraph."""

MAX_TEXT = 2_000_000
"""Characters of a saved page that are searched; the text of the longest articles is a tenth of it."""


class Shelf(Protocol):
    """Pages that can be searched by their words. ``name`` is how a report calls it."""

    @property
    def name(self) -> str:
        """``library`` or ``database``."""

    def pages_like(self, paragraphs: Sequence[str], listed: Container[str]) -> list[Page]:
        """The pages that share most runs of words with some paragraph, best first, at most ``MOST``.

        ``listed`` has the addresses (canonical) and digests of the pages that are known to the article already.
        """


@dataclass(frozen=True, slots=True)
class Wording:
    """The article's sentences in order, with place and claim, and what each page read has of them (``grid``)."""

    sentences: Sequence[PreparedSentence]
    spans: Sequence[Span]
    claims: Sequence[str | None]
    grid: Sequence[Sequence[Copying]]

    def paragraphs(self, text: str) -> list[str]:
        """For each sentence the sentences of its paragraph: those with no empty line between them."""
        groups: list[list[int]] = []
        for n, span in enumerate(self.spans):
            if n and "\n\n" not in text[self.spans[n - 1].end : span.start]:
                groups[-1].append(n)
            else:
                groups.append([n])
        joined = [" ".join(self.sentences[n].text for n in group) for group in groups]
        return [paragraph for paragraph, group in zip(joined, groups, strict=True) for _ in group]


def find_origins(
    wording: Wording,
    article: Article,
    sources: Sequence[Source],
    shelves: Sequence[Shelf],
    *,
    not_before: str | None,
    options: ReuseOptions,
    progress: Callable[[str, int, int], None],
) -> tuple[OutsideOrigin, ...]:
    """The pages beyond the list that have words of the article, one for a sentence, in its order.

    ``not_before`` (ISO) is a day before which the article was not written; the first shelf that has a sentence counts.
    """
    from auditor.checks.reuse.outside import find_outside

    if not wording.sentences:
        return ()
    paragraphs = wording.paragraphs(article.document.text)
    listed, about = _listed(article, sources), _about(article, wording, not_before)
    read = [s.page for s in sources if s.status is FetchStatus.OK and s.page is not None]
    found: dict[int, OutsideOrigin] = {}
    for shelf in shelves:
        progress(f"looking for its words in the {shelf.name}", 0, 1)
        pages = shelf.pages_like(list(dict.fromkeys(paragraphs)), listed)
        for o in find_outside(
            wording.sentences,
            pages,
            about=about,
            paragraphs=paragraphs,
            listed=read,
            held=wording.grid,
            options=options,
        ):
            n, page = o.sentence, pages[o.page]
            text, claim = wording.sentences[n].text, wording.claims[n]
            found.setdefault(
                n, OutsideOrigin(wording.spans[n], text, claim, page, shelf.name, o.copying, o.dated)
            )
    return tuple(found[n] for n in sorted(found))


def _listed(article: Article, sources: Sequence[Source]) -> frozenset[str]:
    """Addresses and digests of what the article lists, read or not, and its own."""
    urls = [article.document.url, *(r.url for r in article.references), *(s.url for s in sources)]
    pages = [page for s in sources for page in (s.page, s.other) if page is not None]
    urls += [url for page in pages for url in (page.url, page.canonical_url)]
    return frozenset({canonical_url(url) for url in urls if url} | {page.sha256 for page in pages if page.sha256})


def _about(article: Article, wording: Wording, not_before: str | None) -> About:
    from auditor.checks.reuse.outside import About

    document = article.document
    ends = [*wording.sentences[:2], *wording.sentences[-2:]]
    return About(
        url=document.url,
        title=document.title,
        outlet=document.outlet,
        published=document.published,
        not_before=not_before,
        credits="\n".join([document.byline or "", *(sentence.text for sentence in ends)]),
    )


# --- shelves ----------------------------------------------------------------------------------------------------


def best_pages(index: ReuseIndex, paragraphs: Iterable[str]) -> list[int]:
    """The numbers of the pages that hold most of some paragraph, best first; at most four times ``MOST``."""
    shared: dict[int, int] = {}
    for paragraph in paragraphs:
        for hit in index.query(paragraph, limit=EACH, min_shared=1):
            shared[hit.page] = max(shared.get(hit.page, 0), hit.shared)
    return sorted(shared, key=lambda page: (-shared[page], page))[: 4 * MOST]


def is_listed(page: Page, listed: Container[str]) -> bool:
    """Whether the page is one that the article lists, by its address or its bytes."""
    urls = (canonical_url(url) for url in (page.url, page.canonical_url) if url)
    return any(url in listed for url in urls) or (page.sha256 is not None and page.sha256 in listed)


class LibraryShelf:
    """The user's own library. Pages are indexed in memory when an article is first searched for in them.

    Args:
        library: the saved pages.
        most: no more pages than this are searched, in the library's order; 0 searches none.
    """

    name = "library"

    def __init__(self, library: Library, most: int) -> None:
        self._entries = library.entries[: max(0, most)]
        self._indexed: set[int] = set()
        self._index: ReuseIndex | None = None

    def pages_like(self, paragraphs: Sequence[str], listed: Container[str]) -> list[Page]:
        """See ``Shelf``. A page that cannot be read is passed over: whoever cites it is told."""
        index = self._filled(listed)
        found: list[Page] = []
        for number in best_pages(index, paragraphs) if len(index) else ():
            page = _page(self._entries[number])
            if page is not None and page.text and not is_listed(page, listed):
                found.append(page)
            if len(found) == MOST:
                break
        return found

    def _filled(self, listed: Container[str]) -> ReuseIndex:
        """The index, with every page in it that this article does not list; those wait until they are needed."""
        if self._index is None:
            from auditor.checks.reuse.index import ReuseIndex

            self._index = ReuseIndex()
        for number, entry in enumerate(self._entries):
            if number not in self._indexed and not (entry.head.url and canonical_url(entry.head.url) in listed):
                self._indexed.add(number)
                self._index.add(number, _rough_text(entry))
        return self._index


def _page(entry: Entry) -> Page | None:
    from auditor.errors import AuditorError
    from auditor.sources.pages import read_page

    try:
        return read_page(entry.read(), entry)[2]
    except AuditorError:
        return None


def _rough_text(entry: Entry) -> str:
    """What a saved page says, furniture and all: good enough to find it by."""
    from auditor.errors import AuditorError
    from auditor.sources.extract.decode import decode

    try:
        fetched = entry.read()
    except AuditorError:
        return ""
    if fetched.status is not FetchStatus.OK or fetched.media_type == "application/pdf":
        return ""  # a PDF's bytes have no words: it would have to be read whole
    text = decode(fetched.content[: 2 * MAX_TEXT], charset=fetched.charset)
    return ("".join(_visible(text)) if "html" in fetched.media_type else text)[:MAX_TEXT]


_TAG = re.compile(r"<[^<>]{0,5000}>")
_HIDING = re.compile(r"<(/?)(script|style)\b", re.I)


def _visible(html: str) -> Iterator[str]:
    """The text between tags, scripts and styles left out. Linear, whatever the page."""
    at, hiding = 0, ""
    for found in _HIDING.finditer(html):
        closes, tag = found[1], found[2].lower()
        if not hiding and not closes:
            yield unescape(_TAG.sub(" ", html[at : found.start()]))
            hiding = tag
        elif hiding == tag and closes:
            at, hiding = found.start(), ""
    if not hiding:
        yield unescape(_TAG.sub(" ", html[at:]))
