"""Checks that other packages bring: each looks at a checked article and yields findings under codes of its own.

A check is registered as an entry point of the group ``auditor.checks`` and called with the article, its sources (in
the order of the references, read or not) and its claims with what was found about each::

    def check(article: Article, sources: Sequence[Source], claims: Sequence[ClaimAudit]) -> Iterable[Finding]:
        for claim in claims:
            if "reportedly" in claim.claim.text:
                yield Finding("DESK001", Severity.MINOR, "the sentence hides its source", "", claim=claim.claim.id)

A finding's code is three to eight capitals and three digits, and none of ours. Its severity is the policy's where that
has a table ``[findings.DESK001]``, else its own. An empty fingerprint is made from the code, the message and the
claim's words. A check that fails costs its own findings and is said in one finding; it never costs the audit.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from auditor.codes import CODES, is_own_code
from auditor.plugins import load, names
from auditor.policy import Policy
from auditor.records import Article, ClaimAudit, Finding, Severity, Source
from auditor.text import match_key

Check = Callable[[Article, Sequence[Source], Sequence[ClaimAudit]], Iterable[Finding]]

MOST = 1000
"""Findings of one check that are taken; the rest is said to be left out."""
LONGEST = 2000
"""Characters of a message that are kept."""


def own_findings(
    article: Article, sources: Sequence[Source], claims: Sequence[ClaimAudit], policy: Policy
) -> tuple[Finding, ...]:
    """What the installed checks find, the checks in the order of their names."""
    found: list[Finding] = []
    seen: set[str] = set()
    for name in names("checks"):
        try:
            for finding in _run(name, article, sources, claims):
                finding = _settled(finding, claims, policy)
                if finding.fingerprint not in seen:
                    seen.add(finding.fingerprint)
                    found.append(finding)
        except (Exception, SystemExit) as error:  # whatever another package does, the audit stands
            found.append(_failure(name, error, policy))
    return tuple(found)


def _run(name: str, article: Article, sources: Sequence[Source], claims: Sequence[ClaimAudit]) -> Iterator[Finding]:
    check: Check = load("checks", name)
    ids, numbers = {c.claim.id for c in claims}, {s.reference.number for s in sources}
    found = list(islice(check(article, tuple(sources), tuple(claims)), MOST + 1))
    for finding in found:
        if not isinstance(finding, Finding):
            raise TypeError(f"it yields {type(finding).__name__}, not Finding")
        if not isinstance(finding.code, str) or not is_own_code(finding.code):
            raise ValueError(f"{finding.code!r} is no code of its own: three to eight capitals and three digits")
        if finding.claim is not None and finding.claim not in ids:
            raise ValueError(f"there is no claim {finding.claim!r}")
        if finding.reference is not None and finding.reference not in numbers:
            raise ValueError(f"there is no reference {finding.reference!r}")
    if len(found) > MOST:
        raise ValueError(f"it has more than {MOST} findings")
    yield from found


def _settled(finding: Finding, claims: Sequence[ClaimAudit], policy: Policy) -> Finding:
    """The finding with the policy's severity, a fingerprint, and nothing that only an audit may say."""
    rule = policy.findings.get(finding.code)
    words = next((c.claim.text for c in claims if c.claim.id == finding.claim), "")
    base = "\x1f".join((finding.code, match_key(str(finding.message)), match_key(words)))
    made = hashlib.sha256(base.encode("utf-8", "replace")).hexdigest()[:16]
    given = str(finding.fingerprint)
    return replace(
        finding,
        severity=rule.severity if rule else Severity(finding.severity),
        message=str(finding.message)[:LONGEST],
        fingerprint=given if re.fullmatch(r"[0-9a-zA-Z_-]{8,64}", given) else made,
        suppressed=None,
    )


def _failure(name: str, error: BaseException, policy: Policy) -> Finding:
    why = f"{type(error).__name__}: {error}"[:300]
    message = f"the check {name!r} failed, and what it would have found is missing ({why})"
    digest = hashlib.sha256(f"EXT001\x1f{name}".encode("utf-8", "replace")).hexdigest()[:16]
    rule = policy.findings.get("EXT001")
    return Finding("EXT001", rule.severity if rule else CODES["EXT001"].severity, message, digest)
