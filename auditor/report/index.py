"""The page of a folder of audits: each with its verdict and score, the lowest score first, linked to its own page.

It lists articles and compares none of their outlets: for that there is the reliability report, with its intervals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from auditor.records import Audit, Severity, Verdict
from auditor.report import _words as words
from auditor.report._inert import shown


@dataclass(frozen=True, slots=True)
class Entry:
    """One audit of the folder. ``href`` is where its page is, relative to the index."""

    href: str
    title: str
    outlet: str
    published: str
    score: float
    low: float
    high: float
    grade: str
    tally: Mapping[Verdict, int]
    critical: int
    major: int
    unread: int
    references: int

    @property
    def claims(self) -> int:
        """How many sentences cite a page."""
        return sum(self.tally.values())


def folder(audits: Sequence[Audit]) -> dict[str, str]:
    """The files of a folder of audits, by name: a page for each, and ``index.html``."""
    from auditor.report import html

    named = list(zip(file_names(audits), audits, strict=True))
    pages = {name: html.render([audit]) for name, audit in named}
    pages["index.html"] = render([entry(audit, name) for name, audit in named])
    return pages


def render(entries: Sequence[Entry], *, title: str = "Citation audits") -> str:
    """The index as one HTML page under the same rules as an audit's."""
    from auditor.report import html

    tally = {verdict: sum(item.tally.get(verdict, 0) for item in entries) for verdict in words.VERDICTS}
    ordered = sorted(entries, key=lambda item: (item.score, item.title, item.href))
    return html.page("index.html.j2", entries=ordered, tally=tally, claims=sum(tally.values()), title=title)


def entry(audit: Audit, href: str) -> Entry:
    """The line of ``audit`` in the index."""
    grave = [finding.severity for finding in audit.findings if finding.suppressed is None]
    document, score = audit.article.document, audit.score
    return Entry(
        href=safe_href(href),
        title=words.article_name(audit),
        outlet=document.outlet or "",
        published=document.published or "",
        score=score.value,
        low=score.low,
        high=score.high,
        grade=words.grade(score),
        tally=words.tally(audit),
        critical=grave.count(Severity.CRITICAL),
        major=grave.count(Severity.MAJOR),
        unread=len(words.unread_sources(audit)),
        references=len(audit.sources),
    )


def entry_of(data: Mapping[str, Any], href: str) -> Entry:
    """The line of an audit that is kept as JSON (see ``report.json``).

    Raises:
        KeyError, TypeError, ValueError: ``data`` is no audit of schema version 1.
    """
    article, score = data["article"], data["score"]
    verdicts = [Verdict(claim["verdict"]) for claim in data["claims"]]
    grave = [finding["severity"] for finding in data["findings"] if not finding.get("suppressed")]
    return Entry(
        href=safe_href(href),
        title=str(article["title"] or article["url"] or "untitled article"),
        outlet=str(article["outlet"] or ""),
        published=str(article["published"] or ""),
        score=float(score["value"]),
        low=float(score["low"]),
        high=float(score["high"]),
        grade=words.grade_in_words(str(score["grade"])),
        tally={verdict: verdicts.count(verdict) for verdict in words.VERDICTS},
        critical=grave.count("critical"),
        major=grave.count("major"),
        unread=sum(reference["status"] != "ok" for reference in data["references"]),
        references=len(data["references"]),
    )


def file_names(audits: Sequence[Audit]) -> list[str]:
    """A file name for each audit: its title in plain letters, its place in front so that no two are alike."""
    width = max(2, len(str(len(audits))))
    names = []
    for i, audit in enumerate(audits, 1):
        slug = re.sub(r"[^a-z0-9]+", "-", shown(words.article_name(audit)[:300]).lower()).strip("-")[:60].strip("-")
        names.append(f"{i:0{width}}-{slug or 'article'}.html")
    return names


def safe_href(href: str) -> str:
    """``href`` as a relative link: never one that could name a scheme or another host."""
    from urllib.parse import quote

    path = quote(href.replace("\\", "/").encode("utf-8", "replace"), safe="/-._~").lstrip("/")
    return path if path else "#"
