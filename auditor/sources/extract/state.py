"""What became of a page, told from what it holds: states, each with the sign that decided it."""

from __future__ import annotations

from auditor.records import FetchStatus, Page


def classify_page(page: Page, content: bytes = b"", *, url: str | None = None) -> tuple[FetchStatus, str]:
    """The state of a page that came back, and the sign that decided it in words (empty for ``OK``)."""
    if not page.text.strip():
        return FetchStatus.EMPTY, page.reason or "no readable text was found on the page"
    return FetchStatus.OK, ""
