"""An origin that is not in the reference list is found in the user's library and in the database, and told."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor import Audit, Auditor
from auditor.cli import run
from auditor.nightly import run_night
from auditor.origins import LibraryShelf, _visible
from auditor.report.json import audit_schema, to_dict
from auditor.sources.library import Library
from auditor.store import Store
from auditor.store.replay import stored_origins
from auditor.store.seen import SeenPages
from tests.clock import least

TAKEN = (
    "Divers who searched the harbor floor with lamps on their helmets counted fourteen cannons in a row, as if a ship "
    "had been set down there and forgotten."
)
ARTICLE = f"""Cannons Found in Tessel Harbor

The harbor of Tessel has been closed to yachts since Monday.[0] {TAKEN}[0]

Fishermen may pass at night.[1]

0. “Tessel closes its harbor” Tessel Post, 3 May 2031, https://tesselpost.example/closed

1. “Fishermen win a night lane” Isle Radio, 4 May 2031, https://isleradio.example/lane
"""
CITED = {
    "closed.txt": (
        "URL: https://tesselpost.example/closed\nTITLE: Tessel closes its harbor\nOUTLET: Tessel Post\nDATE: 2031-05-03\n"
        "\nYachts have been kept out of the harbor of Tessel since Monday. Nobody says for how long.\n"
    ),
    "lane.txt": (
        "URL: https://isleradio.example/lane\nTITLE: Fishermen win a night lane\nOUTLET: Isle Radio\nDATE: 2031-05-04\n"
        "\nThe harbor master has opened a lane by which fishermen may pass between midnight and four.\n"
    ),
}
WIRE = (
    "URL: https://carrow.test/cannons\nTITLE: Fourteen cannons in the mud\nOUTLET: Carrow Wire\nDATE: 2031-05-02\n\n"
    f"Nobody had looked there for a century.\n\n{TAKEN}\n\nThe guns will stay where they are until autumn.\n"
)
HTML = (
    "<html><head><title>Fourteen cannons in the mud</title><link rel='canonical' href='https://carrow.test/cannons'>"
    "<meta property='article:published_time' content='2031-05-02'><meta property='og:site_name' content='Carrow Wire'>"
    "<script>var words = '" + "noise " * 50 + "';</script></head><body><article><h1>Fourteen cannons in the mud</h1>"
    f"<p>Nobody had looked there for a century, and the mud had kept what it was given.</p><p>{TAKEN}</p>"
    "<p>The guns will stay where they are until autumn, when the sea is calm and the museum has a tank that is long "
    "enough for the largest of them.</p></article></body></html>"
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    for name, text in CITED.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def origins(audit: Audit) -> list[tuple[str | None, str | None, str, bool]]:
    return [(o.claim, o.page.outlet, o.held_by, o.dated) for o in audit.origins]


@pytest.mark.parametrize(("name", "content"), [("wire.txt", WIRE), ("wire.html", HTML)])
def test_an_uncredited_page_of_the_library_is_told(library: Path, name: str, content: str) -> None:
    (library / name).write_text(content, encoding="utf-8")
    with Auditor(sources=[library], offline=True) as auditor:
        audit = auditor.audit(ARTICLE.encode(), name="article.txt")
    assert origins(audit) == [("c2", "Carrow Wire", "library", True)]
    (origin,) = audit.origins
    assert origin.span.of(audit.article.document.text) == origin.text == TAKEN
    assert origin.copying.text == TAKEN
    (finding,) = [f for f in audit.findings if f.code == "REU004"]
    assert finding.claim == "c2" and finding.reference is None
    assert finding.evidence is not None and finding.evidence.text == TAKEN
    assert "not in the reference list: Carrow Wire, “Fourteen cannons in the mud”, 2031-05-02" in finding.message
    assert "found in the library (100" in finding.message
    assert "came first" not in finding.message


def test_a_library_of_cited_pages_alone_has_no_origin(library: Path) -> None:
    with Auditor(sources=[library], offline=True) as auditor:
        assert auditor.audit(ARTICLE.encode(), name="article.txt").origins == ()
        assert len(auditor._shelves[0]._index) == 0, "pages that the article lists are not even read"  # type: ignore[attr-defined]  # a look inside


def test_the_article_itself_in_the_library_is_no_origin(library: Path) -> None:
    article = library / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    with Auditor(sources=[library], offline=True) as auditor:
        assert auditor.audit(article).origins == ()


def test_a_page_of_unknown_date_is_told_with_that_doubt(library: Path) -> None:
    (library / "wire.txt").write_text(WIRE.replace("DATE: 2031-05-02\n", ""), encoding="utf-8")
    with Auditor(sources=[library], offline=True) as auditor:
        audit = auditor.audit(ARTICLE.encode(), name="article.txt")
    assert origins(audit) == [("c2", "Carrow Wire", "library", False)]
    assert any("which of the two came first is not known" in f.message for f in audit.findings)


def test_the_library_is_searched_up_to_a_bound(library: Path) -> None:
    (library / "wire.txt").write_text(WIRE, encoding="utf-8")
    pages = Library.open([library])
    assert len(LibraryShelf(pages, 3).pages_like([TAKEN], frozenset())) == 1
    assert LibraryShelf(pages, 2).pages_like([TAKEN], frozenset()) == []
    assert LibraryShelf(pages, 0).pages_like([TAKEN], frozenset()) == []


OTHER = """Guns of the North

The guns of Tessel lie in a row.[0]

