"""The page of a folder of audits."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from auditor.records import Verdict
from auditor.report.html import render as render_html
from auditor.report.index import entry, entry_of, file_names, folder, render, safe_href
from auditor.report.json import to_dict
from tests.report.samples import full, hostile, sixty, small


def test_a_folder_has_a_page_each_and_an_index_that_leads_to_them() -> None:
    audits = [small(), full(), sixty()]
    files = folder(audits)
    assert len(files) == 4
    soup = BeautifulSoup(files["index.html"], "html.parser")
    links = [link["href"] for link in soup.select("tbody th a")]
    assert set(links) == set(files) - {"index.html"}
    assert files[file_names(audits)[1]] == render_html([audits[1]])


def test_an_interval_is_shown_only_where_there_is_one() -> None:
    rows = BeautifulSoup(folder([small(), full()])["index.html"], "html.parser").select("tbody tr")
    assert "39 to 60" in rows[0].text
    assert " to " not in rows[1].select_one(".sc").text
    assert "4 March 2031" in rows[1].text


def test_the_lowest_score_comes_first() -> None:
    soup = BeautifulSoup(folder([small(), full(), sixty()])["index.html"], "html.parser")
    assert [score.text for score in soup.select("td .big")] == ["48.5", "87", "100"]
    assert "3 articles with 78 cited sentences." in soup.select_one(".said").text


def test_an_audit_kept_as_json_gives_the_same_line() -> None:
    for sample in (small, full, sixty):
        audit = sample()
        kept = entry_of(to_dict(audit), "a.html")
        made = entry(audit, "a.html")
        assert (kept.title, kept.score, kept.tally, kept.critical, kept.major, kept.unread, kept.references, kept.grade) == (
            made.title, made.score, made.tally, made.critical, made.major, made.unread, made.references, made.grade,
        )  # fmt: skip


def test_what_is_no_audit_is_refused() -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        entry_of({"article": {}}, "a.html")


def test_file_names_are_plain_and_differ() -> None:
    names = file_names([full(), full(), hostile("w")])
    assert names[0] == "01-hundreds-stranded-as-night-ferry-aurelia-runs-aground.html"
    assert len(set(names)) == 3
    assert all(name.replace("-", "").replace(".", "").isalnum() and name.isascii() for name in names)


@pytest.mark.parametrize(
    ("href", "safe"),
    [
        ("a b.html", "a%20b.html"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("//evil.example/x", "evil.example/x"),
        ("..\\x.html", "../x.html"),
        ("", "#"),
    ],
)
def test_a_link_stays_in_the_folder(href: str, safe: str) -> None:
    assert safe_href(href) == safe


def test_hostile_titles_are_text() -> None:
    soup = BeautifulSoup(folder([hostile("w")])["index.html"], "html.parser")
    assert len(soup.find_all("script")) == 1
    assert "<script>alert(1)</script>" in soup.select_one("tbody th").text


def test_an_empty_folder_says_so() -> None:
    assert "no audit in this folder" in render([])


def test_no_verdict_is_left_out_of_the_sum() -> None:
    soup = BeautifulSoup(folder([full()])["index.html"], "html.parser")
    assert len(soup.select(".top .keys li")) == len(Verdict)
