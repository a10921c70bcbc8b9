"""Resolvers and archives, each against recorded answers: the sole candidate is taken, everything else is said."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import UsageError
from auditor.records import Attempt, Fetched, FetchStatus, Reference, Source
from auditor.sources.archives import CDX, parse_cdx, parse_timemap
from auditor.sources.candidates import Candidate, choose
from auditor.sources.cassette import open_cassette
from auditor.sources.collect import collect
from auditor.sources.fetch import Fetcher
from auditor.sources.library import Library
from auditor.sources.listings import parse_listing
from auditor.sources.options import NetworkOptions, ResolverOptions
from auditor.sources.resolve import Desk, Resolution, load_resolvers
from auditor.sources.resolvers import citoid, feed, gdelt, google_news, searxng
from auditor.sources.resolvers._common import title_words
from tests.clock import least

TITLE = "Council votes for new harbour bridge after long debate"
URL = "https://tide.example/2031/05/06/bridge"
NOW = datetime(2031, 5, 7, tzinfo=UTC)
PAGE = f"<html><head><title>{TITLE}</title></head><body><article>" + "<p>The council voted for the new bridge on Tuesday evening, after a debate of four hours.</p>" * 4 + "</article></body></html>"
REFERENCE = Reference(1, "", TITLE, "Tide", "2031-05-06")

Answers = dict[str, tuple[int, str, str]]
"""Address -> (status, media type, body)."""


def cassette(tmp_path: Path, answers: Answers, headers: dict[str, dict[str, list[str]]] | None = None) -> Path:
    path = tmp_path / "c.yaml"
    items = [
        {
            "request": {"method": "GET", "uri": url, "body": None, "headers": {}},
            "response": {"status": {"code": status, "message": ""}, "headers": {"Content-Type": [kind], **(headers or {}).get(url, {})}, "body": {"string": body}},
        }
        for url, (status, kind, body) in answers.items()
    ]
    path.write_text(yaml.safe_dump({"version": 1, "interactions": items}, allow_unicode=True), encoding="utf-8")
    return path


def find(tmp_path: Path, answers: Answers, *order: str, reference: Reference = REFERENCE, network: NetworkOptions | None = None, **options: object) -> Source:
    fetcher = Fetcher(network, cassette=open_cassette(cassette(tmp_path, answers)))
    (source,) = collect([reference], fetcher=fetcher, options=ResolverOptions(order=order, **options), now=NOW)  # type: ignore[arg-type]  # fields spread from plain values
    return source


def desk(**changes: object) -> Desk:
    return Desk(options=ResolverOptions(), now=NOW, **changes)  # type: ignore[arg-type]  # fields spread from plain values


# --- choosing ---------------------------------------------------------------------------------------------------


def chosen(*candidates: Candidate, reference: Reference = REFERENCE) -> Resolution:
    return choose(reference, candidates, "test", desk())


GOOD = Candidate(URL, TITLE, "2031-05-06")


@pytest.mark.parametrize(
    ("candidates", "status"),
    [
        ([GOOD], "ok"),
        ([GOOD, Candidate(URL + "/?utm_source=x", TITLE, "2031-05-06")], "ok"),  # one page, two addresses
        ([Candidate(URL, TITLE + " | Tide", "2031-05-07")], "ok"),
        ([Candidate(URL, "Council votes for a new harbour bridge after a long debate", "2031-05-06")], "ok"),
        ([Candidate(URL, "Council votes for new harbour bridge…", "2031-05-06")], "ok"),  # cut short by the search
        ([GOOD, Candidate("https://tide.example/other", TITLE, "2031-05-06")], "ambiguous"),
        ([GOOD, Candidate("https://tide.example/other", TITLE, "2031-05-05")], "ok"),  # only one is of that day
        ([Candidate(URL, TITLE, "2031-05-05"), Candidate("https://tide.example/other", TITLE, "2031-05-07")], "ambiguous"),
        ([Candidate("https://wave.example/bridge", TITLE, "2031-05-06")], "not_resolved"),  # another outlet
        ([Candidate(URL, TITLE, "2031-06-30")], "not_resolved"),  # another time
        ([Candidate(URL, "Council votes against new harbour bridge after long debate", "2031-05-06")], "not_resolved"),
        ([Candidate(URL, "Council votes for new harbour tunnel after long debate", "2031-05-06")], "not_resolved"),
        ([Candidate(URL, "Council votes for second harbour bridge after long debate", "2031-05-06")], "not_resolved"),
        ([Candidate(URL, "Weather for the week", "2031-05-06")], "not_resolved"),
        ([Candidate("javascript:alert(1)", TITLE, "2031-05-06")], "not_resolved"),
        ([], "not_resolved"),
    ],
)
def test_only_the_sole_candidate_is_taken(candidates: list[Candidate], status: str) -> None:
    found = chosen(*candidates)
    assert found.status.value == status, found
    assert (found.url is not None) == (status == "ok")
    assert found.why
    assert found.trail


def test_an_ambiguity_names_its_candidates() -> None:
    others = [Candidate(f"https://tide.example/{n}", TITLE, "2031-05-06") for n in range(4)]
    found = chosen(GOOD, *others)
    assert found.status is FetchStatus.AMBIGUOUS
    assert f"{URL}, https://tide.example/0, https://tide.example/1 and 2 more" in found.why
    assert [a.url for a in found.trail] == [URL, *(c.url for c in others)]


def test_an_equal_title_counts_before_a_near_one() -> None:
    found = chosen(Candidate("https://tide.example/near", "Council votes for the new harbour bridge after long debate", "2031-05-06"), GOOD)
    assert found.url == URL
    assert len(found.trail) == 2


def test_without_an_outlet_only_a_long_equal_title_tells() -> None:
    assert chosen(GOOD, reference=Reference(1, "", TITLE)).url == URL
    assert chosen(Candidate(URL, "Storm warning"), reference=Reference(1, "", "Storm warning")).url is None


@given(st.lists(st.builds(Candidate, st.text(max_size=40), st.none() | st.text(max_size=60), st.none() | st.text(max_size=12), st.none() | st.text(max_size=20)), max_size=8))
def test_choosing_never_raises_and_never_takes_what_is_not_there(candidates: list[Candidate]) -> None:
    found = chosen(*candidates)
    assert found.url is None or found.url in [c.url for c in candidates]


# --- each resolver ----------------------------------------------------------------------------------------------


def test_gdelt(tmp_path: Path) -> None:
    endpoint = gdelt.query_url(REFERENCE, desk(), title_words(REFERENCE, 8))
    asked = parse_qs(urlsplit(endpoint).query)
    assert asked["query"] == ["Council votes new harbour bridge long debate"]
    assert (asked["startdatetime"], asked["enddatetime"]) == (["20310503000000"], ["20310509235959"])
    body = json.dumps({"articles": [{"url": URL, "title": "Council votes for new harbour bridge after long debate", "seendate": "20310506T101500Z", "domain": "tide.example"}, {"url": "https://wave.example/x", "title": TITLE, "seendate": "20310506T101500Z"}]})
    source = find(tmp_path, {endpoint: (200, "application/json", body), URL: (200, "text/html", PAGE)}, "url", "gdelt")
    assert source.status is FetchStatus.OK
    assert source.url == URL
    assert [a.resolver for a in source.trail] == ["gdelt", "gdelt"]
    assert source.trail[0].url == URL


@pytest.mark.parametrize(
    ("body", "words"),
    [("Your query was too short or too long.", "too short"), ("{}", "nothing was found"), ('{"articles": [1, {"url": 3}]}', "nothing was found"), ("[" * 90_000, "it answered")],
)
def test_gdelt_that_does_not_answer(tmp_path: Path, body: str, words: str) -> None:
    endpoint = gdelt.query_url(REFERENCE, desk(), title_words(REFERENCE, 8))
    source = find(tmp_path, {endpoint: (200, "application/json", body)}, "gdelt")
    assert source.status is FetchStatus.NOT_RESOLVED
    assert words in source.reason


def test_gdelt_titles_are_read_as_they_were_written(tmp_path: Path) -> None:
    reference = Reference(1, "", "Mayor’s plan won’t raise the harbour toll by 2.5%, council says", "tide.example", "2031-05-06")
    endpoint = gdelt.query_url(reference, desk(), title_words(reference, 8))
    assert parse_qs(urlsplit(endpoint).query)["query"] == ["Mayor plan won raise harbour toll council says domain:tide.example"]
    title = "Mayor ' s plan won ' t raise the harbour toll by 2 . 5 % , council says"
    body = json.dumps({"articles": [{"url": URL, "title": title, "seendate": "20310506T101500Z"}]})
    page = PAGE.replace(TITLE, reference.title or "")
    source = find(tmp_path, {endpoint: (200, "application/json", body), URL: (200, "text/html", page)}, "gdelt", reference=reference)
    assert (source.status, source.url) == (FetchStatus.OK, URL)


def test_gdelt_json_that_is_not_quite_json(tmp_path: Path) -> None:
    endpoint = gdelt.query_url(REFERENCE, desk(), title_words(REFERENCE, 8))
    body = '{"articles": [{"url": "' + URL + '", "title": "' + TITLE + '", "seendate": "20310506T101500Z"}, {"url": "https://wave.example/", "title": "C:\\new \\d \\\\d \x07 \\u00e9"}]}'
    source = find(tmp_path, {endpoint: (200, "application/json", body), URL: (200, "text/html", PAGE)}, "gdelt")
    assert (source.status, source.url) == (FetchStatus.OK, URL)


def test_gdelt_that_was_asked_too_soon_is_asked_again() -> None:
    body = json.dumps({"articles": [{"url": URL, "title": TITLE, "seendate": "20310506T101500Z"}]}).encode()
    answers = [b"Please limit requests to one every 5 seconds or contact us for larger queries.", body]
    paces: list[float] = []

    async def get(url: str, pace: float) -> Fetched:
        paces.append(pace)
        return Fetched(url, FetchStatus.OK, http_status=200, content=answers[len(paces) - 1])

    found = asyncio.run(gdelt.resolve(REFERENCE, desk(get=get)))
    assert (found.url, paces) == (URL, [5.0, 10.0])


def test_gdelt_is_asked_once_in_five_seconds() -> None:
    from tests.sources.servers import Server, always, answer
    from tests.sources.test_faults import Time

    server, clock = Server({"*": always(answer("200 OK", b"Content-Type: application/json", body=b"{}"))}), Time()
    fetcher = Fetcher(NetworkOptions(allow_hosts=(server.host,), pace=1.0), clock=clock.clock, sleep=clock.sleep)

    async def three() -> list[Fetched]:
        return list(await asyncio.gather(*(fetcher.fetch_endpoint(server.url(f"/{i}"), 5.0) for i in range(3))))

    assert all(f.status is FetchStatus.OK for f in fetcher.run(three))
    server.close()
    assert clock.now - 1000 >= 10


def google(url: str, title: str, day: str = "Tue, 06 May 2031 08:00:00 GMT", source: str = "Tide") -> str:
    return f"<item><title>{title} - {source}</title><link>{url}</link><pubDate>{day}</pubDate><source url='https://tide.example'>{source}</source></item>"


def test_google_news(tmp_path: Path) -> None:
    endpoint = google_news.query_url(REFERENCE, desk(), title_words(REFERENCE))
    inside = base64.urlsafe_b64encode(b"\x08\x13\x22" + bytes([len(URL)]) + URL.encode() + b"\xd2\x01\x00").decode().rstrip("=")
    feed = f"<rss><channel>{google('https://news.google.com/rss/articles/' + inside + '?oc=5', TITLE)}{google('https://wave.example/x', TITLE, source='Wave')}</channel></rss>"
    source = find(tmp_path, {endpoint: (200, "application/xml", feed), URL: (200, "text/html", PAGE)}, "google_news")
    assert (source.status, source.url) == (FetchStatus.OK, URL)


def test_google_news_that_keeps_the_address(tmp_path: Path) -> None:
    endpoint = google_news.query_url(REFERENCE, desk(), title_words(REFERENCE))
    feed = f"<rss><channel>{google('https://news.google.com/rss/articles/CBMiAAAAAAAAAAAAAAA?oc=5', TITLE)}</channel></rss>"
    source = find(tmp_path, {endpoint: (200, "application/xml", feed)}, "google_news")
    assert source.status is FetchStatus.NOT_RESOLVED
    assert "its address is not given" in source.reason


def test_searxng(tmp_path: Path) -> None:
    mine = Desk(options=ResolverOptions(searxng_url="https://search.example/"), now=NOW)
    endpoint = searxng.query_url(REFERENCE, mine)
    assert endpoint.startswith("https://search.example/search?q=%22Council+votes")
    body = json.dumps({"results": [{"url": URL, "title": TITLE, "publishedDate": "2031-05-06T08:00:00"}, {"url": "https://tide.example/"}, "x"]})
    source = find(tmp_path, {endpoint: (200, "application/json", body), URL: (200, "text/html", PAGE)}, "searxng", searxng_url="https://search.example/")
    assert (source.status, source.url) == (FetchStatus.OK, URL)
    html = find(tmp_path, {endpoint: (200, "text/html", "<html>results</html>")}, "searxng", searxng_url="https://search.example/")
    assert "allow that format" in html.reason


def test_a_searxng_that_keeps_json_to_itself_says_the_way_out(tmp_path: Path) -> None:
    endpoint = searxng.query_url(REFERENCE, Desk(options=ResolverOptions(searxng_url="https://search.example/"), now=NOW))
    source = find(tmp_path, {endpoint: (403, "text/html", "")}, "searxng", searxng_url="https://search.example/")
    assert "search.formats" in source.reason


def test_an_unset_searxng_is_left_out_quietly(tmp_path: Path) -> None:
    assert find(tmp_path, {}, "url", "searxng").status is FetchStatus.NO_URL


SITEMAP = f"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>{URL}</loc><news:news><news:publication><news:name>Tide</news:name></news:publication><news:publication_date>2031-05-06T10:00:00Z</news:publication_date><news:title>{TITLE}</news:title></news:news></url>
<url><loc>https://tide.example/other</loc><news:news><news:publication_date>2031-05-06</news:publication_date><news:title>Another story of the day</news:title></news:news></url></urlset>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Tide</title><entry><title type="html">{TITLE}</title><link rel="self" href="https://x.example/"/><link href="{URL}"/><updated>2031-05-06T10:00:00Z</updated></entry></feed>"""


