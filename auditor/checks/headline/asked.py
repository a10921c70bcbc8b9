"""A model asked about a headline: which sentence of the body bears it best, and which speaks most against it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from auditor.checks.headline.alignment import Alignment

_SENTENCES = 4
"""The sentences that are put to the model: those that have most of the headline."""
_FLOOR = 1e-4
_SCALE = 3.0
"""Logarithms of probabilities are divided by this, so that they are about as large as the other signs."""
READ = ("read_supported", "read_against", "read_partly", "read_absent")
"""The signs that only a model gives."""


@runtime_checkable
class Reader(Protocol):
    """A scorer that can be asked plainly, without the features of the support check."""

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, ...]]:
        """For each (claim, premise) the probabilities of supported, partly supported, contradicted and absent.

        Raises:
            ScorerError: its model cannot be used.
        """
        ...  # pragma: no cover - a protocol has no body


def reader_of(scorer: object) -> Reader | None:
    """The scorer as a reader, or None where it is none."""
    return scorer if isinstance(scorer, Reader) else None


def ask(headline: str, aligned: Alignment, reader: Reader) -> dict[str, float]:
    """What the reader makes of the headline beside single sentences, as signs: the most of each, the least absence.

    Raises:
        ScorerError: as ``Reader.read``.
    """
    sentences = [aligned.lines[n].line.text for n in aligned.ranked[:_SENTENCES]]
    rows = reader.read([(headline, sentence) for sentence in sentences])
    found = (max(r[0] for r in rows), max(r[2] for r in rows), max(r[1] for r in rows), min(r[3] for r in rows))
    return {name: math.log(max(share, _FLOOR)) / _SCALE for name, share in zip(READ, found)}
