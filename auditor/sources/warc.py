"""WARC files (ISO 28500) and WACZ packages of them: read with what is whole, written one record at a time."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from auditor import __version__
from auditor.errors import RecordingError
from auditor.sources.recording import PAGE_TYPES, UNREAD, Exchange, Recording, checked
from auditor.sources.secrets import without_secrets
from auditor.urls import is_web_url

MAX_BODY = 60_000_000
"""A recorded body longer than this is passed over, with a note."""
MAX_MEMBERS = 200
MAX_REPEATS = 10_000
_BLOCK = 262_144
_FIELDS = "application/warc-fields"
_START = b"WARC/"
_TAIL = 16
"""Bytes that may follow the last record: the empty lines at its end."""


def read_warc(path: Path) -> Recording:
    """The recording in a WARC file, compressed or not. One cut in the middle gives what is whole, with a note.

    Raises:
        RecordingError: it is no WARC, or a record claims a host that it was not asked of.
    """
    return _whole(path, "warc")


def read_wacz(path: Path) -> Recording:
    """The recording in a WACZ: the WARC files of its ``archive/`` folder, their digests checked where it lists them.

    Raises:
        RecordingError: it is no WACZ, or a file in it is not what the package says it is.
    """
    return _whole(path, "wacz")


def _whole(path: Path, kind: str) -> Recording:
    notes: list[str] = []
    exchanges = [exchange for _, _, exchange in scan_warc(path, kind, notes)]
    return Recording(str(path), exchanges, notes)


def scan_warc(path: Path, kind: str, notes: list[str]) -> Iterator[tuple[str, int, Exchange]]:
    """(member of a WACZ or "", place in it, exchange) of a ``warc`` or ``wacz``, one record held at a time.

    Raises:
        RecordingError: it is neither, or what it holds is not what it says.
    """
    if kind == "warc":
        with path.open("rb") as file:
            for at, exchange in scan_records(file, path.stat().st_size, str(path), notes):
                yield "", at, exchange
        return
    subject = str(path)
    try:
        with zipfile.ZipFile(path) as package:
            for member in _members(package, subject):
                found: list[str] = []
                with package.open(member) as inside:
                    place = f"{subject}:{member.filename}"
                    for at, exchange in scan_records(inside, member.file_size, place, found):
                        yield member.filename, at, exchange
                notes.extend(f"{member.filename}: {note}" for note in found)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, KeyError) as error:
        raise RecordingError(f"a broken WACZ: {' '.join(str(error).split())[:200]}", subject=subject) from None


def _members(package: zipfile.ZipFile, subject: str) -> list[zipfile.ZipInfo]:
    """The WARC files of a WACZ, each what the package says it is."""
    members = [i for i in package.infolist() if re.fullmatch(r"archive/[^/]+\.warc(?:\.gz)?", i.filename)]
    if not members:
        raise RecordingError("no WACZ: it holds no WARC file under archive/", subject=subject)
    if len(members) > MAX_MEMBERS:
        raise RecordingError(f"more than {MAX_MEMBERS} WARC files in one WACZ; split it", subject=subject)
    digests = _listed_digests(package)
    for member in members:
        _verify(package, member, digests.get(member.filename), subject)
    return members


@contextlib.contextmanager
def open_member(path: Path, member: str) -> Iterator[IO[bytes]]:
    """A WARC file, or the ``member`` of a WACZ, to be read from any place.

    Raises:
        RecordingError: it cannot be opened.
    """
    try:
        if not member:
            with path.open("rb") as file:
                yield file
            return
        with zipfile.ZipFile(path) as package, package.open(member) as inside:
            yield inside
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        raise RecordingError(f"cannot be read: {' '.join(str(error).split())[:200]}", subject=str(path)) from None


def _listed_digests(package: zipfile.ZipFile) -> dict[str, str]:
    """File name to SHA-256, as ``datapackage.json`` lists them."""
    try:
        info = package.getinfo("datapackage.json")
        if info.file_size > 10_000_000:
            return {}
        listed = json.loads(package.read(info))["resources"]
        pairs = [(str(r.get("path")), str(r.get("hash") or r.get("digest") or "")) for r in listed]
    except (KeyError, ValueError, TypeError, AttributeError):
        return {}
    return {path: digest.removeprefix("sha256:").lower() for path, digest in pairs if digest.startswith("sha256:")}


def _verify(package: zipfile.ZipFile, member: zipfile.ZipInfo, digest: str | None, subject: str) -> None:
    if digest is None:
        return
    found = hashlib.sha256()
    with package.open(member) as file:
        while block := file.read(_BLOCK):
            found.update(block)
    if found.hexdigest() != digest:
        raise RecordingError(f"{member.filename} was changed after the package was made", subject=subject)


def scan_records(file: IO[bytes], size: int, subject: str, notes: list[str]) -> Iterator[tuple[int, Exchange]]:
    """The exchanges of a WARC of ``size`` bytes with the place of each, one at a time; what is not whole is noted.

    Args:
        file: opened for reading; read on from where it stands.
        size: of the file, to tell whether it is cut.
        subject: its name in messages.
        notes: takes what in it could not be used.

    Raises:
        RecordingError: it is no WARC, or a record claims a host that it was not asked of.
    """
    import zlib

    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    _check_start(file, subject)
    records = end = 0
    same = _Repeats()
    try:
        archive = ArchiveIterator(file, check_digests=True)
        while True:
            with contextlib.redirect_stderr(io.StringIO()):  # warcio prints what we put into the notes
                record = next(archive, None)
                if record is None:
                    break
                exchange = _exchange(record, f"record {records + 1}", subject, notes)
                start = archive.get_record_offset()  # reads to the record's end
                end = start + archive.get_record_length()
            records += 1
            same.note(record, exchange, start)
            if exchange is not None:
                yield start, exchange
        if size - end > _TAIL:
            notes.append(f"the file is cut off after record {records}; the records before the cut were used")
    except _Cut:
        notes.append(f"the file is cut off in record {records + 1}; the records before it were used")
    except (ArchiveLoadFailed, zlib.error, *_BROKEN) as error:
        if records == 0:
            why = " ".join(str(error).split())[:200]
            raise RecordingError(f"no WARC that can be read: {why or type(error).__name__}", subject=subject) from None
        notes.append(f"the file is broken after record {records}; the records before it were used")
    if records == 0:
        raise RecordingError("no whole WARC record in it", subject=subject)
    yield from same.found(file, subject, notes)


_BROKEN = (EOFError, ArithmeticError, ValueError, OSError, AttributeError, TypeError)
"""What warcio raises for records that are not what they say, besides its own."""


class _Repeats:
    """The revisit records of a file: pages whose bytes stand in it already, under another address."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._read: set[str] = set()
        self._again: dict[str, tuple[str, str | None]] = {}

    def note(self, record: Any, exchange: Exchange | None, start: int) -> None:
        """Takes in a record: one that brought a page, or one that refers to such a record."""
        digest = record.rec_headers.get_header("WARC-Payload-Digest")
        if exchange is not None:
            self._read.add(exchange.url)
            if digest and exchange.status == 200:
                self._places.setdefault(digest, start)
        elif record.rec_type == "revisit" and digest and len(self._again) < MAX_REPEATS:
            kind = record.http_headers.get_header("Content-Type") if record.http_headers else None
            if (kind or "text/html").split(";")[0].strip().lower() in PAGE_TYPES:
                url = _address(record)
                self._again.setdefault(url, (digest, _date(record.rec_headers.get_header("WARC-Date"))))

    def found(self, file: IO[bytes], subject: str, notes: list[str]) -> Iterator[tuple[int, Exchange]]:
        """Each address that only a revisit names, with the place and the bytes of the page it refers to."""
        from warcio.archiveiterator import ArchiveIterator

        missing = 0
        for url, (digest, when) in self._again.items():
            if url in self._read or not url.lower().startswith(("http:", "https:")):
                continue
            if digest not in self._places:
                missing += 1
                continue
            file.seek(self._places[digest])
            place = f"the record at byte {self._places[digest]}"
            first = _exchange(next(ArchiveIterator(file, check_digests=True)), place, subject, [])
            if first is not None:
                yield self._places[digest], replace(first, url=url, recorded_at=when or first.recorded_at)
        if missing:
            notes.append(f"{missing} revisit records refer to pages that are not in the file, and were left out")


