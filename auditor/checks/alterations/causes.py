"""Two facts of the page joined by a cause that it does not give."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.alterations.base import Found, View, found
from auditor.checks.reading import Reading, is_negation
from auditor.records import DifferenceKind, Span

_CAUSE = re.compile(
    r"\b(?:because(?: of)?|due to(?! (?:be|have|go|run|start|begin|open|close|end|take|make|meet|speak|return|arrive|"
    r"leave|appear|report|expire|come|get|give|hold|play|face|vote|finish|launch|join|move|pay|become|stand|retire|"
    r"sail|fly|publish|release|resume|receive|visit|step|stay|reach)\b)|"
    r"owing to|thanks to|as a (?:direct )?(?:result|consequence)(?: of)?|caused(?: by)?|"
    r"caus(?:es|ing)|(?:led|leads|leading) to|result(?:ed|s|ing) (?:in|from)|prompt(?:ed|ing)|trigger(?:ed|ing)|"
    r"forc(?:ed|ing)|therefore|hence|thus|consequently|in response to|on account of|was behind|were behind|"
    r"driven by|drove|brought (?:about|on)|which is why|stemm?(?:ed|ing) from|spark(?:ed|ing)|in the wake of|"
    r"the reason|blam(?:ed|es|ing)|attribut(?:ed|es|able) to|put down to|so that|meant that|"
    r"responsible for|down to|(?<=, )so|owed (?:\w+ )?to|explained by|explains why|"
    r"out of (?:fear|concern|anger)|for fear of|in protest at|over (?:fears|concerns)|in order to)\b",
    re.I,
)
_SOFT = re.compile(r"\b(?:since|as|after|for|to|when|with|over|following|by|through|from|credits?|credited)\b", re.I)


def find_causes(view: View) -> Iterator[Found]:
    """Each cause of the claim that no sentence it stands in gives."""
    match = view.match
    for cause in _CAUSE.finditer(match.claim.text):
        span = Span(cause.start(), cause.end())
        if any(q.start <= span.start < q.end for q in view.claim.quotes):
            continue
        sides = _sides(view.claim, span)
        if sides is None or _denied(view.claim, span):
            continue
        texts = [match.index.sentences[n].span.of(match.index.text) for n in view.homes()]
        if any(_CAUSE.search(text) for text in texts):
            continue
        have = [_coverage(view, side) for side in sides]
        soft = any(_SOFT.search(text) for text in texts[:2])
        apart = _homes(view, sides[0]) != _homes(view, sides[1])
        strength = 0.25 + 0.35 * max(have) + 0.15 * min(have) + 0.1 * apart - 0.1 * soft
        cause_side = sides[1] if _names_cause_after(cause.group().lower()) else sides[0]
        said = Span(min(span.start, cause_side.start), max(span.end, cause_side.end))
        yield found(match, DifferenceKind.CAUSE_ADDED, said, None, strength, "cause_added")


def _denied(reading: Reading, cause: Span) -> bool:
    """``did not put the defeat down to the injury``: no cause is given."""
    words = [w for w in reading.words if w.start < cause.end]
    last = words[-1]
    return any(w.clause == last.clause and is_negation(w, None) for w in words[-9:])


def _names_cause_after(word: str) -> bool:
    return word.startswith(
        (
            "because",
            "due",
            "owing",
            "thanks",
            "as a",
            "caused by",
            "in response",
            "on account",
            "driven",
            "stem",
            "in the",
        )
    ) or word.endswith(("from", "by", "of"))


def _sides(reading: Reading, cause: Span) -> tuple[Span, Span] | None:
    """The words before and after the cause; ``Because X, Y`` is split at its comma."""
    words = reading.words
    before = [w for w in words if w.end <= cause.start]
    after = [w for w in words if w.start >= cause.end]
    if sum(w.content for w in before) < 2:
        comma = next((w.at for w in after[1:] if "," in reading.text[words[w.at - 1].end : w.start]), None)
        if comma is None:
            return None
        before, after = [w for w in after if w.at >= comma], [w for w in after if w.at < comma]
    if not before or not after:
        return None
    return Span(before[0].start, before[-1].end), Span(after[0].start, after[-1].end)


def _coverage(view: View, side: Span) -> float:
    match = view.match
    items = [i for i, item in enumerate(match.claim.items) if side.start <= item.span.start < side.end]
    weight = sum(match.weights[i] for i in items)
    return sum(match.weights[i] * match.best[i] for i in items) / weight if weight else 0.0


def _homes(view: View, side: Span) -> set[int]:
    segments = view.match.segments
    return {s.home for s in segments if s.home is not None and s.span.start < side.end and side.start < s.span.end}
