"""Every page ever seen, findable by a paragraph of it: which of a million pages holds these words?

The question is containment (is this paragraph in that page?), so pages are not reduced to one MinHash signature, which
answers resemblance of whole pages. Each page leaves *fingerprints*: of every ``WINDOW`` runs of ``RUN`` words in a row
the one with the least hash (winnowing: Schleimer, Wilkerson, Aiken, SIGMOD 2003). A shared passage of at least
``RUN + WINDOW - 1`` words always leaves a fingerprint in common, and a query looks up all of its runs, so shorter and
lightly changed passages are nearly always found as well; ``tests/eval/reuse.py`` measures recall against comparing
everything with everything.

A fingerprint and its page are one 64-bit number (40 bits of hash, 24 of page number) in a file of sorted segments
(``segments``). A query halves its way through them, so opening costs nothing and memory is what the system caches. A
page of 500 words takes about 0.9 kB: a million pages, under 1 GB.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from heapq import nsmallest
from pathlib import Path
from types import TracebackType

from auditor.checks.reuse.segments import Mark, SegmentFile
from auditor.errors import StoreError

RUN = 5
"""Words of a run: shorter ones are common phrases, longer ones break at every changed word."""

WINDOW = 8
"""Of so many runs in a row one is kept. 2 / (WINDOW + 1) of all runs are, on average."""

MAX_PAGES = 1 << 24
"""Page numbers are below this."""

_PAGE_BITS = 24
_PAGE_MASK = MAX_PAGES - 1
_HASH_MASK = (1 << 40) - 1
_MIX = (0xF37D5, 0xC2B2B, 0x9E379, 0x85EBD)  # odd, so that no bit of a word is lost
_WORDS = re.compile(r"\w+")

BUFFER = 2_000_000
"""Fingerprints held in memory before they are written as a segment (about 64 MB)."""

CAP = 256
"""Pages looked at for one run: a phrase on more pages than this tells little, and the earliest pages stand for them."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that shares words with the query. ``share`` in [0, 1] is the part of the query's runs found there.

    Since a page keeps about one run in four or five, the share is scaled by that and capped at 1.
    """

    page: int
    shared: int
    share: float


@lru_cache(maxsize=1 << 18)
def _word(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=5).digest(), "little")


def runs_of(text: str) -> list[int]:
    """A 40-bit hash of every run of ``RUN`` words, in order. A text of fewer words has one, of all of them."""
    words = [_word(word) for word in _WORDS.findall(text.lower())]
    if not words:
        return []
    if len(words) < RUN:
        words += [0] * (RUN - len(words))
    two, three, four, five = _MIX
    return [
        a + b * two + c * three + d * four + e * five & _HASH_MASK
        for a, b, c, d, e in zip(words, words[1:], words[2:], words[3:], words[4:])
    ]


def fingerprints(text: str) -> set[int]:
    """The runs of a page that are kept: the least of every ``WINDOW`` in a row."""
    runs = runs_of(text)
    if len(runs) <= WINDOW:
        return {min(runs)} if runs else set()
    return {min(runs[i : i + WINDOW]) for i in range(len(runs) - WINDOW + 1)}


class ReuseIndex:
    """A file of fingerprints. Not for two writers at once.

    Args:
        path: the file; made on the first write. None keeps everything in memory.

    Raises:
        StoreError: the file is no index, or of another version.
    """

    def __init__(self, path: Path | str | None = None) -> None:
        self._file = None if path is None else SegmentFile(Path(path))
        self._fresh: array[int] = array("Q")
        self._sorted = True

    def __enter__(self) -> ReuseIndex:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        """How many fingerprints are held."""
        return len(self._fresh) + sum(map(len, self._segments()))

    def add(self, page: int, text: str) -> None:
        """Adds a page under its number (0 to 16,777,215). Adding a page twice does no harm.

        Raises:
            StoreError: the number is out of range, or the file cannot be written.
        """
        if not 0 <= page < MAX_PAGES:
            raise StoreError(f"page numbers go from 0 to {MAX_PAGES - 1}, not {page}")
        self._fresh.extend([found << _PAGE_BITS | page for found in fingerprints(text)])
        self._sorted = False
        if len(self._fresh) >= BUFFER:
            self.flush()

    def query(self, text: str, *, limit: int = 10, min_shared: int = 2) -> list[Hit]:
        """The pages that share the most runs of words with ``text`` (a paragraph), best first.

        Among equals the one whose shared runs stand on fewer pages, then the one that came earlier.

        Args:
            text: what to look for; its own page comes back too if it is in the index.
            limit: how many pages at most.
            min_shared: pages with fewer runs in common are left out; a text of few words needs fewer.
        """
        self._sort_fresh()
        runs = set(runs_of(text))
        counts: Counter[int] = Counter()
        rarity: dict[int, float] = {}
        for run in runs:
            pages = self._pages_with(run)
            counts.update(pages)
            for page in pages:
                rarity[page] = rarity.get(page, 0.0) + 1 / len(pages)
        least = min(min_shared, max(1, len(runs) // (2 * WINDOW)))
        enough = [page for page, shared in counts.items() if shared >= least]
        best = nsmallest(limit, enough, key=lambda page: (-counts[page], -rarity[page], page))
        kept = len(runs) * 2 / (WINDOW + 1) if len(runs) > WINDOW else 1.0
        return [Hit(page, counts[page], round(min(1.0, counts[page] / kept), 4)) for page in best]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """How far was read when each part of the file was written, oldest first; in memory there are none."""
        return tuple(self._file.marks) if self._file else ()

    def refresh(self) -> None:
        """Takes in what another process has written to the file since it was opened."""
        if self._file is not None:
            self._file.refresh()

    def clear(self) -> None:
        """Forgets every page.

        Raises:
            StoreError: the file cannot be removed.
        """
        self._fresh, self._sorted = array("Q"), True
        if self._file is not None:
            self._file.clear()

    def flush(self, mark: Mark | None = None) -> None:
        """Writes what was added since the last time, with how far was read. In memory there is nothing to write.

        Raises:
            StoreError: the file cannot be written.
        """
        self._sort_fresh()
        if self._file is not None and self._fresh:
            self._file.append(self._fresh, mark)
            self._fresh = array("Q")

    def close(self) -> None:
        """Writes what is left and lets go of the file."""
        self.flush()
        if self._file is not None:
            self._file.close()

    def _segments(self) -> list[memoryview]:
        return self._file.segments if self._file else []

    def _sort_fresh(self) -> None:
        if not self._sorted:
            self._fresh = array("Q", sorted(self._fresh))
            self._sorted = True

    def _pages_with(self, run: int) -> set[int]:
        """The pages that kept a run, at most about ``CAP``, the lowest numbers of each segment first."""
        low, high = run << _PAGE_BITS, (run + 1) << _PAGE_BITS
        pages: set[int] = set()
        for segment in (*self._segments(), self._fresh):
            at = bisect_left(segment, low)
            stop = min(len(segment), at + CAP)
            while at < stop and segment[at] < high:
                pages.add(segment[at] & _PAGE_MASK)
                at += 1
            if len(pages) >= CAP:
                break
        return pages


def build(pages: Iterable[tuple[int, str]], path: Path | str | None = None) -> ReuseIndex:
    """An index of the pages (number, text), written to ``path``."""
    index = ReuseIndex(path)
    for number, text in pages:
        index.add(number, text)
    index.flush()
    return index
