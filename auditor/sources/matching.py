"""Whether a page is the one a reference means: titles, outlets and dates compared. Pure, no registry of its own."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from difflib import SequenceMatcher
from enum import Enum, IntEnum
from functools import lru_cache
from typing import Protocol
from urllib.parse import urlsplit

from auditor.text import STOPWORDS, fold, match_key, stem
from auditor.urls import registrable_domain

MAX_TITLE = 500
"""Longer titles are compared by their first 500 characters: no headline is longer."""


class TitleLikeness(IntEnum):
    """How a page's title stands to the cited one, least first."""

    OTHER = 0
    RELATED = 1
    NEAR = 2
    EQUAL = 3


class Agreement(Enum):
    """Whether a page's outlet is the cited one."""

    AGREE = "agree"
    UNKNOWN = "unknown"
    DIFFER = "differ"


class OutletRegistry(Protocol):
    """What is asked of a registry of outlets."""

    def find(self, name: str) -> object | None:
        """The outlet of that name or alias, or None."""

    def by_domain(self, url_or_host: str) -> object | None:
        """The outlet that publishes there, or None."""


# --- titles -----------------------------------------------------------------------------------------------------


def title_likeness(cited: str | None, found: str | None, *, bar: float = 0.8) -> TitleLikeness:
    """How alike two titles are.

    ``EQUAL``: the same words, a site's name after the title aside. ``NEAR``: a Dice similarity of the words of at least
    ``bar``, where one title only has more words at its end or a label before it ("Watch:"), or differs in function
    words and spelling; or one that is cut short. A telling word exchanged, moved or added elsewhere ("votes against",
    "second") makes another title.
    ``RELATED``: a third of the content words are shared.
    """
    ours, theirs = _variants(cited or ""), _variants(found or "")
    if not ours or not theirs:
        return TitleLikeness.OTHER
    if set(ours) & set(theirs):
        return TitleLikeness.EQUAL
    if _unlabelled(cited or "") in theirs or _unlabelled(found or "") in ours:
        return TitleLikeness.NEAR
    best = max((_compare(a, b, bar) for a in ours for b in theirs), default=TitleLikeness.OTHER)
    if best < TitleLikeness.NEAR and (_is_cut(cited or "", theirs[0]) or _is_cut(found or "", ours[0])):
        return TitleLikeness.NEAR
    return best


def title_similarity(cited: str, found: str) -> float:
    """In [0, 1]: the share of words two titles have in common (Dice), the better of their variants."""
    pairs = [(a, b) for a in _variants(cited) for b in _variants(found)]
    return max((_dice(_stems(a), _stems(b)) for a, b in pairs), default=0.0)


def title_words(title: str | None) -> set[str]:
    """The stems of a title by which it can be looked up; function words too where it has no others."""
    words = set(_stems(_variants(title)[0])) if title and _variants(title) else set()
    return {w for w in words if w not in STOPWORDS} or words


def title_keys(title: str | None) -> tuple[str, ...]:
    """What two titles share when they are ``EQUAL``: the title's key, and those without a site's name or a section."""
    return _variants(title) if title else ()


@lru_cache(maxsize=4096)
def _variants(title: str) -> tuple[str, ...]:
    """The title's key, and its keys without a site's name behind or a section before it."""
    title = fold(title[:MAX_TITLE]).strip()
    keys = [match_key(title)]
    for head, tail in (title.rpartition(sep)[::2] for sep in (" | ", " - ", " :: ", " · ", " • ")):
        if len(head.split()) >= 3 and len(tail.split()) <= 5:
            keys.append(match_key(head))
    first = re.split(r" \| ", title, maxsplit=1)[0]
    if len(first.split()) >= 3:
        keys.append(match_key(first))
    return tuple(dict.fromkeys(k for k in keys if k))


@lru_cache(maxsize=8192)
def _stems(key: str) -> tuple[str, ...]:
    joined = re.sub(r"\b[a-z](?: [a-z]\b)+", lambda m: m.group().replace(" ", ""), key)  # "u s" is "us"
    return tuple(stem(word) for word in joined.split())


