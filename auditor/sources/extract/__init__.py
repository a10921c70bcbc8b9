"""A page's bytes to its main text and what the page says of itself. No network, no clock.

``extract_page`` never raises: what cannot be read comes back as an empty text with the reason.
"""

from __future__ import annotations

from auditor.sources.extract.page import ExtractOptions, extract_page
from auditor.sources.extract.saved import parse_saved_text
from auditor.sources.extract.state import classify_page

__all__ = ["ExtractOptions", "classify_page", "extract_page", "parse_saved_text"]
