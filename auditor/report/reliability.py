"""The reliability report as JSON, CSV, Markdown or one HTML page. Figures in, text out: nothing is measured here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from auditor.changes import Change
from auditor.reliability import AGGREGATOR_RATES, MIN_RANKED, OUTLET_RATES, Group, Rate, Reliability
from auditor.report._inert import one_line, shown

RATE_WORDS = {
    "support": "supported",
    "contradiction": "contradicted",
    "availability": "sources readable",
    "misquotation": "misquoted",
    "copying": "copied",
    "independence": "independent sources",
    "headline_mismatch": "headline mismatch",
    "copied_from": "copied from it",
}
"""What a rate is called in a table's head."""

GOOD_WHEN_HIGH = frozenset({"support", "availability", "independence"})


def render_json(report: Reliability, changes: Sequence[Change] = ()) -> str:
    """The report as one JSON object, what changed under ``changes``."""
    whole = {**asdict(report), "changes": [asdict(change) for change in changes]}
    return json.dumps(whole, ensure_ascii=False, indent=1, default=str) + "\n"


def render_csv(report: Reliability, changes: Sequence[Change] = ()) -> str:
    """One row a group and rate: kind, name, articles, rank, rate, hits, n, share, low, high, shrunk."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["kind", "name", "articles", "rank", "rate", "hits", "n", "share", "low", "high", "shrunk"])
    for kind, groups in (("aggregator", report.aggregators), ("outlet", report.outlets)):
        for group in groups:
            for name, rate in group.rates.items():
                figures = [_digits(x) for x in (rate.value, rate.low, rate.high, rate.shrunk)]
                rank = "" if group.rank is None else group.rank
                writer.writerow([kind, _cell(group.name), group.articles, rank, name, rate.hits, rate.n, *figures])
    return out.getvalue()


def render_markdown(report: Reliability, changes: Sequence[Change] = ()) -> str:
    """The report for a wiki, an issue or a newsletter: what changed first."""
    lines = ["# Reliability report", "", headline(report), ""]
    if changes:
        lines += ["## What changed", ""]
        for change in changes:
            lines.append(f"- **{_markdown(change.article)}** ({change.score:.1f})")
            lines += [f"  - {_markdown(told, 300)}" for told in change_words(change)]
        lines.append("")
    for title, groups, names in _tables(report):
        lines += [f"## {title}", ""]
        if not groups:
            lines += ["Nothing yet.", ""]
            continue
        lines.append("| rank | name | articles | " + " | ".join(RATE_WORDS[n] for n in names) + " |")
        lines.append("|---:|---|---:|" + "---|" * len(names))
        for group in groups:
            cells = [words(group.rates[n]) for n in names]
            rank = str(group.rank) if group.rank else "-"
            lines.append(f"| {rank} | {_markdown(group.name)} | {group.articles} | " + " | ".join(cells) + " |")
        lines.append("")
    lines.append(footnote())
    return "\n".join(lines) + "\n"


def render_html(report: Reliability, changes: Sequence[Change] = ()) -> str:
    """The report as one HTML file that needs nothing else."""
    from auditor.report.html import page

    return page(
        "reliability.html.j2",
        look="reliability",
        report=report,
        changes=changes,
        change_words=change_words,
        tables=_tables(report),
        rate_words=RATE_WORDS,
        good=GOOD_WHEN_HIGH,
        words_of=words,
        headline=headline(report),
        footnote=footnote(),
        trend=trend_points,
    )


def _tables(report: Reliability) -> list[tuple[str, Sequence[Group], list[str]]]:
    return [
        ("By publisher of the audited articles", report.aggregators, list(AGGREGATOR_RATES)),
        ("By cited outlet", report.outlets, list(OUTLET_RATES)),
    ]


def headline(report: Reliability) -> str:
    """The whole report in a sentence or two."""
    if not report.articles:
        return "There are no audits in this database yet."
    support = report.whole["support"]
    words_support = f"{words(support)} of the checkable citations are supported" if support.n else "none was checkable"
    when = f", the newest of {report.as_of[:10]}" if report.as_of else ""
    return f"{report.articles} articles in {report.audits} audits{when}: {words_support}."


def footnote() -> str:
    """How to read the figures."""
    return (
        "Shares are given with their 95 % Wilson interval and n. Ranks use shares shrunk toward the whole, and only "
        f"groups of {MIN_RANKED} articles or more have one. Unreadable pages count in no share but their own."
    )


def words(rate: Rate) -> str:
    """A rate as ``83 % (71 to 91, n 52)``; ``-`` where nothing could be counted."""
    if rate.value is None:
        return "-"
    return f"{100 * rate.value:.0f} % ({100 * rate.low:.0f} to {100 * rate.high:.0f}, n {rate.n})"


def trend_points(group: Group, width: int = 120, height: int = 28) -> str:
    """A group's support by month as the points of an SVG polyline; '' with fewer than two months."""
    points = [p.support.value for p in group.trend if p.support.value is not None]
    if len(points) < 2:
        return ""
    step = width / (len(points) - 1)
    return " ".join(f"{i * step:.1f},{height - 2 - value * (height - 4):.1f}" for i, value in enumerate(points))


def _digits(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _cell(text: str) -> str:
    """``text`` for a spreadsheet: one line, and no formula runs (OWASP: CSV injection)."""
    flat = one_line(text)
    return f"'{flat}" if flat[:1] in ("=", "+", "-", "@") else flat


def change_words(change: Change, most: int = 12) -> list[str]:
    """What changed in an article, a sentence each; the gravest first."""
    told = []
    if change.first:
        told.append(f"audited for the first time: {len(change.new)} findings")
    told += [f"“{one_line(f.claim, 120)}” was {f.before}, is now {f.now}".replace("_", " ") for f in change.flips]
    for edit in change.edits:
        how = "was edited silently" if edit.silent else "was corrected" if edit.correction else "was updated"
        said = edit.correction or (edit.added[0] if edit.added else edit.removed[0])
        verb = "now says" if edit.added else "no longer says"
        told.append(f"[{edit.number}] {one_line(edit.outlet, 60)} {how}; it {verb} “{one_line(said, 140)}”")
    told += [
        f"[{loss.number}] {one_line(loss.outlet, 60)} can no longer be read ({loss.status}): {one_line(loss.reason)}"
        for loss in change.losses
    ]
    if not change.first:
        told += [f"new: {one_line(item['message'], 200)}" for item in change.new]
        told += [f"gone: {one_line(item['message'], 200)}" for item in change.gone]
    return told[:most] + ([f"and {len(told) - most} more"] if len(told) > most else [])


def _markdown(text: str, limit: int = 80) -> str:
    flat = one_line(shown(text), limit)
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>()#+-.!|~&" else c for c in flat)


def formats() -> dict[str, tuple[Any, str]]:
    """Format name -> (renderer, file ending)."""
    return {
        "html": (render_html, ".html"),
        "markdown": (render_markdown, ".md"),
        "json": (render_json, ".json"),
        "csv": (render_csv, ".csv"),
    }
