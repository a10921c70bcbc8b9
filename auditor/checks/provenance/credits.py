"""Who a page says its story is from: byline, dateline, foot and copyright line.

A credit alone makes no two pages one story (an agency files several a day); it lowers how much text has to agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.checks.provenance.names import Voice, call_sign, initials, is_organisation, name_parts, plain_name
from auditor.checks.provenance.sheets import Sheet
from auditor.text import match_key

_DATELINE_CREDIT = re.compile(r"^[^\n()]{0,80}\(([^()\n]{2,60})\)\s*(?:--|-|:)\s")
_NAME = r"(?:the\s+)?(?-i:[A-Z](?:[\w&'/-]|\.(?=\S))*(?:\s+(?:(?:of|and|the|for)\s+)?[A-Z](?:[\w&'/-]|\.(?=\S))*){0,5})"
_COPYRIGHT = re.compile(
    rf"(?:copyright|\(c\)|©)\s*(?:©|\(c\))?\s*(?:\d{{4}}(?:\s*-\s*\d{{4}})?)?,?\s*(?:by\s+)?({_NAME})(?:\s+\d{{4}})?",
    re.I,
)
_FOOT = (
    re.compile(rf"\b(?:additional |with )?reporting (?:by|from|for) ({_NAME})", re.I),
    re.compile(rf"\b(?:first |originally )(?:published|appeared|ran|aired) (?:by|in|on|at) ({_NAME})", re.I),
    re.compile(
        rf"\b(?:re-?published|reprinted|reproduced|distributed|provided|syndicated|translated|condensed|adapted) "
        rf"(?:with permission |by permission |courtesy )?(?:by|from|of|through|via) ({_NAME})",
        re.I,
    ),
    re.compile(
        rf"(?:^|[(\[*_-]|[.!?]\s)\s*(?:source|via|credit|story by|text|courtesy of|from|with)\b:?\s+({_NAME})", re.I
    ),
    re.compile(rf"({_NAME}) (?:contributed (?:reporting|to this)|reporting\b)", re.I),
)
_BARE_FOOT = re.compile(rf"^[\s(\[*_—–-]*({_NAME})[\s)\].*_]*$")
_NO_TEXT = re.compile(
    r"\b(?:photos?|photographs?|pictures?|images?|video|graphics?|maps?|illustrations?|markets? data|figures supplied|"
    r"weather data|listings|crossword|cartoons?)\b",
    re.I,
)
_CONTRIBUTED = re.compile(
    r"\bcontributed\b|\badditional reporting\b|\bwith (?:reporting|files|material) (?:by|from)\b", re.I
)
_UPDATED = re.compile(
    r"""\b(?:
      th(?:is|e)[ ](?:story|article|report|piece|item|copy|version|page|post)
        [ ](?:has[ ]been|was|is[ ]being|will[ ]be|is|updates|replaces|corrects)\b[^.]{0,60}?
        (?:updat|correct|revis|amend|version|replac|earlier)
    | (?:an[ ])?(?:earlier|previous|original)[ ]version[ ]of[ ]this
    | updates?[ ](?:with|to|an|earlier|throughout|story|our|paragraph|death|toll|number)
    | (?:recasts|adds[ ](?:details|quotes?|background|comment|reaction)|corrects|writethru|write-through)
    | (?:2nd[ ]lead|1st[ ]ld)
    | (?:last[ ])?updated:?[ ](?:at|on|\d|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)
    | updated[ ](?:with|to[ ]|throughout|version|story)
    | supersedes
    )""",
    re.X | re.I,
)
_UPDATE_TITLE = re.compile(
    r"^\W*(?:update|updated|correct(?:ed|ion)|refile|wrapup|\d(?:st|nd|rd|th) (?:ld|lead))\b|\bupdate \d|\(updated?\)",
    re.I,
)
FOOT = 4
"""Credits stand in the last four paragraphs: after them come copyright, footer and the carrier's own line."""

FOOT_LENGTH = 300
"""A longer paragraph is part of the story: what it says of a source is an attribution, not a credit."""


@dataclass(slots=True)
class Credit:
    """What a page says of its origin. ``voices`` are indexes; ``authors`` folded personal names of the byline."""

    voices: dict[int, str] = field(default_factory=dict)
    """Voice credited -> where it stands: "byline", "dateline", "foot" or "copyright line"."""
    contributed: dict[int, str] = field(default_factory=dict)
    """Voice -> the sentence that says it contributed to a report written by somebody else."""
    authors: frozenset[str] = frozenset()
    updated: str | None = None
    """The words by which the page says that it is a later version."""