def _check_start(file: IO[bytes], subject: str) -> None:
    """Looks at the first bytes alone: the reader of archives would unpack a file of any size in search of a line's end.

    Raises:
        RecordingError: no record begins there.
    """
    import zlib

    place = file.tell()
    start = file.read(4096)
    file.seek(place)
    if start.startswith(b"\x1f\x8b"):
        with contextlib.suppress(zlib.error):  # what is damaged is told by the reader of archives
            start = zlib.decompressobj(31).decompress(start, len(_START) + 64)
    if len(start) > len(_START) and not start.lstrip(b"\r\n").startswith((_START, b"filedesc:")):
        raise RecordingError("no WARC that can be read: it does not begin with a record", subject=subject)


class _Cut(Exception):
    pass


def _address(record: Any) -> str:
    return (record.rec_headers.get_header("WARC-Target-URI") or "").strip().strip("<>")


def _exchange(record: Any, place: str, subject: str, notes: list[str]) -> Exchange | None:
    """The exchange of a response or resource record; None for every other kind, and for what cannot be used."""
    url = _address(record)
    raw = _body(record)
    if raw is None:
        notes.append(f"{place} ({url[:200]}) was left out: its body is larger than {MAX_BODY // 1_000_000} MB")
        return None
    if record.rec_type == "metadata" and record.rec_headers.get_header("Content-Type") == _FIELDS:
        return _unread(url, raw, _date(record.rec_headers.get_header("WARC-Date")))
    if record.rec_type not in ("request", "response", "resource") or not url.lower().startswith(("http:", "https:")):
        return None
    if record.rec_type == "request":
        if record.http_headers is None:
            return None
        host = record.http_headers.get_header("Host")
        checked(Exchange("GET", url, 200), claimed_host=host, place=place, subject=subject)
        return None
    if any("block digest failed" in problem for problem in record.digest_checker.problems):
        notes.append(f"{place} ({url[:200]}) was left out: it was changed after it was recorded")
        return None
    when = _date(record.rec_headers.get_header("WARC-Date"))
    if record.rec_type == "resource":
        kind = record.rec_headers.get_header("Content-Type") or "text/html"
        return Exchange("GET", url, 200, "OK", (("content-type", kind),), raw, when)
    if record.http_headers is None:
        return None
    status = record.http_headers.get_statuscode() or ""
    if not re.fullmatch(r"[1-5]\d\d", status):
        notes.append(f"{place} ({url[:200]}) was left out: it has no HTTP status")
        return None
    headers = tuple((str(k), str(v)) for k, v in record.http_headers.headers)
    exchange = Exchange(
        method="GET",
        url=url,
        status=int(status),
        reason=(record.http_headers.statusline or "").partition(" ")[2][:200],
        headers=tuple(pair for pair in headers if pair[0].lower() != "transfer-encoding"),
        body=_unchunked(raw, record.http_headers.get_header("transfer-encoding")),
        recorded_at=when,
    )
    return checked(exchange, claimed_host=None, place=place, subject=subject)


