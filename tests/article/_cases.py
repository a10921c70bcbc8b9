"""Cases as files: an article beside what should be read from it.

Lines of an ``.expect`` file: ``T`` title, ``R number | title | outlet | date | url`` (a ``|`` inside a field is written
``\\|``), ``C numbers | cited sentence``, ``U`` uncited sentence, ``X`` truncated one, ``P`` problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "cases"
FORMATS = {".txt": "text", ".md": "markdown", ".html": "html"}


@dataclass
class Case:
    """An article and its expectation; ``references`` are (number, title, outlet, date, url)."""

    name: str
    format: str
    input: str
    title: str | None = None
    references: list[tuple[str, str | None, str | None, str | None, str | None]] = field(default_factory=list)
    claims: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    uncited: list[str] = field(default_factory=list)
    truncated: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def load() -> list[Case]:
    """All cases, by name."""
    return [read(path) for path in sorted(FOLDER.iterdir()) if path.suffix in FORMATS]


def read(path: Path) -> Case:
    case = Case(path.name, FORMATS[path.suffix], path.read_text(encoding="utf-8"))
    for line in path.with_name(path.name + ".expect").read_text(encoding="utf-8").splitlines():
        kind, _, rest = line.partition(" ")
        fields = [part.strip().replace("\\|", "|") for part in re.split(r"(?<!\\)\|", rest)]
        if kind == "T":
            case.title = rest
        elif kind == "R":
            number, title, outlet, date, url = fields
            case.references.append((number, title or None, outlet or None, date or None, url or None))
        elif kind == "C":
            numbers, _, sentence = rest.partition(" | ")
            case.claims.append((sentence, tuple(n.strip() for n in numbers.split(","))))
        elif kind == "P":
            case.problems.append(rest)
        elif kind in ("U", "X"):
            case.uncited.append(rest)
            if kind == "X":
                case.truncated.append(rest)
    return case
