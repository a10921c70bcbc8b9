"""Opposite verbs in another order or voice, and denials of a whole clause; and the same thing said fairly let be."""

from __future__ import annotations

import pytest

from auditor import lexicon
from auditor.checks.alterations.base import Found, View
from auditor.checks.alterations.denials import find_denials
from auditor.checks.alterations.polarity import find_polarity
from auditor.checks.evidence import PageIndex, prepare
from auditor.records import Page

TEXT = """The Seed Board released 400 tonnes of barley from the northern store on 3 April. The guild of millers turned down
a request for longer opening hours at the weir. Two barges of the line were not repaired before the thaw. The town
lowered the ferry toll for pupils. Growers welcomed the new scale. A buyer from Orm sold the last of the rye."""


def found(claim: str) -> list[Found]:
    index = PageIndex(Page(TEXT, title="Barley", published="2024-05-16"))
    view = View(index.find(prepare(claim, "2024-05-16")))
    return [*find_denials(view), *find_polarity(view)]


@pytest.mark.parametrize(
    ("claim", "rule", "said", "source"),
    [
        (
            "Barley, 400 tonnes of it, was withheld by the Seed Board in the northern store on 3 April.",
            "antonym_loose",
            "withheld",
            "released",
        ),
        ("The guild of millers granted a request for longer opening hours.", "antonym", "granted", "turned"),
        ("Two barges of the line were repaired before the thaw.", "negation", "repaired", "not repaired"),
    ],
)
def test_opposites_are_told(claim: str, rule: str, said: str, source: str) -> None:
    told = [f for f in found(claim) if f.rule == rule]
    assert [(f.difference.claim, f.difference.source) for f in told] == [(said, source)]
    assert told[0].strength >= 0.5


@pytest.mark.parametrize(
    "claim",
    [
        "From the northern store 400 tonnes of barley were released by the Seed Board on 3 April.",
        "The millers' guild refused a request for longer opening hours.",
        "The last of the rye was bought from a buyer from Orm.",
        "Before the thaw two barges of the line went without repair.",
    ],
)
def test_the_same_thing_is_let_be(claim: str) -> None:
    assert [(f.rule, f.difference.claim) for f in found(claim) if f.strength >= 0.4] == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("granted", "turn down"),
        ("confirmed", "revoked"),
        ("creates", "axe"),
        ("mocked", "praised"),
        ("fined", "acquitted"),
    ],
)
def test_opposed_in_the_lexicon(a: str, b: str) -> None:
    assert lexicon.are_antonyms(a, b) and lexicon.are_antonyms(b, a)


@pytest.mark.parametrize(
    ("page", "claim"),
    [
        ("Mara Holm scored the winner in the cup tie. It was her first goal of the season.", "Mara Holm had not scored before in the season."),
        ("The mill refused to pay more for rye. The fund of the guild pays for the weir.", "The mill would not pay more for rye."),
        ("Hal Drue had wanted the player for months. Drue did not plan to buy anyone else this year.", "Hal Drue was not planning to buy more players this year."),
        ("One member of the board, Hal Drue, opposed the toll but supported lower fares.", "The only member of the board to vote no supported lower fares."),
        ("The board looked at the night boats; no clear fault was found in them.", "The board failed to find a clear fault in the night boats."),
    ],
)  # fmt: skip
def test_a_denial_that_the_page_makes_otherwise_is_let_be(page: str, claim: str) -> None:
    view = View(PageIndex(Page(page, published="2024-05-16")).find(prepare(claim, "2024-05-16")))
    assert [(f.difference.claim, f.difference.source) for f in find_denials(view) if f.rule == "negation"] == []
