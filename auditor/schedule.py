"""When an article is audited again. No clock, no database: only data in, answer out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class NightlyOptions:
    """When an article is due again: the policy's ``[nightly]`` table.

    Attributes:
        recheck_days: days after an article's first audit at which it is audited again: pages are edited most in the
            first day, and die over weeks.
        retries: how often an article that could not be read is tried again, once a night.
    """

    recheck_days: tuple[int, ...] = (1, 7, 30)
    retries: int = field(default=3, metadata={"min": 0, "max": 100})


@dataclass(frozen=True, slots=True)
class Due:
    """Whether an article is to be audited now. No clock, no database: only data in, answer out."""

    now: datetime
    options: NightlyOptions

    def due(self, row: dict[str, Any]) -> bool:
        """True for an article never audited (and not given up), or with fewer audits than its age asks for."""
        if not row["audits"]:
            if row["attempts"] > self.options.retries:
                return False
            return row["tried_at"] is None or self._age(row["tried_at"]) >= timedelta(hours=12)
        age = self._age(row["first_audit"])
        wanted = 1 + sum(age >= timedelta(days=days) for days in self.options.recheck_days)
        last = row["last_audit"]
        return int(row["audits"]) < wanted and self._age(last) >= timedelta(hours=12)

    def _age(self, time: str) -> timedelta:
        return self.now - datetime.fromisoformat(time)
