"""The right page for a reference without an address: 200 references against a simulated web of 5,000 pages.

Everything is invented and made from a seed: outlets with namesakes, wire stories that several of them carry, follow-ups
that differ in one word, recurring titles. Three search services answer from it as the real ones do: each knows a part
of the pages, ranks loosely, and mixes in other outlets; one also finds copies on sites that call themselves by the
outlet's name. 30 of the references have no page at all.
"""

from __future__ import annotations

import base64
import html
import json
import random
import re
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

from auditor.records import FetchStatus, Reference, Source
from auditor.sources.collect import collect
from auditor.sources.fetch import Fetcher
from auditor.sources.library import Library
from auditor.sources.matching import title_similarity
from auditor.sources.options import NetworkOptions, ResolverOptions
from auditor.sources.recording import Recording
from auditor.text import match_key
from auditor.urls import canonical_url
from tests.eval._row import Row

PAGES, REFERENCES, ABSENT = 5000, 200, 30
FIRST_DAY = date(2031, 3, 1)
SEARCH = "https://search.example"

PLACES = "Harbour,Northgate,Eastvale,Millbrook,Stonebridge,Westmoor,Kingsport,Ashford,Redhill,Fairwater,Oakdale,Brackley".split(",")
KINDS = "Courier,Gazette,Herald,Tribune,Post".split(",")
WHO = "council,mayor,police,teachers,dock workers,the court,health board,rail operator,farmers,the port authority,students,the governor".split(",")
DOES = [("approves", "rejects"), ("opens", "closes"), ("delays", "speeds up"), ("backs", "opposes"), ("begins", "ends"), ("raises", "cuts"), ("wins", "loses"), ("sells", "buys")]
WHAT = "new harbour bridge,night train plan,school budget,water tax,hospital wing,fishing quota,stadium lease,city archive,flood wall,housing scheme,tram line,power station,grain terminal,airport link,market hall,ferry contract".split(",")
TAIL = ["after long debate", "amid protests", "in surprise vote", "despite warnings", "for the third year", "as talks stall", "before summer break", "after storm damage", "over cost fears", "in late session", "at emergency meeting", "following inquiry"]
RECURRING = ["Morning briefing: what to know today", "Weather: what the week will bring", "In pictures: the week on the waterfront"]


@dataclass(frozen=True)
class Outlet:
    name: str
    domain: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True)
class WebPage:
    url: str
    title: str
    outlet: Outlet
    day: date
    words: frozenset[str]


class Registry:
    """Two in three outlets are known to it."""

    def __init__(self, outlets: list[Outlet]) -> None:
        self._names = {match_key(n): o for o in outlets for n in (o.name, *o.aliases)}
        self._domains = {o.domain: o for o in outlets}

    def find(self, name: str) -> Outlet | None:
        return self._names.get(match_key(name))

    def by_domain(self, url_or_host: str) -> Outlet | None:
        host = urlsplit(url_or_host).hostname if "//" in url_or_host else url_or_host
        return self._domains.get((host or "").removeprefix("www."))


@dataclass
class Web:
    """The pages, and the services that know parts of them."""

    pages: list[WebPage]
    outlets: list[Outlet]
    gdelt: list[WebPage] = field(default_factory=list)
    google: list[WebPage] = field(default_factory=list)
    searxng: list[WebPage] = field(default_factory=list)
    by_url: dict[str, WebPage] = field(default_factory=dict)
    copies: dict[str, WebPage] = field(default_factory=dict)
    requests: int = 0


def make_web(seed: int) -> Web:
    """The simulated web of a seed."""
    chance = random.Random(seed)
    outlets = _outlets()
    pages: list[WebPage] = []
    printed: set[tuple[str, str, date]] = set()
    while len(pages) < PAGES:
        for page in _event(chance, outlets, len(pages)):
            same = (page.outlet.name, match_key(page.title), page.day)
            if same not in printed:  # nobody could tell two pages of one outlet, title and day apart
                printed.add(same)
                pages.append(page)
    pages = pages[:PAGES]
    web = Web(pages, outlets)
    web.gdelt = [p for p in pages if chance.random() < 0.75]
    web.google = [p for p in pages if chance.random() < 0.9]
    web.searxng = [p for p in pages if chance.random() < 0.85]
    web.by_url = {p.url: p for p in pages}
    web.copies = {_copied(p, n): p for n, p in enumerate(pages) if n % 3 == 0}
    return web


def _copied(page: WebPage, number: int) -> str:
    """The address of a copy of a page: under the outlet's name on another's domain, or on a domain like its own."""
    label = page.outlet.domain.split(".")[0]
    host = f"{label}.copies.example" if number % 2 else f"{label}-archive.example"
    return page.url.replace(page.outlet.domain, host)


