"""What was changed between a page and a claim: one module a kind, each naming both sides with their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from auditor.checks.alterations.additions import find_additions
from auditor.checks.alterations.attribution import find_attribution
from auditor.checks.alterations.base import Found, View
from auditor.checks.alterations.causes import find_causes
from auditor.checks.alterations.certainty import find_certainty
from auditor.checks.alterations.dates import find_dates
from auditor.checks.alterations.entities import find_entities
from auditor.checks.alterations.numbers import find_numbers
from auditor.checks.alterations.order import find_order
from auditor.checks.alterations.polarity import find_polarity
from auditor.checks.alterations.quotes import find_quotes_changed
from auditor.checks.alterations.roles import find_roles
from auditor.checks.alterations.subjects import find_subjects

RULES: tuple[Callable[[View], Iterator[Found]], ...] = (
    find_numbers,
    find_dates,
    find_polarity,
    find_quotes_changed,
    find_attribution,
    find_entities,
    find_roles,
    find_subjects,
    find_order,
    find_certainty,
    find_causes,
    find_additions,
)


def find_alterations(view: View) -> Iterator[Found]:
    """Every difference that some rule sees, strong or weak; the caller weighs them."""
    for rule in RULES:
        yield from rule(view)
