"""The terminal report: the verdict first, width, colour, and speed."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from auditor.report.text import MAX_WIDTH, MIN_WIDTH, render
from tests.report.samples import full, hostile, sixty, small


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_the_verdict_is_in_the_first_three_lines(width: int) -> None:
    first = render([full()], width=width).split("\n")[:3]
    assert first[0] == "Hundreds stranded as night ferry Aurelia runs aground"
    assert first[1] == "Score 48.5 of 100, between 39 and 60 (grade D)"
    assert first[2].startswith("✗ 6 of 16 cited sentences are contradicted")


def test_a_long_title_does_not_push_it_down() -> None:
    assert render([hostile()], width=80).split("\n")[1].startswith("Score 1 of 100")


@pytest.mark.parametrize("width", [10, 40, 72, 100, 160, 400])
def test_no_line_is_wider_than_asked(width: int) -> None:
    room = max(MIN_WIDTH, min(MAX_WIDTH, width))
    for audit in (full(), hostile(), sixty()):
        assert max(map(len, render([audit], width=width).split("\n"))) <= room


def test_on_a_narrow_terminal_a_sentence_has_the_whole_width() -> None:
    text = render([full()], width=40)
    assert "\n✗ contradicted  93%  [0]\n  The crossing from Port Lumen takes" in text
    assert "\ncritical  SUP001\n  the article says more than 90 minutes," in text
    assert "\ntotal  48.5 of 100\n  Score 48.5 of 100" in text


def test_findings_come_by_severity_with_both_sides() -> None:
    text = render([full()])
    marks = [text.index(f"\n{severity} ") for severity in ("critical", "major", "minor", "info")]
    assert marks == sorted(marks)
    assert "the article says more than 90 minutes, the cited page says less than 50" in text
    assert text.index("Findings") < text.index("Cited sentences") < text.index("Not read")


def test_what_was_not_read_is_said() -> None:
    text = render([full()])
    assert "the page is gone: HTTP 410" in text
    assert "no page was found for the reference" in text


def test_colour_only_on_request() -> None:
    plain = render([full()])
    assert "\x1b" not in plain
    coloured = render([full()], color=True)
    assert "\x1b[" in coloured
    bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in bare.split("\n")] == plain.split("\n")


def test_verbose_adds_passages_steps_and_run() -> None:
    text = render([full()], verbose=True)
    assert "https://courier.example/2031/03/aurelia#:~:text=" in text.replace("\n", "").replace(" ", "")
    assert "This audit" in text and "lexical-1" in text
    assert "This audit" not in render([full()])


def test_nothing_found_is_said() -> None:
    assert "Nothing found." in render([small()])


def test_many_findings_are_counted() -> None:
    from dataclasses import replace

    audit = full()
    many = replace(audit, findings=audit.findings[:1] * 100)
    assert "and 60 more that are critical" in render([many])


def test_it_is_quick_with_its_imports() -> None:
    """Under 150 ms for rich and a whole report; processor time, so that a busy machine does not matter."""
    code = (
        "import time; from tests.report.samples import full; audit = full(); start = time.process_time();"
        "from auditor.report.text import render; render([audit]); print(time.process_time() - start)"
    )
    best = min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    )
    assert best < 0.15
