"""What a page says of itself: title, byline, dates, outlet, address, language."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.records import Page
from auditor.sources.extract import extract_page
from auditor.sources.extract.byline import split_names
from auditor.sources.extract.jsonld import clean_markup
from auditor.sources.extract.language import guess_language
from auditor.sources.extract.when import iso_date, url_date

TEXT = "<p>The harbour council voted on Tuesday to close the old ferry terminal after engineers found cracks in it.</p>" * 4
TITLE = "Harbour council closes ferry terminal"


def read(head: str = "", body: str = "", url: str | None = None, html: str = "<html lang='en-GB'>") -> Page:
    return extract_page(f"{html}<head>{head}</head><body>{body}<article>{TEXT}</article></body></html>".encode(), url=url)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (f"<title>{TITLE}</title>", "", TITLE),
        (f"<title>{TITLE} - Harbour Ledger</title><meta property='og:site_name' content='Harbour Ledger'>", "", TITLE),
        (f"<title>{TITLE} | The Harbour Ledger</title><meta property='og:site_name' content='Harbour Ledger'>", "", TITLE),
        (f"<title>Harbour Ledger: {TITLE}</title><meta property='og:site_name' content='Harbour Ledger'>", "", f"Harbour Ledger: {TITLE}"),
        (f"<title>{TITLE} — ledger.example</title>", "", f"{TITLE} — ledger.example"),  # no address given
        ("<title>Ferry - what now?</title>", "", "Ferry - what now?"),  # a dash of its own
        (f"<title>Ferry news</title><meta property='og:title' content='{TITLE}'>", f"<h1>{TITLE}</h1>", TITLE),
        (f"<meta property='og:title' content='{TITLE} after vote'>", f"<h1>{TITLE}</h1>", TITLE),  # as shown, not as shared
        (f"<title>{TITLE}</title>", "<h1>Harbour Ledger</h1>", TITLE),  # the masthead is no headline
        (f"<title>{TITLE}</title>", f"<h1><span>Harbour</span>{TITLE.removeprefix('Harbour ')}</h1>", "Harbourcouncil closes ferry terminal"),
        (f"<title>Ports: {TITLE}</title>", f"<h1><span>Ports</span><span>{TITLE}</span></h1>", f"Ports {TITLE}"),
        ("", "", None),
    ],
)
def test_title(head: str, body: str, title: str | None) -> None:
    assert read(head, body).title == title


def test_the_outlet_s_domain_in_a_title_is_known_by_the_address() -> None:
    assert read(f"<title>{TITLE} - Ledger</title>", url="https://www.ledger.example/x").title == TITLE
    assert read(f"<title>{TITLE} - Ledger</title>", url="https://www.ledger.example/x").outlet == "Ledger"


def jsonld(**fields: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@context': 'https://schema.org', '@type': 'NewsArticle', **fields})}</script>"


@pytest.mark.parametrize(
    ("head", "body", "byline"),
    [
        (jsonld(headline=TITLE, author={"@type": "Person", "name": "Ann Lee"}), "", "Ann Lee"),
        (jsonld(headline=TITLE, author=[{"name": "Ann Lee"}, {"name": "Bo Chan"}]), "", "Ann Lee, Bo Chan"),
        (jsonld(headline=TITLE, author="By Ann Lee and Bo Chan"), "", "Ann Lee, Bo Chan"),
        ("<meta name='author' content='Ann Lee'>", "", "Ann Lee"),
        ("<meta name='author' content='Harbour Ledger'><meta property='og:site_name' content='Harbour Ledger'>", "", None),
        ("<meta name='author' content='https://ledger.example/ann'>", "<p class='byline'>By <a>Ann Lee</a></p>", "Ann Lee"),
        ("", "<h1>Ferry</h1><div class='byline'>By Ann Lee, Norwire | Published 12 May 2026</div>", "Ann Lee, Norwire"),
        ("", "<h1>Ferry</h1><p>By Ann Lee</p>", "Ann Lee"),
        ("", "<span rel='author' class='author'>Ann Lee, senior reporter</span>", "Ann Lee"),
        ("", "<div class='author-bio'>About the author</div>", None),
        ("", "", None),
    ],
)
def test_byline(head: str, body: str, byline: str | None) -> None:
    assert read(head, body).byline == byline


@pytest.mark.parametrize(
    ("head", "body", "url", "published", "updated"),
    [
        (jsonld(datePublished="2026-05-12T08:30:00Z", dateModified="2026-05-13"), "", None, "2026-05-12T08:30:00Z", "2026-05-13"),
        ("<meta property='article:published_time' content='2026-05-12T08:30:00+02:00'>", "", None, "2026-05-12T08:30:00+02:00", None),
        ("<meta name='date' content='12 May 2026'>", "", None, "2026-05-12", None),
        ("", "<time datetime='2026-05-12'>yesterday</time>", None, "2026-05-12", None),
        ("", "<aside><time datetime='2020-01-01'>old</time></aside>", "https://ledger.example/2026/05/12/ferry", "2026-05-12", None),
        ("", "<h1>Ferry</h1><p class='date'>Tuesday, May 12, 2026</p>", None, "2026-05-12", None),
        ("", "<h1>Ferry</h1><p class='datum'>12. Mai 2026</p>", None, "2026-05-12", None),
        ("<meta name='date' content='soon'>", "", None, None, None),
    ],
)
def test_dates(head: str, body: str, url: str | None, published: str | None, updated: str | None) -> None:
    page = read(head, body, url)
    assert (page.published, page.updated) == (published, updated)


@pytest.mark.parametrize(
    ("head", "url", "outlet", "canonical"),
    [
        ("<meta property='og:site_name' content='Harbour Ledger'>", None, "Harbour Ledger", None),
        (jsonld(publisher={"name": "Harbour Ledger", "url": "x"}), None, "Harbour Ledger", None),
        ("<link rel='canonical' href='/ferry'>", "https://ledger.example/ferry?ref=1", None, "https://ledger.example/ferry"),
        ("<link rel='canonical' href='https://ledger.example/'>", "https://ledger.example/ferry", None, None),  # a front page
        ("<meta property='og:url' content='https://ledger.example/ferry'>", None, None, "https://ledger.example/ferry"),
        ("<link rel='canonical' href='javascript:alert(1)'>", None, None, None),
        ("<link rel='canonical' href='https://['>", None, None, None),
    ],
)
def test_outlet_and_address(head: str, url: str | None, outlet: str | None, canonical: str | None) -> None:
    page = read(head, url=url)
    assert (page.outlet, page.canonical_url) == (outlet, canonical)


@pytest.mark.parametrize(
    ("html", "language"),
    [("<html lang='en-GB'>", "en"), ("<html lang='DE'>", "de"), ("<html lang='{{lang}}'>", "en"), ("<html>", "en")],
)
def test_language(html: str, language: str) -> None:
    assert read(html=html).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Hafenrat hat am Dienstag beschlossen, die alte Anlegestelle zu schließen, weil sie nicht mehr sicher ist.", "de"),
        ("Le conseil du port a décidé mardi de fermer l'ancien terminal, qui n'est plus sûr pour les passagers.", "fr"),
        ("El consejo del puerto decidió el martes cerrar la terminal, que no es segura para los pasajeros.", "es"),
        ("Совет порта решил во вторник закрыть старый терминал, и это не то, что он обещал", "ru"),
        ("港の評議会は火曜日に古いターミナルを閉鎖することを決めた", "ja"),
        ("xyz qwrt plmk", None),
        ("", None),
    ],
)
def test_guessed_language(text: str, language: str | None) -> None:
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026-05-12", "2026-05-12"),
        ("20260512", "2026-05-12"),
        ("2026-05-12 08:30", "2026-05-12T08:30:00"),
        ("2026-05-12T08:30:15.123Z", "2026-05-12T08:30:15Z"),
        ("2026-05-12T08:30:15+0200", "2026-05-12T08:30:15+02:00"),
        ("Published May 12, 2026 at 8:30", "2026-05-12"),
        ("12th May 2026", "2026-05-12"),
        ("12 de mayo de 2026", "2026-05-12"),
        ("3/4/2026", "2026-04-03"),
        ("13/4/2026", "2026-04-13"),
        ("4/13/2026", "2026-04-13"),
        ("12.5.2026", "2026-05-12"),
        ("Tue, 12 May 2026 08:30:00 GMT", "2026-05-12"),
        ("2026-02-31", None),
        ("99/99/2026", None),
        ("Section 12, 2026 pages", None),
        ("", None),
    ],
)
def test_dates_as_written(written: str, iso: str | None) -> None:
    assert iso_date(written) == iso


def test_month_first_where_that_is_the_custom() -> None:
    assert iso_date("3/4/2026", day_first=False) == "2026-03-04"


@pytest.mark.parametrize(
    ("url", "iso"),
    [
        ("https://ledger.example/2026/05/12/ferry", "2026-05-12"),
        ("https://ledger.example/news/2026-5-2", "2026-05-02"),
        ("https://ledger.example/2026/13/40/x", None),
        (None, None),
    ],
)
def test_dates_in_addresses(url: str | None, iso: str | None) -> None:
    assert url_date(url) == iso


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("By Ann Lee", ["Ann Lee"]),
        ("BY ANN LEE AND BO CHAN", ["ANN LEE", "BO CHAN"]),
        ("By Ann Lee, Bo Chan & Cy Dahl", ["Ann Lee", "Bo Chan", "Cy Dahl"]),
        ("Von Ann Lee und Bo Chan", ["Ann Lee", "Bo Chan"]),
        ("Ann Lee | 12 May 2026", ["Ann Lee"]),
        ("Ann Lee, Staff Writer", ["Ann Lee"]),
        ("admin", []),
        ("@annlee", []),
        ("By using this site you accept our terms", []),
        ("", []),
    ],
)
def test_names(written: str, names: list[str]) -> None:
    assert split_names(written) == names


def test_json_that_is_not_quite_json() -> None:
    script = '<script type="application/ld+json">\n{"@type":"NewsArticle","headline":"A\tB\nC","datePublished":"2026-05-12"};\n</script>'
    assert read(script).published == "2026-05-12"
    assert read("<script type='application/ld+json'>{not json</script>").published is None
    graph = {"@graph": [{"@type": "Person", "@id": "#a", "name": "Ann Lee"}, {"@type": "Article", "headline": TITLE, "author": {"@id": "#a"}}]}
    assert read(f"<script type='application/ld+json'>{json.dumps(graph)}</script>").byline == "Ann Lee"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One.</p><p>Two &amp; three.</p>", "One.\n\nTwo & three."),
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("One&nbsp;<b>two</b>.", "One two."),
        ("&lt;p&gt;One.&lt;/p&gt;", "One."),
        ("", ""),
    ],
)
def test_markup_in_data(html: str, text: str) -> None:
    assert clean_markup(html) == text


@given(st.text(max_size=200))
def test_any_text_has_a_date_or_none(text: str) -> None:
    found = iso_date(text)
    assert found is None or found[:4].isdigit()
    split_names(text)
    guess_language(text)
