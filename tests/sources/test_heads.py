"""What a page says of itself in its first kilobytes, and expanding what is compressed."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import RecordingError
from auditor.sources.expand import BodyTooLarge, BrokenBody, expand, expander
from auditor.sources.heads import PageHead, read_head
from auditor.sources.recording import read_recording
from tests.clock import least


@pytest.mark.parametrize(
    ("html", "head"),
    [
        ("<title>A &amp; B\n today</title>", PageHead(title="A & B today")),
        ('<meta property="og:title" content="Real"><title>Real | Site</title>', PageHead(title="Real")),
        ("<META CONTENT='Tide' PROPERTY='og:site_name'>", PageHead(outlet="Tide")),
        ("<link rel=canonical href=https://tide.example/a>", PageHead(url="https://tide.example/a", canonical_url="https://tide.example/a")),
        ('<meta name="date" content="2031-05-06">', PageHead(published="2031-05-06")),
        ('<script>{"@type":"NewsArticle","datePublished": "2031-05-06T08:00:00Z","publisher":{"@type":"Organization","name":"Tide"}}</script>', PageHead(published="2031-05-06T08:00:00Z", outlet="Tide")),
        ("<!-- saved from url=(0026)https://tide.example/saved -->\n<title>x</title>", PageHead(url="https://tide.example/saved", title="x")),
        ("<!--\n Page saved with SingleFile \n url: https://tide.example/single \n-->", PageHead(url="https://tide.example/single")),
        ("<p>no head at all", PageHead()),
    ],
)  # fmt: skip
def test_html_heads(html: str, head: PageHead) -> None:
    assert read_head(html.encode(), "text/html") == head


def test_header_lines_count_more() -> None:
    head = read_head(b"TITLE: Cited\nDATE: 2031-01-01\n\n<html><title>Own</title><meta property='og:site_name' content='Tide'>", "text/html")
    assert (head.title, head.published, head.outlet) == ("Cited", "2031-01-01", "Tide")
    assert head.body == len(b"TITLE: Cited\nDATE: 2031-01-01\n")


def test_where_it_was_read_counts_most() -> None:
    assert read_head(b"<link rel=canonical href=https://else.example/>", "text/html", url="https://tide.example/").url == "https://tide.example/"


def test_a_legacy_encoding() -> None:
    page = '<html><head><meta charset="iso-8859-1"><title>Brücke über den Fluß beschlossen</title></head>\n'
    assert read_head(page.encode("latin-1"), "text/html").title == "Brücke über den Fluß beschlossen"


@pytest.mark.parametrize("text", ["<meta " * 12_000, "<meta content='" * 5000, '"publisher":{' * 5000, "<title>" * 9000, "URL:\n" * 13_000, "url: https://" * 5000, "<link rel=canonical href=" + "a" * 60_000, "<meta a=b c=d " * 5000 + ">"])
def test_hostile_heads_take_no_time(text: str) -> None:
    assert least(lambda: read_head(text.encode(), "text/html"), enough=1) < 1


@given(st.binary(max_size=600))
def test_any_head_is_read(content: bytes) -> None:
    read_head(content, "text/html")
    read_head(content, "text/plain")
    read_head(b"TITLE: x\n" + content, "text/html", charset="utf-16")


# --- expanding --------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(st.binary(max_size=5000), st.sampled_from(["gzip", "deflate", "raw", "gzip, gzip", ""]), st.integers(1, 700))
def test_whatever_was_compressed_comes_back(body: bytes, how: str, step: int) -> None:
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "raw": lambda b: zlib.compress(b)[2:-4], "gzip, gzip": lambda b: gzip.compress(gzip.compress(b)), "": bytes}[how](body)
    chain = expander("deflate" if how == "raw" else how, limit=10_000)
    out = b"".join(chain.feed(packed[i : i + step]) for i in range(0, len(packed), step)) + chain.finish()
    assert out == body


def test_members_and_padding() -> None:
    assert expand(gzip.compress(b"a") + gzip.compress(b"b") + bytes(8), "gzip", limit=10) == b"ab"


@pytest.mark.parametrize(("body", "encoding", "error"), [(gzip.compress(bytes(1000)), "gzip", BodyTooLarge), (b"x" * 1000, "", BodyTooLarge), (gzip.compress(b"a" * 99)[:-9], "gzip", BrokenBody), (b"", "gzip, gzip, gzip", BrokenBody), (b"\x1f\x8bxx", "gzip", BrokenBody)])
def test_what_cannot_be_expanded(body: bytes, encoding: str, error: type[Exception]) -> None:
    def whole() -> None:
        chain = expander(encoding, limit=500)
        chain.feed(body)
        chain.finish()

    with pytest.raises(error):
        whole()


# --- any file is a recording or one sentence --------------------------------------------------------------------

STARTS = {
    ".yaml": b"version: 1\ninteractions:\n- request: {method: GET, uri: 'https://a.example/'}\n  response:\n    status: {code: 200}\n    ",
    ".har": b'{"log": {"version": "1.2", "entries": [{"request": {"url": "https://a.example/"}, "response": ',
    ".warc": b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: 60\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\n",
    ".warc.gz": gzip.compress(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"),
    ".wacz": b"PK\x03\x04",
    "": b"",
}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(STARTS)), st.binary(max_size=300), st.booleans())
def test_any_file_is_a_recording_or_one_sentence(tmp_path_factory: pytest.TempPathFactory, suffix: str, rest: bytes, begun: bool) -> None:
    path: Path = tmp_path_factory.mktemp("r") / f"r{suffix}"
    path.write_bytes((STARTS[suffix] if begun else b"") + rest)
    try:
        recording = read_recording(path)
    except RecordingError as error:
        sentence = str(error)
    else:
        sentence = " ".join(recording.notes)
        for exchange in recording.pages():
            recording.fetched(exchange)
    assert "\n" not in sentence
