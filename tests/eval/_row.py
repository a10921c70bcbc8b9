"""One line of the evaluation table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A measured figure. ``floor`` is what a change may not fall below (above, with ``lower_is_better``)."""

    bench: str
    measure: str
    ours: float
    baseline: float | str | None = None
    best: float | str | None = None
    target: float | None = None
    lower_is_better: bool = False
    unit: str = ""
    note: str = ""
