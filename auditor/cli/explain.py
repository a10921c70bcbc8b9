"""``auditor explain``: the page of a finding's code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from auditor.cli import _complete
from auditor.cli._io import open_output, output_option
from auditor.errors import UsageError

if TYPE_CHECKING:
    from auditor.codes import CodeInfo

ROOMS = {
    "ART": "the article",
    "REF": "its references",
    "SRC": "the cited pages",
    "SUP": "whether the pages say it",
    "REU": "copying",
    "PRV": "who rests on whom",
    "HDL": "headlines and titles",
    "EXT": "checks of other packages",
}
"""What each code's letters stand for."""


@click.command("explain")
@click.argument("codes", metavar="[CODE]...", nargs=-1, shell_complete=_complete.codes)
@click.option("--all", "everything", is_flag=True, help="Explain every code.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a code in an array.")
@output_option
def command(codes: tuple[str, ...], everything: bool, as_json: bool, output: str | None) -> int:
    """Explain CODE: what it means, why it matters, what to do. Without a CODE, list all of them.

    A group's letters (SUP, REF ...) stand for all of its codes. What a code costs is the policy's: see auditor policy.

    \b
    Examples:
      auditor explain SUP001
      auditor explain REU
      auditor explain --all --json
    """
    from auditor.codes import CODES, describe

    chosen: list[CodeInfo] = list(CODES.values()) if everything else []
    for code in codes:
        group = [info for info in CODES.values() if info.code.startswith(code.upper())] if code.isalpha() else []
        chosen += group or [describe(code)]
    if as_json and not chosen:
        chosen = list(CODES.values())
    with open_output(output) as write:
        if as_json:
            write(_json(chosen))
        elif chosen:
            write("\n".join(page(info) for info in dict.fromkeys(chosen)))
        else:
            write(listing(list(CODES.values())))
    return 0


def page(info: CodeInfo) -> str:
    """The page of a code, as text for a terminal of 80 columns."""
    status = "" if info.status == "stable" else f", {info.status}"
    lines = [f"{info.code}: {info.title} ({info.severity.value}{status})", ""]
    for name, text in (("What it means", info.what), ("Why it matters", info.why), ("What to do", info.instead)):
        lines += [name, _wrapped(text), ""]
    return "\n".join(lines)


def listing(infos: list[CodeInfo]) -> str:
    """One line a code, under the room it belongs to."""
    lines: list[str] = []
    for info in infos:
        room = ROOMS.get(info.code[:3], info.code[:3])
        if not lines or not any(other.code[:3] == info.code[:3] for other in infos[: infos.index(info)]):
            lines += ["", room] if lines else [room]
        lines.append(f"  {info.code}  {info.severity.value:<9} {info.title}")
    return "\n".join([*lines, "", "auditor explain CODE has each one's page.", ""])


def _wrapped(text: str) -> str:
    from textwrap import fill

    return fill(text, width=80, initial_indent="  ", subsequent_indent="  ")


def _json(infos: list[CodeInfo]) -> str:
    import json
    from dataclasses import asdict

    if not infos:
        raise UsageError("there is no code to explain")
    return json.dumps([asdict(info) for info in dict.fromkeys(infos)], indent=2, ensure_ascii=False) + "\n"
