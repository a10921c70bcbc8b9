"""What is wrong with an article's citation apparatus, in the words of the contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor.records import Number, Problem, Reference
from auditor.text import match_key
from auditor.urls import canonical_url

NO_REFERENCE = "REF001"
NO_MARKER = "REF002"
DUPLICATE = "REF003"
TWICE_USED = "REF004"
SKIPPED = "REF005"
NO_LIST = "REF006"
"""As registered in ``auditor.codes``."""


def find_problems(
    references: Sequence[Reference], cited: Sequence[Number], *, unnumbered: bool = False
) -> tuple[Problem, ...]:
    """The problems of a list and the numbers cited, in order of their kind. ``unnumbered`` lists print no
    numbers, so that none can be skipped."""
    if not references:
        return (Problem(NO_LIST, "no reference list"),) if cited else ()
    out: list[Problem] = []
    numbers = [r.number for r in references]
    known, used = set(numbers), list(dict.fromkeys(cited))
    out += [Problem(NO_REFERENCE, f"marker {n} has no reference", (n,)) for n in used if n not in known]
    marked = set(used)
    out += [Problem(NO_MARKER, f"reference {n} has no marker", (n,)) for n in dict.fromkeys(numbers) if n not in marked]
    out += _duplicates(references)
    counts = Counter(numbers)
    out += [Problem(TWICE_USED, f"number {n} is used by two entries", (n,)) for n, c in counts.items() if c > 1]
    if not unnumbered:
        out += _skipped(numbers)
    return tuple(out)


def _skipped(numbers: Sequence[Number]) -> Iterator[Problem]:
    present = sorted({n for n in numbers if isinstance(n, int)})
    for low, high in pairwise(present):
        for n in range(low + 1, min(high, low + 100)):
            yield Problem(SKIPPED, f"list skips number {n}", (n,))


def _duplicates(references: Sequence[Reference]) -> Iterator[Problem]:
    """Same address, or same title and outlet."""
    seen: dict[tuple[str, ...], Number] = {}
    for reference in references:
        keys: list[tuple[str, ...]] = []
        if reference.url:
            keys.append(("url", canonical_url(reference.url)))
        if reference.title and reference.outlet:
            keys.append(("title", match_key(reference.title), match_key(reference.outlet)))
        first = next((seen[k] for k in keys if k in seen), None)
        if first is not None and first != reference.number:
            yield Problem(
                DUPLICATE, f"references {first} and {reference.number} are duplicates", (first, reference.number)
            )
        for k in keys:
            seen.setdefault(k, reference.number)
