"""The recorded article of ``make demo``: whole, invented, and with every planted fault found."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from auditor.article import parse_article, read_document
from auditor.pipeline import Auditor
from auditor.records import Article, Audit
from auditor.resources import demo_path
from auditor.urls import canonical_url

FOLDER = demo_path()


@pytest.fixture(scope="module")
def recording() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / "pages.yaml").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def article() -> Article:
    path = FOLDER / "article.html"
    return parse_article(read_document(path.read_bytes(), name=path.name))


@pytest.fixture(scope="module")
def audit() -> Audit:
    with Auditor(cassette=FOLDER / "pages.yaml", offline=True) as auditor:
        return auditor.audit(FOLDER / "article.html")


def test_recording_is_a_version_one_cassette(recording: dict[str, Any]) -> None:
    assert sorted(recording) == ["interactions", "version"]
    assert recording["version"] == 1
    for entry in recording["interactions"]:
        assert sorted(entry) == ["request", "response"]
        assert {"body", "headers", "method", "uri"} <= set(entry["request"])
        assert {"body", "headers", "status"} <= set(entry["response"])
        assert sorted(entry["response"]["status"]) == ["code", "message"]


def test_every_url_is_recorded(recording: dict[str, Any], article: Article) -> None:
    recorded = {canonical_url(entry["request"]["uri"]) for entry in recording["interactions"]}
    cited = [reference.url for reference in article.references if reference.url]
    assert cited
    assert {canonical_url(url) for url in cited} <= recorded


def test_every_host_is_reserved(recording: dict[str, Any]) -> None:
    for entry in recording["interactions"]:
        assert (urlsplit(entry["request"]["uri"]).hostname or "").endswith((".example", ".test"))


def test_article_has_the_shape_of_the_real_ones(article: Article) -> None:
    assert [reference.number for reference in article.references] == list(range(9))
    assert any(reference.url is None for reference in article.references)
    assert all(reference.title and reference.outlet and reference.date for reference in article.references)
    assert len(article.claims) >= 12
    assert [sentence for sentence in article.uncited if sentence.truncated]
    assert not any("comment" in claim.text.lower() for claim in article.claims)


def test_every_page_is_found_and_one_is_gone(audit: Audit) -> None:
    statuses = sorted(source.status.value for source in audit.sources)
    assert statuses == ["gone", *["ok"] * 8]


@pytest.mark.parametrize(
    ("code", "planted"),
    [
        ("SUP001", "a changed number"),
        ("SUP004", "a claim cited to the wrong page"),
        ("SUP005", "an altered quote"),
        ("REU001", "a sentence taken over word for word"),
        ("SRC002", "a page that is gone"),
        ("PRV001", "a wire story under two names"),
        ("HDL009", "a headline that the cited titles contradict"),
        ("ART001", "a sentence cut off"),
    ],
)
def test_planted_fault_is_found(audit: Audit, code: str, planted: str) -> None:
    assert code in {finding.code for finding in audit.findings}, planted
