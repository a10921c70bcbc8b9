"""What a language model answered, believed only as far as the page bears it out.

An answer is used when it is the JSON that was asked for, quotes the page word for word (white space and the shape of
quotation marks aside), in words that have something of the claim and are not addressed to programs, and when a
contradiction names what differs, both sides word for word. Any other is thrown away: ``Unusable`` says why.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from auditor.checks.alterations.base import CONTRADICTING
from auditor.checks.scorers.base import VERDICTS, Case, Judgement
from auditor.checks.scorers.questions import addressed
from auditor.records import Difference, DifferenceKind, Span, Verdict
from auditor.text import content_words, fold, tokenize

MAX_QUOTE = 4000
LEAST_WORDS = 3
"""A quote of fewer words stands on many a page by chance."""
SURE, UNSURE = 0.95, 0.4
"""What a model's own confidence is taken for at most and at least: models say 1.0 of right and wrong answers alike."""
MAX_PLACES = 50
"""So often is looked for a place where words begin and end as words do."""


class Unusable(Exception):
    """Raised for an answer that is not used; the text says why, in words."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an answer cost, as the server counts."""

    prompt: int = 0
    completion: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A usable answer. ``quote`` counts in the page's text, None for ``not_in_source``."""

    verdict: Verdict
    confidence: float
    quote: Span | None = None
    differences: tuple[Difference, ...] = ()

    def judgement(self, lexical: Judgement, note: str) -> Judgement:
        """The answer as probabilities: its own confidence, the rest spread as the lexical judgement has it."""
        sure = min(max(self.confidence, UNSURE), SURE)
        rest = [0.0 if v is self.verdict else p + 1e-6 for v, p in zip(VERDICTS, lexical.probabilities, strict=True)]
        a, b, c, d = ((1 - sure) * p / sum(rest) for p in rest)
        spread = [sure if v is self.verdict else p for v, p in zip(VERDICTS, (a, b, c, d), strict=True)]
        quoted = (self.quote,) if self.quote else ()
        return Judgement((spread[0], spread[1], spread[2], spread[3]), note, quoted, self.differences)


def open_answer(content: bytes) -> tuple[str, Tokens]:
    """The words of a chat completion, and what they cost.

    Raises:
        Unusable: it is no chat completion, or the model refused; ``args[1]`` is the ``Tokens`` all the same.
    """
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise Unusable("the server's answer is no JSON", Tokens()) from None
    data = data if isinstance(data, dict) else {}
    usage = data.get("usage")
    tokens = Tokens(_count(usage, "prompt_tokens"), _count(usage, "completion_tokens"))
    choices = data.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    if not isinstance(first, dict) or not isinstance(message, dict):
        raise Unusable("the server's answer is no chat completion", tokens)
    said = message.get("content")
    if message.get("refusal") or first.get("finish_reason") == "content_filter":
        raise Unusable("the model refused to answer", tokens)
    if not isinstance(said, str) or not said.strip():
        raise Unusable("the model answered nothing", tokens)
    return said, tokens


def read_judgement(said: str, case: Case) -> Answer:
    """What the model says about ``case``, held to the claim and the page.

    Raises:
        Unusable: it is not what was asked for, or the page does not bear it out.
    """
    data = _object(said)
    verdict = next((v for v in VERDICTS if v.value == data.get("verdict")), None)
    if verdict is None:
        raise Unusable(f"it gives no verdict of the four but {str(data.get('verdict'))[:40]!r}")
    confidence = data.get("confidence")
    if isinstance(confidence, bool) or not isinstance(confidence, (int, float)) or not 0 <= confidence <= 1:
        raise Unusable("it gives no confidence from 0 to 1")
    if verdict is Verdict.NOT_IN_SOURCE:
        return Answer(verdict, float(confidence))
    quote = _quote(data.get("quote"), case)
    if verdict is Verdict.SUPPORTED:
        return Answer(verdict, float(confidence), quote)
    named = tuple(_differences(data.get("differences"), case, verdict))
    if verdict is Verdict.CONTRADICTED and not named and not case.named:
        raise Unusable("it says that the page states otherwise, and names no difference that stands in both texts")
    return Answer(verdict, float(confidence), quote, named)


