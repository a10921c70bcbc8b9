"""A page's bytes to its main text: furniture out, everything else in, and no page breaks the reader."""

from __future__ import annotations

import gzip
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.records import Page
from auditor.sources.extract import extract_page, parse_saved_text
from auditor.sources.extract.model import default_model
from auditor.sources.extract.page import ExtractOptions
from tests.clock import growth, least

PARAGRAPHS = (
    "The harbour council voted on Tuesday to close the old ferry terminal after engineers found cracks in two of its piers.",
    "Council leader Ines Farrow told reporters that the repairs would take at least seven months and cost 4.2 million crowns.",
    "“We would rather be late than sorry,” she said, adding that a bus would replace the ferry until the piers are safe again.",
    "The terminal carries about 3,100 passengers a day, according to the port authority, most of them on their way to work.",
    "Shop owners near the square said they had not been told about the decision and asked for a meeting before the end of May.",
)
BODY = "".join(f"<p>{p}</p>\n" for p in PARAGRAPHS)
MENU = "<nav><ul>" + "".join(f'<li><a href="/{w}">{w}</a></li>' for w in ("News", "Sport", "Harbour", "Opinion")) + "</ul></nav>"
RELATED = (
    '<aside class="related-stories"><h3>More from Harbour</h3><ul>'
    '<li><a href="/a">Lighthouse keeper retires after forty years of service</a></li>'
    '<li><a href="/b">Fish market to open on Sundays from next month</a></li></ul></aside>'
)
LETTER = (
    '<div class="newsletter-signup"><h4>Get the harbour in your inbox</h4><p>Sign up for our free daily newsletter.</p>'
    '<form><input type="email"><button>Subscribe</button></form></div>'
)
FOOTER = "<footer><p>© 2026 Harbour Ledger. All rights reserved.</p><a href='/privacy'>Privacy policy</a></footer>"
TITLE = "Harbour council closes ferry terminal over cracked piers"


def article(body: str = BODY, *, head: str = "", after: str = "", title: str = TITLE) -> str:
    """A page as an invented outlet would serve it."""
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title} - Harbour Ledger</title>{head}</head>"
        f"<body><header>{MENU}</header><main><article class='story'><h1>{title}</h1>"
        f"<div class='article-body'>{body}</div>{after}</article></main>{RELATED}{LETTER}{FOOTER}</body></html>"
    )


def read(html: str, **about: object) -> Page:
    return extract_page(html.encode(), **about)  # type: ignore[arg-type]  # fields spread from plain values


def test_the_text_is_the_article_and_nothing_else() -> None:
    page = read(article())
    assert page.text == "\n\n".join(PARAGRAPHS)
    assert page.title == TITLE
    assert page.reason == ""
    assert not page.truncated


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("a caption", "<figure><img src='x.jpg'><figcaption>The terminal on Monday. Photo: Bo Lind</figcaption></figure>"),
        ("a box of links", RELATED),
        ("a newsletter box", LETTER),
        ("an advertisement's label", "<div class='ad-slot'><span>Advertisement</span></div>"),
        ("share buttons", "<ul class='share-bar'><li><a href='#'>Share</a></li><li><a href='#'>Tweet</a></li></ul>"),
        ("what is hidden", "<p style='display: none'>This paragraph is never shown to anyone who reads the page at all.</p>"),
        ("a script", "<script>var text = 'This script is not a part of the article, whatever it says.';</script>"),
        ("a card over a word", "<p>The port</p><span class='card'><img src='a.png'><a href='/1'>Port news one</a> <a href='/2'>Two</a></span>"),
    ],
)
def test_furniture_inside_the_article_is_dropped(name: str, inside: str) -> None:
    first, *rest = (f"<p>{p}</p>" for p in PARAGRAPHS)
    text = read(article(first + inside + "".join(rest))).text
    assert all(p in text for p in PARAGRAPHS), name
    for words in ("Photo: Bo Lind", "Lighthouse", "newsletter", "Advertisement", "Tweet", "never shown", "script", "Port news"):
        assert words not in text, name


