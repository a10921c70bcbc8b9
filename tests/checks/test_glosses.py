"""What is added in brackets to the sentences that a model reads: figures and dates in the claim's own words."""

from __future__ import annotations

import pytest

from auditor.checks.evidence import PageIndex
from auditor.checks.glosses import glosses_for
from auditor.checks.premise import write_premise
from auditor.checks.prepared import prepare
from auditor.records import Page

DAY = "2024-11-18"  # a Monday
TEXT = (
    "The ferry Halcyon was built in 2004 and carries 63 crew. On Friday it met a storm off Cape Torrin. "
    "Two days later it reached port. The crossing took 28 days and cost 1.6 million crowns. "
    "Of the 60 passengers 14 went ashore, and about 40 cabins were wet. A quarter of the cargo was lost. "
    "The captain had turned 31 before the storm and sailed 11 times since."
)


def _glossed(claim: str, text: str = TEXT) -> str:
    index = PageIndex(Page(text, published=DAY))
    return write_premise(index.find(prepare(claim, DAY))).text


@pytest.mark.parametrize(
    ("claim", "written"),
    [
        ("The Halcyon met a storm on 15 November.", "On Friday (15 November) it met a storm"),
        ("The ferry reached port on Sunday.", "Two days later (Sunday) it reached port"),
        ("The crossing took four weeks.", "28 days (four weeks)"),
        ("The crossing cost 1,600,000 crowns.", "1.6 million crowns (1,600,000 crowns)"),
        ("Just over 60 crew sail on the Halcyon.", "63 (Just over 60) crew"),
        ("The ferry lost 25 per cent of its cargo.", "A quarter (25 per cent) of the cargo"),
    ],
)
def test_the_same_in_other_words_is_told(claim: str, written: str) -> None:
    assert written in _glossed(claim)


@pytest.mark.parametrize(
    ("claim", "written"),
    [
        ("On board stayed 46 of the passengers.", "Of the 60 passengers 14 (hence 46) went ashore"),
        ("The ferry was twenty years old.", "built in 2004 (hence twenty years old)"),
    ],
)
def test_what_follows_from_two_figures_is_told(claim: str, written: str) -> None:
    assert written in _glossed(claim)


@pytest.mark.parametrize(
    "claim",
    [
        "The Halcyon met a storm on 16 November.",
        "The ferry reached port on Saturday.",
        "The crossing took five weeks.",
        "The crossing cost 1,700,000 crowns.",
        "Just over 70 crew sail on the Halcyon.",
        "The ferry lost 37 per cent of its cargo.",
        "On board stayed 47 of the passengers.",
        "The ferry was thirty years old.",
        "Exactly 40 cabins were wet.",  # the page says about
        "More than 39 cabins were wet.",  # about 40 may be fewer
        "The crossing took 28 days.",  # as the page writes it
        "The Halcyon met a storm in November.",  # a month is no day
    ],
)
def test_nothing_is_told_that_the_page_does_not_bear_out(claim: str) -> None:
    index = PageIndex(Page(TEXT, published=DAY))
    match = index.find(prepare(claim, DAY))
    assert not list(glosses_for(match, range(len(index.sentences))))


def test_places_are_the_pages_own() -> None:
    index = PageIndex(Page(TEXT, published=DAY))
    part = write_premise(index.find(prepare("The ferry met a storm on 15 November.", DAY)))
    at = part.text.index("met a storm")
    place = part.locate(at, at + len("met a storm"))
    assert place is not None and place.of(index.text) == "met a storm"
    told = part.text.index("15 November")
    assert part.locate(told, told + len("15 November")) is None


def test_a_weekday_without_a_day_to_count_from_is_left_alone() -> None:
    index = PageIndex(Page(TEXT))
    assert not list(glosses_for(index.find(prepare("The ferry met a storm on 15 November.")), range(7)))
