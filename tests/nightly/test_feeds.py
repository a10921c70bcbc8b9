"""Feeds: read as far as they can be, refused with a reason where not."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import InputError
from auditor.feeds import MAX_ITEMS, parse_feed

NOW = datetime(2031, 3, 2, tzinfo=UTC)

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Marrow Daily</title>
<item><title>Bridge shut</title><link>https://marrow.example/bridge?utm_source=rss</link><guid>b1</guid>
<pubDate>Sat, 01 Mar 2031 08:00:00 GMT</pubDate><source url="https://wire.example/feed">The Wire</source></item>
<item><title>Bridge shut again</title><link>https://www.marrow.example/bridge/</link><guid>b2</guid></item>
<item><title>No address</title><guid isPermaLink="false">xyz</guid></item>
<item><title>Tomorrow</title><link>https://marrow.example/t</link><pubDate>Sat, 01 Mar 2042 08:00:00 GMT</pubDate></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title>
<entry><title>One</title><link href="https://a.example/1"/><id>urn:1</id><updated>2031-03-01T00:00:00Z</updated></entry></feed>"""

OPML = """<opml version="2.0"><head><title>Mine</title></head><body><outline text="x">
<outline xmlUrl="https://a.example/feed"/><outline xmlUrl="javascript:alert(1)"/><outline xmlUrl="https://a.example/feed"/>
</outline></body></opml>"""


def parse(text: str | bytes):
    return parse_feed(text if isinstance(text, bytes) else text.encode(), name="feed", now=NOW)


def test_rss_items_once_each_with_their_source() -> None:
    feed = parse(RSS)
    assert feed.title == "Marrow Daily"
    assert [i.title for i in feed.items] == ["Bridge shut", "Tomorrow"]
    first = feed.items[0]
    assert first.published == "2031-03-01T08:00:00+00:00"
    assert first.source == "https://wire.example/feed"
    assert feed.items[1].published is None  # a date in the future is no date
    assert any("without a usable address" in note for note in feed.notes)


def test_atom_json_opml_and_lists() -> None:
    assert [i.url for i in parse(ATOM).items] == ["https://a.example/1"]
    body = {"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": 7, "url": "https://j.example/7"}]}
    assert [(i.url, i.guid) for i in parse(json.dumps(body)).items] == [("https://j.example/7", "7")]
    opml = parse(OPML)
    assert opml.feeds == ("https://a.example/feed",)
    assert "javascript" in opml.notes[0]
    listed = parse("# mine\nhttps://a.example/1\nhttps://a.example/1?fbclid=2\n\nhttps://b.example/2\n")
    assert [i.url for i in listed.items] == ["https://a.example/1", "https://b.example/2"]


