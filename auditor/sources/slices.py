"""A library too large to be held: its pages by their heads, a slice at a time, and each one's place in its file.

``Library.open`` reads the same files in the same order and keeps all of it; here nothing is kept but the slice that is
being read, so that workers can each take one, and an index (``store.corpus``) can hold the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import IO

from auditor.errors import InputError, RecordingError
from auditor.records import Fetched
from auditor.sources.heads import PageHead, read_head
from auditor.sources.library import (
    HEAD_BYTES,
    PAGE_SUFFIXES,
    RECORDING_SUFFIXES,
    _read_map,
    _walk,
    head_of,
    page_of,
)
from auditor.sources.recording import Exchange, Recording, as_fetched, is_page, read_recording
from auditor.urls import canonical_url

PAGES = 2000
"""Saved pages of a slice; a recording is one by itself."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page's bytes are: a file of its own (``page``), or at ``offset`` of a ``warc``, of the ``member`` of a
    ``wacz``, or the exchange numbered ``offset`` of another kind of ``recording``, which has to be read whole.
    """

    path: str
    kind: str
    member: str = ""
    offset: int = 0

    def read(self) -> Fetched:
        """The page, read now.

        Raises:
            InputError: the file cannot be read.
            RecordingError: it is no longer what it was when the place was noted.
        """
        if self.kind == "page":
            return page_of(Path(self.path))
        if self.kind == "recording":
            return as_fetched(_recording(self.path).exchanges[self.offset])
        return as_fetched(_record_at(self))


@dataclass(frozen=True, slots=True)
class Shelved:
    """A page of a slice: what an ``Entry`` of a library holds, and its place. ``article`` where it is an HTML page."""

    name: str
    head: PageHead
    place: Place
    aliases: tuple[str, ...] = ()
    article: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """Files that are read together, each with its name in messages; ``named`` where the user named the file."""

    files: tuple[tuple[str, str], ...]
    named: bool


def cut_sources(paths: Sequence[Path], notes: list[str]) -> Iterator[Slice]:
    """The folders, pages and recordings in slices, in the order of ``Library.open``. Links out of a folder are noted.

    Raises:
        InputError: a path is missing, or cannot be read.
    """
    for path in paths:
        if path.is_dir():
            yield from _cut_folder(path, notes)
        elif path.is_file():
            yield Slice(((str(path), str(path)),), named=True)
        else:
            raise InputError("there is no such file or folder; --sources takes saved pages", subject=str(path))


def _cut_folder(root: Path, notes: list[str]) -> Iterator[Slice]:
    base = root.resolve()
    held: list[tuple[str, str]] = []
    for path in sorted(_walk(root)):
        name = path.relative_to(root).as_posix()
        if not path.resolve().is_relative_to(base):
            notes.append(f"{name} was left out: it is a link to a place outside the folder")
            continue
        if name != name.encode("utf-8", "replace").decode():
            notes.append(f"{name!r} was left out: its name is no text")
            continue
        recording = name.lower().endswith(RECORDING_SUFFIXES)
        if held and (recording or len(held) == PAGES):
            yield Slice(tuple(held), named=False)
            held = []
        held.append((str(path), name))
        if recording:
            yield Slice(tuple(held), named=False)
            held = []
    if held:
        yield Slice(tuple(held), named=False)


def read_maps(paths: Sequence[Path]) -> dict[str, str]:
    """The user's ``refs.toml`` of all the folders together."""
    return {key: value for path in paths if path.is_dir() for key, value in _read_map(path).items()}


def read_slice(piece: Slice, notes: list[str]) -> Iterator[Shelved]:
    """The pages of a slice in order; a file of a folder that cannot be used is noted.

    Raises:
        InputError: a file that the user named cannot be read, or holds no pages.
        RecordingError: a recording that the user named is broken.
    """
    for path, name in piece.files:
        try:
            yield from _shelved(Path(path), name, notes)
        except (RecordingError, InputError) as error:
            if piece.named:
                raise
            notes.append(f"{name} was left out: {error.message}")


def _shelved(path: Path, name: str, notes: list[str]) -> Iterator[Shelved]:
    lower = path.name.lower()
    if lower.endswith(RECORDING_SUFFIXES):
        yield from _recorded(path, name, notes)
    elif lower.endswith(PAGE_SUFFIXES):
        yield Shelved(name, head_of(path), Place(str(path), "page"))
    else:
        kinds = ", ".join((*PAGE_SUFFIXES, *RECORDING_SUFFIXES))
        raise InputError(f"no kind of file that holds saved pages; known are {kinds}", subject=str(path))


def _recorded(path: Path, name: str, notes: list[str]) -> Iterator[Shelved]:
    """The pages of a recording, then those that failed. Held are heads, and no page's body but the one being read."""
    places: list[Place] = []
    bare: list[Exchange] = []
    heads: dict[int, PageHead] = {}
    told: list[str] = []
    for place, exchange in _exchanges(path, told):
        if is_page(exchange):
            fetched = as_fetched(exchange)
            start = fetched.content[:HEAD_BYTES]
            heads[len(bare)] = read_head(start, fetched.media_type, url=fetched.url or None, charset=fetched.charset)
        places.append(place)
        bare.append(replace(exchange, body=b""))
    notes.extend(f"{name}: {note}" for note in told)
    recording = Recording(name, bare)
    read: set[str] = set()
    for number, (at, head) in enumerate(heads.items(), 1):
        aliases = tuple(recording.led_to(bare[at]))
        read.update(canonical_url(url) for url in (head.url, *aliases) if url)
        article = "html" in (bare[at].header("content-type") or "text/html")
        yield Shelved(f"{name}#{number}", head, places[at], aliases, article)
    for at, exchange in enumerate(bare):
        if exchange.method == "GET" and exchange.status >= 400 and canonical_url(exchange.url) not in read:
            yield Shelved(name, PageHead(url=exchange.url), places[at], tuple(recording.led_to(exchange)))


def _exchanges(path: Path, notes: list[str]) -> Iterator[tuple[Place, Exchange]]:
    from auditor.sources.warc import scan_warc

    kind = _stream_kind(path)
    if kind == "recording":
        recording = read_recording(path)
        notes.extend(recording.notes)
        for number, exchange in enumerate(recording.exchanges):
            yield Place(str(path), kind, offset=number), exchange
        return
    for member, offset, exchange in scan_warc(path, kind, notes):
        yield Place(str(path), kind, member, offset), exchange


def _stream_kind(path: Path) -> str:
    lower = path.name.lower()
    return "warc" if lower.endswith((".warc", ".warc.gz")) else "wacz" if lower.endswith(".wacz") else "recording"


def _record_at(place: Place) -> Exchange:
    """The one record of a WARC, or of a WACZ's member, at a place."""
    from auditor.sources.warc import open_member, scan_records

    def first(file: IO[bytes]) -> Exchange:
        file.seek(place.offset)
        for offset, exchange in scan_records(file, 0, place.path, []):
            if offset == place.offset:
                return exchange
            break
        raise RecordingError(f"no record at byte {place.offset}; it was changed since", subject=place.path)

    with open_member(Path(place.path), place.member) as file:
        return first(file)


@lru_cache(maxsize=2)
def _recording(path: str) -> Recording:
    return read_recording(Path(path))
