"""A finding that somebody set aside is shown with its reason everywhere, and fails nothing."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from auditor.plugins import load
from auditor.report import junit
from auditor.report.index import entry
from tests.report.samples import full

REASON = "the passenger's own words, agreed with the station"


@pytest.mark.parametrize("name", ["text", "html", "markdown", "json", "sarif"])
def test_the_reason_is_shown(name: str) -> None:
    text = " ".join(load("formats", name)([full()]).replace("&#39;", "'").split())
    assert REASON[1:] in text


def test_it_stands_apart_and_last() -> None:
    text = load("formats", "text")([full()])
    assert text.index("set aside") > text.index("info ")
    soup = BeautifulSoup(load("formats", "html")([full()]), "html.parser")
    assert "1 finding set aside" in soup.find(id="a1findings").text
    assert REASON not in soup.select_one("ul.find").text


def test_it_fails_no_case_and_counts_nowhere() -> None:
    root = ET.fromstring(junit.render([full()]))
    case = next(case for case in root.iter("testcase") if case.get("name", "").startswith("c12:"))
    assert case.find("failure") is None
    assert entry(full(), "a").major == 4


def test_sarif_calls_it_suppressed() -> None:
    results = json.loads(load("formats", "sarif")([full()]))["runs"][0]["results"]
    assert [r["suppressions"][0]["justification"] for r in results if "suppressions" in r] == [REASON]
