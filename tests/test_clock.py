"""The clock of the tests tells growth from noise."""

from __future__ import annotations

import time

from tests.clock import TRIES, growth, least


def _busy(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_time_that_grows_faster_than_the_size_is_seen() -> None:
    assert growth(lambda n: _busy(0.002 * n * n), 4, 16, enough=8) > 8
    assert growth(lambda n: _busy(0.002 * n), 16, 64, enough=8) < 8


def test_one_slow_call_is_not_taken_for_slow_code() -> None:
    waits = [0.2, 0.01, 0.01]
    assert least(lambda: _busy(waits.pop(0)), enough=0.1) < 0.1
    assert len(waits) == 1  # none follows one that is quick enough


def test_code_that_stays_slow_is_asked_five_times() -> None:
    calls: list[int] = []
    assert least(lambda: (calls.append(1), _busy(0.02)), enough=0.01) > 0.01
    assert len(calls) == TRIES
