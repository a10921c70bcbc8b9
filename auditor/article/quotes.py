"""The quoted title of a reference: where it begins and ends, and when quotation marks are only part of a title."""

from __future__ import annotations

import re

from auditor.records import Span

HOLE = "\x01"
"""What stands in place of the parts of an entry that were recognised before."""

_CLOSES_AT = re.compile(
    r"['’]?(?:\s*$|\s?[.,;)\]|]|\s+(?:[(\[A-Z0-9“\"–—|*_-]|[a-z0-9-]+\.[a-z]{2,}|in\s[A-Z])|\s*\x01)"
)


def find_quote(text: str) -> Span | None:
    """The quoted title of an entry, quotation marks included, or None where quotes are only part of the title."""
    for found in re.finditer(r"[“«„\"‘”]|(?<![\w])'", text[:2000]):
        start, opener = found.start(), found.group()
        before = text[:start].rstrip()
        if opener == "”" and before:
            continue
        if before and not _opens_after(before, text[start - 1]):
            return None
        if before and opener in "‘'" and before[-1] not in ".,)" + HOLE:
            return None
        end = _closing(text, start, opener)
        if end and end - start > 3:
            return Span(start, end)
        if opener not in "‘'":
            return None
    return None


def _opens_after(before: str, gap: str) -> bool:
    if before[-1] in ".,;:)]|–—-/" + HOLE or before[-1] in "*_":
        return True
    return (
        gap.isspace()
        and len(before.split()) <= 6
        and not re.search(r"\b(?:the|a|an|of|to|in|on|is|says?|and|for|like)$", before, re.I)
        and before.split()[-1][:1].isupper()
        and len(before) > 3
    )


def _closing(text: str, start: int, opener: str) -> int | None:
    """The end of the quotation opened at ``start``; nested quotations of the same kind are stepped over."""
    closers = {"“": '”"', '"': '"”', "«": "»", "„": "“”", "‘": "’", "'": "'’", "”": "”"}[opener]
    depth = 1
    last = None
    for at in range(start + 1, min(len(text), start + 1500)):
        char = text[at]
        if char in closers and not (char in "'’" and _inside_word(text, at)):
            rest = text[at + 1 : at + 60]
            if opener == '"' and char == '"':
                depth ^= 1
                if depth == 1 and not _CLOSES_AT.match(rest):
                    continue
            elif opener == "“" or opener == "«":
                depth -= 1
            if _CLOSES_AT.match(rest):
                last = at + 1
                if depth <= 0 or opener in "‘'\"„”":
                    if opener in "‘'" and not re.match(r"\s*$|[.,;)]|\s?[(\[\x01]", rest):
                        return None
                    if (
                        opener == '"'
                        and re.search(r'^[^"]{1,80}[,.?!]"', rest)
                        and not re.match(r'\s*[,.]?\s[^"]{0,60}"\w', rest)
                    ):
                        continue
                    return last
        elif char == opener and opener in "“«":
            depth += 1
    return last


def _inside_word(text: str, at: int) -> bool:
    return at + 1 < len(text) and text[at + 1].isalpha()
