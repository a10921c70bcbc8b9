"""Many claims against their sources, streamed: one result a pair, in order, at bounded memory."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

from auditor.checks.evidence import PageIndex
from auditor.checks.scorers import Scorer, load_scorer
from auditor.checks.support import NOTES, check_support
from auditor.records import Page, SupportCheck

KEPT_INDEXES = 8
KEPT_CHARACTERS = 4_000_000
"""Page indexes kept for the pairs that follow, by number and by the length of their texts together: pairs come in runs
of one source, and an index holds some fifty times its text."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim with its source's text; dates are ISO 8601. ``id`` is given back as it came."""

    id: Any
    claim: str
    source: str
    claim_date: str | None = None
    source_date: str | None = None


def verify_pairs(
    pairs: Iterable[Pair], *, scorer: str | Scorer = "lexical", jobs: int = 1, chunk: int = 64
) -> Iterator[dict[str, Any]]:
    """One JSON-ready result a pair, in the order of the pairs, which are drawn as results are taken.

    Args:
        pairs: the pairs; at most ``2 * jobs * chunk`` are held at a time.
        scorer: the name of a registered scorer, or a scorer (with ``jobs`` above 1, by name only).
        jobs: worker processes; with 1 everything runs here.
        chunk: pairs given to a worker at a time.

    Raises:
        UsageError: no scorer of that name is registered.
        ScorerError: the scorer cannot judge.
    """
    if jobs <= 1 or not isinstance(scorer, str):
        verifier = Verifier(scorer)
        for pair in pairs:
            yield verifier.verify(pair)
        return
    yield from _in_processes(iter(pairs), scorer, jobs, chunk)


class Verifier:
    """Checks pairs with one scorer, keeping the indexes of the last few sources."""

    def __init__(self, scorer: str | Scorer = "lexical") -> None:
        self._scorer = load_scorer(scorer)
        self._indexes: OrderedDict[tuple[str, str | None], PageIndex] = OrderedDict()

    def verify(self, pair: Pair) -> dict[str, Any]:
        """The result of one pair: ``note`` is there only where no verdict could be reached as asked."""
        check = check_support(pair.claim, self._index(pair), scorer=self._scorer, claim_date=pair.claim_date)
        return as_json(pair.id, check)

    def _index(self, pair: Pair) -> PageIndex:
        key = (pair.source, pair.source_date)
        index = self._indexes.get(key)
        if index is None:
            index = self._indexes[key] = PageIndex(Page(pair.source, published=pair.source_date))
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
        "differences": [{"kind": d.kind.value, "claim": d.claim, "source": d.source} for d in check.differences],
    }
    if check.basis in NOTES:
        out["note"] = check.basis
    return out


# --- several processes ------------------------------------------------------------------------------------------

_worker: dict[str, Verifier] = {}


def _start(scorer: str) -> None:
    _worker["verifier"] = Verifier(scorer)


def _run(pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    return [_worker["verifier"].verify(pair) for pair in pairs]


def _in_processes(pairs: Iterator[Pair], scorer: str, jobs: int, chunk: int) -> Iterator[dict[str, Any]]:
    """Chunks go out as results come back, so that no more than two a worker are held."""
    load_scorer(scorer)  # a wrong name is told here, not by a broken pool
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(scorer,)) as pool:
        waiting: deque[Future[list[dict[str, Any]]]] = deque()
        try:
            while True:
                while len(waiting) < 2 * jobs and (part := list(islice(pairs, chunk))):
                    waiting.append(pool.submit(_run, part))
                if not waiting:
                    return
                yield from waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