def _dice(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    shared = (Counter(a) & Counter(b)).total()
    return 2 * shared / max(1, len(a) + len(b))


def _compare(a: str, b: str, bar: float) -> TitleLikeness:
    one, other = _stems(a), _stems(b)
    if "".join(one) == "".join(other) or (_dice(one, other) >= bar and _only_trimmed(one, other)):
        return TitleLikeness.NEAR
    content = [{w for w in words if w not in STOPWORDS} for words in (one, other)]
    if min(map(len, content)) == 0:
        return TitleLikeness.OTHER
    share = len(content[0] & content[1]) / min(map(len, content))
    return TitleLikeness.RELATED if share >= 1 / 3 else TitleLikeness.OTHER


_TELLING = frozenset("no not never without against before after first last more less most least over under few".split())
"""Function words that change what a title says."""
_FIGURES = dict(zip("two three four five six seven eight nine ten eleven twelve".split(), map(str, range(2, 13))))


def _only_trimmed(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """True where the titles differ in nothing that tells but words that one has more at its end."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    extra = [0, 0]
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            continue
        left, right = _telling(one[i:j]), _telling(other[k:m])
        if left and right and (len(left) != len(right) or not all(map(_respelled, left, right))):
            return False
        if bool(left) != bool(right):
            at_end = j == len(one) and m == len(other)
            if not at_end or any(w[0].isdigit() for w in left + right):
                return False
            extra[0] += len(left)
            extra[1] += len(right)
    return not (extra[0] and extra[1])


def _telling(words: tuple[str, ...]) -> list[str]:
    return [w for w in words if w not in STOPWORDS or w in _TELLING]


def _respelled(a: str, b: str) -> bool:
    """True for one word in two spellings: a figure in words, or one letter's difference in five or more."""
    if _FIGURES.get(a, a) == _FIGURES.get(b, b):
        return True
    if min(len(a), len(b)) < 5 or a[0].isdigit() or b[0].isdigit() or abs(len(a) - len(b)) > 1:
        return False
    head = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return head > 0 and (a[head + 1 :] == b[head + 1 :] or a[head + 1 :] == b[head:] or a[head:] == b[head + 1 :])


def _unlabelled(title: str) -> str | None:
    """The title's key without a label of at most two words in front ("Watch: ...", "Live updates: ..."), or None."""
    found = re.match(r"\s{0,9}\w{2,20}(?: \w{2,20})?\s{0,3}[:|]\s", fold(title[:MAX_TITLE]))
    return match_key(title[found.end() : MAX_TITLE]) or None if found else None


def _is_cut(title: str, other: str) -> bool:
    """True where ``title`` ends in an ellipsis and ``other`` goes on where it stops, after five words or more."""
    title = title.strip()
    if not title.endswith(("...", "…")):
        return False
    key = match_key(title)
    return len(key.split()) >= 5 and other.startswith(key)


def site_in_title(title: str | None) -> str | None:
    """What stands behind a page's title after a dash or bar: mostly the site's name, or None."""
    for separator in (" | ", " - ", " – ", " — "):
        head, _, tail = (title or "")[:MAX_TITLE].rpartition(separator)
        if len(head.split()) >= 3 and 0 < len(tail.split()) <= 5:
            return tail.strip()
    return None


def bare_title(title: str, outlet: str | None) -> str:
    """``title`` without the outlet's name behind it: what to search for."""
    for separator in (" | ", " - ", " – ", " — "):
        head, _, tail = title.rpartition(separator)
        if head and outlet and _same_name(tail, outlet):
            return head
    return title


# --- outlets ----------------------------------------------------------------------------------------------------

_GENERIC = frozenset("the news online com website newspaper digital www org net co uk tv radio media live".split())


def outlet_agreement(
    cited: str | None, outlet: str | None, url: str | None, registry: OutletRegistry | None = None
) -> Agreement:
    """Whether a page that names ``outlet`` and was read at ``url`` is one of the cited outlet.

    The name decides, then the domain's name, then the registry where there is one. ``UNKNOWN`` where nothing tells.
    """
    if not cited or not cited.strip():
        return Agreement.UNKNOWN
    host = host_of(url)
    if _same_name(cited, outlet or "") or _nameshost_of(cited, host):
        return Agreement.AGREE
    known = registry.find(cited) if registry else None
    if known is not None and registry is not None:
        if (outlet and registry.find(outlet) == known) or (host and registry.by_domain(host) == known):
            return Agreement.AGREE
        if host or outlet:
            return Agreement.DIFFER
    return Agreement.DIFFER if outlet else Agreement.UNKNOWN


def published_by(cited: str, outlet: str | None, address: str | None, registry: OutletRegistry | None) -> bool:
    """Whether a page that a search found at ``address`` is of the cited outlet.

    Of an outlet that is known with its domains only these are, and those of its owner where the search names it. Of
    another it is the domain that is called like it: anybody can call a subdomain so.
    """
    known = registry.find(cited) if registry else None
    if known is not None and registry is not None and getattr(known, "domains", True) and address:
        at = registry.by_domain(address)
        return at == known or (at is not None and _same_name(cited, outlet or "") and _kin(known, at))
    domain = registrable_domain(address) if address else None
    return outlet_agreement(cited, outlet, f"https://{domain}/" if domain else address, registry) is Agreement.AGREE


def _kin(outlet: object, network: object) -> bool:
    """Whether an outlet belongs to another one or to its owner: a network's stations are read at its address.

    Owners without a name of their own ("public", "privately held") are in lower case.
    """
    owner, other = (str(getattr(one, "owner", "") or "") for one in (outlet, network))
    name = str(getattr(network, "name", "") or "")
    return bool(owner and name and owner[0].isupper()) and (owner == other or owner.startswith(name))


def _same_name(a: str, b: str) -> bool:
    one, other = _name_words(a), _name_words(b)
    if not one or not other:
        return False
    return one == other or "".join(one) == "".join(other) or _is_short_for(a, b) or _is_short_for(b, a)


def _is_short_for(short: str, name: str) -> bool:
    """True for initials in capitals and the name they are of: WSJ and The Wall Street Journal."""
    if not re.fullmatch(r"[A-Z]{3,6}", short.strip()):
        return False
    words = match_key(name).split()
    initials = "".join(w[0] for w in words)
    wanted = {initials, initials[1:]} if words[:1] == ["the"] else {initials}
    return len(words) >= 3 and short.strip().lower() in wanted


@lru_cache(maxsize=4096)
def _name_words(name: str) -> tuple[str, ...]:
    name = re.sub(r"^https?://(?:www\.)?", "", name.strip().lower())
    words = match_key(name).split()
    telling = [w for w in words if w not in _GENERIC]
    return tuple(telling or words)


def _nameshost_of(name: str, host: str) -> bool:
    """True where the host is called like the outlet: ``washingtonpost.com``, ``komu.com`` for KOMU 8."""
    labels = [label for label in host.split(".")[:-1] if label not in ("www", "m", "amp", "edition", "news")]
    if not labels:
        return False
    domain = re.fullmatch(r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)+)/?", name.strip().lower())
    if domain:  # an outlet cited by its address: "bbc.co.uk"
        return host == domain.group(1) or host.endswith("." + domain.group(1))
    words = _name_words(name)
    plain = "".join(words)
    whole = re.sub(r"\W", "", match_key(name).replace(" ", ""))
    spelled = {plain, whole, f"the{plain}", f"{plain}news", f"{plain}online"}
    if len(words) > 1 and all(w.isdigit() for w in words[1:]) and len(words[0]) >= 3:
        spelled.add(words[0])  # a station's call sign and its channel
    return len(plain) >= 2 and any(label.replace("-", "") in spelled for label in labels)


def host_of(url: str | None) -> str:
    """The host of an address in lower case, or nothing."""
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""


# --- dates ------------------------------------------------------------------------------------------------------


def days_apart(a: str | None, b: str | None) -> int | None:
    """Days between two ISO dates (0 where one is a year or month that holds the other); None where one is unknown."""
    one, other = iso_date(a), iso_date(b)
    if not one or not other:
        return None
    shorter = min(len(one), len(other))
    if shorter < 10 and one[:shorter] == other[:shorter]:
        return 0
    try:
        return abs((date.fromisoformat(_whole(one)) - date.fromisoformat(_whole(other))).days)
    except ValueError:
        return None


def date_in_url(url: str) -> str | None:
    """The day that a page's address carries (``/2031/05/06/``, ``/2031-05-06-``, ``/20310506/``), ISO, or None."""
    path = url.split("?", 1)[0].split("#", 1)[0][:2000]
    for pattern in _URL_DATES:
        for found in pattern.finditer(path):
            try:
                return date(*map(int, found.groups())).isoformat()
            except ValueError:
                continue
    return None


_URL_DATES = (
    re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?=/|$)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)"),
    re.compile(r"(?<![\d])((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"),
)


def iso_date(value: str | None) -> str:
    """A page's date as ISO (a day, a month or a year), or nothing where it cannot be told."""
    value = (value or "").strip()[:100]
    found = re.match(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?!\d)", value)
    return found.group() if found else _worded(value) if value else ""


@lru_cache(maxsize=1024)
def _worded(value: str) -> str:
    """A date in words (``2 March 2031``) as ISO, or nothing where it has two readings or none."""
    from auditor.dates import parse_dates

    size = {"day": 10, "month": 7, "year": 4}
    plain = [d for d in parse_dates(value) if d.start and d.grain in size and not d.inferred and not d.others]
    best = min(plain, key=lambda d: -size[d.grain], default=None)
    return best.start.isoformat()[: size[best.grain]] if best and best.start else ""


def _whole(value: str) -> str:
    return value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value
