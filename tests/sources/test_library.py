"""The user's library: what is read, what is passed over, and which page a reference means."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from auditor.errors import InputError
from auditor.records import FetchStatus, Reference
from auditor.sources.collect import collect
from auditor.sources.library import Library

TEXT = "URL: {url}\nTITLE: {title}\nOUTLET: {outlet}\nDATE: {date}\n\nThe council met on Tuesday. It voted for the bridge.\n"


def save(folder: Path, name: str, *, url: str = "", title: str = "", outlet: str = "", date: str = "") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.format(url=url, title=title, outlet=outlet, date=date), encoding="utf-8")
    return path


def ref(title: str | None = None, outlet: str | None = None, date: str | None = None, url: str | None = None, number: int = 1) -> Reference:
    return Reference(number, "", title, outlet, date, url)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(tmp_path, "a.txt", url="https://www.courier.example/2031/bridge?utm_source=x", title="Council votes for new harbour bridge", outlet="The Harbour Courier", date="2031-05-06")
    save(tmp_path, "b.txt", url="https://tide.example/bridge", title="Council votes for new harbour bridge", outlet="Tide News", date="2031-05-06")
    save(tmp_path, "sub/c.md", url="https://tide.example/tunnel", title="“A tunnel would be cheaper”, says engineer", outlet="Tide", date="2031-05-07")
    (tmp_path / "d.html").write_text(
        '<html><head><title>Ferry fares rise by a tenth | Gazette</title><link rel="canonical" href="https://gazette.example/ferry">'
        '<meta property="og:site_name" content="Gazette"><meta property="article:published_time" content="2031-05-08T09:00:00Z">'
        "</head><body><article><p>Ferry fares rise by a tenth in June.</p></article></body></html>",
        encoding="utf-8",
    )
    return tmp_path


@pytest.mark.parametrize(
    ("reference", "name", "why"),
    [
        (ref(url="http://courier.example/2031/bridge/"), "a.txt", "cited address"),  # scheme, www and tracking fold
        (ref("Council votes for new harbour bridge", "Harbour Courier"), "a.txt", "outlet and title agree"),
        (ref("Council votes for new harbour bridge", "Tide"), "b.txt", "outlet and title agree"),  # "News" tells nothing
        (ref("'A tunnel would be cheaper', says engineer", "tide.example"), "sub/c.md", "outlet and title agree"),
        (ref("Ferry fares rise by a tenth", "Gazette"), "d.html", "outlet and title agree"),  # the site's name is cut
        (ref("Ferry fares rise by a tenth"), "d.html", "no outlet speaks against it"),
        (ref("Council votes for the new harbour bridge", "Tide"), "b.txt", "the title nearly"),
        (ref("Ferry tickets to cost a tenth more", "Gazette", "2031-05-08"), "d.html", "outlet's only saved page"),
    ],
)
def test_finds(folder: Path, reference: Reference, name: str, why: str) -> None:
    match = Library.open([folder]).find(reference)
    assert match.status is FetchStatus.OK, match
    assert match.entry is not None
    assert match.entry.name == name
    assert why in match.why
    assert name in match.trail[-1].why


@pytest.mark.parametrize(
    ("reference", "status"),
    [
        (ref("Council votes for new harbour bridge"), FetchStatus.AMBIGUOUS),  # two outlets have that title
        (ref("Council votes for new harbour bridge", "Courant"), FetchStatus.NOT_RESOLVED),  # neither is the cited one
        (ref("Council votes against new airport", "Tide"), FetchStatus.NOT_RESOLVED),
        (ref("Ferry fares rise by a fifth in 2032", "Gazette"), FetchStatus.NOT_RESOLVED),
        (ref(url="https://tide.example/other"), FetchStatus.NOT_RESOLVED),
        (ref(), FetchStatus.NOT_RESOLVED),
    ],
)
def test_never_takes_the_second_best(folder: Path, reference: Reference, status: FetchStatus) -> None:
    match = Library.open([folder]).find(reference)
    assert match.status is status
    assert match.entry is None
    assert match.why
    assert match.trail


def test_candidates_are_listed(folder: Path) -> None:
    match = Library.open([folder]).find(ref("Council votes for new harbour bridge"))
    assert [attempt.url for attempt in match.trail] == ["https://www.courier.example/2031/bridge?utm_source=x", "https://tide.example/bridge"]


def test_the_date_breaks_a_tie(tmp_path: Path) -> None:
    for day in (1, 2, 3):
        path = save(tmp_path, f"{day}.txt", title="Storm warning for the coast", outlet="Tide", date=f"2031-01-0{day}")
        path.write_text(path.read_text() + f"Day {day}.")
    library = Library.open([tmp_path])
    found = library.find(ref("Storm warning for the coast", "Tide", "2031-01-02"))
    assert found.entry is not None
    assert found.entry.name == "2.txt"
    assert library.find(ref("Storm warning for the coast", "Tide")).status is FetchStatus.AMBIGUOUS


def test_same_bytes_twice_are_one_page(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        save(tmp_path, name, title="Storm warning for the coast", outlet="Tide", date="2031-01-01")
    assert Library.open([tmp_path]).find(ref("Storm warning for the coast", "Tide")).status is FetchStatus.OK


def test_numbers_in_near_titles_must_agree(tmp_path: Path) -> None:
    save(tmp_path, "a.txt", title="Harbour siege enters its 12th day as talks stall again", outlet="Tide")
    match = Library.open([tmp_path]).find(ref("Harbour siege enters its 13th day as talks stall again", "Tide"))
    assert match.status is FetchStatus.NOT_RESOLVED


def test_hidden_files_and_links_out_are_left_out(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    save(outside, "secret.txt", title="Secret page of another folder", outlet="Tide")
    save(inside, ".hidden.txt", title="Hidden page of this folder", outlet="Tide")
    save(inside, ".git/x.txt", title="Hidden folder's page, not read", outlet="Tide")
    save(inside, "ok.txt", title="An ordinary page of the folder", outlet="Tide")
    (inside / "link.txt").symlink_to(outside / "secret.txt")
    (inside / "linked").symlink_to(outside, target_is_directory=True)
    (inside / "own.txt").symlink_to(inside / "ok.txt")
    library = Library.open([inside])
    assert [entry.name for entry in library.entries] == ["ok.txt", "own.txt"]
    assert library.notes == ("link.txt was left out: it is a link to a place outside the folder",)


def test_a_map_decides_first(folder: Path) -> None:
    (folder / "refs.toml").write_text('\ufeff[references]\n"4" = "sub/c.md"\n5 = "https://far.example/page"\n"Odd “Title”" = "d.html"\n6 = "gone.txt"\n')  # with a mark, as editors on Windows save it
    library = Library.open([folder])
    assert library.find(ref("Anything", number=4)).entry.name == "sub/c.md"  # type: ignore[union-attr]  # there is one, or the test fails here
    assert library.find(ref("Anything", number=5)).url == "https://far.example/page"
    assert library.find(ref('Odd "title"')).entry.name == "d.html"  # type: ignore[union-attr]  # there is one, or the test fails here
    gone = library.find(ref("Anything", number=6))
    assert gone.status is FetchStatus.NOT_RESOLVED
    assert "gone.txt" in gone.why


def test_the_map_counts_more_than_the_articles_own_address(folder: Path) -> None:
    (folder / "refs.toml").write_text('1 = "https://far.example/moved"\n')
    (source,) = collect([ref("Anything", number=1, url="https://far.example/old")], library=Library.open([folder]), offline=True)
    assert source.url == "https://far.example/moved"
    assert [a.url for a in source.trail] == ["https://far.example/old", "https://far.example/moved"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("a = [", "no valid TOML"), ("a = 4", "must be a file or an address"), ('a = "ftp://x.example/y"', "no http or https address"), ("references = 4", "must be a table")],
)
def test_a_broken_map_is_one_sentence(folder: Path, text: str, words: str) -> None:
    (folder / "refs.toml").write_text(text)
    with pytest.raises(InputError, match=words):
        Library.open([folder])


def test_paths_that_hold_no_pages(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        Library.open([tmp_path / "none"])
    odd = tmp_path / "page.docx"
    odd.write_bytes(b"PK")
    with pytest.raises(InputError, match="no kind of file that holds saved pages"):
        Library.open([odd])
    assert len(Library.open([tmp_path])) == 0  # an empty folder is an empty library


def test_header_lines_in_front_of_html(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "URL: https://tide.example/a\nTITLE: The cited title of this page\nOUTLET: Tide\nDATE: 2031-04-01\n\n"
        "<html><head><title>Another title</title></head><body><article><h1>Another title</h1>"
        + "<p>The harbour master said that the port would be closed for two days because of the storm.</p>" * 3
        + "</article></body></html>"
    )
    (source,) = collect([ref("The cited title of this page", "Tide")], library=Library.open([tmp_path]))
    assert source.page is not None
    assert (source.page.title, source.page.outlet, source.page.url) == ("The cited title of this page", "Tide", "https://tide.example/a")
    assert "URL:" not in source.page.text
    assert "harbour master" in source.page.text


def test_collect_keeps_order_and_says_why(folder: Path) -> None:
    sources = collect(
        [ref("Council votes for new harbour bridge", "Tide", number=3), ref("No such page at all", "Tide", number=3), ref(number=0), ref(url="https://far.example/x", number=9)],
        library=Library.open([folder]),
    )
    assert [s.reference.number for s in sources] == [3, 3, 0, 9]
    assert [s.status.value for s in sources] == ["ok", "not_resolved", "not_resolved", "not_recorded"]
    assert all(s.reason for s in sources[1:])
    assert sources[0].page is not None
    assert sources[0].domain == "tide.example"
    assert sources[1].page is None


def test_collect_without_any_library() -> None:
    sources = collect([ref("A title", "Tide"), ref(url="https://far.example/x"), ref(url="javascript:alert(1)")])
    assert [s.status.value for s in sources] == ["no_url", "not_recorded", "refused_address"]


def test_one_broken_page_leaves_the_others(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library.open([folder])
    (folder / "a.txt").unlink()  # vanished between opening and reading
    sources = collect([ref("Council votes for new harbour bridge", "Harbour Courier"), ref("Ferry fares rise by a tenth")], library=library)
    assert sources[0].page is None
    assert "a.txt" in sources[0].reason
    assert sources[1].page is not None


def test_the_seed_library(shared: Path) -> None:
    import re
    import subprocess

    text = (shared / "seeds/004-aggregator-article.txt").read_text(encoding="utf-8")
    entries = re.findall(r"^(\d)\. “(.*)” (.*), 2 Mar\. 2023,", text, re.M)
    code = (
        "import sys, json; from pathlib import Path; from auditor.records import Reference;"
        "from auditor.sources.library import Library; from auditor.sources.collect import collect;"
        "refs = [Reference(int(n), '', t, o, '2023-03-02') for n, t, o in json.loads(sys.argv[1])];"
        "out = collect(refs, library=Library.open([Path(sys.argv[2])]));"
        "print(json.dumps([[s.status.value, s.trail[-1].why.split(':')[0], bool(s.page and s.page.text)] for s in out]));"
        "print(json.dumps([m for m in ('httpx', 'lxml', 'trafilatura', 'asyncio', 'yaml') if m in sys.modules]))"
    )
    import json

    run = subprocess.run([sys.executable, "-c", code, json.dumps(entries), str(shared / "seeds/g20-sources")], capture_output=True, text=True, check=True)
    found, heavy = map(json.loads, run.stdout.splitlines())
    assert [(status, name[0], whole) for status, name, whole in found] == [("ok", str(n), True) for n in range(9)]
    assert heavy == []


def test_the_outlet_behind_a_title_tells(tmp_path: Path) -> None:
    class Registry:
        def find(self, name: str) -> str | None:
            return name if name in ("Wave", "Tide") else None

        def by_domain(self, url_or_host: str) -> None:
            return None

    for name in ("Wave", "Tide"):
        (tmp_path / f"{name}.html").write_text(f"<title>Ferry fares rise by a tenth - {name}</title><p>Ferry fares rise for {name}.</p>")
    library = Library.open([tmp_path], registry=Registry)
    found = library.find(ref("Ferry fares rise by a tenth", "Wave"))
    assert found.entry is not None
    assert found.entry.name == "Wave.html"
    assert library.find(ref("Ferry fares rise by a tenth", "Gull")).status is FetchStatus.NOT_RESOLVED
