"""What a page takes from people it does not name: "a senior official said", "on condition of anonymity"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.checks.provenance.sheets import Sentence, Sheet, content_of
from auditor.records import Span

_PEOPLE = (
    r"officials?|diplomats?|aides?|sources?|insiders?|advis[eo]rs?|spokespersons?|ministers?|lawmakers?|executives?|"
    r"managers?|employees?|staffers?|negotiators?|investigators?|prosecutors?|person|people|individuals?|members?|officers?"
)
_WHO = re.compile(
    rf"""\b(?P<who>(?:an?|the|one|two|three|four|several|some|another|other|multiple|unnamed|anonymous|\w+\s+of\s+(?:the|its|her|his))\s+
      (?:(?!(?:of|at|in|for|to|by|from|with|and|that|who|was|is|said)\s)[\w.'-]+\s+){{0,5}}?(?P<noun>{_PEOPLE})\b
      (?:\s+(?:familiar\s+with|briefed\s+on|with\s+(?:direct\s+)?knowledge\s+of|close\s+to|at|in|of|from|traveling\s+with|
        travelling\s+with)\s+(?:(?!to\b)[\w.'-]+\s?){{1,5}}?)?)(?=[\s,.;:]|$)""",
    re.X | re.I,
)
_UNNAMED = re.compile(
    r"""\b(?:on|under)\s+(?:the\s+)?condition\s+of\s+anonymity
    | \bask(?:ed|ing)?\s+not\s+to\s+be\s+(?:named|identified|quoted)
    | \b(?:declin|refus)\w+\s+to\s+be\s+(?:named|identified|quoted\s+by\s+name) | \brequest(?:ed|ing)\s+anonymity
    | \bnot\s+(?:authori[sz]ed|allowed|permitted)\s+to\s+(?:speak|talk|comment|discuss) | \bspeaking\s+anonymously
    | \bwho\s+(?:was|were)\s+granted\s+anonymity | \bunnamed\b | \banonymous(?:ly)?\b | \bbackground\s+briefing\b
    | \bspoke\s+on\s+background\b | \bnobody\s+(?:will|would)\s+put\s+a\s+name\s+to""",
    re.X | re.I,
)
_SPOKEN = re.compile(
    r"\b(?:said|says|told|tells|added|adds|according\s+to|described|noted|called|put|warned|confirmed|spoke|claimed|acknowledged|"
    r"estimated|explained|insisted|promised|cited|citing|quoted|quoting|say)\b",
    re.I,
)
_FAMILIAR = re.compile(r"\b(?:sources|people|person|insiders?|source)\b", re.I)
_SENIOR = re.compile(
    r"\b(?:senior|top|high-ranking|high-level|government|western|military|intelligence|administration)\b", re.I
)
_NAMED = re.compile(r",?\s+(?:(?:named|called)\s+)?[A-Z][a-z]+\s+[A-Z]|,\s+[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)?,")
_EVERYDAY = content_of(
    "said added according official senior source person people reporters would could condition anonymity"
)
SAME_BRIEFING = 0.3
"""Pages whose unnamed people say things with so many common words heard the same briefing."""


@dataclass(frozen=True, slots=True)
class Anonymous:
    """A page that rests on unnamed people. ``who`` in the page's words; ``spans`` count in ``Page.text``."""

    page: int
    who: str
    spans: tuple[Span, ...]
    content: frozenset[str] = frozenset()


def find_anonymous(sheet: Sheet) -> Anonymous | None:
    """What ``sheet`` takes from unnamed people, or None when it takes nothing from them."""
    found: list[Sentence] = []
    who = ""
    role = ""
    for sentence in sheet.sentences:
        text = sentence.span.of(sheet.text)[:600]
        person = _unnamed_person(text)
        if person and (not role or not who):
            who, role = person
        if person or (role and _follows(text, role)) or (_UNNAMED.search(text) and _SPOKEN.search(text)):
            found.append(sentence)
            who = who or "an unnamed person"
    if not found:
        return None
    content = frozenset().union(*(s.content | s.said for s in found)) - content_of(who) - _EVERYDAY
    return Anonymous(sheet.index, who, tuple(s.span for s in found), content)


def _unnamed_person(text: str) -> tuple[str, str] | None:
    """(who, noun) of the first unnamed person whose words the sentence gives, or None."""
    if not _SPOKEN.search(text):
        return None
    for found in _WHO.finditer(text):
        after = text[found.end() : found.end() + 40]
        who = found.group("who")
        if _NAMED.match(after) or re.match(r"the\b", who, re.I):
            continue
        unnamed = (
            bool(_UNNAMED.search(text)) or bool(_FAMILIAR.search(found.group("noun"))) or bool(_SENIOR.search(who))
        )
        if unnamed or re.match(r"an?\s+(?:[A-Z][\w.]*\s+){1,3}official\b", who):
            return " ".join(who.split()), found.group("noun").lower()
    return None


def _follows(text: str, role: str) -> bool:
    """ "The official said ...": the person a sentence before introduced, again."""
    return bool(re.search(rf"\bthe\s+(?:[\w.]+\s+){{0,2}}{re.escape(role)}\b", text, re.I) and _SPOKEN.search(text))


def one_briefing(pages: Sequence[Anonymous]) -> list[tuple[Anonymous, ...]]:
    """The pages whose unnamed people say the same, in groups of two or more."""
    groups: list[list[Anonymous]] = []
    for page in pages:
        near = [g for g in groups if any(_alike(page, other) for other in g)]
        joined = [page, *(other for g in near for other in g)]
        groups = [g for g in groups if g not in near] + [joined]
    return [tuple(sorted(g, key=lambda a: a.page)) for g in groups if len(g) > 1]


def _alike(one: Anonymous, two: Anonymous) -> bool:
    smaller = min(len(one.content), len(two.content))
    return smaller >= 4 and len(one.content & two.content) >= SAME_BRIEFING * smaller