@pytest.mark.parametrize(
    "wrap",
    [
        "<div id='content'>{}</div>",
        "<table><tr><td class='main'>{}</td></tr></table>",
        "<form id='aspnetForm'><div>{}</div></form>",
        "<noscript><div>{}</div></noscript>",  # never closed on some pages: it then holds everything
        "<body style='visibility:hidden'><div>{}</div>",  # shown by a script
        "<article amp><div class='amp-body'>{}</div></article>",
    ],
)
def test_any_container_will_do(wrap: str) -> None:
    page = read(f"<html><head><title>{TITLE}</title></head><body>{MENU}{wrap.format(f'<h1>{TITLE}</h1>{BODY}')}{FOOTER}</body></html>")
    assert all(p in page.text for p in PARAGRAPHS)
    assert "Opinion" not in page.text


def test_paragraphs_made_of_line_breaks() -> None:
    page = read(article("<br><br>".join(PARAGRAPHS)))
    assert page.text == "\n\n".join(PARAGRAPHS)


def test_broken_markup_is_read() -> None:
    html = article().replace("</p>", "").replace("</li>", "").replace("</body></html>", "<p><b><i></p")
    assert all(p in read(html).text for p in PARAGRAPHS)


def test_a_table_row_is_a_line() -> None:
    rows = "<table>" + "".join(f"<tr><td>Pier {n}</td><td>{n * 7} cracks</td></tr>" for n in (1, 2, 3)) + "</table>"
    text = read(article(BODY + rows + BODY.replace("Tuesday", "Friday"))).text
    assert "Pier 2 | 14 cracks" in text or "Pier 2" not in text


def test_articlebody_stands_in_where_the_markup_is_empty() -> None:
    data = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(PARAGRAPHS), "author": {"name": "Ann Lee"}}
    html = f"<html><head><script type='application/ld+json'>{json.dumps(data)}</script></head><body><div id='app'></div></body></html>"
    page = read(html)
    assert page.text == "\n\n".join(PARAGRAPHS)
    assert (page.title, page.byline) == (TITLE, "Ann Lee")


def test_prose_for_a_script_stands_in_where_there_is_nothing_else() -> None:
    data = {"props": {"story": {"body": [{"html": f"<p>{p}</p>"} for p in PARAGRAPHS], "id": 7}}}
    html = f"<body><div id='root'></div><script id='__DATA__' type='application/json'>{json.dumps(data)}</script></body>"
    assert read(html).text == "\n\n".join(PARAGRAPHS)


def test_a_live_blog_keeps_its_posts() -> None:
    posts = [{"@type": "BlogPosting", "headline": f"Post {n}", "articleBody": p} for n, p in enumerate(PARAGRAPHS)]
    data = {"@type": "LiveBlogPosting", "headline": TITLE, "liveBlogUpdate": posts}
    html = f"<html><head><script type='application/ld+json'>{json.dumps(data)}</script></head><body><p>Live</p></body></html>"
    text = read(html).text
    assert all(p in text for p in PARAGRAPHS)
    assert "Post 3" in text


def test_the_page_of_one_file_differs_from_none_by_its_digest() -> None:
    content = article().encode()
    page = extract_page(content, url="https://ledger.example/ferry")
    assert page.url == "https://ledger.example/ferry"
    assert page.sha256
    assert len(page.sha256) == 64
    assert extract_page(content + b" ").sha256 != page.sha256


# --- encodings --------------------------------------------------------------------------------------------------

WORDS = "Größe, façade, naïve — «zażółć» “quoted”"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", WORDS),
        ("utf-8-sig", WORDS),
        ("utf-16", WORDS),
        ("cp1252", "Größe, façade — “quoted”"),
        ("iso8859-2", "zażółć gęślą jaźń"),
        ("cp1251", "Совет порта закрыл паромный терминал"),
        ("koi8-r", "Совет порта закрыл паромный терминал"),
        ("shift_jis", "港の評議会は古いフェリー乗り場を閉鎖した"),
        ("gb18030", "港口议会关闭了旧渡轮码头"),
        ("euc-kr", "항만 위원회가 오래된 터미널을 닫았다"),
    ],
)
@pytest.mark.parametrize("told_by", ["header", "page"])
def test_encodings(encoding: str, text: str, told_by: str) -> None:
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    html = article(BODY + f"<p>{text} {PARAGRAPHS[0]}</p>").replace("charset='utf-8'", f"charset='{name}'")
    if told_by == "header":
        html = html.replace(f"<meta charset='{name}'>", "")
        page = extract_page(html.encode(encoding, "xmlcharrefreplace"), charset=name)
    else:
        page = extract_page(html.encode(encoding, "xmlcharrefreplace"))
    assert text in page.text


