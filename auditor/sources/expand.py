"""Compressed bodies, expanded with a cap at every step: a small answer may not become a large one."""

from __future__ import annotations

import zlib
from typing import Protocol

_STEP = 262_144
"""At most this much comes out of the decompressor at a time, so that memory follows the cap, not the bomb."""


class BodyTooLarge(Exception):
    """Raised when a body is larger than its cap; the text says which."""


class BrokenBody(Exception):
    """Raised when a compressed body is broken or ends early."""


class Expander(Protocol):
    """Takes a body in parts and gives its expanded bytes, within a cap."""

    def feed(self, data: bytes) -> bytes:
        """The expanded bytes of the next part."""

    def finish(self) -> bytes:
        """What is left, once the body has ended."""


def expander(encoding: str, *, limit: int) -> Expander:
    """An expander for a Content-Encoding: ``gzip``, ``deflate`` or none, also several in the order applied.

    Raises:
        BrokenBody: the encoding is not one we asked for.
    """
    names = [n for n in (part.strip().lower() for part in encoding.split(",")) if n and n != "identity"]
    if len(names) > 2:
        raise BrokenBody(f"compressed {len(names)} times over; at most twice is read")
    chain: list[Expander] = [_Zlib(name, limit) for name in reversed(names)]
    return _Chain(chain) if chain else _Plain(limit)


def expand(body: bytes, encoding: str, *, limit: int) -> bytes:
    """``body`` expanded. One that is not compressed, although its header says so, comes back as it is.

    Recordings are often so: their writer expanded the body and left the header.

    Raises:
        BodyTooLarge: more than ``limit`` bytes.
        BrokenBody: the compressed data is broken.
    """
    names = encoding.lower()
    if "gzip" in names and not body.startswith(b"\x1f\x8b"):
        encoding = ""
    if "br" in names or "zstd" in names:
        if not _is_text(body):
            raise BrokenBody(f"the recorded body is encoded as {encoding.strip()[:40]!r}, which is not read")
        encoding = ""
    try:
        chain = expander(encoding, limit=limit)
        return chain.feed(body) + chain.finish()
    except BrokenBody:
        if "deflate" in names:
            return expand(body, "", limit=limit)
        raise


def _is_text(body: bytes) -> bool:
    """Whether bytes that are said to be compressed are so no more: text has no control characters, and they have."""
    start = body[:2000]
    return not start.translate(None, bytes(range(9, 14)) + bytes(range(32, 256)))


class _Plain:
    def __init__(self, limit: int) -> None:
        self.left = limit

    def feed(self, data: bytes) -> bytes:
        self.left -= len(data)
        if self.left < 0:
            raise BodyTooLarge("the body is larger than allowed")
        return data

    def finish(self) -> bytes:
        return b""


class _Zlib:
    """gzip (several members, as servers may send) and deflate (with a zlib head, or raw as some servers do)."""

    def __init__(self, name: str, limit: int) -> None:
        if name not in ("gzip", "x-gzip", "deflate"):
            raise BrokenBody(f"the body is encoded as {name[:40]!r}, which was not asked for")
        self.gzip = name != "deflate"
        self.left = limit
        self.engine = zlib.decompressobj(31 if self.gzip else 15)
        self.begun = False
        self.head: bytes | None = None if self.gzip else b""

    def feed(self, data: bytes) -> bytes:
        if self.head is not None:  # two bytes tell deflate with a zlib head from raw deflate
            data, self.head = self.head + data, b""
            if len(data) < 2:
                self.head = data
                return b""
            self.head = None
            if data[0] & 0x0F != 8 or (data[0] << 8 | data[1]) % 31:
                self.engine = zlib.decompressobj(-15)
        out = []
        while data:
            if self.engine.eof:
                if not self.gzip or not data.startswith(b"\x1f\x8b"):
                    break  # padding after the end
                self.engine = zlib.decompressobj(31)
            part, data = self._step(data)
            self.left -= len(part)
            if self.left < 0:
                raise BodyTooLarge("the body is larger than allowed once it is decompressed")
            out.append(part)
        return b"".join(out)

    def _step(self, data: bytes) -> tuple[bytes, bytes]:
        try:
            part = self.engine.decompress(data, _STEP)
        except zlib.error as error:
            raise BrokenBody(f"the compressed body is broken: {error}") from None
        self.begun = True
        return part, self.engine.unused_data if self.engine.eof else self.engine.unconsumed_tail

    def finish(self) -> bytes:
        if self.head or (self.begun and not self.engine.eof):
            raise BrokenBody("the compressed body ends early")
        return b""


class _Chain:
    def __init__(self, parts: list[Expander]) -> None:
        self.parts = parts

    def feed(self, data: bytes) -> bytes:
        for part in self.parts:
            data = part.feed(data)
        return data

    def finish(self) -> bytes:
        for part in self.parts:
            part.finish()
        return b""