def _unread(url: str, raw: bytes, when: str | None) -> Exchange | None:
    """What we kept of a page that no answer came for; None for others' metadata."""
    lines = (line.partition(": ") for line in raw[:4000].decode("utf-8", "replace").splitlines())
    fields = {name: value for name, _, value in lines}
    if UNREAD not in fields or not is_web_url(url):
        return None
    return Exchange("GET", url, 0, fields.get("reason", "")[:1000], ((UNREAD, fields[UNREAD]),), b"", when)


def _body(record: Any) -> bytes | None:
    """The record's payload as recorded; None where it is too large.

    Raises:
        _Cut: the file ends before the record does.
    """
    parts: list[bytes] = []
    size = 0
    while block := record.raw_stream.read(_BLOCK):
        size += len(block)
        if size <= MAX_BODY:
            parts.append(block)
    if getattr(record.raw_stream, "limit", 1) > 0:  # no limit at all where the record's own head is cut
        raise _Cut
    return b"".join(parts) if size <= MAX_BODY else None


def _unchunked(raw: bytes, encoding: str | None) -> bytes:
    if (encoding or "").strip().lower() != "chunked":
        return raw
    from warcio.bufferedreaders import ChunkedDataReader

    reader = ChunkedDataReader(io.BytesIO(raw))
    parts = []
    while block := reader.read(_BLOCK):
        parts.append(block)
    return b"".join(parts)


