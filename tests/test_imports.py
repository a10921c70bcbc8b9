"""Imports point one way, effects live at the edges, and importing the package does nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "auditor"

# Each layer may import itself (same room) and everything before it.
LAYERS = [
    ["errors", "records", "codes", "settings", "text", "urls", "plugins", "resources", "quantities", "dates", "lexicon", "schedule",
     "dateforms", "units", "suppressions"],
    ["article", "sources", "checks"],  # three rooms side by side: none imports another
    ["policy", "score", "findings", "origins", "checking", "ownchecks"],
    ["pipeline"],
    ["store"],
    ["reliability", "feeds", "changes"],
    ["report"],
    ["nightly", "batch", "training", "notify"],
    ["cli"],
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
SIDE_BY_SIDE = {"article", "sources", "checks"}


def _modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if "__pycache__" not in p.parts)


def _room(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    """Rooms of ours that the module imports, at its top or inside functions, type-checking imports left out."""
    found: set[str] = set()

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            return
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "auditor":
            parts = node.module.split(".")
            found.update([parts[1]] if len(parts) > 1 else [a.name for a in node.names])
        if isinstance(node, ast.Import):
            found.update(a.name.split(".")[1] for a in node.names if a.name.startswith("auditor."))
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(path.read_text(encoding="utf-8")))
    return found - {"__version__"}


@pytest.mark.parametrize("path", _modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    room = _room(path)
    if room in ("__init__", "__main__"):
        return
    assert room in LEVEL, f"say in tests/test_imports.py where {room} belongs"
    for other in _imports(path):
        if other == room:
            continue
        assert other in LEVEL, f"{path.name} imports auditor.{other}, which has no place"
        assert not (room in SIDE_BY_SIDE and other in SIDE_BY_SIDE), f"{room} reaches into {other}"
        assert LEVEL[other] <= LEVEL[room], f"{room} reaches up to {other}"


def _uses(path: Path, *libraries: str) -> bool:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(a.name.split(".")[0] for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return bool(names & set(libraries))


def test_effects_live_at_the_edges() -> None:
    for path in _modules():
        room = _room(path)
        if _uses(path, "httpx", "httpcore", "socket", "urllib3", "requests"):
            assert room == "sources", f"{path.name} touches the network"
        if _uses(path, "sqlite3", "sqlite_utils"):
            assert room == "store", f"{path.name} speaks SQL"
        if "os.environ" in path.read_text(encoding="utf-8"):
            assert room == "settings", f"{path.name} reads the environment"


def test_importing_is_fast_and_does_nothing() -> None:
    code = (
        "import sys; import auditor, auditor.cli; "
        "heavy = {'httpx','lxml','bs4','trafilatura','rich','jinja2','numpy','yaml','sqlite3','tldextract','onnxruntime'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_what_is_exported_exists_and_is_few() -> None:
    import auditor

    assert len(auditor.__all__) < 20
    for name in auditor.__all__:
        assert getattr(auditor, name) is not None
    assert callable(auditor.audit)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = auditor.nothing
