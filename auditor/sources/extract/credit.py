"""Whose story a page prints: the agency or outlet it credits. And whether the copy we have is whole.

A credit is returned as printed (``AP``, ``The Associated Press``, ``NPR``). Known agencies are taken wherever a credit
can stand; another name only in the places where nothing but a credit stands: a dateline's brackets, a byline's end,
"originally published by".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from auditor.sources.extract.furniture import text_groups
from auditor.text import match_key
from auditor.urls import registrable_domain

AGENCIES = (
    "Associated Press", "AP", "Reuters", "Thomson Reuters", "Agence France-Presse", "Agence France Presse", "AFP", "UPI",
    "United Press International", "ANI", "Asian News International", "PTI", "Press Trust of India", "IANS",
    "Indo-Asian News Service", "UNI", "APP", "Deutsche Presse-Agentur", "dpa", "dpa-AFX", "EFE", "Europa Press", "ANSA",
    "Adnkronos", "Lusa", "Belga", "ANP", "Ritzau", "NTB", "TT", "STT", "PAP", "CTK", "APA", "Keystone-SDA", "SDA", "SID", "epd", "KNA",
    "Xinhua", "TASS", "Interfax", "RIA Novosti", "Ukrinform", "Kyodo News", "Kyodo", "Jiji Press", "Yonhap", "Bernama", "Antara",
    "Anadolu Agency", "Anadolu", "WAFA", "IRNA", "The Canadian Press", "Canadian Press", "PA Media", "Press Association",
    "Australian Associated Press", "AAP", "Bloomberg News", "Bloomberg", "Dow Jones Newswires", "MarketWatch", "NPR",
    "National Public Radio", "CNN", "CNN Newsource", "CNN Wire", "The-CNN-Wire", "BBC News", "Voice of America", "VOA News", "VOA",
    "Radio Free Europe/Radio Liberty", "RFE/RL", "Radio Free Asia", "Tribune News Service", "TNS", "Tribune Content Agency",
    "New York Times News Service", "Washington Post News Service", "McClatchy", "Gray News", "Gannett", "USA TODAY Network",
    "States Newsroom", "Stateline", "KFF Health News", "Kaiser Health News", "ProPublica", "The Conversation", "CalMatters",
    "The Texas Tribune", "The Marshall Project", "Inside Climate News", "StatePoint", "NewsNation", "Nexstar", "InvestigateTV",
    "ABC News", "NBC News", "CBS News", "Fox News", "Sky News", "Politico", "The New York Times", "The Washington Post",
    "The Wall Street Journal", "The Guardian", "Los Angeles Times", "Capital News Service", "Cronkite News", "StoryCorps",
    "Religion News Service", "Catholic News Service", "Inter Press Service", "Storyful", "SWNS", "Wire Services",
)  # fmt: skip
_WIRES = frozenset(AGENCIES[: AGENCIES.index("NPR")])
"""Those that are agencies and nothing else: credited even on a page of their own."""

_NAME = r"[^\W\d_](?:[\w&.'’/-]|\s(?=[A-Z&])){1,40}"
_PLACE = r"[A-Z][\w.'’-]{1,25}"
_DATELINE = (  # HARBOR CITY, Md., March 2   New Delhi [India], March 2   LONDON
    rf"(?:[A-Z][A-Z.'’ -]{{2,30}}(?:[,/]\s?[\w.,' ]{{2,40}})?|{_PLACE}(?:\s{_PLACE}){{0,3}}(?:\s\[[^\]\n]{{2,20}}\])?,\s[\w.,' ]{{2,40}})\s?"
)
_DASH = r"\s{0,3}[\u2013\u2014\u2015:-]"


@lru_cache(maxsize=1)
def _known() -> str:
    return "|".join(re.escape(name) for name in sorted(AGENCIES, key=len, reverse=True))


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Places of a credit in the text itself, surest first; with each, whether any name may stand there."""
    known = rf"(?P<who>(?:[Tt]he\s)?(?:{_known()}))"
    anyone = rf"(?P<who>{_NAME})"
    return (
        (re.compile(rf"\A{_DATELINE}\((?P<who>{_NAME})\){_DASH}"), True),
        (re.compile(rf"\A[^\n(]{{0,90}}\({known}\){_DASH}"), False),
        (re.compile(rf"\A\W{{0,3}}\({known}\)"), False),
        (re.compile(rf"\A(?:By|BY)\s[^\n]{{2,120}}?(?:,|\s[|/\u2013\u2014-]|/)\s?{known}\s*(?:$|\n)", re.M), False),
        (re.compile(rf"\A(?:By|BY)\s[^\n,|]{{2,80}}(?:,|\s\|)\s(?P<who>(?:[A-Z][\w.'’-]{{0,20}}\s){{1,3}}(?:Service|Agency|Wire|Newswire|News Service))\s*(?:$|\n)", re.M), True),
        (re.compile(rf"\A(?:(?:By|BY)\s)?{known}\s*\n"), False),
        (re.compile(rf"\A[^\n(]{{0,60}}[A-Z][^\n(]{{0,60}}\({known}\)"), False),
        (re.compile(rf"(?:Copyright|©|\([cC]\))\s(?:©\s)?(?:(?:19|20)\d\d\s|by\s){{0,2}}{known}\b"), False),
        (re.compile(rf"(?:&\s©|™)\s?(?:(?:19|20)\d\d\s)?(?P<who>Cable News Network|CNN)"), False),
        (re.compile(rf"^{known}[^\n]{{0,80}}\b(?:contributed|contributing)\b", re.M), False),
        (re.compile(rf"\b{known}(?:['’]s?)?\s(?:[^.\n]{{0,80}}\s)?contributed\s(?:to\sthis|reporting)"), False),
        (re.compile(rf"\b(?:with|using)\s(?:additional\s)?(?:inputs?|reporting|files|material|information)\s(?:from|by)\s{known}\b", re.I), False),
        (re.compile(rf"(?:story|article|report|piece)\s(?:was\s|is\s|has\sbeen\s)?(?:originally\s|first\s|re)?(?:published|appeared|produced|reported|provided|"
                    rf"distributed|written|reprinted)\s(?:by|on|in|at|from|with\spermission\sfrom|courtesy\sof|through)\s(?:the\s(?=[a-z]))?{anyone}"), True),
        (re.compile(rf"\b[Rr]epublished\s(?:here\s)?(?:with\spermission\s)?from\s{anyone}"), True),
        (re.compile(rf"^\W{{0,3}}(?:Source|SOURCE|Quelle|Via|VIA|via|Credit)s?:?\s{known}\W{{0,3}}$", re.M), False),
        (re.compile(rf"[.!?\"”’]\s{{0,3}}(?:\({known}\)|[\u2013\u2014-]\s?{known.replace('who', 'who2')})\W{{0,3}}\Z"), False),
        (re.compile(rf"^\W{{0,3}}[(\u2013\u2014-]\s?{known}\)?\W{{0,3}}$", re.M), False),
        (re.compile(rf"\A[^\n]{{0,200}}\n\n?{_DATELINE}\((?P<who>{_NAME})\){_DASH}"), True),
        (re.compile(rf"\A[^\n]{{0,200}}\n\n?[^\n(]{{0,90}}\({known}\){_DASH}"), False),
    )  # fmt: skip


