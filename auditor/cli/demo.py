"""``auditor demo``: the recorded demonstration article, audited offline into a report."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("demo")
@click.option("-o", "--output", metavar="FILE", default="demo-report.html", show_default=True, help="The HTML report.")
@click.option("--open", "show", is_flag=True, help="Open the report in a browser, where there is one.")
def command(output: str, show: bool) -> int:
    """Audit the demonstration article, offline, from its recording. Everything in it is invented.

    \b
    Example:
      auditor demo -o demo-report.html --open
    """
    from auditor.cli import audit
    from auditor.cli._io import open_output
    from auditor.pipeline import Auditor
    from auditor.plugins import load
    from auditor.resources import demo_path

    folder = demo_path()
    article = next(path for path in sorted(folder.glob("article.*")))
    with Auditor(cassette=folder / "pages.yaml", offline=True) as auditor:
        result = auditor.audit(article)
    with open_output(output) as write:
        write(load("formats", "html")([result]))
    with open_output(None) as write:
        write(audit._render_text(load("formats", "text"), [result], None))
    click.echo(f"\nThe report: {Path(output).resolve()}", err=True)
    if show:
        _open_in_browser(Path(output))
    return 0


def _open_in_browser(path: Path) -> None:
    """Opens the file where there is a desktop; on a server or in CI the path printed above is enough."""
    import webbrowser

    from auditor.settings import has_desktop

    if has_desktop():
        webbrowser.open(path.resolve().as_uri())
