"""A headline against the text under it: does it fit, and if not, how does it fail and which sentence shows it?"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks.headline.alignment import Alignment
from auditor.checks.headline.asking import find_question, find_unanswered
from auditor.checks.headline.attribution import find_dropped_attribution
from auditor.checks.headline.counts import find_wrong_number
from auditor.checks.headline.fault import Fault
from auditor.checks.headline.ground import find_unsupported
from auditor.checks.headline.lures import find_lure
from auditor.checks.headline.names import bare
from auditor.checks.headline.reach import find_exaggeration, find_wider_scope
from auditor.checks.headline.reading import read_body
from auditor.checks.headline.stance import choose, default_model, stance_shares
from auditor.checks.headline.terms import read_terms
from auditor.checks.headline.turns import find_contradiction
from auditor.records import HeadlineCheck, HeadlineKind, Stance

_MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class HeadlineOptions:
    """Bars a policy may set. ``bar``: probability of a mismatch from which the verdict is one."""

    bar: float = 0.5


def check_headline(headline: str, body: str, *, options: HeadlineOptions | None = None) -> HeadlineCheck:
    """How the headline stands to the body, the kind of mismatch, and the sentence that shows it.

    ``score`` is the probability of a mismatch; evidence offsets count in ``body``. Linear in the body's length.
    """
    options = options or HeadlineOptions()
    title = bare(headline)
    reading = read_body(body)
    terms = read_terms(title, _MOST_WORDS)
    if not terms:
        return HeadlineCheck("ok", HeadlineKind.OK, 0.0, Stance.UNRELATED, None, "there is no headline to check")
    if not reading.lines:
        why = "there is no body that could bear out the headline"
        return HeadlineCheck("mismatch", HeadlineKind.UNSUPPORTED, 1.0, Stance.UNRELATED, None, why)
    aligned = Alignment(terms, reading, default_model().rarity.of)
    faults = sorted(find_faults(title, aligned), key=lambda f: -f.score)
    stance = choose(stance_shares(headline, reading))
    if faults[0].score >= options.bar:
        fault = faults[0]
        evidence = fault.sense.line.evidence() if fault.sense else None
        return HeadlineCheck("mismatch", fault.kind, fault.score, stance, evidence, fault.why)
    best = aligned.best.line.text
    return HeadlineCheck("ok", HeadlineKind.OK, faults[0].score, stance, None, f"the body bears it out: “{best[:160]}”")


def find_faults(headline: str, aligned: Alignment) -> list[Fault]:
    """Every kind of fault with the strength of its signs."""
    question = find_question(headline)
    return [
        find_lure(headline, aligned),
        find_unanswered(question, aligned),
        find_wrong_number(headline, aligned),
        find_contradiction(aligned, asks=question is not None),
        find_dropped_attribution(headline, aligned),
        find_exaggeration(headline, aligned),
        find_wider_scope(headline, aligned),
        find_unsupported(headline, aligned),
    ]
