"""Bytes to documents: encodings, formats, places, page furniture, and one clear sentence where nothing can be read."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.article import parse_article, read_document, read_text
from auditor.article.decode import MAX_BYTES
from auditor.errors import InputError
from auditor.records import BlockKind, Document, Format

TEXT = "Café Closes\n\nThe café in “Öst” closed for €5.[1]\n\nSources\n[1] Öst Post, “Café closes,” 3 May 2020\n"
PAGE = "<html><head>{meta}<title>Café</title></head><body><h1>Café</h1><p>Öst “a”.</p></body></html>"


def _blocks(document: Document, kind: BlockKind) -> list[str]:
    return [b.span.of(document.text) for b in document.blocks if b.kind is kind]


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (TEXT.encode(), None),
        (codecs.BOM_UTF8 + TEXT.encode(), None),
        (TEXT.encode("utf-16"), None),
        (TEXT.encode("utf-16-be"), None),
        (TEXT.encode("utf-16-le"), None),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), None),
        (TEXT.encode("cp1252"), None),
        (TEXT.encode("cp1252"), "windows-1252"),
        (TEXT.encode("cp437", "replace").replace(b"?", b"x"), "cp437"),
        (TEXT.encode("utf-8"), "utf-8"),
    ],
)
def test_encodings(data: bytes, charset: str | None) -> None:
    document = read_document(data, charset=charset)
    assert document.title == "Café Closes"
    assert not document.text.startswith("\ufeff")


@pytest.mark.parametrize(
    ("meta", "codec"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252"),
        ('<meta charset="utf-8">', "cp1252"),  # it lies: the bytes decide
        ("", "utf-8"),
    ],
)
def test_page_charset(meta: str, codec: str) -> None:
    document = read_document(PAGE.format(meta=meta).encode(codec))
    assert document.format is Format.HTML
    assert document.title == "Café"
    assert _blocks(document, BlockKind.PARAGRAPH) == ["Öst “a”."]


def test_a_stray_byte_does_not_change_the_encoding() -> None:
    data = (TEXT * 40).encode() + b"\xc3"
    assert "Café" in read_document(data).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 whatever", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"PK\x03\x04....", "zip"),
        (b"\x1f\x8b\x08....", "gzip"),
        (bytes(range(1, 32)) * 40, "binary"),
        ("Мэр сказал, что мост закрыт до весны.".encode("koi8-r") * 9, "charset"),
        (codecs.BOM_UTF16_LE + b"a\x00\x00\xd8b", "broken"),
        (b"<html><body><script>var a = 1;</script></body></html>", "no readable text"),
        (b"a" * (MAX_BYTES + 1), "larger than 20 MB"),
    ],
)
def test_unreadable_input_is_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(InputError) as error:
        read_document(data, name="article.txt")
    assert words in str(error.value)
    assert str(error.value).startswith("article.txt: ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("charset", "words"), [("klingon", "not known"), ("ascii", "not valid"), ("rot13", "not")])
def test_a_wrong_charset_is_said(charset: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_document(TEXT.encode(), charset=charset)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("<!doctype html><p>a", "x.txt", Format.HTML),
        ("<p>One.</p><p>Two.</p>", "", Format.HTML),
        ("plain <b>", "a.htm", Format.HTML),
        ("# Title\n\nText.", "", Format.MARKDOWN),
        ("Text.[^1]\n\n[^1]: Note", "", Format.MARKDOWN),
        ("[a](https://a.example/b)", "", Format.MARKDOWN),
        ("# not a title", "a.txt", Format.TEXT),
        ("Plain text [1] here.", "", Format.TEXT),
        ("Plain", "a.md", Format.MARKDOWN),
    ],
)
def test_format_is_sniffed(text: str, name: str, expected: Format) -> None:
    assert read_text(text, name=name).format is expected


def test_head_of_a_page() -> None:
    page = """<!doctype html><html lang="en-GB"><head><title>Flood closes bridge | The Echo</title>
    <meta property="og:site_name" content="The Echo"><meta name="author" content="Una Pell">
    <meta property="article:published_time" content="2024-02-03T10:00:00Z">
    <link rel="canonical" href="https://echo.example/flood">
    <script type="application/ld+json">{"@type": "NewsArticle", "headline": "x", "datePublished": "1999-01-01"}</script>
    </head><body><p>The river rose.</p></body></html>"""
    document = read_text(page)
    assert document.title == "x" or document.title == "Flood closes bridge"
    assert (document.outlet, document.byline, document.language) == ("The Echo", "Una Pell", "en-GB")
    assert document.published == "2024-02-03T10:00:00Z"
    assert document.url == "https://echo.example/flood"


def test_furniture_is_told_apart() -> None:
    page = """<html><body><nav>Home News</nav><div class="share-bar">Share 4</div><h1>Goose</h1>
    <p class="byline">By A. B. Moss</p><figure><figcaption>The goose. Photo: X</figcaption></figure>
    <p>A goose came.</p><p>Oops! Something went wrong. Please try again.</p><aside class="related"><p>More geese</p></aside>
    <div style="display:none">secret</div><div id="comments"><p>first!</p></div><footer>(c) 2020</footer></body></html>"""
    document = read_text(page)
    assert _blocks(document, BlockKind.PARAGRAPH) == ["A goose came."]
    assert _blocks(document, BlockKind.CAPTION) == ["The goose. Photo: X"]
    assert _blocks(document, BlockKind.BYLINE) == ["By A. B. Moss"]
    assert "secret" not in document.text
    furniture = " ".join(_blocks(document, BlockKind.FURNITURE))
    for words in ("Home", "Share 4", "Oops!", "More geese", "first!", "2020"):
        assert words in furniture


def test_a_class_name_does_not_hide_the_article() -> None:
    page = '<body class="comments-open"><div class="page has-sidebar widget-area"><h1>T</h1><p>The whole story.</p></div></body>'
    assert _blocks(read_text(page), BlockKind.PARAGRAPH) == ["The whole story."]


def test_entities_and_links_keep_their_places() -> None:
    source = (
        "<html><body><p>Fish &amp; chips cost &euro;5&hellip; &ldquo;No&rdquo;</p><p>Next&nbsp;one.</p></body></html>"
    )
    document = read_text(source)
    first, second = (b.span for b in document.blocks)
    assert first.of(document.text) == "Fish & chips cost €5… “No”"
    original = document.original(first)
    assert source[original.start : original.end] == "Fish &amp; chips cost &euro;5&hellip; &ldquo;No&rdquo;"
    assert document.original(second).start == source.index("Next")


def test_markdown_is_plain_text_with_places() -> None:
    source = '# A *b*\n\nOne **two** [three](https://a.example/x_(y) "T") \\[4\\] `c[0]`.\n> Quoted\n> on.\n'
    document = read_text(source, format=Format.MARKDOWN)
    assert document.title == "A b"
    assert [b.span.of(document.text) for b in document.blocks] == ["A b", "One two three [4] `c[0]`.", "Quoted on."]
    place = document.text.index("three")
    assert document.offsets is not None
    assert source[document.offsets[place] :].startswith("three")
    link = next(i for i in document.inlines if i.value)
    assert (link.value, link.title) == ("https://a.example/x_(y)", "T")


def test_deep_nesting_keeps_the_text() -> None:
    page = "<div>" * 100_000 + "<p>Deep.[1]</p>" + "</div>" * 100_000 + "<p>After.</p>"
    document = read_text(page, format=Format.HTML)
    assert "Deep." in document.text
    assert "After." in document.text


MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<div class='share'>",
            "<b>",
            "</b>",
            "word ",
            "&amp;",
            "&lt",
            "<",
            ">",
            '"',
            "<!--",
            "-->",
            "<sup>1</sup>",
            "[1]",
            "<a href='#x'>",
            "</a>",
            "<ol>",
            "<li>",
            "<td>",
            "<table>",
            "\n\n",
            "# ",
            "*",
            "`",
            "\\[",
            "](",
            ".",
            "“",
            "1. ",
            "References\n",
            "\0",
            "\ud800",
            "é",
        ]
    ),
    max_size=60,
).map("".join)


@settings(max_examples=250, deadline=None)
@given(MARKUP, st.sampled_from(list(Format)))
def test_any_markup_is_read_or_refused(text: str, kind: Format) -> None:
    try:
        document = read_text(text, format=kind)
    except InputError:
        return
    if document.offsets is not None:
        assert len(document.offsets) == len(document.text)
        assert all(0 <= o < len(text) for o in document.offsets)
    article = parse_article(document)
    for span in [c.span for c in article.claims] + [s.span for s in article.uncited]:
        assert 0 <= span.start < span.end <= len(document.text)
        original = document.original(span)
        assert 0 <= original.start < original.end <= len(text)
