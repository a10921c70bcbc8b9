"""Lost hedges and parts made wholes: named where the claim asserts more than the page, silent where it does not."""

from __future__ import annotations

import pytest

from auditor.checks.alterations import find_alterations
from auditor.checks.alterations.base import View
from auditor.checks.evidence import PageIndex, prepare
from auditor.records import DifferenceKind, Page

TEXT = """The ferry line might resume its night sailings in May if the new engine arrives, director Pia Holm said. The
repair plan lists eleven defects. An early notice is expected this week, and a complete one may run to three hundred
pages. The crew could perhaps go home on Friday if the fog lifts. Holm said the line would publish its accounts in June.
Two of the company's boats appear on the list of old ships. Passengers from Lund complained about the noise. Tickets
went up at the three piers of the bay. A kiosk sells tea. The owner is a widow. Both harbours are closed in winter."""


@pytest.fixture(scope="module")
def page() -> PageIndex:
    return PageIndex(Page(TEXT, title="Night ferry may return", published="2024-05-06"))


def overstated(page: PageIndex, claim: str) -> list[tuple[str, float]]:
    view = View(page.find(prepare(claim, "2024-05-06")))
    return [
        (f.difference.claim, f.strength) for f in find_alterations(view) if f.kind is DifferenceKind.OVERSTATED
    ]


def lost(page: PageIndex, claim: str) -> list[tuple[str, str | None, float]]:
    view = View(page.find(prepare(claim, "2024-05-06")))
    return [
        (f.difference.claim, f.difference.source, f.strength)
        for f in find_alterations(view)
        if f.kind is DifferenceKind.HEDGE_LOST
    ]


@pytest.mark.parametrize(
    ("claim", "said", "written"),
    [
        ("The crew would go home on Friday if the fog lifts.", "go", "could perhaps go"),  # both have the "if"
        ("The preliminary notice is due soon; the complete one will run to 300 pages.", "will run", "may run"),
        (
            "The ferry line will resume its night sailings in May if the new engine arrives.",
            "will resume",
            "might resume",
        ),
    ],
)
def test_a_lost_hedge_is_named(page: PageIndex, claim: str, said: str, written: str) -> None:
    found = lost(page, claim)
    assert found and said in found[0][0] and written in str(found[0][1])


@pytest.mark.parametrize(
    "claim",
    [
        "The repair plan lists eleven defects.",  # a plan is a thing here
        "Two boats of the company are on the list of old ships.",  # they appear on it
        "Holm said the line will publish its accounts in June.",  # "would" of reported speech
        "The ferry line may resume its night sailings in May.",
        "It is possible that the crew can go home on Friday.",
    ],
)
def test_no_hedge_is_lost(page: PageIndex, claim: str) -> None:
    assert lost(page, claim) == []


def test_words_beside_make_it_surer(page: PageIndex) -> None:
    close = lost(page, "The crew go home on Friday if the fog lifts.")
    far = lost(page, "Sailors have reason to go, by Friday's account, wherever they came from, to a different house.")
    assert close and (not far or close[0][2] > far[0][2] + 0.2)


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("All passengers from Lund complained about the noise.", "All passengers"),
        ("Tickets went up at every pier of the bay.", "every pier"),
    ],
)
def test_a_part_made_a_whole_is_named(page: PageIndex, claim: str, said: str) -> None:
    found = overstated(page, claim)
    assert found and found[0][0] == said and found[0][1] > 0.4


@pytest.mark.parametrize(
    "claim",
    [
        "Tickets went up at all three piers of the bay.",  # no more than the page counts
        "All harbours are closed in winter.",  # both are all
        "Passengers from Lund did not like the noise at all.",
    ],
)
def test_no_part_is_made_a_whole(page: PageIndex, claim: str) -> None:
    assert overstated(page, claim) == []
