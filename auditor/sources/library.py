"""The user's own library: saved pages, recordings and a map, searched by address, then by outlet and title."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from auditor.errors import InputError, RecordingError
from auditor.records import Attempt, Fetched, FetchStatus, Reference
from auditor.sources.heads import PageHead, read_head
from auditor.sources.matching import (
    Agreement,
    OutletRegistry,
    TitleLikeness,
    days_apart,
    host_of,
    outlet_agreement,
    site_in_title,
    title_likeness,
    title_words,
)
from auditor.sources.secrets import redact_url
from auditor.text import match_key
from auditor.urls import canonical_url, is_web_url

if TYPE_CHECKING:
    from auditor.sources.recording import Exchange, Recording

TEXT_SUFFIXES = (".txt", ".md", ".markdown")
PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".pdf", *TEXT_SUFFIXES)
RECORDING_SUFFIXES = (".warc", ".warc.gz", ".wacz", ".har", ".yaml", ".yml")
MAX_PAGE = 60_000_000
"""A saved page larger than this is not read: the largest real ones are a few megabytes."""
MAX_FILES = 100_000
MAX_ALIKE = 100
"""How many pages are compared with a cited title, those first that share most words with it."""
HEAD_BYTES = 65_536
"""How much of a file is read to learn its address, title, outlet and date."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the library, known by its head. ``name`` is its file, with its place where it is in a recording.

    ``aliases`` are addresses that lead to it: recorded redirects. ``taken`` is when it was recorded, ISO 8601.
    """

    name: str
    head: PageHead
    read: Callable[[], Fetched] = field(repr=False, compare=False)
    aliases: tuple[str, ...] = ()
    taken: str | None = None


@dataclass(frozen=True, slots=True)
class LibraryMatch:
    """What the library has for a reference.

    ``entry`` is the sole page that fits, or None; ``url`` an address that the user's map gives and that is not in the
    library; ``status`` is ``ok``, ``not_resolved`` or ``ambiguous``, ``why`` says what decided.
    """

    status: FetchStatus
    why: str
    entry: Entry | None = None
    url: str | None = None
    trail: tuple[Attempt, ...] = ()


class Library:
    """Pages by address and title. ``notes`` says which files were left out, and why."""

    def __init__(
        self,
        entries: Sequence[Entry],
        *,
        mapping: dict[str, str] | None = None,
        registry: Callable[[], OutletRegistry | None] = lambda: None,
        notes: Sequence[str] = (),
        title_bar: float = 0.8,
        max_candidates: int = 5,
    ) -> None:
        self.entries: Sequence[Entry] = tuple(entries)
        self.mapping = dict(mapping or {})
        self.notes = tuple(notes)
        self._registry = registry
        self._title_bar = title_bar
        self._max = max_candidates
        self._by_url: dict[str, list[Entry]] = {}
        self._by_word: dict[str, list[int]] = {}
        self._by_outlet: dict[tuple[str | None, str], list[Entry]] = {}
        for number, entry in enumerate(self.entries):
            addresses = (entry.head.url, entry.head.canonical_url, *entry.aliases)
            for url in {canonical_url(u) for u in addresses if u and is_web_url(u)}:
                self._by_url.setdefault(url, []).append(entry)
            for word in title_words(entry.head.title):
                self._by_word.setdefault(word, []).append(number)
            self._by_outlet.setdefault((entry.head.outlet, host_of(entry.head.url)), []).append(entry)

    @classmethod
    def open(
        cls,
        paths: Sequence[Path],
        *,
        registry: Callable[[], OutletRegistry | None] | None = None,
        title_bar: float = 0.8,
    ) -> Library:
        """The library of these folders, pages and recordings. Folders are read whole, hidden files passed over.

        Raises:
            InputError: a path is missing, unreadable, or of a kind that holds no pages.
            RecordingError: a recording that was named is broken.
        """
        entries: list[Entry] = []
        mapping: dict[str, str] = {}
        notes: list[str] = []
        for path in paths:
            if path.is_dir():
                mapping.update(_read_map(path))
                entries.extend(_folder(path, notes))
            elif path.is_file():
                entries.extend(_file(path, str(path), notes))
            else:
                raise InputError("there is no such file or folder; --sources takes saved pages", subject=str(path))
        return cls(entries, mapping=mapping, registry=registry or shipped_registry, notes=notes, title_bar=title_bar)

    def __len__(self) -> int:
        return len(self.entries)

    def by_url(self, url: str) -> list[Entry]:
        """The pages saved from this address, tracking parameters and the like aside."""
        return self._by_url.get(canonical_url(url), [])

    def _saved_from(self, url: str) -> list[Entry]:
        """The pages saved from an address, in a recording also from what is left of it without its secrets."""
        return self.by_url(url) or self.by_url(redact_url(url))

    def named(self, name: str) -> Entry | None:
        """The page in the file of this name, or None."""
        return next((entry for entry in self.entries if entry.name == name), None)

    def find(self, reference: Reference) -> LibraryMatch:
        """The page that ``reference`` means: by the user's map, by address, then by outlet and title.

        Several that fit as well as each other are no answer: ``ambiguous``, with the candidates in the trail.
        """
        mapped = self._mapped(reference)
        if mapped:
            return mapped
        if reference.url and (same := self._saved_from(reference.url)):
            entry = _closest(same, reference)
            return _found(entry, "saved from the cited address")
        if not reference.title:
            why = "no page has the cited address" if reference.url else "the reference has neither address nor title"
            return LibraryMatch(FetchStatus.NOT_RESOLVED, why, trail=(Attempt("library", None, why),))
        return self._by_title(reference)

    def _mapped(self, reference: Reference) -> LibraryMatch | None:
        keys = [str(reference.number)]
        if reference.title:
            keys.append(match_key(reference.title))
        target = next((self.mapping[k] for k in keys if k in self.mapping), None)
        if target is None:
            return None
        if is_web_url(target):
            if same := self._saved_from(target):
                return _found(_closest(same, reference), "the map in refs.toml names its address")
            why = "the map in refs.toml names this address"
            return LibraryMatch(FetchStatus.OK, why, url=target, trail=(Attempt("library", target, why),))
        entry = self.named(target)
        if entry is None:
            why = f"the map in refs.toml names {target}, and there is no such page"
            return LibraryMatch(FetchStatus.NOT_RESOLVED, why, trail=(Attempt("library", None, why),))
        return _found(entry, "the map in refs.toml names this file")

    def _by_title(self, reference: Reference) -> LibraryMatch:
        fits = [(entry, *self._fit(reference, entry)) for entry in self._alike(reference)]
        tiers: list[tuple[str, list[Entry]]] = [
            ("outlet and title agree", _pick(fits, TitleLikeness.EQUAL, Agreement.AGREE)),
            ("the title agrees, and no outlet speaks against it", _pick(fits, TitleLikeness.EQUAL, Agreement.UNKNOWN)),
            ("the outlet agrees and the title nearly", _pick(fits, TitleLikeness.NEAR, Agreement.AGREE)),
            ("the title nearly agrees", _pick(fits, TitleLikeness.NEAR, Agreement.UNKNOWN)),
        ]
        for number, (why, entries) in enumerate(tiers):
            near = number >= 2
            entries = [e for e in entries if _date_allows(reference, e, near=near)]
            if entries:
                return self._sole(reference, entries, why)
        return self._only_page_of_the_outlet(reference) or self._none(fits)

    def _alike(self, reference: Reference) -> list[Entry]:
        """The pages that share most words with the cited title: no other one's title can be near it."""
        shared: Counter[int] = Counter()
        for word in title_words(reference.title):
            shared.update(self._by_word.get(word, ()))
        best = heapq.nsmallest(MAX_ALIKE, shared.items(), key=lambda item: (-item[1], item[0]))
        return [self.entries[number] for number, _ in best]

    def _fit(self, reference: Reference, entry: Entry) -> tuple[TitleLikeness, Agreement]:
        likeness = title_likeness(reference.title, entry.head.title, bar=self._title_bar)
        if likeness is TitleLikeness.OTHER:
            return likeness, Agreement.UNKNOWN
        head = entry.head
        outlet = head.outlet or self._site(head.title, reference.outlet)
        agreement = outlet_agreement(reference.outlet, outlet, head.url)
        if agreement is not Agreement.AGREE and reference.outlet and (registry := self._registry()):
            agreement = outlet_agreement(reference.outlet, outlet, head.url, registry)
        return likeness, agreement

    def _site(self, title: str | None, cited: str | None) -> str | None:
        """The name behind a page's title, where it is an outlet's: the cited one's, or one that is known."""
        site = site_in_title(title)
        if site is None or outlet_agreement(cited, site, None) is Agreement.AGREE:
            return site
        registry = self._registry()
        return site if registry is not None and registry.find(site) is not None else None

    def _sole(self, reference: Reference, entries: list[Entry], why: str) -> LibraryMatch:
        dated = [e for e in entries if days_apart(reference.date, e.head.published) == 0]
        if len(entries) > 1 and len(dated) == 1:
            return _found(dated[0], f"{why}; of {len(entries)} such pages the only one of that date")
        if len(entries) == 1 or _same_bytes(entries):
            return _found(entries[0], why)
        trail = tuple(Attempt("library", e.head.url, f"{e.name}: {why}") for e in entries[: self._max])
        names = ", ".join(e.name for e in entries[: self._max])
        return LibraryMatch(FetchStatus.AMBIGUOUS, f"{len(entries)} saved pages fit as well: {names}", trail=trail)

    def _only_page_of_the_outlet(self, reference: Reference) -> LibraryMatch | None:
        """Titles change after they were cited: the outlet's only saved page, of that very day, on the same matter."""
        if not reference.outlet or len(reference.date or "") < 10:
            return None
        pages = self._of_outlet(reference.outlet, reference.date or "")
        if len(pages) != 1 or len(pages[0].head.published or "") < 10:
            return None
        if days_apart(reference.date, pages[0].head.published) != 0:
            return None
        if title_likeness(reference.title, pages[0].head.title) < TitleLikeness.RELATED:
            return None
        return _found(pages[0], "the outlet's only saved page, of that date and on the same matter; its title differs")

    def _of_outlet(self, outlet: str, date: str) -> list[Entry]:
        """The pages of a cited outlet, whatever their day."""
        return [
            entry
            for (named, host), entries in self._by_outlet.items()
            if outlet_agreement(outlet, named, f"https://{host}/" if host else None) is Agreement.AGREE
            for entry in entries
        ]

    def _none(self, fits: list[tuple[Entry, TitleLikeness, Agreement]]) -> LibraryMatch:
        close = sorted((f for f in fits if f[1] >= TitleLikeness.NEAR), key=lambda f: (-f[1], f[0].name))
        trail = [
            Attempt("library", e.head.url, f"{e.name}: " + _objection(likeness, agreement, e))
            for e, likeness, agreement in close[: self._max]
        ]
        why = f"none of {len(self)} saved pages has this outlet and title"
        trail.extend(Attempt("library", None, note) for note in self.notes[: self._max])
        trail.append(Attempt("library", None, why))
        return LibraryMatch(FetchStatus.NOT_RESOLVED, why, trail=tuple(trail))


