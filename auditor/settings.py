"""The one place where the environment is read."""

from __future__ import annotations

import os
import sys


def color_wanted(terminal: bool) -> bool:
    """Whether to colour output: on a terminal, unless ``NO_COLOR`` is set; always when ``FORCE_COLOR`` is.

    See https://no-color.org: any non-empty value counts.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def traceback_wanted() -> bool:
    """Whether a fault of the program itself is shown with the place where it happened: ``AUDITOR_TRACEBACK``."""
    return bool(os.environ.get("AUDITOR_TRACEBACK"))


def model_key(url: str) -> str | None:
    """The key for a language model's server: ``AUDITOR_MODEL_KEY``, or ``OPENAI_API_KEY`` for that company's alone."""
    key = os.environ.get("AUDITOR_MODEL_KEY")
    if not key and url.startswith("https://api.openai.com/"):
        key = os.environ.get("OPENAI_API_KEY")
    return key or None


def notice_addresses() -> tuple[str, ...]:
    """Where notices go when no flag says it: ``AUDITOR_NOTIFY``, Apprise addresses with spaces between.

    They hold secrets, which a command line shows to every user of a machine.
    """
    return tuple(os.environ.get("AUDITOR_NOTIFY", "").split())


def has_desktop() -> bool:
    """Whether a browser window can be opened for a person: never on a server without a display, never in CI."""
    if os.environ.get("CI"):
        return False
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
