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
TEXT = """The ferry company said up to 70 deck jobs might go, although no captain would be dismissed before 2027. About 90 of
the deckhands marched through Velm in the rain. The owner had promised the pilot 60,000 crowns but paid only a third. Two
goals in the first half and two more in the second put Harn ahead. The new hull, valued at 3.2 million crowns, was towed in
on Tuesday. A tug from Orrel joined on Friday, after the harbour had called for help on Wednesday night. Crews found the
leak 12 centimetres below the deck. The yard needs four pumps, each of which costs about 9,000 crowns. The company doubled
its sales to 46 million crowns. At least 41 sheds were flooded in Lower Harn. The crossing lasted 195 seconds. The Heron 4
ferry carries the mail. The tariff rose to 40 crowns a month. Guests must be on board three hours before departure. The lounge
on Pier 3 is shut for three days. Rain of 212 millimetres fell in the valley. The wreck lay some 80 kilometres off the
coast, inside a closed zone. The lock at Harn left at 21:10, forty minutes behind the timetable."""


@pytest.fixture(scope="module")
def index() -> PageIndex:
    return PageIndex(Page(TEXT, title="Ferry jobs", published=DAY))


def found(index: PageIndex, claim: str) -> list[Found]:
    return list(numbers.find_numbers(View(index.find(prepare(claim, DAY)))))


@pytest.mark.parametrize(
    ("kind", "claim", "said", "written", "least"),
    [
        (K.NUMBER, "The ferry company said up to 90 deck jobs might go.", "up to 90", "up to 70", 0.6),
        (K.NUMBER, "Two goals in the first half and three more in the second put Harn ahead.", "three", "two", 0.6),
        (K.NUMBER, "The wreck lay in a closed zone roughly 50 kilometres from the coast.", "50", "80", 0.5),
        (K.NUMBER, "Guests must be on board five hours before departure.", "five hours", "three hours", 0.6),
        (K.UNIT, "Rain of 212 centimetres fell in the valley.", "212 centimetres", "212 millimetres", 0.6),
        (K.UNIT, "Guests must be on board three days before departure.", "three days", "three hours", 0.6),
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
        "About 90 deckhands marched in the rain.",  # the figure has a sentence of its own
        "The pilot got 20,000 crowns, a third of what the owner had promised.",
        "The owner kept back 40,000 crowns of what the pilot had been promised.",  # the other two thirds
        "The pumps for the yard cost some 36,000 crowns.",  # four at 9,000
        "The company used to have sales of 23 million crowns.",  # before they doubled
        "The hulls and the pumps are put at well over 3 million crowns in all.",
        "Upwards of three dozen sheds were flooded in Lower Harn.",
        "The crossing lasted three minutes and 15 seconds.",
        "The two ferries of the company carry the mail.",  # 4 is part of a name
        "The harbour called for help on the night of May 8, and the tug joined two days later.",
        "The tariff comes to 480 crowns a year.",
        "It should have left at half past eight.",  # 21:10 less forty minutes
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
