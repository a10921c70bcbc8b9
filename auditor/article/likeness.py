"""How much a piece of a reference looks like an outlet or a title: general signs, no list of outlets."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

# Words that publications, publishers and authorities are called by. English vocabulary, not names of outlets.
_OUTLET_WORDS = frozenset(
    """news times post herald tribune gazette courier journal chronicle observer mercury examiner dispatch bulletin
    register review weekly daily radio tv television broadcasting broadcaster broadcast magazine press wire agency
    guardian
    mail telegraph star sun globe independent standard today reporter voice echo argus advertiser sentinel ledger record
    digest monitor quarterly monthly almanac institute university college ministry department office council board
    commission committee society association federation foundation trust bank museum library hospital union blog online
    network channel fm am studies research proceedings center centre authority bureau government parliament senate
    inc ltd llc corp books publishing publishers publications academy school laboratory observatory archive archives
    yearbook annals transactions letters inquirer enquirer patriot republican democrat citizen messenger banner beacon
    bee call clarion eagle express free-press inter-ocean leader light mirror outlook pioneer plain-dealer
    press-telegram
    recorder republic sentinel-tribune spectator statesman state-journal tidings tab vindicator world zeitung
    journal-news
    insider desk report brief briefing feed watch hub media podcast show programme hour tonight morning evening sunday
    nachrichten tageblatt presse rundfunk le la el diario noticias jornal gazzetta corriere giornale dagblad tidende
    encyclopedia encyclopaedia wiki dictionary handbook database registry service services administration court
    police organisation organization alliance league party campaign club company group international national
    city county town state federal regional district federation observatory""".split()
)
_WEAK = frozenset(
    """am le la el call light world free city county town state national international party group company show hour
    morning evening report record letters school court police service services review watch light mirror eagle call star
    sun leader citizen campaign club bank union today tonight sunday office board record light express outlook
    voice""".split()
)
_SMALL = frozenset(
    """a an and & the of for in on at to by de del della di du des la le les el los las y e et und der die das von van
    zu im am al da do dos e.g. with from vs or as""".split()
)
_CALLSIGN = re.compile(r"\b[KWCX][A-Z]{2,3}(?:-(?:TV|FM|AM|DT))?\b(?:\s\d{1,3}(?:\.\d)?)?")
_JOURNAL = re.compile(
    r"(?:The |Le |La |Das |Die )?(?:[A-Z]\w+ )?(?:Journals?|J\.|Proceedings|Proc\.|Annals|Ann\.|Bulletin|Bull\."
    r"|Transactions|Trans\.|Revue|Rivista|"
    r"Revista|Zeitschrift|Archives?|Arch\.|Acta|Cahiers|Annales|Studies|Advances|Lecture Notes|Handbook"
    r"|Encyclop\w+|IEEE|ACM)\b"
)
_DOMAIN_NAME = re.compile(
    r"(?:[\w-]+\.){1,3}(?:com|org|net|io|info|gov|edu|co|tv|fm|news|today|media|live|eu|uk|us|de|fr|example|test)\b",
    re.I,
)


@lru_cache(maxsize=8192)
def outlet_likeness(text: str, host: str = "") -> float:
    """How much ``text`` reads as an outlet's name, about -4 to 6; ``host`` is the host of the entry's URL."""
    words = text.split()
    if not words or len(text) > 160 or sum(c.isalpha() for c in text) < 2:
        return -4.0
    score = host_match(text, host)
    bare = [w.strip(".,'’()").lower() for w in words]
    strong = sum(1 for w in bare if w in _OUTLET_WORDS and w not in _WEAK)
    weak = sum(1 for w in bare if w in _WEAK)
    score += min(1.6, 1.2 * strong + 0.4 * weak)
    if _CALLSIGN.search(text) or _DOMAIN_NAME.fullmatch(text):
        score += 1.2
    lower = sum(1 for w in words if w[0].islower() and w.lower() not in _SMALL)
    if _JOURNAL.match(text):
        score += 0.8
        lower = 0
    score += 0.6 if lower == 0 else -0.9 * min(3, lower)
    score -= 0.35 * max(0, len(words) - 5)
    if text[-1] in "?!":
        score -= 1.5
    if re.search(r"\d", text) and not re.search(r"\b\d{1,3}(?:\.\d)?$|\d+\s?fm\b", text, re.I):
        score -= 0.7
    if len(words) == 1 and text.isupper() and 2 <= len(text) <= 6:
        score += 0.8
    if words[0] in ("The", "Le", "La", "El", "Die", "Der", "Das") and len(words) <= 5 and lower == 0:
        score += 0.3
    return score


@lru_cache(maxsize=8192)
def title_likeness(text: str, path: str = "") -> float:
    """How much ``text`` reads as an article's title, about -2 to 4; ``path`` is the path of the entry's URL."""
    words = text.split()
    if not words:
        return -2.0
    score = {1: -0.9, 2: -0.3, 3: 0.2}.get(len(words), 0.8)
    score += 0.4 if len(words) >= 6 else 0.0
    lower = sum(1 for w in words if w[0].islower() and w.lower() not in _SMALL)
    score += 0.35 * min(3, lower)
    if re.search(r"[?!]|[“\"‘]", text):
        score += 0.5
    if re.search(r"[$€£%]|\b\d", text):
        score += 0.3
    if text[0].islower():
        score -= 0.6
    return score + 2.0 * slug_match(text, path)


@lru_cache(maxsize=4096)
def host_match(text: str, host: str) -> float:
    """0 to 3: how well a name matches a host (``Tarn Lake Times`` and ``tarnlaketimes.example``)."""
    if not host:
        return 0.0
    labels = [x for x in host.lower().split(".") if x not in ("www", "m", "amp", "news", "en")]
    labels = labels[:-1] if len(labels) > 1 else labels
    site = re.sub(r"[^a-z0-9]", "", labels[-1] if labels else "")
    plain = re.sub(r"^(?:the|le|la|el|der|die|das)\s+", "", text.lower())
    letters = re.sub(r"[^a-z0-9]", "", plain.replace("&", "and"))
    short = re.sub(r"[^a-z0-9]", "", plain)
    if not site or not letters:
        return 0.0
    if site in (letters, short) or site == "the" + letters:
        return 3.0
    initials = "".join(w[0] for w in re.findall(r"[a-z0-9]+", plain))
    if len(site) >= 3 and (initials == site or (site.startswith(initials) and len(initials) >= 3)):
        return 2.2
    if min(len(site), len(letters)) >= 4 and (site in letters or letters in site):
        return 2.4
    words = [w for w in re.findall(r"[a-z0-9]+", plain) if len(w) > 2]
    hits = [w for w in words if w in site or (len(w) >= 6 and w[:5] in site)]
    covered = sum(len(w) for w in hits)
    if words and len(hits) >= max(1, (len(words) + 1) // 2) and covered >= 0.5 * len(site):
        return 2.0
    return 0.8 if hits and covered >= 4 and len(words) <= 5 else 0.0


def slug_match(text: str, path: str) -> float:
    """0 to 1: the share of a URL path's words that stand in ``text``."""
    slug = [
        w for w in re.findall(r"[a-z]{3,}", path.lower()) if w not in ("html", "htm", "php", "news", "article", "story")
    ]
    if not slug:
        return 0.0
    words = set(re.findall(r"[a-z]{3,}", text.lower().replace("'", "").replace("’", "")))
    return sum(1 for w in slug if w in words) / len(slug)


def split_url(url: str | None) -> tuple[str, str]:
    """The host and the path of a URL, empty where there is none."""
    if not url:
        return "", ""
    try:
        parts = urlsplit(url)
        return parts.hostname or "", unquote(parts.path)
    except ValueError:
        return "", ""
