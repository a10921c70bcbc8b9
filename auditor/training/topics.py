"""The pages written for training, with their claims: where each kind of them lies, and how a file of them is read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from auditor.records import Page

WRITTEN = Path(__file__).parent / "written"
PAGES = WRITTEN / "pages"
"""Written pages with claims, in the shape of ``claims_train``."""
PARAPHRASES = WRITTEN / "paraphrases"
"""Written pages with very freely worded claims, each followed by claims that differ from it in one fact."""
SUMMARIES = WRITTEN / "summaries"
"""The same with claims as a summary of the page would word them, and some of which the page does not speak."""
DOCUMENTS = WRITTEN / "documents"
"""Texts other than news (calls, minutes, papers, contracts, chats, plays), summed up in one to three sentences."""
REFERENCES = WRITTEN / "references"
"""Long pages as an encyclopedia cites them, with its sentences: three to six facts, from as many places of the page."""
REPORTS = WRITTEN / "reports"
"""News with another article's sentences about it, many of which call by a role whom the page calls by name."""
PARTIES = WRITTEN / "parties"
"""Pages whose people and firms are called in many ways, with claims right or wrong by whom they mean, some of them with
the article's text before; and right claims that look wrong beside wrong ones that look right."""
TWINS = WRITTEN / "twins"
"""News with claims in words of their own that come in pairs, one right and one wrong about the same fact, neither
worded as the other: order of events, exchanged roles, other parties and figures above all."""
FIGURES = WRITTEN / "figures"
"""The same kind of pairs, most of them about figures and days: worked out, written otherwise, counted from another."""
RETOLD = WRITTEN / "retold"
"""The same kind of pairs on pages that call their people and firms in many ways, a fifth of them about who is meant."""
PLAIN = WRITTEN / "plain"
"""Right claims as honest articles word them, about pages of other folders; of two in three pages half of the claims are
in words of their own."""
MISREPORTED = WRITTEN / "misreported"
"""Claims about the same pages, worded as those of ``plain``, each with one fact gone wrong."""
COUPLES = WRITTEN / "couples"
"""Couples of claims about the same pages, one right and one wrong about the same fact, told from different ends: what
came first, what is more, who did it to whom, which one, and whether at all. For training alone."""
FREE = (PARAPHRASES, SUMMARIES, DOCUMENTS, REFERENCES, REPORTS, PARTIES, TWINS, FIGURES, RETOLD)


def page_of(source: Mapping[str, str]) -> Page:
    """The page of a written topic."""
    return Page(source["text"], title=source["title"], outlet=source.get("outlet"), published=source["date"])


def written_topics(folder: Path) -> Iterator[tuple[str, dict[str, str], list[dict[str, Any]]]]:
    """(name, page, claims) of each file; where a file tells of a page in another folder: {"page": "twins/...", "cases":
    [...]}, that is its name."""
    for path in sorted(folder.glob("*.json")):
        topic = json.loads(path.read_text(encoding="utf-8"))
        if name := topic.get("page"):
            source = json.loads((folder.parent / f"{name}.json").read_text(encoding="utf-8"))["source"]
        else:
            name, source = topic["source"]["source_id"], topic["source"]
        yield name, source, topic["cases"]
