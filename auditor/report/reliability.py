"""The reliability report as JSON, CSV, Markdown or one HTML page. Figures in, text out: nothing is measured here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from auditor.changes import Change
from auditor.reliability import AGGREGATOR_RATES, MIN_RANKED, OUTLET_RATES, Group, Rate, Reliability, article_rates
from auditor.report._inert import one_line, shown
from auditor.report._words import written

RATE_WORDS = {
    "support": "supported",
    "contradiction": "contradicted",
    "availability": "sources readable",
    "misquotation": "misquoted",
    "copying": "copied",
    "independence": "independent",
    "headline_mismatch": "headline mismatch",
    "copied_from": "copied from it",
}
"""What a rate is called in a table's head."""

KINDS = {
    "flipped": "verdicts flipped",
    "edited": "pages edited silently",
    "corrected": "pages corrected",
    "updated": "pages updated",
    "lost": "references lost",
    "new": "new findings",
    "gone": "findings gone",
    "first audit": "first audits",
}
"""Kinds of change, and what many of them are called."""

MAX_DIFF = 6
"""Sentences shown of what was taken out of a page, and of what was put in."""

MAX_LISTED = 200
"""Articles listed in Markdown, of what changed and of the lowest scores; JSON has more."""

MAX_PAGES = 150
"""Audits of each kind that get a page of their own: some ten kilobytes and two milliseconds each."""

GOOD_WHEN_HIGH = frozenset({"support", "availability", "independence"})


def render_json(report: Reliability, changes: Sequence[Change] = ()) -> str:
    """The report as one JSON object, what changed under ``changes``."""
    whole = {**asdict(report), "changes": [asdict(change) for change in changes]}
    return json.dumps(whole, ensure_ascii=False, indent=1, default=str) + "\n"


