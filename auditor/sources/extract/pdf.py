"""The text of a PDF, through pypdf (the extra ``pdf``)."""

from __future__ import annotations

import io
import re

from auditor.errors import MissingExtra
from auditor.records import Page

MAX_PAGES = 500
_HYPHEN = re.compile(r"(?<=[^\W\d_])-\n(?=[a-zà-ÿ])")


def read_pdf(content: bytes) -> Page:
    """The text of a PDF's pages, and title, author and date from its properties.

    A damaged or encrypted file gives an empty ``text`` and the ``reason``.

    Raises:
        MissingExtra: pypdf is not installed.
    """
    try:
        import pypdf
    except ImportError:
        raise MissingExtra("reading a PDF", "pdf") from None
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return Page(text="", reason="the PDF is encrypted")
        text = "\n\n".join(_paragraphs(page.extract_text() or "") for page in reader.pages[:MAX_PAGES]).strip()
        cut = len(reader.pages) > MAX_PAGES
        about = reader.metadata
        title, author = (str(getattr(about, name, "") or "").strip() for name in ("title", "author"))
        created = getattr(about, "creation_date", None)
    except Exception as error:
        return Page(text="", reason=f"the PDF is damaged and cannot be read ({type(error).__name__})")
    return Page(
        text=text,
        title=title or _first_line(text),
        byline=author or None,
        published=created.date().isoformat() if created else None,
        truncated=cut,
        reason="" if text else "the PDF holds no text, only pictures of pages",
    )


def _paragraphs(text: str) -> str:
    """Lines joined into paragraphs: a line that ends no sentence runs on."""
    text = _HYPHEN.sub("", text.replace("\x00", ""))
    lines = [line.strip() for line in text.split("\n")]
    parts: list[str] = []
    run_on = False
    for line in lines:
        if not line:
            run_on = False
            continue
        if run_on:
            parts[-1] += f" {line}"
        else:
            parts.append(line)
        run_on = len(line) > 40 and not re.search(r"[.!?:][\"'”’)]{0,2}$", line)
    return "\n\n".join(parts)


def _first_line(text: str) -> str | None:
    line = text.split("\n", 1)[0].strip()
    return line if 5 <= len(line) <= 200 else None
