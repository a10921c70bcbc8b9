"""The demonstration: a recorded article with planted faults, of which the audit finds each one and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from auditor import Audit, Auditor
from auditor.records import FetchStatus, Verdict
from auditor.resources import demo_path

PLANTED = [
    ("SUP001", "needed 40 minutes", 2, ("40 minutes", "10 minutes")),
    ("SUP005", "nobody prepared us", 3, ("prepared", "drilled")),
    ("SUP004", "offered its regatta nets", 0, ("does not say", "[6] Freight & Fairway does")),
    ("SUP002", "contains lead", 6, ("“contains” as certain", "“may contain”")),
    ("REU001", "Ships began to move", 0, ("word for word", "[0] Marrowby Courier")),
    ("REU002", "Marine Safety Board", 4, ("small changes", "[4] The Daily Lantern")),
    ("HDL007", None, None, ("Second", "first")),
    ("HDL009", None, 0, ("Second", "first", "[0], [1], [5]")),
    ("ART001", None, None, ("breaks off", "Members of the harbour board are due to")),
    ("ART002", None, None, ("1 of 14 sentences", "Gnomes have been associated")),
    ("PRV001", None, 5, ("[5] Radio Kestrel", "[1] The Northmere Herald", "Continental Press")),
    ("PRV002", None, 4, ("[4] The Daily Lantern rests on [0] Marrowby Courier",)),
    ("SRC002", None, 7, ("[7] Evening Packet", "410")),
]
"""Code, words of the sentence it is about, reference, and words that its message holds: both sides of the difference."""

SUPPORTED = (
    "Ships began to move",
    "It was the first closure",
    "By nightfall on Sunday",
    "No one was hurt",
    "Helpers had recovered",
    "The Marine Safety Board",
    "The Vogt Line has promised",
    "Hartwell Garden Goods",
)


@pytest.fixture(scope="module")
def audit() -> Audit:
    folder = demo_path()
    with Auditor(cassette=folder / "pages.yaml", offline=True) as auditor:
        return auditor.audit(folder / "article.html")


def _interactions() -> list[dict[str, dict[str, object]]]:
    data = yaml.safe_load((demo_path() / "pages.yaml").read_text(encoding="utf-8"))
    assert data["version"] == 1
    interactions: list[dict[str, dict[str, object]]] = data["interactions"]
    return interactions


def test_the_recording_is_as_vcrpy_writes_it() -> None:
    for item in _interactions():
        assert set(item) == {"request", "response"}
        assert set(item["request"]) == {"body", "headers", "method", "uri"}
        assert set(item["response"]) == {"body", "headers", "status"}
        body = item["response"]["body"]
        assert isinstance(body, dict)
        assert "<html" in body["string"]


def test_every_cited_address_is_recorded_and_reserved(audit: Audit) -> None:
    recorded = {str(item["request"]["uri"]) for item in _interactions()}
    assert {r.url for r in audit.article.references if r.url} < recorded
    assert len(recorded) == len(audit.article.references) == 9
    text = "".join(p.read_text(encoding="utf-8") for p in sorted(demo_path().glob("*.*")))
    hosts = {urlsplit(url).hostname or "" for url in re.findall(r"https?://[^\s\"'<>\\]+", text)}
    assert {host for host in hosts if not host.endswith(".example")} == {"schema.org"}


def test_the_references_are_read_as_printed(audit: Audit) -> None:
    references = audit.article.references
    assert [r.number for r in references] == list(range(9))
    assert all(r.title and r.outlet and str(r.date).startswith("2031-03-0") for r in references)
    assert [r.number for r in references if not r.url] == [8]


def test_pages_are_found_by_address_or_by_outlet_and_title_and_one_is_gone(audit: Audit) -> None:
    assert [s.status for s in audit.sources] == [FetchStatus.OK] * 7 + [FetchStatus.GONE, FetchStatus.OK]
    found = audit.sources[8]
    assert found.page is not None
    assert found.page.outlet == "Quayside Weekly"
    assert {a.resolver for a in found.trail} >= {"library"}


def test_the_sentences_are_those_of_the_article_alone(audit: Audit) -> None:
    article = audit.article
    assert len(article.claims) == 13
    assert [u.truncated for u in article.uncited] == [False, True]
    everything = " ".join([c.text for c in article.claims] + [u.text for u in article.uncited])
    assert not re.search(r"comment|Oops|Share|Privacy|sums up", everything)


@pytest.mark.parametrize("planted", PLANTED, ids=[p[0] for p in PLANTED])
def test_a_planted_fault_is_found_with_both_sides_in_words(
    audit: Audit, planted: tuple[str, str | None, int | None, tuple[str, ...]]
) -> None:
    code, sentence, reference, words = planted
    (finding,) = [f for f in audit.findings if f.code == code]
    assert finding.reference == reference
    texts = {c.claim.id: c.claim.text for c in audit.claims}
    assert (sentence is None) == (finding.claim is None)
    if sentence is not None:
        assert sentence in texts[str(finding.claim)]
    for word in words:
        assert word in finding.message


def test_nothing_else_is_found(audit: Audit) -> None:
    assert sorted(f.code for f in audit.findings) == sorted(p[0] for p in PLANTED)


def test_what_the_pages_say_is_called_supported(audit: Audit) -> None:
    verdicts = {c.claim.text: c.verdict for c in audit.claims}
    for begin in SUPPORTED:
        assert [v for text, v in verdicts.items() if text.startswith(begin)] == [Verdict.SUPPORTED], begin
    contradicted = [text for text, verdict in verdicts.items() if verdict is Verdict.CONTRADICTED]
    assert len(contradicted) == 2
    unread = [c for c in audit.claims if c.verdict is Verdict.SOURCE_UNAVAILABLE]
    assert [(c.claim.cites, c.better_references) for c in unread] == [((7,), ())]


def test_the_score_is_open_where_a_page_was_not_read(audit: Audit) -> None:
    score = audit.score
    assert 40 < score.low < score.value < score.high < 80
    assert audit.provenance.clusters.count((1, 5)) == 1
    assert audit.run.seconds < 10


def test_the_command_writes_a_report_that_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from auditor.cli import cli

    report = tmp_path / "report.html"
    done = CliRunner().invoke(cli, ["demo", "-o", str(report)])
    assert done.exit_code == 0, done.output
    assert "Garden Gnomes" in done.output
    page = report.read_text(encoding="utf-8")
    assert "regatta nets" in page
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=[\"']?https?:", page)
