"""The patterns of ``cues.txt``: words and phrases by which headlines and bodies show what they do."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def _sections() -> dict[str, tuple[bool, str]]:
    """Section name -> whether it is matched against spaced words, and its alternatives."""
    text = (files(__package__) / "cues.txt").read_text("utf-8")
    out: dict[str, tuple[bool, list[str]]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        head = re.match(r"\[([a-z ]+)(\*?)\]", line)
        if head:
            lines = []
            out[head.group(1)] = (bool(head.group(2)), lines)
        elif line and not line.startswith("#"):
            lines.append(line.replace(" | ", "|"))
    return {name: (spaced, "|".join(found)) for name, (spaced, found) in out.items()}


@cache
def cue(name: str, more: str = "") -> re.Pattern[str]:
    """The pattern of a section; ``more`` is added to it as it stands."""
    spaced, found = _sections()[name]
    return re.compile((f" (?:{found}) " if spaced else rf"\b(?:{found})\b") + more)