@pytest.mark.parametrize(("place", "text"), [("news-sitemap.xml", SITEMAP), ("feed", ATOM)])
def test_the_outlets_own_list(tmp_path: Path, place: str, text: str) -> None:
    reference = Reference(1, "", TITLE, "tide.example", "2031-05-06")
    answers = {f"https://tide.example/{p}": (404, "text/html", "") for p in ("news-sitemap.xml", "sitemap-news.xml", "feed", "rss.xml")}
    source = find(tmp_path, {**answers, f"https://tide.example/{place}": (200, "text/xml", text), URL: (200, "text/html", PAGE)}, "feed", reference=reference)
    assert (source.status, source.url) == (FetchStatus.OK, URL)


def test_an_outlets_list_is_asked_once_however_many_of_its_pages_are_cited() -> None:
    asked: list[str] = []

    async def get(url: str, pace: float) -> Fetched:
        asked.append(url)
        await asyncio.sleep(0)
        return Fetched(url, FetchStatus.OK, http_status=200, content=(SITEMAP if "news-sitemap" in url else "").encode())

    async def all_of_them() -> list[Resolution]:
        desk = Desk(get=get, now=NOW)
        titles = [TITLE, "Another story of the day", "A story that nobody has listed"]
        return await asyncio.gather(*(feed.resolve(Reference(1, "", title, "tide.example", "2031-05-06"), desk) for title in titles))

    found = asyncio.run(all_of_them())
    assert [r.url for r in found] == [URL, "https://tide.example/other", None]
    assert asked == [f"https://tide.example/{place}" for place in feed.PLACES]


