"""Titles, outlets and dates compared: what one page's title became, and what is another page's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.sources.matching import (
    Agreement,
    TitleLikeness,
    days_apart,
    outlet_agreement,
    published_by,
    title_likeness,
    title_similarity,
)
from auditor.sources.outlets import load_outlets
from tests.clock import least

BASE = "Council votes for new harbour bridge after long debate"


@pytest.mark.parametrize(
    ("other", "likeness"),
    [
        (BASE, "EQUAL"),
        ("COUNCIL VOTES FOR NEW HARBOUR BRIDGE AFTER LONG DEBATE", "EQUAL"),
        ("‘Council’ votes for new harbour bridge — after long debate!", "EQUAL"),
        (BASE + " | The Harbour Courier", "EQUAL"),
        (BASE + " - Tide News", "EQUAL"),
        (BASE + " | Politics | Tide", "EQUAL"),
        ("The council votes for a new harbour bridge after a long debate", "NEAR"),  # function words
        ("Council votes for new harbor bridge after long debate", "NEAR"),  # spelling
        ("Council voted for new harbour bridge after long debate", "NEAR"),  # form
        ("Watch: Council votes for new harbour bridge after long debate", "NEAR"),  # at the begin
        ("Council votes for new harbour bridge after long debate, mayor says", "NEAR"),  # at the end
        ("Council votes for new harbour…", "NEAR"),  # cut
        ("Council votes against new harbour bridge after long debate", "RELATED"),
        ("Council votes for new harbour tunnel after long debate", "RELATED"),
        ("Council votes for second harbour bridge after long debate", "RELATED"),
        ("Council votes for new harbour bridge before long debate", "RELATED"),
        ("Council never votes for new harbour bridge after long debate", "RELATED"),
        ("Bridge votes for new harbour council after long debate", "RELATED"),  # roles swapped
        ("Council votes for 2 new harbour bridges after long debate", "RELATED"),
        ("Weather for the weekend", "OTHER"),
        ("", "OTHER"),
        ("???", "OTHER"),
    ],
)
def test_titles(other: str, likeness: str) -> None:
    assert title_likeness(BASE, other) is TitleLikeness[likeness]
    assert title_likeness(other, BASE) is TitleLikeness[likeness]


@pytest.mark.parametrize(
    ("a", "b", "likeness"),
    [
        ("U.S. and EU agree on steel", "US and EU agree on steel", "NEAR"),
        ("G-20 ministers meet in Delhi for talks", "G20 ministers meet in Delhi for talks", "NEAR"),
        ("Two men held over harbour fire last night", "2 men held over harbour fire last night", "NEAR"),
        ("Sergei Orlov elected chair of harbour board", "Sergey Orlov elected chair of harbour board", "NEAR"),
        ("Austria wins the harbour regatta in the rain", "Australia wins the harbour regatta in the rain", "RELATED"),
        ("Man, 78, rescued from the harbour at night", "Man, 87, rescued from the harbour at night", "RELATED"),
        ("Day 12 of the harbour strike: talks resume", "Day 13 of the harbour strike: talks resume", "RELATED"),
    ],
)
def test_pairs(a: str, b: str, likeness: str) -> None:
    assert title_likeness(a, b) is TitleLikeness[likeness]


@given(st.text(max_size=120), st.text(max_size=120))
def test_title_comparison_is_symmetric_and_bounded(a: str, b: str) -> None:
    assert title_likeness(a, b) == title_likeness(b, a)
    assert 0 <= title_similarity(a, b) <= 1


def test_long_titles_cost_little() -> None:
    def compare() -> None:
        title_likeness("a | b - c " * 100_000, "x - y | z " * 100_000)
        title_likeness("word " * 200_000, "drow " * 200_000)

    assert least(compare, enough=1) < 1


class Registry:
    """Knows one outlet by two names and a domain."""

    def find(self, name: str) -> str | None:
        return "courier" if name.lower() in ("the harbour courier", "hc") else "wave" if name == "Wave" else None

    def by_domain(self, url_or_host: str) -> str | None:
        return "courier" if "hcourier.example" in url_or_host else None


@pytest.mark.parametrize(
    ("cited", "outlet", "url", "agreement"),
    [
        ("The Harbour Courier", "Harbour Courier", None, "AGREE"),
        ("Tide", "Tide News", None, "AGREE"),
        ("TIDE NEWS", "tide", None, "AGREE"),
        ("The Harbour Courier", None, "https://www.harbourcourier.example/a", "AGREE"),
        ("The Harbour Courier", None, "https://the-harbour-courier.example/a", "AGREE"),
        ("Tide", None, "https://news.tide.co.example/a", "AGREE"),
        ("KXYZ 8", None, "https://kxyz.example/a", "AGREE"),
        ("tide.example", None, "https://www.tide.example/a", "AGREE"),
        ("tide.example", "Tide", None, "DIFFER"),
        ("HC", None, "https://hcourier.example/a", "AGREE"),  # the registry knows
        ("HC", "The Harbour Courier", None, "AGREE"),
        ("HC", "Wave", "https://wave.example/a", "DIFFER"),
        ("HC", None, "https://far.example/a", "DIFFER"),
        ("Unknown Gazette", None, "https://far.example/a", "UNKNOWN"),
        ("Unknown Gazette", "Other Gazette", None, "DIFFER"),
        ("Unknown Gazette", None, None, "UNKNOWN"),
        (None, "Tide", None, "UNKNOWN"),
        ("", "Tide", None, "UNKNOWN"),
        ("Tide", None, "http://[broken", "UNKNOWN"),
        ("The News", None, "https://far.example/a", "UNKNOWN"),
    ],
)
def test_outlets(cited: str | None, outlet: str | None, url: str | None, agreement: str) -> None:
    assert outlet_agreement(cited, outlet, url, Registry()) is Agreement[agreement]


@pytest.mark.parametrize(
    ("cited", "outlet", "url", "its_own"),
    [
        ("HC", None, "https://www.hcourier.example/a", True),
        ("HC", "HC", "https://hcourier.example/a", True),
        ("The Harbour Courier", None, "https://harbourcourier.example/a", False),  # called like it, and not its domain
        ("The Harbour Courier", "The Harbour Courier", "https://far.example/a", False),  # says so itself
        ("The Harbour Courier", None, "https://harbourcourier.far.example/a", False),
        ("Tide", None, "https://www.tide.example/a", True),  # not in the registry: its domain is called like it
        ("Tide", None, "https://tide.far.example/a", False),
        ("Tide", "Tide", "https://far.example/a", True),
        ("tide.example", None, "https://news.tide.example/a", True),
        ("Tide", None, "http://[broken", False),
        ("HC", "HC", None, True),
    ],
)  # fmt: skip
def test_what_a_search_finds_is_an_outlet_s_by_its_domain(cited: str, outlet: str | None, url: str | None, its_own: bool) -> None:
    assert published_by(cited, outlet, url, Registry()) is its_own


@pytest.mark.parametrize(
    ("cited", "outlet", "url", "its_own"),
    [
        ("CBS Chicago", "CBS Chicago", "https://www.cbsnews.com/chicago/news/a", True),  # owned by CBS News and Stations
        ("CBS Chicago", None, "https://www.cbsnews.com/chicago/news/a", False),
        ("CBS Chicago", "CBS Chicago", "https://cbs-chicago.example/a", False),
        ("The Washington Post", "The Washington Post", "https://www.nytimes.com/a", False),
        ("The Washington Post", None, "https://washingtonpost.far.example/a", False),
        ("WaPo", None, "https://www.washingtonpost.com/a", True),
        ("BBC News", "BBC News", "https://www.npr.org/a", False),  # both are public
    ],
)  # fmt: skip
def test_with_the_registry_that_ships(cited: str, outlet: str | None, url: str, its_own: bool) -> None:
    assert published_by(cited, outlet, url, load_outlets()) is its_own


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [
        ("2031-05-06", "2031-05-06", 0), ("2031-05-06", "2031-05-07T23:00:00+02:00", 1), ("2031-05", "2031-05-31", 0), ("2031", "2031-12-31", 0),
        ("2031-12", "2032-01-02", 32), ("2031-05-06", None, None), (None, None, None), ("soon", "2031-05-06", None), ("6 May 2031", "2031-05-08", 2), ("Tue, 06 May 2031 10:00:00 GMT", "2031-05-06", 0), ("May 2031", "2031-05-06", 0), ("05/06/2031", "2031-05-06", None), ("2031-13-45", "2031-05-06", None), ("0000-01-01", "2031-01-01", None),
    ],
)  # fmt: skip
def test_days_apart(a: str | None, b: str | None, days: int | None) -> None:
    assert days_apart(a, b) == days
    assert days_apart(b, a) == days
