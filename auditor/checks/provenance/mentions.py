"""Where a page names another outlet as a source of facts it gives: "first reported by", "told the X", "X has found".

A mention alone is nothing: an outlet can own a boat race, be read by a passenger, or employ the victim. A naming
counts when the words around it attribute, or when what its sentence says stands on the page of that outlet; and only
when that page can have been out already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from auditor.checks.provenance.cues import (
    CONTEXT,
    attributes,
    named_otherwise,
    refers_back,
    time_named,
)
from auditor.checks.provenance.names import Voice
from auditor.checks.provenance.sheets import Sheet
from auditor.text import fold


@dataclass(frozen=True, slots=True)
class Naming:
    """A page naming a voice (an index). ``sentence`` is an index into the page's sentences, -1 for its title.

    Without ``cued`` words of attribution, what the sentence says has to stand on the page meant. ``when`` is the time
    the page gives for the outlet's report.
    """

    voice: int
    sentence: int
    words: str
    cued: bool = True
    when: str | None = None


def find_namings(sheet: Sheet, voices: Sequence[Voice], own: frozenset[int]) -> list[Naming]:
    """Every naming of a voice not among ``own`` that can be an attribution, in order."""
    pattern = _pattern(voices)
    found = list(_namings(sheet, voices, own, pattern)) if pattern else []
    if len({naming.voice for naming in found}) == 1 and refers_back(sheet.text):
        found = [replace(naming, cued=True) for naming in found]
    return found


def _namings(sheet: Sheet, voices: Sequence[Voice], own: frozenset[int], pattern: re.Pattern[str]) -> Iterator[Naming]:
    lookup = _lookup(voices)
    spelled: set[int] = set()
    title = fold(sheet.page.title or "")
    parts = [(-1, title, 0, len(title))]
    parts += [(n, sheet.text, s.span.start, s.span.end) for n, s in enumerate(sheet.sentences) if not s.furniture]
    for number, text, start, end in parts:
        for found in pattern.finditer(text, start, end):
            voice = _resolve(found, text, lookup, spelled, own)
            if voice is None:
                continue
            if found.group("full"):
                spelled.add(voice)
            before = text[max(start, found.start() - CONTEXT) : found.start()]
            after = text[found.end() : min(end, found.end() + CONTEXT)]
            if voice in own or named_otherwise(before, after):
                continue
            words = " ".join(f"{' '.join(before.split()[-3:])} {found.group()}{' '.join(after.split(' ')[:4])}".split())
            yield Naming(voice, number, words, attributes(before, after), time_named(before, after))


def _pattern(voices: Sequence[Voice]) -> re.Pattern[str] | None:
    """Finds any voice's full form, or its short one after an article; None without voices."""
    full = sorted({form for voice in voices for form in voice.forms if len(form) > 1}, key=len, reverse=True)
    short = sorted({short for voice in voices for short in voice.shorts}, key=len, reverse=True)
    if not full:
        return None
    spaced = "|".join(r"\s+".join(map(re.escape, form.split())) for form in full)
    pattern = rf"(?<![\w@./-])(?:[Tt]he\s+)?(?P<full>{spaced})(?![\w@])(?!\.\w)"
    if short:
        either = "|".join(map(re.escape, short))
        pattern += rf"|\b[Tt]he\s+(?P<short>{either})\b|,\s*says?\s+(?P<said>{either})\b"
    return re.compile(pattern)


def _lookup(voices: Sequence[Voice]) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for at, voice in enumerate(voices):
        for form in voice.forms | voice.shorts:
            out.setdefault(form, []).append(at)
    return out


def _resolve(
    found: re.Match[str], text: str, lookup: dict[str, list[int]], spelled: set[int], own: frozenset[int]
) -> int | None:
    """The one voice a name can mean here: the page's own first, then one it has spelled out, then the only one."""
    groups = found.groupdict()
    if groups["full"]:
        hits = lookup.get(" ".join(groups["full"].split()), [])
        return hits[0] if len(hits) == 1 else None
    if re.match(r"\s+(?!I\b|The\b|On\b|In\b)[A-Z]", text[found.end() : found.end() + 6]):
        return None  # "the Tribune Tower", "the Echo River"
    hits = lookup.get(groups.get("short") or groups.get("said") or "", [])
    for group in (own, spelled):
        if mine := [at for at in hits if at in group]:
            return mine[0]
    return hits[0] if len(hits) == 1 else None


# --- when ------------------------------------------------------------------------------------------------------------

_LAST = {"week": (1, 14), "month": (7, 62), "year": (30, 730)}
_AGO = {"month": (25, 900), "year": (200, 99999), "decade": (3000, 99999)}
_SEASON = (45, 550)
"""Days between a report and a page that says it came out "last week", "two years ago", "last spring"."""


def day_of(published: str | None) -> date | None:
    """The day of an ISO 8601 date or time, or None."""
    found = re.match(r"\s*(\d{4})-(\d\d)-(\d\d)", published or "")
    if not found:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def can_mean(naming: Naming, later: Sheet, earlier: Sheet, *, slack: int) -> bool:
    """Whether ``later`` can have read ``earlier``, and whether that came out when the naming says.

    Args:
        slack: days by which the page named may be dated later (time zones, later versions).
    """
    ours, theirs = day_of(later.page.published), day_of(earlier.page.published)
    if ours is None or theirs is None:
        return True
    gap = (ours - theirs).days
    if gap < -slack:
        return False
    if naming.when is None:
        return True
    words = naming.when.split()
    if words[0] == "in":
        return theirs.year == int(words[-1])
    low, high = _LAST.get(words[-1], _SEASON) if words[0] == "last" else _AGO.get(words[-2].rstrip("s"), _SEASON)
    return low <= gap <= high