def _objection(likeness: TitleLikeness, agreement: Agreement, entry: Entry) -> str:
    title = "the title agrees" if likeness is TitleLikeness.EQUAL else "the title nearly agrees"
    if agreement is Agreement.DIFFER:
        return f"{title}, but its outlet is {entry.head.outlet or entry.head.url}"
    return f"{title}, but it is of another date ({entry.head.published})"


def _pick(
    fits: list[tuple[Entry, TitleLikeness, Agreement]], likeness: TitleLikeness, agreement: Agreement
) -> list[Entry]:
    return [entry for entry, like, agree in fits if like is likeness and agree is agreement]


def _found(entry: Entry, why: str) -> LibraryMatch:
    return LibraryMatch(FetchStatus.OK, why, entry, trail=(Attempt("library", entry.head.url, f"{entry.name}: {why}"),))


def _date_allows(reference: Reference, entry: Entry, *, near: bool) -> bool:
    """Dates break ties; they refuse a page only where the title alone would not tell: near ones, and short ones."""
    apart = days_apart(reference.date, entry.head.published)
    if apart is None:
        return True
    generic = len(match_key(reference.title or "").split()) < 4
    return apart <= 31 if near or generic else True


def _closest(entries: list[Entry], reference: Reference) -> Entry:
    """Of several copies of one address the one whose outlet, title and date fit best, then the one taken nearest the
    cited day; the first where all fit alike."""

    def key(entry: Entry) -> tuple[bool, int, int, int]:
        agrees = outlet_agreement(reference.outlet, entry.head.outlet, entry.head.url) is Agreement.AGREE
        apart = days_apart(reference.date, entry.head.published)
        likeness = title_likeness(reference.title, entry.head.title)
        taken = days_apart(reference.date, (entry.taken or "")[:10])
        return (not agrees, -int(likeness), 10_000 if apart is None else apart, 10_000 if taken is None else taken)

    return min(entries, key=key)