@pytest.mark.parametrize(
    ("reference", "words"),
    [(Reference(1, "", TITLE, "tide.example", "2029-01-01"), "too old"), (Reference(1, "", TITLE, "Nobody Knows"), "is not known"), (Reference(1, "", None, "tide.example"), "no title")],
)
def test_a_feed_that_cannot_have_it_is_not_asked(tmp_path: Path, reference: Reference, words: str) -> None:
    source = find(tmp_path, {}, "feed", reference=reference)
    assert source.status is FetchStatus.NOT_RESOLVED
    assert words in source.reason


BOMB = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(8)) + "]><rss><channel><item><title>&i;</title><link>https://tide.example/x</link></item></channel></rss>"


@pytest.mark.parametrize("text", [BOMB, '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><title>&a;</title><link>https://tide.example/x</link></item></rss>', "<a>" * 50_000, "", "no xml", "\x00\xff"])
def test_hostile_lists(text: str) -> None:
    found, _ = parse_listing(text.encode("utf-8", "replace"))
    assert all(len(c.title or "") < 10_000 and "root:" not in (c.title or "") for c in found)


@given(st.binary(max_size=500))
def test_any_list_is_read(content: bytes) -> None:
    parse_listing(content)
    parse_listing(b"<rss><channel><item>" + content)


