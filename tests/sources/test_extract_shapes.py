"""Pages in other shapes than an article's: AMP, print, live blogs, transcripts, data that a script would show."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape

import pytest

from auditor.records import Page
from auditor.sources.extract import extract_page

TITLE = "Ferry runs aground off Cape Tarn in morning fog"
PARAGRAPHS = [
    "The ferry Aurelia ran onto a sandbank off Cape Tarn early on Tuesday, the coastguard said in a statement.",
    "All 198 people aboard were brought ashore by noon, and nobody was hurt, said the harbour master of the town.",
    "Divers will look at the hull on Wednesday before the ferry is towed to the yard in the old harbour.",
    "The operator, Tarn Lines, said that it would refund all fares and put on buses until a second ship arrives.",
]
TURNS = [
    ("HOST", "Good morning. What happened off the cape?"),
    ("MARA OKAFOR, HARBOUR MASTER", "The ferry lost its radar in thick fog at about six, and by half past it sat on the sand."),
    ("HOST", "Was anybody hurt?"),
    ("OKAFOR", "No."),
    ("HOST", "How many were on board?"),
    ("OKAFOR", "198, with the crew. We had the last of them ashore before noon, a good deal faster than I had feared."),
]
NAV = '<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li><li><a href="/s">Sport</a></li></ul></nav>'
FOOT = '<footer><p>© 2031 Tarn Courier. All rights reserved.</p><ul><li><a href="/about">About us</a></li></ul></footer>'
RELATED = '<aside><h3>Related</h3><ul><li><a href="/1">Harbour toll rises for small boats from June</a></li></ul></aside>'


def read(body: str, head: str = "", title: str = TITLE) -> Page:
    content = f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return extract_page(content.encode(), url="https://tarn.example/news/ferry")


def ld(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def written(paragraphs: list[str]) -> str:
    return "".join(f"<p>{p}</p>" for p in paragraphs)


def test_amp() -> None:
    page = read(
        f"""<amp-sidebar layout="nodisplay">{NAV}</amp-sidebar><header><a href="/">Tarn Courier</a></header>
        <amp-consent layout="nodisplay"><script type="application/json">{{"consents": {{}}}}</script>
        <div id="ui">We and our partners use cookies to give you the best experience. <button>Accept</button></div></amp-consent>
        <main><h1>{TITLE}</h1><div class="meta">By Ann Lee <time datetime="2031-03-04T08:00:00Z">4 March 2031</time></div>
        <amp-img src="a.jpg"><noscript><img src="a.jpg" alt="The ferry"></noscript></amp-img>{written(PARAGRAPHS[:2])}
        <amp-ad type="x"><div fallback>Advertisement</div></amp-ad>{written(PARAGRAPHS[2:])}</main>
        <amp-list src="/r.json"><template type="amp-mustache"><p>{{{{title}}}} and more of the stories of today</p></template></amp-list>{FOOT}""",
        '<link rel="canonical" href="https://tarn.example/news/ferry"><style amp-boilerplate>body{}</style>',
    )
    assert page.text.split("\n\n") == PARAGRAPHS
    assert (page.title, page.byline, page.published) == (TITLE, "Ann Lee", "2031-03-04T08:00:00Z")


def test_a_print_version_in_one_cell() -> None:
    page = read(
        f"""<table width=600><tr><td><a href="javascript:window.print()">Print this page</a></td></tr><tr><td colspan=2>
        <font size=5><b>{TITLE}</b></font><br><br>{"<br><br>".join(PARAGRAPHS)}<br><br>
        <font size=1>Find this article at: http://tarn.example/news/ferry</font></td></tr></table>""",
        title=f"{TITLE} - Print version",
    )
    assert page.title == TITLE
    paragraphs = page.text.split("\n\n")
    assert all(p in paragraphs for p in PARAGRAPHS)


LIVE_POSTS = [("11:42", PARAGRAPHS[3]), ("10:15", PARAGRAPHS[1]), ("09:02", PARAGRAPHS[0])]


def test_a_live_blog_in_markup() -> None:
    posts = "".join(
        f"<section class='post'><header><time>{at}</time> <span class=author>Ann Lee</span></header><h2>Word from the cape</h2>"
        f"<p>{text}</p><div class=share><a href=#>Share</a> <a href=#>Copy link</a></div></section>"
        for at, text in LIVE_POSTS
    )
    page = read(f"{NAV}<main><article><h1>{TITLE}</h1><div class=live-feed>{posts}</div><button>Load more</button></article>{RELATED}</main>{FOOT}")
    assert all(text in page.text for _, text in LIVE_POSTS)
    assert "Copy link" not in page.text
    assert "Harbour toll" not in page.text
    assert not page.truncated


