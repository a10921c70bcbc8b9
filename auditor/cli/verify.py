"""``auditor verify``: claims against sources, one JSON object a line, in order, at bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from auditor.cli._io import need, output_option, read_jsonl, write_jsonl
from auditor.errors import InputError

CHUNK = 64
"""Pairs handed to a worker at a time: enough to hide the hand-over, few enough to keep memory small."""


@click.command("verify")
@click.argument("pairs", metavar="PAIRS.jsonl")
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Worker processes.")
@click.option("--scorer", metavar="NAME", default="lexical", show_default=True, help="Who judges support.")
@output_option
def command(pairs: str, jobs: int, scorer: str, output: str | None) -> int:
    """Check claims against sources.

    A line holds {"id", "claim", "source"} and may hold "claim_date" and "source_date" (ISO 8601); "source" is a text
    or a list of sentences, joined by single newlines. Offsets of the evidence count in the source text so joined.

    \b
    Examples:
      auditor verify pairs.jsonl -o verdicts.jsonl
      auditor verify pairs.jsonl --jobs 2 | head
    """
    from auditor.checks.verify import Pair, verify_pairs

    def read() -> Iterator[Pair]:
        name = "standard input" if pairs == "-" else pairs
        for number, item in read_jsonl(pairs):
            yield _pair(item, f"{name}, line {number}")

    return write_jsonl(verify_pairs(read(), scorer=scorer, jobs=jobs, chunk=CHUNK), output, source=[pairs])


def _pair(item: dict[str, Any], where: str) -> Any:
    """The line as a pair, checked.

    Raises:
        InputError: a field is missing or of another type; names the line.
    """
    from auditor.checks.verify import Pair

    identity = need(item, "id", object, where)
    claim = need(item, "claim", str, where)
    source = need(item, "source", (str, list), where)
    if isinstance(source, list):
        if not all(isinstance(sentence, str) for sentence in source):
            raise InputError("'source' must be a text or a list of texts", subject=where)
        source = "\n".join(source)
    dates = []
    for key in ("claim_date", "source_date"):
        value = item.get(key)
        if value is not None and not isinstance(value, str):
            raise InputError(f'{key!r} must be a date as text, such as "2024-03-14"', subject=where)
        dates.append(value)
    return Pair(identity, claim, source, *dates)
