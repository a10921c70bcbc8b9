"""The scorer that asks a language model on a server that speaks OpenAI's chat completions, a local one too.

``openai:BASE_URL`` or ``openai:BASE_URL#MODEL``, such as ``openai:http://127.0.0.1:8080/v1#qwen``. A question holds the
claim and the page as data (``questions.py``); an answer is used only as far as the page bears it out (``answers.py``).
Where there is no usable answer the lexical judgement stands, and the check's basis says so and why.

The network is not touched here: whoever loads the scorer hands it a ``Post``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from auditor import settings
from auditor.checks.scorers.answers import Tokens, Unusable, open_answer, read_judgement
from auditor.checks.scorers.base import STANDS, Case, Judgement, Post
from auditor.checks.scorers.lexical import LexicalScorer
from auditor.checks.scorers.options import ScorerOptions
from auditor.checks.scorers.questions import write_messages
from auditor.errors import UsageError
from auditor.records import Fetched, FetchStatus, ModelUse, Verdict

EXAMPLE = "such as openai:http://127.0.0.1:8080/v1#MODEL"
ANSWER_TOKENS = 4000
"""The most a model may write: the JSON that is asked for takes 200, and some models think aloud before it."""
PARTLY = 0.6
"""How sure a model can be that a page does not say something when it was shown the parts nearest to the claim."""
PATIENCE, REST = 3, 50
"""So many questions without an answer in a row, and the next so many claims are judged without asking."""
HOPELESS = frozenset((401, 402, 403, 404))
"""Statuses that the next question meets as well: the key, the bill, the address or the model is wrong."""
REFUSED_FORM = frozenset((400, 422))
"""Statuses of a server that does not know a part of the question: it is asked once more without the extras."""


class OpenAIScorer:
    """Asks a chat model about each claim and page.

    Args:
        argument: the base URL (what stands before ``/chat/completions``), with ``#MODEL`` where the server has several.

    Raises:
        UsageError: the argument is no such address.
    """

    costly = True
    batch = 16

    def __init__(self, argument: str = "") -> None:
        base, _, self._model = argument.partition("#")
        self._url, shown = _address(base.strip())
        self.name = f"openai:{shown}" + (f"#{self._model}" if self._model else "")
        self._options = ScorerOptions()
        self._post: Post | None = None
        self._lexical = LexicalScorer()
        self._headers: dict[str, str] = {}
        self._plain = self._answered = False
        self._silent = self._resting = 0
        self.use = ModelUse()
        self.trouble = ""

    def equip(self, options: ScorerOptions, post: Post | None) -> None:
        """Takes the settings and the way to the server.

        Raises:
            UsageError: there is no way, or the key cannot be a key.
        """
        if post is None:
            raise UsageError("the scorer openai asks a server, and this run is offline; choose another with --scorer")
        self._post, self._options = post, options
        if not self._model and options.model:
            self._model = options.model
            self.name += f"#{self._model}"
        priced = options.input_price or options.output_price
        self.use = ModelUse(cost=0.0, currency=options.currency) if priced else ModelUse()
        self._headers = _headers(self._url)

    def judge(self, cases: Sequence[Case]) -> list[Judgement]:
        """One judgement a case, in order; the lexical one, with the reason, wherever the model's cannot be used."""
        out: list[Judgement] = []
        while len(out) < len(cases):
            # Until the server has answered once it is asked one question at a time: it may not be there at all.
            group = cases[len(out) : len(out) + (self.batch if self._answered else 1)]
            out += self._judge(group)
        return out

    def _judge(self, cases: Sequence[Case]) -> list[Judgement]:
        lexical = self._lexical.judge(cases)
        if self._resting > 0:
            self._resting -= len(cases)
            self.use = replace(self.use, failed=self.use.failed + len(cases))
            return [_stands(judged, f"{self.trouble}, and is not asked for a while") for judged in lexical]
        replies = self._ask([self._question(case) for case in cases])
        self.use = replace(self.use, requests=self.use.requests + len(cases))
        return [self._read(*item) for item in zip(cases, lexical, replies, strict=True)]

    # --- asking ---

    @property
    def _limit(self) -> int:
        return self._options.page_characters

    def _question(self, case: Case) -> dict[str, object]:
        messages = write_messages(case, self._limit)
        return {"model": self._model or "default", "messages": messages}

    def _ask(self, questions: Sequence[dict[str, object]]) -> list[Fetched]:
        replies = self._send(questions)
        again = [i for i, reply in enumerate(replies) if reply.http_status in REFUSED_FORM and not self._plain]
        if again:
            self._plain = True
            for i, reply in zip(again, self._send([questions[i] for i in again]), strict=True):
                replies[i] = reply
            self._plain = any(replies[i].status is FetchStatus.OK for i in again)
        return replies

    def _send(self, questions: Sequence[dict[str, object]]) -> list[Fetched]:
        if self._post is None:
            raise UsageError("the scorer openai was given no way to its server")
        extras = {"temperature": 0, "max_tokens": ANSWER_TOKENS, "response_format": {"type": "json_object"}}
        asked = [question if self._plain else {**question, **extras} for question in questions]
        bodies = [json.dumps(item, ensure_ascii=True, sort_keys=True).encode("ascii") for item in asked]
        limits = self._options
        return self._post(self._url, bodies, self._headers, timeout=limits.timeout, concurrency=limits.concurrency)

    # --- reading ---

    def _read(self, case: Case, lexical: Judgement, reply: Fetched) -> Judgement:
        if reply.status is not FetchStatus.OK:
            return _stands(lexical, self._failed(reply))
        self._silent, self._answered = 0, True
        try:
            said, tokens = open_answer(reply.content)
            self._count(tokens)
            answer = read_judgement(said, case)
            if answer.verdict is Verdict.NOT_IN_SOURCE and case.page and len(case.page.text) > self._limit:
                answer = replace(answer, confidence=min(answer.confidence, PARTLY))
        except Unusable as error:
            if len(error.args) > 1:
                self._count(error.args[1])
            self.use = replace(self.use, discarded=self.use.discarded + 1)
            return _stands(lexical, f"the model's answer was discarded: {error.args[0]}")
        return answer.judgement(lexical, f"the model {self._model or 'asked'} says {answer.verdict}")

    def _failed(self, reply: Fetched) -> str:
        """Why there is no answer, in words; takes in that there is none."""
        self.use = replace(self.use, failed=self.use.failed + 1)
        self._silent += 1
        self.trouble = f"the model's server {_reason(reply, self._headers)}"
        if reply.http_status in HOPELESS or reply.status is FetchStatus.REFUSED_ADDRESS or self._silent >= PATIENCE:
            self._resting, self._silent = (0, 0) if reply.status is FetchStatus.NOT_RECORDED else (REST, 0)
        return self.trouble

    def _count(self, tokens: Tokens) -> None:
        prompt, written = self.use.prompt_tokens + tokens.prompt, self.use.completion_tokens + tokens.completion
        cost = (prompt * self._options.input_price + written * self._options.output_price) / 1_000_000
        priced = self.use.cost is not None
        self.use = replace(
            self.use, prompt_tokens=prompt, completion_tokens=written, cost=round(cost, 6) if priced else None
        )