def _same_bytes(entries: list[Entry]) -> bool:
    digests = {entry.read().sha256 for entry in entries}
    return len(digests) == 1 and None not in digests


@lru_cache(maxsize=1)
def shipped_registry() -> OutletRegistry | None:
    """The registry of outlets that comes with the package, or None where it has none."""
    try:
        from auditor.sources.outlets import load_outlets
    except ImportError:
        return None
    return load_outlets()


# --- reading folders and files ----------------------------------------------------------------------------------


def _folder(root: Path, notes: list[str]) -> Iterator[Entry]:
    base = root.resolve()
    seen = 0
    for path in sorted(_walk(root)):
        name = path.relative_to(root).as_posix()
        if not path.resolve().is_relative_to(base):
            notes.append(f"{name} was left out: it is a link to a place outside the folder")
            continue
        seen += 1
        if seen > MAX_FILES:
            raise InputError(f"more than {MAX_FILES} pages; name the folders you need", subject=str(root))
        try:
            yield from _file(path, name, notes)
        except (RecordingError, InputError) as error:
            notes.append(f"{name} was left out: {error.message}")


def _walk(folder: Path) -> Iterator[Path]:
    """The pages and recordings below ``folder``; hidden ones and links to folders are passed over."""
    try:
        children = list(folder.iterdir())
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", subject=str(folder)) from None
    for path in children:
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        elif path.name.lower().endswith((*PAGE_SUFFIXES, *RECORDING_SUFFIXES)) and not path.is_dir():
            yield path


