"""The README shows what ``make demo`` really prints; ``pytest tests/test_readme_demo.py --update-golden`` writes it anew."""

from __future__ import annotations

import difflib
import re
import struct
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.cli import cli
from tests.report.screenshot import WORDS, demo_page, words_shown

README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN, END = "<!-- demo: begin -->\n", "<!-- demo: end -->"


def _printed(report: Path) -> str:
    """What the demonstration prints at 100 columns without colour, the place of the report as ``make demo`` names it."""
    env = {"COLUMNS": "100", "NO_COLOR": "1", "FORCE_COLOR": None}
    done = CliRunner().invoke(cli, ["demo", "-o", str(report)], env=env)
    assert done.exit_code == 0, done.output
    text = done.stdout + done.stderr
    text = re.sub(re.escape(str(report.resolve())) + r"\s*$", "demo-report.html", text)
    text = re.sub(r"\b\d+(?:\.\d+)? (?:ms|s|seconds)\b(?! of)", "1.0 s", text)
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def test_the_readme_shows_the_real_output(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    readme = README.read_text(encoding="utf-8")
    before, found, rest = readme.partition(BEGIN)
    shown, ended, after = rest.partition(END)
    assert found and ended, "the README has lost the marks around its demo block"
    want = f"```console\n$ make demo\n{_printed(tmp_path / 'demo-report.html')}\n```\n"
    if request.config.getoption("--update-golden"):
        README.write_text(f"{before}{BEGIN}{want}{END}{after}", encoding="utf-8")
    elif shown != want:
        lines = difflib.unified_diff(shown.splitlines(), want.splitlines(), "README.md", "now", lineterm="", n=1)
        pytest.fail(
            "make demo prints something else now; look at it, then --update-golden:\n" + "\n".join(list(lines)[:60])
        )


def test_the_readmes_screenshot_is_there_and_light() -> None:
    (link,) = re.findall(r"!\[[^\]]+\]\(([^)\s]+\.png)\)", README.read_text(encoding="utf-8"))
    image = (README.parent / link).read_bytes()
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    width, _ = struct.unpack(">II", image[16:24])
    assert width == 1280
    assert len(image) < 300_000


def test_the_screenshot_shows_what_the_report_says_now(tmp_path: Path) -> None:
    now = words_shown(demo_page(tmp_path))
    assert now == WORDS.read_text(encoding="utf-8"), (
        "the report reads otherwise now; take its picture with make screenshot"
    )
