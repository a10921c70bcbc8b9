"""The geometry of the figures: bars that add up, boxes that do not overlap, rings that end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.records import Score, ScorePart
from auditor.report._figures import GAP, WIDTH, graph, waterfall


def test_each_bar_begins_where_the_last_ended() -> None:
    steps = waterfall(Score(70, 60, 80, "B", (ScorePart("a", 40, 60, ""), ScorePart("b", 30, 40, ""))))
    assert [(s.start, s.width, s.lost) for s in steps] == [(0, 40, 20), (40, 30, 10)]


def test_a_negative_part_goes_back() -> None:
    steps = waterfall(Score(30, 30, 30, "D", (ScorePart("a", 40, 100, ""), ScorePart("b", -10, 0, ""))))
    assert (steps[1].start, steps[1].width, steps[1].lost) == (30, 10, 0)


@given(st.lists(st.tuples(st.floats(-50, 200), st.floats(0, 200)), max_size=8))
def test_bars_stay_on_the_axis(parts: list[tuple[float, float]]) -> None:
    steps = waterfall(Score(0, 0, 0, "", tuple(ScorePart("x", min(p, m), m, "") for p, m in parts)))
    for step in steps:
        assert step.start >= 0
        assert step.width >= 0 and step.lost >= 0


def test_alone_means_no_graph() -> None:
    assert graph([[0], [1], [2]], []) is None
    assert graph([], []) is None


def test_what_rests_stands_to_the_right_of_what_it_rests_on() -> None:
    drawn = graph([[0, 1], [2], [3], [4]], [(2, 0), (3, 2)])
    x = {member: box.x for box in drawn.boxes for member in box.members}
    assert x[0] < x[2] < x[3]
    assert 4 not in x
    assert len(drawn.edges) == 2
    assert drawn.width == pytest.approx(3 * WIDTH + 2 * GAP + 20)


@given(
    st.integers(2, 12).flatmap(
        lambda n: st.tuples(st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=20))
    )
)
def test_any_graph_ends_and_no_boxes_overlap(case: tuple[int, list[tuple[int, int]]]) -> None:
    n, links = case
    drawn = graph([[i] for i in range(n)], links)
    if drawn is None:
        assert all(a == b for a, b in links)
        return
    for i, one in enumerate(drawn.boxes):
        assert one.x + WIDTH <= drawn.width and one.y + one.height <= drawn.height
        for other in drawn.boxes[i + 1 :]:
            assert one.x != other.x or one.y + one.height <= other.y or other.y + other.height <= one.y
