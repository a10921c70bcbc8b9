"""Comparisons turned round, and those that only look so. Invented page."""

from __future__ import annotations

import pytest

from auditor.checks.alterations.base import Found, View
from auditor.checks.alterations.comparisons import find_comparisons
from auditor.checks.alterations.order import find_order
from auditor.checks.evidence import PageIndex, prepare
from auditor.records import DifferenceKind as K
from auditor.records import Page

TEXT = """The mill at Harn pays its spinners three times as much as its weavers. Engineer Tess Marsh said the basin at Velm
filled faster than the wardens had hoped. With 90 looms the mill at Orrel is bigger than any other on the upper river. The
swans came back to Velm two days earlier than the rangers thought. Inspectors noted 38 faults on the canal this year,
compared with 95 in 2019. The council counted 64 herons at the weir, up from nine last spring. The old weir is shorter than
the new lock. Rainfall in March was the highest in the valley since 1998. No baker in Velm works longer than Ivo Renn."""


@pytest.fixture(scope="module")
def index() -> PageIndex:
    return PageIndex(Page(TEXT, title="River", published="2024-05-16"))


def found(index: PageIndex, claim: str) -> list[Found]:
    return list(find_comparisons(View(index.find(prepare(claim, "2024-05-16")))))


@pytest.mark.parametrize(
    ("claim", "said", "written"),
    [
        (
            "The spinners of the mill at Harn are paid a third as much as its weavers.",
            "a third as much",
            "three times as",
        ),
        (
            "Tess Marsh said the basin at Velm filled more slowly than the wardens had hoped.",
            "more slowly",
            "faster than",
        ),
        (
            "The mill at Orrel, with 90 looms, is smaller than any other on the upper river.",
            "smaller",
            "bigger than",
        ),
        ("The swans came back to Velm two days later than the rangers thought.", "later than", "earlier than"),
        ("Inspectors noted more faults on the canal this year than they did in 2019.", "more", "38 faults"),
        ("The council counted fewer herons at the weir than it had last spring.", "fewer", "64 herons"),
        ("The new lock is shorter than the old weir.", "shorter than", "shorter than"),
        ("In the valley the rainfall of March was lower than in any month since 1998.", "lower than", "highest"),
    ],
    ids=lambda v: v[:30],
)
def test_a_comparison_turned_round(index: PageIndex, claim: str, said: str, written: str) -> None:
    best = max(found(index, claim), key=lambda f: f.strength)
    assert best.kind is K.COMPARATOR
    assert best.difference.claim.startswith(said)
    assert str(best.difference.source).startswith(written)
    assert best.strength >= 0.4


@pytest.mark.parametrize(
    "claim",
    [
        "The weavers of the mill at Harn are paid a third as much as its spinners.",
        "The wardens had hoped that the basin at Velm would fill more slowly than it did.",
        "No other mill on the upper river is bigger than the one at Orrel.",
        "Inspectors noted fewer faults on the canal this year than they did in 2019.",
        "In 2019 the canal had more faults than this year, inspectors noted.",
        "The new lock is longer than the old weir.",
        "The old weir is less than a mile from the new lock.",  # compares no two things
        "Ivo Renn works longer than any other baker in Velm.",
        "The council counted more than 60 herons at the weir.",
    ],
    ids=lambda v: v[:30],
)
def test_the_same_comparison_in_other_words(index: PageIndex, claim: str) -> None:
    assert [(f.rule, f.difference.claim, f.difference.source) for f in found(index, claim)] == []


def test_later_than_expected_puts_no_events_in_order(index: PageIndex) -> None:
    claim = "The swans came back to Velm two days later than the rangers thought."
    assert list(find_order(View(index.find(prepare(claim, "2024-05-16"))))) == []
