"""Markers that stand side by side: one group, ranges written out, with the parentheses around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor.records import Number, Span

MAX_RANGE = 200
"""A range such as [1-300] that spans more numbers than this is no range of references."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker in a block. ``numbers`` is empty for what is taken out without citing (``[citation needed]``).

    ``removed`` is False for a link whose words are part of the sentence.
    """

    numbers: tuple[Number, ...]
    span: Span
    style: str
    removed: bool = True


_BETWEEN = re.compile(r"\s{0,3}[,;]?\s{0,3}$")
_RANGE = re.compile(r"\s?[-–—]\s?$")
_OPENED = re.compile(
    r"\(\s?(?:(?:see|cf|e\.g|i\.e|also|source|sources|ref|refs|via|per|as in|in|from|according to|reported by"
    r"|noted in|and)\.?,?:?\s?(?:also\s)?){0,2}$",
    re.I,
)


def grouped(text: str, span: Span, marks: Sequence[Mark]) -> list[Mark]:
    """Adjacent markers as one, ranges between two of them written out, parentheses around them taken along."""
    out: list[Mark] = []
    group: dict[Number, None] = {}
    for mark in marks:
        last = out[-1] if out else None
        if last is not None and last.removed and mark.removed:
            between = text[last.span.end : mark.span.start]
            run = _range(last, mark) if _RANGE.fullmatch(between) else None
            if run or _BETWEEN.fullmatch(between):
                group.update(dict.fromkeys((*(run or ()), *mark.numbers)))
                out[-1] = Mark(mark.numbers, Span(last.span.start, mark.span.end), last.style)
                continue
        _close_group(out, group)
        group = dict.fromkeys(mark.numbers)
        out.append(mark)
    _close_group(out, group)
    return _in_parentheses(text, span, out)


def _close_group(out: list[Mark], group: dict[Number, None]) -> None:
    if out and len(group) > len(out[-1].numbers):
        out[-1] = replace(out[-1], numbers=tuple(group))


def _range(left: Mark, right: Mark) -> tuple[Number, ...] | None:
    """The numbers between two markers that a dash joins."""
    if not left.numbers or not right.numbers:
        return None
    first, last = left.numbers[-1], right.numbers[0]
    if isinstance(first, int) and isinstance(last, int) and 0 < last - first <= MAX_RANGE:
        return tuple(range(first + 1, last + 1))
    return None


def _in_parentheses(text: str, span: Span, marks: Sequence[Mark]) -> list[Mark]:
    """``(see [2])`` and ``([Outlet][1], [Other][2])`` go as a whole."""
    out: list[Mark] = []
    i = 0
    while i < len(marks):
        opened = _OPENED.search(text[max(span.start, marks[i].span.start - 40) : marks[i].span.start])
        figure = not marks[i].removed and not _LETTERS.search(marks[i].span.of(text))  # "([54%](address))"
        stop = _closing(text, span, marks, i) if opened and not figure else None
        if opened is None or stop is None:
            out.append(marks[i])
            i += 1
            continue
        last, end = stop
        numbers = tuple(n for m in marks[i : last + 1] for n in m.numbers)
        start = marks[i].span.start - len(opened.group())
        out.append(Mark(numbers, Span(start, end), marks[i].style))
        i = last + 1
    return out


_LETTERS = re.compile(r"[^\W\d_]{2}|[^\W\d_]\d|://")
_FILLER = re.compile(r"\s?(?:[,;|·•/+&]|and|\+\d{1,2})?\s?", re.I)


def _closing(text: str, span: Span, marks: Sequence[Mark], first: int) -> tuple[int, int] | None:
    """The last marker inside the parenthesis that ``first`` stands in, and its end; None where words stand too."""
    last = first
    while True:
        at = marks[last].span.end
        if text[at : at + 1] == ")" and at < span.end:
            return last, at + 1
        if text[at : at + 2] in (" )", ".)"):
            return last, at + 2
        following = marks[last + 1].span.start if last + 1 < len(marks) else -1
        if following < 0 or following - at > 12 or not _FILLER.fullmatch(text[at:following]):
            return None
        last += 1
