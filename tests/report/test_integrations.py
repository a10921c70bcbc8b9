"""The pre-commit hooks and the GitHub Action: their commands exist, and no input becomes part of a script."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml

from auditor.cli.audit import SUFFIXES, command

ROOT = Path(__file__).resolve().parents[2]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
ACTION = yaml.safe_load((ROOT / ".github/actions/audit/action.yml").read_text("utf-8"))
OPTIONS = {option for parameter in command.params for option in parameter.opts}


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_calls_a_command_that_exists(hook: dict[str, object]) -> None:
    words = shlex.split(str(hook["entry"]))
    assert words[:2] == ["auditor", "audit"]
    assert {word for word in words[2:] if word.startswith("--")} <= OPTIONS
    assert hook["language"] == "python"


def _script() -> str:
    return next(step["run"] for step in ACTION["runs"]["steps"] if step.get("id") == "audit")


def test_the_action_s_options_exist() -> None:
    assert set(re.findall(r"(?<!\S)(--[a-z][a-z-]*)", _script())) <= OPTIONS
    assert {".sarif", ".html", ".md"} <= set(SUFFIXES.values())


def test_no_input_is_put_into_a_script() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_every_input_is_described_and_used() -> None:
    used = " ".join(str(step.get("env", {})) + str(step.get("with", {})) for step in ACTION["runs"]["steps"])
    for name, given in ACTION["inputs"].items():
        assert given["description"]
        assert f"inputs.{name} }}}}" in used, name


@pytest.mark.parametrize("status", [0, 1, 2])
def test_the_action_s_script_passes_the_status_on(status: int, tmp_path: Path) -> None:
    fake = tmp_path / "auditor"
    fake.write_text(
        f'#!/usr/bin/env bash\nprintf "%s\\n" "$@" > "{tmp_path}/args"\necho "# report" > "{tmp_path}/audit.md"\nexit {status}\n'
    )
    fake.chmod(0o755)
    (tmp_path / "one.md").write_text("x")
    environment = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}", "RUNNER_TEMP": str(tmp_path), "ARTICLES": "*.md", "SOURCES": "my library",
        "OFFLINE": "true", "POLICY": "strict; touch pwned", "FAIL_ON": "major", "FAIL_UNDER": "0",
        "GITHUB_OUTPUT": str(tmp_path / "output"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }  # fmt: skip
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", _script()], cwd=tmp_path, env=environment, check=False)
    assert done.returncode == status
    given = (tmp_path / "args").read_text().splitlines()
    assert given[given.index("--policy") + 1] == "strict; touch pwned"
    assert given[given.index("--sources") + 1] == "my library"
    assert "--offline" in given and "one.md" in given
    assert not (tmp_path / "pwned").exists()
    assert (tmp_path / "summary").read_text() == "# report\n"
    assert f"sarif={tmp_path}/audit.sarif" in (tmp_path / "output").read_text()
