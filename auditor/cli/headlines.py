"""``auditor headlines``: headlines against bodies and cited titles against page titles, one pair a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from auditor.cli._io import need, output_option, read_jsonl, write_jsonl
from auditor.errors import InputError


@click.command("headlines")
@click.argument("pairs", type=click.Path(allow_dash=True))
@output_option
def command(pairs: str, output: str | None) -> int:
    """Check each pair of the JSON Lines file PAIRS (- for stdin).

    \b
    {"id", "headline", "body"} gives {"id", "verdict", "kind", "score", "stance", "evidence", "why"}
    {"id", "cited_title", "page_title"} gives {"id", "kind", "similarity", "why"}

    \b
    Example:
      auditor headlines pairs.jsonl -o verdicts.jsonl
    """
    return write_jsonl(answers(pairs), output, source=[pairs])


def answers(pairs: str) -> Iterator[dict[str, Any]]:
    """One answer a line of the file ``pairs`` (``-`` is stdin), in order, as the lines are read.

    Raises:
        InputError: the file or a line of it cannot be read; names the line.
    """
    name = "standard input" if pairs == "-" else pairs
    for number, item in read_jsonl(pairs):
        yield _answer(item, f"{name}, line {number}")


def _answer(item: dict[str, Any], where: str) -> dict[str, Any]:
    from auditor.checks.headline import check_headline, compare_titles

    identity = need(item, "id", object, where)
    if "headline" in item:
        check = check_headline(need(item, "headline", str, where), need(item, "body", str, where))
        return {
            "id": identity,
            "verdict": check.verdict,
            "kind": check.kind.value,
            "score": check.score,
            "stance": check.stance.value,
            "evidence": check.evidence.text if check.evidence else None,
            "why": check.why,
        }
    if "cited_title" in item:
        title = compare_titles(need(item, "cited_title", str, where), need(item, "page_title", str, where))
        return {"id": identity, "kind": title.kind.value, "similarity": title.similarity, "why": title.why}
    raise InputError("the object has neither 'headline' nor 'cited_title'", subject=where)
