"""What a classifier's labels mean for a claim: entailment and its many names, in any order, two, three or four of them.

A label set is understood as a whole or not at all: one label must mean support, and every other must be known. A model
that says only "not supported" does not say which of the other three verdicts it means, and one that says "neutral" not
which of two: these shares are spread as the lexical judgement has them, never made up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from auditor.checks.scorers.base import Judgement
from auditor.errors import ScorerError


class Meaning(Enum):
    """What a label can say. ``OTHER`` is anything but support, ``NEUTRAL`` neither support nor contradiction."""

    SUPPORT = "support"
    PARTIAL = "partial"
    AGAINST = "against"
    ABSENT = "absent"
    NEUTRAL = "neutral"
    OTHER = "other"


_WORDS = {
    Meaning.SUPPORT: """entailment entail entails entailed supported support supports consistent factual faithful true
        yes verified grounded attributable correct factuallyconsistent supportedbysource""",
    Meaning.PARTIAL: "partiallysupported partial partially partlysupported mixed mixture",
    Meaning.AGAINST: "contradiction contradict contradicts contradicted contradictory refuted refutes refute refuting",
    Meaning.ABSENT: "notinsource absent notmentioned missing",
    Meaning.NEUTRAL: """neutral notenoughinfo notenoughinformation nei unknown unverifiable unverified irrelevant
        unrelated""",
    Meaning.OTHER: """notentailment nonentailment notentailed notentail unsupported notsupported notsupport inconsistent
        notconsistent notfactual nonfactual unfaithful notfaithful false no hallucinated hallucination ungrounded
        notgrounded notattributable incorrect notverified factuallyinconsistent""",
}
_MEANINGS = {word: meaning for meaning, words in _WORDS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Labels:
    """The meaning of each of a classifier's outputs, in their order; a single output is the logit of support."""

    meanings: tuple[Meaning, ...]

    def shares(self, logits: Sequence[float]) -> dict[Meaning, float]:
        """How probable each meaning is, from 0 to 1, all together one.

        Raises:
            ValueError: there are more or fewer logits than labels, or one is no number.
        """
        from math import exp, isfinite

        if len(logits) != len(self.meanings) or not all(map(isfinite, logits)):
            raise ValueError("the model's output is no row of numbers, one a label")
        if len(logits) == 1:
            support = 1 / (1 + exp(-max(-60.0, min(60.0, logits[0]))))
            return {Meaning.SUPPORT: support, Meaning.OTHER: 1 - support}
        top = max(logits)
        powers = [exp(value - top) for value in logits]
        out: dict[Meaning, float] = {}
        for meaning, power in zip(self.meanings, powers, strict=True):
            out[meaning] = out.get(meaning, 0.0) + power / sum(powers)
        return out


def read_labels(names: Mapping[int, str], *, supported: str = "", unnamed: Sequence[Meaning] = ()) -> Labels:
    """What the labels of a model mean.

    Args:
        names: the model's labels by output (``config.id2label``).
        supported: the label that the user says means support; every other of its unknown labels is then ``OTHER``.
        unnamed: the meanings of outputs that are only numbered (``LABEL_0``), where the kind of model tells.

    Raises:
        ScorerError: the set cannot be understood; names the labels.
    """
    ordered = [str(names[i]) for i in sorted(names)]
    keys = [re.sub(r"[^a-z0-9]", "", name.lower()) for name in ordered]
    if len(ordered) == 1:
        return Labels((Meaning.SUPPORT,))
    if all(re.fullmatch(r"(?:label)?\d+", key) for key in keys) and len(unnamed) == len(keys) and not supported:
        return Labels(tuple(unnamed))
    found = [_MEANINGS.get(key) for key in keys]
    if supported:
        if supported not in ordered:
            raise ScorerError(f"the model has no label {supported!r}; it has {', '.join(ordered)}")
        chosen = ordered.index(supported)
        others = (Meaning.OTHER if m is None or m is Meaning.SUPPORT else m for m in found)
        return Labels(tuple(Meaning.SUPPORT if i == chosen else m for i, m in enumerate(others)))
    meanings = tuple(m for m in found if m is not None)
    if len(meanings) < len(ordered) or meanings.count(Meaning.SUPPORT) != 1:
        listed = ", ".join(ordered[:12])
        raise ScorerError(
            f"what the model's labels mean cannot be told ({listed}); end the scorer's name in #LABEL, that of support"
        )
    if Meaning.NEUTRAL in meanings:  # beside "not enough info", "false" says more than "not supported"
        meanings = tuple(Meaning.AGAINST if m is Meaning.OTHER else m for m in meanings)
    return Labels(meanings)


def spread(shares: Mapping[Meaning, float], lexical: Judgement, *, named: bool, note: str = "") -> Judgement:
    """Shares of meanings as probabilities of the four verdicts.

    What a meaning leaves open goes by the lexical judgement, and a contradiction that nobody can name (``named``) is
    none: its share goes to the verdicts beside it.
    """
    partial, against, absent = (p + 1e-6 for p in lexical.probabilities[1:])
    out = [shares.get(m, 0.0) for m in (Meaning.SUPPORT, Meaning.PARTIAL, Meaning.AGAINST, Meaning.ABSENT)]
    weak = shares.get(Meaning.NEUTRAL, 0.0)
    other = shares.get(Meaning.OTHER, 0.0)
    if named:
        whole = partial + against + absent
        out[1] += other * partial / whole
        out[2] += other * against / whole
        out[3] += other * absent / whole
    else:
        weak += other + out[2]
        out[2] = 0.0
    out[1] += weak * partial / (partial + absent)
    out[3] += weak * absent / (partial + absent)
    total = sum(out)
    return Judgement((out[0] / total, out[1] / total, out[2] / total, out[3] / total), note)
