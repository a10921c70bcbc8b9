"""How far long work is: one line on stderr where it is a terminal, with the time left; nothing anywhere else."""

from __future__ import annotations

import shutil
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import TextIO

from auditor.report._inert import one_line

SETTLED = 3
"""Steps of one kind that must have ended before they say how long the rest will take; whole articles count from one."""
LAST = 101
"""The steps the median is taken of: what is long gone says less of what is to come."""
WORTH_SAYING = 2.0
"""Seconds. Less than this left is not worth reading."""


class Estimate:
    """The time left of a number of steps: the median of those that ended, times those to come.

    A median, because one article of a hundred references must not frighten whoever waits for ten short ones.

    Args:
        clock: seconds that only ever grow.
        settled: how many steps must have ended first.
    """

    def __init__(self, clock: Callable[[], float], settled: int = 1) -> None:
        self._clock, self._settled = clock, settled
        self._took: deque[float] = deque(maxlen=LAST)
        self._done, self._began, self._seen = 0, clock(), 0

    def left(self, done: int, of: int) -> float | None:
        """Seconds that the rest will take when ``done`` of ``of`` steps have ended; None while nothing is known."""
        now = self._clock()
        if done > self._done:  # several that ended at once share the time
            self._took.extend([(now - self._began) / (done - self._done)] * min(LAST, done - self._done))
            self._seen += done - self._done
            self._done, self._began = done, now
        if self._seen < self._settled or done >= of:
            return None
        return max(0.0, sorted(self._took)[len(self._took) // 2] * (of - done) - (now - self._began))


class Progress:
    """One line on a terminal that says how far the work is; cleared when the context ends.

    Args:
        quiet: say nothing.
        stream: where to; standard error unless given.
        clock: seconds that only ever grow.
    """

    def __init__(
        self, *, quiet: bool = False, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream or sys.stderr
        self.shown = not quiet and self._stream.isatty()
        self._clock = clock
        self._item = ""
        self._items = Estimate(clock)
        self._stage, self._steps = "", Estimate(clock, SETTLED)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *exc: object) -> None:
        self.clear()

    def item(self, name: str, done: int, of: int) -> None:
        """A new article is begun, ``done`` of ``of`` have ended. Of a single one nothing is said."""
        self._stage = ""
        short = one_line(name, 48)
        self._item = f"{done + 1}/{of}{_about(self._items.left(done, of))}: {short}" if of > 1 else ""
        if self._item:
            self._show(self._item)

    def stage(self, name: str, done: int, of: int) -> None:
        """A step of the article that is being worked on begins, ``done`` of its stage's ``of`` steps have ended."""
        if name != self._stage:
            self._stage, self._steps = name, Estimate(self._clock, SETTLED)
        left = self._steps.left(done, of)
        count = f" {min(done + 1, of)}/{of}" if of > 1 else ""
        if self._item:
            self._show(f"{self._item} · {name}{count}")
        else:
            self._show(f"{name}{count}{_about(left)} ...")

    def clear(self) -> None:
        """Takes the line away, so that something else may be said in its place."""
        self._write("")

    def _show(self, line: str) -> None:
        if self.shown:
            self._write(one_line(line, max(20, shutil.get_terminal_size((80, 24)).columns - 1)))

    def _write(self, line: str) -> None:
        if self.shown:
            self._stream.write(f"\r\x1b[2K{line}")
            self._stream.flush()


def _about(seconds: float | None) -> str:
    return f", about {spoken(seconds)} left" if seconds is not None and seconds >= WORTH_SAYING else ""


def spoken(seconds: float) -> str:
    """A span of time as one says it: ``20 s``, ``7 min``, ``2 h 10 min``."""
    if seconds < 55:
        return f"{max(5, 5 * round(seconds / 5))} s" if seconds >= 7.5 else f"{max(1, round(seconds))} s"
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(5 * round(minutes / 5), 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"
