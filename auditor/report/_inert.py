"""Text from outside made harmless before it is shown. Every format takes what it prints from here.

Three kinds of character act on a reader's screen instead of being read: control characters (a terminal obeys them),
bidirectional controls (they show text in another order than it has) and lone surrogates (no encoding can write them).
"""

from __future__ import annotations

import re

GONE = "\ufffd"
"""Stands where a character was that must not be shown."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKS = "\u061c\u200e\u200f"  # direction marks: invisible, and nothing is lost without them
_ACTING = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)]
_BIDI = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_SHOWN = {
    **dict.fromkeys([*_ACTING, *_BIDI, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)], GONE),
    **dict.fromkeys(map(ord, _MARKS), None),
    ord("\r"): "\n",
    0x2028: "\n",
    0x2029: "\n",
    **dict.fromkeys(range(0xE0000, 0xE0080), None),  # tag characters: a second, invisible text
}
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)


def wellformed(text: str) -> str:
    """``text`` with every lone surrogate as U+FFFD: the same length, and any encoding can write it."""
    return _SURROGATE.sub(GONE, text) if _SURROGATE.search(text) else text


def shown(text: str) -> str:
    """``text`` without characters that act: controls (but tab and line feed), bidi controls and surrogates.

    What is taken out leaves U+FFFD, so that a reader sees it; the length may change, so slice first.
    """
    if not _SUSPECT.search(text):
        return text
    return text.replace("\r\n", "\n").translate(_SHOWN)


def one_line(text: str, limit: int | None = None) -> str:
    """``shown(text)`` with runs of space made one, cut at a word where it is over ``limit`` characters."""
    if limit is not None and len(text) > 8 * limit:
        text = text[: 8 * limit]  # enough to fill the limit after spaces are folded, and no megabyte is scanned for it
    flat = " ".join(shown(text).split())
    if limit is None or len(flat) <= limit:
        return flat
    cut = flat[: max(1, limit - 1)]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:-") + "…"
