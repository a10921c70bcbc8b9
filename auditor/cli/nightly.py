"""``auditor nightly``: what is new in the feeds, audited once, stored."""

from __future__ import annotations

import json
import re
import signal
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from auditor.cli._io import db_option, scorer_option
from auditor.cli._progress import Progress
from auditor.errors import UsageError
from auditor.settings import notice_addresses
from auditor.suppressions import default_ignore_file


@click.command("nightly", epilog="Exit code: 0 the night is done, 2 it could not run.")
@click.argument("feeds", metavar="FEED...", nargs=-1, required=True)
@db_option("The SQLite database that keeps everything.", required=True)
@click.option("--budget", metavar="TIME", help="Begin no further article after this long: 90m, 2h, 1h30m.")
@click.option("--policy", metavar="NAME_OR_FILE", default="default", show_default=True, help="What counts how much.")
@scorer_option
@click.option("--sources", metavar="PATH", multiple=True, help="Your own library of saved pages.")
@click.option("--cassette", metavar="PATH", help="Answer every request from this recording.")
@click.option("--offline", is_flag=True, help="Never open a socket.")
@click.option("--ignore", metavar="FILE", help="Findings set aside; .auditor-ignore.toml where there is one.")
@click.option(
    "--notify",
    metavar="ADDRESS",
    multiple=True,
    help="Send a notice of what changed to this Apprise address; AUDITOR_NOTIFY holds some, unseen by other users.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one line of JSON, and in words on stderr.")
@click.option("-q", "--quiet", is_flag=True, help="No progress on stderr.")
def command(
    feeds: tuple[str, ...],
    db: str,
    budget: str | None,
    notify: tuple[str, ...],
    as_json: bool,
    quiet: bool,
    **options: Any,
) -> int:
    """Audit what is new in FEED, or due again, and keep it in a database.

    FEED is the address or file of an RSS, Atom or JSON feed, an OPML file, a list of addresses, a folder of saved
    articles, or - for stdin. Run it once a night; killed at any point and started again, it goes on where it was.

    \b
    Examples:
      auditor nightly https://news.example/feed.xml --db audits.db --budget 2h
      auditor nightly feeds.opml saved-articles/ --db audits.db
    """
    from auditor.changes import changes_since
    from auditor.nightly import run_night
    from auditor.notify import Notifier, notice, sentence
    from auditor.pipeline import Auditor
    from auditor.report._inert import one_line
    from auditor.store import Store
    from auditor.store.pages import StoredPages
    from auditor.store.seen import SeenPages

    limit = parse_budget(budget) if budget else None
    addresses = notify or notice_addresses()
    notifier = Notifier(addresses) if addresses else None  # a wrong address is said now, not in the morning
    options["ignore"] = options["ignore"] or default_ignore_file()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service manager's stop ends it as ctrl-C does
    with (
        Progress(quiet=quiet) as progress,
        Store(db) as store,
        closing(SeenPages(store)) as seen,
        Auditor(**options, store=StoredPages(store), seen=seen, progress=progress.stage) as auditor,
    ):
        night = run_night(
            feeds,
            store,
            auditor,
            clock=lambda: datetime.now(UTC),
            options=auditor.policy.nightly,
            budget=limit,
            progress=progress.item,
            seen=seen,
        )
        changes = changes_since(store, night.started_at) if notifier and night.audited else ()
        told = notice(night, changes) if notifier else None
    if notifier and told:
        night.notes += [f"{name} did not take the notice" for name in notifier.send(*told)]
    if as_json:
        click.echo(json.dumps(asdict(night)))
    click.echo(sentence(night), err=as_json)
    for note in night.notes:
        click.echo(f"  {one_line(note)}", err=True)
    return 0


def parse_budget(text: str) -> timedelta:
    """The time that ``2h``, ``90m``, ``1h30m`` or ``45s`` stand for.

    Raises:
        UsageError: it is none of these.
    """
    found = re.fullmatch(r"(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?", text.strip().lower())
    if not found or not any(found.groups()):
        raise UsageError(f"--budget {text!r} is no time; write 2h, 90m, 1h30m or 45s")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)
