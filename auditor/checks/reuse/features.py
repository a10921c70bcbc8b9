"""How a sentence lines up with one passage of a page, as a handful of numbers in [0, 1] or near it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from auditor.checks.reuse.match import common_length
from auditor.checks.reuse.prepare import PreparedPage, PreparedText
from auditor.checks.reuse.words import alternatives


@dataclass(frozen=True, slots=True)
class Passage:
    """Words ``first`` to ``last`` (exclusive) of a page: one sentence of it, or two that follow each other."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """A sentence lined up with a passage; ``matched`` has the sentence's matching words by number."""

    passage: Passage
    features: dict[str, float]
    matched: tuple[int, ...]
    common: int


def align(sentence: PreparedText, page: PreparedPage, passage: Passage) -> Alignment:
    """``sentence`` against ``passage``: which words are said again, and how much of each side that is."""
    first, last = passage.first, passage.last
    there = set(page.stems[first:last])
    covered: set[str] = set()
    matched = []
    got = {1: 0.0, 2: 0.0, 3: 0.0}
    total = {1: 0.0, 2: 0.0, 3: 0.0}
    on_page = 0.0
    new = 0
    for i, (stem, kind, weight) in enumerate(zip(sentence.stems, sentence.kinds, sentence.weights)):
        if not kind:
            continue
        total[kind] += weight
        if stem in there:
            credit, twin = 1.0, stem
        else:
            credit, twin = _closest(stem, kind, there)
        if credit:
            got[kind] += credit * weight
            covered.add(twin)
            matched.append(i)
            on_page += credit * weight
        elif stem in page.postings:
            on_page += weight
        elif kind > 1:
            new += 1
    theirs = {1: 0.0, 2: 0.0, 3: 0.0}
    found = {1: 0.0, 2: 0.0, 3: 0.0}
    for i in range(first, last):
        kind = page.kinds[i]
        if kind:
            theirs[kind] += page.weights[i]
            if page.stems[i] in covered:
                found[kind] += page.weights[i]
    common = common_length(sentence.norms, page.norms[first:last])
    event, event_there = total[2] + total[3], theirs[2] + theirs[3]
    hit = got[1] + got[2] + got[3]
    features = {
        "expression": _ratio(got[1], total[1]),
        "expression_kept": _ratio(found[1], theirs[1]),
        "event": _ratio(got[2] + got[3], event, 0.5),
        "event_kept": _ratio(found[2] + found[3], event_there, 0.5),
        "new": min(1.0, new / 3),
        "common": _ratio(common, len(sentence)),
        "common_kept": _ratio(common, last - first),
        "focus": _ratio(hit, on_page),
        "length": max(-1.5, min(1.5, math.log(max(1, len(sentence)) / max(1, last - first)))),
        "matched": min(1.5, math.log1p(hit) / 2),
    }
    return Alignment(passage, features, tuple(matched), common)


def _closest(stem: str, kind: int, there: set[str]) -> tuple[float, str]:
    """The nearest word of ``there`` that can stand for ``stem``: (credit in [0, 1], the word)."""
    if kind != 1:
        return 0.0, ""
    best, twin = 0.0, ""
    for other, credit in alternatives(stem):
        if credit > best and other in there:
            best, twin = credit, other
    return best, twin


def _ratio(part: float, whole: float, empty: float = 0.0) -> float:
    return part / whole if whole else empty
