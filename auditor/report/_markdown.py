"""Markdown that says just what the text says: every character that could act as markup is escaped."""

from __future__ import annotations

import re

from auditor.report._inert import one_line

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~!&$^=]")
_LEAD = re.compile(r"^(\s*)([-+]|\d{1,9}[.)])")
_LINK = re.compile(r"(?i)(https?|ftp|mailto|javascript|data|vbscript|xmpp):")
_BARE = re.compile(r"(?i)\bwww\.")
_JOINER = "\u2060"


def escape(text: str, limit: int | None = None) -> str:
    """``text`` on one line, with nothing in it that CommonMark, its tables, or GitHub's mentions would act upon."""
    flat = _SPECIAL.sub(r"\\\g<0>", one_line(text, limit))
    flat = _LEAD.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", flat)
    flat = _LINK.sub(r"\1\\:", flat)
    flat = _BARE.sub(lambda m: f"{m.group()[:3]}\\.", flat)
    return flat.replace("@", f"@{_JOINER}")  # a mention would call a stranger; a backslash does not stop it


def link(text: str, url: str | None) -> str:
    """A link to ``url`` where it is an http or https address; the escaped text alone where it is not."""
    from urllib.parse import quote

    from auditor.urls import is_web_url

    if not url or not is_web_url(url):
        return escape(text)
    safe = quote(url.encode("utf-8", "replace"), safe="%/:?#[]@!$&'*+,;=~-._").replace("[", "%5B").replace("]", "%5D")
    return f"[{escape(text)}](<{safe}>)"
