"""Telling languages apart, in running text and in headlines, which have few of the words that tell."""

from __future__ import annotations

import pytest

from auditor.checks.language import guess_language

BODY = "The weir at Tarrow will take until November to rebuild, the board said, and it was not the first of its delays."


@pytest.mark.parametrize(
    "headline",
    [
        "Two Men Held Over Fire",
        "Judge Throws Out Suit Over Noisy Frogs",
        "No Heir Found, Wick Chemist Gives Up",
        "Bread Van First Across New Bridge",
        "Straw Hat Stolen From Museum",
        "Sin Tax Passed After Long Debate",
    ],
)
def test_english_headlines_are_in_no_other_language(headline: str) -> None:
    assert guess_language(headline) in (None, "en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BODY, "en"),
        ("La presa de Tarrow seguirá cerrada hasta noviembre", "es"),
        ("Das Wehr bleibt bis November geschlossen, und die Fähre fährt nicht", "de"),
        ("تأخير السد حتى نوفمبر", "ar"),
        ("", None),
        ("Fire", None),
    ],
)
def test_languages(text: str, code: str | None) -> None:
    assert guess_language(text) == code
