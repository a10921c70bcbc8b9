"""Text made to hurt: time grows with the length, and the answer stays clear."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from auditor.article import parse_article, read_document, read_text
from auditor.errors import InputError
from auditor.records import Format
from auditor.text import split_sentences
from auditor.urls import is_web_url
from tests.clock import growth

T, H, M = Format.TEXT, Format.HTML, Format.MARKDOWN


def _article(n: int) -> str:
    body = "\n\n".join(f"Claim {i} is made here.[{i}]" for i in range(1, n + 1))
    return (
        "Title\n\n"
        + body
        + "\n\nReferences\n"
        + "\n".join(f"[{i}] Title {i}, Echo, 3 May 2020" for i in range(1, n + 1))
    )


def _wiki(n: int) -> str:
    marks = "".join(f'Word {i}.<sup><a href="#c{i}">[{i}]</a></sup> ' for i in range(n))
    return (
        f"<p>{marks}</p><ol class=references>"
        + "".join(f'<li id="c{i}">T {i}. <i>Echo</i>.' for i in range(n))
        + "</ol>"
    )


SHAPES: list[tuple[str, Format, int, Callable[[int], str]]] = [
    ("markers and entries", T, 400, _article),
    ("markers without a list", T, 4000, lambda n: "T\n\n" + "Word one.[1] " * n),
    (
        "list without markers",
        T,
        400,
        lambda n: "T\n\nBody.\n\nSources\n" + "\n".join(f"{i}. Tt, Echo, 2020" for i in range(n)),
    ),
    ("a line of letters", T, 300_000, lambda n: "a" * n),
    ("a line of words", T, 60_000, lambda n: "word " * n),
    ("initials", T, 40_000, lambda n: "A. " * n),
    ("open quotations", T, 100_000, lambda n: "“" * n),
    ("quotes that close with commas", T, 40_000, lambda n: '" a, ' * n),
    ("open brackets", T, 100_000, lambda n: "[" * n),
    ("half markers", T, 60_000, lambda n: "[1," * n),
    ("ranges", T, 1500, lambda n: "[1-200]" * n),
    ("parentheses", T, 15_000, lambda n: "([1], " * n),
    ("one endless entry", T, 60_000, lambda n: "T\n\nA.[1]\n\nSources\n[1] " + "a, " * n),
    ("one entry on many lines", T, 15_000, lambda n: "T\n\nA.[1]\n\nSources\n[1] " + "a,\n" * n),
    ("headings only", T, 10_000, lambda n: "Sources\n\n" * n),
    ("bidirectional controls", T, 8000, lambda n: "\u202eabc\u202c [1] \u0627\u0644. " * n),
    ("nulls and lone surrogates", T, 10_000, lambda n: "a \0 \ud800 b. " * n),
    ("open brackets", M, 60_000, lambda n: "[" * n),
    ("half links", M, 20_000, lambda n: "[a](x" * n),
    ("stars", M, 15_000, lambda n: "*a *b **c " * n),
    ("back-ticks", M, 15_000, lambda n: "`a ``b " * n),
    ("quoted lines", M, 15_000, lambda n: "> > > a\n" * n),
    (
        "reference links",
        M,
        800,
        lambda n: "".join(f"It is. ([E][{i}])\n\n[{i}]: https://a.example/{i}\n" for i in range(n)),
    ),
    ("open tags", H, 60_000, lambda n: '<a "' * n),
    ("open comments", H, 60_000, lambda n: "<p>a</p>" + "<!-- " * n),
    ("open titles", H, 30_000, lambda n: "<p>a" + "<title> " * n),
    ("nested elements", H, 50_000, lambda n: "<div>" * n + "deep" + "</div>" * n),
    ("nested furniture", H, 20_000, lambda n: "<div class=share>" * n + "deep"),
    ("open formatting", H, 10_000, lambda n: "<b><i>x" * n),
    ("entities", H, 40_000, lambda n: "<p>" + "&amp" * n),
    ("wiki references", H, 300, _wiki),
    ("links", H, 1500, lambda n: "".join(f'<p>A <a href="https://a.example/{i}">word</a>.</p>' for i in range(n))),
]


def _read(text: str, kind: Format) -> None:
    with contextlib.suppress(InputError):
        parse_article(read_text(text, format=kind))


@pytest.mark.parametrize(("name", "kind", "size", "make"), SHAPES, ids=[f"{s[0]} ({s[1].value})" for s in SHAPES])
def test_time_grows_with_the_length(name: str, kind: Format, size: int, make: Callable[[int], str]) -> None:
    """Four times the text takes at most nine times as long (linear is four, quadratic sixteen)."""
    texts = {n: make(n) for n in (size // 4, size)}
    assert growth(lambda n: _read(texts[n], kind), size // 4, size, enough=9) < 9, name


def test_ten_thousand_markers() -> None:
    article = parse_article(read_text("Title\n\n" + " ".join(f"It is so.[{i}]" for i in range(10_000))))
    assert sum(len(c.cites) for c in article.claims) >= 1000
    assert [p.message for p in article.problems] == ["no reference list"]


def test_one_megabyte_line_is_split() -> None:
    text = "It is so. " * 100_000
    assert len(split_sentences(text)) == 100_000


def test_a_page_of_fifty_megabytes_is_refused_at_once() -> None:
    began = time.perf_counter()
    with pytest.raises(InputError, match="larger than 20 MB"):
        read_document(b"<p>a</p>" * 6_500_000)
    assert time.perf_counter() - began < 1


def test_controls_stay_in_the_text() -> None:
    text = "Title\n\nThe \u202eword\u202c came.[1] It went.\n\nSources\n[1] Title \u200bone, Echo, 2020"
    article = parse_article(read_text(text))
    claim = article.claims[0]
    assert claim.span.of(text) == "The \u202eword\u202c came."


def test_a_text_article_needs_no_html_parser() -> None:
    code = (
        "import sys\nfrom auditor.article import parse_article, read_document\n"
        "parse_article(read_document(b'T\\n\\nIt is so.[1]\\n\\nSources\\n[1] A, Echo, https://a.example/b'))\n"
        "print(sorted(m for m in ('lxml', 'bs4', 'trafilatura', 'httpx', 'tldextract', 'rich') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("length", [3_000, 7_000, 9_000, 100_000])
@pytest.mark.parametrize("shape", ["{}", '<html><body><p>The ferry ran aground on Tuesday.[1]</p><h2>References</h2><p>[1] “Ferry aground”, Tarn Courier. <a href="{}">link</a></p></body></html>', "The ferry ran aground.[^1]\n\n[^1]: [Ferry aground]({}), Tarn Courier.\n"])
def test_an_address_is_read_whole_or_not_at_all(shape: str, length: int) -> None:
    """A part of an address would be the address of another page."""
    url = "https://tarn.example/" + "a" * length
    text = f"Ferry\n\nThe ferry ran aground.[1]\n\nReferences\n\n[1] “Ferry aground”, Tarn Courier. {url}\n" if shape == "{}" else shape.format(url)
    (reference,) = parse_article(read_document(text.encode(), name="a.md" if "[^1]" in shape else "")).references
    assert reference.url in (None, url) or not is_web_url(reference.url)
    if length == 3_000:
        assert reference.url == url
