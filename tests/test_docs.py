"""Documentation under test: commands, codes, exported names, policy keys, JSON fields, and the README's own words."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import json
import re
import tomllib
from pathlib import Path

import click
import pytest

import auditor
from auditor.cli import COMMANDS, cli
from auditor.codes import CODES
from auditor.policy import _sections
from auditor.resources import policy_path

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _command(name: str) -> click.Command:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    return command


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_there_with_help_and_an_example(name: str) -> None:
    command = _command(name)
    text = command.help or ""
    assert "Example" in text
    assert f"auditor {name}" in text
    assert f"auditor {name}" in README or name in ("demo", "headlines", "cluster")
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.opts[0]} has no help"


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_says_what_why_and_what_to_do(code: str) -> None:
    info = CODES[code]
    assert re.fullmatch(r"(ART|REF|SRC|SUP|REU|PRV|HDL|EXT)\d{3}", code)
    for text in (info.what, info.why, info.instead):
        assert text.endswith(".")
        assert len(text) > 10


def test_every_exported_name_is_documented() -> None:
    for name in auditor.__all__:
        value = getattr(auditor, name)
        if inspect.isclass(value) or callable(value):
            assert inspect.getdoc(value), name


def test_every_public_function_of_the_package_has_a_docstring() -> None:
    missing = []
    for path in sorted((ROOT / "auditor").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not ast.get_docstring(tree) and path.read_text().strip():
            missing.append(f"{path.name}: the module")
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                if not ast.get_docstring(node):
                    missing.append(f"{path.name}: {node.name}")
    assert missing == []


def test_every_policy_key_has_its_reason_beside_it() -> None:
    text = policy_path("default.toml").read_text(encoding="utf-8")
    assert "UNDOCUMENTED" not in text
    raw = tomllib.loads(text)
    for section, cls in _sections().items():
        doc = inspect.getdoc(cls) or ""
        for field in dataclasses.fields(cls):
            assert field.name in raw[section]
            assert re.search(rf"^\s+{field.name}:", doc, re.M), f"{cls.__name__}.{field.name} is not explained"


def test_every_json_field_is_described() -> None:
    from auditor.report.json import audit_schema

    bare: list[str] = []

    def walk(node: object, path: str) -> None:
        if not isinstance(node, dict):
            return
        for name, child in node.get("properties", {}).items():
            described = isinstance(child, dict) and ("description" in child or "$ref" in child or "const" in child)
            if not described:
                bare.append(f"{path}.{name}")
            walk(child, f"{path}.{name}")
        for key in ("items", "additionalProperties"):
            walk(node.get(key), f"{path}[]")
        for name, child in node.get("$defs", {}).items():
            walk(child, name)
        for child in node.get("anyOf", []):
            walk(child, path)

    walk(audit_schema(), "audit")
    assert bare == []


def test_the_readmes_python_and_toml_are_valid() -> None:
    for block in re.findall(r"```python\n(.*?)```", README, re.S):
        ast.parse(block)
    for block in re.findall(r"```toml\n(.*?)```", README, re.S):
        tomllib.loads(block)
    assert json.dumps(README)


def test_the_readmes_options_exist() -> None:
    known = {opt for name in COMMANDS for p in _command(name).params for opt in p.opts} | {"--metadata", "--no-cache-dir", "--create-home"}
    assert set(re.findall(r"(?<![\w-])--[a-z][\w-]+", README)) - known == set()


def test_the_top_level_is_as_agreed() -> None:
    import subprocess

    done = subprocess.run(["git", "ls-tree", "--name-only", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    agreed = {"pyproject.toml", "README.md", "auditor", "tests", "cassettes", "policies", "LICENSE", "CHANGELOG.md", "Makefile"}
    assert {name for name in done.stdout.split() if not name.startswith(".")} - agreed == set()
