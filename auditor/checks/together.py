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


def combine_parts(
    parts: Sequence[Sequence[SupportCheck]], joint: SupportCheck | None = None
) -> tuple[Verdict, float | None]:
    """The verdict of a sentence whose parts cite pages of their own, and its confidence.

    Each part is judged by its own pages. One that is contradicted makes the sentence wrong, however well another is
    sourced; the sentence is supported when every part that could be checked is, or when ``joint`` (all its pages read
    as one) supports the whole; it is supported in part when only some of its parts are.
    """
    said = [combine(part)[:2] for part in parts]
    known = [(verdict, sure or 0.0) for verdict, sure in said if verdict is not Verdict.SOURCE_UNAVAILABLE]
    verdicts = {verdict for verdict, _ in known}
    if Verdict.CONTRADICTED in verdicts:
        return Verdict.CONTRADICTED, max(sure for verdict, sure in known if verdict is Verdict.CONTRADICTED)
    if joint is not None and joint.verdict is Verdict.SUPPORTED:
        return joint.verdict, joint.confidence
    if not known or (verdicts == {Verdict.NOT_IN_SOURCE} and len(known) < len(said)):
        return Verdict.SOURCE_UNAVAILABLE, None
    if len(verdicts) == 1:
        return known[0][0], min(sure for _, sure in known)
    return Verdict.PARTIALLY_SUPPORTED, max(sure for verdict, sure in known if verdict is not Verdict.SUPPORTED)
