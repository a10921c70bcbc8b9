"""An audit as one HTML file that needs nothing else: no resource from elsewhere, readable without script, printable.

Everything from outside passes Jinja2's autoescaping and ``_inert.shown`` on its way into the page; addresses become
links only when they are http or https. The Content-Security-Policy allows the page's own style and script by their
digests and nothing besides, so that even markup that slipped through could not run or load anything.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from auditor.records import Audit, Number, Severity, Verdict
from auditor.report import _words as words
from auditor.report._inert import one_line, shown
from auditor.report._pieces import Piece
from auditor.report._view import View

if TYPE_CHECKING:
    from jinja2 import Environment


def render(audits: Sequence[Audit], *, title: str | None = None) -> str:
    """The audits as one HTML page, each in its own part.

    Args:
        audits: what to show.
        title: the page's title; the article's own where there is one audit and none is given.
    """
    views = [View(audit, f"a{i}") for i, audit in enumerate(audits, 1)]
    if title is None:
        title = f"Audit: {views[0].name}" if len(views) == 1 else f"{len(views)} audits"
    return page("page.html.j2", views=views, title=title)


def page(template: str, *, look: str = "audit", **values: Any) -> str:
    """``template`` rendered with the style and script of ``look`` and their digests."""
    from markupsafe import Markup

    style, script = _asset(f"{look}.css"), _asset(f"{look}.js")
    return (
        environment()
        .get_template(template)
        .render(
            style=Markup(style),  # noqa: S704 - ours, shipped with the package
            script=Markup(script),  # noqa: S704 - ours too
            style_hash=_digest(style),
            script_hash=_digest(script),
            **values,
        )
    )


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The template environment: everything is escaped, and a name that is not there is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("auditor.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(cut=_cut, last_word=_last_word, joined=_joined, marks=_marks, sentence=_sentence)
    made.globals.update(words=words, written=words.written, V=Verdict, Sev=Severity)
    return made


def _finalize(value: object) -> object:
    from markupsafe import Markup

    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _cut(text: object, limit: int) -> str:
    return one_line(str(text), limit)


def _joined(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _last_word(text: str) -> tuple[str, str]:
    """``text`` in two: all but its last word, and that word, which a sign may then be kept beside."""
    head, space, word = text.rstrip().rpartition(" ")
    return (head + space, word) if len(word) <= 24 else (text, "")


def _marks(numbers: Sequence[Number]) -> str:
    return words.marks(numbers)


def _sentence(text: str) -> str:
    """``text`` begun with a capital and ended with a stop."""
    text = text[:1].upper() + text[1:]
    return text if text.rstrip("\"'”’»)")[-1:] in (".", "!", "?", "…", "") else f"{text}."


def _asset(name: str) -> str:
    from importlib.resources import files

    return (files("auditor.report") / "templates" / name).read_text("utf-8").strip()


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