_REPORTING = re.compile(r"\(?(?:Additional\s)?[Rr]eporting by [^\n]{3,200}?[;,.]? (?:[Ww]riting|[Ee]diting|Compiled) by ")
_LINE_BY = re.compile(r"^\W{0,3}(?:(?:By|BY|Von|Par|Por|Source|Quelle|Courtesy of|Story by|Via|via|From):?\s)?(?P<who>[^\n]{2,60})$")
_BYLINE_END = re.compile(r"(?:,|\s[|/\u2013\u2014-]\s|\sof\s|\sfor\s|\s/\s|/|\bfrom\s|\bvia\s)\s?(?P<who>[^,|/]{2,50})$")
_ORGANISED = re.compile(r"\b(?:press|news|wire|wires|service|services|agency|agence|agentur|media|newsroom|network|radio|presse|agencia|agenzia|bureau)\b|^[A-Z]{2,6}$", re.I)
_MONTHS_OR_PLACE = re.compile(
    r"^(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w{0,6}\.?\s?\d{0,2}|local\stime|video|photo|updated?|file|opinion|"
    r"live|[a-z].*|R-.*|D-.*|[RDI])$"
)


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
    window = f"{text[:1200]}\n" + (text[-1500:] if len(text) > 1200 else "")
    for who in (*_in_text(text.lstrip(), window), *_in_byline(byline or ""), *_in_lines(lines)):
        name = _tidy(who)
        if name and not _is_own(name, outlet, url):
            return name
    if _REPORTING.search(window):
        return "Reuters"  # the agency's own form of sign-off, kept by all who print its stories
    return None


def _in_text(text: str, window: str) -> Iterator[str]:
    for pattern, anyone in _patterns():
        source = text[:600] if pattern.pattern.startswith("\\A") else text[-300:] if pattern.pattern.endswith("\\Z") else window
        for found in pattern.finditer(source):
            groups = found.groupdict()
            who = groups.get("who") or groups.get("who2") or ""
            if anyone and (_MONTHS_OR_PLACE.match(who) or len(who.split()) > 5):
                continue
            yield who
            break