def test_an_encoding_that_nothing_tells_is_one_that_pages_are_written_in() -> None:
    text = "Совет города проголосовал за новый мост во вторник вечером. " * 8
    page = extract_page(f"<html lang=en><head><title>News</title></head><body><article><p>{text}</p></article></body></html>".encode("cp1251"))
    assert text.strip() in page.text  # the first letter is another one on an old Macintosh


def test_bytes_beat_what_is_declared_of_them() -> None:
    html = article(BODY + f"<p>{WORDS} {PARAGRAPHS[0]}</p>").replace("charset='utf-8'", "charset='iso-8859-1'")
    assert WORDS in read(html, charset="iso-8859-1").text


def test_one_bad_byte_costs_one_character() -> None:
    html = article(BODY + f"<p>{WORDS} {PARAGRAPHS[0]}</p>").encode().replace(b"Tuesday", b"Tues\xffday")
    page = extract_page(html)
    assert WORDS in page.text
    assert "Tues\ufffdday" in page.text


def test_html_that_is_sent_as_a_pdf_is_read() -> None:
    html = article(BODY)
    assert extract_page(b"\n" + html.encode(), media_type="application/pdf").text == extract_page(html.encode()).text


@pytest.mark.parametrize("charset", ["x-made-up", "undefined", "idna", "punycode", "unicode_escape", "utf-7", "base64", "", "\x00", "é" * 50])
def test_an_unknown_charset_is_passed_over(charset: str) -> None:
    html = article(BODY + f"<p>{WORDS} {PARAGRAPHS[0]}</p>")
    assert WORDS in read(html, charset=charset).text
    plain = article(BODY + f"<p>Größe {PARAGRAPHS[0]}</p>").replace("<meta charset='utf-8'>", "").encode("cp1252")
    assert "Größe" in extract_page(plain, charset=charset).text


# --- text, Markdown, PDF ----------------------------------------------------------------------------------------


def test_a_saved_text_with_header_lines() -> None:
    page = parse_saved_text(
        "URL: https://ledger.example/ferry\r\nTITLE: Ferry terminal closes\r\nOUTLET: Harbour Ledger\r\nDATE: 2026-05-12\r\n\r\n"
        f"{PARAGRAPHS[0]}\r\n\r\n{PARAGRAPHS[1]}\r\n"
    )
    assert (page.url, page.title) == ("https://ledger.example/ferry", "Ferry terminal closes")
    assert (page.outlet, page.published, page.language) == ("Harbour Ledger", "2026-05-12", "en")
    assert page.text == f"{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"# {TITLE}\n\n{PARAGRAPHS[0]}", TITLE),
        (f"{TITLE}\n\n{PARAGRAPHS[0]}", TITLE),
        (f"{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}", None),  # a sentence is no title
        (f"By Ann Lee, Norwire\n\n{PARAGRAPHS[0]}", None),  # nor is a byline
        (TITLE, None),  # alone it is the text
        ("", None),
    ],
)
def test_the_title_of_a_text_is_its_first_line_where_it_looks_like_one(text: str, title: str | None) -> None:
    page = extract_page(text.encode(), media_type="text/plain; charset=utf-8")
    assert page.title == title
    assert page.text == text.strip("\n")


def test_header_lines_may_open_html_too() -> None:
    page = read("URL: https://ledger.example/ferry\nOUTLET: The Ledger\n\n" + article())
    assert (page.url, page.outlet, page.title) == ("https://ledger.example/ferry", "The Ledger", TITLE)
    assert page.text.startswith(PARAGRAPHS[0])


