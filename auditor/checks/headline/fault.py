"""What a detector of headline faults hands back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor.checks.headline.alignment import Sense
from auditor.records import HeadlineKind


@dataclass(frozen=True, slots=True)
class Fault:
    """One way the headline may fail: how strong the signs are, 0 to 1, in words, and the sentence that shows it.

    ``signs`` are the single signs behind ``score``, by name, 0 to 1.
    """

    kind: HeadlineKind
    score: float
    why: str
    sense: Sense | None = None
    signs: Mapping[str, float] = field(default_factory=dict)


def either(*signs: float) -> float:
    """The joint strength of independent signs, each 0 to 1 (noisy or)."""
    left = 1.0
    for sign in signs:
        left *= 1.0 - min(1.0, max(0.0, sign))
    return 1.0 - left
