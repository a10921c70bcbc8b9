"""Golden files: what a report looks like is compared whole. ``pytest tests/report --update-golden`` writes them anew."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the golden file of that name, or writes the file with ``--update-golden``."""
    update = request.config.getoption("--update-golden", default=False)

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if update:
            GOLDEN.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
            return
        want = path.read_bytes().decode() if path.exists() else ""
        if text != want:
            lines = difflib.unified_diff(want.splitlines(), text.splitlines(), "golden", "now", lineterm="", n=1)
            pytest.fail("the report changed; look at it, then update the golden file:\n" + "\n".join(list(lines)[:60]))

    return compare
