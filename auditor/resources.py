"""Files that ship with the package: policies and the demonstration recording."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def policy_path(name: str) -> Path:
    """The path of a shipped policy file such as ``outlets.toml``; it exists in a wheel and in a source checkout."""
    return _shipped("policies", "policies") / name


def demo_path() -> Path:
    """The folder of the demonstration recording."""
    return _shipped("demo", "cassettes/demo")


def _shipped(inside: str, checkout: str) -> Path:
    packed = _PACKAGE / inside
    return packed if packed.is_dir() else _PACKAGE.parent / checkout


def datasette_metadata() -> Path:
    """The path of the shipped Datasette metadata, for a database named ``audits.db``."""
    return _PACKAGE / "store" / "metadata.yaml"
