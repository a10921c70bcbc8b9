"""Titles without their outlet's name and section label: what is left is what two spellings of one title share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.headline.words import OUTLET_WORDS, SECTION_LABELS, SECTION_PHRASES
from auditor.text import fold

_BAR = re.compile(r"\s*(?:\||::|»|·)\s*")
_DASH = re.compile(r"\s+-{1,3}\s+")
_LABEL = re.compile(r"^\W*([^\W\d_]+(?:[ '-][^\W\d_]+){0,2})\s?[:|]\s+")
_DOMAIN = re.compile(r"^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,12}$", re.I)
_SMALL = frozenset("of the and for on in & de la le el".split())
_LONGEST_NAME = 6
_CAP = 2000


def variants(title: str) -> list[str]:
    """``title`` (spaces squashed) and its forms without section label and outlet name, the barest last."""
    whole = " ".join(title[:_CAP].split())
    out = [whole]
    for _ in range(4):
        shorter = next(_barer(out[-1]), None)
        if not shorter:
            break
        out.append(shorter)
    return out


def bare(title: str) -> str:
    """``title`` without section label and outlet name."""
    return variants(title)[-1]


def _barer(title: str) -> Iterator[str]:
    plain = fold(title)
    label = _LABEL.match(plain)
    if label and _is_section(label.group(1)):
        yield title[label.end() :]
    for found in _BAR.finditer(plain):
        head, tail = title[: found.start()], title[found.end() :]
        if _is_section(head) or (len(head.split()) <= 3 and _is_outlet(head, strict=True)):
            yield tail
    bars = list(_BAR.finditer(plain))
    if bars and bars[-1].start() > 0 and len(plain[bars[-1].end() :].split()) <= _LONGEST_NAME:
        yield title[: bars[-1].start()]
    dashes = list(_DASH.finditer(plain))
    if dashes:
        head, tail = title[: dashes[-1].start()], title[dashes[-1].end() :]
        if head and (_is_section(tail) or _is_outlet(tail, strict=_is_title_case(head))):
            yield head
        first, rest = title[: dashes[0].start()], title[dashes[0].end() :]
        if rest and _is_section(first):
            yield rest
    bracket = re.search(r"\s[\[(]([^\[\]()]{3,24})[\])]$", plain)
    if bracket and _is_section(bracket.group(1)):
        yield title[: bracket.start()]


def _is_section(text: str) -> bool:
    words = re.findall(r"[a-z]+", fold(text).lower())
    return bool(words) and (" ".join(words) in SECTION_PHRASES or all(w in SECTION_LABELS for w in words))


def _is_outlet(text: str, *, strict: bool) -> bool:
    """Whether ``text`` reads as an outlet's name. ``strict`` (a title in title case) asks for an outlet word."""
    words = fold(text).split()
    if not words or len(words) > _LONGEST_NAME:
        return False
    if len(words) == 1 and _DOMAIN.match(words[0]):
        return True
    if not all(w[0].isupper() or w[0].isdigit() or w.lower() in _SMALL for w in words):
        return False
    named = any(re.sub(r"\W", "", w).lower() in OUTLET_WORDS for w in words) or any(
        w.isupper() and 2 <= len(w) <= 5 for w in words
    )
    return named or (not strict and len(words) <= 4)


def _is_title_case(text: str) -> bool:
    """Whether most longer words after the first begin high, so that capitals do not tell a name."""
    long = [w for w in re.findall(r"[^\W\d_]+", text)[1:] if len(w) > 4]
    return len(long) < 2 or sum(w[0].isupper() for w in long) > 0.7 * len(long)