def test_citoid(tmp_path: Path) -> None:
    reference = Reference(1, f"Doe, J. {TITLE}. Tide 2031. doi:10.1234/tide.2031.7.", TITLE)
    endpoint = f"{citoid.ENDPOINT}/10.1234%2Ftide.2031.7"
    source = find(tmp_path, {endpoint: (200, "application/json", json.dumps([{"title": TITLE, "url": URL}])), URL: (200, "text/html", PAGE)}, "citoid", reference=reference)
    assert (source.status, source.url) == (FetchStatus.OK, URL)
    other = find(tmp_path, {endpoint: (200, "application/json", json.dumps([{"title": "Something else altogether here", "url": URL}]))}, "citoid", reference=reference)
    assert other.status is FetchStatus.NOT_RESOLVED
    assert "another title" in other.reason


# --- the order --------------------------------------------------------------------------------------------------


def test_the_first_find_ends_the_search(tmp_path: Path) -> None:
    reference = Reference(1, "", TITLE, "tide.example", "2031-05-06")
    source = find(tmp_path, {"https://tide.example/news-sitemap.xml": (200, "text/xml", SITEMAP), URL: (200, "text/html", PAGE)}, "url", "feed", "gdelt", reference=reference)
    assert source.status is FetchStatus.OK
    assert source.trail[0].resolver == "feed"
    assert "gdelt" not in [a.resolver for a in source.trail]


