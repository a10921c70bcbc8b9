"""``auditor compare``: find copied sentences, one article and source a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from auditor.cli._io import need, output_option, read_jsonl, write_jsonl
from auditor.errors import InputError
from auditor.records import Copying
from auditor.text import split_sentences


@click.command("compare")
@click.argument("pairs", metavar="PAIRS.jsonl")
@output_option
def command(pairs: str, output: str | None) -> int:
    """Find copied sentences. PAIRS.jsonl holds {"id", "article", "source"}, one a line; - is stdin.

    "article" is a text or a list of sentences, "source" a text. For each sentence the answer says how it stands to
    the source: verbatim, near_verbatim, patchwrite, quote or none, with a score and the source's words.

    \b
    Example:
      auditor compare pairs.jsonl -o copying.jsonl
    """
    return write_jsonl(compare_pairs(pairs), output, source=[pairs])


def compare_pairs(path: str) -> Iterator[dict[str, Any]]:
    """Yields an answer for each line, in order.

    Raises:
        InputError: a line cannot be read; names the line.
    """
    from auditor.checks.reuse import copied_share, find_reuse, prepare_article

    name = "standard input" if path == "-" else path
    for number, item in read_jsonl(path):
        where = f"{name}, line {number}"
        need(item, "id", object, where)
        sentences = _sentences(need(item, "article", (str, list), where), where)
        article = prepare_article(sentences)
        found = find_reuse(article, str(need(item, "source", str, where)))
        yield {
            "id": item["id"],
            "sentences": [_answer(text, copying) for text, copying in zip(sentences, found)],
            "copied_share": copied_share(article, found),
        }


def _sentences(article: str | list[Any], where: str) -> list[str]:
    if isinstance(article, str):
        return [span.of(article) for span in split_sentences(article)]
    if not all(isinstance(s, str) for s in article):
        raise InputError("'article' must be a text or a list of sentences", subject=where)
    return article


def _answer(text: str, copying: Copying) -> dict[str, Any]:
    source = None
    if copying.text is not None:
        source = {"text": copying.text, "start": copying.start, "end": copying.end}
    return {"text": text, "copying": str(copying.kind), "score": copying.score, "source": source}
