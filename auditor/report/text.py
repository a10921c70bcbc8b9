"""An audit for a terminal: the verdict in the first three lines, then the findings, then what they rest on.

Nothing from outside reaches the terminal as an instruction: control characters are taken out, and styles are set on
words, never read from them. Without ``color`` the text has no escape sequence at all.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from auditor.records import Audit, ClaimAudit, Evidence, Finding, Severity, Verdict
from auditor.report import _words as words
from auditor.report._inert import one_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

MIN_WIDTH, MAX_WIDTH = 40, 160
"""Narrower than 40 columns nothing can be set; lines over 160 are hard to read."""

NARROW = 64
"""Under so many columns what a table has in columns stands one under the other."""

SHOWN = 40
"""Findings shown of each severity; how many more there are is said."""

STYLES = {
    Verdict.CONTRADICTED: "bold red",
    Verdict.NOT_IN_SOURCE: "magenta",
    Verdict.PARTIALLY_SUPPORTED: "yellow",
    Verdict.SUPPORTED: "green",
    Verdict.SOURCE_UNAVAILABLE: "dim",
}
SEVERITY_STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.MAJOR: "red",
    Severity.MINOR: "yellow",
    Severity.INFO: "dim",
}


def render(audits: Sequence[Audit], *, width: int = 100, color: bool = False, verbose: bool = False) -> str:
    """The audits as text for a terminal of ``width`` columns, one after another.

    Args:
        audits: what to show.
        width: columns to fill, held between 40 and 160.
        color: set styles; False for a pipe, a file, or a reader who asked for none.
        verbose: also show the passages, where each page was looked for, and what produced the audit.
    """
    from rich.console import Console

    out = io.StringIO()
    console = Console(
        file=out,
        width=max(MIN_WIDTH, min(MAX_WIDTH, width)),
        color_system="standard" if color else None,
        force_terminal=color,
        no_color=not color,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    for i, audit in enumerate(audits):
        if i:
            console.print()
            console.rule(style="dim")
        _audit(console, audit, verbose)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _audit(console: Console, audit: Audit, verbose: bool) -> None:
    _verdict(console, audit)
    _findings(console, audit)
    _claims(console, audit, verbose)
    _score(console, audit)
    _provenance(console, audit)
    _unread(console, audit, verbose)
    if verbose:
        _run(console, audit)


def _verdict(console: Console, audit: Audit) -> None:
    score = audit.score
    console.print(one_line(words.article_name(audit), console.width), style="bold", no_wrap=True, overflow="ellipsis")
    worst = next((v for v, n in words.tally(audit).items() if n), Verdict.SOURCE_UNAVAILABLE)
    interval = f", between {words.number(score.low)} and {words.number(score.high)}" if score.high > score.low else ""
    grade = one_line(words.grade(score), 20)
    console.print(f"Score {words.number(score.value)} of 100{interval}" + (f" ({grade})" if grade else ""))
    console.print(f"{words.SIGNS[worst]} {words.verdict_sentence(audit)}", style=STYLES[worst])
    missing = len(words.unread_sources(audit))
    if missing:
        console.print(f"{missing} of {words.count(len(audit.sources), 'cited page')} could not be read.", style="dim")


def _findings(console: Console, audit: Audit) -> None:
    _heading(console, f"Findings ({len(audit.findings)})")
    if not audit.findings:
        console.print("Nothing found.", style="dim")
        return
    places = {claim.claim.id: claim for claim in audit.claims}
    table = _grid(3, console.width)
    kept = [finding for finding in audit.findings if finding.suppressed is None]
    for severity in words.SEVERITIES:
        group = [f for f in kept if f.severity is severity]
        for finding in group[:SHOWN]:
            _add_finding(table, finding, places.get(finding.claim or ""), console.width)
        if len(group) > SHOWN:
            _row(table, "", "", f"and {len(group) - SHOWN} more that are {severity}; the JSON has all of them")
    console.print(table)
    aside = [finding for finding in audit.findings if finding.suppressed is not None]
    for finding in aside[:SHOWN]:
        reason = one_line(f"{finding.code} {finding.message} (set aside: {finding.suppressed})", 400)
        console.print(reason, style="dim")


def _add_finding(table: Table, finding: Finding, claim: ClaimAudit | None, width: int) -> None:
    from rich.text import Text

    body = Text(one_line(finding.message, 600))
    if claim is not None:
        cited = "".join(words.mark(n) for n in claim.claim.cites)
        said = "" if words.quotes(finding.message, claim.claim.text) else one_line(claim.claim.text, 2 * width)
        place = f"{one_line(claim.claim.id, 12)} {one_line(cited, 40)}"
        body.append(f"\n{place}: {said}" if said else f" ({place})", "dim")
    _row(table, Text(finding.severity.value, SEVERITY_STYLES[finding.severity]), one_line(finding.code, 12), body)


def _claims(console: Console, audit: Audit, verbose: bool) -> None:
    from rich.text import Text

    if not audit.claims:
        return
    _heading(console, f"Cited sentences ({len(audit.claims)})")
    table = _grid(4, console.width)
    for audited in audit.claims:
        style = STYLES[audited.verdict]
        sure = "" if audited.confidence is None else words.percent(audited.confidence)
        body = Text(one_line(audited.claim.text, None if verbose else 3 * console.width))
        if verbose:
            body = Text(one_line(audited.claim.text, 2000))
        for line, dim in _notes(audited, verbose):
            body.append(f"\n{line}", "dim" if dim else style)
        cited = one_line("".join(words.mark(n) for n in audited.claim.cites), 30)
        label = Text(f"{words.SIGNS[audited.verdict]} {words.VERDICTS[audited.verdict]}", style)
        _row(table, label, sure, cited, body)
    console.print(table)


def _notes(audited: ClaimAudit, verbose: bool) -> Iterator[tuple[str, bool]]:
    """What stands under a sentence: (line, whether it is only an aside)."""
    for number, check in audited.checks:
        for difference in check.differences:
            kind = words.KINDS[difference.kind]
            yield f"{words.mark(number)} {kind}: {one_line(words.difference_sentence(difference), 400)}", False
        if verbose:
            yield from _passages(str(number), check.evidence)
    if audited.better_references:
        yield f"says so: {one_line(words.marks(audited.better_references), 80)}", False
        if verbose:
            yield from (line for n, shown in audited.better_evidence[:3] for line in _passages(str(n), [shown]))
    if audited.copying is not None:
        found = audited.copying
        yield f"copied from {one_line(words.mark(found.reference), 30)}: {words.copying_phrase(found.copying)}", True


def _passages(number: str, found: Sequence[Evidence]) -> Iterator[tuple[str, bool]]:
    for evidence in found:
        yield f"[{one_line(number, 20)}] “{one_line(evidence.text, 500)}”", True
        if evidence.link:
            yield f"    {one_line(evidence.link, 500)}", True


def _score(console: Console, audit: Audit) -> None:
    _heading(console, "Score")
    table = _grid(3, console.width, right=1)
    for part in audit.score.parts:
        points = f"{words.number(part.points)} of {words.number(part.max)}"
        _row(table, one_line(part.name, 24), points, one_line(part.why, 600))
    total = f"{words.number(audit.score.value)} of 100"
    _row(table, "total", total, words.score_sentence(audit), style="bold")
    console.print(table)


def _provenance(console: Console, audit: Audit) -> None:
    said = [*audit.provenance.summary[1:], *words.provenance_sentences(audit)]
    if not said:
        return
    read = sum(words.was_read(source) for source in audit.sources)
    independent = audit.provenance.independent
    _heading(console, f"Where it comes from: {independent} independent of {words.count(read, 'page')} read")
    for sentence in said:
        console.print(one_line(sentence, 400))


def _unread(console: Console, audit: Audit, verbose: bool) -> None:
    missing, partly = words.unread_sources(audit), words.partly_read(audit)
    if partly:
        numbers = words.marks(source.reference.number for source in partly)
        console.print()
        console.print(f"Read only in part: {one_line(numbers, 400)}")
    if not missing:
        return
    _heading(console, f"Not read ({len(missing)})")
    table = _grid(3, console.width)
    for source in missing:
        why = one_line(words.reason(source), 300)
        if verbose:
            steps = (f"{step.resolver}: {step.url or 'nothing'} ({step.why})" for step in source.trail)
            why += "".join(f"\n{one_line(step, 300)}" for step in steps)
        number = one_line(words.mark(source.reference.number), 20)
        _row(table, number, one_line(words.source_name(source), 30), why)
    console.print(table)


def _run(console: Console, audit: Audit) -> None:
    run = audit.run
    _heading(console, "This audit")
    table = _grid(2, console.width)
    rows = [
        ("auditor", run.auditor),
        ("policy", f"{run.policy} ({run.policy_sha256[:12]})"),
        ("scorer", run.scorer),
        ("started", run.started_at),
        ("took", f"{run.seconds:.1f} s"),
        *(("note", note) for note in run.notes),
    ]
    for name, value in rows:
        _row(table, name, one_line(value, 200))
    console.print(table)


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(text, style="bold")


def _grid(columns: int, width: int, *, right: int | None = None) -> Table:
    """A table without lines: ``columns`` of which the last takes the room that is left and folds long words.

    Where ``width`` has no room for columns there is one. ``right`` is the column of figures.
    """
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for i in range(columns - 1 if width >= NARROW else 0):
        table.add_column(overflow="fold", no_wrap=False, justify="right" if i == right else "left")
    table.add_column(ratio=1, overflow="fold")
    return table


def _row(table: Table, *cells: str | Text, style: str | None = None) -> None:
    """Adds a row; in a table of one column the last cell stands indented under the others."""
    from rich.padding import Padding
    from rich.text import Text

    if len(table.columns) == len(cells):
        table.add_row(*cells, style=style)
        return
    head = Text("  ").join(Text(cell) if isinstance(cell, str) else cell for cell in cells[:-1] if cell)
    if head:
        table.add_row(head, style=style)
    table.add_row(Padding(cells[-1], (0, 0, 0, 2)), style=style)
