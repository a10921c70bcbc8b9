"""Dates: another in the same place, and what stays silent. Invented page, published on a Thursday."""

from __future__ import annotations

import pytest

from auditor.checks.alterations.base import Found, View
from auditor.checks.alterations.dates import find_dates
from auditor.checks.evidence import PageIndex, prepare
from auditor.records import Page

DAY = "2024-05-16"
TEXT = """Guests from Harn will open the fair on Tuesday, and the brass band plays in Orrel the next day. The first mate
confessed to the theft in March and waits for a judge. The port office called the claim unfounded: its letters had left
the building on Apr. 28. The old quay (1911-2019) was sold in 2006, and its crane was moved in 2011. The trust leased the crane from
a bank in 2014. Divers from Velm checked the gates of the old lock on Friday; on Saturday the basin was filled again. The yard opened on 15 April."""


@pytest.fixture(scope="module")
def index() -> PageIndex:
    return PageIndex(Page(TEXT, title="Quay", published=DAY))


def found(index: PageIndex, claim: str) -> list[Found]:
    return list(find_dates(View(index.find(prepare(claim, DAY)))))


@pytest.mark.parametrize(
    ("claim", "said", "written"),
    [
        (
            "The fair will be opened by guests from Harn on Wednesday, and the brass band plays in Orrel.",
            "Wednesday",
            "Tuesday",
        ),
        ("The mate owned up to theft in April and still waits for a judge.", "April", "March"),
        (
            "The port office found the claim unfounded, as its letters were posted on Apr. 25.",
            "Apr. 25",
            "Apr. 28",
        ),
        ("The old quay was sold in 2004, and its crane was moved in 2011.", "2004", "2006"),  # within 1911-2019
    ],
    ids=lambda v: v[:30],
)
def test_another_date_in_the_same_place(index: PageIndex, claim: str, said: str, written: str) -> None:
    best = max(found(index, claim), key=lambda f: f.strength)
    assert best.difference.claim.startswith(said)
    assert str(best.difference.source).startswith(written)
    assert best.strength >= 0.45


@pytest.mark.parametrize(
    "claim",
    [
        "The brass band plays in Orrel on Wednesday, after guests from Harn have opened the fair.",  # the next day
        "The mate was charged before April.",
        "The letters of the port office left the building on the last Sunday of April.",
        "The basin of the lock was filled on Saturday.",
        "The yard opened on 15 April 2021.",  # the page leaves the year open
        "The trust leased the crane of the old quay in 2014.",
    ],
    ids=lambda v: v[:30],
)
def test_what_the_page_bears_out_is_left_alone(index: PageIndex, claim: str) -> None:
    assert [(f.rule, f.difference.claim, f.difference.source) for f in found(index, claim) if f.strength >= 0.4] == []
