"""The verdict and the score in a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.records import Difference, DifferenceKind, Verdict
from auditor.report import _words as words
from tests.report.samples import full, small

S, P, C, N, U = (
    Verdict.SUPPORTED,
    Verdict.PARTIALLY_SUPPORTED,
    Verdict.CONTRADICTED,
    Verdict.NOT_IN_SOURCE,
    Verdict.SOURCE_UNAVAILABLE,
)


@pytest.mark.parametrize(
    ("verdicts", "sentence"),
    [
        ([], "The article has no sentence that cites a page."),
        ([S], "The one cited sentence is supported by the page it cites."),
        ([S, S], "All 2 cited sentences are supported by the pages they cite."),
        ([S, U], "1 of 2 cited sentences is supported by the cited page; 1 could not be checked."),
        ([U], "The one cited sentence could not be checked: its page could not be read."),
        ([U, U], "None of the 2 cited sentences could be checked: no cited page could be read."),
        ([C, S, S], "1 of 3 cited sentences is contradicted by the cited page; 2 are supported."),
        ([N, N], "2 of 2 cited sentences are not in the page cited for it."),
        (
            [P, C, S, U],
            "1 of 4 cited sentences is contradicted by the cited page and 1 is only partly supported; "
            "1 is supported and 1 could not be checked.",
        ),
    ],
)
def test_verdict_sentence(verdicts: list[Verdict], sentence: str) -> None:
    audit = small()
    claims = tuple(replace(audit.claims[0], verdict=verdict) for verdict in verdicts)
    assert words.verdict_sentence(replace(audit, claims=claims)) == sentence


@pytest.mark.parametrize(
    ("ours", "theirs", "sentence"),
    [
        ("40", "less than 10", "the article says “40”, the cited page says “less than 10”"),
        ("by far", None, "the article adds “by far”; the cited page does not have it"),
        ("", "perhaps", "the article leaves out “perhaps”, which the cited page has"),
        ("", None, "the cited page lacks this"),
    ],
)
def test_difference_sentence_names_both_sides(ours: str, theirs: str | None, sentence: str) -> None:
    assert words.difference_sentence(Difference(DifferenceKind.NUMBER, ours, theirs)) == sentence


def test_score_sentence_says_why_it_is_uncertain() -> None:
    assert words.score_sentence(full()) == (
        "Score 48.5 of 100 (grade D), between 39 and 60: 4 of 9 cited pages could not be read."
    )
    assert words.score_sentence(small()) == "Score 100 of 100 (grade A)."


@pytest.mark.parametrize(("value", "text"), [(71, "71"), (68.46, "68.5"), (-0.01, "0"), (-2.5, "-2.5"), (100.0, "100")])
def test_number(value: float, text: str) -> None:
    assert words.number(value) == text


def test_clusters_are_told_in_the_article_s_numbers() -> None:
    assert [1, 2] in words.cluster_numbers(full())
    assert words.rests_on_numbers(full()) == [(3, 1), (4, 0)]


@pytest.mark.parametrize(
    ("iso", "plain", "timed"),
    [
        ("2031-03-04", "4 March 2031", "4 March 2031"),
        ("2031-03", "March 2031", "March 2031"),
        ("2031", "2031", "2031"),
        ("2031-03-04T11:02:00+00:00", "4 March 2031", "4 March 2031, 11:02 UTC"),
        ("2031-03-04T11:02:00.123+01:00", "4 March 2031", "4 March 2031, 11:02"),
        ("2031-03-04 11:02", "4 March 2031", "4 March 2031, 11:02"),
        ("2031-13-04", "2031-13-04", "2031-13-04"),
        ("yesterday", "yesterday", "yesterday"),
        ("x" * 10**6, "x" * 39 + "…", "x" * 39 + "…"),
        (None, "–", "–"),
        ("", "–", "–"),
    ],
)
def test_written(iso: str | None, plain: str, timed: str) -> None:
    assert words.written(iso) == plain
    assert words.written(iso, time=True) == timed
