"""Persons' names in reference lists: how a list of authors is recognised, cut off, and taken apart."""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.text import STOPWORDS

_PARTICLE = (
    r"(?:(?:d[aeiu]|del|della|des|dos|van|von|der|den|la|le|al|el|ter|ten|bin|ibn|st\.|St\.|zu|zur|af|av"
    r"|Mac|Mc)[\s'’-]|[dDOL]['’])"
)
_SURNAME = rf"(?:{_PARTICLE}){{0,3}}[A-ZÀ-ÖØ-Þ][\w'’‐-]+(?:[\s-](?:{_PARTICLE})?[A-ZÀ-ÖØ-Þ][\w'’-]{{2,}})?"
_INITIALS = r"(?:(?:[A-ZÀ-ÖØ-Þ]|[CTPJSY][hlu]|Yu|Ya)\.[\s-]{0,2}|[A-Z](?=[\s.,;:&(]|$)[\s-]?){1,5}"
_TIGHT = r"[A-ZÀ-ÖØ-Þ]{1,4}\.?(?![\w'’])"
_SUFFIX = r"(?:,?\s(?:Jr|Sr|II|III|IV)\b\.?)?"
_NEXT_IS_SURNAME = rf"(?!\.?\s{{0,2}}(?:{_PARTICLE})?[A-ZÀ-ÖØ-Þ][\w'’-]+(?:\s*[,.;(]|\s(?:and|&)\s[A-Z]))"
_FORMS = (
    ("inverted", re.compile(rf"{_SURNAME},\s[A-ZÀ-ÖØ-Þ][\w'’-]+\s(?:[A-Z]\.\s?){{1,2}}{_SUFFIX}")),  # Hall, Edith M.
    ("inverted", re.compile(rf"{_SURNAME},\s{{0,2}}(?:{_INITIALS}|{_TIGHT}){_SUFFIX}")),
    (
        "given",
        re.compile(
            rf"{_SURNAME},\s[A-ZÀ-ÖØ-Þ](?=\w\w)[\w'’-]+(?:\s[A-ZÀ-ÖØ-Þ][\w'’-]+)?(?=\.\s|,?\s\(?(?:1[5-9]|20)\d\d)"
        ),
    ),
    ("inverted", re.compile(rf"{_SURNAME}\s{{1,2}}(?:{_INITIALS}|{_TIGHT}){_NEXT_IS_SURNAME}{_SUFFIX}")),
    ("inverted", re.compile(rf"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’-]+,?\s\(?{_INITIALS}\)?")),
    ("plain", re.compile(rf"{_INITIALS}\s?{_SURNAME}{_SUFFIX}")),
    (
        "plain",
        re.compile(
            rf"[A-ZÀ-ÖØ-Þ][\w'’-]+\s(?:[A-Z]\.\s?){{1,2}}(?:{_PARTICLE})?[A-ZÀ-ÖØ-Þ][\w'’-]+{_SUFFIX}"
            r"(?=\s*[,.;:(]|\s(?:and|&)\s)"
        ),
    ),
)
_FULL = re.compile(
    rf"(?:[A-ZÀ-ÖØ-Þ][\w'’-]+|[A-Z]\.)(?:[\s-](?:[A-Z]\.|[A-Z](?=\s)|[A-ZÀ-ÖØ-Þ][\w'’-]+)){{0,2}}\s(?:{_PARTICLE}){{0,2}}[A-ZÀ-ÖØ-Þ][\w'’-]+{_SUFFIX}"
)
_SEPARATOR = re.compile(r"\s{0,2}(?:[,;]\s{0,2}(?:and|&|et|y|e|und|en)\s|[,;]|(?:and|&|et|y|und|en)\b|&|\.,)\s{0,2}")
_OTHERS = re.compile(r"[,;]?\s{0,2}(?:et\.? al\b\.?|and others\b|u\.\s?a\.)")
_EDITORS = re.compile(r"[,;]?\s{0,2}\(?(?:[Ee]ds?|[Hh]rsg|[Ee]ditors?|coord|dir)\b\.?\)?\.?")
_AFTER = re.compile(r"\s{0,2}(?:[.,:;(\[“\"«‘]|[12]\d{3}|$|\x01)")
MAX_NAMES = 120


_REPEATED = re.compile(r"\s*[—–_-]{2,12}\.?,?\s{1,2}(?=[A-Z“\"])")


def lead_names(text: str) -> int:
    """How many characters a list of authors with initials takes at the start of ``text``; 0 where there is none.

    One name with initials is enough, full names need a second one.
    """
    repeated = _REPEATED.match(text)  # a dash stands for the author of the entry above
    if repeated:
        return repeated.end()
    end, count = _run(text, _FORMS)
    if count:
        return _finish(text, end, count)
    end, count = _full_names(text)
    return _finish(text, end, count) if count >= 2 else 0


def _run(text: str, forms: tuple[tuple[str, re.Pattern[str]], ...]) -> tuple[int, int]:
    at = end = count = 0
    style = ""
    while count < MAX_NAMES:
        found = None
        for name, form in forms:
            found = form.match(text, at, at + 120)
            if found and name == "given" and _is_phrase(found.group()):
                found = None
            elif found and (not style or style == name or name == "plain"):
                style = style or name
                break
            found = None
        if not found:
            break
        end, count = found.end(), count + 1
        joint = _SEPARATOR.match(text, end)
        if not joint:
            break
        at = joint.end()
    return end, count


