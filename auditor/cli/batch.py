"""``auditor batch``: many articles or recordings into Parquet."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from auditor.cli._io import db_option, scorer_option, tell
from auditor.cli._pages import names
from auditor.errors import UsageError


@click.command("batch", epilog="Exit code: 0 all parts are written, 2 it could not run.")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="DIR", required=True, help="Where the Parquet files go.")
@click.option(
    "--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True, help="Where to work."
)
@click.option("--scheduler", metavar="ADDRESS", help="The Dask scheduler, such as tcp://127.0.0.1:8786.")
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes of the local engine."
)
@click.option("--sources", metavar="PATH", multiple=True, help="Saved pages and recordings that may be cited.")
@click.option("--cassette", metavar="PATH", help="Answer every request from this recording.")
@click.option("--offline", is_flag=True, help="Never open a socket.")
@click.option("--policy", metavar="NAME_OR_FILE", default="default", show_default=True, help="What counts how much.")
@scorer_option
@click.option("--ignore", metavar="FILE", help="Findings set aside; .auditor-ignore.toml where there is one.")
@click.option("--part-size", type=click.IntRange(1, 100_000), default=64, show_default=True, help="Articles a file.")
@db_option("Then load the results into this database, for auditor report.")
def command(
    inputs: tuple[str, ...],
    output: str,
    engine: str,
    scheduler: str | None,
    jobs: int,
    sources: tuple[str, ...],
    cassette: str | None,
    offline: bool,
    policy: str,
    scorer: str,
    ignore: str | None,
    part_size: int,
    db: str | None,
) -> int:
    """Audit every article of INPUT: folders, WARC, WACZ or HAR files, lists of addresses; - reads such names.

    Pages recorded in the inputs may be cited by any article of them. Run again after a stop: what is written stays.

    \b
    Examples:
      auditor batch articles/ -o audits/ --jobs 4 --sources library/
      auditor batch crawl-*.warc.gz -o audits/ --engine dask --scheduler tcp://10.0.0.5:8786 --db audits.db
    """
    from auditor.batch import BatchSettings, load_parts, run_batch
    from auditor.batch.jobs import RECORDINGS
    from auditor.batch.parts import PartResult, summary
    from auditor.pipeline import named_scorer, weights_digest
    from auditor.policy import load_policy
    from auditor.suppressions import default_ignore_file, read_suppressions

    inputs = tuple(names(inputs))
    judge = named_scorer(scorer, policy, offline=offline and not cassette)  # a wrong one is told once, not for each
    if Path(output).exists() and not Path(output).is_dir():
        raise UsageError("this is a file; -o names the folder that the Parquet files go to", subject=output)
    aside = Path(ignore) if ignore else default_ignore_file()
    if aside:
        read_suppressions(aside)  # what is wrong in it is said before any work is done
    recorded = [str(Path(name)) for name in inputs if name.lower().endswith(RECORDINGS)]
    settings = BatchSettings(
        policy=policy,
        policy_sha256=load_policy(policy).sha256,
        scorer=scorer,
        scorer_sha256=weights_digest(judge),
        sources=(*sources, *recorded),
        cassette=cassette,
        offline=offline,
        part_size=part_size,
        ignore=str(aside.resolve()) if aside else "",
    )

    def show(result: PartResult, done: int, of: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{done}/{of} parts", nl=done == of, err=True)

    results = run_batch(inputs, Path(output), settings, engine=engine, jobs=jobs, scheduler=scheduler, progress=show)
    done = summary(results)
    click.echo(json.dumps(done))
    if db:
        from auditor.store import Store

        with Store(db) as store:
            click.echo(f"{load_parts(Path(output), store)} audits are in {db}", err=True)
    if done["written"] and not done["audited"]:
        tell(f"{output}: no article could be audited; the parts say why")
        return 2
    return 0
