"""An audit as JUnit XML, so that a build can fail on a citation that does not hold.

A suite an article, a case a cited sentence: it fails on a finding at or above the bar, and is skipped where no cited
page could be read. One more case stands for the article itself and takes the findings that belong to no sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.records import Audit, Finding, Severity, Verdict
from auditor.report import _words as words
from auditor.report._inert import one_line

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LONG = 2000


def render(audits: Sequence[Audit], *, fail_on: Severity = Severity.MAJOR) -> str:
    """The audits as JUnit XML.

    Args:
        audits: what to show.
        fail_on: the least severity that fails a case.
    """
    from xml.etree.ElementTree import Element, indent, tostring

    root = Element("testsuites", name="auditor")
    for audit in audits:
        root.append(_suite(audit, fail_on))
    for total in ("tests", "failures", "skipped"):
        root.set(total, str(sum(int(suite.get(total, "0")) for suite in root)))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(audit: Audit, fail_on: Severity) -> Element:
    from xml.etree.ElementTree import Element, SubElement

    name = one_line(words.article_name(audit), 200)
    suite = Element("testsuite", name=name, timestamp=one_line(audit.run.started_at.rstrip("Z"), 40))
    ids = {claim.claim.id for claim in audit.claims}
    bar = [
        finding
        for finding in words.by_severity(audit.findings)
        if finding.severity.rank >= fail_on.rank and finding.suppressed is None
    ]
    for audited in audit.claims:
        title = one_line(f"{audited.claim.id}: {audited.claim.text}", 200)
        case = SubElement(suite, "testcase", name=title, classname=name)
        found = [finding for finding in bar if finding.claim == audited.claim.id]
        for finding in found:
            _fail(case, finding)
        if not found and audited.verdict is Verdict.SOURCE_UNAVAILABLE:
            SubElement(case, "skipped", message="no cited page could be read")
    case = SubElement(suite, "testcase", name="the article", classname=name)
    for finding in bar:
        if finding.claim not in ids:
            _fail(case, finding)
    suite.set("tests", str(len(audit.claims) + 1))
    suite.set("failures", str(sum(case.find("failure") is not None for case in suite)))
    suite.set("errors", "0")
    suite.set("skipped", str(sum(case.find("skipped") is not None for case in suite)))
    suite.set("time", f"{audit.run.seconds:.3f}")
    return suite


def _fail(case: Element, finding: Finding) -> None:
    """Adds ``finding`` to the case's one failure: readers of JUnit expect no second."""
    from xml.etree.ElementTree import SubElement

    failure = case.find("failure")
    if failure is None:
        message = one_line(finding.message, LONG)
        failure = SubElement(case, "failure", message=message, type=one_line(finding.code, 12))
    line = one_line(f"{finding.severity.value} {finding.code}: {finding.message}", LONG)
    failure.text = f"{failure.text or ''}{line}\n"
