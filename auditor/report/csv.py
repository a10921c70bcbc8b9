"""The checks of an audit as a table: one row a cited sentence and reference, safe to open in a spreadsheet.

A cell that a spreadsheet would run as a formula (it begins with ``=``, ``+``, ``-``, ``@``, a tab or a line break, also
after spaces or in their wide forms) is kept as text by a leading apostrophe, and every cell is quoted.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from auditor.records import Audit, ClaimAudit, Number, SupportCheck
from auditor.report import _words as words
from auditor.report._inert import one_line

COLUMNS = (
    "article",
    "article_url",
    "claim",
    "start",
    "end",
    "sentence",
    "claim_verdict",
    "reference",
    "outlet",
    "title",
    "url",
    "status",
    "verdict",
    "confidence",
    "support",
    "evidence",
    "link",
    "difference_kinds",
    "differences",
    "better_references",
    "copying",
    "copied_from",
    "copied_share",
)

CELL = 32_000
"""Characters of a cell: spreadsheets hold at most 32,767."""

_STARTERS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\u2212", "|", "%")


def render(audits: Sequence[Audit], *, header: bool = True) -> str:
    """The audits' checks as CSV (RFC 4180, with line feeds), with a header line unless ``header`` is False."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    if header:
        writer.writerow(COLUMNS)
    for audit in audits:
        for row in _rows(audit):
            writer.writerow([cell(value) for value in row])
    return out.getvalue()


def cell(value: object) -> str:
    """``value`` as one line of text that no spreadsheet runs."""
    text = "" if value is None else one_line(str(value), CELL)
    return f"'{text}" if text.startswith(_STARTERS) else text


def _rows(audit: Audit) -> Iterator[tuple[object, ...]]:
    for audited in audit.claims:
        checks: Sequence[tuple[Number | None, SupportCheck | None]] = audited.checks or ((None, None),)
        for number, check in checks:
            yield (*_claim(audit, audited), *_source(audit, number), *_check(check), *_rest(audited))


def _claim(audit: Audit, audited: ClaimAudit) -> tuple[object, ...]:
    document, claim = audit.article.document, audited.claim
    place = document.original(claim.span)
    name = words.article_name(audit)
    return name, document.url, claim.id, place.start, place.end, claim.text, audited.verdict.value


def _source(audit: Audit, number: Number | None) -> tuple[object, ...]:
    source = None if number is None else audit.source(number)
    if source is None:
        return number, None, None, None, None
    reference = source.reference
    return number, reference.outlet, reference.title, reference.url or source.url, source.status.value


def _check(check: SupportCheck | None) -> tuple[object, ...]:
    if check is None:
        return (None,) * 7
    passages = " / ".join(evidence.text for evidence in check.evidence)
    link = next((evidence.link for evidence in check.evidence if evidence.link), None)
    kinds = " ".join(difference.kind.value for difference in check.differences)
    said = "; ".join(words.difference_sentence(difference) for difference in check.differences)
    return check.verdict.value, _share(check.confidence), _share(check.support), passages, link, kinds, said


def _rest(audited: ClaimAudit) -> tuple[object, ...]:
    better = " ".join(str(number) for number in audited.better_references)
    found = audited.copying
    if found is None:
        return better, None, None, None
    return better, found.copying.kind.value, found.reference, _share(found.copying.share)


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.4g}"
