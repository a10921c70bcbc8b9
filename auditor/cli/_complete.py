"""What the shell offers when the tab key is pressed. Nothing is imported before it is.

Switch it on with ``eval "$(_AUDITOR_COMPLETE=bash_source auditor)"`` in ``~/.bashrc`` (``zsh_source`` in ``~/.zshrc``;
for fish ``_AUDITOR_COMPLETE=fish_source auditor | source`` in ``~/.config/fish/config.fish``).
"""

from __future__ import annotations

import click


def codes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The finding codes that begin so, in any case."""
    from auditor.codes import CODES

    return [code for code in CODES if code.startswith(incomplete.upper())]


def formats(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The report formats that continue a comma-separated list."""
    from auditor.plugins import names

    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in names("formats") if name.startswith(last)]


def scorers(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The scorers that begin so."""
    from auditor.plugins import names

    return [name for name in names("scorers") if name.startswith(incomplete)]


def policies(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[click.shell_completion.CompletionItem]:
    """The shipped policies that begin so, and files."""
    from click.shell_completion import CompletionItem

    from auditor.policy import shipped_policies

    named = [CompletionItem(name) for name in shipped_policies() if name.startswith(incomplete)]
    return [*named, CompletionItem(incomplete, type="file")]
