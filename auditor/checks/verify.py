"""Many claims against their sources, streamed: one result a pair, in order, at bounded memory."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from auditor.checks.evidence import PageIndex
from auditor.checks.headed import read_headed
from auditor.checks.scorers import STANDS, Post, Scorer, ScorerOptions, load_scorer
from auditor.checks.support import CONTEXT, DEFAULT_OPTIONS, NOTES, SupportOptions, judge_all, read_support
from auditor.errors import InputError
from auditor.plugins import DEFAULT_SCORER
from auditor.records import ModelUse, SupportCheck

KEPT_INDEXES = 8
KEPT_CHARACTERS = 4_000_000
"""Page indexes kept for the pairs that follow, by number and by the length of their texts together: pairs come in runs
of one source, and an index holds some fifty times its text."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim with its source's text; dates are ISO 8601. ``id`` is given back as it came. ``context`` is what stands
    before the claim where it was taken from: it says whom ``she`` and ``the company`` mean.

    Lines ``TITLE:``, ``OUTLET:``, ``DATE:`` at the head of ``source`` are read as what they say (see ``headed``).
    """

    id: Any
    claim: str
    source: str
    claim_date: str | None = None
    source_date: str | None = None
    context: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """Who judges pairs, in a shape that can be sent to a worker: ``post`` is the way to a server, None offline."""

    spec: str | Scorer = DEFAULT_SCORER
    support: SupportOptions = DEFAULT_OPTIONS
    options: ScorerOptions = field(default_factory=ScorerOptions)
    post: Post | None = None


def verify_pairs(
    pairs: Iterable[Pair], *, scorer: str | Scorer | Judge = DEFAULT_SCORER, jobs: int = 1, chunk: int = 64
) -> Generator[dict[str, Any], None, ModelUse]:
    """One JSON-ready result a pair, in the order of the pairs, which are drawn as results are taken.

    Args:
        pairs: the pairs; at most ``2 * jobs * chunk`` are held at a time.
        scorer: the spec of a scorer, a scorer (with ``jobs`` above 1, by its spec only), or a ``Judge`` with settings.
        jobs: worker processes; with 1 everything runs here.
        chunk: pairs given to a worker at a time.

    Returns:
        What a model behind a server was asked in all.

    Raises:
        UsageError: no scorer of that name is registered.
        ScorerError: the scorer cannot judge.
    """
    judge = scorer if isinstance(scorer, Judge) else Judge(scorer)
    if jobs > 1 and isinstance(judge.spec, str):
        return (yield from _in_processes(iter(pairs), judge, jobs, chunk))
    verifier = Verifier(judge)
    for group in _groups(pairs, verifier.batch):
        yield from verifier.verify_all(group)
    return verifier.use


def _groups(pairs: Iterable[Pair], size: int) -> Iterator[list[Pair]]:
    """The pairs in runs of ``size``, fewer where their sources are long: all of them are held at once.

    Where reading them fails, what was read before is given first.
    """
    held: list[Pair] = []
    characters = 0
    try:
        for pair in pairs:
            held.append(pair)
            characters += len(pair.source)
            if len(held) >= size or characters > KEPT_CHARACTERS:
                yield held
                held, characters = [], 0
    except InputError:
        if held:
            yield held
        raise
    if held:
        yield held


class Verifier:
    """Checks pairs with one scorer, keeping the indexes of the last few sources."""

    def __init__(self, judge: str | Scorer | Judge = DEFAULT_SCORER) -> None:
        judge = judge if isinstance(judge, Judge) else Judge(judge)
        self._scorer = load_scorer(judge.spec, options=judge.options, post=judge.post)
        self._options = judge.support
        self._indexes: OrderedDict[tuple[str, str | None], PageIndex] = OrderedDict()

    @property
    def batch(self) -> int:
        """How many pairs the scorer likes to be given at once."""
        return max(1, getattr(self._scorer, "batch", 1))

    @property
    def use(self) -> ModelUse:
        """What a model behind a server was asked so far."""
        use: ModelUse = getattr(self._scorer, "use", ModelUse())
        return use

    def verify(self, pair: Pair) -> dict[str, Any]:
        """The result of one pair: ``note`` is there only where no verdict could be reached as asked."""
        return self.verify_all([pair])[0]

    def verify_all(self, pairs: Sequence[Pair]) -> list[dict[str, Any]]:
        """The results of some pairs, in their order, judged together."""
        asked = [
            read_support(
                pair.claim,
                self._index(pair),
                claim_date=pair.claim_date,
                context=pair.context[-CONTEXT:].strip(),
                options=self._options,
            )
            for pair in pairs
        ]
        checks = judge_all(asked, self._scorer)
        return [as_json(pair.id, check) for pair, check in zip(pairs, checks, strict=True)]

    def _index(self, pair: Pair) -> PageIndex:
        key = (pair.source, pair.source_date)
        index = self._indexes.get(key)
        if index is None:
            index = self._indexes[key] = PageIndex(read_headed(pair.source, pair.source_date))
            while len(self._indexes) > 1 and (
                len(self._indexes) > KEPT_INDEXES or sum(len(t) for t, _ in self._indexes) > KEPT_CHARACTERS
            ):
                self._indexes.popitem(last=False)
        else:
            self._indexes.move_to_end(key)
        return index


def as_json(identity: Any, check: SupportCheck) -> dict[str, Any]:
    """A check as ``auditor verify`` prints it."""
    out: dict[str, Any] = {
        "id": identity,
        "verdict": check.verdict.value,
        "confidence": check.confidence,
        "support": check.support,
        "evidence": [{"text": e.text, "start": e.start, "end": e.end} for e in check.evidence],
        "differences": [d.as_json() for d in check.differences],
    }
    if check.basis in NOTES:
        out["note"] = check.basis
    elif STANDS in check.basis:
        out["note"] = check.basis[check.basis.index(STANDS) :]
    return out


# --- several processes ------------------------------------------------------------------------------------------

_worker: dict[str, Verifier] = {}


def _start(judge: Judge) -> None:
    _worker["verifier"] = Verifier(judge)


def _run(pairs: Sequence[Pair]) -> tuple[list[dict[str, Any]], ModelUse]:
    verifier = _worker["verifier"]
    before = verifier.use
    out = [result for group in _groups(pairs, verifier.batch) for result in verifier.verify_all(group)]
    return out, verifier.use.plus(before, -1)


def _in_processes(
    pairs: Iterator[Pair], judge: Judge, jobs: int, chunk: int
) -> Generator[dict[str, Any], None, ModelUse]:
    """Chunks go out as results come back, so that no more than two a worker are held.

    Where reading the pairs fails, what was read before is given first.
    """
    load_scorer(judge.spec, options=judge.options, post=judge.post)  # a wrong name is told here, not by a broken pool
    judge = replace(judge, options=replace(judge.options, threads=judge.options.threads or 1))
    use, fault = ModelUse(), None
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(judge,)) as pool:
        waiting: deque[Future[tuple[list[dict[str, Any]], ModelUse]]] = deque()
        try:
            while True:
                while fault is None and len(waiting) < 2 * jobs:
                    part, fault = _draw(pairs, chunk)
                    if not part:
                        break
                    waiting.append(pool.submit(_run, part))
                if not waiting:
                    if fault is not None:
                        raise fault
                    return use
                results, more = waiting.popleft().result()
                use = use.plus(more)
                yield from results
        finally:
            for future in waiting:
                future.cancel()


def _draw(pairs: Iterator[Pair], count: int) -> tuple[list[Pair], InputError | None]:
    """The next pairs, and the fault that ended the reading before there were ``count``, if one did."""
    out: list[Pair] = []
    try:
        for pair in islice(pairs, count):
            out.append(pair)  # noqa: PERF402 - what was read before a fault is kept
    except InputError as fault:
        return out, fault
    return out, None
