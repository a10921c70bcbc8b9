"""Whether two quantities may stand for one figure."""

from __future__ import annotations

from dataclasses import replace

from auditor.quantities.quantity import Quantity

HEDGE_TOLERANCE = 0.1
"""``about`` covers a tenth either way: in the alterations and claims written for this project the widest rounding that
a writer marked with a hedge was 8 % (47 days as a month and a half was 3 %)."""
PAGE_HEDGE_TOLERANCE = 0.02
"""``About 60`` in the page does not make an exact 55 right: only a figure that rounds to it passes."""
CLOCK_TOLERANCE = 20
"""Minutes that ``about`` or ``shortly after`` a time of day may take in."""
UNIT_TOLERANCE = 0.02
"""Two units of one dimension (miles, kilometres) may differ by the rounding of a conversion."""


def comparable(a: Quantity, b: Quantity) -> bool:
    """True where the two measure one dimension, or one of them is a bare number and so may."""
    if a.unit == b.unit:
        return True
    return not a.unit or not b.unit


def same_quantity(a: Quantity, b: Quantity) -> bool:
    """True where a reader would take ``a`` (the claim's) and ``b`` (the page's) for one figure.

    Exact figures must agree; a hedge on ``a`` allows ``HEDGE_TOLERANCE``, another unit ``UNIT_TOLERANCE``; a
    comparator must hold of the other side's figure and be near it (``over 60`` for 63, not for 630).
    """
    if a.unit == b.unit:
        x, y = a.value, b.value
    elif a.unit and b.unit:
        return False
    else:
        x, y = (a.plain, b.value) if a.unit else (a.value, b.plain)
    if bool(a.unit) != bool(b.unit) and (a.label or b.label or abs(x - y) > PAGE_HEDGE_TOLERANCE * abs(x) + 1e-9):
        return False  # a bare figure has a unit left out only where it is the figure: 19 films are not over 17 weeks
    # Nearly all pairs are told apart here: no tolerance reaches to the double.
    if (x > 2 * y > 0 or y > 2 * x > 0) and a.low == a.high and b.low == b.high and a.unit != "clock":
        return False
    if a.unit and b.unit and a.unit == "clock":
        if (a.hedged or b.hedged) and abs(a.value - b.value) <= CLOCK_TOLERANCE:
            return True
        return a.value == b.value or (a.value % 720 == b.value % 720 and "clock" in (a.written, b.written))
    left, right = (a, b) if a.unit and b.unit else (_bare(a), _bare(b))
    if left.comparator != "=" and right.comparator == "=":
        return _holds(left, right)
    if right.comparator != "=" and left.comparator == "=":
        return _holds(right, left) and (left.hedged or _rounds(left, right) or _close(left, right, 0.0))
    if left.comparator[0] != right.comparator[0] and not (left.hedged or right.hedged):
        return False
    if left.comparator != "=" and _entailed(left, right):
        return True
    return _close(left, right, _tolerance(left, right))


def _bare(q: Quantity) -> Quantity:
    """``q`` by the figure as written, for comparing with a number without a unit."""
    if not q.unit:
        return q
    width = (q.high - q.low) * (q.plain / q.low if q.low else 1.0)
    return replace(q, value=q.plain + width / 2, low=q.plain, high=q.plain + width, unit="")


def _tolerance(a: Quantity, b: Quantity) -> float:
    tolerance = HEDGE_TOLERANCE if a.hedged else PAGE_HEDGE_TOLERANCE if b.hedged else 0.0
    if a.written != b.written and a.unit:
        return max(tolerance, UNIT_TOLERANCE)
    return max(tolerance, 1e-9)


def _close(a: Quantity, b: Quantity, tolerance: float) -> bool:
    tolerance = max(tolerance, _tolerance(a, b))

    def near(x: float, y: float) -> bool:
        return abs(x - y) <= tolerance * max(abs(x), abs(y)) + 1e-9

    if near(a.low, b.low) and near(a.high, b.high):
        return True
    hedged = a.hedged or b.hedged
    inside = (a.low <= b.value <= a.high and a.low < a.high) or (b.low <= a.value <= b.high and b.low < b.high)
    return hedged and inside


def _holds(bound: Quantity, figure: Quantity) -> bool:
    """Whether ``figure`` satisfies the comparator of ``bound`` and lies near enough to be meant by it."""
    limit, value = bound.value, figure.value
    slack = 0.02 * abs(limit) if bound.unit and bound.written != figure.written else 0.0
    if bound.comparator in (">", ">="):
        near = value <= limit * 1.35 + 1e-9
        return near and (value > limit - slack or (value >= limit and bound.comparator == ">="))
    near = value >= limit * 0.7 - 1e-9
    return near and (
        value < limit + slack or (value <= limit and bound.comparator == "<=") or (bound.hedged and value <= limit)
    )


def _entailed(claim: Quantity, page: Quantity) -> bool:
    """Whether a bound of the page holds the claim's rounder one: ``at least 64`` is ``upwards of 60``.

    Not ``up to 90`` for ``up to 70``: the most that may be is a figure of its own.
    """
    x, y = claim.value, page.value
    if not _is_rounder(claim, page):
        return False
    if claim.comparator in _FLOORS and page.comparator in _FLOORS:
        return x < y <= x * 1.35
    return claim.comparator == page.comparator == "<" and x * 0.7 <= y < x


_FLOORS = (">", ">=")


def _is_rounder(a: Quantity, b: Quantity) -> bool:
    """Whether ``a`` has fewer digits that say something than ``b``, or is a count of dozens."""
    return a.digits < b.digits or (a.unit == "" and a.value in (24, 36, 48)) or (a.digits == 2 and a.value % 5 == 0)


def _rounds(a: Quantity, b: Quantity) -> bool:
    return abs(a.value - b.value) <= HEDGE_TOLERANCE * max(abs(a.value), abs(b.value))