def test_an_ambiguity_is_not_settled_by_the_next(tmp_path: Path) -> None:
    reference = Reference(1, "", TITLE, "tide.example", "2031-05-06")
    double = SITEMAP.replace("</urlset>", SITEMAP[SITEMAP.index("<url>") : SITEMAP.index("</url>") + 6].replace(URL, URL + "-2") + "</urlset>")
    source = find(tmp_path, {"https://tide.example/news-sitemap.xml": (200, "text/xml", double)}, "feed", "gdelt", reference=reference)
    assert source.status is FetchStatus.AMBIGUOUS
    assert {a.url for a in source.trail} >= {URL, URL + "-2"}
    assert "gdelt" not in [a.resolver for a in source.trail]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://tide.example/" + "a" * 100_000, "characters long; at most 8,192 are read"),
        ("https://tide.example/\x01", "a control character or a space"),
        ("gopher://tide.example/", "only http and https are fetched, not gopher"),
        ("javascript:alert(1)", "not javascript"),
        ("//tide.example/a", "an address without scheme"),
        ("http://[::1/", "cannot be read"),
    ],
)
def test_what_is_no_address_is_said_with_its_reason(tmp_path: Path, address: str, words: str) -> None:
    source = find(tmp_path, {}, "url", reference=Reference(1, "", TITLE, "Tide", None, address))
    assert (source.status, words in source.reason) == (FetchStatus.REFUSED_ADDRESS, True)
    assert all(len(attempt.url or "") <= 200 for attempt in source.trail)


def test_an_address_that_is_given_is_not_searched_for(tmp_path: Path) -> None:
    source = find(tmp_path, {URL: (404, "text/html", "")}, "url", "gdelt", reference=Reference(1, "", TITLE, "Tide", None, URL), network=NetworkOptions(archives="never"))
    assert source.status is FetchStatus.GONE
    assert [a.resolver for a in source.trail] == ["url"]


def test_every_miss_is_told(tmp_path: Path) -> None:
    source = find(tmp_path, {}, "url", "library", "feed", "gdelt", "google_news")
    assert source.status is FetchStatus.NOT_RESOLVED
    for name in ("feed", "gdelt", "google_news"):
        assert f"{name}: " in source.reason


def test_an_unknown_resolver_is_named() -> None:
    with pytest.raises(UsageError, match="no resolver named 'oracle'"):
        load_resolvers(("url", "oracle"))


def test_a_resolver_of_another_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async def resolve(reference: Reference, desk: Desk) -> Resolution:
        return Resolution(FetchStatus.OK, "ours", URL, trail=(Attempt("ours", URL, "ours"),))

    async def broken(reference: Reference, desk: Desk) -> Resolution:
        raise ZeroDivisionError

    known: dict[str, Callable[..., object]] = {"ours": resolve, "broken": broken}
    monkeypatch.setattr("auditor.plugins.load", lambda group, name: known[name])
    assert find(tmp_path, {URL: (200, "text/html", PAGE)}, "ours").status is FetchStatus.OK
    assert find(tmp_path, {URL: (200, "text/html", PAGE)}, "broken").page is None
    assert collect([REFERENCE], options=ResolverOptions(order=("ours",)))[0].status is FetchStatus.NOT_RECORDED


def test_endpoints_that_cannot_be_reached_are_asked_once() -> None:
    asked: list[str] = []

    async def lookup(host: str, port: int) -> list[str]:
        asked.append(host)
        raise OSError("no such name")

    fetcher = Fetcher(NetworkOptions(pace=0), lookup=lookup)
    references = [Reference(i, "", f"{TITLE} number {i}", "Tide", "2031-05-06") for i in range(6)]
    sources = collect(references, fetcher=fetcher, options=ResolverOptions(order=("url", "gdelt", "google_news", "citoid")), now=NOW)
    assert all(s.status is FetchStatus.NOT_RESOLVED for s in sources)
    assert sorted(asked) == ["api.gdeltproject.org", "news.google.com"]


# --- archives ---------------------------------------------------------------------------------------------------


def cdx(url: str) -> str:
    return f"{CDX}?url={url.replace(':', '%3A').replace('/', '%2F')}&matchType=exact&output=json&fl=timestamp,original,statuscode&filter=statuscode:200&collapse=timestamp:8&limit=5000"


ROWS = json.dumps([["timestamp", "original", "statuscode"], ["20200101000000", URL, "200"], ["20310509120000", URL, "200"], ["20330101000000", URL, "200"]])
SNAPSHOT = f"https://web.archive.org/web/20310509120000id_/{URL}"
CITED = Reference(1, "", TITLE, "Tide", "2031-05-06", URL)


def archived(tmp_path: Path, answers: Answers, *, when: str = "gone", reference: Reference = CITED, **network: object) -> Source:
    return find(tmp_path, answers, "url", reference=reference, network=NetworkOptions(archives=when, **network))  # type: ignore[arg-type]  # fields spread from plain values


def test_a_page_that_is_gone_is_read_from_the_nearest_snapshot(tmp_path: Path) -> None:
    source = archived(tmp_path, {URL: (410, "text/html", ""), cdx(URL): (200, "application/json", ROWS), SNAPSHOT: (200, "text/html", PAGE)})
    assert source.status is FetchStatus.OK
    assert source.page is not None
    assert (source.page.archived_at, source.page.archive_url) == ("2031-05-09T12:00:00Z", f"https://web.archive.org/web/20310509120000/{URL}")
    assert source.url == URL
    assert source.domain == "tide.example"
    assert "gone" in source.trail[-1].why
    assert "new bridge" in source.page.text


