"""Verdicts, with an invented page."""

from __future__ import annotations

import pytest

from auditor.checks.evidence import PageIndex
from auditor.checks.scorers import LexicalScorer
from auditor.checks.support import check_support
from auditor.records import Page, Verdict

TEXT = """The Ostrava Street footbridge in Velm reopened on Monday after 14 months of repairs that cost 3.2 million euros.
Mayor Ines Carrow said the work had been slowed by a strike at the steelworks. "We opened late, but we opened safely," she
said. The contractor, Brask and Sons, rejected a claim that it had used untested bolts. About 900 people cross the bridge
each day, and the council may add lights in the autumn."""


@pytest.fixture(scope="module")
def index() -> PageIndex:
    return PageIndex(Page(TEXT, title="Footbridge reopens", published="2024-05-16"))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("About 900 people cross the bridge each day.", Verdict.SUPPORTED),
        ("The repairs cost 3.2 million euros and took 14 months.", Verdict.SUPPORTED),
        ("The opera house has hired a new conductor from Lisbon.", Verdict.NOT_IN_SOURCE),
    ],
)
def test_verdict(index: PageIndex, claim: str, verdict: Verdict) -> None:
    check = check_support(claim, index, scorer=LexicalScorer())
    assert check.verdict is verdict
    assert check.confidence is not None
    assert check.support is not None
    assert 0 <= check.confidence <= 1
    for passage in check.evidence:
        assert TEXT[passage.start : passage.end] == passage.text
    assert bool(check.evidence) == (verdict is not Verdict.NOT_IN_SOURCE)


def test_nothing_to_judge(index: PageIndex) -> None:
    assert check_support("...", index, scorer=LexicalScorer()).verdict is Verdict.NOT_IN_SOURCE
    empty = check_support("A claim.", PageIndex(Page("")), scorer=LexicalScorer())
    assert (empty.verdict, empty.confidence) == (Verdict.SOURCE_UNAVAILABLE, None)
