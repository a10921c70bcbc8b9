"""Whose story a page prints: the agency or outlet it credits.

A credit is returned as printed (``AP``, ``The Associated Press``, ``NPR``). Known agencies are taken wherever a credit
can stand; another name only in the places where nothing but a credit stands: a dateline's brackets, a byline's end,
"originally published by".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from auditor.text import match_key
from auditor.urls import registrable_domain

AGENCIES = (
    "Associated Press", "AP", "Reuters", "Thomson Reuters", "Agence France-Presse", "Agence France Presse", "AFP",
    "UPI",
    "United Press International", "ANI", "Asian News International", "PTI", "Press Trust of India", "IANS",
    "Indo-Asian News Service", "UNI", "APP", "Deutsche Presse-Agentur", "dpa", "dpa-AFX", "EFE", "Europa Press", "ANSA",
    "Adnkronos", "Lusa", "Belga", "ANP", "Ritzau", "NTB", "TT", "STT", "PAP", "CTK", "APA", "Keystone-SDA", "SDA",
    "SID", "epd", "KNA",
    "Xinhua", "TASS", "Interfax", "RIA Novosti", "Ukrinform", "Kyodo News", "Kyodo", "Jiji Press", "Yonhap",
    "Bernama", "Antara",
    "Anadolu Agency", "Anadolu", "WAFA", "IRNA", "The Canadian Press", "Canadian Press", "PA Media",
    "Press Association",
    "Australian Associated Press", "AAP", "Bloomberg News", "Bloomberg", "Dow Jones Newswires", "MarketWatch", "NPR",
    "National Public Radio", "CNN", "CNN Newsource", "Cable News Network",
    "CNN Wire", "The-CNN-Wire", "BBC News", "Voice of America",
    "VOA News", "VOA",
    "Radio Free Europe/Radio Liberty", "RFE/RL", "Radio Free Asia", "Tribune News Service", "TNS",
    "Tribune Content Agency",
    "New York Times News Service", "Washington Post News Service", "McClatchy", "Gray News", "Gannett",
    "USA TODAY Network",
    "States Newsroom", "Stateline", "KFF Health News", "Kaiser Health News", "ProPublica", "The Conversation",
    "CalMatters",
    "The Texas Tribune", "The Marshall Project", "Inside Climate News", "StatePoint", "NewsNation", "Nexstar",
    "InvestigateTV",
    "ABC News", "NBC News", "CBS News", "Fox News", "Sky News", "Politico", "The New York Times", "The Washington Post",
    "The Wall Street Journal", "The Guardian", "Los Angeles Times", "Capital News Service", "Cronkite News",
    "StoryCorps",
    "Religion News Service", "Catholic News Service", "Inter Press Service", "Storyful", "SWNS", "Wire Services",
)  # fmt: skip
_WIRES = frozenset(AGENCIES[: AGENCIES.index("NPR")])
"""Those that are agencies and nothing else: credited even on a page of their own."""
_FOOT_HOLDERS = _WIRES | {"NPR", "CNN", "Cable News Network"}
_SHORT = {"Cable News Network": "CNN", "The-CNN-Wire": "CNN"}

_NAME = r"[^\W\d_](?:[\w&'’/-]|\.(?=\w)|\s(?=[A-Z&])){1,40}"
_PLACE = r"[A-Z][\w.'’-]{1,25}"
_DATELINE = (  # HARBOR CITY, Md., March 2   New Delhi [India], March 2   LONDON
    rf"(?:[A-Z][A-Z.'’ -]{{2,30}}(?:[,/]\s?[\w.,' ]{{2,40}})?|"
    rf"{_PLACE}(?:\s{_PLACE}){{0,3}}(?:\s\[[^\]\n]{{2,20}}\])?,\s[\w.,' ]{{2,40}})\s?"
)
_DASH = r"\s{0,3}[\u2013\u2014\u2015:-]"
_LINE_START, _LINE_END = r"(?:\A|\n)\W{0,3}", r"\W{0,3}(?:\n|\Z)"

# Where a known agency is a credit: what must end before its name, and what must follow. The surest places first.
_SPOTS = tuple(
    (re.compile(rf"(?:{before})\Z", flags), re.compile(after, flags))
    for before, after, flags in (
        (r"(?:\A|\n)[^\n(]{0,90}\(", rf"\){_DASH}", 0),
        (r"\A\W{0,3}\(", r"\)", 0),
        (rf"(?:\A|\n){_DATELINE}\(", r"\)\s", 0),
        (r"(?:\A|\n)(?:By|BY)\s[^\n]{2,120}(?:,|\s[|/\u2013\u2014-]|/)\s?", r"\s*(?:\n|\Z)", 0),
        (r"\A(?:(?:By|BY)\s)?", r"\s*\n", 0),
        (r"\n(?:By|BY)\s", r"\s*\n", 0),
        (r"(?:copyright|©|\(c\))\s(?:©\s)?(?:(?:19|20)\d\d,?\s|by\s){0,2}", r"", re.I),
        (r"(?:&\s©|™)\s?(?:(?:19|20)\d\d\s)?", r"", 0),
        (r"", r"(?:['’]s?)?(?:\s[^.\n]{0,80})?\scontribut(?:ed|ing)\s(?:to\s(?:this|the)|reporting)", 0),
        (
            r"\b(?:with|using)\s(?:additional\s)?(?:inputs?|reporting|files|material|information)\s(?:from|by)\s",
            r"",
            re.I,
        ),
        (rf"{_LINE_START}(?:source|quelle|via|credit)s?:?\s", _LINE_END, re.I),
        (r"(?:[.!?\"”’]\s{0,3}|\n\W{0,3})(?:\(|[\u2013\u2014-]\s?)", rf"\)?{_LINE_END}", 0),
    )
)
_COPYRIGHT, _CONTRIBUTED = _SPOTS[6], _SPOTS[8]

# Where any name is a credit.
_PLACES_OF_ANY = (
    re.compile(rf"(?:\A|\A[^\n]{{0,200}}\n\n?){_DATELINE}\((?P<who>{_NAME})\){_DASH}"),
    re.compile(
        r"\A(?:By|BY)\s[^\n,|]{2,80}(?:,|\s\|)\s"
        r"(?P<who>(?:[A-Z][\w.'’-]{0,20}\s){1,3}(?:News\sService|Service|Agency|Wire|Newswire))\s*(?:\n|\Z)"
    ),
    re.compile(
        r"(?:story|article|report|piece)\s(?:(?:was|is|has\sbeen)\s)?(?:originally\s|first\s|re)?"
        r"(?:published|appeared|produced|reported|provided|distributed|written|reprinted)\s"
        r"(?:by|on|in|at|from|with\spermission\sfrom|courtesy\sof|through)\s(?:the\s(?=[a-z]))?"
        rf"(?P<who>{_NAME})"
    ),
    re.compile(rf"\b[Rr]epublished\s(?:here\s)?(?:with\spermission\s)?from\s(?P<who>{_NAME})"),
)
_REPORTING = re.compile(
    r"\(?(?:Additional\s)?[Rr]eporting by [^\n]{3,200}?[;,.]? (?:[Ww]riting|[Ee]diting|Compiled) by "
)
_LINE_BY = re.compile(
    r"^\W{0,3}(?:(?:By|BY|Von|Par|Por|Source|Quelle|Courtesy of|Story by|Via|via|From):?\s)?(?P<who>[^\n]{2,60})$"
)
_BYLINE_END = re.compile(r"(?:,|\s[|/\u2013\u2014-]\s|\sof\s|\sfor\s|/|\bfrom\s|\bvia\s)\s?(?P<who>[^,|/]{2,50})$")
_ORGANISED = re.compile(
    r"\b(?:press|news|wire|wires|service|services|agency|agence|agentur|media|newsroom|network|radio|presse|agencia|"
    r"agenzia|bureau)\b|^[A-Z]{2,6}$",
    re.I,
)
_NO_NAME = re.compile(
    r"^(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w{0,6}\.?\s?\d{0,2}|local\stime|video|photo|updated?|file|"
    r"opinion|live|R-.*|D-.*|[RDI])$",
    re.I,
)
_WORD = re.compile(r"\b(?:[A-Z][\w-]*|dpa|epd)")
_HEAD, _TAIL = 1200, 1500


def wire_credit(
    text: str,
    *,
    byline: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    lines: Iterable[str] = (),
) -> str | None:
    """The agency or outlet that the page credits its story to, as printed, or None.

    Args:
        text: the page's main text.
        byline: its byline; an agency in it is a credit.
        outlet: the page's own outlet, which is no credit unless it is an agency.
        url: where the page was read, likewise.
        lines: short texts from elsewhere on the page, such as its foot; only a known agency counts there.
    """
    window = text.strip()
    if len(window) > _HEAD + _TAIL:
        window = f"{window[:_HEAD]}\n{window[-_TAIL:]}"
    for who in (*_in_text(window), *_in_byline(byline or ""), *_in_lines(lines)):
        name = _tidy(who)
        if name and not _is_own(name, outlet, url):
            return name
    if _REPORTING.search(window):
        return "Reuters"  # the agency's own form of sign-off, kept by all who print its stories
    return None


def _in_text(window: str) -> Iterator[str]:
    mentions = list(_mentions(window))
    for before, after in _SPOTS:
        for start, end in mentions:
            if after.match(window, end) and before.search(window[max(0, start - 160) : start]):
                if start > 160 and before.pattern.startswith("(?:\\A"):
                    continue  # that beginning is not the text's
                yield window[start:end]
                break
    for pattern in _PLACES_OF_ANY:
        if found := pattern.search(window):
            who = found.group("who")
            if not _NO_NAME.match(who) and len(who.split()) <= 5 and not who[0].islower():
                yield who


@lru_cache(maxsize=1)
def _names_by_first_word() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(AGENCIES, key=len, reverse=True):
        if word := _WORD.match(name):
            found[word.group()].append(name)
    return found


def _mentions(text: str) -> Iterator[tuple[int, int]]:
    """Where the names of known agencies stand in ``text``, with their article."""
    known = _names_by_first_word()
    until = 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start < until:
            continue
        for name in known.get(word.group(), ()):
            end = start + len(name)
            if text.startswith(name, start) and not text[end : end + 1].isalnum():
                until = end
                yield (
                    start - 4 if text[start - 4 : start] in ("The ", "the ") and not name.startswith("The") else start,
                    end,
                )
                break


def _in_byline(byline: str) -> Iterator[str]:
    for part in re.split(r"\s*(?:,|;|\||\s/\s|/|\sand\s|\s&\s)\s*", byline):
        if is_agency(part):
            yield part
    if (found := _BYLINE_END.search(byline)) and _ORGANISED.search(found.group("who")):
        yield found.group("who")


def _in_lines(lines: Iterable[str]) -> Iterator[str]:
    """Credits in short lines: an agency alone, after "By", at a byline's end, or holding the copyright."""
    for line in lines:
        line = line.strip()
        if (found := _LINE_BY.match(line)) and is_agency(found.group("who")):
            yield found.group("who")
        elif re.match(r"(?:By|BY)\s", line) and len(line) < 120:
            yield from (part for part in re.split(r"\s*(?:,|\||\s/\s|\sand\s)\s*", line) if is_agency(part))
        elif len(line) <= 300 and re.search(r"©|\([cC]\)|[Cc]opyright|contribut", line):
            for start, end in _mentions(line):
                name = line[start:end].removeprefix("The ").removeprefix("the ")
                if name in _FOOT_HOLDERS and any(
                    after.match(line, end) and before.search(line[:start])
                    for before, after in (_COPYRIGHT, _CONTRIBUTED)
                ):
                    yield line[start:end]


