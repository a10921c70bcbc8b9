"""A number with its unit, comparator, hedge and range, as it was read."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.records import Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of a text.

    ``value`` is the figure in the base unit of ``unit`` (for a range its middle), ``low`` and ``high`` the ends of a
    range (equal to ``value`` otherwise). ``unit`` is a dimension's base unit (``m``, ``kg``, ``day``, ``degree``,
    ``share`` for per cent and fractions, ``clock`` for minutes after midnight, ``ordinal``, ``times``) or a currency
    (``USD``, ``crown``); empty for a bare number. ``written`` is the unit as named (``km``, ``week``), ``plain`` the
    figure before conversion. ``comparator`` is one of ``= < <= > >=``. ``span`` covers figure and unit, ``whole`` the
    comparator and hedge too. ``label`` is the capitalised word, in lower case, whose name a bare figure ends
    (``Mole 2``); empty for a figure that counts or measures.
    """

    span: Span
    whole: Span
    text: str
    value: float
    low: float
    high: float
    unit: str = ""
    written: str = ""
    plain: float = 0.0
    comparator: str = "="
    hedged: bool = False
    digits: int = 1
    label: str = ""
