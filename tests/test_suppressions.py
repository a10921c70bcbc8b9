"""Findings set aside: with a reason, until a day, in a file that people read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import InputError, UsageError
from auditor.records import Finding, Severity
from auditor.suppressions import Suppression, add_suppression, read_suppressions, suppress

PRINT = "0123456789abcdef"


def test_added_entries_are_read_back(tmp_path: Path) -> None:
    file = tmp_path / "ignore.toml"
    add_suppression(file, Suppression(PRINT, 'said "yes" by phone \\ twice', date(2031, 6, 30)))
    add_suppression(file, Suppression("f" * 16, "house style"))
    found = read_suppressions(file)
    assert found[PRINT] == Suppression(PRINT, 'said "yes" by phone \\ twice', date(2031, 6, 30))
    assert found["f" * 16].until is None


@given(reason=st.text(min_size=1, max_size=60))
def test_any_reason_survives_as_one_line(tmp_path_factory: pytest.TempPathFactory, reason: str) -> None:
    if not "".join(c if c.isprintable() else " " for c in reason).strip():
        return
    file = tmp_path_factory.mktemp("ignore") / "i.toml"
    add_suppression(file, Suppression(PRINT, f"x{reason}"))
    assert read_suppressions(file)[PRINT].reason.startswith("x")


def test_a_finding_is_marked_until_its_day_and_not_after() -> None:
    finding = Finding("SUP001", Severity.CRITICAL, "m", PRINT)
    other = Finding("SUP001", Severity.CRITICAL, "m", "a" * 16)
    ignored = {PRINT: Suppression(PRINT, "known", date(2031, 6, 30))}
    marked = suppress([finding, other], ignored, date(2031, 6, 30))
    assert [f.suppressed for f in marked] == ["known", None]
    assert suppress([finding], ignored, date(2031, 7, 1))[0].suppressed is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[ignore", "no valid TOML"),
        ("x = 1", r"something else than \[\[ignore\]\]"),
        ("ignore = 3", "something else than"),
        ("[[ignore]]\nfingerprint = 'xyz'\nreason = 'r'", "entry 1: fingerprint must be the 16 hex"),
        (f"[[ignore]]\nfingerprint = '{PRINT}'\nreason = ' '", "reason must say why"),
        (f"[[ignore]]\nfingerprint = '{PRINT}'\nreason = 'r'\nuntil = 'soon'", "until must be a date"),
        (f"[[ignore]]\nfingerprint = '{PRINT}'\nreason = 'r'\nwhy = 'x'", "nothing else"),
    ],
)
def test_a_broken_file_is_named_with_the_entry(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "i.toml"
    file.write_text(text)
    with pytest.raises(InputError, match=why):
        read_suppressions(file)


def test_what_cannot_be_added(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no fingerprint"):
        add_suppression(tmp_path / "i.toml", Suppression("zz", "r"))
    with pytest.raises(UsageError, match="must say why"):
        add_suppression(tmp_path / "i.toml", Suppression(PRINT, " "))
    broken = tmp_path / "b.toml"
    broken.write_text("[[")
    with pytest.raises(InputError):
        add_suppression(broken, Suppression(PRINT, "r"))
    assert broken.read_text() == "[["
