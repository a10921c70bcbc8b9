"""The ``auditor`` command: flags in, exit code out. A file a command; a command's module loads when it is called."""

from __future__ import annotations

import importlib
import importlib.util
import io
import os
import sys
from typing import Any

import click

from auditor import __version__
from auditor.errors import AuditorError

# name -> (module, one-line help). The order is the order of the help page.
COMMANDS: dict[str, tuple[str, str]] = {
    "audit": ("auditor.cli.audit", "Audit an article: does each cited page really say it?"),
    "report": ("auditor.cli.report", "Write the reliability report of a database of audits."),
    "nightly": ("auditor.cli.nightly", "Audit what is new in content feeds, once, into a database."),
    "batch": ("auditor.cli.batch", "Audit many articles or WARC files into Parquet."),
    "parse": ("auditor.cli.parse", "Print an article's references, claims and problems as JSON."),
    "extract": ("auditor.cli.extract", "Print a page's title, text, byline, date and credit as JSON."),
    "verify": ("auditor.cli.verify", "Check claims against sources, one JSON object a line."),
    "compare": ("auditor.cli.compare", "Find copied sentences, one article and source a line."),
    "cluster": ("auditor.cli.cluster", "Group pages that are one story, one group a line."),
    "headlines": ("auditor.cli.headlines", "Check headlines and cited titles, one pair a line."),
    "record": ("auditor.cli.record", "Record pages into a cassette, to audit them again offline."),
    "explain": ("auditor.cli.explain", "Explain a finding's code."),
    "policy": ("auditor.cli.policy", "Validate a policy file and show what it sets."),
    "recheck": ("auditor.cli.recheck", "Make old audits again from their stored bytes and say what differs."),
    "ignore": ("auditor.cli.ignore", "Suppress a finding by its fingerprint, with a reason and an end."),
    "doctor": ("auditor.cli.doctor", "Show what is installed and what a policy allows."),
    "demo": ("auditor.cli.demo", "Audit the recorded demonstration article, offline."),
}


class _LazyGroup(click.Group):
    """Lists commands without importing them, and turns every ``AuditorError`` into one sentence and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, (module, _) in COMMANDS.items() if importlib.util.find_spec(module) is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS or importlib.util.find_spec(COMMANDS[cmd_name][0]) is None:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            close = get_close_matches(args[0], COMMANDS, n=1) if args else []
            if close:
                raise click.UsageError(f"no command {args[0]!r}; did you mean {close[0]!r}?", ctx) from error
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message="auditor %(version)s")
def cli() -> None:
    """Does the cited page really say it? Audit the citations of a news article.

    \b
    Examples:
      auditor audit article.html
      auditor audit article.txt --sources my-library --format html -o audit.html
      auditor nightly https://news.example/feed.xml --db audits.db
    """


def main(argv: list[str] | None = None) -> None:
    """Run the command line and exit: 0 clean, 1 findings at or above the bar, 2 could not run."""
    sys.exit(run(argv))


def run(argv: list[str] | None = None) -> int:
    """Run the command line and return its exit code; errors are printed to stderr as one sentence."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that cannot show a letter is no reason to stop
    try:
        result: Any = cli.main(args=argv, prog_name="auditor", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.Abort:
        return _fail("stopped", 130)
    except click.ClickException as error:
        error.show()
        return 2
    except AuditorError as error:
        return _fail(str(error), error.exit_code)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - the reader left; nothing more to say to it
        return 0
    except KeyboardInterrupt:
        return _fail("stopped", 130)
    except Exception as error:
        from auditor.cli._io import in_words

        return _fail(in_words(error), 2)


def _fail(message: str, code: int) -> int:
    from auditor.cli._io import tell

    tell(message)
    return code
