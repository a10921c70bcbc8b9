"""What several cited pages say together."""

from __future__ import annotations

import pytest

from auditor.checks.together import combine, combine_parts
from auditor.records import SupportCheck, Verdict

S, P, C, N, U = (
    Verdict.SUPPORTED,
    Verdict.PARTIALLY_SUPPORTED,
    Verdict.CONTRADICTED,
    Verdict.NOT_IN_SOURCE,
    Verdict.SOURCE_UNAVAILABLE,
)


def check(verdict: Verdict, confidence: float = 0.8) -> SupportCheck:
    return SupportCheck(verdict, None if verdict is U else confidence)


@pytest.mark.parametrize(
    ("verdicts", "joint", "together", "decided"),
    [
        ([S], None, S, 0),
        ([N, S], None, S, 1),  # one page that has it is enough
        ([C, S], None, S, 1),
        ([N, C], None, C, 1),
        ([P, P], S, S, None),  # each has a part, the two have all
        ([P, P], P, P, 0),
        ([C, P], S, C, 0),  # read as one they would hide what one of them denies
        ([N, N], None, N, 0),
        ([N, U], None, U, None),  # the unread page may say it: could not check
        ([P, U], None, P, 0),
        ([C, U], None, C, 0),
        ([U, U], None, U, None),
        ([], None, U, None),
    ],
)
def test_combine(verdicts: list[Verdict], joint: Verdict | None, together: Verdict, decided: int | None) -> None:
    found = combine([check(v) for v in verdicts], check(joint) if joint else None)
    assert (found[0], found[2]) == (together, decided)
    assert (found[1] is None) == (together is U)


def test_the_surest_page_of_a_verdict_decides() -> None:
    assert combine([check(C, 0.6), check(C, 0.9)]) == (C, 0.9, 1)


@pytest.mark.parametrize(
    ("parts", "joint", "together", "sure"),
    [
        ([[S], [S]], None, S, 0.8),
        ([[S], [C]], None, C, 0.8),  # a true half does not make the other true
        ([[S], [C]], S, C, 0.8),
        ([[S], [N]], None, P, 0.8),
        ([[S], [P]], None, P, 0.8),
        ([[P], [N]], None, P, 0.8),
        ([[S], [N]], S, S, 0.8),  # the pages together have the whole
        ([[N], [N]], None, N, 0.8),
        ([[N], [U]], None, U, None),
        ([[S], [U]], None, S, 0.8),  # the part that could be checked holds
        ([[S, C], [S]], None, S, 0.8),  # two pages for one part: one that has it is enough
        ([[U], [U]], None, U, None),
    ],
)
def test_combine_parts(
    parts: list[list[Verdict]], joint: Verdict | None, together: Verdict, sure: float | None
) -> None:
    found = combine_parts([[check(v) for v in part] for part in parts], check(joint) if joint else None)
    assert found == (together, sure)
