"""A file of sorted 64-bit numbers that only grows: append, look up by halving, merge what piles up.

The file is a line that says what it is, then segments: a head (mark, count, how many of the segments before it this one
replaces, up to where its owner had read when it was written, checksum) and the numbers, sorted. Nothing written is
changed, so a crash costs at most the segment being written. Small segments are merged into a new one that replaces
them; when most of the file has been replaced, what is in force is written anew beside it and takes its place.
"""

from __future__ import annotations

import mmap
import os
import struct
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeAlias

from auditor.errors import StoreError

_MAGIC = f"auditor reuse index 2 {sys.byteorder}\n".encode()
_FIELDS = struct.Struct("<4sQLQQ")
_HEAD_SIZE = _FIELDS.size + 4

Numbers: TypeAlias = "memoryview | array[int]"


class Mark(NamedTuple):
    """How far the file's owner had read when a segment was written: the last number, and a digest of what it stood for.

    The digest tells whether that number still means the same.
    """

    through: int = 0
    digest: int = 0


class SegmentFile:
    """The segments in force, as sorted sequences of numbers over the memory-mapped file, each with its mark.

    Raises:
        StoreError: the file cannot be read, or is none of this version and byte order.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.segments: list[memoryview] = []
        self.marks: list[Mark] = []
        self._map: mmap.mmap | None = None
        self._end = 0
        self._state: tuple[int, int] | None = None
        self._open()

    def append(self, numbers: Sequence[int], mark: Mark | None = None) -> None:
        """Adds sorted numbers as a segment, merged with the segments before it that are not much larger.

        ``mark`` is the newest segment's when it is not given.

        Raises:
            StoreError: the file cannot be written.
        """
        total, first = len(numbers), len(self.segments)
        while first and len(self.segments[first - 1]) <= 2 * total:
            first -= 1
            total += len(self.segments[first])
        sources: list[Numbers] = [*self.segments[first:], array("Q", numbers)]
        mark = mark or (self.marks[-1] if self.marks else Mark())
        try:
            with self.path.open("r+b" if self._end else "wb") as file:
                if not self._end:
                    file.write(_MAGIC)
                    self._end = len(_MAGIC)
                file.seek(self._end)
                file.truncate()
                _write(file, sources, mark, replaces=len(self.segments) - first)
            self._open()
            if self._end > 3 * 8 * sum(map(len, self.segments)) + 4096:
                self._rewrite()
        except OSError as error:
            raise StoreError(f"cannot be written: {error.strerror}", subject=str(self.path)) from None

    def refresh(self) -> None:
        """Reads the heads again where another process has written to the file since."""
        try:
            found = self.path.stat()
            state = (found.st_ino, found.st_size)
        except OSError:
            state = None
        if state != self._state:
            self._open()

    def clear(self) -> None:
        """Throws all numbers away.

        Raises:
            StoreError: the file cannot be removed.
        """
        self.close()
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"cannot be removed: {error.strerror}", subject=str(self.path)) from None
        self._open()

    def close(self) -> None:
        """Lets go of the file."""
        for segment in self.segments:
            segment.release()
        self.segments, self.marks = [], []
        if self._map is not None:
            self._map.close()
            self._map = None

    def _open(self) -> None:
        self.close()
        self._end, self._state = 0, None
        try:
            with self.path.open("rb") as file:
                found = os.fstat(file.fileno())
                self._state = (found.st_ino, found.st_size)
                if found.st_size:
                    self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError:
            return
        except OSError as error:
            raise StoreError(f"cannot be read: {error.strerror}", subject=str(self.path)) from None
        if self._map is None:
            return
        if self._map[: len(_MAGIC)] != _MAGIC:
            self.close()
            message = "this is no reuse index of this version; delete it, and the next audits build it again"
            raise StoreError(message, subject=str(self.path))
        self._read_heads(self._map)

    def _read_heads(self, data: mmap.mmap) -> None:
        """Finds the segments in force. One that was cut off is passed over, and the next write takes its place."""
        at = len(_MAGIC)
        with memoryview(data) as view:
            while at + _HEAD_SIZE <= len(data):
                fields = data[at : at + _FIELDS.size]
                sign, entries, replaces, *mark = _FIELDS.unpack(fields)
                (check,) = struct.unpack_from("<L", data, at + _FIELDS.size)
                start = at + _HEAD_SIZE
                end = start + 8 * entries
                if sign != b"SEGM" or check != zlib.crc32(fields) or end > len(data):
                    break
                kept = len(self.segments) - replaces
                for old in self.segments[kept:]:
                    old.release()
                del self.segments[kept:], self.marks[kept:]
                self.segments.append(view[start:end].cast("Q"))
                self.marks.append(Mark(*mark))
                at = end
        self._end = at

    def _rewrite(self) -> None:
        """Leaves what was replaced behind."""
        beside = self.path.with_name(self.path.name + ".new")
        with beside.open("wb") as file:
            file.write(_MAGIC)
            _write(file, self.segments, self.marks[-1], replaces=0)
        self.close()
        beside.replace(self.path)
        self._open()


def _write(file: BinaryIO, sources: Sequence[Numbers], mark: Mark, replaces: int) -> None:
    """Writes one segment of all numbers of ``sources`` in order, the head last: without it there is no segment."""
    at = file.tell()
    file.write(bytes(_HEAD_SIZE))
    entries = 0
    for part in _merged(sources):
        file.write(part.tobytes())
        entries += len(part)
    file.flush()
    os.fsync(file.fileno())
    fields = _FIELDS.pack(b"SEGM", entries, replaces, *mark)
    file.seek(at)
    file.write(fields + struct.pack("<L", zlib.crc32(fields)))
    file.flush()
    os.fsync(file.fileno())


def _merged(sources: Sequence[Numbers]) -> Iterator[array[int]]:
    """All numbers in order, doubles dropped, a 256th of their range at a time: memory stays small."""
    if len(sources) == 1:
        yield array("Q", sources[0])
        return
    places = [0] * len(sources)
    for part in range(1, 257):
        values: set[int] = set()
        for n, source in enumerate(sources):
            end = bisect_left(source, part << 56, places[n]) if part < 256 else len(source)
            values.update(source[places[n] : end])
            places[n] = end
        yield array("Q", sorted(values))
