"""The words around an outlet's name: do they attribute, or is it named for another reason?

Every pattern is applied to a bounded stretch beside one name, so that a hostile page costs linear time.
"""

from __future__ import annotations

import re

CONTEXT = 160
"""Characters looked at on either side of a name; always within its sentence."""


def _any(words: str) -> str:
    return "(?:" + "|".join(words.split()).replace("_", r"\s+") + ")"


_VERBS = _any(
    """report(?:s|ed|ing)? says? said wr(?:ote|ites?) reveal(?:s|ed) found finds learn(?:s|ed|t) quot(?:es|ed)
    cit(?:es|ed) publish(?:es|ed) disclos(?:es|ed) not(?:es|ed) add(?:s|ed) broke describ(?:es|ed)
    establish(?:es|ed) obtain(?:s|ed) seen saw calculat(?:es|ed) understands? understood claim(?:s|ed)
    count(?:s|ed) show(?:s|ed|n) uncover(?:s|ed) unearth(?:s|ed) expos(?:es|ed) discover(?:s|ed) told tells
    puts? interview(?:s|ed) spoke review(?:s|ed) got pri(?:sed|ed|zed) dug carri(?:es|ed) ran runs print(?:s|ed)
    estimat(?:es|ed) alleg(?:es|ed) identif(?:ies|ied) nam(?:es|ed) trac(?:es|ed) verif(?:ies|ied)
    confirm(?:s|ed) detail(?:s|ed) document(?:s|ed) suggest(?:s|ed) explain(?:s|ed) ha[sd]_it observ(?:es|ed)
    recount(?:s|ed) relat(?:es|ed) call(?:s|ed) post(?:s|ed) aired broadcast announc(?:es|ed) mention(?:s|ed)
    tallied compiled collected asked reads? heard viewed examined analy[sz]ed (?:went|gone)_through
    work(?:s|ed)_out pieced reckon(?:s|ed) think(?:s)? thought believ(?:es|ed) warn(?:s|ed) predict(?:s|ed)
    argu(?:es|ed) maintain(?:s|ed)"""
)
_REPORTS = _any(
    """reports? reporting stor(?:y|ies) articles? accounts? investigations? analysis scoops? exclusives?
    coverage findings figures documents? series surveys? polls? counts? tall(?:y|ies) reviews? revelations?
    expos[eé]s? interviews? sources? data versions? estimates? reckoning telling disclosures? dispatch(?:es)?
    pieces? journalists? reporters? correspondents? editors? numbers lists? podcasts? programmes? bulletins?"""
)
_OUTLET = _any(
    """newspaper paper daily weekly agency news_agency broadcaster station radio_station website site magazine journal
    outlet"""
)
_ROLE = (
    rf"(?:(?:{_OUTLET}|reporters?|journalists?|correspondents?|editors?|colleagues?|local|rival|online|trade)\s+"
    r"(?:(?:for|at|of|from|with|in)\s+)?)"
)
_PERSON = r"(?:(?-i:[A-Z])[\w.'-]+\s+){1,4}"
_DONE = _any(
    """reported revealed disclosed uncovered unearthed exposed broken published obtained seen reviewed cited
    quoted described printed aired carried leaked documented compiled counted calculated interviewed found
    established discovered released shared posted detailed recounted noted gathered collected conducted
    commissioned verified confirmed announced"""
)

_BEFORE = re.compile(
    r"(?:"
    + "|".join(
        (
            rf"\baccording\s+to(?:\s+\w+){{0,3}}?(?:\s+{_REPORTS})?(?:\s+(?:in|by|from|of|on|(?:seen|obtained)\s+by|published\s+(?:in|by|on)))?",
            rf"\b{_DONE}(?:\s+\w+ly)?(?:\s+(?:on|last)\s+\w+)?\s+(?:by|in|to|on|with)",
            r"\b(?:told|tells|telling|informed|assured)",
            rf"\b(?:told|in|by|from|to)\s+(?:an?|the)\s+(?:[\w-]+\s+){{0,2}}{_OUTLET},",
            r"\b(?:spoke|speaking|talked|talking|complained|confirmed|admitted|said|confided|explained|denied)\s+(?:to|with)",
            rf"\b(?:conversation|comments?|remarks|statements?|letter|e-?mail|column|{_REPORTS})\s+(?:with|to|in|by|on|for|from|of)",
            r"\b(?:citing|cites|cited|quoting|quotes|quoted|crediting|credits|credited|per|via|says|said|writes|wrote|reports|reported)",
            r"\b(?:owe|owed|thanks|credit|credits|hat\s+tip)\b[^.]{0,60}?\b(?:to|of)",
            r"\b(?:shown|given|handed|leaked|passed|provided|supplied|sent|disclosed|shared|made\s+available)\s+(?:exclusively\s+)?(?:to|with)",
            r"\bwork\s+(?:of|by|done\s+by)",
            r"\b(?:hands|possession|pages|archives?|files|website|words)\s+of",
            rf"\b(?:wrote|writes|writing|reported|reports|said|says|argued|argues|noted|notes|revealed|found|put\s+it)\s+{_PERSON}(?:in|for|of|at|on)",
            r"\b(?:first|earlier)\s+(?:in|by|on)",
            rf"\bby\s+{_PERSON}(?:of|for|at|from|in|with)",
            r"\bit\s+(?:was|is)",
        )
    )
    + rf")\s*(?:,\s*)?(?:the\s+)?(?:[\w-]+(?:'s)?\s+)?{_ROLE}?(?:the\s+)?[\"']?$",
    re.I,
)
_BETWEEN = _any(
    """also first later has have had then itself on last this earlier exclusively separately previously \\w+day
    week month yesterday today newspaper website [A-Z][a-z]+ \\w+ly which that who"""
)
_AFTER = re.compile(
    rf"""\s*'?s?(?:,[^,.;]{{0,80}},)?(?:\s+{_BETWEEN}\b,?){{0,6}}\s+{_VERBS}\b
    | '?s?\s+(?:\w+\s+){{0,3}}?{_REPORTS}\b(?!\s+(?:died|were|was\s+(?:killed|injured|hurt|arrested)))
    | \s+(?:has\s+|had\s+)?[a-z]+(?:s|ed)\s*[.,;:]?\s*$    # the outlet and its verb close the sentence
    """,
    re.X,
)