def render_csv(report: Reliability, changes: Sequence[Change] = ()) -> str:
    """One row a group, or article, and rate: what it is of, hits, n, share, its interval, shrunk, score, address."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow("kind name articles rank rate hits n share low high shrunk score url".split())
    for kind, groups in (("aggregator", report.aggregators), ("outlet", report.outlets)):
        for group in groups:
            rank = "" if group.rank is None else group.rank
            score = "" if group.score is None else f"{group.score:.1f}"
            writer.writerows(_rate_cells([kind, _cell(group.name), group.articles, rank], group.rates, [score, ""]))
    for row in report.article_rows:
        named = ["article", _cell(_name(row)), 1, ""]
        writer.writerows(_rate_cells(named, article_rates(row), [f"{row['score']:.1f}", _cell(row["url"] or "")]))
    return out.getvalue()


def _rate_cells(before: list[Any], rates: Mapping[str, Rate], after: list[Any]) -> Iterator[list[Any]]:
    for name, rate in rates.items():
        figures = [_digits(x) for x in (rate.value, rate.low, rate.high, rate.shrunk)]
        yield [*before, name, rate.hits, rate.n, *figures, *after]


def render_markdown(report: Reliability, changes: Sequence[Change] = ()) -> str:
    """The report for a wiki, an issue or a newsletter: what changed first."""
    lines = ["# Reliability report", "", headline(report), ""]
    if changes:
        lines += ["## What changed", ""]
        for change in sorted(changes, key=lambda change: (change.first, _gravity(change)))[:MAX_LISTED]:
            lines.append(f"- **{_markdown(change.article)}** ({change.score:.1f})")
            lines += [f"  - {_markdown(told, 300)}" for told in change_words(change)]
        if len(changes) > MAX_LISTED:
            lines.append(f"- and {len(changes) - MAX_LISTED} articles more, which the JSON format lists")
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
            named = "; ".join([group.name, *(f"{name} of {date}: {label}" for name, date, label in group.labels)])
            lines.append(f"| {rank} | {_markdown(named, 200)} | {group.articles} | " + " | ".join(cells) + " |")
        lines.append("")
    lines += _article_lines(report)
    if report.set_aside:
        lines += ["## Set aside", ""]
        for row in report.set_aside[:100]:
            told = f"{row['code']} in {row['title'] or row['url'] or 'an article'}: {row['reason']}"
            lines.append(f"- {_markdown(told, 300)}")
        lines.append("")
    lines.append(footnote())
    return "\n".join(lines) + "\n"


def _article_lines(report: Reliability) -> list[str]:
    """The table of articles, the lowest score first."""
    if not report.article_rows:
        return []
    rows = report.article_rows[:MAX_LISTED]
    lines = ["## By article, the lowest score first", ""]
    lines.append("| score | article | publisher | " + " | ".join(RATE_WORDS[n] for n in AGGREGATOR_RATES) + " |")
    lines.append("|---:|---|---|" + "---|" * len(AGGREGATOR_RATES))
    for row in rows:
        cells = [words(rate) for rate in article_rates(row).values()]
        name, outlet = _markdown(_name(row)), _markdown(row["outlet"] or "") or "-"
        lines.append(f"| {row['score']:.1f} | {name} | {outlet} | " + " | ".join(cells) + " |")
    more = report.articles - len(rows)
    return [*lines, *(["", f"and {more} articles more; all count in the figures above."] if more else []), ""]


def render_html(report: Reliability, changes: Sequence[Change] = (), pages: Container[int] = ()) -> str:
    """The report as one HTML file that needs nothing else; audits in ``pages`` are linked as ``audits/ID.html``."""
    from auditor.report.html import page

    return page(
        "reliability.html.j2",
        look="reliability",
        report=report,
        changes=sorted((change for change in changes if not change.first), key=_gravity),
        firsts=[change for change in changes if change.first],
        items=change_items,
        counted=counted(changes),
        pages=pages,
        tables=_tables(report),
        rate_words=RATE_WORDS,
        good=GOOD_WHEN_HIGH,
        words_of=words,
        headline=headline(report),
        footnote=footnote(),
        plot=plot,
    )


def site(
    report: Reliability, changes: Sequence[Change], details: Callable[[int], dict[str, Any]]
) -> Iterator[tuple[str, str]]:
    """(file name, text) of the report and of a page for each audit that it names: examples, changes, lowest scores.

    ``details`` gives an audit as it was kept (``store.details``).
    """
    from auditor.report.html import page

    pages = named_audits(report, changes)
    yield "index.html", render_html(report, changes, set(pages))
    for audit_id in pages:
        audit = details(audit_id)
        yield f"audits/{audit_id}.html", page("stored.html.j2", look="reliability", audit=audit, title=_name(audit))


def named_audits(report: Reliability, changes: Sequence[Change]) -> list[int]:
    """The audits that a site has pages for, each once."""
    examples = [e.audit_id for group in report.aggregators for e in (*group.worst, *group.best)]
    changed = [change.audit_id for change in changes[:MAX_PAGES]]
    lowest = [row["audit_id"] for row in report.article_rows[:MAX_PAGES]]
    return list(dict.fromkeys([*examples[: 4 * MAX_PAGES], *changed, *lowest]))


def _gravity(change: Change) -> tuple[float, ...]:
    """Sorts what an editor must see first to the front: flipped verdicts, a fallen score, silent edits, lost pages."""
    fall = (change.score_before or change.score) - change.score
    silent = sum(edit.silent for edit in change.edits)
    return (-len(change.flips), -round(fall, 1), -len(change.new), -silent, -len(change.losses))


def _name(row: Mapping[str, Any]) -> str:
    return one_line(row["title"] or row["url"] or "(no title)", 120)


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
    when = f", the newest of {written(report.as_of[:10])}" if report.as_of else ""
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


def plot(group: Group) -> dict[str, Any] | None:
    """A group's support by month for an SVG of 264 by 84 units; None with fewer than two months that have checks.

    ``line``, the ``band`` of its intervals, ``dots`` (x, y, what is said) and ``grid`` (per cent, y).
    """
    months = [p for p in group.trend if p.support.value is not None]
    if len(months) < 2:
        return None

    def y(share: float) -> float:
        return round(78 - share * 72, 1)

    points = [(round(6 + i * 252 / (len(months) - 1), 1), p.support) for i, p in enumerate(months)]
    upper = [f"{x},{y(r.high)}" for x, r in points]
    lower = [f"{x},{y(r.low)}" for x, r in reversed(points)]
    return {
        "line": " ".join(f"{x},{y(r.value or 0.0)}" for x, r in points),
        "band": " ".join([*upper, *lower]),
        "dots": [(x, y(r.value or 0.0), f"{p.month}: {words(r)}") for (x, r), p in zip(points, months, strict=True)],
        "grid": [(share, y(share / 100)) for share in (100, 50, 0)],
        "first": months[0].month,
        "last": months[-1].month,
        "said": "; ".join(f"{p.month}: {words(p.support)}" for p in months),
    }


def _digits(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _cell(text: str) -> str:
    """``text`` for a spreadsheet: one line, and no formula runs (OWASP: CSV injection)."""
    flat = one_line(text)
    return f"'{flat}" if flat[:1] in ("=", "+", "-", "@") else flat


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that changed: its ``kind`` in a word, what is said, and of an edited page the sentences out and in."""

    kind: str
    text: str
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def change_items(change: Change) -> list[Item]:
    """What changed in an article, the gravest first."""
    told = []
    if change.first:
        told.append(Item("first audit", f"audited for the first time: {change.findings} findings"))
    for flip in change.flips:
        text = f"“{one_line(flip.claim, 120)}” was {flip.before}, is now {flip.now}".replace("_", " ")
        told.append(Item("flipped", text))
    for edit in change.edits:
        how = "was edited silently" if edit.silent else "was corrected" if edit.correction else "was updated"
        said = edit.correction or (edit.added[0] if edit.added else edit.removed[0])
        verb = "now says" if edit.added else "no longer says"
        text = f"[{edit.number}] {one_line(edit.outlet, 60)} {how}; it {verb} “{one_line(said, 140)}”"
        kind = "edited" if edit.silent else "corrected" if edit.correction else "updated"
        told.append(Item(kind, text, edit.removed[:MAX_DIFF], edit.added[:MAX_DIFF]))
    for loss in change.losses:
        where = f"[{loss.number}] {one_line(loss.outlet, 60)}"
        told.append(Item("lost", f"{where} can no longer be read ({loss.status}): {one_line(loss.reason)}"))
    if not change.first:
        told += [Item("new", one_line(item["message"], 200)) for item in change.new]
        told += [Item("gone", one_line(item["message"], 200)) for item in change.gone]
    return told


def change_words(change: Change, most: int = 12) -> list[str]:
    """What changed in an article, a sentence each; the gravest first."""
    items = change_items(change)
    told = [f"{item.kind}: {item.text}" if item.kind in ("new", "gone") else item.text for item in items]
    return told[:most] + ([f"and {len(told) - most} more"] if len(told) > most else [])


def counted(changes: Sequence[Change]) -> list[tuple[str, int]]:
    """(kind, how many) of everything that changed, in the order of ``KINDS``; those that are none left out."""
    found = Counter(item.kind for change in changes for item in change_items(change))
    return [(words_of, found[kind]) for kind, words_of in KINDS.items() if found[kind]]


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
