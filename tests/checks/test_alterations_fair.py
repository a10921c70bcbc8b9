"""Right claims that look wrong: of the rest, from the other end of a deed, on some Friday, by a title or an age."""

from __future__ import annotations

import pytest

from auditor.checks.alterations import find_alterations
from auditor.checks.alterations.base import View
from auditor.checks.evidence import PageIndex, prepare
from auditor.checks.features import CONTRADICTING
from auditor.records import Page

PAGE = """Justice Lena Marrow ruled on Monday that the lender comes first. Initials, the judge wrote, are not a receipt.
Two of the eleven wells in the valley have dried up since 2015. Ada Quill, who had bought the workshop from her uncle in
2009, wept. The film was first shown at a festival in Odern on 21 November 2014 and reached cinemas in February."""


def kinds(claim: str) -> set[str]:
    index = PageIndex(Page(PAGE, published="2023-07-03"))
    rated = find_alterations(View(index.find(prepare(claim, "2023-07-03"))))
    return {f.kind.value for f in rated if f.kind in CONTRADICTING and f.strength >= 0.3}


@pytest.mark.parametrize(
    "claim",
    [
        "Nine of the wells in the valley have not dried up since 2015.",
        "Ada Quill's uncle sold her the workshop in 2009.",
        "The film was first shown in Odern on a Friday.",
        "Lena Marrow wrote that initials are not a receipt.",
    ],
)
def test_a_right_claim_is_let_be(claim: str) -> None:
    assert kinds(claim) == set()


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("Nine of the eleven wells in the valley have dried up since 2015.", "number"),
        ("Two of the eleven wells in the valley have not dried up since 2015.", "negation"),
        ("Ada Quill, who had sold the workshop to her uncle in 2009, wept.", "antonym"),
        ("The film was first shown at a festival in Odern on a Monday.", "date"),
        ("The lender, Bram Oster wrote, comes first: initials are not a receipt.", "entity"),
    ],
)
def test_its_wrong_twin_is_told(claim: str, kind: str) -> None:
    assert kind in kinds(claim)
