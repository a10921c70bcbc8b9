"""``auditor verify``: claims against sources, one JSON object a line, in order, at bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from auditor.cli import _complete
from auditor.cli._io import need, output_option, read_jsonl, scorer_option, tell, write_jsonl
from auditor.errors import InputError

if TYPE_CHECKING:
    from auditor.checks.verify import Judge

CHUNK = 64
"""Pairs handed to a worker at a time: enough to hide the hand-over, few enough to keep memory small."""


@click.command("verify")
@click.argument("pairs", metavar="PAIRS.jsonl")
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Worker processes.")
@scorer_option
@click.option(
    "--policy",
    metavar="NAME_OR_FILE",
    default="default",
    show_default=True,
    shell_complete=_complete.policies,
    help="Whose [support] bars and [scorer] settings hold.",
)
@output_option
def command(pairs: str, jobs: int, scorer: str, policy: str, output: str | None) -> int:
    """Check claims against sources.

    A line holds {"id", "claim", "source"} and may hold "claim_date" and "source_date" (ISO 8601), and "context": what
    stands before the claim, by which "she" or "the company" in it is understood. "source" is a text or a list of
    sentences, joined by single newlines. Offsets of the evidence count in the source text so joined.

    \b
    Examples:
      auditor verify pairs.jsonl -o verdicts.jsonl
      auditor verify pairs.jsonl --jobs 2 | head
      auditor verify pairs.jsonl --scorer openai:http://127.0.0.1:8080/v1
    """
    from auditor.checks.verify import Pair, verify_pairs

    def read() -> Iterator[Pair]:
        name = "standard input" if pairs == "-" else pairs
        for number, item in read_jsonl(pairs):
            yield _pair(item, f"{name}, line {number}")

    def results() -> Iterator[dict[str, Any]]:
        use = yield from verify_pairs(read(), scorer=_judge(scorer, policy), jobs=jobs, chunk=CHUNK)
        for sentence in use.told():
            tell(sentence)

    return write_jsonl(results(), output, source=[pairs])


def _judge(scorer: str, policy: str) -> Judge:
    """Who judges, with a policy's settings; the default's are the code's own and need no reading."""
    from auditor.checks.verify import Judge

    if policy == "default" and ":" not in scorer:
        return Judge(scorer)
    from auditor.policy import load_policy
    from auditor.sources.post import Poster

    settings = load_policy(policy)
    return Judge(scorer, settings.support, settings.scorer, Poster(settings.network))


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
    context = item.get("context")
    if context is not None and not isinstance(context, str):
        raise InputError("'context' must be a text: what stands before the claim", subject=where)
    claim_date, source_date = dates
    return Pair(identity, claim, source, claim_date, source_date, context or "")
