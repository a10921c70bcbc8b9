"""Numbers as news writes them: digits or words, with unit, comparator, hedge and range, each with its place.

``parse_quantities`` finds them; ``same_quantity`` says whether two may stand for one figure. Calendar dates are
``auditor.dates``' business: a plain year, or a day beside a month's name, is no quantity. Values are given in the base
unit of their dimension (metres, kilograms, days, ...), so that ``60 centimetres`` equals ``0.6 metres``.
"""

from __future__ import annotations

from auditor.quantities.compare import (
    CLOCK_TOLERANCE,
    HEDGE_TOLERANCE,
    PAGE_HEDGE_TOLERANCE,
    UNIT_TOLERANCE,
    comparable,
    same_quantity,
)
from auditor.quantities.parse import parse_quantities
from auditor.quantities.quantity import Quantity

__all__ = [
    "CLOCK_TOLERANCE",
    "HEDGE_TOLERANCE",
    "PAGE_HEDGE_TOLERANCE",
    "UNIT_TOLERANCE",
    "Quantity",
    "comparable",
    "parse_quantities",
    "same_quantity",
]
