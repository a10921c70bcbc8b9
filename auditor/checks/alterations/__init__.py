"""What was changed between a page and a claim: one module a kind, each naming both sides with their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from auditor.checks.alterations.additions import find_additions
from auditor.checks.alterations.attribution import find_attribution
from auditor.checks.alterations.base import Found, View
from auditor.checks.alterations.causes import find_causes
from auditor.checks.alterations.certainty import find_certainty
from auditor.checks.alterations.comparisons import find_comparisons
from auditor.checks.alterations.dates import find_dates
from auditor.checks.alterations.denials import find_denials
from auditor.checks.alterations.derived import is_of_the_rest
from auditor.checks.alterations.entities import find_entities
from auditor.checks.alterations.numbers import find_numbers
from auditor.checks.alterations.order import find_order
from auditor.checks.alterations.polarity import find_polarity
from auditor.checks.alterations.quotes import find_quotes_changed
from auditor.checks.alterations.roles import find_roles
from auditor.checks.alterations.subjects import find_subjects
from auditor.checks.alterations.substitutes import find_substitutes
from auditor.checks.alterations.voices import find_voices
from auditor.checks.coreference import parties_of
from auditor.records import DifferenceKind, Span

RULES: tuple[Callable[[View], Iterator[Found]], ...] = (
    find_numbers,
    find_dates,
    find_denials,
    find_polarity,
    find_quotes_changed,
    find_attribution,
    find_voices,
    find_entities,
    find_substitutes,
    find_roles,
    find_subjects,
    find_order,
    find_comparisons,
    find_certainty,
    find_causes,
    find_additions,
)


def find_alterations(view: View) -> list[Found]:
    """Every difference that some rule sees, strong or weak; the caller weighs them.

    A figure or name that the page lacks is no added detail where a rule says what stands in its place.
    """
    seen = (found for rule in RULES for found in rule(view))
    out = [found for found in seen if not _is_same_party(view, found) and not is_of_the_rest(view, found)]
    replaced = [f.difference.claim_span for f in out if f.kind in REPLACING and f.strength >= 0.3]
    return [f for f in out if f.rule not in ADDING or not _overlaps(f.difference.claim_span, replaced)]


def _is_same_party(view: View, found: Found) -> bool:
    """Whether a name stands against another mention of the party that the claim means."""
    ours, theirs = found.difference.claim_span, found.difference.source_span
    if found.kind not in NAMING or ours is None or theirs is None:
        return False
    index = view.match.index
    parties = parties_of(index)
    meant = parties.at(index.sentence_at(theirs.start), theirs)
    return meant is not None and meant is parties.claimed(view.match.claim, ours)


NAMING = frozenset({DifferenceKind.ENTITY, DifferenceKind.ATTRIBUTION})
REPLACING = frozenset({DifferenceKind.NUMBER, DifferenceKind.UNIT, DifferenceKind.DATE, DifferenceKind.ENTITY})
ADDING = frozenset({"added_figure", "added_date", "added_name"})


def _overlaps(span: Span | None, others: list[Span | None]) -> bool:
    return span is not None and any(other is not None and span.overlaps(other) for other in others)
