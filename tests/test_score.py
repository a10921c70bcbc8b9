"""The score: its parts add up, its interval is honest, and nothing unread is punished."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.codes import CODES
from auditor.policy import load_policy
from auditor.records import Finding, Score
from auditor.score import Units, score_findings


def _findings(*codes: str) -> list[Finding]:
    policy = load_policy("default")
    return [Finding(code, policy.findings[code].severity, "", str(i)) for i, code in enumerate(codes)]


def _score(codes: list[str], checked: int = 10, unread: int = 0, refs: int = 9, policy: str = "default") -> Score:
    units = {"claim": Units(checked, unread), "reference": Units(refs), "sentence": Units(12), "article": Units(1)}
    return score_findings(_findings(*codes), load_policy(policy), units)


def test_nothing_found_is_full_marks() -> None:
    score = _score([])
    assert (score.value, score.low, score.high, score.grade) == (100, 100, 100, "A")


def test_one_contradiction_in_ten_costs_its_weight() -> None:
    score = _score(["SUP001"])
    assert score.value == 100 - 60 * 1.5 / 10
    support = next(p for p in score.parts if p.name == "support")
    assert support.points == 51
    assert support.why == "−9 the cited page contradicts the claim (1 × SUP001); over 10 cited sentences"


def test_what_is_lost_beyond_the_most_is_said() -> None:
    support = next(p for p in _score(["SUP001"] * 9).parts if p.name == "support")
    assert support.points == 0
    assert "(9 × SUP001), of which 60 can be lost;" in support.why


def test_unread_pages_widen_the_interval_and_do_not_lower_the_score() -> None:
    score = _score([], checked=6, unread=6)
    assert score.value == 100
    assert score.low < 60
    assert score.high == 100


def test_with_little_checked_there_is_no_grade() -> None:
    assert _score([], checked=4, unread=6).grade == "not rated"
    assert _score([], checked=6, unread=4).grade == "A"
    assert _score([], checked=0, unread=4).grade == "not rated"


def test_nothing_checked_gives_the_middle() -> None:
    score = _score([], checked=0, unread=5)
    assert score.low == 40
    assert score.high == 100
    assert score.value == 70


@given(
    st.lists(st.sampled_from(sorted(CODES)), max_size=40),
    st.integers(0, 30),
    st.integers(0, 30),
    st.integers(0, 12),
    st.sampled_from(["default", "strict"]),
)
def test_bounds_and_sums(codes: list[str], checked: int, unread: int, refs: int, policy: str) -> None:
    score = _score(codes, checked, unread, refs, policy)
    assert 0 <= score.low <= score.value <= score.high <= 100
    assert score.value == pytest.approx(sum(p.points for p in score.parts), abs=0.4)
    assert all(0 <= p.points <= p.max for p in score.parts)


@given(st.lists(st.sampled_from(sorted(CODES)), max_size=20), st.sampled_from(sorted(CODES)))
def test_a_further_finding_never_raises_the_score(codes: list[str], more: str) -> None:
    assert _score([*codes, more]).value <= _score(codes).value
