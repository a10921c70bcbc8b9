"""Which words of a claim are wrong, and which words of the page they stand against, for those pairs where it is known.

A pair tells it by hand (written pages name what was changed), by how it was made (an altered sentence beside the one it
was made from), or by a sibling: a claim on the same text that is right and nearly the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from auditor.checks.premise import Part

AGAINST, LACKING = 1, 2
"""What a marked word is: the page states otherwise, or does not state it."""
Mark = tuple[int, int, int]
"""Start and end in the claim, and which of the two."""
Place = tuple[int, int]
"""Start and end in the premise."""
CLOSE = 0.6
"""Claims that share this much, by words in order, are siblings: below it their difference tells nothing."""
_ADDED = r"(?:\s\([^()]*\))?\s+"
_TOKEN = re.compile(r"\w+(?:[.,'’-]\w+)*|[^\w\s]")


def changed(base: str, claim: str, sort: int = AGAINST) -> tuple[Mark, ...]:
    """The words of ``claim`` that ``base`` does not have there; beside a gap, the words on both sides of it."""
    ours = list(_TOKEN.finditer(claim))
    before, after = _lowered(base), [m.group().lower() for m in ours]
    out: list[Mark] = []
    for tag, _, _, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "delete":
            out += [(*ours[i].span(), sort) for i in (first - 1, first) if 0 <= i < len(ours)]
        elif tag != "equal":
            out.append((ours[first].start(), ours[last - 1].end(), sort))
    return tuple(out)


def case_marks(case: Mapping[str, Any]) -> tuple[Mark, ...] | None:
    """The words that a written case names as changed; none of a supported one, None where they are not named."""
    if case["label"] == "supported":
        return ()
    detail = case.get("detail") or {}
    words = detail.get("claim") or ""
    at = case["claim"].lower().find(words.lower()) if words else -1
    if case["label"] == "not_in_source" or at < 0:
        return None
    sort = AGAINST if case["label"] == "contradicted" else LACKING
    return tuple((at + start, at + end, sort) for start, end in _own(words, detail.get("source") or ""))


def case_places(case: Mapping[str, Any], part: Part, text: str) -> tuple[Place, ...]:
    """Where a premise has the words that a written case names as the page's: in its evidence, if that is on the page.

    ``text`` is the page's.
    """
    detail = case.get("detail") or {}
    words = detail.get("source") or ""
    borne = [(at, at + len(said)) for said in case.get("evidence") or () if (at := text.find(said)) >= 0]
    first = next(standing(words, part, borne), None)
    if first is None:
        return ()
    return tuple(
        (first[0] + start, first[0] + end) for start, end in _own(part.text[slice(*first)], detail.get("claim") or "")
    )


def places_of(claim: str, base: str, origin: str, part: Part, text: str) -> tuple[Place, ...]:
    """Where a premise has what an alteration replaced: ``origin`` is the sentence of the page it was made from, and
    ``text`` is the page's.
    """
    at = text.find(origin)
    if at < 0:
        return ()
    lost = [base[start:end] for start, end, _ in changed(claim, base)]
    return tuple(place for words in lost for place in standing(words, part, [(at, at + len(origin))]))


def standing(words: str, part: Part, borne: Sequence[Place]) -> Iterator[Place]:
    """Where a premise has these words, with or without a name added in brackets among them, and they stand in these
    places of the page; anywhere where there are none.
    """
    if not words.strip():
        return
    pattern = _ADDED.join(map(re.escape, words.split()))
    for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", part.text):
        span = part.locate(*found.span())
        if not borne or (span is not None and any(start <= span.start < end for start, end in borne)):
            yield found.span()


def closest(claim: str, siblings: Iterable[str]) -> str | None:
    """The sibling that comes closest, where one is close enough."""
    words = claim.lower().split()
    rated = ((SequenceMatcher(None, s.lower().split(), words, autojunk=False).ratio(), s) for s in siblings)
    share, best = max(((r, s) for r, s in rated if r < 1), default=(0.0, ""))
    return best if share > CLOSE else None


def _own(words: str, other: str) -> list[Place]:
    """The words of one side that the other lacks; all where it lacks none."""
    theirs = set(_lowered(other))
    listed = [m for m in _TOKEN.finditer(words) if m.group()[0].isalnum()]
    return [m.span() for m in [m for m in listed if m.group().lower() not in theirs] or listed]


def _lowered(text: str) -> list[str]:
    return [m.group().lower() for m in _TOKEN.finditer(text)]