def _outlets() -> list[Outlet]:
    out = []
    for i, place in enumerate(PLACES):
        for j, kind in enumerate(KINDS):
            name = f"The {place} {kind}" if (i + j) % 2 else f"{place} {kind}"
            short = f"{place[0]}{place[1]}{kind[0]}".lower()
            domain = f"{short}{i}.example" if (i + j) % 3 == 0 else f"{place}{kind}.example".lower()
            alias = (f"{place[:1]}{kind[:1]} {place}",) if (i + j) % 3 == 0 else ()
            out.append(Outlet(name, domain, alias, (domain,)))
    return out


def _event(chance: random.Random, outlets: list[Outlet], number: int) -> list[WebPage]:
    """The pages about one event: a wire story several carry, own headlines, follow-ups that nearly share the title."""
    day = FIRST_DAY + timedelta(days=chance.randrange(120))
    who, what, tail = chance.choice(WHO), chance.choice(WHAT), chance.choice(TAIL)
    yes, no = chance.choice(DOES)
    wire = f"{who} {yes} {what} {tail}".capitalize()
    near = [f"{who} {no} {what} {tail}", f"{chance.choice(WHO)} {yes} {what} {tail}", f"{who} {yes} {chance.choice(WHAT)} {tail}", f"{who} {yes} second {what} {tail}", f"{who} {yes} {what}: {chance.randrange(2, 99)} questions answered"]
    chosen = chance.sample(outlets, 7)
    made = []
    for k, outlet in enumerate(chosen):
        title = wire if k < 3 else chance.choice([f"{what} {tail}: {who} {yes}", f"{place_of(outlet)} {who} {yes} {what}", f"{what} row: {who} {yes} plan {tail}", wire]).capitalize()
        made.append(_page(outlet, title, day + timedelta(days=k % 2), number + k))
    for k in range(3):
        made.append(_page(chance.choice(chosen), chance.choice(near).capitalize(), day + timedelta(days=chance.randrange(4)), number + 10 + k))
    if chance.random() < 0.3:
        made.append(_page(chosen[0], chance.choice(RECURRING), day, number + 20))
    return made


def place_of(outlet: Outlet) -> str:
    return outlet.name.removeprefix("The ").split()[0]


def _page(outlet: Outlet, title: str, day: date, number: int) -> WebPage:
    slug = re.sub(r"\W+", "-", title.lower())[:50].strip("-")
    words = frozenset(match_key(title).split()) | {"said", "officials", place_of(outlet).lower()}
    return WebPage(f"https://{outlet.domain}/{day:%Y/%m/%d}/{slug}-{number}", title, outlet, day, words)


# --- the references -------------------------------------------------------------------------------------------------


def make_references(web: Web, seed: int) -> list[tuple[Reference, str | None]]:
    """(reference, the address of its page or None where there is none), 200 of them."""
    chance = random.Random(seed)
    targets = chance.sample(web.pages, REFERENCES - ABSENT)
    days = {(p.outlet.name, match_key(p.title), p.day) for p in web.pages}
    out: list[tuple[Reference, str | None]] = [(_cite(chance, i, page, days), page.url) for i, page in enumerate(targets)]
    exact = {(p.outlet.name, match_key(p.title)) for p in web.pages}
    while len(out) < REFERENCES:
        page = chance.choice(web.pages)
        title, outlet = page.title, page.outlet
        if chance.random() < 0.5:  # another outlet's story
            outlet = chance.choice(web.outlets)
        else:  # a word exchanged
            words = title.split()
            words[chance.randrange(len(words))] = chance.choice(["stadium", "twelfth", "denies", "bishop", "canal"])
            title = " ".join(words)
        if (outlet.name, match_key(title)) not in exact:
            out.append((Reference(len(out), "", title, outlet.name, page.day.isoformat()), None))
    return out


def _cite(chance: random.Random, number: int, page: WebPage, days: set[tuple[str, str, date]]) -> Reference:
    """The page as writers cite it: quotes, case, cut-off ends, missing articles, dates a day off or left out."""
    title, outlet = page.title, page.outlet.name
    kind = chance.random()
    if kind < 0.15:
        title = title.title()
    elif kind < 0.25:
        title = f"‘{title.split()[0]}’ " + " ".join(title.split()[1:])
    elif kind < 0.35 and len(title.split()) > 6:
        title = " ".join(title.split()[:-1]) + "…"
    elif kind < 0.42:
        title = f"{title} | {outlet}"
    elif kind < 0.5:
        title = title.replace(" the ", " ").replace("harbour", "harbor")
    elif kind < 0.55:
        title = f"{title}, officials say"
    if page.outlet.aliases and chance.random() < 0.3:
        outlet = page.outlet.aliases[0]
    elif chance.random() < 0.2:
        outlet = outlet.removeprefix("The ")
    day: str | None = page.day.isoformat()
    if chance.random() < 0.15:
        day = None
    elif chance.random() < 0.15:
        later = page.day + timedelta(days=1)
        if (page.outlet.name, match_key(page.title), later) not in days:  # else it would be a citation of the other
            day = later.isoformat()
    return Reference(number, "", title, outlet, day)