def _file(path: Path, name: str, notes: list[str]) -> Iterator[Entry]:
    lower = path.name.lower()
    if lower.endswith(RECORDING_SUFFIXES):
        yield from _recorded(path, name, notes)
    elif lower.endswith(PAGE_SUFFIXES):
        yield Entry(name, head_of(path), lambda: page_of(path))
    else:
        kinds = ", ".join((*PAGE_SUFFIXES, *RECORDING_SUFFIXES))
        raise InputError(f"no kind of file that holds saved pages; known are {kinds}", subject=str(path))


def _recorded(path: Path, name: str, notes: list[str]) -> Iterator[Entry]:
    from auditor.sources.recording import read_recording

    recording = read_recording(path)
    notes.extend(f"{name}: {note}" for note in recording.notes)
    yield from recorded_entries(recording, name)


def recorded_entries(recording: Recording, name: str = "") -> list[Entry]:
    """The pages of a recording as entries of a library; those that failed are found by their address alone."""
    entries = [
        _recorded_entry(recording, exchange, f"{name or recording.name}#{number}")
        for number, exchange in enumerate(recording.pages(), 1)
    ]
    read = {canonical_url(url) for entry in entries for url in (entry.head.url, *entry.aliases) if url}
    failed = (e for e in recording.exchanges if e.method == "GET" and e.status >= 400)
    lost = [e for e in failed if canonical_url(e.url) not in read]
    return entries + [_lost_entry(recording, exchange, name or recording.name) for exchange in lost]


