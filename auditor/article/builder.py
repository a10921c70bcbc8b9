"""Readable text put together piece by piece, each character with its place in the input."""

from __future__ import annotations

from array import array

from auditor.records import Block, BlockKind, Inline, InlineKind, Span
from auditor.urls import unwrapped

_SPACE = " \t\r\n\f\v"


class TextBuilder:
    """Collects text, blocks and inline markup. White space is collapsed unless a block is said to keep it.

    ``offsets[i]`` is the place in the input of ``text[i]``.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._last = "\n"
        self.offsets = array("q")
        self.blocks: list[Block] = []
        self.inlines: list[Inline] = []
        self._start = 0
        self._gap = ""
        self._pending = -1

    def __len__(self) -> int:
        return self._length

    @property
    def here(self) -> int:
        """Where the next visible character will stand, a pending separator counted."""
        if self._start == self._length:
            return self._length + (len(self._gap) if self._length else 0)
        return self._length + (self._pending >= 0)

    def add(self, char: str, place: int) -> None:
        """Adds one character of the input, standing at ``place`` there."""
        if char in _SPACE:
            if self._length > self._start and self._pending < 0:
                self._pending = place
            return
        if self._length == self._start:
            self._separate(place)
        elif self._pending >= 0:
            self._put(" ", self._pending)
        self._pending = -1
        self._put(char, place)

    def add_kept(self, char: str, place: int) -> None:
        """Adds one character whose white space is kept."""
        if self._length == self._start:
            self._separate(place)
        self._put(char, place)

    def _separate(self, place: int) -> None:
        if self._length:
            for char in self._gap or "\n\n":
                self._put(char, place)
        self._gap = ""
        self._start = self._length

    def _put(self, char: str, place: int) -> None:
        self._parts.append(char)
        self.offsets.append(place)
        self._length += 1
        self._last = char

    def end_block(self, kind: BlockKind, *, gap: str = "\n\n", label: str = "", group: int = -1) -> bool:
        """Closes the block that is open, if it has any text; ``gap`` is what will stand before the next one."""
        self._pending = -1
        done = self._length > self._start
        if done:
            self.blocks.append(Block(kind, Span(self._start, self._length), label, group))
            self._gap = gap
            self._start = self._length
        elif len(gap) > len(self._gap) and self._length:
            self._gap = gap
        return done

    def mark(self, kind: InlineKind, start: int, value: str = "", title: str = "", label: str = "") -> None:
        """Records markup from ``start`` to here; nothing where no text stands between (anchors excepted)."""
        value = unwrapped(value) if kind is InlineKind.LINK else value
        if kind is InlineKind.ANCHOR or self._length > start:
            self.inlines.append(Inline(kind, Span(start, max(start, self._length)), value, title, label))

    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)