def test_a_live_blog_as_data_is_titled_and_dated_as_a_whole() -> None:
    posts = [{"@type": "BlogPosting", "headline": f"Update at {at}", "datePublished": f"2031-03-04T{at}:00Z", "articleBody": text, "author": {"name": "Bo"}, "publisher": {"name": "Tarn"}} for at, text in LIVE_POSTS]
    data = {"@type": "LiveBlogPosting", "headline": TITLE, "datePublished": "2031-03-04T06:00:00Z", "liveBlogUpdate": posts}
    page = read(f'{NAV}<div id="app"></div>{FOOT}', ld(data))
    assert (page.title, page.published) == (TITLE, "2031-03-04T06:00:00Z")
    assert [page.text.index(text) for _, text in LIVE_POSTS] == sorted(page.text.index(text) for _, text in LIVE_POSTS)


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"<p><strong>{who}:</strong> {said}</p>" for who, said in TURNS),
        "<dl>" + "".join(f"<dt>{who}</dt><dd>{said}</dd>" for who, said in TURNS) + "</dl>",
        "".join(f"<div class=turn><div class=who>{who}</div><div class=said>{said}</div></div>" for who, said in TURNS),
        "<pre>" + "\n\n".join(f"{who}: {said}" for who, said in TURNS) + "</pre>",
    ],
    ids=["paragraphs", "definitions", "divs", "pre"],
)
def test_a_transcript_keeps_every_turn(body: str) -> None:
    page = read(f"{NAV}<main><h1>{TITLE}</h1>{body}</main>{RELATED}{FOOT}")
    lines = [line.strip() for line in page.text.split("\n")]
    for who, said in TURNS:
        assert any(line in (said, f"{who}: {said}") for line in lines), said
    assert "Harbour toll" not in page.text


def test_the_article_among_other_data() -> None:
    data = {"@graph": [{"@type": "WebPage", "name": "x"}, {"@type": ["NewsArticle", "ReportageNewsArticle"], "headline": TITLE, "articleBody": " ".join(PARAGRAPHS), "author": [{"@type": "Person", "name": "Ann Lee"}], "datePublished": "2031-03-04"}]}
    page = read(f'{NAV}<div id="root"><p>Loading ...</p></div>{FOOT}', ld(data))
    assert page.text == " ".join(PARAGRAPHS)
    assert (page.byline, page.published) == ("Ann Lee", "2031-03-04")


def test_data_stands_in_where_the_markup_has_a_first_paragraph_only() -> None:
    body = f"{NAV}<main><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p><p>To read the rest, enable JavaScript in your browser.</p></main>{FOOT}"
    page = read(body, ld({"@type": "NewsArticle", "headline": TITLE, "articleBody": " ".join(PARAGRAPHS)}))
    assert all(p in page.text for p in PARAGRAPHS)


@pytest.mark.parametrize(
    "written",
    [
        lambda data: f'<script type="application/ld+json">{data[:-1]},}}</script>',  # a comma too many
        lambda data: f'<script type="application/ld+json">{escape(data)}</script>',
        lambda data: f"<script>window.dataLayer = [{{}}]; window.__STATE__ = {data};var x=1</script>",
    ],
)
def test_data_that_is_nearly_json(written: Callable[[str], str]) -> None:
    paragraphs = [f"The council voted for the bridge on day {n}, and it said that it had not been easy for them to do so." for n in range(12)]
    data = json.dumps({"@type": "NewsArticle", "headline": "Bridge vote", "articleBody": "\n\n".join(paragraphs), "a": [1]})
    page = extract_page(f"<html><head><title>Bridge vote</title></head><body><div id=root></div>{written(data)}</body></html>".encode())
    assert [p for p in paragraphs if p not in page.text] == []


def test_data_for_scripts_does_not_replace_an_article_that_is_there() -> None:
    other = ld({"@type": "NewsArticle", "headline": "Another story", "articleBody": "Another story altogether. " * 200})
    assert read(f"{NAV}<article><h1>{TITLE}</h1>{written(PARAGRAPHS)}</article>{FOOT}", other).text.split("\n\n") == PARAGRAPHS


def test_a_cell_s_paragraphs_are_no_cells() -> None:
    page = read(f"<table><tr><td>{PARAGRAPHS[0]}<br><br>{PARAGRAPHS[1]}</td><td>{PARAGRAPHS[2]}</td></tr></table>")
    assert page.text == f"{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]} | {PARAGRAPHS[2]}"


def test_blank_lines_part_paragraphs_in_pre_alone() -> None:
    text = "\n \n".join(PARAGRAPHS)
    assert read(f"<main><pre>{text}</pre></main>").text.split("\n\n") == PARAGRAPHS
    assert "\n" not in read(f"<main><p>{text}</p></main>").text


def test_an_article_in_a_span_is_no_card_that_opens_over_a_word() -> None:
    inside = '<img src="a.jpg"><p>' + "</p><p>".join(p.replace("Tarn", '<a href="/tarn">Tarn</a>') for p in PARAGRAPHS * 3) + "</p>"
    page = read(f"{NAV}<div id=article><h1>{TITLE}</h1><div class=body><span class=ft>{inside}</span></div></div>{FOOT}")
    assert all(p in page.text for p in PARAGRAPHS)
    card = '<span class=card><img src="b.jpg"><a href="/x">Cape Tarn</a> is a cape. <a href="/y">Read more</a></span>'
    page = read(f"{NAV}<article><h1>{TITLE}</h1>{written([PARAGRAPHS[0] + card, *PARAGRAPHS[1:]])}</article>{FOOT}")
    assert "is a cape" not in page.text
    assert PARAGRAPHS[1] in page.text
