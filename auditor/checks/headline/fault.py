"""What a detector of headline faults hands back."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks.headline.alignment import Sense
from auditor.records import HeadlineKind


@dataclass(frozen=True, slots=True)
class Fault:
    """One way the headline may fail: how strong the signs are, 0 to 1, in words, and the sentence that shows it."""

    kind: HeadlineKind
    score: float
    why: str
    sense: Sense | None = None


def either(*signs: float) -> float:
    """The joint strength of independent signs, each 0 to 1 (noisy or)."""
    left = 1.0
    for sign in signs:
        left *= 1.0 - min(1.0, max(0.0, sign))
    return 1.0 - left