def credit_strings(sheet: Sheet) -> list[tuple[str, str]]:
    """(where, name) of every name that stands in a credit's place on the page, agencies and persons alike."""
    out = [("byline", part) for part in name_parts(sheet.page.byline or "")]
    out += [("credit", part) for part in name_parts(sheet.page.wire_credit or "")]
    for number, paragraph in enumerate(sheet.paragraphs):
        text = (
            paragraph.of(sheet.text) if len(paragraph) < 2000 else sheet.text[paragraph.start : paragraph.start + 2000]
        )
        if number < 3 and (found := _DATELINE_CREDIT.match(text)):
            out += [("dateline", part) for part in re.split(r"\s*[/,]\s*|\s+and\s+", found.group(1))]
        if number == 0 and len(text) < 160 and re.match(r"\s*by\s", text, re.I):
            out += [("byline", part) for part in name_parts(text)]
        if number >= len(sheet.paragraphs) - FOOT and number:
            out += _foot(text)
    return [(where, name.strip()) for where, name in out if name.strip()]


def _foot(text: str) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    if len(text) < 80 and (found := _BARE_FOOT.match(text)):
        return [("foot", part) for part in name_parts(found.group(1))]
    for pattern in (_COPYRIGHT, *_FOOT) if len(text) <= FOOT_LENGTH else (_COPYRIGHT,):
        for found in pattern.finditer(text):
            if _NO_TEXT.search(text[max(0, found.start() - 40) : found.end()]):
                continue
            where = "copyright line" if pattern is _COPYRIGHT else "foot"
            out += [(where, part) for part in name_parts(found.group(1))]
    return out


def read_credits(
    sheets: Sequence[Sheet], strings: Sequence[Sequence[tuple[str, str]]], voices: list[Voice]
) -> list[Credit]:
    """A credit a page; also writes into each voice which pages carry it."""
    _learn_short_forms(strings, voices)
    index = _index(voices)
    given = []
    for sheet, names in zip(sheets, strings, strict=True):
        credit = Credit(updated=_update_mark(sheet))
        authors = set()
        for where, name in names:
            at = index.get(plain_name(name).casefold())
            if at is not None:
                if sheet.index not in voices[at].homes:
                    credit.voices.setdefault(at, where)
            elif where == "byline" and not is_organisation(name) and len(name.split()) >= 2:
                authors.add(match_key(name))
        credit.authors = frozenset(authors)
        _note_contributions(sheet, credit, voices)
        for at in credit.voices:
            voices[at].carried.append(sheet.index)
        given.append(credit)
    return given


def _index(voices: Sequence[Voice]) -> dict[str, int]:
    return {form.casefold(): at for at, voice in enumerate(voices) for form in voice.forms}


def _learn_short_forms(strings: Sequence[Sequence[tuple[str, str]]], voices: Sequence[Voice]) -> None:
    """Adds what agencies call themselves in credits: "(Meridian)" in a dateline for the Meridian Press."""
    for where, name in {pair for names in strings for pair in names}:
        at = _by_first_word(name, voices) if where == "dateline" or " " not in name else None
        if at is not None:
            voices[at].forms.add(name)


def _by_first_word(name: str, voices: Sequence[Voice]) -> int | None:
    """The only agency, or else outlet, whose name opens with ``name``."""
    hits = [at for at, voice in enumerate(voices) if voice.name.casefold().startswith(name.casefold() + " ")]
    return hits[0] if len(hits) == 1 else None


def _note_contributions(sheet: Sheet, credit: Credit, voices: Sequence[Voice]) -> None:
    for paragraph in sheet.paragraphs[-FOOT:]:
        text = paragraph.of(sheet.text)
        if len(text) < 400 and _CONTRIBUTED.search(text):
            for at in credit.voices:
                if any(form in text for form in voices[at].forms):
                    credit.contributed[at] = text.strip()


def _update_mark(sheet: Sheet) -> str | None:
    title = fold_title(sheet.page.title)
    if found := _UPDATE_TITLE.search(title):
        return found.group().strip(" :-(")
    for number, paragraph in enumerate(sheet.paragraphs):
        if number > 1 and number < len(sheet.paragraphs) - FOOT:
            continue
        text = sheet.text[paragraph.start : min(paragraph.end, paragraph.start + 600)]
        if found := _UPDATED.search(text):
            return " ".join(text[found.start() : found.start() + 90].split()[:14])
    return None


def fold_title(title: str | None) -> str:
    """``title`` with spaces squeezed, or ``""``."""
    return " ".join((title or "").split())


__all__ = ["Credit", "call_sign", "credit_strings", "initials", "read_credits"]