@lru_cache(maxsize=1)
def _agency_keys() -> frozenset[str]:
    return frozenset(match_key(name) for name in AGENCIES)


def is_agency(name: str) -> bool:
    """True for the name of a news agency or of an outlet whose stories others carry."""
    name = name.strip(" .,()")
    if len(name) > 60:
        return False
    if len(name) <= 4:  # "Ap" is a name, "Uni" a place to study
        return name in AGENCIES
    key = match_key(name)
    return key in _agency_keys() or key.removeprefix("the ") in _agency_keys()


def _tidy(who: str) -> str:
    who = " ".join(who.split()).strip(" .,;:()[]-–—'’")
    who = _SHORT.get(who, who)
    return who.title() if who.isupper() and len(who) > 6 else who


def _is_own(name: str, outlet: str | None, url: str | None) -> bool:
    """True where ``name`` is the page's own outlet, and no agency whose credit says something all the same."""
    if name.removeprefix("The ") in _WIRES:
        return False
    key = match_key(name).removeprefix("the ")
    own = match_key(outlet or "").removeprefix("the ")
    if url:  # the address knows better who printed it than the page's own words
        label = ((registrable_domain(url) or "").split(".")[0]).replace("-", "")
        joined = key.replace(" ", "")
        if label and (joined.startswith(label) or label.startswith(joined)):
            return True
        return bool(own) and own == key and len(key) > 5
    return bool(own) and (own == key or own.startswith(f"{key} ") or key.startswith(f"{own} "))
