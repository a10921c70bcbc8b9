"""Who wrote a page: declared authors, else the line under the headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from auditor.text import match_key

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_META = (
    "author", "article:author", "og:author", "article:author_name", "dc.creator", "dcterms.creator", "parsely-author",
    "sailthru.author", "byl", "byline", "citation_author", "cxenseparse:author", "article.author", "dc.contributor",
    "authors", "twitter:creator:name", "vr:author",
)  # fmt: skip
_BY = re.compile(
    r"^\W*(?:(?:story|written|posted|reported|article|authored|guide|words)\s)?"
    r"(?:by|von|par|por|di|da|av|af|door|text|texte|autor|author|quelle|source|fuente)\b[:\s]+",
    re.I,
)
_TAIL = re.compile(
    r"\s*(?:[|•·]|\s[-–—]\s|\bpublished\b|\bupdated\b|\bposted\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|"
    r"\d{1,2}[:.]\d\d|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?\s\d|"
    r"\d{1,2}(?:st|nd|rd|th)?\.?\s(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)|"
    r"\d{1,2}\s?(?:\.|/|-)\s?\d{1,2}|\bin\s[A-Z]|@\w|\bfollow\b|\bemail\b|\bview\b|\bread\b|\bmin(?:ute)?s?\b|\d{4}).*$",
    re.I | re.S,
)
_CLASS = re.compile(
    r"(?:^|[^a-z])(?:byline|by-line|byl|author(?:s|[-_]?name)?|article[-_]author|post[-_]author|autor|vcard|reporter)"
    r"(?:$|[^a-z])",
    re.I,
)
_NOISE = re.compile(
    r"^(?:admin|administrator|editor|staff|webmaster|redaktion|user|guest|none|null|undefined|unknown|n/?a|author|by|"
    r"powered by|share|news|nachrichten|contributors?|.*\b(?:twitter|facebook|whatsapp|linkedin)\b.*)$",
    re.I,
)
_ROLES = re.compile(
    r"[,.]?\s+(?:(?:former|deputy|senior|chief|lead|head|founder|co-founder|staff|certified|reviewed|medically|"
    r"fact.checked|special|political|foreign|"
    r"national|business|sports?|science|health)\s.*|(?:writer|reporter|correspondent|editor|contributor|columnist|"
    r"analyst|"
    r"journalist|redakteur(?:in)?|reporters|ceo|md|m\.d|rn|ms|dvm|phd|ph\.d)\b.*)$",
    re.I,
)
_LINE = re.compile(r"(?:By|BY|Von|Par|Por|Di|Door|Av|Af)\s+[^\W\d_]")
_PROSE = re.compile(r"\b(?:you|your|our|are|is|was|this|that|with|accept\w*|content)\b")
_MAX_NAME, _MAX_WORDS = 80, 7


def find_byline(root: HtmlElement, meta: dict[str, str], authors: Iterable[str], outlet: str) -> str:
    """The authors' names, joined by commas, or an empty string.

    The outlet itself is no author; an agency is.
    """
    for names in (authors, (meta.get(key, "") for key in _META), _visible(root)):
        found: dict[str, str] = {}
        for value in names:
            for name in split_names(value):
                if match_key(name) != match_key(outlet):
                    found.setdefault(match_key(name), name)
            if found and names is not authors:
                break
        if found:
            return ", ".join(list(found.values())[:12])
    return ""


def split_names(value: str) -> list[str]:
    """The names in a byline such as ``By Ann Lee and Bo Chan, Example Wire``."""
    value = " ".join(value.split())
    if not value or len(value) > 300 or value.startswith(("http", "@", "www.")):
        return []
    value = _TAIL.sub("", _BY.sub("", _BY.sub("", value))).strip(" ,;|·•-–—:")
    names = []
    for part in re.split(r"\s*(?:,|;|\||/|\s(?:(?i:and|und|with|mit)|et|y|e|en|og|och|&)\s)\s*", value):
        name = _ROLES.sub("", f" {part.strip(' .,;')}").strip()
        plain = len(name) <= _MAX_NAME and len(name.split()) <= _MAX_WORDS and not _PROSE.search(name)
        if plain and len(name) >= 2 and not _NOISE.match(name) and re.search(r"[^\W\d_]{2}", name):
            names.append(name)
    return names


def _visible(root: HtmlElement) -> Iterator[str]:
    """Texts of elements marked as byline, nearest to the top of the page first."""
    marked: list[HtmlElement] = []
    lines: list[str] = []
    for element in root.iter("a", "span", "div", "p", "address", "strong", "li", "h2", "h3", "h4", "cite"):
        words = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        if element.get("rel") == "author" or (words.strip() and _CLASS.search(words)):
            marked.append(element)
        if len(marked) >= 30:
            break
        if len(lines) < 3 and _LINE.match((element.text or "").strip()[:40]):
            text = " ".join(" ".join(element.itertext()).split())
            lines += [text] if len(text) <= 120 else []
    for element in marked:
        named = [e for e in element.iter() if isinstance(e.tag, str) and (e.get("itemprop") or "").lower() == "name"]
        text = " ".join(" ".join((named[0] if named else element).itertext()).split())
        if 3 <= len(text) <= 200 and not re.search(r"\b(?:about|more from|alle artikel|profile)\b", text, re.I):
            yield text
    yield from lines