def test_an_archive_that_leads_on_to_a_neighbour_is_labelled_truly(tmp_path: Path) -> None:
    path = cassette(
        tmp_path,
        {URL: (410, "text/html", ""), cdx(URL): (200, "application/json", ROWS), SNAPSHOT: (302, "text/html", ""), SNAPSHOT.replace("20310509120000", "20310601000000"): (200, "text/html", PAGE)},
        {SNAPSHOT: {"Location": [SNAPSHOT.replace("20310509120000", "20310601000000")]}},
    )
    (source,) = collect([CITED], fetcher=Fetcher(cassette=open_cassette(path)), options=ResolverOptions(order=("url",)))
    assert source.page is not None
    assert source.page.archived_at == "2031-06-01T00:00:00Z"
    assert "20310601000000" in (source.page.archive_url or "")


NOT_FOUND = "<title>Page not found</title><p>Page not found.</p>"
LATER = SNAPSHOT.replace("20310509120000", "20330101000000")


def test_a_snapshot_that_is_no_page_gives_way_to_the_next(tmp_path: Path) -> None:
    source = archived(tmp_path, {URL: (410, "text/html", ""), cdx(URL): (200, "application/json", ROWS), SNAPSHOT: (200, "text/html", NOT_FOUND), LATER: (200, "text/html", PAGE)})
    assert source.page is not None
    assert source.page.archived_at == "2033-01-01T00:00:00Z"
    assert "is no page: its title says" in " ".join(a.why for a in source.trail)


@pytest.mark.parametrize(
    ("leads_to", "words"),
    [
        ("https://tide.example/", "it leads out of the archive"),  # the live site is no snapshot
        ("https://web.archive.org/web/20310509120001id_/https://tide.example/", "it redirects to the front page"),
    ],
)
def test_a_snapshot_that_leads_elsewhere_is_no_copy(tmp_path: Path, leads_to: str, words: str) -> None:
    rows = json.dumps([["timestamp", "original"], ["20310509120000", URL]])
    path = cassette(
        tmp_path,
        {URL: (410, "text/html", ""), cdx(URL): (200, "application/json", rows), SNAPSHOT: (302, "text/html", ""), leads_to: (200, "text/html", PAGE)},
        {SNAPSHOT: {"Location": [leads_to]}},
    )
    (source,) = collect([CITED], fetcher=Fetcher(cassette=open_cassette(path)), options=ResolverOptions(order=("url",)))
    assert (source.status, source.page) == (FetchStatus.GONE, None)
    assert words in source.trail[-1].why


def test_the_archive_is_asked_for_the_cited_page_and_not_for_where_it_led(tmp_path: Path) -> None:
    front = "https://tide.example/"
    path = cassette(
        tmp_path,
        {URL: (302, "text/html", ""), front: (200, "text/html", PAGE), cdx(URL): (200, "application/json", ROWS), SNAPSHOT: (200, "text/html", PAGE), cdx(front): (200, "application/json", ROWS.replace(URL, front))},
        {URL: {"Location": [front]}},
    )
    (source,) = collect([CITED], fetcher=Fetcher(cassette=open_cassette(path)), options=ResolverOptions(order=("url",)))
    assert source.page is not None
    assert source.page.archive_url == f"https://web.archive.org/web/20310509120000/{URL}"
    assert source.url == URL


@pytest.mark.parametrize("said", ["<html>The service is overloaded</html>", "{}", "null", '[["a", "b"], ["1", "2"]]'])
def test_an_index_that_cannot_be_read_is_not_an_empty_one(tmp_path: Path, said: str) -> None:
    source = archived(tmp_path, {URL: (404, "text/html", ""), cdx(URL): (200, "text/html", said)})
    assert source.status is FetchStatus.GONE
    assert "its answer is no index of snapshots" in " ".join(a.why for a in source.trail)


def test_a_page_that_no_archive_has_stays_gone(tmp_path: Path) -> None:
    source = archived(tmp_path, {URL: (404, "text/html", ""), cdx(URL): (200, "application/json", "[]")})
    assert source.status is FetchStatus.GONE
    assert "no snapshot" in " ".join(a.why for a in source.trail)


def test_archives_are_not_asked_where_the_policy_says_never(tmp_path: Path) -> None:
    source = archived(tmp_path, {URL: (404, "text/html", "")}, when="never")
    assert source.status is FetchStatus.GONE
    assert [a.resolver for a in source.trail] == ["url"]


