"""Odd digits, letters and ends in a claim or on a page: each is read, or left out, and none stops the audit."""

from __future__ import annotations

import pytest

from auditor.checks.evidence import PageIndex
from auditor.checks.scorers import load_scorer
from auditor.checks.support import check_support
from auditor.dates import parse_dates
from auditor.quantities import parse_quantities
from auditor.records import DifferenceKind, Page, Verdict
from auditor.text import fold, split_sentences, tokenize
from tests.clock import growth

ODD = [
    "The harbour was bought by Acme Inc. —",
    "The harbour was bought by Acme Co. “",
    "In 1994 the harbour opened; ſix years later the mayor resigned.",
    "The harbour began on 27 March 1994, ſix days after the roof fell.",
    "The harbour cost 5 to zero and a half million dollars.",
    "The harbour cost one " + "hundred " * 155 + "dollars.",
    "The harbour cost from 10 to " + "9" * 298 + " trillion dollars.",
    "The harbour took " + "0" * 4301 + " thirds of it.",
    "The harbour opens again on 29 February.",
]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_text_is_judged_on_either_side(odd: str) -> None:
    scorer = load_scorer("lexical")
    plain = "The harbour opened on 3 April 1994 and cost 7 million dollars."
    for claim, page in ((odd, plain), (plain, f"{odd} Ships pass by day and night."), (plain, odd)):
        index = PageIndex(Page(page, published="2026-02-28"))
        assert check_support(claim, index, scorer=scorer, claim_date="2026-02-28").verdict in Verdict


@pytest.mark.parametrize("end", [" -", " —", " “", " (", ""])
def test_a_mark_after_an_abbreviation_may_be_the_end(end: str) -> None:
    text = f"The mill belongs to Acme Inc.{end}"
    assert "".join(span.of(text) for span in split_sentences(text)).replace(" ", "") == text.replace(" ", "")


def test_places_are_true_after_a_letter_that_is_two_in_lower_case() -> None:
    text = "İstanbul and İzmir paid 5 million dollars on 3 May 2024 in all"
    assert len(fold(text).lower()) == len(text)
    assert [found.text for found in parse_quantities(text)][:1] == ["5 million dollars"]
    assert [found.text for found in parse_dates(text)] == ["3 May 2024"]
    page = Page("In İstanbul, İzmir and İznik the new bridge over the strait cost 5 million dollars. Ships pass.")
    checked = check_support(
        "The new bridge over the strait cost 7 million dollars.", PageIndex(page), scorer=load_scorer("lexical")
    )
    (found,) = [d for d in checked.differences if d.kind is DifferenceKind.NUMBER]
    assert (found.claim, found.source) == ("7 million dollars", "5 million dollars")


def test_letters_with_stops_are_read_in_linear_time() -> None:
    assert growth(lambda count: list(tokenize("A." * count + "B")), 5000, 20000, enough=8, shortest=0.01) < 8
