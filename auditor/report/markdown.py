"""An audit as Markdown for an issue or a newsletter: the verdict, the findings, the sentences in a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.records import Audit, ClaimAudit, Severity
from auditor.report import _words as words
from auditor.report._markdown import escape, link

LONG = 300
"""Characters of a sentence or passage shown."""


def render(audits: Sequence[Audit], *, level: int = 1, sentences: bool = True) -> str:
    """The audits as Markdown, one after another.

    Args:
        audits: what to show.
        level: the heading level of an article's title, 1 to 4.
        sentences: also list every cited sentence, not only the findings.
    """
    parts = ["\n".join(_audit(audit, "#" * max(1, min(4, level)), sentences)) for audit in audits]
    return "\n\n---\n\n".join(parts) + "\n"


def _audit(audit: Audit, heading: str, sentences: bool) -> Iterator[str]:
    document = audit.article.document
    yield f"{heading} {link(words.article_name(audit)[:LONG], document.url)}"
    yield ""
    yield f"**{escape(words.verdict_sentence(audit))}** {escape(words.score_sentence(audit))}"
    yield from _findings(audit, f"{heading}#")
    if sentences:
        yield from _sentences(audit, f"{heading}#")
    yield from _score(audit, f"{heading}#")
    yield from _sources(audit, f"{heading}#")
    run = audit.run
    yield ""
    made = f"auditor {run.auditor[:40]}, scorer {run.scorer[:60]}, policy {run.policy[:60]}"
    yield f"*Made by {escape(made)}*"


def _findings(audit: Audit, heading: str) -> Iterator[str]:
    yield from ("", f"{heading} Findings", "")
    if not audit.findings:
        yield "Nothing was found."
    claims = {c.claim.id: c for c in audit.claims}
    for finding in words.by_severity(audit.findings):
        name = finding.severity.value
        strong = f"**{name}**" if finding.severity.rank >= Severity.MAJOR.rank else name
        aside = "" if finding.suppressed is None else f" *set aside: {escape(finding.suppressed, LONG)}*"
        yield f"- {strong} {escape(finding.message, 2 * LONG)} ({escape(finding.code, 12)}){aside}"
        claim = claims.get(finding.claim or "")
        if claim is not None and not words.quotes(finding.message, claim.claim.text):
            yield f"  > {escape(claim.claim.text, LONG)} {_cites(claim)}"


def _sentences(audit: Audit, heading: str) -> Iterator[str]:
    if not audit.claims:
        return
    yield from ("", f"{heading} Cited sentences", "")
    yield "| | sentence | cites | what the cited page says |"
    yield "|---|---|---|---|"
    for audited in audit.claims:
        sign, name = words.SIGNS[audited.verdict], words.VERDICTS[audited.verdict]
        yield f"| {sign} {name} | {escape(audited.claim.text, LONG)} | {_cites(audited)} | {_evidence(audited)} |"


def _evidence(audited: ClaimAudit) -> str:
    said = []
    for _, check in audited.checks:
        said += [escape(words.difference_sentence(d), LONG) for d in check.differences]
        passage = next(iter(check.evidence), None)
        if passage is not None:
            said.append(link(f"“{passage.text[:LONG]}”", passage.link))
    if audited.better_references:
        said.append(f"right source: {escape(words.marks(audited.better_references), 80)}")
        said += [link(f"“{shown.text[:LONG]}”", shown.link) for _, shown in audited.better_evidence[:1]]
    if audited.copying is not None:
        found = audited.copying
        said.append(f"copied from {escape(words.mark(found.reference), 40)}: {words.copying_phrase(found.copying)}")
    return "; ".join(said)


def _score(audit: Audit, heading: str) -> Iterator[str]:
    yield from ("", f"{heading} Score", "", "| part | points | of | why |", "|---|---:|---:|---|")
    for part in audit.score.parts:
        points, most = words.number(part.points), words.number(part.max)
        yield f"| {escape(part.name, 60)} | {points} | {most} | {escape(part.why, LONG)} |"
    yield f"| **score** | **{words.number(audit.score.value)}** | 100 | {escape(words.interval_sentence(audit))} |"


def _sources(audit: Audit, heading: str) -> Iterator[str]:
    yield from ("", f"{heading} Sources", "")
    for sentence in (*audit.provenance.summary, *words.provenance_sentences(audit)):
        yield f"- {escape(sentence, LONG)}"
    partly = words.partly_read(audit)
    for source in audit.sources:
        title = source.reference.title or source.reference.raw
        name = f"{escape(words.mark(source.reference.number), 40)} {link(title[:LONG], source.url)}"
        state = "" if words.was_read(source) else f": **not read**, {escape(words.reason(source), LONG)}"
        state = ", read only in part" if source in partly else state
        yield f"- {name}, {escape(words.source_name(source), 60)}{state}"


def _cites(audited: ClaimAudit) -> str:
    return escape("".join(words.mark(number) for number in audited.claim.cites), 60)
