"""Processor time in tests, taken so that a busy machine is not mistaken for slow code.

One measurement on a machine that does other work can be off by a factor of two. Code that is slow stays slow however
often it is asked; so the least of several calls counts, and the first that is quick enough ends them.
"""

from __future__ import annotations

import time
from collections.abc import Callable

TRIES = 5


def spent(act: Callable[[], object]) -> float:
    """The processor time of one call, in seconds."""
    began = time.process_time()
    act()
    return time.process_time() - began


def least(act: Callable[[], object], enough: float) -> float:
    """The least processor time of up to five calls, in seconds; none follows one that is below ``enough``."""
    best = spent(act)
    for _ in range(TRIES - 1):
        if best < enough:
            break
        best = min(best, spent(act))
    return best


def growth(act: Callable[[int], object], small: int, large: int, enough: float, shortest: float = 0.02) -> float:
    """How many times as long ``act(large)`` takes as ``act(small)``, by the least of up to five rounds.

    A time below ``shortest`` seconds counts as that long, since a clock tells little of it. No round follows one after
    which the answer is below ``enough``.
    """
    before = after = float("inf")
    for _ in range(TRIES):
        before, after = min(before, spent(lambda: act(small))), min(after, spent(lambda: act(large)))
        if after < enough * max(before, shortest):
            break
    return after / max(before, shortest)
