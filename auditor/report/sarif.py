"""An audit as SARIF 2.1.0, for code hosts and editors that show findings where they stand.

How an audit's states become SARIF's (section 3.27.9 of the standard):

========================================  ==================  =====================================================
in the audit                              ``kind``            ``level``
========================================  ==================  =====================================================
a finding, minor or worse                 ``fail``            critical and major ``error``, minor ``warning``
a finding that only informs               ``informational``   ``none``
a verdict less sure than ``review_below``  ``review``         ``none``: a person should look
a page that could not be read             ``open``            ``none``: no answer yet
a sentence that cites nothing             ``notApplicable``   ``none``: there was nothing to check
========================================  ==================  =====================================================
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from auditor.codes import CODES
from auditor.records import Audit, Document, Evidence, Finding, Sentence, Severity, Span, Verdict
from auditor.report import _words as words
from auditor.report._inert import one_line, shown
from auditor.report.json import dump
from auditor.urls import is_web_url

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

FINGERPRINT = "auditorFinding/v1"
"""The name under which a finding's fingerprint is kept."""

LEVELS = {Severity.CRITICAL: "error", Severity.MAJOR: "error", Severity.MINOR: "warning", Severity.INFO: "note"}

UNCITED = "ART002"
"""The rule under which a sentence that cites nothing is listed."""

LONG = 2000


def render(audits: Sequence[Audit], *, review_below: float = 0.5, uncited: bool = True, indent: int | None = 2) -> str:
    """The audits as one SARIF log, a run an audit.

    Args:
        audits: what to show.
        review_below: verdicts less sure than this are marked for a person to review, not as failures.
        uncited: also list the sentences that cite nothing, as not applicable.
        indent: spaces of indentation, or None for one line.
    """
    runs = [_run(audit, review_below, uncited) for audit in audits]
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": runs}, indent=indent, embeddable=True)


