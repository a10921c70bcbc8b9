"""``auditor headlines``: headlines against bodies and cited titles against page titles, one pair a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from auditor.cli._io import need, output_option, read_jsonl, scorer_option, write_jsonl
from auditor.errors import InputError
from auditor.plugins import DEFAULT_SCORER

if TYPE_CHECKING:
    from auditor.checks.headline import Reader


@click.command("headlines")
@click.argument("pairs", type=click.Path(allow_dash=True))
@scorer_option
@output_option
def command(pairs: str, scorer: str, output: str | None) -> int:
    """Check each pair of the JSON Lines file PAIRS (- for stdin).

    The scorer is asked about headlines where it can read plainly, as the one that ships can; with another the signs in
    the text decide alone.

    \b
    {"id", "headline", "body"} gives {"id", "verdict", "kind", "score", "stance", "evidence", "why"}
    {"id", "cited_title", "page_title"} gives {"id", "kind", "similarity", "why"}

    \b
    Example:
      auditor headlines pairs.jsonl -o verdicts.jsonl
    """
    return write_jsonl(answers(pairs, scorer), output, source=[pairs])


def answers(pairs: str, scorer: str = DEFAULT_SCORER) -> Iterator[dict[str, Any]]:
    """One answer a line of the file ``pairs`` (``-`` is stdin), in order, as the lines are read.

    Raises:
        InputError: the file or a line of it cannot be read; names the line.
        UsageError: there is no such scorer.
        ScorerError: its model cannot be used.
    """
    from auditor.checks.headline import reader_of
    from auditor.checks.scorers import load_scorer

    reader = reader_of(load_scorer(scorer))
    name = "standard input" if pairs == "-" else pairs
    for number, item in read_jsonl(pairs):
        yield _answer(item, f"{name}, line {number}", reader)


def _answer(item: dict[str, Any], where: str, reader: Reader | None) -> dict[str, Any]:
    from auditor.checks.headline import check_headline, compare_titles

    identity = need(item, "id", object, where)
    if "headline" in item:
        headline, body = need(item, "headline", str, where), need(item, "body", str, where)
        check = check_headline(headline, body, reader=reader)
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