def _address(base: str) -> tuple[str, str]:
    """The address that is asked, and the one that is shown."""
    if not base:
        raise UsageError(f"the scorer openai needs the server's address, {EXAMPLE}")
    try:
        parts = urlsplit(base)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or parts.scheme not in ("http", "https") or re.search(r"[\x00-\x20\x7f\\]", base):
        raise UsageError(f"the scorer openai needs an http or https address, {EXAMPLE}")
    if "@" in parts.netloc or parts.query:
        raise UsageError("leave user, password and parameters out of the address; a key goes into AUDITOR_MODEL_KEY")
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    host = f"[{host}]" if ":" in host else host
    root = f"{parts.scheme}://{host}{f':{port}' if port else ''}{path}"
    return f"{root}/chat/completions", root


def _headers(url: str) -> dict[str, str]:
    key = settings.model_key(url)
    if not key:
        return {}
    if not re.fullmatch(r"[!-~]{1,4000}", key):
        raise UsageError("the key in the environment holds a space or a sign that no key has")
    return {"Authorization": f"Bearer {key}"}


def _stands(lexical: Judgement, why: str) -> Judgement:
    return replace(lexical, note=f"{STANDS}, since {why}")


def _reason(reply: Fetched, headers: dict[str, str]) -> str:
    """What kept the server from answering, in words, with what it says of it itself."""
    words = {
        401: "asks for a key, or refuses the one in AUDITOR_MODEL_KEY (HTTP 401)",
        403: "refuses (HTTP 403)",
        404: "knows no such address or model (HTTP 404)",
    }
    said = words.get(reply.http_status or 0) or f"gave no answer: {reply.reason}"
    own = _own_words(reply.content)
    for secret in headers.values():
        own = own.replace(secret.removeprefix("Bearer "), "[key]")
    return f"{said}: {own}" if own else said


def _own_words(content: bytes) -> str:
    try:
        error = json.loads(content)["error"]
        message = error["message"] if isinstance(error, dict) else error
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return ""
    return " ".join(re.sub(r"[^\x20-\x7e]", " ", message).split())[:160] if isinstance(message, str) else ""
