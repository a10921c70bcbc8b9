"""``auditor report``: the reliability report of a database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli._io import db_option, open_output, refuse_to_replace
from auditor.errors import InputError, UsageError

if TYPE_CHECKING:
    from auditor.store import Store

MAX_ENTRIES = 200
"""Findings in a feed, the newest."""


@click.command("report")
@db_option("The database that audits were kept in.", required=True)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["html", "markdown", "json", "csv", "atom", "jsonfeed"]),
    default="html",
    show_default=True,
    help="How to write it; atom and jsonfeed are feeds of new findings.",
)
@click.option(
    "--since", metavar="DATE_OR_DAYS", default="1d", show_default=True, help="What changed since then: 7d, 2031-03-01."
)
@click.option("--policy", metavar="NAME_OR_FILE", default="default", help="Names the reliability lists to show beside.")
@click.option("-o", "--output", metavar="DIR_OR_FILE", help="A folder or a file; stdout without it.")
def command(db: str, format_: str, since: str, policy: str, output: str | None) -> int:
    """Write the reliability report: how articles, publishers and cited outlets have shown themselves.

    What changed comes first: since the newest audit less --since days, or since a date. A folder gets index.html and
    a page for each audit that it names; it opens from the disk, with no server.

    \b
    Examples:
      auditor report --db audits.db -o report/
      auditor report --db audits.db --since 7d --format markdown
      auditor report --db audits.db --format atom -o findings.atom
    """
    from auditor.changes import changes_since
    from auditor.policy import load_policy
    from auditor.reliability import measure, read_list
    from auditor.report.reliability import formats, site
    from auditor.store import Store
    from auditor.store.details import details

    if not Path(db).is_file():
        raise InputError("there is no such database; make one with auditor audit --db or auditor nightly", subject=db)
    lists = [read_list(rule, Path(policy).parent) for rule in load_policy(policy).lists]
    with Store(db) as store:
        if format_ in ("atom", "jsonfeed"):
            text, ending = _feed(store, format_)
        else:
            figures = measure(store, lists)
            render, ending = formats()[format_]
            changes = changes_since(store, parse_since(since, figures.as_of))
            if format_ == "html" and _is_folder(output):
                write_site(site(figures, changes, lambda audit_id: details(store, audit_id)), Path(str(output)))
                return 0
            text = render(figures, changes)
    with open_output(_target(output, ending)) as write:
        write(text)
    return 0


def _feed(store: Store, format_: str) -> tuple[str, str]:
    """The feed of new findings, and its file's ending."""
    from auditor.report.newsfeed import render_atom, render_json_feed
    from auditor.store import figures, history

    found = history.newest_findings(store, MAX_ENTRIES)
    if format_ == "jsonfeed":
        return render_json_feed(found), ".json"
    return render_atom(found, updated=figures.totals(store)["newest"] or "1970-01-01T00:00:00Z"), ".atom"


def parse_since(text: str, newest: str) -> str:
    """The ISO 8601 time that ``7d`` (before ``newest``) or ``2031-03-01`` stands for.

    Raises:
        UsageError: it is neither.
    """
    days = re.fullmatch(r"(\d{1,4})d", text.strip())
    try:
        if days and newest:
            return (datetime.fromisoformat(newest) - timedelta(days=int(days[1]))).isoformat()
        return "" if days else date.fromisoformat(text.strip()).isoformat()
    except (ValueError, OverflowError):
        raise UsageError(
            f"--since {text!r} is neither a number of days such as 7d nor a date such as 2031-03-01"
        ) from None


def _is_folder(output: str | None) -> bool:
    """Whether ``-o`` names a folder: one that is there, or a name with a slash or no ending."""
    if output is None or output == "-":
        return False
    path = Path(output)
    return path.is_dir() or output.endswith(("/", "\\")) or not path.suffix


def write_site(files: Iterable[tuple[str, str]], folder: Path) -> None:
    """Writes the files below ``folder``, which is made where it is missing.

    Raises:
        InputError: the folder or a file in it cannot be written.
    """
    for name, text in files:
        path = folder / name
        refuse_to_replace(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", errors="replace")
        except OSError as error:
            raise InputError(f"cannot be written: {error.strerror}", subject=str(path)) from None


def _target(output: str | None, ending: str) -> str | None:
    """A folder gets ``reliability`` with the format's ending; a file is written as named."""
    if not _is_folder(output):
        return output
    path = Path(str(output))
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot be made: {error.strerror}", subject=str(path)) from None
    return str(path / f"reliability{ending}")
