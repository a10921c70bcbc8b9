"""Whose story a page prints: wire credits; and whether the copy is whole."""

from __future__ import annotations

import re


def wire_credit(text: str, *, byline: str | None = None, outlet: str | None = None) -> str | None:
    """The agency or outlet the page credits its story to, or None."""
    found = re.search(r"Copyright (?:19|20)\d\d (NPR)|\((AP|Reuters|REUTERS|ANI|AFP|CNN)\)", text)
    return next((g for g in found.groups() if g), None) if found else None


def is_truncated(text: str) -> bool:
    """True where the text breaks off in the middle of a sentence."""
    tail = text.rstrip()
    return bool(tail) and (tail.endswith(("...", "…", ",")) or tail[-1].isalnum())
