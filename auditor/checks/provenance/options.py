"""What a user may set about provenance."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """What a registry says of an outlet: the networks and agencies whose text it carries, and who owns it."""

    carries: frozenset[str] = frozenset()
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ProvenanceOptions:
    """Bars of ``trace_provenance``; all shares are in [0, 1] of the shorter page's own narration.

    Args:
        same_text: copied share from which two pages are one story with no other sign.
        cited_text: the same where one names the other as its source; a retelling that says whose facts it gives is no
            copy.
        same_credit: copied share that is enough when both carry one credit.
        same_credit_retold: retold share that is enough when both carry one credit (broadcast style).
        agency_common: share of common content words that is enough, with ``agency_retold``, when both are credited to
            one agency for the text itself.
        agency_retold: retold share that is enough with ``agency_common``.
        retold: retold share that is enough with no credit, when some sentences are copied besides.
        update_words: share of common content words that is enough when one says that it is a later version and both
            are of one voice.
        min_words: fewer copied words than this never make two pages one story.
        cited_words: content words that an attributing sentence and its neighbours must share with the page meant.
        uncued_words: content words that a sentence which names an outlet in no attributing words must share.
        uncued_agreement: share of such a sentence's content words, weighed by rarity, that must be on the page meant.
        slack_days: a page may rest on one dated so many days later (time zones, later updates).

    The bars lie in the widest gaps between copies and strangers in the project's own cases (tests/checks/cases).
    """

    same_text: float = 0.33
    cited_text: float = 0.7
    same_credit: float = 0.15
    same_credit_retold: float = 0.4
    agency_common: float = 0.42
    agency_retold: float = 0.15
    retold: float = 0.7
    update_words: float = 0.2
    min_words: int = 20
    cited_words: int = 2
    uncued_words: int = 3
    uncued_agreement: float = 0.4
    slack_days: int = 1