def find_words(text: str, words: str) -> Span | None:
    """Where ``words`` stand in ``text``, white space and the shape of quotation marks and dashes aside."""
    wanted = " ".join(fold(words).split())
    plain, places = _plain(text)
    at = plain.find(wanted) if wanted else -1
    for _ in range(MAX_PLACES):
        if at < 0:
            return None
        end = at + len(wanted)
        if not (_inside_word(plain, at) or _inside_word(plain, end)):
            return Span(_original(places, at), _original(places, end - 1) + 1)
        at = plain.find(wanted, at + 1)
    return None


@lru_cache(maxsize=4)
def _plain(text: str) -> tuple[str, tuple[list[int], list[int]]]:
    """The text folded with single spaces, and where each word begins in it and in the text."""
    words = [(found.start(), found.group()) for found in re.finditer(r"\S+", fold(text))]
    begins, at = [], 0
    for _, word in words:
        begins.append(at)
        at += len(word) + 1
    return " ".join(word for _, word in words), (begins, [start for start, _ in words])


def _original(places: tuple[list[int], list[int]], at: int) -> int:
    begins, starts = places
    word = bisect_right(begins, at) - 1
    return starts[word] + at - begins[word]


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _object(said: str) -> dict[str, Any]:
    """The JSON object of an answer, after what the model thought aloud, out of a code fence where it stands in one."""
    said = said.rpartition("</think>")[2]
    start, end = said.find("{"), said.rfind("}")
    try:
        data = json.loads(said[start : end + 1])
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise Unusable("it is no JSON object")
    return data


def _count(usage: Any, name: str) -> int:
    value = usage.get(name) if isinstance(usage, dict) else None
    return min(max(value, 0), 10**12) if isinstance(value, int) and not isinstance(value, bool) else 0


def _quote(quote: Any, case: Case) -> Span:
    text = case.page.text if case.page else "\n".join(case.passages)
    if not isinstance(quote, str) or not quote.strip():
        raise Unusable("it quotes nothing from the page")
    bare = fold(quote).strip().strip("\"'").strip()
    if len(bare) > MAX_QUOTE:
        raise Unusable("it quotes too much of the page")
    if len(bare.split()) < LEAST_WORDS:
        raise Unusable(f"it quotes fewer than {LEAST_WORDS} words")
    span = find_words(text, bare)
    if span is None:
        raise Unusable("the words it quotes are not on the page")
    if any(span.overlaps(order) for order in addressed(text)):
        raise Unusable("the words it quotes are addressed to programs")
    if not _stems(span.of(text)) & _stems(case.claim):
        raise Unusable("the words it quotes have nothing of the claim")
    return span


def _stems(text: str) -> set[str]:
    return {token.stem for token in content_words(tokenize(text))}


def _differences(raw: Any, case: Case, verdict: Verdict) -> list[Difference]:
    """The differences that stand word for word in claim and page, and are of a kind that goes with the verdict."""
    text = case.page.text if case.page else "\n".join(case.passages)
    out: list[Difference] = []
    for item in raw[:8] if isinstance(raw, list) else []:
        found = _difference(item, case.claim, text) if isinstance(item, dict) else None
        if found and (verdict is not Verdict.CONTRADICTED or found.kind in CONTRADICTING) and found not in out:
            out.append(found)
    return out


def _difference(item: dict[str, Any], claim: str, text: str) -> Difference | None:
    kind, said, written = item.get("kind"), item.get("claim"), item.get("source")
    if kind not in list(DifferenceKind) or not isinstance(said, str) or not isinstance(written, str | None):
        return None
    here = find_words(claim, said[:MAX_QUOTE])
    there = find_words(text, written[:MAX_QUOTE]) if written else None
    if here is None or (written and there is None) or (not written and DifferenceKind(kind) in CONTRADICTING):
        return None
    if there and any(there.overlaps(order) for order in addressed(text)):
        return None
    if there and fold(here.of(claim)).lower().split() == fold(there.of(text)).lower().split():
        return None
    return Difference(DifferenceKind(kind), here.of(claim), there.of(text) if there else None, here, there)
