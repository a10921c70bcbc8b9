"""The names a group of pages goes by: outlets, the agencies they credit, and how each is written in running text.

Nothing here knows any real outlet. A name is learned from the pages themselves: their outlets, the parts of their
bylines, the credit in their datelines and feet. ``Continental Press`` and ``(CP)`` become one voice by their initials.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from auditor.records import Page
from auditor.text import fold

_SMALL = frozenset("the of and for in on at a an de la le du der die das von van & to".split())
_ORGANISATION = re.compile(
    r"\b(?:press|wire|wires|newswire|news|agency|service|services|dispatch|bureau|syndicate|association|radio|times|post|"
    r"herald|tribune|gazette|journal|courier|mail|telegraph|network|media|broadcasting|public|foundation|project)\b",
    re.I,
)
_GENERIC = re.compile(
    r"""^(?:(?:by|from|with|and|our|the|a|an|own|online|digital|web|radio|foreign|national|city|local|news|
    business|world|political|sports?|metro|state|chief|senior|special|staff|team|desk|newsdesk|
    newsroom|editors?|editorial|reporters?|correspondents?|writers?|agencies|agency|wires?|services?|
    reports?|wire|dispatches|compiled|combined|press\s+release|release|newsletter|magazine|paper|
    contributors?|guest|freelance|environment|economics|health|science|education|transport|crime|courts?|
    features?|breaking|live|updated?|additional|reporting|source|sources|various|in|of|to|for|weekend|
    morning|evening|night|production|producers?|announcement|statement|handout|columnist|columns?)\b\W*)+$""",
    re.X | re.I,
)
_TITLE_WORDS = frozenset(
    """news today online weekly daily now life radio tv television fm am press wire agency service services media
    network digital group international national magazine newspaper newswire dispatch blog company sunday saturday
    live report reports notes""".split()
)
"""Last words that cannot stand for an outlet by themselves: nobody calls the Harbor Radio "the Radio"."""


MAX_BYLINE = 400
"""A longer byline or name is cut: what follows is a biography."""

_NO_SHORT = re.compile(r"\b(?:radio|tv|fm|channel|and|des?)\b|&", re.I)
_EDITION = re.compile(r"\s+(?:online|digital|international|uk|us|usa|europe|live|website)$", re.I)


@dataclass(slots=True)
class Voice:
    """An outlet or agency. ``forms`` are its full spellings; ``shorts`` need an article before them ("the Echo")."""

    name: str
    forms: set[str] = field(default_factory=set)
    shorts: frozenset[str] = frozenset()
    homes: list[int] = field(default_factory=list)
    """Pages published by it."""
    carried: list[int] = field(default_factory=list)
    """Pages of other outlets that credit it in byline, dateline or foot."""


def plain_name(name: str) -> str:
    """``name`` folded, without a leading article, a place after a comma, or a web suffix."""
    name = re.sub(r"\([^()]{0,80}\)", " ", fold(name[:MAX_BYLINE]))
    name = name.split(",")[0]
    name = re.sub(r"\.(?:com|org|net|example|test|news|co\.\w\w|\w\w)$", "", name.strip(), flags=re.I)
    return " ".join(re.sub(r"^(?:the|a)\s+", "", name.strip(), flags=re.I).split())


def initials(name: str) -> str:
    """The initials of a name of two or more words (``Northern Press Service`` gives ``NPS``), or ``""``."""
    words = [w for w in re.findall(r"[^\W\d_]+", name) if w.lower() not in _SMALL]
    return "".join(w[0].upper() for w in words) if len(words) >= 2 else ""


def call_sign(name: str) -> str:
    """A broadcaster's call sign that opens its name (``KVLR 98.1 FM`` gives ``KVLR``), or ``""``."""
    found = re.match(r"([A-Z]{3,5})(?:-(?:FM|AM|TV))?\b", name)
    return found.group(1) if found else ""


