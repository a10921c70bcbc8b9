"""Where a page names another outlet as the source of facts it gives: "first reported by", "told the X", "X has learned".

A mention alone is nothing: an outlet can own a boat race, be read by a passenger, or employ the victim. A naming
counts when the words around it attribute, when the facts attributed stand on a page of that outlet, and when that
page can have been out already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from auditor.checks.provenance.names import Voice, short_name
from auditor.checks.provenance.sheets import Sheet
from auditor.records import Span

_ROLE = r"(?:(?:news(?:paper|\s+agency|\s+site|\s+website|\s+outlet)?|daily|weekly|agency|broadcaster|website|site|magazine|journal|trade\s+\w+|local|rival|online|radio\s+station|station|paper|reporters?|journalists?|correspondents?|editors?|colleagues?|title)\s+(?:for\s+|at\s+|of\s+|from\s+|with\s+)?)"
_BEFORE = re.compile(
    rf"""(?:
      \b(?:told|in|by|from|to)\s+(?:an?|the)\s+(?:[\w-]+\s+){{0,2}}(?:newspaper|paper|daily|weekly|agency|station|broadcaster|website|magazine),\s*
    | \baccording[ ]to(?:\s+(?:an?|the|its|his|her|\w+))?(?:\s+\w+){{0,2}}?(?:\s+(?:report|story|article|account|investigation|analysis|interview|documents?|figures|reporting)\w*)?(?:\s+(?:in|by|from|of|on|seen\s+by|obtained\s+by|published\s+(?:in|by|on)))?
    | \b(?:reported|revealed|disclosed|uncovered|unearthed|exposed|broken|published|obtained|seen|reviewed|cited|quoted|described|printed|aired|carried|leaked\s+to|documented|compiled|counted|calculated|interviewed|found|established|discovered|released|shared|posted|detailed|recounted|noted|gathered|collected|conducted|commissioned|verified|confirmed|announced)(?:\s+\w+ly)?(?:\s+(?:on|last)\s+\w+)?\s+(?:by|in|to|on|with)
    | \b(?:told|tells|telling|informed|assured)
    | \b(?:spoke|speaking|talked|talking|complained|confirmed|admitted|said|confided|explained|denied)\s+(?:to|with)
    | \b(?:interview|interviews|conversation|comments?|remarks|statement|statements|letter|email|e-mail)\s+(?:with|to|in|by|on|for)
    | \b(?:report|reports|reporting|story|stories|article|articles|account|accounts|investigation|analysis|scoop|exclusive|coverage|findings|figures|documents?|series|survey|poll|column|count|tally|review|revelations?|exposé)\s+(?:in|by|from|of|on)
    | \b(?:citing|cites|cited|quoting|quotes|quoted|crediting|credits|credited|per|via|says|said|writes|wrote|reports|reported)
    | \b(?:owe|owed|thanks|credit|credits|hat\s+tip)\b[^.]{{0,60}}?\b(?:to|of)
    | \b(?:shown|given|handed|leaked|passed|provided|supplied|sent|disclosed|shared|made\s+available)\s+(?:exclusively\s+)?(?:to|with)
    | \bwork\s+(?:of|by|done\s+by)
    | \b(?:hands|possession|pages|columns|archives?|files|website|site|words)\s+of
    | \b(?:wrote|writes|writing|reported|reports|said|says|argued|argues|noted|notes|revealed|found|put\s+it)\s+(?:(?-i:[A-Z])[\w.'-]+\s+){{1,4}}(?:in|for|of|at|on)
    | \b(?:first|earlier)\s+(?:in|by|on)
    | \bit\s+(?:was|is)
    | \bby\s+(?:(?-i:[A-Z])[\w.'-]+\s+){{1,4}}(?:of|for|at|from|in|with)
    )\s*(?:,\s*)?(?:the\s+)?(?:[\w-]+(?:'s)?\s+)?{_ROLE}*(?:the\s+)?["']?$""",
    re.X | re.I,
)
_VERB = r"""(?:report(?:s|ed|ing)?|says?|said|wrote|writes?|reveal(?:s|ed)|found|finds|learn(?:s|ed|t)|quot(?:es|ed)|cit(?:es|ed)|publish(?:es|ed)|disclos(?:es|ed)|not(?:es|ed)|add(?:s|ed)|broke|describ(?:es|ed)|establish(?:es|ed)|obtain(?:s|ed)|seen|saw|calculat(?:es|ed)|understands?|understood|claim(?:s|ed)|count(?:s|ed)|show(?:s|ed|n)|uncover(?:s|ed)|unearth(?:s|ed)|expos(?:es|ed)|discover(?:s|ed)|told|tells|put|puts|interview(?:s|ed)|spoke|reviewed|got|prised|pried|dug|carried|carries|ran|runs|printed|prints|estimat(?:es|ed)|alleg(?:es|ed)|identif(?:ies|ied)|named|names|traced|verified|confirm(?:s|ed)|detail(?:s|ed)|document(?:s|ed)|suggest(?:s|ed)|explain(?:s|ed)|has\s+it|had\s+it|observ(?:es|ed)|recount(?:s|ed)|relat(?:es|ed)|call(?:s|ed)|posted|aired|broadcast|put\s+it|announc(?:es|ed)|mention(?:s|ed)|tallied|compiled|collected|asked|read|reads|heard|viewed|examined|analy[sz]ed|went\s+through|gone\s+through|worked\s+out|pieced)"""
_AFTER = re.compile(
    rf"""(?:
      \s*(?:'s|')?\s*(?:,[^,.;]{{0,80}},)?(?:\s+(?:also|first|later|has|have|had|then|itself|on|last|this|earlier|exclusively|separately|drily|dryly|previously|\w+day|week|month|yesterday|today|newspaper|website|[A-Z][a-z]+|\w+ly|which|that|who)\b,?){{0,6}}\s+{_VERB}\b
    | (?:'s|')\s+(?:\w+\s+){{0,3}}?(?:report(?:ing|er|ers|s)?|investigation|account|story|stories|article|analysis|figures|count|tally|interview|correspondent|findings|scoop|exclusive|coverage|expos[eé]|revelations?|numbers|sources?|documents?|version|data|estimate|review|journalists?|editors?|disclosures?|dispatch|piece)\b
    | \s+(?:report(?:ing)?|investigation|story|article|analysis|interview|exclusive|expos[eé]|journalists?|reporters?|account|scoop|survey|poll|review|correspondent|tally|count)\b(?!\s+(?:died|was\s+(?:killed|injured|hurt|arrested)|were))
    )""",
    re.X,
)
_REFLEXIVE = re.compile(
    r"\s*(?:,[^,.;]{0,80},)?\s+(?:has\s+|had\s+|also\s+)?(?:said|says|announced|confirmed|told\s+(?:its\s+)?(?:staff|readers|employees|"
    r"subscribers|investors))\s+(?:\w+day\s+|on\s+\w+\s+)?(?:that\s+)?(?:it|its|they|their|the\s+decision|of)\b"
)
_OTHERWISE_BEFORE = re.compile(
    r"""(?:\b(?:photo(?:graph)?s?|pictures?|images?|video|graphics?|sponsored|backed|owned|bought|founded|run|organi[sz]ed|hosted|
      edited)(?:\s+(?:by|from|courtesy\s+of|for))?:?
    | \b(?:cop(?:y|ies)|owners?|publishers?|readers?|subscribers?|advert\w*|columns?|columnist|former\s+\w+|retired\s+\w+|offices?|
      building|headquarters|reporters?|photographers?|journalists?|cameraman|cameras)\s+(?:of|to|in|for|at|from)
    )\s*(?:the\s+|an?\s+|yesterday's\s+|an\s+old\s+|last\s+week's\s+)*["']?$
    | \b(?:an?\s+old|a\s+folded|a\s+rolled[- ]up|sued|suing|owns|bought|buys|sold)\s+(?:the\s+)?$""",
    re.X | re.I,
)
_OTHERWISE_AFTER = re.compile(
    r"""(?:'s|')?\s+(?:\w+\s+){0,2}?(?:building|tower|offices?|headquarters|marathon|race|league|cup|prize|award|crossword|quiz|
      calendar|gala|ball|festival|scholarship|concert|tournament|owners?|publisher|lawyers?|van|delivery|press\s+hall|printing|
      circulation|readers|subscribers|photographer|photo|column(?:ist)?|cartoon(?:ist)?|classifieds?)\b
    | \s+(?:did\s+not|has\s+not|declined|refused|would\s+not|could\s+not|was\s+not)\b""",
    re.X | re.I,
)
_CONTEXT = 160


@dataclass(frozen=True, slots=True)
class Naming:
    """A page naming a voice as its source: ``sentence`` is an index into the page's sentences, ``span`` the name's."""

    page: int
    voice: int
    sentence: int
    span: Span
    words: str
    cued: bool = True
    """The words around the name attribute. Without them, what the sentence says must stand on the page meant."""
    reflexive: bool = False
    """The outlet speaks of itself ("the Observer said it would ..."): it may be a party, not a source."""
    when: str | None = None


def find_namings(sheet: Sheet, voices: Sequence[Voice], own: frozenset[int], names: re.Pattern[str] | None) -> Iterator[Naming]:
    """Every naming of a voice not among ``own`` that can be an attribution, in order; the title is sentence -1."""
    if names is None:
        return
    lookup = _forms(voices)
    named: set[int] = set()
    text = sheet.text
    title = (sheet.page.title or "").replace("’", "'").replace("‘", "'")
    parts = [(-1, title, 0, len(title))]
    parts += [(n, text, s.span.start, s.span.end) for n, s in enumerate(sheet.sentences) if not s.furniture]
    for number, whole, start, end in parts:
        for found in names.finditer(whole, start, end):
            voice = _resolve(found, lookup, named, own, whole)
            if voice is None:
                continue
            if found.group("full"):
                named.add(voice)
            if voice in own:
                continue
            before = whole[max(start, found.start() - _CONTEXT) : found.start()]
            after = whole[found.end() : min(end, found.end() + _CONTEXT)]
            if _OTHERWISE_BEFORE.search(before) or _OTHERWISE_AFTER.match(after):
                continue
            yield Naming(
                sheet.index,
                voice,
                number,
                Span(found.start(), found.end()),
                _excerpt(whole, found),
                bool(_BEFORE.search(before) or _AFTER.match(after)),
                bool(_REFLEXIVE.match(after)),
                _when(before, after),
            )


def _when(before: str, after: str) -> str | None:
    found = _WHEN_BEFORE.search(before) or _WHEN_AFTER.match(after)
    return " ".join(found.group(found.lastgroup or 0).lower().split()) if found else None


def _excerpt(text: str, found: re.Match[str]) -> str:
    before = text[max(0, found.start() - 40) : found.start()].split()[-3:]
    after = text[found.end() : found.end() + 40].split()[:3]
    return " ".join([*before, found.group(), *after]).strip(" ,;:\"'")


def names_pattern(voices: Sequence[Voice]) -> re.Pattern[str] | None:
    """A pattern that finds any voice's full form, or its short one after an article; None without voices."""
    full = sorted({form for voice in voices for form in voice.forms if len(form) > 1}, key=len, reverse=True)
    short = sorted({voice.short for voice in voices if voice.short}, key=len, reverse=True)
    if not full:
        return None
    pattern = rf"(?<![\w@./-])(?:[Tt]he\s+)?(?P<full>{'|'.join(map(_spaced, full))})(?![\w@])(?!\.\w)"
    if short:
        pattern += rf"|\b[Tt]he\s+(?P<short>{'|'.join(map(re.escape, short))})\b|,\s*says?\s+(?P<said>{'|'.join(map(re.escape, short))})\b"
    return re.compile(pattern)


def _spaced(form: str) -> str:
    return r"\s+".join(re.escape(word) for word in form.split())


def _forms(voices: Sequence[Voice]) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for at, voice in enumerate(voices):
        for form in voice.forms:
            out.setdefault(form, []).append(at)
        if voice.short and voice.short not in voice.forms:
            out.setdefault(voice.short, []).append(at)
    return out


def _resolve(
    found: re.Match[str], lookup: dict[str, list[int]], named: set[int], own: frozenset[int], text: str
) -> int | None:
    """The one voice a name can mean here: the page's own first, then one it has spelled out, then the only one."""
    groups = found.groupdict()
    if groups["full"]:
        hits = lookup.get(" ".join(groups["full"].split()), [])
    else:
        hits = lookup.get(groups.get("short") or groups.get("said") or "", [])
        following = text[found.end() : found.end() + 20]
        if re.match(r"\s+[A-Z]", following) and not re.match(r"\s+(?:I|The|On|In)\b", following):
            return None  # "the Tribune Tower", "the Echo River"
        for group in (own, named):
            if mine := [at for at in hits if at in group]:
                return mine[0]
    return hits[0] if len(hits) == 1 else None


# --- when the naming's report appeared ---------------------------------------------------------------------------------

_BACK = r"(?P<year>in\s+(?:19|20)\d\d)|(?P<when>last\s+(?:week|month|year|spring|summer|autumn|fall|winter)|(?:\w+\s+)?(?:months?|years?|decades?)\s+ago)"
_WHEN_BEFORE = re.compile(rf"(?:{_BACK}),?\s*(?:the\s+)?$", re.I)
_WHEN_AFTER = re.compile(rf"\s*(?:has|had|first|also)?\s*\w+\s+(?:{_BACK})\b", re.I)
_GAPS = {"week": (1, 14), "month": (7, 62), "year": (30, 730)}
"""Days between a report and the page that says it came out "last week", "last month", "last year"."""


def fits_time(naming: Naming, later: Sheet, earlier: Sheet) -> bool:
    """Whether ``earlier`` came out when the naming says: "in 2025", "last spring", "two years ago"."""
    ours, theirs = day_of(later.page.published), day_of(earlier.page.published)
    if naming.when is None or ours is None or theirs is None:
        return True
    if naming.when.startswith("in "):
        return theirs.year == int(naming.when[-4:])
    unit = naming.when.split()[-1] if naming.when.startswith("last") else naming.when.split()[-2].rstrip("s")
    low, high = _GAPS.get(unit, (45, 550))
    if not naming.when.startswith("last"):
        low, high = {"month": (25, 900), "year": (200, 99999)}.get(unit, (3000, 99999))
    return low <= (ours - theirs).days <= high


def day_of(published: str | None) -> date | None:
    """The day of an ISO 8601 date or time, or None."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", (published or "").strip())
    if not found:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def can_follow(later: Sheet, earlier: Sheet, *, slack: int = 1) -> bool:
    """Whether ``later`` can have read ``earlier``: not dated more than ``slack`` days before it."""
    ours, theirs = day_of(later.page.published), day_of(earlier.page.published)
    return ours is None or theirs is None or (theirs - ours).days <= slack


__all__ = ["Naming", "can_follow", "day_of", "find_namings", "names_pattern", "short_name"]
