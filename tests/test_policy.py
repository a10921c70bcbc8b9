"""Policies: every key documented, all faults at once, and what differs from the default only."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest

from auditor.codes import CODES
from auditor.errors import PolicyError
from auditor.policy import _sections, load_policy, shipped_policies
from auditor.records import Severity
from auditor.resources import policy_path


def _faults(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load_policy(str(file))
    return list(caught.value.faults)


def test_shipped_policies_are_valid() -> None:
    assert {"default", "strict"} <= set(shipped_policies())
    for name in shipped_policies():
        assert load_policy(name).name == name


def test_default_has_every_code_and_every_option_with_its_default() -> None:
    raw = tomllib.loads(policy_path("default.toml").read_text(encoding="utf-8"))
    assert set(raw["findings"]) == set(CODES)
    for section, cls in _sections().items():
        names = {f.name for f in dataclasses.fields(cls)}
        assert set(raw.get(section, {})) == names, f"[{section}] in default.toml and {cls.__name__} differ"
        assert getattr(load_policy("default"), section) == cls(), f"[{section}] differs from the code's defaults"


def test_default_weighs_with_the_registers_severities() -> None:
    policy = load_policy("default")
    assert {c: r.severity for c, r in policy.findings.items()} == {c: i.severity for c, i in CODES.items()}


def test_extends_changes_only_what_it_names(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('extends = "default"\nname = "mine"\n[findings.REF002]\nweight = 0.5\n')
    mine, default = load_policy(str(file)), load_policy("default")
    assert mine.findings["REF002"].weight == 0.5
    assert {c for c in CODES if mine.findings[c] != default.findings[c]} == {"REF002"}
    assert mine.score == default.score
    assert mine.sha256 != default.sha256


def test_all_faults_are_listed_at_once_each_with_its_path_and_a_hint(tmp_path: Path) -> None:
    faults = _faults(
        tmp_path,
        'extends = "default"\nnmae = "x"\n[findings.SUP01]\nweight = 1\n[findings.SUP001]\nweight = -3\nseverity = "bad"\n'
        "[score.parts.support]\nmax = 50\n",
    )
    text = "\n".join(faults)
    assert len(faults) == 5
    assert "nmae: unknown key; did you mean 'name'?" in text
    assert "findings.SUP01: unknown key; did you mean 'SUP001'?" in text
    assert "findings.SUP001.weight: -3 is outside 0 to 10" in text
    assert "findings.SUP001.severity: 'bad' is none of info, minor, major, critical" in text
    assert "must add up to 100, not 90" in text


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name = ", "no valid TOML"),
        ('extends = "default"\nfindings = 3\n', "findings: must be a table"),
        ('extends = "default"\n[findings.SUP001]\nweight = nan\n', "must be a number from 0 to 10"),
        ('extends = "default"\n[findings.SUP001]\nweight = true\n', "must be a number from 0 to 10"),
        (f'extends = "default"\n[findings.SUP001]\nweight = 1{"0" * 400}\n', "from 0 to 10, not a number too large"),
        (f'extends = "default"\n[score]\nmin_coverage = 1{"0" * 400}\n', "not a number too large"),
        ('extends = "default"\n[reuse]\nbar = inf\n', "reuse.bar: must be a number"),
        ('extends = "default"\n[score.parts.support]\ncodes = [[]]\n', "score.parts.support.codes: unknown key"),
        ('extends = "default"\nname = 7\n', "name: must be text, not int"),
        ('extends = "default"\n[network]\nuser_agnet = "x"\n', "network.user_agnet: unknown key; did you mean 'user_agent'"),
        ('extends = "default"\n[score.parts.support]\nper = "word"\n', "'word' is none of claim, reference"),
        ('extends = "default"\n[score.parts.support]\ncodes = ["SUP999"]\n', "score.parts.support.codes: unknown key; known: ART001"),
        ("extends = 3\n", "extends: must be the name or file of a policy"),
        ('extends = "default"\nlists = 3\n', "lists: must be an array of tables"),
        ('extends = "default"\n[[lists]]\nname = "x"\n', "lists[0].path: is missing"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, text: str, fault: str) -> None:
    assert any(fault in f for f in _faults(tmp_path, text))


def test_missing_file_names_the_shipped_ones() -> None:
    with pytest.raises(PolicyError, match="did you mean 'strict'"):
        load_policy("stricct")


def test_extending_in_a_circle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('extends = "b.toml"\n')
    (tmp_path / "b.toml").write_text('extends = "a.toml"\n')
    with pytest.raises(PolicyError, match="leads back to itself"):
        load_policy(str(tmp_path / "a.toml"))


def test_binary_policy_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(PolicyError, match="no valid TOML"):
        load_policy(str(file))


def test_a_file_that_never_ends_is_refused() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no /dev/zero")
    with pytest.raises(PolicyError, match="larger than 1 MB"):
        load_policy("/dev/zero")


def test_severities_compare() -> None:
    assert [s.rank for s in Severity] == [0, 1, 2, 3]