def short_names(name: str) -> frozenset[str]:
    """What can stand for the outlet after "the": ``Echo`` (Eastfield Echo), ``Times`` (Times of Brask); or nothing."""
    words = name.split()
    if len(words) < 2 or _NO_SHORT.search(name):
        return frozenset()
    if words[1].lower() == "of":
        return frozenset({words[0]}) if _stands_alone(words[0]) else frozenset()
    last = words[-1].split("-")[-1]
    short = {last} if _stands_alone(last) else set()
    if len(words) > 2 and words[-2][0].isupper() and not all(w.lower() in _TITLE_WORDS for w in words[-2:]):
        short.add(" ".join(words[-2:]))
    return frozenset(short)


def _stands_alone(word: str) -> bool:
    return len(word) >= 4 and word[0].isupper() and word.isalpha() and word.lower() not in _TITLE_WORDS


def spellings(name: str) -> set[str]:
    """The ways a name is written out: whole, without "Online" or "US", its call sign or channel, not in capitals."""
    out = {name, call_sign(name), _EDITION.sub("", name)} - {""}
    if found := re.match(r"[A-Z]\w+ \d+(?:\.\d+)?(?= )", name):
        out.add(found.group())
    if name.isupper() and len(name) > 4:
        out.add(name.title())
    return out


def name_parts(byline: str) -> list[str]:
    """The names a byline is made of, without "By", roles and generic words like "staff" or "agencies"."""
    line = re.sub(r"\(([^()]{0,80})\)", r" / \1 ", fold(byline[:MAX_BYLINE]))
    parts = re.split(r"\s*(?:[,;/|]|\s-\s|\band\b|\bwith\b|\bfor\b|\bvia\b|\bfrom\b|\bby\b|&(?=\s))\s*", line)
    return [p for part in parts if (p := _bare(part)) and not _GENERIC.match(p)]


def _bare(part: str) -> str:
    part = re.sub(r"^(?:by|from|source:?|reporting by|words by|story by)\s+", "", part.strip(" .:\"'"), flags=re.I)
    part = re.sub(r"^(?:the)\s+", "", part, flags=re.I)
    return part.strip(" .:\"'") if len(part) <= 60 else ""


def is_organisation(name: str) -> bool:
    """Whether a name from a byline reads like an agency's or outlet's rather than a person's."""
    if re.fullmatch(r"[A-Z]{2,6}", name):
        return True
    return bool(_ORGANISATION.search(name))


def learn_voices(pages: Sequence[Page], credited: Sequence[Iterable[str]]) -> list[Voice]:
    """The voices of a group: every outlet, and every organisation that ``credited`` names for a page."""
    voices: list[Voice] = []
    known: dict[str, Voice] = {}
    for index, page in enumerate(pages):
        if page.outlet and (name := plain_name(page.outlet)):
            _voice(name, voices, known).homes.append(index)
    for names in credited:
        for name in names:
            plain = plain_name(name)
            if plain and is_organisation(plain) and not re.fullmatch(r"[A-Z]{2,6}", plain):
                _voice(plain, voices, known)
    _join_acronyms(voices, known, credited)
    for voice in voices:
        voice.shorts = short_names(voice.name)
    return voices


def _voice(name: str, voices: list[Voice], known: dict[str, Voice]) -> Voice:
    key = name.casefold()
    if key not in known:
        known[key] = Voice(name, spellings(name))
        voices.append(known[key])
    return known[key]


def _join_acronyms(voices: list[Voice], known: dict[str, Voice], credited: Sequence[Iterable[str]]) -> None:
    """Gives each acronym to the one voice it abbreviates; one that fits nobody becomes a voice of its own."""
    by_initials: dict[str, list[Voice]] = {}
    for voice in voices:
        if acronym := initials(voice.name):
            by_initials.setdefault(acronym, []).append(voice)
    seen = {name for names in credited for name in names if re.fullmatch(r"[A-Z]{2,6}", name)}
    for acronym in seen:
        owners = by_initials.get(acronym, [])
        if len(owners) == 1:
            owners[0].forms.add(acronym)
        elif not owners and not any(acronym in v.forms for v in voices):
            _voice(acronym, voices, known)
    for acronym, owners in by_initials.items():
        if len(owners) == 1 and len(acronym) >= 3:
            owners[0].forms.add(acronym)
