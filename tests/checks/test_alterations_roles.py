"""Doer and sufferer exchanged where one of them is a phrase or a pronoun; and the same deed told fairly let be."""

from __future__ import annotations

import pytest

from auditor.checks.alterations.base import View
from auditor.checks.alterations.parties import head_of, parties_of, suffers
from auditor.checks.alterations.roles import find_roles
from auditor.checks.evidence import PageIndex, prepare
from auditor.checks.reading import read_text
from auditor.records import Page

TEXT = """The ferry Solveig left Harn at noon. A tug of the port had towed a barge from Oskar Bay into the channel. Her pilot,
Mats Ekker, was late. His brother warned him about the sandbank before the tide turned. The first cabin was cleared in
May. Ekker told detectives that Ruud had lent him nine hundred crowns for a boat."""


def rules(claim: str) -> list[str]:
    index = PageIndex(Page(TEXT, title="The ferry", published="2024-05-16"))
    return [f.rule for f in find_roles(View(index.find(prepare(claim, "2024-05-16"))))]


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        ("A barge from Oskar Bay had towed a tug of the port into the channel.", "role_crossed"),
        ("Mats Ekker warned his brother about the sandbank before the tide turned.", "role_side"),
        ("It was Ekker, by his own account to detectives, who had lent Ruud nine hundred crowns.", "role_side"),
    ],
)
def test_sides_exchanged(claim: str, rule: str) -> None:
    assert rules(claim) == [rule]


@pytest.mark.parametrize(
    "claim",
    [
        "A barge from Oskar Bay had been towed into the channel by a tug of the port.",
        "A tug of the port had towed a barge from Oskar Bay into the channel.",
        "Mats Ekker was warned by his brother about the sandbank before the tide turned.",
        "His brother warned Ekker about the sandbank before the tide turned.",
        "The pilot was warned about the sandbank.",
        "Ruud had lent Ekker nine hundred crowns for a boat.",
        "Workers cleared the first cabin in May.",
    ],
)
def test_the_same_deed_is_let_be(claim: str) -> None:
    assert rules(claim) == []


def test_head_and_passive() -> None:
    reading = read_text("The crew of the harbour were fined in June.")
    crew, harbour = parties_of(reading)
    assert head_of(reading, [crew, harbour], harbour) is crew and head_of(reading, [crew, harbour], crew) is crew
    fined = next(w.at for w in reading.words if w.norm == "fined")
    assert suffers(reading, fined)
    told = read_text("The crew were fined by the harbour.")
    assert not suffers(told, next(w.at for w in told.words if w.norm == "fined"))
