"""Reads the groups in ``cases/provenance``: one group a file, so that a wrong verdict becomes a case in a minute.

The head of a file says what it is for, the clusters ("0 1 | 2") and the edges ("2>0"). A page opens with
``=== outlet | byline | date``, then its title, then its text. A line ``@0:2-4`` stands for paragraphs 2 to 4 of page
0, and ``| old => new ;; old => new`` after it for what this printing changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from auditor.records import Page

FOLDER = Path(__file__).parent / "cases" / "provenance"


@dataclass(frozen=True)
class Group:
    """A group of pages with what should be found in it."""

    name: str
    about: str
    pages: tuple[Page, ...]
    clusters: frozenset[tuple[int, ...]]
    rests_on: frozenset[tuple[int, int]]

    def as_line(self) -> dict[str, object]:
        """The group as a line of a GROUPS.jsonl file, with its answers."""
        return {
            "id": self.name,
            "pages": [
                {"outlet": p.outlet, "title": p.title, "byline": p.byline, "date": p.published, "text": p.text}
                for p in self.pages
            ],
            "clusters": sorted(map(list, self.clusters)),
            "rests_on": sorted(map(list, self.rests_on)),
        }


def read_groups(folder: Path = FOLDER) -> list[Group]:
    """Every group in ``folder``, in order of the file names."""
    return [read_group(path) for path in sorted(folder.glob("*.txt"))]


def read_group(path: Path) -> Group:
    """One group; fails on a copy line that names no paragraph or changes words that are not there."""
    head, *parts = re.split(r"^=== ?", path.read_text(encoding="utf-8"), flags=re.M)
    fields = dict(line.split(":", 1) for line in head.strip().splitlines())
    bodies: list[list[str]] = []
    pages = []
    for part in parts:
        first, _, rest = part.partition("\n")
        outlet, byline, published = (value.strip() or None for value in first.split("|"))
        title, _, text = rest.strip().partition("\n\n")
        bodies.append(_expand(text, bodies))
        pages.append(Page("\n\n".join(bodies[-1]), title=title, outlet=outlet, byline=byline, published=published))
    return Group(
        path.stem,
        fields["about"].strip(),
        tuple(pages),
        frozenset(tuple(map(int, cluster.split())) for cluster in fields["clusters"].split("|")),
        frozenset(tuple(map(int, edge.split(">"))) for edge in fields["rests_on"].split()),  # type: ignore[misc]  # pairs, as the case writes them
    )


def _expand(text: str, bodies: list[list[str]]) -> list[str]:
    out: list[str] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        for line in block.split("\n") if block.startswith("@") else [block]:
            out += _copied(line, bodies) if line.startswith("@") else [line] if line else []
    return out


def _copied(line: str, bodies: list[list[str]]) -> list[str]:
    where, _, changes = line.partition(" | ")
    page, _, numbers = where[1:].partition(":")
    first, _, last = numbers.partition("-")
    taken = "\n\n".join(bodies[int(page)][int(first) - 1 : int(last or first)])
    assert taken, f"{line}: there is no such paragraph"
    for change in filter(None, changes.split(" ;; ")):
        old, new = change.split(" => ")
        assert old in taken, f"{line}: {old!r} is not there"
        taken = taken.replace(old, new)
    return taken.split("\n\n")
