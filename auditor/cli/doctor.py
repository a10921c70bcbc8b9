"""``auditor doctor``: what is installed, which parts are missing, and what a policy allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import click

from auditor.cli import _complete
from auditor.cli._io import open_output, output_option, scorer_option

GROUPS = ("scorers", "resolvers", "checks", "formats")
SIGNS = {"ok": "ok", "note": "--", "bad": "!!"}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at. ``state`` is ``ok``, ``note`` (works without it) or ``bad`` (something will fail)."""

    part: str
    name: str
    state: str
    said: str


@click.command("doctor")
@click.option(
    "--policy",
    metavar="NAME_OR_FILE",
    default="default",
    show_default=True,
    shell_complete=_complete.policies,
    help="The policy to look at.",
)
@scorer_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line looked at, in an array.")
@output_option
def command(policy: str, scorer: str, as_json: bool, output: str | None) -> int:
    """Show what is installed, which optional parts are missing, and what a policy allows. Opens no socket.

    Exit code: 0 all well, 2 where something that is needed does not work.

    \b
    Examples:
      auditor doctor
      auditor doctor --policy newsroom.toml --json
      auditor doctor --scorer hf:./my-nli-model
    """
    lines = [*program(), *requirements(), *plugins(), *policy_lines(policy), *scorer_lines(scorer, policy)]
    with open_output(output) as write:
        write(_json(lines) if as_json else table(lines))
    return 2 if any(line.state == "bad" for line in lines) else 0


def program() -> Iterator[Line]:
    """The program and the Python it runs on."""
    import platform
    import sys

    from auditor import __version__

    yield Line("program", "auditor", "ok", __version__)
    good = sys.version_info >= (3, 11)
    yield Line(
        "program", "python", "ok" if good else "bad", platform.python_version() + ("" if good else ", needs 3.11")
    )
    yield Line(
        "program", "completion", "ok", 'eval "$(_AUDITOR_COMPLETE=bash_source auditor)" (or zsh_source, fish_source)'
    )
    encoding = (sys.stdout.encoding or "unknown").lower()
    plain = encoding.replace("-", "") in ("utf8", "utf8sig")
    yield Line("program", "output", "ok" if plain else "note", encoding + ("" if plain else ", PYTHONUTF8=1 helps"))


def requirements() -> Iterator[Line]:
    """Every package that the project declares, with its version, and the extra that brings a missing one."""
    import re
    from importlib.metadata import PackageNotFoundError, requires, version

    for requirement in requires("auditor") or []:
        found = re.match(r"[\w.-]+", requirement)
        extra = re.search(r"extra == [\"']([\w-]+)[\"']", requirement)
        name = found.group() if found else requirement
        if extra and extra.group(1) == "dev":
            continue
        try:
            yield Line("package", name, "ok", version(name))
        except PackageNotFoundError:
            if extra:
                yield Line("package", name, "note", f"not installed; pip install 'auditor[{extra.group(1)}]'")
            else:
                yield Line("package", name, "bad", "not installed; reinstall auditor")


def plugins() -> Iterator[Line]:
    """Every plugin that is registered, loaded to see that it works."""
    from auditor.errors import AuditorError
    from auditor.plugins import load, names

    for group in GROUPS:
        for name in names(group):
            try:
                found = load(group, name)
            except AuditorError as error:
                yield Line(group, name, "bad", str(error))
            except Exception as error:  # an outside package may fail in any way; doctor says so and goes on
                yield Line(group, name, "bad", f"cannot be loaded: {type(error).__name__}: {error}")
            else:
                yield Line(group, name, "ok", getattr(found, "__module__", "") or "loaded")


def policy_lines(name: str) -> Iterator[Line]:
    """What a policy is and what it lets the network do; each of its faults where it has some."""
    from auditor.errors import AuditorError, PolicyError
    from auditor.policy import load_policy

    try:
        policy = load_policy(name)
    except PolicyError as error:
        yield from (Line("policy", name, "bad", fault) for fault in error.faults)
        return
    except AuditorError as error:
        yield Line("policy", name, "bad", str(error))
        return
    yield Line("policy", policy.name, "ok", f"valid, sha256 {policy.sha256[:12]}")
    network = policy.network
    contact = network.contact
    unset = contact in ("", "no-contact-set")
    said = "none: set network.contact, so that sites can reach you" if unset else contact
    yield Line("network", "contact", "note" if unset else "ok", said)
    yield Line("network", "user agent", "ok", network.agent())
    yield Line(
        "network", "robots.txt", "ok" if network.robots else "note", "asked first" if network.robots else "ignored"
    )
    yield Line("network", "pace", "ok", f"{network.pace:g} s between requests to one host")
    yield Line("network", "page size", "ok", f"at most {network.max_body_bytes / 1_000_000:g} MB")
    lifted = ", ".join(network.allow_hosts)
    yield Line("network", "address guard", "note" if lifted else "ok", f"lifted for {lifted}" if lifted else "on")


def scorer_lines(spec: str, policy: str) -> Iterator[Line]:
    """Whether a scorer can judge, tried on one sentence. One that asks a server is not tried: that opens a socket."""
    from auditor.checks.evidence import PageIndex
    from auditor.checks.support import check_support
    from auditor.errors import AuditorError, PolicyError
    from auditor.pipeline import named_scorer
    from auditor.records import Page
    from auditor.settings import model_key

    try:
        scorer = named_scorer(spec, policy)
        if getattr(scorer, "use", None) is not None:
            yield Line("scorer", spec, "ok", f"would ask the server at {scorer.name.partition(':')[2]}; not tried here")
            key = bool(model_key(spec.partition(":")[2]))
            yield Line("scorer", "key", "ok" if key else "note", "is set" if key else "none in AUDITOR_MODEL_KEY")
            return
        check = check_support("The bridge opened in May.", PageIndex(Page("In May the bridge opened.")), scorer=scorer)
    except PolicyError:
        return  # told where the policy is looked at
    except AuditorError as error:
        yield Line("scorer", spec, "bad", str(error))
    else:
        yield Line("scorer", spec, "ok", f"judges: one sentence tried, {check.verdict}")


def table(lines: list[Line]) -> str:
    """The lines as text, a heading a part; what does not work is repeated at the end."""
    from auditor.report._inert import one_line

    out: list[str] = []
    part = ""
    width = max((len(line.name) for line in lines), default=0)
    for line in lines:
        if line.part != part:
            out += ["", line.part] if out else [line.part]
            part = line.part
        out.append(f"  {SIGNS[line.state]}  {one_line(line.name, 60):<{min(width, 40)}}  {one_line(line.said, 300)}")
    bad = [line for line in lines if line.state == "bad"]
    out += ["", f"{len(bad)} of these do not work (!!)." if bad else "All is well; -- works, but could be better."]
    return "\n".join(out) + "\n"


def _json(lines: list[Line]) -> str:
    from dataclasses import asdict

    from auditor.report.json import dump

    return dump([asdict(line) for line in lines])
