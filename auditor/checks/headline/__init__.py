"""Does the headline fit the text under it, the titles it rests on, and the page a cited title leads to?"""

from __future__ import annotations

from auditor.checks.headline.asked import Reader, reader_of
from auditor.checks.headline.body import HeadlineOptions, check_headline
from auditor.checks.headline.conflicts import TitleConflict, headline_against_titles
from auditor.checks.headline.titles import compare_titles

__all__ = [
    "HeadlineOptions",
    "Reader",
    "TitleConflict",
    "check_headline",
    "compare_titles",
    "headline_against_titles",
    "reader_of",
]
