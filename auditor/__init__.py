"""A citation and source-reliability auditor for news."""

from __future__ import annotations

__version__ = "0.1.0"
