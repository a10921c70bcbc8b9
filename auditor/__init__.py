"""A citation and source-reliability auditor for news: does the cited page really say it?

    >>> from auditor import audit
    >>> result = audit("article.txt", sources=["library"], offline=True)    # doctest: +SKIP
    >>> result.score.value, result.score.low, result.score.high             # doctest: +SKIP

Importing this package does nothing else, and fast: each name is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from auditor.errors import AuditorError as AuditorError
    from auditor.pipeline import Auditor as Auditor
    from auditor.pipeline import audit as audit
    from auditor.policy import Policy as Policy
    from auditor.policy import load_policy as load_policy
    from auditor.records import Audit as Audit
    from auditor.records import DifferenceKind as DifferenceKind
    from auditor.records import FetchStatus as FetchStatus
    from auditor.records import Finding as Finding
    from auditor.records import Score as Score
    from auditor.records import Severity as Severity
    from auditor.records import Verdict as Verdict

_HOME = {
    "Audit": "records",
    "Auditor": "pipeline",
    "AuditorError": "errors",
    "DifferenceKind": "records",
    "FetchStatus": "records",
    "Finding": "records",
    "Policy": "policy",
    "Score": "records",
    "Severity": "records",
    "Verdict": "records",
    "audit": "pipeline",
    "load_policy": "policy",
}

__all__ = ["__version__", *_HOME]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'auditor' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"auditor.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