@pytest.mark.parametrize(
    ("cited", "live", "snapshot", "judged"),
    [
        ("2031-05-06", PAGE.replace("four hours", "nine hours"), PAGE, "archived"),  # the snapshot is of the cited days
        ("2099-01-01", PAGE.replace("four hours", "nine hours"), PAGE, "live"),  # the live page is nearer
        ("2031-05-06", PAGE, PAGE, "live"),  # both say the same
    ],
)
def test_the_version_nearest_the_cited_date_is_judged(tmp_path: Path, cited: str, live: str, snapshot: str, judged: str) -> None:
    rows = json.dumps([["timestamp", "original", "statuscode"], ["20310509120000", URL, "200"]])
    answers: Answers = {URL: (200, "text/html", live), cdx(URL): (200, "application/json", rows), SNAPSHOT: (200, "text/html", snapshot)}
    path = cassette(tmp_path, answers, {URL: {"Date": ["Wed, 01 Jan 2098 00:00:00 GMT"]}})
    fetcher = Fetcher(NetworkOptions(archives="always"), cassette=open_cassette(path))
    (source,) = collect([Reference(1, "", TITLE, "Tide", cited, URL)], fetcher=fetcher, options=ResolverOptions(order=("url",)))
    assert source.page is not None
    assert ("archived" if source.page.archived_at else "live") == judged
    assert source.trail[-1].resolver == "archive"
    assert (source.other is None) == (live == snapshot)  # the same words are no other version
    if source.other is not None:
        assert "2098-01-01T00:00:00Z" in (source.page.fetched_at, source.other.fetched_at)
        assert bool(source.other.archived_at) != bool(source.page.archived_at)


UPDATED = PAGE.replace("</head>", '<meta property="article:modified_time" content="{}"></head>').replace("four hours", "nine hours")


@pytest.mark.parametrize(
    ("updated", "cited", "judged"),
    [
        ("2031-06-20", "2031-05-06", "archived"),  # it says itself that it is another page than was cited
        ("2031-05-06T21:00:00Z", "2031-05-06", "live"),  # the same day: no archive is asked
        ("2031-05-01", "2031-05-06", "live"),
        ("2031-06-20", None, "live"),  # no date to be nearer to
    ],
)
def test_a_page_that_was_updated_after_the_cited_date_is_looked_for_in_archives(tmp_path: Path, updated: str, cited: str | None, judged: str) -> None:
    answers: Answers = {URL: (200, "text/html", UPDATED.format(updated)), cdx(URL): (200, "application/json", ROWS), SNAPSHOT: (200, "text/html", PAGE)}
    path = cassette(tmp_path, answers, {URL: {"Date": ["Wed, 01 Jan 2098 00:00:00 GMT"]}})
    fetcher = Fetcher(cassette=open_cassette(path))
    (source,) = collect([Reference(1, "", TITLE, "Tide", cited, URL)], fetcher=fetcher, options=ResolverOptions(order=("url",)))
    assert source.page is not None
    assert ("archived" if source.page.archived_at else "live") == judged
    assert (source.other is not None) == (judged == "archived")
    assert any(a.resolver == "archive" for a in source.trail) == (judged == "archived")


TIMEMAP = f"""<{URL}>; rel="original",
<https://arquivo.pt/wayback/timemap/link/{URL}>; rel="self"; type="application/link-format",
<https://arquivo.pt/wayback/20310507000000/{URL}>; rel="first memento"; datetime="Wed, 07 May 2031 00:00:00 GMT",
<https://arquivo.pt/wayback/20320507000000/{URL}>; rel="last memento"; datetime="Fri, 07 May 2032 00:00:00 GMT"
"""


def test_other_archives_through_memento(tmp_path: Path) -> None:
    answers = {
        URL: (404, "text/html", ""),
        cdx(URL): (200, "application/json", "[]"),
        f"https://arquivo.pt/wayback/timemap/link/{URL}": (200, "application/link-format", TIMEMAP),
        f"https://arquivo.pt/wayback/20310507000000id_/{URL}": (200, "text/html", PAGE),
    }
    source = archived(tmp_path, answers)
    assert source.page is not None
    assert source.page.archived_at == "2031-05-07T00:00:00Z"
    assert source.page.archive_url == f"https://arquivo.pt/wayback/20310507000000/{URL}"


def test_a_timegate(tmp_path: Path) -> None:
    gate, shown = f"https://gate.example/{URL}", f"https://gate.example/20310508000000/{URL}"
    path = cassette(
        tmp_path,
        {URL: (404, "text/html", ""), cdx(URL): (200, "application/json", "[]"), gate: (302, "text/html", ""), shown: (200, "text/html", PAGE), shown.replace("000000/", "000000id_/"): (200, "text/html", PAGE)},
        {gate: {"Location": [shown]}},
    )
    network = NetworkOptions(timemaps=(), timegates=("https://gate.example/",))
    (source,) = collect([CITED], fetcher=Fetcher(network, cassette=open_cassette(path)), options=ResolverOptions(order=("url",)))
    assert source.page is not None
    assert source.page.archived_at == "2031-05-08T00:00:00Z"


