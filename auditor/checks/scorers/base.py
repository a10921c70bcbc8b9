"""What a scorer is: cases in, a judgement a case out. Knows no model and no page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from auditor.checks.premise import Part
from auditor.checks.scorers.options import ScorerOptions
from auditor.records import Difference, Fetched, Page, Span, Verdict

VERDICTS = (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_IN_SOURCE)
"""The order of every tuple of probabilities."""
STANDS = "the lexical judgement stands"
"""How the note begins of a scorer whose model could not be asked, or gave no usable answer."""


@dataclass(frozen=True, slots=True)
class Case:
    """A claim to judge: its passages in page order, and named features (see ``features.py``).

    ``page`` is the whole page, for who reads more than passages. ``named`` in [0, 1] is how sure the rules are of a
    contradiction that they can name, 0 where there is none: one that nobody can name is no verdict. ``premise``
    gives the part of the page that a small model reads (see ``premise.py``), when it is asked to; it may be empty.
    ``further`` gives other parts of the page, for who finds nothing in that one; ``parts`` what a long claim joins,
    each part as a sentence with its own premise. ``against`` are the contradictions
    that rules found: how sure each is, and the words of the claim. ``told`` gives the claim as a small model reads it.
    """

    claim: str
    passages: tuple[str, ...]
    features: Mapping[str, float] = field(default_factory=dict)
    page: Page | None = None
    context: str = ""
    claim_date: str | None = None
    named: float = 0.0
    premise: Callable[[], Part] = Part
    further: Callable[[], Sequence[Part]] = tuple
    parts: Callable[[], Sequence[tuple[str, Part]]] = tuple
    against: tuple[tuple[float, Span | None], ...] = ()
    told: Callable[[], Part] = Part


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probabilities of the four verdicts in the order of ``VERDICTS``; they add up to one.

    A scorer that reads the page may add the passages it rests on (spans of ``Page.text``), the differences it names,
    with both sides word for word in claim and page, and a ``note`` on how it judged, or why it could not.
    ``weighed`` is true of probabilities that come from our own regressions, to which a policy's ``doubt`` applies.
    ``against`` is how sure the scorer is of each contradiction of the case, where it has a view of them. ``suspect`` is
    what it would name where no rule can: too unsure for a verdict of *contradicted*, and worth a reader's look.
    """

    probabilities: tuple[float, float, float, float]
    note: str = ""
    evidence: tuple[Span, ...] = ()
    differences: tuple[Difference, ...] = ()
    weighed: bool = False
    against: tuple[float, ...] = ()
    suspect: Difference | None = None

    @property
    def support(self) -> float:
        """The probability that the page supports the claim."""
        return self.probabilities[0]


class Post(Protocol):
    """The way to a server that the user named. Made by who may touch the network, handed to a scorer."""

    def __call__(
        self, url: str, bodies: Sequence[bytes], headers: Mapping[str, str], *, timeout: float, concurrency: int
    ) -> list[Fetched]:
        """What came back for each body posted, in order; ``timeout`` in seconds for one of them."""
        ...  # pragma: no cover - a protocol has no body


@runtime_checkable
class Equipped(Protocol):
    """A scorer that needs settings, or a server: it is given both before it is asked anything."""

    def equip(self, options: ScorerOptions, post: Post | None) -> None:
        """Takes the settings, and the way to servers: None where none may be asked."""
        ...  # pragma: no cover - a protocol has no body


class Scorer(Protocol):
    """Judges cases; ``name`` is written into the record of a run.

    A scorer may also have ``batch``, how many cases it likes to be given at once (1 where it says nothing); ``costly``,
    true where it is asked only about the pages that a claim cites; ``others``, about how many more it is then asked
    where those do not support the claim; ``use``, a ``ModelUse`` that grows; and ``sha256``, the digest of its weights,
    recorded beside the name: by it a night cut short, a batch and a recheck know them again.
    """

    name: str

    def judge(self, cases: Sequence[Case]) -> list[Judgement]:
        """One judgement a case, in order.

        Raises:
            ScorerError: the scorer's model is missing, corrupt or answers nonsense.
        """
        ...  # pragma: no cover - a protocol has no body
