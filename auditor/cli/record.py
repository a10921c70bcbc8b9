"""``auditor record URL... -o PATH``: pages into a recording, to audit them again offline."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli._io import refuse_to_replace
from auditor.cli._pages import names


@click.command("record", short_help="Record pages into a cassette, to audit them again offline.")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The recording: .yaml (a VCR cassette), .warc or .warc.gz.",
)
@click.option("--policy", default="default", metavar="NAME_OR_FILE", help="Whose network manners to keep.")
def command(urls: tuple[str, ...], output: Path, policy: str) -> int:
    """Record pages, to audit articles that cite them again offline.

    Redirects are recorded hop by hop. Cookies, authorisation and tokens in addresses never enter the recording.
    ``-`` reads addresses from stdin, one a line.

    \b
    Examples:
      auditor record https://news.example/a https://news.example/b -o pages.yaml
      auditor audit article.txt --cassette pages.yaml --offline
    """
    from auditor.policy import load_policy
    from auditor.records import FetchStatus
    from auditor.report._inert import one_line
    from auditor.sources.fetch import open_fetcher

    wanted = names(urls)
    refuse_to_replace(output)
    fetcher = open_fetcher(load_policy(policy).network, record=output)
    try:
        pages = fetcher.get_all(list(dict.fromkeys(wanted)))
    finally:
        fetcher.close()
    for page in pages:
        what = f"{len(page.content):,} bytes" if page.status is FetchStatus.OK else page.reason
        line = f"{page.status.value}\t{one_line(page.url)}\t{one_line(what)}"
        click.echo(line, err=page.status is not FetchStatus.OK)
    return 0 if pages and all(page.status is FetchStatus.OK for page in pages) else 1
