"""``auditor policy``: a policy validated."""

from __future__ import annotations

import click

from auditor.cli._io import open_output, output_option


@click.command("policy")
@click.argument("name_or_file", metavar="NAME_OR_FILE", default="default")
@click.option("--json", "as_json", is_flag=True, help="Print the merged policy as JSON.")
@output_option
def command(name_or_file: str, as_json: bool, output: str | None) -> int:
    """Validate a policy (- for stdin) and show what it sets. All faults are listed at once, with exit code 2.

    \b
    Examples:
      auditor policy my-policy.toml
      auditor policy strict --json
    """
    from auditor.policy import load_policy

    policy = load_policy(name_or_file)
    with open_output(output) as write:
        if as_json:
            import json

            write(json.dumps(policy.raw, indent=2, default=str) + "\n")
            return 0
        write(f"{policy.name}: valid. {policy.description}\n\n")
        write(f"{'part':<14}{'points':>6}  per        costs\n")
        for part in policy.score.parts:
            costs = [f"{c} {policy.findings[c].weight:g}" for c in part.codes if policy.findings[c].weight]
            write(f"{part.name:<14}{part.max:>6g}  {part.per:<10} {', '.join(costs)}\n")
        grades = ", ".join(f"{letter} from {least:g}" for letter, least in policy.score.grades)
        write(f"\ngrades: {grades}; no grade below {policy.score.min_coverage:.0%} of the claims checked\n")
        write(f"sha256: {policy.sha256}\n")
    return 0
