"""Is the copy we have whole? A text that breaks off proves nothing by what it does not say."""

from __future__ import annotations

import re

from auditor.sources.extract.furniture import text_groups

_ENDED = re.compile(r"[.!?][\"”’]?\s?\([^()\n]{1,40}\)$|[.!?…。！？։।؟]['\"'”’»›)\]*\s]{0,6}$|[:;]$")
_CUT_OFF = re.compile(
    r"(?:\.\.\.|…|\[\+?\d{0,6}\s?(?:chars|characters|more)\]|\[…\]|\[\.\.\.\])\W{0,3}$|\b(?:continue reading|"
    r"read (?:the )?(?:full|more|rest)|"
    r"keep reading|weiterlesen|lire la suite|seguir leyendo|continua a leggere|leia mais)\b[^.\n]{0,40}$",
    re.I,
)
_OPEN_WORDS = frozenset(
    "the a an of to in on at by for with from and or but that which who as is are was were be been has have had will "
    "would can could may might"
    " its their his her our this these than not into over after before said".split()
)
_AFTERWORDS = frozenset(("letter", "share", "copyright", "credit", "comment", "about", "ad", "cookie", "byline"))
_MIN_WORDS = 8
_LAST_LINES = 8


def is_truncated(text: str, *, strict: bool = False) -> bool:
    """True where the text breaks off: in the middle of a sentence, at an ellipsis, or at "continue reading".

    What follows a story (a copyright line, a plea for subscribers, a signature) is passed over. With ``strict`` a last
    line without a full stop is not enough: pages end in lists and captions that text saved by hand does not have.
    """
    lines = [line.strip() for line in text[-6000:].split("\n") if line.strip()][-_LAST_LINES:]
    if lines and _CUT_OFF.search(lines[-1][-120:]):
        return not strict or len(lines[-1].split()) >= _MIN_WORDS
    said = [text_groups(line) & _AFTERWORDS if len(line) < 300 else frozenset() for line in lines]
    foot = next((i for i, groups in enumerate(said) if i and "copyright" in groups), len(lines))
    for line, groups in reversed(list(zip(lines, said, strict=True))[:foot]):
        if _CUT_OFF.search(line[-120:]):
            return True
        if _ENDED.search(line[-60:]):
            return False
        if not groups and (cut := _is_cut(line, strict)) is not None:
            return cut
    return False


def _is_cut(line: str, strict: bool) -> bool | None:
    """Whether a line that ends no sentence was cut; None for what may be a signature, a caption, a table's row."""
    words = line.split()
    last = words[-1]
    if re.search(r"https?:|www\.|@|©|\|", line):
        return None
    if len(words) > 2 and (last.lower().strip(",") in _OPEN_WORDS or re.search(r"(?:,|[^-–—][-–—]|['’]s)$", line)):
        return True
    if strict:
        return False
    low = sum(w[0].islower() for w in words)
    if len(words) >= _MIN_WORDS or (len(words) >= 4 and low >= 2):
        return last[-1].isalnum() or last[-1] in "'\"”’"
    return None
