"""An audit's recording has the pages of the user's library too: it is replayed from the recording alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor.records import FetchStatus, Reference
from auditor.sources.options import NetworkOptions, ResolverOptions
from auditor.sources.reader import SourceReader
from tests.sources.test_extract import small_pdf

TEXT = "The harbour council voted on Tuesday evening for the new bridge, after a debate of four hours.\n\n" * 4
REFERENCES = [
    Reference(1, "", "Council votes for new harbour bridge", "Tide", "2031-05-06"),
    Reference(2, "", "Ferry stops in winter", "Reef Post", url="https://www.reef.example/ferry/?utm_source=mail"),
    Reference(3, "", "Mayor fined for parking"),
    Reference(4, "", "Harbour report 2031"),
    Reference(5, "", "Nobody wrote this", url="http://10.0.0.1/x"),
]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "a.txt").write_text(f"TITLE: Council votes for new harbour bridge\nOUTLET: Tide\nDATE: 2031-05-06\n\n{TEXT}")
    (folder / "b.html").write_text(f"OUTLET: Reef Post\nURL: https://reef.example/ferry\n\n<html><head><title>Ferry stops in winter</title></head><body><article><p>{TEXT}</p></article></body></html>")
    (folder / "c d.md").write_text(f"# Mayor fined for parking\n\n{TEXT}")
    (folder / "Harbour_report-2031.pdf").write_bytes(small_pdf("The harbour council voted on Tuesday for the bridge."))
    return folder


def read(**where: object) -> list[tuple[object, ...]]:
    reader = SourceReader(
        network=NetworkOptions(archives="never"),
        resolvers=ResolverOptions(order=("url", "library")),
        clock=lambda: datetime(2031, 5, 7, tzinfo=UTC),
        **where,  # type: ignore[arg-type]  # fields spread from plain values
    )
    try:
        sources = reader.sources(REFERENCES)
    finally:
        reader.close()
    return [(s.status, s.page and s.page.title, s.page and s.page.url, s.page and s.page.outlet, s.page.text if s.page else "") for s in sources]


@pytest.mark.parametrize("name", ["r.yaml", "r.warc.gz"])
def test_pages_of_the_library_are_in_the_recording(library: Path, tmp_path: Path, name: str) -> None:
    pytest.importorskip("pypdf", reason="the extra [pdf] is not installed")
    seen = read(sources=[library], record=tmp_path / name)
    assert [status for status, *_ in seen] == [FetchStatus.OK] * 4 + [FetchStatus.REFUSED_ADDRESS]
    assert [url for _, _, url, _, _ in seen] == [None, "https://reef.example/ferry", None, None, None]
    assert "voted on Tuesday for the bridge" in str(seen[3][4])
    assert read(cassette=tmp_path / name, offline=True) == seen
    assert read(sources=[tmp_path / name], offline=True)[:4] == seen[:4]


def test_a_recording_of_a_recording_has_its_redirects_and_failures(library: Path, tmp_path: Path) -> None:
    read(sources=[library], record=tmp_path / "first.warc")
    read(sources=[tmp_path / "first.warc"], record=tmp_path / "second.warc")
    assert read(cassette=tmp_path / "second.warc", offline=True) == read(cassette=tmp_path / "first.warc", offline=True)
