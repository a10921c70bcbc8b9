"""``auditor report``: the reliability report of a database."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli._io import open_output
from auditor.errors import InputError


@click.command("report")
@click.option("--db", metavar="FILE", required=True, help="The database that audits were kept in.")
@click.option("--format", "format_", type=click.Choice(["html", "markdown", "json", "csv"]), default="html",
              show_default=True, help="How to write it.")
@click.option("--policy", metavar="NAME_OR_FILE", default="default", help="Names the reliability lists to show beside.")
@click.option("-o", "--output", metavar="DIR_OR_FILE", help="A folder or a file; stdout without it.")
def command(db: str, format_: str, policy: str, output: str | None) -> int:
    """Write the reliability report: how articles, publishers and cited outlets have shown themselves.

    \b
    Examples:
      auditor report --db audits.db -o report/
      auditor report --db audits.db --format csv -o rates.csv
    """
    from auditor.policy import load_policy
    from auditor.reliability import measure, read_list
    from auditor.report.reliability import formats
    from auditor.store import Store

    if not Path(db).is_file():
        raise InputError("there is no such database; make one with auditor audit --db or auditor nightly", subject=db)
    rules = load_policy(policy).lists
    lists = [read_list(rule, Path(policy).parent) for rule in rules]
    with Store(db) as store:
        figures = measure(store, lists)
    render, ending = formats()[format_]
    with open_output(_target(output, ending)) as write:
        write(render(figures))
    return 0


def _target(output: str | None, ending: str) -> str | None:
    """A folder gets ``index.html`` (or ``reliability`` with the format's ending); a file is written as named."""
    if output is None or output == "-":
        return output
    path = Path(output)
    if path.is_dir() or output.endswith(("/", "\\")) or not path.suffix:
        path.mkdir(parents=True, exist_ok=True)
        return str(path / ("index.html" if ending == ".html" else f"reliability{ending}"))
    return output