def _run(audit: Audit, review_below: float, uncited: bool) -> dict[str, Any]:
    place = _Place(audit.article.document)
    results = [_result(audit, finding, place, review_below) for finding in words.by_severity(audit.findings)]
    if uncited:
        results += [_not_applicable(sentence, place) for sentence in audit.article.uncited]
    ids = sorted({result["ruleId"] for result in results})
    for result in results:
        result["ruleIndex"] = ids.index(result["ruleId"])
    return {
        "tool": {
            "driver": {
                "name": "auditor",
                "version": one_line(audit.run.auditor, 40),
                "rules": [_rule(code) for code in ids],
            }
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": [place.artifact()],
        "results": results,
        "properties": {
            "score": {"value": audit.score.value, "low": audit.score.low, "high": audit.score.high},
            "policy": one_line(audit.run.policy, 100),
            "scorer": one_line(audit.run.scorer, 100),
        },
    }


def _rule(code: str) -> dict[str, Any]:
    info = CODES.get(code)
    if info is None:
        return {"id": one_line(code, 40)}
    return {
        "id": code,
        "shortDescription": {"text": message(info.title)},
        "fullDescription": {"text": message(info.what)},
        "help": {"text": message(f"{info.why} {info.instead}")},
        "defaultConfiguration": {"level": LEVELS[info.severity]},
    }


def _result(audit: Audit, finding: Finding, place: _Place, review_below: float) -> dict[str, Any]:
    kind = _kind(audit, finding, review_below)
    result: dict[str, Any] = {
        "ruleId": one_line(finding.code, 40),
        "kind": kind,
        "level": LEVELS[finding.severity] if kind == "fail" else "none",
        "message": {"text": message(finding.message) or "no message"},
        "locations": [place.location(_span(audit, finding))],
        "partialFingerprints": {FINGERPRINT: one_line(finding.fingerprint, 200)},
        "properties": {"severity": finding.severity.value},
    }
    if finding.suppressed is not None:
        reason = message(finding.suppressed) or "no reason given"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
    related = _related(audit, finding)
    if related:
        result["relatedLocations"] = related
    return result


def _kind(audit: Audit, finding: Finding, review_below: float) -> str:
    """The SARIF kind of a finding; the table stands at the top of this module."""
    claim = next((c for c in audit.claims if c.claim.id == finding.claim), None)
    source = None if finding.reference is None else audit.source(finding.reference)
    if claim is not None and claim.verdict is Verdict.SOURCE_UNAVAILABLE:
        return "open"
    if finding.code.startswith("SRC") and source is not None and not words.was_read(source):
        return "open"
    if claim is not None and finding.code.startswith("SUP"):
        sure = [check.confidence for number, check in claim.checks if number == finding.reference]
        confidence = next((value for value in sure if value is not None), claim.confidence)
        if confidence is not None and confidence < review_below:
            return "review"
    return "informational" if finding.severity is Severity.INFO else "fail"


def _not_applicable(sentence: Sentence, place: _Place) -> dict[str, Any]:
    return {
        "ruleId": UNCITED,
        "kind": "notApplicable",
        "level": "none",
        "message": {"text": "This sentence cites nothing, so there was nothing to check."},
        "locations": [place.location(sentence.span)],
    }


def _span(audit: Audit, finding: Finding) -> Span | None:
    """Where in the article a finding stands: at its sentence, else at its reference's entry."""
    for audited in audit.claims:
        if audited.claim.id == finding.claim:
            return audited.claim.span
    source = None if finding.reference is None else audit.source(finding.reference)
    return source.reference.span if source else None


def _related(audit: Audit, finding: Finding) -> list[dict[str, Any]]:
    """The passages that the finding rests on, at the addresses of their pages."""
    found: list[Evidence] = [finding.evidence] if finding.evidence else []
    for audited in audit.claims:
        if audited.claim.id == finding.claim:
            found += [e for number, check in audited.checks if number == finding.reference for e in check.evidence]
    links = [(e, e.link) for e in found if e.link and is_web_url(e.link)]
    return [
        {
            "id": i,
            "physicalLocation": {"artifactLocation": {"uri": _uri(link)}},
            "message": {"text": message(evidence.text)},
        }
        for i, (evidence, link) in enumerate(dict.fromkeys(links), 1)
    ]


def message(text: str) -> str:
    """``text`` as a SARIF message: braces are doubled (3.11.5), and no link can begin (3.11.6)."""
    return one_line(text, LONG).replace("{", "{{").replace("}", "}}").replace("](", "] (")


class _Place:
    """Turns ranges of the article into SARIF regions of the file as given: lines and columns from 1."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = _line_starts(document.source)
        self.uri = _article_uri(document)

    def artifact(self) -> dict[str, Any]:
        return {
            "location": {"uri": self.uri},
            "hashes": {"sha-256": one_line(self.document.sha256, 64)},
            "description": {"text": message(self.document.title or "the article")},
        }

    def location(self, span: Span | None) -> dict[str, Any]:
        place: dict[str, Any] = {"artifactLocation": {"uri": self.uri, "index": 0}}
        if span is not None:
            place["region"] = self.region(self.document.original(span))
        return {"physicalLocation": place}

    def region(self, span: Span) -> dict[str, Any]:
        line, column = self._position(span.start)
        end_line, end_column = self._position(span.end)
        return {
            "startLine": line,
            "startColumn": column,
            "endLine": end_line,
            "endColumn": end_column,
            "charOffset": span.start,
            "charLength": len(span),
            "snippet": {"text": shown(span.of(self.document.source)[:LONG])},
        }

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1


@lru_cache(maxsize=8)
def _line_starts(text: str) -> list[int]:
    """Where each line begins: after each line feed, carriage return, or both together."""
    import re

    return [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]


def _article_uri(document: Document) -> str:
    import re
    from urllib.parse import quote

    if document.url and is_web_url(document.url):
        return _uri(document.url)
    name = document.name.replace("\\", "/").encode("utf-8", "replace")
    if re.match(rb"/[^/]|[A-Za-z]:/", name):  # absolute: not below the folder that relative ones are read from
        return "file:///" + quote(name.lstrip(b"/"), safe="/-._~:")
    return quote(name, safe="/-._~").lstrip("/") or "article"


def _uri(url: str) -> str:
    from urllib.parse import quote

    return quote(url.encode("utf-8", "replace"), safe="%/:?#[]@!$&'()*+,;=~-._")