def test_a_timegate_of_an_archive_without_dates_in_its_addresses(tmp_path: Path) -> None:
    gate, shown = f"https://gate.example/{URL}", "https://archive.example/m/xYz12"
    path = cassette(
        tmp_path,
        {URL: (404, "text/html", ""), cdx(URL): (200, "application/json", "[]"), gate: (302, "text/html", ""), shown: (200, "text/html", PAGE)},
        {gate: {"Location": [shown]}, shown: {"Memento-Datetime": ["Thu, 08 May 2031 10:00:00 GMT"]}},
    )
    network = NetworkOptions(timemaps=(), timegates=("https://gate.example/",))
    (source,) = collect([CITED], fetcher=Fetcher(network, cassette=open_cassette(path)), options=ResolverOptions(order=("url",)))
    assert source.page is not None
    assert (source.page.archived_at, source.page.archive_url) == ("2031-05-08T10:00:00Z", shown)


@pytest.mark.parametrize(
    "cited",
    [f"https://web.archive.org/web/20310509120000/{URL}", f"http://web.archive.org/web/20310509120000if_/{URL}", f"https://arquivo.pt/wayback/20310509120000/{URL}"],
)
def test_a_reference_that_cites_a_snapshot_gets_it_as_it_was_archived(tmp_path: Path, cited: str) -> None:
    raw = cited.replace("if_", "").replace("20310509120000/", "20310509120000id_/")
    shown = cited.replace("if_", "")
    path = cassette(tmp_path, {raw: (200, "text/html", PAGE), shown: (200, "text/html", "<p>The archive's own bar.</p>" + PAGE)})
    reference = Reference(1, "", TITLE, "Tide", "2031-05-06", cited)
    (source,) = collect([reference], fetcher=Fetcher(cassette=open_cassette(path)), options=ResolverOptions(order=("url",)))
    assert source.page is not None
    assert (source.page.archived_at, source.page.archive_url) == ("2031-05-09T12:00:00Z", shown)
    assert (source.url, source.domain) == (URL, "tide.example")
    assert "own bar" not in source.page.text


def test_a_snapshot_cited_by_its_year_is_labelled_with_the_time_the_archive_leads_to(tmp_path: Path) -> None:
    cited = f"https://web.archive.org/web/2031/{URL}"
    path = cassette(tmp_path, {f"https://web.archive.org/web/2031id_/{URL}": (302, "text/html", ""), SNAPSHOT: (200, "text/html", PAGE)}, {f"https://web.archive.org/web/2031id_/{URL}": {"Location": [SNAPSHOT]}})
    (source,) = collect([Reference(1, "", TITLE, "Tide", None, cited)], fetcher=Fetcher(cassette=open_cassette(path)), options=ResolverOptions(order=("url",)))
    assert source.page is not None
    assert (source.page.archived_at, source.page.archive_url) == ("2031-05-09T12:00:00Z", f"https://web.archive.org/web/20310509120000/{URL}")


def test_memento_relations_with_and_without_quotes() -> None:
    listed = f'<https://a.example/20310506100000/{URL}>; rel=memento; datetime="Tue, 06 May 2031 10:00:00 GMT", <https://a.example/20310507100000/{URL}>; datetime="Wed, 07 May 2031 10:00:00 GMT"; rel="last memento", <{URL}>; rel=original'
    assert [s.taken_at for s in parse_timemap(listed)] == ["2031-05-06T10:00:00Z", "2031-05-07T10:00:00Z"]


def test_a_snapshot_that_cannot_be_had_raw_is_read_as_shown(tmp_path: Path) -> None:
    cited = f"https://web.archive.org/web/20310509120000/{URL}"
    source = find(tmp_path, {cited: (200, "text/html", PAGE)}, "url", reference=Reference(1, "", TITLE, "Tide", None, cited))
    assert source.status is FetchStatus.OK


@given(st.text(max_size=300))
def test_any_timemap_and_index_is_read(text: str) -> None:
    parse_timemap(text)
    parse_timemap("<https://a.example/>" + text)
    parse_cdx(text.encode("utf-8", "replace"))
    parse_cdx(json.dumps([["timestamp", "original"], [text, text]]).encode())


def test_a_hostile_timemap_takes_no_time() -> None:
    text = "<https://a.example/" * 50_000 + '; rel="memento"' * 50_000
    assert least(lambda: parse_timemap(text), enough=2) < 2


def test_a_library_is_asked_before_the_network(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "a.html").write_text(PAGE)
    fetcher = Fetcher(cassette=open_cassette(cassette(tmp_path, {})))
    (source,) = collect([CITED], library=Library.open([tmp_path / "lib"]), fetcher=fetcher)
    assert source.status is FetchStatus.OK
