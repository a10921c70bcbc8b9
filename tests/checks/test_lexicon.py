"""Base forms, opposites, synonyms, kinds and names."""

from __future__ import annotations

import pytest

from auditor import lexicon


@pytest.mark.parametrize(
    ("word", "base"),
    [("rose", "rise"), ("stopped", "stop"), ("cities", "city"), ("women", "woman"), ("founded", "found"), ("cutting", "cut")],
)
def test_base_form(word: str, base: str) -> None:
    assert base in lexicon.lemmas(word)


def test_found_is_two_words() -> None:
    assert set(lexicon.lemmas("found")) == {"find", "found"}


@pytest.mark.parametrize(
    ("a", "b", "opposite"),
    [
        ("accepted", "rejected", True),
        ("rose", "fell", True),
        ("accepted", "turn down", True),
        ("unhurt", "hurt", True),
        ("legal", "illegal", True),
        ("approved", "disapproved", True),
        ("before", "after", True),
        ("rejected", "refused", False),
        ("accepted", "accept", False),
        ("tunnel", "bridge", False),
        ("import", "port", False),
        ("discover", "cover", False),
        ("increase", "crease", False),
    ],
)
def test_antonyms(a: str, b: str, opposite: bool) -> None:
    assert lexicon.are_antonyms(a, b) is opposite
    assert lexicon.are_antonyms(b, a) is opposite


def test_synonyms_and_families() -> None:
    assert lexicon.are_synonyms("founded", "established")
    assert lexicon.are_synonyms("purchased", "buys")
    assert not lexicon.are_synonyms("tunnel", "budget")
    assert lexicon.are_related("decided", "decisions")
    assert not lexicon.are_related("purchased", "buys")


def test_kinds() -> None:
    assert lexicon.is_a("plumbers", "tradesman")
    assert not lexicon.is_a("tradesman", "plumber")


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("US", "United States"),
        ("the U.S.", "United States"),
        ("American", "United States"),
        ("us", "us"),
        ("Kiev", "Kyiv"),
        ("G-20", "Group of 20"),
        ("Marrowick", "Marrowick"),
    ],
)
def test_canonical_name(name: str, canonical: str) -> None:
    assert lexicon.canonical_name(name) == canonical


def test_the_lists_hold_together() -> None:
    """No word stands on both sides of one antonym line, and no list has a line with a single word."""
    left, right = lexicon._sides()
    for word in set(left) & set(right):
        assert not left[word] & right[word], word
    assert all(len(lexicon._words(line)) > 1 for line in lexicon._lines("synonyms.txt"))
    assert all("|" in line for line in lexicon._lines("antonyms.txt"))