def _date(value: str | None) -> str | None:
    """A WARC-Date to the second."""
    found = re.match(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z", value or "")
    return f"{found.group(1)}Z" if found else None


# --- writing ----------------------------------------------------------------------------------------------------


class WarcRecorder:
    """Writes a WARC 1.1 file as exchanges come: what was fetched before a crash is kept.

    A recording that is there already is replaced by the first page that somebody answers with.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._waiting: list[Exchange] = []
        self._file: IO[bytes] | None = None
        if not path.exists() or not os.access(path, os.W_OK):
            self._open()

    def _open(self) -> None:
        from warcio.warcwriter import WARCWriter

        path = self.path
        try:
            self._file = path.open("wb")
        except OSError as error:
            raise RecordingError(f"cannot be written: {error.strerror}", subject=str(path)) from None
        self._writer = WARCWriter(self._file, gzip=path.name.lower().endswith(".gz"), warc_version="1.1")
        about = {"software": f"auditor/{__version__}", "format": "WARC File Format 1.1"}
        self._writer.write_record(self._writer.create_warcinfo_record(path.name, about))

    def add(self, exchange: Exchange) -> None:
        """Writes a response record and its request record, free of secrets; a resource record for a saved page."""
        from warcio.statusandheaders import StatusAndHeaders

        if self._file is None and not exchange.status:
            self._waiting.append(exchange)
            return
        if self._file is None:
            self._open()
            for earlier in self._waiting:
                self.add(earlier)
        kept = without_secrets(exchange)
        date = {"WARC-Date": kept.recorded_at} if kept.recorded_at else {}
        if not kept.status:
            self._write_unread(kept, date)
            return
        if kept.saved and kept.status == 200:
            self._write_saved(kept, date)
            return
        answer = StatusAndHeaders(
            f"{kept.status} {kept.reason}".strip(), [*kept.headers, ("content-length", str(len(kept.body)))], "HTTP/1.1"
        )
        response = self._writer.create_warc_record(
            kept.url,
            "response",
            payload=io.BytesIO(kept.body),
            length=len(kept.body),  # without it, warcio copies the body to a file it forgets
            http_headers=answer,
            warc_headers_dict=dict(date),
        )
        host, path = re.fullmatch(r"https?://([^/]*)(.*)", kept.url, re.S).groups()  # type: ignore[union-attr]  # kept addresses are absolute
        ask = StatusAndHeaders(f"GET {path or '/'} HTTP/1.1", [("host", host)], is_http_request=True)
        concurrent = {"WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"), **date}
        request = self._writer.create_warc_record(
            kept.url, "request", payload=io.BytesIO(), length=0, http_headers=ask, warc_headers_dict=concurrent
        )
        self._write(response, request)

    def _write_saved(self, kept: Exchange, date: dict[str, str]) -> None:
        record = self._writer.create_warc_record(
            kept.url,
            "resource",
            payload=io.BytesIO(kept.body),
            length=len(kept.body),
            warc_content_type=kept.header("content-type") or "text/html",
            warc_headers_dict=date,
        )
        self._write(record)

    def _write_unread(self, kept: Exchange, date: dict[str, str]) -> None:
        fields = f"{UNREAD}: {kept.header(UNREAD)}\r\nreason: {kept.reason}\r\n".encode()
        record = self._writer.create_warc_record(
            kept.url,
            "metadata",
            payload=io.BytesIO(fields),
            length=len(fields),
            warc_content_type=_FIELDS,
            warc_headers_dict=date,
        )
        self._write(record)

    def _write(self, *records: Any) -> None:
        for record in records:
            self._writer.write_record(record)
        if self._file is not None:
            self._file.flush()

    def close(self) -> None:
        """Ends the file."""
        if self._file is not None:
            self._file.close()
