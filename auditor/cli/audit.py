"""``auditor audit``: one audit an article."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor.cli import _complete
from auditor.cli._dry_run import dry_run
from auditor.cli._folder import is_folder, write_folder
from auditor.cli._io import db_option, in_words, open_output, refuse_to_replace, scorer_option, tell
from auditor.cli._progress import Progress
from auditor.errors import UsageError

if TYPE_CHECKING:
    from auditor.records import Audit
    from auditor.store.pages import StoredPages
    from auditor.store.seen import SeenPages

SUFFIXES = {
    "text": ".txt",
    "html": ".html",
    "markdown": ".md",
    "json": ".json",
    "sarif": ".sarif",
    "annotations": ".jsonld",
    "csv": ".csv",
    "junit": ".xml",
    "claimreview": ".claimreview.json",
}


@click.command("audit", epilog="Exit code: 0 clean, 1 findings at or above the bar, 2 could not run.")
@click.argument("articles", metavar="ARTICLE...", nargs=-1)
@click.option(
    "--sources", metavar="PATH", multiple=True, help="Your own library: saved pages, WARC, WACZ, HAR, cassette."
)
@click.option("--cassette", metavar="PATH", help="Answer every request from this recording.")
@click.option("--record", metavar="PATH", help="Record every page that is read, to replay the audit later.")
@click.option("--offline", is_flag=True, help="Never open a socket.")
@click.option(
    "--policy",
    metavar="NAME_OR_FILE",
    default="default",
    show_default=True,
    shell_complete=_complete.policies,
    help="What counts how much.",
)
@scorer_option
@click.option(
    "--format",
    "formats",
    metavar="NAME[,NAME...]",
    default="text",
    show_default=True,
    shell_complete=_complete.formats,
    help="text, html, markdown, json, sarif, annotations, or another that is installed.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write there; with several formats each gets its own ending. FOLDER/ gets a file an article, and an index.",
)
@db_option("Keep the audit in this SQLite database, and use the pages kept there.")
@click.option("--fail-under", metavar="N", type=click.FloatRange(0, 100), help="Exit 1 when a score is below N.")
@click.option(
    "--fail-on",
    metavar="SEVERITY",
    type=click.Choice(["info", "minor", "major", "critical"]),
    help="Exit 1 when a finding is this grave or graver.",
)
@click.option("--ignore", "ignore", metavar="FILE", help="Findings set aside; .auditor-ignore.toml where there is one.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of --format json and leave.")
@click.option("--dry-run", is_flag=True, help="Only say which pages would be read, and from where.")
@click.option("-v", "--verbose", is_flag=True, help="Show passages, trails and the run in the text report.")
@click.option("-q", "--quiet", is_flag=True, help="No progress on stderr.")
def command(articles: tuple[str, ...], output: str | None, **options: Any) -> int:
    """Audit ARTICLE (a URL, a .html, .txt or .md file, or - for stdin).

    Does each cited page really say what the sentence says? What was changed, which reference would have been right,
    what was copied, which references are one story, does the headline hold?

    \b
    Examples:
      auditor audit article.html
      auditor audit article.txt --sources library --format html -o audit.html
      auditor audit answer.md --offline --cassette pages.yaml --fail-under 80
    """
    if options["schema"]:
        return _print_schema(output)
    if not articles:
        raise UsageError("name an article: a URL, a file, or - for stdin; see auditor audit --help")
    if options["dry_run"]:
        told = dry_run(articles, options)
        with open_output(output) as write:
            write(told)
        return 0
    formats = _formats(options["formats"], output)
    targets = [_target(output, name, len(formats)) for name, _ in formats] if not is_folder(output) else []
    _can_keep([Path(target) for target in targets if target and target != "-"], options["db"])
    if options["record"]:
        refuse_to_replace(Path(options["record"]), option="record")
    if options["record"] and options["offline"] and not options["cassette"]:
        raise UsageError("--record has nothing to record with --offline; leave one of them out")
    audits, failed = _audit_all(articles, options)
    if not audits:
        return 2
    if is_folder(output):
        write_folder(audits, formats, str(output), SUFFIXES)
        formats = []
    for name, render in formats:
        with open_output(_target(output, name, len(formats))) as write:
            write(render(audits) if name != "text" else _render_text(render, audits, output, options["verbose"]))
    _keep(audits, options["db"])
    if failed:
        return 2
    return int(any(_below_bar(audit, options["fail_under"], options["fail_on"]) for audit in audits))


def _print_schema(output: str | None) -> int:
    import json

    from auditor.report.json import audit_schema

    with open_output(output) as write:
        write(json.dumps(audit_schema(), indent=2) + "\n")
    return 0


def _formats(names: str, output: str | None) -> list[tuple[str, Any]]:
    from auditor.plugins import load

    wanted = [name.strip() for name in names.split(",") if name.strip()]
    if not wanted:
        raise UsageError("--format names no format; see auditor audit --help")
    if len(wanted) > 1 and not output:
        raise UsageError("several formats need -o FILE; each is written beside it with its own ending")
    return [(name, load("formats", name)) for name in wanted]


def _can_keep(targets: Sequence[Path], db: str | None) -> None:
    """Nobody should wait for an audit that then has no place to go.

    Raises:
        AuditorError: the folder of an output is missing, the output is a file that is read, or the database cannot be
            used.
    """
    for target in targets:
        if not target.parent.is_dir():
            raise UsageError(f"cannot be written: there is no folder {target.parent}", subject=str(target))
        refuse_to_replace(target)
    if db and Path(db).exists():
        from auditor.store import Store

        Store(db).close()
    elif db and not Path(db).parent.is_dir():
        raise UsageError("its folder does not exist; make it first", subject=db)


def _target(output: str | None, name: str, count: int) -> str | None:
    if output is None or count == 1:
        return output
    path = Path(output)
    stem = path.with_suffix("") if path.suffix in SUFFIXES.values() else path
    return str(stem) + SUFFIXES.get(name, f".{name}")


def _audit_all(articles: tuple[str, ...], options: dict[str, Any]) -> tuple[list[Audit], bool]:
    """The audits in the order given; an article that cannot be audited is said on stderr and does not stop the rest."""
    from auditor.pipeline import MAX_ARTICLE, Auditor
    from auditor.suppressions import default_ignore_file

    audits, failed = [], False
    with (
        Progress(quiet=options["quiet"]) as progress,
        _kept_pages(options["db"]) as (kept, seen),
        Auditor(
            policy=options["policy"],
            sources=options["sources"],
            cassette=options["cassette"],
            record=options["record"],
            offline=options["offline"],
            store=kept,
            seen=seen,
            scorer=options["scorer"],
            ignore=options["ignore"] or default_ignore_file(),
            progress=progress.stage,
        ) as auditor,
    ):
        for done, article in enumerate(articles):
            progress.item(article, done, len(articles))
            try:
                if article == "-":
                    from auditor.cli._io import read_bytes

                    audits.append(auditor.audit(read_bytes("-", limit=MAX_ARTICLE), name="standard input"))
                else:
                    from auditor.cli._pages import is_address

                    audits.append(auditor.audit(article if is_address(article) else Path(article)))
            except Exception as error:
                if len(articles) == 1:
                    raise
                progress.clear()
                tell(in_words(error, article))
                failed = True
    return audits, failed


def _render_text(render: Any, audits: list[Audit], output: str | None, verbose: bool = False) -> str:
    import shutil

    from auditor.settings import color_wanted

    to_terminal = output in (None, "-") and sys.stdout.isatty()
    width = shutil.get_terminal_size((100, 24)).columns
    text: str = render(audits, width=width, color=color_wanted(to_terminal), verbose=verbose)
    return text


@contextmanager
def _kept_pages(db: str | None) -> Iterator[tuple[StoredPages | None, SeenPages | None]]:
    """The pages that earlier audits kept in ``db``, by address and by their words; None where there is no file yet."""
    if not db or not Path(db).is_file():
        yield None, None
        return
    from auditor.store import Store
    from auditor.store.pages import StoredPages
    from auditor.store.seen import SeenPages

    with Store(db) as store:
        yield StoredPages(store), SeenPages(store)


def _keep(audits: list[Audit], db: str | None) -> None:
    if db:
        from auditor.store import Store
        from auditor.store.seen import SeenPages

        with Store(db) as store:
            for audit in audits:
                store.save(audit)
            SeenPages(store).catch_up()


def _below_bar(audit: Audit, fail_under: float | None, fail_on: str | None) -> bool:
    from auditor.records import Severity

    if fail_under is not None and audit.score.value < fail_under:
        return True
    return fail_on is not None and any(
        f.severity.rank >= Severity(fail_on).rank for f in audit.findings if f.suppressed is None
    )
