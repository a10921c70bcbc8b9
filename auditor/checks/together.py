"""What the pages cited for one claim say together."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.records import SupportCheck, Verdict

# From the strongest statement about a claim to the weakest.
_ORDER = (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.PARTIALLY_SUPPORTED, Verdict.NOT_IN_SOURCE)


def combine(
    checks: Sequence[SupportCheck], joint: SupportCheck | None = None
) -> tuple[Verdict, float | None, int | None]:
    """The claim's own verdict, its confidence, and the index in ``checks`` of the check that decided it.

    One page that states the claim is enough. Otherwise a contradiction stands; then what is there in part, unless
    ``joint`` (the cited pages read as one) supports the whole. A page that says nothing decides only when no cited
    page is left unread: "could not check" is never "not supported". The index is None where no page was read, or
    where only the pages together decide.
    """
    for verdict in _ORDER:
        found = [i for i, check in enumerate(checks) if check.verdict is verdict]
        if not found:
            continue
        best = max(found, key=lambda i: checks[i].confidence or 0.0)
        if verdict is Verdict.SUPPORTED:
            return verdict, checks[best].confidence, best
        if joint is not None and joint.verdict is Verdict.SUPPORTED and verdict is not Verdict.CONTRADICTED:
            return joint.verdict, joint.confidence, None
        unread = any(check.verdict is Verdict.SOURCE_UNAVAILABLE for check in checks)
        if verdict is Verdict.NOT_IN_SOURCE and unread:
            break
        return verdict, checks[best].confidence, best
    return Verdict.SOURCE_UNAVAILABLE, None, None