def test_cut_off_xml_is_read_as_far_as_it_goes() -> None:
    feed = parse(RSS[:500])
    assert feed.items[0].title == "Bridge shut"
    assert any("not well formed" in note for note in feed.notes)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"hello there", "neither a feed nor a list"),
        (b"\x00\x01\x02\xff\xfe", "neither a feed nor a list"),
        (b"{", "no valid JSON"),
        (b"[1, 2]", "no JSON Feed"),
        (b'{"items": 3}', "no JSON Feed"),
        (b'{"items": []}', "lists no article"),
        (b'{"items": [1, null, {}]}', "lists no article"),
        (b"<html><body>no feed</body></html>", "no feed that can be read"),
        (b"<rss><channel></channel></rss>", "lists no article|no feed"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title></channel></rss>', "entities"),
        (b"[" * 100_000, "no valid JSON"),
        (b"<opml><body></body></opml>", "lists no article"),
    ],
)
def test_what_is_no_feed_is_refused_with_a_reason(content: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        parse(content)


def test_a_huge_feed_is_refused_and_a_long_one_cut() -> None:
    with pytest.raises(InputError, match="larger than"):
        parse(b"<rss>" + b" " * 21_000_000)
    feed = parse("\n".join(f"https://a.example/{i}" for i in range(MAX_ITEMS + 5)))
    assert len(feed.items) == MAX_ITEMS
    assert "5 items beyond" in feed.notes[-1]


def test_latin1_feed() -> None:
    text = RSS.replace("UTF-8", "ISO-8859-1").replace("Bridge shut<", "Brücke zu<")
    assert parse(text.encode("latin-1")).items[0].title == "Brücke zu"


ITEM = "<item><title>T</title><link>https://a.example/1</link></item>"


def _rss(inside: str, head: str = "") -> bytes:
    return f"{head}<rss version='2.0'><channel>{inside}</channel></rss>".encode()


BROKEN_BUT_READ = {
    "no closing tags": b"<rss version='2.0'><channel>" + ITEM.encode(),
    "an unescaped ampersand": _rss(ITEM.replace(">T<", ">Q & A<")),
    "an undefined entity": _rss(ITEM.replace(">T<", ">caf&eacute; &nosuch;<")),
    "control characters": _rss(ITEM.replace(">T<", ">a\x01\x02b<")),
    "a byte order mark": b"\xef\xbb\xbf" + _rss(ITEM),
    "leading blank lines": b"\n\n  " + _rss(ITEM),
    "UTF-8 that says latin-1": _rss(ITEM.replace(">T<", ">Brücke<"), "<?xml version='1.0' encoding='iso-8859-1'?>"),
    "latin-1 that says UTF-8": _rss(ITEM.replace(">T<", ">X<"), "<?xml version='1.0' encoding='utf-8'?>").replace(b"X", b"\xfc"),
    "UTF-16": ("<?xml version='1.0' encoding='utf-16'?>" + _rss(ITEM).decode()).encode("utf-16"),
    "no guid": _rss(ITEM),
    "the same guid twice": _rss("<item><guid>g</guid><link>https://a.example/1</link></item>" * 2),
    "two items with one address": _rss(ITEM * 2),
    "a guid that is the address": _rss("<item><guid isPermaLink='true'>https://a.example/1</guid></item>"),
    "an empty item beside a good one": _rss("<item></item>" + ITEM),
    "a javascript address beside a good one": _rss("<item><link>javascript:alert(1)</link></item>" + ITEM),
    "a file address beside a good one": _rss("<item><link>file:///etc/passwd</link></item>" + ITEM),
    "spaces around the address": _rss(ITEM.replace("https://a.example/1", "\n  https://a.example/1\n ")),
    "a date in no format": _rss(ITEM.replace("</item>", "<pubDate>yesterday-ish</pubDate></item>")),
    "a date in the year 0": _rss(ITEM.replace("</item>", "<pubDate>Sat, 00 Jan 0000 00:00:00 GMT</pubDate></item>")),
    "a date far in the future": _rss(ITEM.replace("</item>", "<pubDate>Sat, 01 Mar 2999 08:00:00 GMT</pubDate></item>")),
    "script in a title": _rss(ITEM.replace(">T<", "><![CDATA[<script>alert(1)</script>T]]><")),
    "a title of 1 MB": _rss(ITEM.replace(">T<", f">{'x' * 1_000_000}<")),
    "nesting": _rss("<a>" * 5000 + ITEM),
    "an unknown namespace": _rss("<zz:thing xmlns:zz='urn:x'>1</zz:thing>" + ITEM),
    "RSS 0.91": b"<rss version='0.91'><channel><title>t</title>" + ITEM.encode() + b"</channel></rss>",
    "RDF": b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
    + ITEM.encode() + b"</rdf:RDF>",
    "JSON Feed with a wrong type": b'{"version": "https://jsonfeed.org/version/1", "items": [{"url": "https://a.example/1", "title": 7}]}',
    "a list with Windows line ends": b"https://a.example/1\r\nhttps://a.example/2\r\n",
    "a list with a broken line": b"https://a.example/1\nnot an address\n",
    "a doctype without entities": b"<!DOCTYPE rss>" + _rss(ITEM),
}


@pytest.mark.parametrize("content", BROKEN_BUT_READ.values(), ids=BROKEN_BUT_READ)
def test_a_broken_feed_is_read_as_far_as_it_goes(content: bytes) -> None:
    feed = parse(content)
    assert feed.items[0].url == "https://a.example/1"
    assert all(item.url and item.url.startswith("https://a.example/") for item in feed.items)
    assert len({item.key for item in feed.items}) == len(feed.items)
    assert not any(item.published and item.published > "2031-03-04" for item in feed.items)


@given(st.binary(max_size=2000))
def test_anything_is_read_or_refused_in_one_sentence(data: bytes) -> None:
    message = "read"
    try:
        parse(data)
    except InputError as error:
        message = str(error)
    assert "\n" not in message
