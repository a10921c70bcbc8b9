"""One way to add a scorer, resolver, check or report format: an entry point. Ours register the same way.

A package adds, for example, a report format with::

    [project.entry-points."auditor.formats"]
    epub = "my_package.epub:render"

Groups: ``auditor.scorers``, ``auditor.resolvers``, ``auditor.checks``, ``auditor.formats``. Nothing is imported
until its name is asked for.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from auditor.errors import UsageError

DEFAULT_SCORER = "embedded"
"""Who judges support where nobody says otherwise."""


@cache
def _entries(group: str) -> dict[str, Any]:
    from importlib.metadata import entry_points

    return {entry.name: entry for entry in entry_points(group=f"auditor.{group}")}


def names(group: str) -> list[str]:
    """The names registered in ``group`` (``"formats"``, ``"scorers"`` ...), sorted."""
    return sorted(_entries(group))


def load(group: str, name: str) -> Any:
    """The object registered as ``name`` in ``group``.

    Raises:
        UsageError: nothing of that name is registered, or it cannot be imported.
    """
    entries = _entries(group)
    if name not in entries:
        known = ", ".join(sorted(entries)) or "none"
        raise UsageError(f"there is no {group.rstrip('s')} named {name!r}; known: {known}")
    try:
        return entries[name].load()
    except ImportError as error:
        raise UsageError(f"the {group.rstrip('s')} {name!r} cannot be loaded: {error}") from error
