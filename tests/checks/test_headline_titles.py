"""Cited titles against page titles, and a headline against the titles it rests on."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.checks.headline import compare_titles, headline_against_titles
from auditor.checks.headline.names import bare
from auditor.records import DifferenceKind, TitleKind
from tests.clock import least

CASES = Path(__file__).parent / "cases" / "titles.jsonl"


def _cases() -> list[dict[str, str]]:
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


def test_cases_hold_their_floors() -> None:
    cases = _cases()
    hits = Counter(c["label"] for c in cases if compare_titles(c["cited_title"], c["page_title"]).kind == c["label"])
    totals = Counter(c["label"] for c in cases)
    assert len(cases) >= 160
    for label, floor in {
        "same": 1,
        "punctuation_only": 1,
        "shortened": 0.95,
        "updated": 0.85,
        "altered_meaning": 0.9,
    }.items():
        assert hits[label] / totals[label] >= floor, label
    assert hits["different_article"] / totals["different_article"] >= 0.9


# cited, page, kind, words the reason names
PAIRS = [
    ("Ferry fire kills 12", "Ferry fire kills 15", "updated", "12"),
    ("Ferry fire kills 12", "Ferry fire kills 21", "altered_meaning", "21"),  # digits exchanged: a slip, not a new toll
    ("Regulator gave firm 40 weeks", "Regulator gave firm 4 weeks", "altered_meaning", "40"),
    ("Strike enters second day", "Strike enters fifth day", "updated", "second"),
    ("Mayor cleared of fraud", "Mayor not cleared of fraud", "altered_meaning", "denies"),
    ("Union sues port", "Port sues union", "altered_meaning", "sues"),
    ("Bank hid losses", "Bank hid losses, auditor claims", "altered_meaning", "door"),
    ("Vaccine protects infants", "Vaccine may protect infants", "altered_meaning", "certainty"),
    ("Some shops to close", "All shops to close", "altered_meaning", "how many"),
    ("Girl missing on Mount Harl", "Missing girl found on Mount Harl", "updated", "search"),
    ("Court to rule on quota", "Court strikes down quota", "updated", "stage"),
    ("Butter runs short", "Sugar runs short", "different_article", "Butter"),
    ("Dam owner fined", "Dam owner fined 310,000 crowns over dead trout", "shortened", "beginning"),
    ("Gull Island short of bread…", "Gull Island short of bread as ferries stand idle", "shortened", "beginning"),
]


@pytest.mark.parametrize(("cited", "page", "kind", "said"), PAIRS)
def test_kinds_and_their_reasons(cited: str, page: str, kind: str, said: str) -> None:
    check = compare_titles(cited, page)
    assert check.kind == kind
    assert said in check.why


@pytest.mark.parametrize(
    "page",
    [
        "Rail link delayed | The Fell Courier",
        "Rail link delayed - Fell Courier",
        "Rail link delayed – courier.example",
        "LIVE: Rail link delayed",
        "Rail link delayed (video)",
        "Opinion | Rail link delayed",
        "RAIL LINK DELAYED — live updates",
    ],
)
def test_outlets_and_section_labels_are_left_out(page: str) -> None:
    assert compare_titles("Rail link delayed", page).kind is TitleKind.SAME


def test_a_dash_inside_a_title_is_no_outlet() -> None:
    assert bare("Talks collapse - island short of bread") == "Talks collapse - island short of bread"


@pytest.mark.parametrize(("cited", "page"), [("", "A title"), ("A title", ""), ("", ""), (" ", "|")])
def test_empty_titles(cited: str, page: str) -> None:
    check = compare_titles(cited, page)
    assert check.kind is TitleKind.DIFFERENT_ARTICLE and check.similarity == 0 and check.why


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_titles_compare(cited: str, page: str) -> None:
    check = compare_titles(cited, page)
    assert 0 <= check.similarity <= 1 and check.why


@settings(max_examples=50, deadline=None)
@given(st.from_regex(r"[A-Za-z]{2,9}( [a-z]{2,9}){1,8}", fullmatch=True))
def test_a_title_is_itself(title: str) -> None:
    check = compare_titles(title, f"  {title.upper()} ")
    assert check.kind is TitleKind.SAME and check.similarity == 1


@pytest.mark.parametrize("piece", ["word ", "- ", "| ", "a", "“x” ", "12 ", ": "])
def test_a_megabyte_of_title(piece: str) -> None:
    title = piece * (1_000_000 // len(piece))

    def compare() -> None:
        compare_titles(title, title[5:] + " more")
        headline_against_titles(title, [(1, title), (2, "Second fire in Norra kills 4")])

    assert least(compare, enough=2) < 2


# --- a headline against the titles it rests on ------------------------------------------------------------------


def test_a_rank_that_the_cited_titles_give_otherwise() -> None:
    titles = [
        (0, "Envoys of Lorn and Tarsis hold first talks since the blockade"),
        (1, "Lorn and Tarsis meet for the first time since blockade"),
        (2, "Blockade of Tarsis: how it began"),
        ("a", "Harvest festival draws record crowd"),
    ]
    conflicts = headline_against_titles("Lorn and Tarsis Hold Second Talks Since Blockade", titles)
    assert [(c.kind, c.headline.lower(), c.title.lower()) for c in conflicts] == [
        (DifferenceKind.ORDER, "second", "first")
    ]
    assert conflicts[0].references == (0, 1)
    assert "second" in conflicts[0].why.lower() and "[0], [1]" in conflicts[0].why


@pytest.mark.parametrize(
    ("headline", "title", "kind"),
    [
        ("Ferry fire off Anselm kills 12 sailors", "Ferry fire off Anselm: 9 sailors dead", DifferenceKind.NUMBER),
        ("Norra court did not warn mine owner", "Norra court warned mine owner", DifferenceKind.NEGATION),
        ("Norra court upholds mine owner's appeal", "Norra court rejects mine owner's appeal", DifferenceKind.ANTONYM),
    ],
)
def test_other_conflicts(headline: str, title: str, kind: DifferenceKind) -> None:
    assert kind in {c.kind for c in headline_against_titles(headline, [(3, title)])}


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        ("Second fire in Norra this week", "First snow falls on Lidd"),  # another matter
        ("First meeting since war, second this year", "First meeting of envoys since war"),
        ("Ferry fire kills 12", "Ferry fire kills 12 off Anselm"),
        ("Norra bans dogs from park", "Norra bans dogs from park, cats may stay"),
        ("", "Norra bans dogs from park"),
        ("Norra bans dogs from park", ""),
    ],
)
def test_no_conflict(headline: str, title: str) -> None:
    assert headline_against_titles(headline, [(1, title)]) == []


def test_the_seed_article_says_second_where_its_titles_say_first(shared: Path) -> None:
    text = (shared / "seeds" / "004-aggregator-article.txt").read_text("utf-8")
    titles = [(int(number), title) for number, title in re.findall(r"(?m)^(\d)\. “(.+?)” ", text)]
    conflicts = headline_against_titles(text.split("\n")[0], titles)
    assert len(conflicts) == 1
    assert (conflicts[0].headline.lower(), conflicts[0].title.lower()) == ("second", "first")
    assert len(conflicts[0].references) == 7