def small_pdf(text: str) -> bytes:
    """A PDF of one page with one line."""
    stream = b"BT /F1 12 Tf 72 700 Td (%s) Tj ET" % text.encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, len(out))


def test_a_pdf() -> None:
    pytest.importorskip("pypdf", reason="the extra [pdf] is not installed")
    out = small_pdf("The harbour council voted on Tuesday.")
    assert "The harbour council voted on Tuesday." in extract_page(out).text
    damaged = extract_page(out[:60])
    assert damaged.text == ""
    assert "PDF" in damaged.reason


# --- hostile ----------------------------------------------------------------------------------------------------

DEEP = 100_000
HOSTILE = {
    "nothing": b"",
    "blank": b" \n\t ",
    "noise": random.Random(7).randbytes(300_000),
    "zeros": b"\0" * 100_000,
    "deep divs": b"<html><body>" + b"<div>" * DEEP + BODY.encode() + b"</div>" * DEEP,
    "deep bold": b"<html><body><p>" + b"<b>" * DEEP + PARAGRAPHS[0].encode() + b"</p>" + BODY.encode(),
    "open angles": b"<" * 500_000,
    "open tags": b"<a " * 200_000,
    "comments": b"<html><!--" * 50_000,
    "a class of a megabyte": b"<html><body><div class='" + b"a " * 500_000 + b"'>" + BODY.encode(),
    "one word": b"<p>" + b"a" * 1_000_000,
    "a title of separators": b"<title>" + b"a - " * 200_000 + b"</title>" + BODY.encode(),
    "brackets as data": b"<html><script type='application/ld+json'>" + b"[" * 100_000 + b"</script><body>" + BODY.encode(),
    "a surrogate": b"<html><body><p>\xed\xa0\x80 lone</p>" + BODY.encode(),
    "many authors": b"<html><head>" + b"<meta name=author content='By A, B and C'>" * 20_000 + b"</head>" + BODY.encode(),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_page_breaks_the_reader(name: str) -> None:
    assert least(lambda: extract_page(HOSTILE[name], url="https://ledger.example/x"), enough=8) < 8
    page = extract_page(HOSTILE[name], url="https://ledger.example/x")
    assert page.text or page.reason
    page.text.encode()  # no lone surrogate is left


@pytest.mark.parametrize("name", ["deep divs", "deep bold", "a class of a megabyte", "a surrogate", "many authors"])
def test_what_can_be_read_in_them_is_read(name: str) -> None:
    assert PARAGRAPHS[3] in extract_page(HOSTILE[name]).text


def test_time_grows_with_length_and_no_faster() -> None:
    pages = {times: article(BODY * times).encode() for times in (40, 200)}
    assert growth(lambda times: extract_page(pages[times]), 40, 200, enough=12, shortest=0.01) < 12


def test_a_long_page_is_cut_not_refused() -> None:
    page = extract_page(article(BODY * 50).encode(), options=ExtractOptions(max_chars=6_000))
    assert page.text.startswith(PARAGRAPHS[0])
    assert len(page.text) < 6_000


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["text/html", "text/plain", "application/xhtml+xml", "", "x/y"]))
def test_any_bytes_give_a_page(content: bytes, media_type: str) -> None:
    page = extract_page(content, media_type=media_type)
    assert page.text or page.reason
    page.text.encode()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["<p>", "</p>", "<div>", "</div>", "<b>", "<br>", "<table>", "<td>", "word ", PARAGRAPHS[0], "&amp;", "<!--", "<"])))
def test_any_markup_gives_a_page(parts: list[str]) -> None:
    page = read("<html>" + "".join(parts))
    assert page.text or page.reason


def test_the_model_that_ships_is_sound() -> None:
    model = default_model()
    assert len(model.trees) > 50
    for figures, bounds, yes, no, leaves in model.trees:
        assert len(figures) == len(bounds) == len(yes) == len(no)
        for way in (*yes, *no):
            assert -len(leaves) <= way < len(figures)


def test_gzip_is_not_this_module_s_matter() -> None:
    page = extract_page(gzip.compress(article().encode()))
    assert page.text == ""
    assert page.reason
