"""A library in an index answers as one in memory does, and holds nothing of the corpus."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.errors import InputError, RecordingError, StoreError
from auditor.records import Reference
from auditor.sources.heads import PageHead
from auditor.sources.library import Library, LibraryMatch
from auditor.sources.recording import Exchange
from auditor.sources.slices import Place, Shelved, Slice, cut_sources, read_maps, read_slice
from auditor.sources.warc import WarcRecorder
from auditor.store import corpus as store_corpus
from auditor.store.corpus import CorpusLibrary, merge_parts, slice_name, write_part

ROOT = Path(__file__).resolve().parents[2]
OUTLETS = ["The Harbour Courier", "Tide News", "Gazette", "Aldine Post", "WSJ", None]
WORDS = "council votes harbour bridge tunnel ferry fares rise tenth engineer closed storm mayor fire after two".split()


def index(paths: list[Path], folder: Path, **more: int) -> CorpusLibrary:
    notes: list[str] = []
    parts = []
    for piece in cut_sources(paths, notes):
        parts.append(folder / f"{slice_name(piece)}.part")
        write_part(piece, parts[-1])
    merge_parts(parts, folder / "all.db", notes=notes, **more)
    return CorpusLibrary(folder / "all.db", mapping=read_maps(paths))


def _html(title: str, outlet: str | None, day: str, body: str) -> bytes:
    site = f'<meta property="og:site_name" content="{outlet}">' if outlet else ""
    date = f'<meta property="article:published_time" content="{day}T08:00:00Z">'
    return f"<html><head><title>{title}</title>{site}{date}</head><body><p>{body}</p></body></html>".encode()


def _title(chance: random.Random) -> str:
    few = chance.random() < 0.4  # titles of two words meet often
    title = " ".join(chance.choices(WORDS[:4] if few else WORDS, k=2 if few else chance.randint(3, 7))).capitalize()
    return title + chance.choice(["", "", "", " | Tide News", " - Gazette", " ..."])


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Pages under few words, outlets and days, so that many are alike: in files, in WARCs, in a HAR, and broken ones."""
    root, chance = tmp_path_factory.mktemp("shelf"), random.Random(5)
    folder = root / "library"
    (folder / "deep").mkdir(parents=True)
    for n in range(60):
        outlet, day = chance.choice(OUTLETS), f"2031-0{chance.randint(1, 3)}-0{chance.randint(1, 9)}"
        if n % 2:
            (folder / f"p{n}.html").write_bytes(_html(_title(chance), outlet, day, f"Number {n}."))
        else:
            lines = [f"URL: https://host{n % 7}.example/{n}", f"TITLE: {_title(chance)}", f"DATE: {day}"]
            lines += [f"OUTLET: {outlet}"] if outlet else []
            (folder / "deep" / f"p{n}.txt").write_text("\n".join([*lines, "", f"Number {n}."]))
    (folder / "refs.toml").write_text('"77" = "p1.html"\n"78" = "https://host0.example/0"\n"79" = "none.html"\n')
    (folder / "broken.warc").write_bytes(b"this is no WARC at all")
    for name in ("one.warc", "two.warc.gz"):
        recorder = WarcRecorder(root / name)
        for n in range(25):
            url = f"https://{name.split('.')[0]}.example/{n}"
            html = (("content-type", "text/html"),)
            if n % 5 == 0:
                recorder.add(Exchange("GET", f"{url}?old", 301, "Moved", (("location", url),), b""))
            if n % 6 == 1:
                recorder.add(Exchange("GET", f"{url}x", 404, "Not Found", html, b"no"))
            body = _html(_title(chance), chance.choice(OUTLETS), f"2031-02-0{1 + n % 9}", f"{name} {n}.")
            recorder.add(Exchange("GET", url, 200, "OK", html, body))
        recorder.close()
    whole = (root / "two.warc.gz").read_bytes()
    (root / "cut.warc.gz").write_bytes(whole[: len(whole) // 2])
    return [folder, root / "one.warc", root / "two.warc.gz", root / "cut.warc.gz"]


def _references(chance: random.Random, library: Library) -> list[Reference]:
    heads = [entry.head for entry in library.entries]
    found = []
    for n in range(250):
        head = chance.choice(heads)
        title = chance.choice([head.title, _title(chance), (head.title or "").lower(), f"Watch: {head.title}", None])
        outlet = chance.choice([head.outlet, chance.choice(OUTLETS), "Wall Street Journal", None])
        date = chance.choice([(head.published or "")[:10] or None, "2031-02-05", "2031", None])
        url = chance.choice([None, None, head.url, f"{head.url}?utm_source=x", "https://nowhere.example/"])
        found.append(Reference(n if n > 3 else 77 + n, "", title, outlet, date, url))
    return found


def _told(match: LibraryMatch) -> tuple[object, ...]:
    entry = match.entry
    read = entry.read() if entry else None
    page = (entry.name, entry.head, set(entry.aliases), read) if entry else None
    return match.status, match.why, match.url, match.trail, page


def test_it_finds_what_a_library_in_memory_finds(shelf: list[Path], tmp_path: Path) -> None:
    library, corpus = Library.open(shelf), index(shelf, tmp_path)
    assert len(corpus) == len(library)
    assert corpus.notes == library.notes
    assert [entry.name for entry in corpus.entries] == [entry.name for entry in library.entries]
    assert corpus.entries[3].head == library.entries[3].head
    assert [entry.head for entry in corpus.entries[5:40:3]] == [entry.head for entry in library.entries[5:40:3]]
    statuses = set()
    for reference in _references(random.Random(7), library):
        expected = _told(library.find(reference))
        assert _told(corpus.find(reference)) == expected, reference
        statuses.add(expected[0])
    assert len(statuses) == 3  # found, ambiguous and not resolved, all were met


def test_with_every_word_common_equal_titles_are_still_found(shelf: list[Path], tmp_path: Path) -> None:
    library, corpus = Library.open(shelf), index(shelf, tmp_path, common=0)
    for entry in library.entries:
        reference = Reference(1, "", entry.head.title, entry.head.outlet, entry.head.published, None)
        expected = library.find(reference)
        if expected.entry is not None and "nearly" not in expected.why:
            assert _told(corpus.find(reference)) == _told(expected)


def test_a_wacz_and_a_har_too(tmp_path: Path) -> None:
    import json
    import zipfile

    recorder = WarcRecorder(tmp_path / "a.warc.gz")
    html = (("content-type", "text/html"),)
    for n in range(4):
        recorder.add(Exchange("GET", f"https://a.example/{n}", 200, "OK", html, _html(f"Bridge {n} shut", "Tide", "2031-02-03", "x")))
    recorder.close()
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as package:
        package.write(tmp_path / "a.warc.gz", "archive/a.warc.gz")
    answer = {"status": 200, "statusText": "OK", "headers": [{"name": "content-type", "value": "text/html"}],
              "content": {"mimeType": "text/html", "text": "<title>Ferry fares rise again</title><p>x</p>"}}
    entry = {"startedDateTime": "2031-02-03T00:00:00Z", "request": {"method": "GET", "url": "https://h.example/1", "headers": []}, "response": answer}
    (tmp_path / "h.har").write_text(json.dumps({"log": {"version": "1.2", "entries": [entry]}}))
    paths = [tmp_path / "a.wacz", tmp_path / "h.har"]
    library, corpus = Library.open(paths), index(paths, tmp_path)
    for reference in (Reference(1, "", None, None, None, "https://a.example/2"), Reference(2, "", "Ferry fares rise again", None)):
        assert library.find(reference).entry is not None
        assert _told(corpus.find(reference)) == _told(library.find(reference))


def test_what_the_user_named_is_said_and_a_folders_file_is_noted(tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_bytes(b"nothing of the kind")
    with pytest.raises(RecordingError, match="no WARC"):
        index([tmp_path / "x.warc"], tmp_path)
    with pytest.raises(InputError, match="no such file or folder"):
        index([tmp_path / "nowhere"], tmp_path)
    assert not list(tmp_path.glob("*.part"))  # nothing half written
    notes: list[str] = []
    assert [list(read_slice(piece, notes)) for piece in cut_sources([tmp_path], notes)] == [[]]
    assert "x.warc was left out" in notes[0]


def test_a_broken_index_and_a_file_that_changed_are_named(tmp_path: Path) -> None:
    recorder = WarcRecorder(tmp_path / "a.warc")
    html = (("content-type", "text/html"),)
    recorder.add(Exchange("GET", "https://a.example/1", 200, "OK", html, b"<title>One two three</title>"))
    recorder.close()
    corpus = index([tmp_path / "a.warc"], tmp_path)
    [entry] = corpus.by_url("https://a.example/1")
    assert b"One two" in entry.read().content
    (tmp_path / "a.warc").write_bytes(b"")
    with pytest.raises(RecordingError):
        entry.read()
    (tmp_path / "all.db").write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="delete it, it is built again"):
        CorpusLibrary(tmp_path / "all.db")
    with pytest.raises(StoreError, match="cannot be read"):
        CorpusLibrary(tmp_path / "nowhere.db")


WEIGHED = """
import re, sys
from pathlib import Path
from auditor.records import Reference
from auditor.store import corpus as store_corpus
from auditor.store.corpus import CorpusLibrary
corpus = CorpusLibrary(Path(sys.argv[1]))
for n in range(0, len(corpus), max(1, len(corpus) // 200)):
    head = corpus.entries[n].head
    assert corpus.find(Reference(1, "", None, None, None, head.url)).entry
    corpus.find(Reference(1, "", head.title, head.outlet, head.published, None))
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_memory_does_not_grow_with_the_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pages(count: int) -> Iterator[Shelved]:
        for n in range(count):
            head = PageHead(f"https://host{n % 50}.example/{n}", None, f"The {n} ferries of {n * 7919} are late", f"Paper {n % 90}", "2031-02-03")
            yield Shelved(f"p{n}", head, Place("nowhere.warc", "warc", offset=n))

    peaks = []
    for count in (300, 9_000):
        folder = tmp_path / str(count)
        monkeypatch.setattr(store_corpus, "read_slice", lambda piece, notes, count=count: pages(count))
        write_part(Slice((), named=False), folder / "a.part")
        merge_parts([folder / "a.part"], folder / "all.db")
        done = subprocess.run([sys.executable, "-c", WEIGHED, str(folder / "all.db")], cwd=ROOT, capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout) / 1024)
        size = (folder / "all.db").stat().st_size
        print(f"{count} pages: {size / count:.0f} bytes each, a worker's peak {peaks[-1]:.1f} MB")
    assert peaks[1] < peaks[0] + 6
