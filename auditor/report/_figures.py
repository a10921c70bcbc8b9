"""The geometry of a report's figures, apart from how they are drawn. Numbers only: no colours, no text from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.records import Score

ROW, PAD, WIDTH, GAP = 24.0, 10.0, 230.0, 70.0
"""Pixels of the graph: a line in a box, its padding, a box, and the room between columns.

There is so little of it that a phone shows the beginning of a second column, and so that there is one.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """A term of the score as a bar: percentages of the axis. ``lost`` is what it could have had and has not."""

    name: str
    why: str
    points: float
    max: float
    start: float
    width: float
    lost: float


@dataclass(frozen=True, slots=True)
class Box:
    """A story in the graph: the references it appears under, by their place in the list given."""

    members: tuple[int, ...]
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from a story to the one it rests on, as an SVG path."""

    path: str


@dataclass(frozen=True, slots=True)
class Graph:
    """Boxes in columns: what stands on its own feet at the left, what rests on it to the right."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]


def waterfall(score: Score) -> list[Step]:
    """The terms of a score, each beginning where the one before ended, on an axis of 100 or more."""
    axis = max(100.0, sum(max(part.max, part.points, 0.0) for part in score.parts))
    steps, at = [], 0.0
    for part in score.parts:
        start = min(at, at + part.points)
        lost = max(0.0, part.max - max(part.points, 0.0))
        scale = 100.0 / axis
        steps.append(
            Step(
                part.name,
                part.why,
                part.points,
                part.max,
                round(max(0.0, start) * scale, 2),
                round(abs(part.points) * scale, 2),
                round(lost * scale, 2),
            )
        )
        at += part.points
    return steps


def graph(clusters: Sequence[Sequence[int]], rests_on: Sequence[tuple[int, int]]) -> Graph | None:
    """The stories that are linked or shared, laid out in columns; None where every reference stands alone.

    Args:
        clusters: a partition of the references read, each a group that is one story.
        rests_on: pairs of references: the first names the second as its source.
    """
    home = {member: i for i, cluster in enumerate(clusters) for member in cluster}
    links = sorted({(home[a], home[b]) for a, b in rests_on if a in home and b in home and home[a] != home[b]})
    linked = {i for pair in links for i in pair} | {i for i, c in enumerate(clusters) if len(c) > 1}
    if not linked:
        return None
    level = _levels(sorted(linked), links)
    boxes: dict[int, Box] = {}
    heights: dict[int, float] = {}
    origin = dict(reversed(links))  # beside what it rests on, so that few lines cross
    for i in sorted(linked, key=lambda i: (level[i], origin.get(i, i), i)):
        column = level[i]
        y = heights.get(column, PAD)
        height = ROW * len(clusters[i]) + 2 * PAD
        boxes[i] = Box(tuple(clusters[i]), PAD + column * (WIDTH + GAP), y, height)
        heights[column] = y + height + PAD
    columns = max(level.values()) + 1
    width = 2 * PAD + columns * WIDTH + (columns - 1) * GAP
    edges = tuple(Edge(_path(boxes[a], boxes[b])) for a, b in links)
    return Graph(width, max(heights.values()), tuple(boxes.values()), edges)


def _levels(nodes: Sequence[int], links: Sequence[tuple[int, int]]) -> Mapping[int, int]:
    """The column of each node: one more than that of what it rests on. A ring of references is cut where it closes."""
    below: dict[int, list[int]] = {node: [] for node in nodes}
    for a, b in links:
        below[a].append(b)
    level: dict[int, int] = {}
    for root in nodes:
        stack, path = [root], set()
        while stack:
            node = stack[-1]
            path.add(node)
            waiting = [b for b in below[node] if b not in level and b not in path]
            if waiting:
                stack.append(waiting[0])
                continue
            stack.pop()
            path.discard(node)
            level.setdefault(node, 1 + max((level[b] for b in below[node] if b in level), default=-1))
    return level


def _path(one: Box, other: Box) -> str:
    """From the left side of ``one`` to the right side of ``other``, a little before it, to leave room for the arrow."""
    x1, y1 = one.x, one.y + one.height / 2
    x2, y2 = other.x + WIDTH + 8, other.y + other.height / 2
    if x1 < x2:  # a ring: the line goes around
        x1, bend = one.x + WIDTH, GAP / 2
        return f"M{x1:g} {y1:g}C{x1 + bend:g} {y1:g} {x2 + bend:g} {y2:g} {x2:g} {y2:g}"
    middle = (x1 + x2) / 2
    return f"M{x1:g} {y1:g}C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}"
