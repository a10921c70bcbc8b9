"""Figures: what another figure in the same place says, and what follows from the page's own. Invented page."""

from __future__ import annotations

import pytest

from auditor.checks.alterations import numbers
from auditor.checks.alterations.base import Found, View
from auditor.checks.alterations.derived import is_worked_out
from auditor.checks.evidence import PageIndex, prepare
from auditor.quantities import parse_quantities
from auditor.records import DifferenceKind as K
from auditor.records import Page

DAY = "2024-05-16"  # a Thursday
TEXT = """The ferry firm may sell up to 70 of its moorings, its owner told the council in Velm. Some 90 boatmen signed a letter
to the mayor. The owner had owed the pilot 60,000 crowns and settled a third of the debt. Harn gained two seats in the
north and two more in the south at the last vote. The new hull, worth 3.2 million crowns, was towed in on Tuesday. A tug
from Orrel came on Friday; the harbour had asked for it on Wednesday. Crews found the leak 12 centimetres below the deck.
The yard needs four pumps, each of which costs about 9,000 crowns. The company doubled its sales to 46 million crowns. At
least 41 sheds were flooded in Lower Harn. The crossing lasted 195 seconds. The Heron 4 ferry carries the mail. The tariff
rose to 40 crowns a month. Anglers must leave the pier two hours before sunset. The lounge on Pier 2 is shut for two days.
Snow of 168 millimetres fell in the valley. The wreck rests roughly 80 kilometres south of the cape, in deep water. The last
boat cast off at 20:20, fifty minutes late."""


@pytest.fixture(scope="module")
def index() -> PageIndex:
    return PageIndex(Page(TEXT, title="Ferry jobs", published=DAY))


def found(index: PageIndex, claim: str) -> list[Found]:
    return list(numbers.find_numbers(View(index.find(prepare(claim, DAY)))))


@pytest.mark.parametrize(
    ("kind", "claim", "said", "written", "least"),
    [
        (K.NUMBER, "The ferry firm may sell up to 90 of its moorings.", "up to 90", "up to 70", 0.6),
        (
            K.NUMBER,
            "At the last vote Harn gained two seats in the north and three more in the south.",
            "three",
            "two",
            0.6,
        ),
        (K.NUMBER, "The wreck rests some 50 kilometres south of the cape.", "50", "80", 0.5),
        (K.NUMBER, "Anglers must leave the pier five hours before sunset.", "five hours", "two hours", 0.6),
        (K.UNIT, "Snow of 168 centimetres fell in the valley.", "168 centimetres", "168 millimetres", 0.6),
        (K.UNIT, "Anglers must leave the pier two days before sunset.", "two days", "two hours", 0.6),
        (K.UNIT, "The tariff rose to 40 crowns a week.", "40 crowns a week", "40 crowns a month", 0.6),
    ],
    ids=lambda v: str(v)[:40],
)
def test_another_figure_in_the_same_place(
    index: PageIndex, kind: K, claim: str, said: str, written: str, least: float
) -> None:
    mine = [f for f in found(index, claim) if f.kind is kind]
    assert mine, claim
    best = max(mine, key=lambda f: f.strength)
    assert said in best.difference.claim
    assert best.difference.source is not None
    assert written in best.difference.source
    assert best.strength >= least


@pytest.mark.parametrize(
    "claim",
    [
        "A letter to the mayor was signed by some 90 boatmen.",  # the figure has a sentence of its own
        "The pilot got 20,000 crowns, a third of what the owner had owed.",
        "The owner kept back 40,000 crowns of what the pilot was owed.",  # the other two thirds
        "The pumps for the yard cost some 36,000 crowns.",  # four at 9,000
        "The company used to have sales of 23 million crowns.",  # before they doubled
        "The hulls and the pumps are put at well over 3 million crowns in all.",
        "Upwards of three dozen sheds were flooded in Lower Harn.",
        "The crossing lasted three minutes and 15 seconds.",
        "The two ferries of the company carry the mail.",  # 4 is part of a name
        "The harbour asked for a tug on May 8, and it came from Orrel two days later.",
        "The tariff comes to 480 crowns a year.",
        "The last boat was to cast off at half past seven.",  # 20:20 less fifty minutes
    ],
    ids=lambda v: v[:40],
)
def test_what_follows_from_the_page_is_left_alone(index: PageIndex, claim: str) -> None:
    assert [(f.rule, f.difference.claim, f.difference.source) for f in found(index, claim)] == []


@pytest.mark.parametrize(
    ("text", "figure", "follows"),
    [
        ("It sold 900 boats, two thirds of them abroad.", "600", True),
        ("It sold 900 boats, two thirds of them abroad.", "300", True),
        ("It sold 900 boats, two thirds of them abroad.", "500", False),
        ("Fares rose by 25 percent to 50 crowns.", "40 crowns", True),
        ("Fares rose by 25 percent to 50 crowns.", "45 crowns", False),
        ("It sold 900 boats, three times as many as before.", "300", True),
        ("It needs four pumps, each of which costs 9,000 crowns.", "36,000 crowns", True),
        ("It needs four pumps and paid 9,000 crowns for its flag.", "36,000 crowns", False),
        ("The toll is 40 crowns a month.", "480 crowns", True),
        ("The council gave 500 crowns, and the guild the same sum.", "1,000 crowns", True),
        ("The club won by 8 votes to 5.", "three", True),
        ("The lease runs for 15 years, six more than the last.", "nine years", True),
        ("The lease runs for 15 years, six more than the last.", "eight years", False),
        ("Of the 94 sheds 61 stood and 12 leaked.", "21", True),
        ("Water runs for six hours a day.", "18 hours", True),
    ],
)
def test_what_can_be_worked_out(text: str, figure: str, follows: bool) -> None:
    assert is_worked_out(PageIndex(Page(text)), parse_quantities(figure)[0], 0) is follows
