"""URLs: a canonical form to compare by, the registrable domain, and text fragments. No network."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

MAX_URL = 8192
"""Longer URLs are refused unread: no cited page has one, and 8 KiB is what common servers accept at most."""

_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ref_src|ref_url|cmpid|cmp|ocid|ftag|smid|ncid|spm|_ga|yclid|"
    r"__twitter_impression|amp|outputtype|share|taid|wt_mc|xtor|guccounter|guce_\w+)$",
    re.I,
)


def is_web_url(url: str) -> bool:
    """True for an absolute http or https URL with a host, of sane length and without control characters."""
    if not url or len(url) > MAX_URL or re.search(r"[\x00-\x20\x7f]", url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def canonical_url(url: str) -> str:
    """``url`` in the form two spellings of one page share: to compare by, never to fetch.

    Scheme, ``www.``, ``m.`` and ``amp.`` hosts, default ports, fragments, tracking parameters, trailing slashes,
    ``/amp`` endings and ``index.html`` are folded, foreign letters in the host written as ``xn--``; the remaining
    parameters are sorted.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower().rstrip(".")
        port = parts.port
    except ValueError:
        return url.strip()
    if not host.isascii():
        with suppress(UnicodeError):
            host = host.encode("idna").decode("ascii")
    host = re.sub(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)", "", host)
    if port and port not in (80, 443):
        host = f"{host}:{port}"
    path = re.sub(r"/{2,}", "/", parts.path)
    path = re.sub(r"(?:/amp/?|\.amp|/index\.(?:html?|php)|/)$", "", path)
    path = re.sub(r"^/amp(?=/)", "", path)
    pairs = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)]
    return urlunsplit(("https", host, path, urlencode(sorted(pairs)), ""))


_WRAPPERS = {
    "google.com/url": ("q", "url"),
    "l.facebook.com/l.php": ("u",),
    "lm.facebook.com/l.php": ("u",),
    "out.reddit.com": ("url",),
    "vk.com/away.php": ("to",),
    "youtube.com/redirect": ("q",),
}
"""Addresses that only pass a reader on, and the parameter that says where to: word processors and networks put them
around the links of a text."""


def unwrapped(url: str) -> str:
    """``url``, or where it sends its reader if all it does is to pass them on: read from the address, never asked."""
    if "=http" not in url[:MAX_URL]:
        return url
    try:
        parts = urlsplit(url)
        host = re.sub(r"^www\.", "", (parts.hostname or "").lower())
        inside = dict(reversed(parse_qsl(parts.query, max_num_fields=100)))
    except ValueError:
        return url
    names = _WRAPPERS.get(host + parts.path.rstrip("/"), ())
    return next((inside[name] for name in names if is_web_url(inside.get(name, ""))), url)


@lru_cache(maxsize=1)
def _suffixes() -> frozenset[str]:
    """The public suffixes (ICANN section) of the list that tldextract bundles; nothing is downloaded.

    The file is read, and not through tldextract: importing that loads an HTTP client, a tenth of a second.
    """
    spec = find_spec("tldextract")
    if spec is None or not spec.submodule_search_locations:
        return frozenset()
    text = (Path(spec.submodule_search_locations[0]) / ".tld_set_snapshot").read_text(encoding="utf-8")
    lines = text.partition("===END ICANN DOMAINS===")[0].splitlines()
    return frozenset(line.strip() for line in lines if line and not line.startswith("//"))


def _suffix_length(labels: list[str]) -> int:
    """How many of the last labels are a public suffix (publicsuffix.org's algorithm), 0 where none is listed."""
    rules = _suffixes()
    for start in range(len(labels)):
        name, rest = ".".join(labels[start:]), ".".join(labels[start + 1 :])
        if f"!{name}" in rules:
            return len(labels) - start - 1
        if name in rules or f"*.{rest}" in rules:
            return len(labels) - start
    return 0


def _shown(label: str) -> str:
    """A label in the letters of the list: ``xn--`` forms written out."""
    try:
        return label.encode("ascii").decode("idna") if label.startswith("xn--") else label
    except UnicodeError:
        return label


@lru_cache(maxsize=4096)
def registrable_domain(url_or_host: str) -> str | None:
    """The registrable domain (``news.bbc.co.uk`` gives ``bbc.co.uk``), lower case, or None where there is none."""
    host = url_or_host
    if "//" in url_or_host:
        try:
            host = urlsplit(url_or_host).hostname or ""
        except ValueError:
            return None
    host = host.lower().strip(".")
    if not host or len(host) > 253:
        return None
    labels = host.split(".")
    if len(labels) < 2 or "" in labels or ":" in host or labels[-1].isdigit():
        return None
    size = _suffix_length([_shown(label) for label in labels])
    if size:
        return ".".join(labels[-size - 1 :]) if len(labels) > size else None
    return ".".join(labels[-2:])  # reserved names such as .example and .test have no listed suffix


def text_fragment(url: str | None, passage: str, *, context_words: int = 5) -> str | None:
    """``url`` with a text fragment (WICG Scroll-To-Text-Fragment) that scrolls a browser to ``passage``.

    Long passages are named by their first and last ``context_words`` words. None when ``url`` is not a web URL.
    """
    if not url or not is_web_url(url):
        return None
    words = passage.split()
    if not words:
        return url

    def encode(part: list[str]) -> str:
        return quote(" ".join(part), safe="").replace("-", "%2D")

    directive = encode(words)
    if len(words) > 2 * context_words + 2:
        directive = f"{encode(words[:context_words])},{encode(words[-context_words:])}"
    base = url.split("#", 1)[0]
    return f"{base}#:~:text={directive}"
