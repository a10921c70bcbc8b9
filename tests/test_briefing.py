"""Claims that rest on one unnamed voice, however many pages they cite, are said to."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor import Audit, Auditor

ARTICLE = """Vale and Marl to Share a Dam

The dam at Vale will be handed to a joint board before winter.[0] Marl pays two thirds of its upkeep.[1] A ferry will cross \
the lake on Sundays.[2]

0. “A board for the dam” Vale Post, 3 May 2031, https://valepost.example/board

1. “Marl pays for the dam” Marl Mail, 3 May 2031, https://marlmail.example/dam

2. “Lake plans” Isle Radio, 4 May 2031, https://isleradio.example/lake
"""
PAGES = {
    ("Vale Post", "A board for the dam", "https://valepost.example/board"): (
        "The talks ended after midnight in the old customs house.\n\nThe dam at Vale will be handed to a joint board before "
        "winter, a senior official who took part in the talks told reporters on condition of anonymity. Marl pays two "
        "thirds of its upkeep, the official said.\n\nCows grazed outside."
    ),
    ("Marl Mail", "Marl pays for the dam", "https://marlmail.example/dam"): (
        "Our town is getting half a dam. A senior official told reporters that the dam at Vale will go to a joint board "
        "before winter. Marl pays two thirds of its upkeep, said the official, who asked not to be named.\n\nThe mayor "
        "was seen humming."
    ),
    ("Isle Radio", "Lake plans", "https://isleradio.example/lake"): (
        "A ferry will cross the lake on Sundays, harbor master Tove Ahl said. It carries forty people and a goat."
    ),
}


def audit(folder: Path, pages: dict[tuple[str, str, str], str]) -> Audit:
    for n, ((outlet, title, url), text) in enumerate(pages.items()):
        head = f"URL: {url}\nTITLE: {title}\nOUTLET: {outlet}\nDATE: 2031-05-03\n\n"
        (folder / f"{n}.txt").write_text(head + text, encoding="utf-8")
    with Auditor(sources=[folder], offline=True) as auditor:
        return auditor.audit(ARTICLE.encode(), name="article.txt")


def test_the_pages_and_the_claims_that_rest_on_one_briefing_are_named(tmp_path: Path) -> None:
    (message,) = [f.message for f in audit(tmp_path, PAGES).findings if f.code == "PRV003"]
    assert message.startswith("[0] Vale Post and [1] Marl Mail rest on one unnamed voice (“a senior official")
    assert "2 cited sentences have nothing else behind them, the first is “The dam at Vale will be handed" in message
    assert "ferry" not in message


@pytest.mark.parametrize(
    "marl",
    [
        "Our town is getting half a dam. Ada Renn told reporters that the dam at Vale will go to a joint board before "
        "winter. Marl pays two thirds of its upkeep, she said.",
        "A senior official told reporters that herring licences cost twice as much from May. The official, who asked not "
        "to be named, hopes for calm seas and full nets.",
    ],
    ids=["a named voice", "another briefing"],
)
def test_a_named_voice_and_another_briefing_are_none(tmp_path: Path, marl: str) -> None:
    pages = {key: marl if key[0] == "Marl Mail" else text for key, text in PAGES.items()}
    assert not [f for f in audit(tmp_path, pages).findings if f.code == "PRV003"]


def test_on_the_seed_eight_pages_heard_one_official(shared: Path) -> None:
    seeds = shared / "seeds"
    with Auditor(sources=[seeds / "g20-sources"], offline=True) as auditor:
        found = auditor.audit(seeds / "004-aggregator-article.txt").findings
    (message,) = [f.message for f in found if f.code == "PRV003"]
    assert "[3] BBC" in message and "[8] POLITICO rest on one unnamed voice" in message
    assert "cited sentences have nothing else behind them" in message