# --- the services ---------------------------------------------------------------------------------------------------


class Services(httpx.AsyncBaseTransport):
    """Answers for the search services and the outlets' pages; stands where a cassette does."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.recording = Recording("simulated web", [])

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.web.requests += 1
        host, query = request.url.host, parse_qs(request.url.query.decode())
        if host == "api.gdeltproject.org":
            return httpx.Response(200, json=self._gdelt(query), request=request)
        if host == "news.google.com":
            return httpx.Response(200, headers={"content-type": "application/xml"}, text=self._google(query["q"][0]), request=request)
        if host == "search.example":
            return httpx.Response(200, json=self._searxng(query["q"][0]), request=request)
        page = self.web.by_url.get(str(request.url).removesuffix("/amp")) or self.web.copies.get(str(request.url))
        if page is None:
            return httpx.Response(404, request=request)
        return httpx.Response(200, html=_html(page), request=request)

    def _gdelt(self, query: dict[str, list[str]]) -> object:
        text = query["query"][0]
        domains = set(re.findall(r"domain:([\w.-]+)", text))
        words = set(match_key(re.sub(r"domain:\S+|[()]|\bOR\b", " ", text)).split())
        low, high = (query.get(k, [d])[0][:8] for k, d in (("startdatetime", "0"), ("enddatetime", "9")))
        found = [p for p in self.web.gdelt if words <= p.words and (not domains or p.outlet.domain in domains) and low <= f"{p.day:%Y%m%d}" <= high]
        return {"articles": [{"url": p.url, "title": re.sub(r"([:’])", r" \1 ", p.title), "seendate": f"{p.day:%Y%m%d}T120000Z", "domain": p.outlet.domain} for p in found[:75]]}

    def _google(self, query: str) -> str:
        site, after, before = (re.search(p, query) for p in (r"site:(\S+)", r"after:(\S+)", r"before:(\S+)"))
        words = set(match_key(re.sub(r"\b(?:site|after|before):\S+|\"", " ", query)).split())
        pool = [p for p in self.web.google if (not site or p.outlet.domain == site[1]) and (not after or after[1] <= p.day.isoformat()) and (not before or p.day.isoformat() <= before[1])]
        return "<rss><channel>" + "".join(_google_item(p) for p in _ranked(pool, words, 20)) + "</channel></rss>"

    def _searxng(self, query: str) -> object:
        site = re.search(r"site:(\S+)", query)
        words = set(match_key(re.sub(r"site:\S+|\"", " ", query)).split())
        pool = [p for p in self.web.searxng if not site or p.outlet.domain == site[1]]
        results: list[dict[str, str]] = []
        for i, page in enumerate(_ranked(pool, words, 10)):
            title = page.title if len(page.title) < 60 or i % 2 else page.title[:55].rsplit(" ", 1)[0] + " ..."
            results.append({"url": page.url + ("/amp" if i % 4 == 1 else ""), "title": title, **({"publishedDate": page.day.isoformat()} if i % 3 else {})})
        likely = sorted(self.web.copies.items(), key=lambda item: -len(words & item[1].words))[:2]
        results += [{"url": url, "title": page.title, "publishedDate": page.day.isoformat()} for url, page in likely]
        return {"results": results}


def _ranked(pool: list[WebPage], words: set[str], count: int) -> list[WebPage]:
    return sorted(pool, key=lambda p: (-len(words & p.words), p.url))[:count]


def _google_item(page: WebPage) -> str:
    url = page.url.encode()
    hidden = sum(url) % 10 < 3  # three in ten addresses stay with the service
    inside = b"\x08\x13\x22" + bytes([min(255, len(url))]) + (b"AU_yqLM" if hidden else url) + b"\xd2\x01\x00"
    link = "https://news.google.com/rss/articles/" + base64.urlsafe_b64encode(inside).decode().rstrip("=")
    when = datetime(page.day.year, page.day.month, page.day.day, 9, tzinfo=UTC)
    return f"<item><title>{html.escape(page.title)} - {page.outlet.name}</title><link>{link}</link><pubDate>{when:%a, %d %b %Y %H:%M:%S} GMT</pubDate><source url='https://{page.outlet.domain}'>{page.outlet.name}</source></item>"


def _html(page: WebPage) -> str:
    body = "".join(f"<p>{html.escape(page.title)}, officials said on the {page.day:%d}th, in part {i} of a long statement to the press.</p>" for i in range(6))
    return f"<html><head><title>{html.escape(page.title)} | {page.outlet.name}</title></head><body><article><h1>{html.escape(page.title)}</h1>{body}</article></body></html>"


# --- the measure ----------------------------------------------------------------------------------------------------


def resolve_all(seed: int, every: int = 1) -> tuple[list[tuple[Reference, str | None, Source]], int]:
    """((reference, right address, what was found), ...), and how many requests it took."""
    web = make_web(seed)
    cases = make_references(web, seed + 1)[::every]
    known = Registry([o for i, o in enumerate(web.outlets) if i % 3])
    fetcher = Fetcher(NetworkOptions(archives="never"), cassette=Services(web))  # type: ignore[arg-type]  # a stand-in of the same shape
    options = ResolverOptions(searxng_url=SEARCH)
    now = datetime(2031, 9, 1, tzinfo=UTC)
    sources = collect([r for r, _ in cases], fetcher=fetcher, options=options, now=now, registry=lambda: known)
    return [(reference, url, source) for (reference, url), source in zip(cases, sources)], web.requests


def resolve_saved(seed: int, folder: Path, every: int = 1) -> tuple[list[tuple[Reference, str | None, Source]], float]:
    """The same references against the same pages saved in ``folder``, and the seconds it took to open and search it."""
    web = make_web(seed)
    cases = make_references(web, seed + 1)[::every]
    known = Registry([o for i, o in enumerate(web.outlets) if i % 3])
    for i, page in enumerate(web.pages):
        head = f"URL: {page.url}\nTITLE: {page.title}\nOUTLET: {page.outlet.name}\nDATE: {page.day}\n\n"
        (folder / f"{i:05}.txt").write_text(f"{head}{page.title}, officials said in a long statement.\n", encoding="utf-8")
    began = time.perf_counter()
    library = Library.open([folder], registry=lambda: known)
    sources = collect([r for r, _ in cases], library=library)
    took = time.perf_counter() - began
    return [(reference, url, source) for (reference, url), source in zip(cases, sources)], took


def score(results: list[tuple[Reference, str | None, Source]]) -> dict[str, float]:
    """Precision and recall in [0, 1], and how many were silently wrong."""
    read = [(url, s) for _, url, s in results if s.status is FetchStatus.OK]
    right = sum(url is not None and canonical_url(s.url or "") == canonical_url(url) for url, s in read)
    findable = sum(url is not None for _, url, _ in results)
    told = all(s.reason and s.trail for _, _, s in results)
    return {"precision": right / max(1, len(read)), "recall": right / findable, "wrong": len(read) - right, "told": float(told)}


def _baseline(web: Web, cases: list[tuple[Reference, str | None]]) -> float:
    """What taking the most similar title of the whole web would get right, as a share of all references."""
    right = 0
    for reference, url in cases[::10]:
        best = max(web.pages, key=lambda p: title_similarity(reference.title or "", p.title))
        right += best.url == url
    return right / len(cases[::10])


def run(shared: Path) -> list[Row]:
    """The rows of this evaluation; ``shared`` is not needed."""
    totals: dict[str, list[float]] = {}
    for seed in (1, 2, 3):
        results, _ = resolve_all(seed)
        for name, value in score(results).items():
            totals.setdefault(name, []).append(value)
    with tempfile.TemporaryDirectory() as folder:
        results, took = resolve_saved(1, Path(folder))
    saved = score(results)
    web = make_web(1)
    guess = _baseline(web, make_references(web, 2))
    mean = {name: sum(values) / len(values) for name, values in totals.items()}
    note = "200 references, 5,000 invented pages, mean of three seeds"
    return [
        Row("resolution", "precision", mean["precision"], guess, None, 0.99, note=note + "; baseline: the likest title"),
        Row("resolution", "recall", mean["recall"], guess, None, 0.90, note=note),
        Row("resolution", "silently wrong", sum(totals["wrong"]), None, None, 0, lower_is_better=True, note="of 600"),
        Row("resolution", "from a library: precision", saved["precision"], guess, None, 0.99, note="the pages saved in a folder"),
        Row("resolution", "from a library: recall", saved["recall"], guess, None, 0.90, note="outlets it cannot know included"),
        Row("resolution", "from a library: time", took, unit="s", note="5,000 files opened, 200 references found"),
        Row("resolution", "every miss told", min(totals["told"]), None, None, 1.0, note="reason and trail"),
    ]


if __name__ == "__main__":
    for row in run(Path()):
        print(row)
    print(json.dumps(score(resolve_all(7)[0])))