def _recorded_entry(recording: Recording, exchange: Exchange, name: str) -> Entry:
    from auditor.sources.recording import SAVED

    fetched = recording.fetched(exchange)
    head = read_head(fetched.content[:HEAD_BYTES], fetched.media_type, url=fetched.url or None, charset=fetched.charset)
    if exchange.url.startswith(SAVED) and head.title is None:
        head = replace(head, title=_title_of(unquote(exchange.url)))
    aliases = tuple(recording.led_to(exchange))
    return Entry(name, head, lambda: recording.fetched(exchange), aliases, exchange.recorded_at)


def _lost_entry(recording: Recording, exchange: Exchange, name: str) -> Entry:
    aliases = tuple(recording.led_to(exchange))
    return Entry(name, PageHead(url=exchange.url), lambda: recording.fetched(exchange), aliases)


def media_type_of(name: str) -> str:
    """The media type of a saved page, told by the end of its file's name."""
    lower = name.lower()
    if lower.endswith(".pdf"):
        return "application/pdf"
    return "text/plain" if lower.endswith(TEXT_SUFFIXES) else "text/html"


def head_of(path: Path) -> PageHead:
    """What a saved page says of itself. A PDF is known by its file's name: to look inside takes a moment each."""
    media_type = media_type_of(path.name)
    if media_type == "application/pdf":
        return PageHead(title=_title_of(path.name))
    return read_head(_bytes(path, HEAD_BYTES, cut=True), media_type)


def _title_of(name: str) -> str | None:
    """The words of a file's name."""
    return " ".join(re.split(r"[\W_]+", Path(name).stem)).strip() or None


def page_of(path: Path) -> Fetched:
    """A saved page, read now.

    Raises:
        InputError: the file cannot be read, or is too large.
    """
    import hashlib

    media_type = media_type_of(path.name)
    content = _bytes(path, MAX_PAGE)
    head = PageHead() if media_type == "application/pdf" else read_head(content[:HEAD_BYTES], media_type)
    return Fetched(
        url=head.url or "",
        status=FetchStatus.OK,
        media_type=media_type,
        content=content[head.body :] if media_type == "text/html" else content,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _bytes(path: Path, limit: int, *, cut: bool = False) -> bytes:
    try:
        if not path.is_file():
            raise InputError("no plain file", subject=str(path))
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", subject=str(path)) from None
    if len(content) > limit and not cut:
        raise InputError(f"larger than {limit // 1_000_000} MB; save only the article", subject=str(path))
    return content[:limit]


def _read_map(folder: Path) -> dict[str, str]:
    """The user's ``refs.toml``: a number or a title on the left, a file of the folder or an address on the right."""
    path = folder / "refs.toml"
    if not path.is_file():
        return {}
    import tomllib

    try:
        raw = tomllib.loads(_bytes(path, 1_000_000).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"no valid TOML: {error}", subject=str(path)) from None
    table = raw.pop("references", {})
    if not isinstance(table, dict):
        raise InputError("references must be a table of number or title = file or address", subject=str(path))
    out: dict[str, str] = {}
    for key, value in {**raw, **table}.items():
        if not isinstance(value, str):
            raise InputError(f"{key!r} must be a file or an address in quotes", subject=str(path))
        if re.match(r"[a-z][a-z0-9+.-]*://", value, re.I) and not is_web_url(value):
            raise InputError(f"{key!r} is no http or https address: {value[:100]!r}", subject=str(path))
        name = key if re.fullmatch(r"\w{1,6}", key) else match_key(key)
        out[name] = value if is_web_url(value) else Path(value).as_posix()
    return out
