"""CSV, JUnit, ClaimReview and Markdown: what each is for."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET

import pytest

from auditor.records import Severity, Verdict
from auditor.report import claimreview, junit, markdown
from auditor.report._markdown import escape, link
from auditor.report.csv import COLUMNS, cell, render
from tests.report.samples import full, small


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render([full()]))))


def test_csv_has_a_row_a_check() -> None:
    audit = full()
    assert len(rows()) == sum(len(c.checks) for c in audit.claims)
    assert tuple(rows()[0]) == COLUMNS
    assert render([small()], header=False).count("\n") == 2


def test_csv_says_what_was_changed_and_who_is_right() -> None:
    wrong = next(row for row in rows() if row["claim"] == "c2")
    assert wrong["verdict"] == "contradicted"
    assert wrong["difference_kinds"] == "number comparator"
    assert "“90”" in wrong["differences"] and "“50”" in wrong["differences"]
    assert next(row for row in rows() if row["claim"] == "c3")["better_references"] == "1 2"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=1+1", "'=1+1"),
        ("  =1", "'=1"),
        ("\t=1", "'=1"),
        ("\r\n@SUM(A1)", "'@SUM(A1)"),
        ("+49 30", "'+49 30"),
        ("-", "'-"),
        ("＝1", "'＝1"),
        ("\u200f=1", "'=1"),
        ("|calc", "'|calc"),
        ("a=1", "a=1"),
        (0.25, "0.25"),
        (None, ""),
    ],
)
def test_a_cell_is_never_a_formula(value: object, text: str) -> None:
    assert cell(value) == text


def test_junit_fails_what_a_finding_at_the_bar_is_about() -> None:
    root = ET.fromstring(junit.render([full()]))
    cases = {case.get("name", "").partition(":")[0]: case for case in root.iter("testcase")}
    assert cases["c2"].find("failure").get("type") == "SUP001"
    assert cases["c6"].find("failure") is None, "a minor finding is below the bar"
    assert cases["c13"].find("skipped") is not None
    assert cases["the article"].find("failure").get("type") == "HDL001"
    assert root.get("tests") == str(len(cases))
    assert root.get("failures") == str(sum(case.find("failure") is not None for case in cases.values()))


def test_junit_bar_can_be_set() -> None:
    lower = ET.fromstring(junit.render([full()], fail_on=Severity.MINOR))
    higher = ET.fromstring(junit.render([full()], fail_on=Severity.CRITICAL))
    assert int(lower.get("failures")) > int(higher.get("failures")) > 0
    assert ET.fromstring(junit.render([small()])).get("failures") == "0"


def test_claimreview_is_labelled_as_automated_and_leaves_out_what_was_not_read() -> None:
    audit = full()
    reviews = json.loads(claimreview.render([audit], author="Tarn Check", author_url="https://check.example/"))[
        "@graph"
    ]
    assert len(reviews) == sum(c.verdict is not Verdict.SOURCE_UNAVAILABLE for c in audit.claims)
    for review in reviews:
        assert review["@type"] == "ClaimReview"
        assert review["abstract"] == claimreview.LABEL
        assert claimreview.LABEL in review["reviewBody"]
        assert "automated" in review["reviewRating"]["alternateName"]
        assert review["author"] == {"@type": "Organization", "name": "Tarn Check", "url": "https://check.example/"}
        assert 1 <= review["reviewRating"]["ratingValue"] <= 4
        assert review["itemReviewed"]["appearance"]["url"] == audit.article.document.url


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//x.example", ""])
def test_claimreview_takes_no_other_address(url: str) -> None:
    reviews = json.loads(claimreview.render([small()], author_url=url))["@graph"]
    assert all("url" not in review["author"] for review in reviews)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a *b* _c_ `d`", r"a \*b\* \_c\_ \`d\`"),
        ("<b>", r"\<b\>"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("# not a heading #1", r"\# not a heading \#1"),
        ("[0] | cell", r"\[0\] \| cell"),
        ("see https://x.example and www.y.example", r"see https\://x.example and www\.y.example"),
        ("@someone", "@\u2060someone"),
        ("40% – about $5", r"40% – about \$5"),
        ("line\none", "line one"),
    ],
)
def test_markdown_escape(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@pytest.mark.parametrize(
    ("url", "made"),
    [
        ("https://x.example/a_(b)?c=<d>", "[t](<https://x.example/a_%28b%29?c=%3Cd%3E>)"),
        ("javascript:alert(1)", "t"),
        ("https://x.example/a b", "t"),
        (None, "t"),
    ],
)
def test_markdown_link(url: str | None, made: str) -> None:
    assert link("t", url) == made


def test_markdown_can_leave_out_the_sentences_and_set_its_level() -> None:
    text = markdown.render([full()], level=3, sentences=False)
    assert text.startswith("### ")
    assert "Cited sentences" not in text
    assert "**not read**, the page is gone" in text
