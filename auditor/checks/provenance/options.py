"""What a user may set about provenance."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProvenanceOptions:
    """Bars of ``trace_provenance``; all shares are in [0, 1] of the shorter page's own narration.

    Args:
        same_text: copied share from which two pages are one story with no other sign. Copies in the project's own
            cases start at 0.45, strangers end at 0.2.
        same_credit: copied share that is enough when both carry one credit.
        same_credit_retold: retold share that is enough when both carry one credit (broadcast style).
        update_retold: retold share that is enough when one says that it is a later version.
        min_words: fewer copied words than this never make two pages one story.
        slack_days: a page may rest on one dated so many days later (time zones, later updates).
    """

    same_text: float = 0.33
    same_credit: float = 0.15
    same_credit_retold: float = 0.4
    update_retold: float = 0.15
    min_words: int = 20
    slack_days: int = 1
