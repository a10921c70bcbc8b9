"""A feed's bytes -> the articles it lists. Nothing is fetched here, and only what the feed itself names is returned.

Read are RSS and Atom (feedparser), JSON Feed 1.0 and 1.1, OPML (the feeds it lists), and a plain list of URLs.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from auditor.errors import InputError
from auditor.urls import canonical_url, is_web_url

MAX_FEED = 20_000_000
"""Bytes. A longer feed is refused: readers and servers rarely go beyond one or two megabytes."""

MAX_ITEMS = 10_000
"""Items read of one feed; a feed that lists more is an archive, and the rest is said to be left out."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One article that a feed lists. ``key`` is shared by spellings of one address (tracking parameters, AMP).

    ``source`` is the feed the item came from where it says so (RSS ``<source url>``, Atom ``<source>``).
    """

    key: str
    url: str | None
    guid: str | None = None
    title: str | None = None
    published: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A parsed feed. ``feeds`` are the addresses an OPML file lists; ``notes`` say what was passed over and why."""

    kind: str
    title: str | None
    items: tuple[FeedItem, ...] = ()
    feeds: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def parse_feed(content: bytes, *, name: str, now: datetime) -> Feed:
    """The feed in ``content``.

    Args:
        content: RSS, Atom, JSON Feed, OPML, or a list of URLs, one a line.
        name: what to call it in messages.
        now: dates later than a day from now are dropped: a feed cannot list what is not written yet.

    Raises:
        InputError: it is none of these, too large, or lists nothing.
    """
    if len(content) > MAX_FEED:
        raise InputError(f"the feed is larger than {MAX_FEED // 1_000_000} MB", subject=name)
    content = _as_utf8(content)
    head = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:512]
    if not head:
        raise InputError("the feed is empty", subject=name)
    if re.search(rb"<!ENTITY", content[:65536], re.I):
        raise InputError("the feed declares XML entities, which feeds do not need and attacks do", subject=name)
    if head[:1] in (b"{", b"["):
        feed = _json_feed(content, name, now)
    elif re.search(rb"<opml[\s>]", content[:4096], re.I):
        feed = _opml(content, name)
    elif head[:1] == b"<":
        feed = _xml_feed(content, name, now)
    else:
        feed = _url_list(content, name)
    if not feed.items and not feed.feeds:
        why = f" ({feed.notes[0]})" if feed.notes else ""
        raise InputError(f"the feed lists no article{why}", subject=name)
    return feed


def _as_utf8(content: bytes) -> bytes:
    """UTF-16 and UTF-32 with a byte order mark as UTF-8, so that what is looked for in the bytes can be found."""
    for mark, name in (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            text = content.decode(name, "replace")
            return re.sub(r"^(<\?xml[^>]{0,100}?)\s+encoding=[\"'][\w-]{1,20}[\"']", r"\1", text, count=1).encode()
    return content


def _gather(kind: str, title: str | None, raw: list[FeedItem | str], over: int) -> Feed:
    """The feed of parsed items and notes: duplicates dropped, the first kept."""
    items: dict[str, FeedItem] = {}
    notes = [note for note in raw if isinstance(note, str)]
    for item in raw:
        if isinstance(item, FeedItem) and item.key not in items:
            items[item.key] = item
    if over > 0:
        notes.append(f"{over} items beyond the first {MAX_ITEMS} were left out")
    return Feed(kind, title, tuple(items.values()), notes=tuple(notes))


def _item(
    url: Any, guid: Any = None, title: Any = None, published: str | None = None, source: Any = None
) -> FeedItem | str:
    link = str(url).strip() if isinstance(url, str) else None
    ident = str(guid).strip() if isinstance(guid, (str, int)) and str(guid).strip() else None
    if link and not is_web_url(link):
        link = None
    if link is None and ident and is_web_url(ident):
        link = ident
    if link is None:  # a guid alone names nothing that can be read, least of all a file of this machine
        return f"an item without a usable address was passed over: {str(title or guid or url)[:80]!r}"
    return FeedItem(canonical_url(link), link, ident, _text(title), published, _text(source))


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    plain = re.sub(r"<[^<>]{0,500}>", "", value)
    return " ".join(plain.split()) or None


def _xml_feed(content: bytes, name: str, now: datetime) -> Feed:
    import feedparser

    # Handed bytes, never a path or URL: feedparser would open those itself.
    parsed = feedparser.parse(content, sanitize_html=True, resolve_relative_uris=False)
    if not parsed.version and not parsed.entries:
        broken = parsed.get("bozo_exception")
        raise InputError(f"this is no feed that can be read{f' ({broken})' if broken else ''}", subject=name)
    raw: list[FeedItem | str] = []
    for entry in parsed.entries[:MAX_ITEMS]:
        source = entry.get("source") or {}
        # dict.get: feedparser's own get answers for missing keys with others, and warns that it does.
        date = _struct_date(dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed"), now)
        raw.append(
            _item(
                entry.get("link"),
                entry.get("id"),
                entry.get("title"),
                date,
                source.get("href") or source.get("title") if isinstance(source, dict) else None,
            )
        )
    if parsed.get("bozo"):
        raw.append(f"the feed is not well formed and was read as far as it goes: {parsed.get('bozo_exception')}")
    return _gather(parsed.version or "xml", _text(parsed.feed.get("title")), raw, len(parsed.entries) - MAX_ITEMS)


def _struct_date(value: Any, now: datetime) -> str | None:
    try:
        year, month, day, hour, minute, second = (int(part) for part in value[:6])
        found = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (TypeError, ValueError):
        return None
    return None if (found - now).days >= 1 else found.isoformat()


def _json_feed(content: bytes, name: str, now: datetime) -> Feed:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError(f"no valid JSON ({error})", subject=name) from None
    entries = data.get("items") if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise InputError("JSON, but no JSON Feed: it has no list of items", subject=name)
    raw: list[FeedItem | str] = []
    for entry in entries[:MAX_ITEMS]:
        if not isinstance(entry, dict):
            raw.append("an item that is no object was passed over")
            continue
        date = _iso_date(entry.get("date_published"), now)
        url = entry.get("url") or entry.get("external_url")
        raw.append(_item(url, entry.get("id"), entry.get("title"), date))
    return _gather("json", _text(data.get("title")), raw, len(entries) - MAX_ITEMS)


def _iso_date(value: Any, now: datetime) -> str | None:
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return None if (found - now).days >= 1 else found.astimezone(UTC).isoformat()


def _opml(content: bytes, name: str) -> Feed:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    root = etree.fromstring(content, parser)
    if root is None:
        raise InputError("the OPML cannot be read as XML", subject=name)
    urls = [
        str(value).strip()
        for node in root.iter("outline")
        for key, value in node.attrib.items()
        if str(key).lower() == "xmlurl"
    ]
    good = list(dict.fromkeys(url for url in urls if is_web_url(url)))
    bad = tuple(f"a feed's address cannot be used: {url[:80]!r}" for url in urls if not is_web_url(url))
    return Feed("opml", _text(root.findtext("head/title")), feeds=tuple(good[:MAX_ITEMS]), notes=bad)


def _url_list(content: bytes, name: str) -> Feed:
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise InputError("neither a feed nor a list of addresses in UTF-8", subject=name) from None
    wanted = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not any(is_web_url(line) for line in wanted):
        raise InputError("neither a feed nor a list of addresses, one a line", subject=name)
    raw: list[FeedItem | str] = [_item(line) for line in wanted[:MAX_ITEMS]]
    return _gather("list", None, raw, len(wanted) - MAX_ITEMS)