0. “Fourteen cannons in the mud” Carrow Wire, 2 May 2031, https://carrow.test/cannons
"""


def test_a_page_that_another_article_cited_is_found_in_the_database(library: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "wire.txt").write_text(WIRE, encoding="utf-8")
    with Store(tmp_path / "a.db") as store:
        with Auditor(sources=[elsewhere], offline=True) as auditor:
            store.save(auditor.audit(OTHER.encode(), name="other.txt"))
        with closing(SeenPages(store)) as seen, Auditor(sources=[library], offline=True, seen=seen) as auditor:
            audit = auditor.audit(ARTICLE.encode(), name="article.txt")
            assert origins(audit) == [("c2", "Carrow Wire", "database", True)]
            store.save(audit)
            again = auditor.audit(OTHER.encode(), name="other.txt")
            assert again.origins == (), "what it lists is credited, though this time it was not read"


def test_the_json_has_both_places_and_keeps_its_schema(library: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed (it is in the dev extra)")
    (library / "wire.txt").write_text(WIRE, encoding="utf-8")
    with Auditor(sources=[library], offline=True) as auditor:
        data = to_dict(auditor.audit(ARTICLE.encode(), name="article.txt"))
    jsonschema.validate(data, audit_schema())
    (origin,) = data["origins"]
    assert ARTICLE[origin["sentence"]["start"] : origin["sentence"]["end"]] == TAKEN
    assert WIRE[WIRE.index("\n\n") + 2 :][origin["copying"]["start"] : origin["copying"]["end"]] == TAKEN
    assert origin["page"]["url"] == "https://carrow.test/cannons"


def test_a_night_fills_the_file_and_a_later_night_uses_it(library: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, text in ((first, OTHER), (second, ARTICLE)):
        folder.mkdir()
        (folder / "article.txt").write_text(text, encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "wire.txt").write_text(WIRE, encoding="utf-8")
    for folder, sources in ((first, elsewhere), (second, library)):
        with (
            Store(tmp_path / "a.db") as store,
            closing(SeenPages(store)) as seen,
            Auditor(sources=[sources], offline=True, seen=seen) as auditor,
        ):
            night = run_night([str(folder)], store, auditor, clock=lambda: datetime.now(UTC), seen=seen)
            assert night.audited == 1
            assert seen.catch_up() == 0
    with Store(tmp_path / "a.db") as store:
        (row,) = store.query("SELECT message FROM findings WHERE code = 'REU004'")
    assert "Carrow Wire" in row["message"] and "found in the database" in row["message"]


def test_the_command_uses_the_database(library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "wire.txt").write_text(WIRE, encoding="utf-8")
    (tmp_path / "other.txt").write_text(OTHER, encoding="utf-8")
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    db = str(tmp_path / "a.db")
    common = ["--offline", "--db", db, "-q", "--format", "json"]
    assert run(["audit", str(tmp_path / "other.txt"), "--sources", str(folder), *common]) == 0
    capsys.readouterr()
    assert run(["audit", str(tmp_path / "article.txt"), "--sources", str(library), *common]) == 0
    assert [o["held_by"] for o in json.loads(capsys.readouterr().out)["origins"]] == ["database"]


def test_an_old_audit_made_again_has_the_same_origins(library: Path, tmp_path: Path) -> None:
    from auditor.cli.recheck import differences

    (library / "wire.txt").write_text(WIRE, encoding="utf-8")
    with Auditor(sources=[library], offline=True) as auditor:
        audit = auditor.audit(ARTICLE.encode(), name="article.txt")
    with Store(tmp_path / "a.db") as store, Auditor(offline=True) as auditor:
        audit_id = store.save(audit)
        assert differences(store, audit_id, auditor) == []
        (row,) = store.query("SELECT o.*, p.url FROM origins o JOIN pages p ON p.id = o.page_id")
        assert (row["claim"], row["kind"], row["url"]) == ("c2", "verbatim", "https://carrow.test/cannons")
        assert ARTICLE[row["start"] : row["end"]] == TAKEN
        article = auditor.parse(ARTICLE.encode(), name="article.txt")
        (origin,) = stored_origins(store, audit_id, article)
        assert (origin.copying, origin.span, origin.dated) == (audit.origins[0].copying, audit.origins[0].span, True)


@pytest.mark.parametrize("unit", ["<script>", "<", "<style", "</script", "<script></script>", "&lt;"])
def test_hostile_pages_are_searched_in_linear_time(unit: str) -> None:
    assert least(lambda: "".join(_visible(unit * (1_000_000 // len(unit)))), enough=3) < 3


def test_the_seed_sentence_of_an_unlisted_agency_is_found(shared: Path, tmp_path: Path) -> None:
    """The fifth sentence is an agency's; put on a page of one, as the agency printed it, it is told."""
    article = shared / "seeds" / "004-aggregator-article.txt"
    text = article.read_text(encoding="utf-8")
    start = text.index("The US official, who spoke")
    sentence = text[start : text.index("[3]", start)]
    folder = tmp_path / "agency"
    folder.mkdir()
    head = "URL: https://agency.test/talks\nTITLE: Talks in the corridor\nOUTLET: The Agency\nDATE: 2023-03-02\n\n"
    (folder / "agency.txt").write_text(f"{head}NEW DELHI (Agency) - It was over soon.\n\n{sentence}\n", encoding="utf-8")
    with Auditor(sources=[shared / "seeds" / "g20-sources", folder], offline=True) as auditor:
        audit = auditor.audit(article)
    assert [(o.text, o.page.outlet, o.copying.kind) for o in audit.origins] == [(sentence, "The Agency", "verbatim")]


def test_the_pages_around_the_seed_are_no_origins(shared: Path) -> None:
    with Auditor(sources=[shared / "seeds"], offline=True) as auditor:
        assert auditor.audit(shared / "seeds" / "004-aggregator-article.txt").origins == ()
