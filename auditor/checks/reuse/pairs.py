"""Two sentences on their own: is one the other, reworded?"""

from __future__ import annotations

from auditor.checks.reuse.features import Passage, align, on_page
from auditor.checks.reuse.match import common_length
from auditor.checks.reuse.model import probability, weights_of
from auditor.checks.reuse.prepare import PreparedPage, PreparedSentence, PreparedText
from auditor.text import shingles, word_places


def rewrite_score(a: str, b: str) -> float:
    """The probability in [0, 1] that ``a`` and ``b`` say the same, one reworded from the other. Symmetric.

    Trained on two corpora of sentence pairs (MRPC, PAN); see ``auditor.training.reuse``.
    """
    return probability(pair_features(a, b), weights_of("pair"))


def pair_features(a: str, b: str) -> dict[str, float]:
    """How two sentences line up, the same whichever comes first."""
    one, two = PreparedSentence(a, word_places(a)), PreparedSentence(b, word_places(b))
    if not len(one) or not len(two):
        return {}
    there, back = _against(one, b), _against(two, a)
    out = {"both": there["both"], "length": abs(there["length"])}
    for name in ("expression", "event", "common", "added"):
        out[name + "_less"], out[name + "_more"] = sorted((there[name], back[name]))
    for size in (1, 2, 3, 4):
        out[f"shared_{size}"] = _jaccard(one, two, size)
    out["in_order"] = common_length(one.norms, two.norms) / max(len(one), len(two))
    for name, kind, most in (("names", PreparedText.NAME, 4), ("figures", PreparedText.FIGURE, 3)):
        ours, theirs = _of_kind(one, kind), _of_kind(two, kind)
        out[f"{name}_shared"] = min(most, len(ours & theirs)) / most
        out[f"{name}_apart"] = min(most, len(ours ^ theirs)) / most
    out["words"] = min(len(one), len(two), 40) / 40
    return out


def _against(sentence: PreparedSentence, other: str) -> dict[str, float]:
    page = PreparedPage(other)
    return align(sentence, page, Passage(0, len(page)), on_page(sentence, page)).features


def _jaccard(one: PreparedText, two: PreparedText, size: int) -> float:
    ours, theirs = set(shingles(one.norms, size)), set(shingles(two.norms, size))
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0


def _of_kind(text: PreparedText, kind: int) -> set[str]:
    return {stem for stem, k in zip(text.stems, text.kinds) if k == kind}