def _in_byline(byline: str) -> Iterator[str]:
    parts = [p.strip() for p in re.split(r"\s*(?:,|;|\||\s/\s|/|\sand\s|\s&\s)\s*", byline) if p.strip()]
    for part in parts:
        if is_agency(part):
            yield part
    if (found := _BYLINE_END.search(byline)) and _ORGANISED.search(found.group("who")):
        yield found.group("who")


def _in_lines(lines: Iterable[str]) -> Iterator[str]:
    """Credits in short lines: an agency alone, after "By", at a byline's end, or holding the copyright."""
    copyright_line = _patterns()[5][0]
    for line in lines:
        line = line.strip()
        if len(line) > 300:
            continue
        if (found := _LINE_BY.match(line)) and is_agency(found.group("who")):
            yield found.group("who")
        elif re.match(r"(?:By|BY)\s", line) and len(line) < 120:
            yield from (part for part in re.split(r"\s*(?:,|\||\s/\s|\sand\s)\s*", line) if is_agency(part))
        elif (found := copyright_line.search(line)) or (found := _patterns()[7][0].match(line)):
            if found.group("who").removeprefix("The ").removeprefix("the ") in _WIRES | {"NPR", "CNN"}:
                yield found.group("who")


@lru_cache(maxsize=1)
def _agency_keys() -> frozenset[str]:
    return frozenset(match_key(name) for name in AGENCIES)


def is_agency(name: str) -> bool:
    """True for the name of a news agency or of an outlet whose stories others carry."""
    name = name.strip(" .,()")
    if len(name) < 2 or (len(name) <= 4 and not name.isupper() and name not in ("dpa", "epd")):
        return False
    return match_key(name).removeprefix("the ") in _agency_keys() or match_key(name) in _agency_keys()


def _tidy(who: str) -> str:
    who = " ".join(who.split()).strip(" .,;:()[]-–—'’")
    if who in ("Cable News Network", "The-CNN-Wire"):
        return "CNN"
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


# --- is the copy whole? -----------------------------------------------------------------------------------------

_ENDED = re.compile(r"[.!?…。！？։।؟]['\"'”’»›)\]*\s]{0,6}$|[:;]$")
_CUT_OFF = re.compile(
    r"(?:\.\.\.|…|\[\+?\d{0,6}\s?(?:chars|characters|more)\]|\[…\]|\[\.\.\.\])\W{0,3}$|\b(?:continue reading|read (?:the )?(?:full|more|rest)|"
    r"keep reading|weiterlesen|lire la suite|seguir leyendo|continua a leggere|leia mais)\b[^.\n]{0,40}$",
    re.I,
)
_OPEN_WORDS = frozenset(
    "the a an of to in on at by for with from and or but that which who as is are was were be been has have had will would can could may might"
    " its their his her our this these than not into over after before said".split()
)
_AFTERWORDS = frozenset(("letter", "share", "copyright", "credit", "comment", "about", "ad", "cookie", "byline"))
_MIN_WORDS = 8
_LAST_LINES = 8


def is_truncated(text: str) -> bool:
    """True where the text breaks off: in the middle of a sentence, at an ellipsis, or at "continue reading".

    What follows a story (a copyright line, a plea for subscribers, a signature) is passed over.
    """
    lines = [line.strip() for line in text[-6000:].split("\n") if line.strip()][-_LAST_LINES:]
    if lines and _CUT_OFF.search(lines[-1][-120:]):
        return True
    said = [text_groups(line) & _AFTERWORDS if len(line) < 300 else frozenset() for line in lines]
    foot = next((i for i, groups in enumerate(said) if i and "copyright" in groups), len(lines))
    for line, groups in reversed(list(zip(lines, said, strict=True))[:foot]):
        if _CUT_OFF.search(line[-120:]):
            return True
        if _ENDED.search(line[-12:]):
            return False
        if not groups and (cut := _is_cut(line)) is not None:
            return cut
    return False


def _is_cut(line: str) -> bool | None:
    """Whether a line that ends no sentence was cut; None for one that may be a signature, a caption or a table's row."""
    words = line.split()
    last = words[-1]
    if re.search(r"https?:|www\.|@|©|\|", line):
        return None
    if len(words) > 2 and (last.lower().strip(",") in _OPEN_WORDS or line.endswith((",", "-", "–", "—", "'s", "’s"))):
        return True
    low = sum(w[0].islower() for w in words)
    if len(words) >= _MIN_WORDS or (len(words) >= 4 and low >= 2):
        return last[-1].isalnum() or last[-1] in "'\"”’"
    return None