_OTHERWISE_BEFORE = re.compile(
    r"""(?:\b(?:photo(?:graph)?s?|pictures?|images?|video|graphics?|sponsored|backed|owned|bought|founded|run|
      organi[sz]ed|hosted|edited)(?:\s+(?:by|from|courtesy\s+of|for))?:?
    | \b(?:cop(?:y|ies)|owners?|publishers?|readers?|subscribers?|advert\w*|columns?|columnist|former\s+\w+|
      retired\s+\w+|offices?|building|headquarters|(?:reporters?|photographers?|journalists?|cameraman|cameras)\s+(?=of|for|at|from))
      \s*(?:of|to|in|for|at|from)
    )\s*(?:(?:the|an?|yesterday's|an\s+old|last\s+week's)\s+)*["']?$
    | \b(?:an?\s+old|a\s+folded|a\s+rolled[- ]up|sued|suing|owns|bought|buys|sold)\s+(?:the\s+)?$""",
    re.X | re.I,
)
_OTHERWISE_AFTER = re.compile(
    r"""(?:'s|')?\s+(?:\w+\s+){0,2}?(?:building|tower|offices?|headquarters|marathon|race|league|cup|prize|award|crossword|
      quiz|calendar|gala|ball|festival|scholarship|concert|tournament|owners?|publisher|lawyers?|van|delivery|printing|
      circulation|readers|subscribers|photographer|photo|column(?:ist)?|cartoon(?:ist)?|classifieds?)\b
    | \s+(?:did\s+not|has\s+not|declined|refused|would\s+not|could\s+not|was\s+not)\b""",
    re.X | re.I,
)
_ITSELF = re.compile(
    r"\s*(?:,[^,.;]{0,80},)?\s+(?:has\s+|had\s+|also\s+)?(?:said|says|announced|confirmed|told\s+(?:its\s+)?(?:staff|readers|"
    r"employees|subscribers|investors))\s+(?:\w+day\s+|on\s+\w+\s+)?(?:that\s+)?"
    r"(?:(?:it|they)\b(?!\s+(?:has|had|have)\s+(?:also\s+)?(?:seen|obtained|reviewed|read|spoken|interviewed|verified|confirmed|"
    r"learned|learnt|found|contacted|examined|viewed|heard))|its\b|their\b|the\s+decision\b|of\b)"
)
_PLACE = re.compile(r"\b(?:at|outside|inside|near|behind|opposite|beside|against)\s+(?:the\s+)?$", re.I)
_ANAPHORA = re.compile(
    rf"""\b(?:the|that|same)\s+{_OUTLET}(?:'s)?\s+(?:also\s+|has\s+|had\s+)?(?:{_VERBS}|account|story|article)\b
    | \b(?:told|(?:spoke|talked|said|confirmed|admitted)\s+to)\s+the\s+{_OUTLET}\b""",
    re.X | re.I,
)
_BACK = (
    r"(?P<year>in\s+(?:19|20)\d\d)|(?P<when>last\s+(?:week|month|year|spring|summer|autumn|fall|winter)|"
    r"(?:\w+\s+)?(?:months?|years?|decades?)\s+ago)"
)
_WHEN_BEFORE = re.compile(rf"(?:{_BACK}),?\s*(?:the\s+)?$", re.I)
_WHEN_AFTER = re.compile(rf"\s*(?:has|had|first|also)?\s*\w+\s+(?:{_BACK})\b", re.I)


def attributes(before: str, after: str) -> bool:
    """Whether the words on either side of a name make it a source ("first reported by", "has learned")."""
    return bool(_BEFORE.search(before) or _AFTER.match(after))


def named_otherwise(before: str, after: str) -> bool:
    """Whether the name stands for the paper's building, race, owner, picture or affairs, not for what it wrote."""
    if _OTHERWISE_BEFORE.search(before) or _OTHERWISE_AFTER.match(after) or _ITSELF.match(after):
        return True
    return bool(_PLACE.search(before)) and not attributes(before, after)


def refers_back(text: str) -> bool:
    """Whether a page goes on to attribute without a name ("the newspaper says", "told the agency")."""
    return bool(_ANAPHORA.search(text))


def time_named(before: str, after: str) -> str | None:
    """When the named report appeared, in the page's words ("in 2025", "last spring"), or None."""
    found = _WHEN_BEFORE.search(before) or _WHEN_AFTER.match(after)
    return " ".join(found.group(found.lastgroup or 0).lower().split()) if found else None
