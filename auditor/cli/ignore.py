"""``auditor ignore``: a finding set aside, with its reason."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from auditor.suppressions import FILE


@click.command("ignore")
@click.argument("fingerprint")
@click.option("--reason", required=True, help="Why; every report shows it.")
@click.option("--until", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="The last day it is set aside.")
@click.option("--file", "file", metavar="FILE", default=FILE, show_default=True, help="Keep it under version control.")
def command(fingerprint: str, reason: str, until: datetime | None, file: str) -> int:
    """Set the finding with FINGERPRINT aside: it is shown with the reason, and costs no points.

    \b
    Example:
      auditor ignore 0123456789abcdef --reason "confirmed by telephone" --until 2031-06-30
    """
    from auditor.suppressions import Suppression, add_suppression

    add_suppression(Path(file), Suppression(fingerprint.lower(), reason, until.date() if until else None))
    click.echo(f"{fingerprint.lower()} is set aside in {file}" + (f" until {until.date()}" if until else ""), err=True)
    return 0