def _is_phrase(text: str) -> bool:
    """Whether words that could be a name are a phrase: ``Trout, Explained``."""
    words = [w.lower().strip(",.") for w in text.split()]
    return names_likeness(text) <= 0 or any(w in _COMMON or w in STOPWORDS or w.endswith(("ed", "ing")) for w in words)


def _full_names(text: str) -> tuple[int, int]:
    at = end = count = 0
    joined = False
    while count < MAX_NAMES:
        found = _FULL.match(text, at, at + 120)
        if not found or names_likeness(found.group()) <= 0:
            break
        if any(w.lower() in _COMMON or w.lower() in STOPWORDS for w in found.group().split()):
            break
        end, count = found.end(), count + 1
        joint = _SEPARATOR.match(text, end)
        if not joint:
            break
        joined = joined or bool(re.search(r"and|&|et|und", joint.group()))
        at = joint.end()
    return (end, count) if joined or _OTHERS.match(text, end) else (0, 0)


def _finish(text: str, end: int, count: int) -> int:
    for pattern in (_OTHERS, _EDITORS):
        found = pattern.match(text, end)
        if found:
            end, count = found.end(), count + 1
    while end and text[end - 1].isspace():
        end -= 1
    if count == 1 and (text[end : end + 1] == ":" or _INITIALISM.match(text)):
        return 0
    return end if text[end - 1] == "." or _AFTER.match(text, end) else 0


_INITIALISM = re.compile(r"(?:U\.\s?[SKN]|E\.\s?U|D\.\s?C|U\.\s?A\.\s?E)\.")


def split_names(text: str) -> tuple[str, ...]:
    """Persons' names as printed: ``Lindqvist, M., & Roth, P.`` gives both with their initials."""
    plain = _EDITORS.sub("", _OTHERS.sub("", text)).strip(" ,;:")
    out: list[str] = []
    for part in re.split(r"\s*;\s*|\s*,?\s+(?:&|and|et|und)\s+", plain):
        words = [w.strip() for w in part.split(",") if w.strip()]
        i = 0
        while i < len(words):
            given = i + 1 < len(words) and (
                bool(re.fullmatch(r"(?:[A-Z][a-z]?\.[\s-]?|[A-Z][\s-]?){1,4}", words[i + 1]))
                or (len(words) == 2 and " " not in words[i])
            )
            out.append(f"{words[i]}, {words[i + 1]}" if given else words[i])
            i += 2 if given else 1
    return tuple(n for n in out if n)


_COMMON = frozenset(
    """one two three four five six seven eight nine ten first last new old big great little night day days year years
    man men woman women king queen city town river fire water house school road bridge war peace death life
    love vol no nos part chapter section""".split()
)
_PARTICLES = frozenset(
    "de da do dos del di du la le van von der den ter ten el al bin ibn ben y e st st. af av zu zur and et und".split()
)
_GIVEN = re.compile(r"(?:[A-Z]\.-?){1,4}|[A-Z]{1,3}")
_CLEAN = re.compile(r"\b(?:et al\.?|and others|eds?\.?|\(eds?\.?\)|with|editors?)\b\.?")
_NO_NAMES = frozenset(
    """news times post herald tribune gazette courier journal chronicle observer examiner dispatch bulletin review
    weekly daily radio television magazine press agency institute university college ministry department council board
    commission committee society association federation foundation museum library hospital office center centre bureau
    association report reports statement act the of for""".split()
)


@lru_cache(maxsize=8192)
def names_likeness(text: str) -> float:
    """How much ``text`` reads as one or more persons' names, about -3 to 3."""
    plain = _CLEAN.sub("", text).strip(" .,;:")
    if not plain:
        return 1.0 if "et al" in text else -3.0
    if len(plain) > 400 or re.search(r"[?!“”\"]|\d", plain):
        return -3.0
    tokens = [t for t in re.split(r"\s*(?:,|;|&|\band\b|\s)\s*", plain) if t]
    bad = sum(1 for t in tokens if not (t[0].isupper() or t.lower() in _PARTICLES or t[:2] in ("d'", "d’")))
    bad += sum(1 for t in tokens if t.lower().strip(".") in _NO_NAMES)
    if bad:
        return -1.5 * bad
    initials = sum(1 for t in tokens if _GIVEN.fullmatch(t))
    score = 0.3 + (1.2 if initials else 0.0)
    if re.match(r"^[^\s,]+(?:\s[^\s,]+)?,\s[^,]+$", plain):
        score += 0.6
    if re.fullmatch(r"[A-Z][\w'’-]+(?:\s[A-Z]\.)?\s[A-Z][\w'’-]+", plain):
        score += 0.5
    if re.search(r"&|;|\band\b|et al", text):
        score += 0.4
    if len(tokens) == 1 and not initials:
        score += 1.0 if plain.lower() in ("staff", "editors", "anonymous", "anon") else -0.6
    return score
