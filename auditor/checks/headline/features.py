"""What the stance model looks at: how a body's words stand to a headline's, and the words that take a stand.

The families of features are those of the Fake News Challenge's published systems (word overlap, refuting words,
tf-idf cosine, n-gram hits; the challenge's own baseline and the winners' write-ups), computed on sentences.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.checks.headline.reading import Line, Reading
from auditor.checks.headline.wording import Word
from auditor.text import stem

GROUPS: dict[str, frozenset[str]] = {
    name: frozenset(stem(w) for w in words.split())
    for name, words in {
        "refute": """fake fraud hoax false bogus debunk debunked denies deny denied denial untrue doubt doubts doubtful
            pranks prank retract retracted retraction wrong fabricated satire satirical parody myth lie lies lied
            refute refutes refuted dismiss dismissed reject rejected disprove discredit dispute disputed inaccurate
            erroneous baseless unfounded nonsense fiction fictional photoshop photoshopped photoshop staged
            incorrect correction mistaken mistake contrary""",
        "hedge": """reportedly allegedly alleged alleges allege apparently purported purportedly supposedly rumor rumors
            rumour rumours rumored rumoured unconfirmed unverified unclear may might could possibly possible perhaps
            likely probably seem seems appear appears appeared suggest suggests potential potentially if whether
            speculation suspected believed unknown""",
        "attribute": """said says say told tell tells according report reports reported reporting claim claims claimed
            claiming source sources statement spokesman spokeswoman spokesperson insists argued post posted wrote
            tweeted account quoted cited""",
        "confirm": """confirm confirms confirmed confirming official officials officially announced announce announces
            announcement revealed reveal reveals proof proves proved verified authorities evidence admitted admits
            acknowledged real true truth actually indeed""",
        "verify": "independently verify verified confirm authenticity authenticated corroborate verification comment",
        "negate": "not no never none nobody nothing neither nor n't without cannot",
        "pose": "why how what who when where question questions really",
    }.items()
}
_GROUP_NAMES = tuple(GROUPS)


@dataclass(frozen=True, slots=True)
class Rarity:
    """Inverse document frequency of stems: counted over ``documents`` news articles; a word not listed is rare."""

    documents: int
    counts: Mapping[str, int]

    def of(self, key: str) -> float:
        """ln(documents / documents with the word), at least 0; at most that of a word never met."""
        return max(0.0, math.log((1 + self.documents) / (1 + self.counts.get(key, 0))))


@dataclass(frozen=True, slots=True)
class Head:
    """A headline as the model reads it."""

    words: tuple[Word, ...]
    weights: Mapping[str, float]
    pairs: frozenset[tuple[str, str]]
    question: bool
    quoted: bool


def read_head(words: Sequence[Word], text: str, rarity: Rarity) -> Head:
    """The headline's content words with their weights, its neighbouring pairs, and its marks."""
    content = [w.key for w in words if w.content]
    weights = {k: rarity.of(k) for k in content}
    quoted = any(c in text for c in "\"“”‘'")
    return Head(tuple(words), weights, frozenset(pairwise(content)), "?" in text, quoted)


@dataclass(frozen=True, slots=True)
class Text:
    """A body as the model reads it, made once and used for any number of headlines."""

    lines: tuple[Line, ...]
    counts: Mapping[str, int]
    norm: float
    pairs: frozenset[tuple[str, str]]
    words: int
    lead: frozenset[str]
    groups: tuple[tuple[int, ...], ...]  # for each sentence, hits of each group


_MOST_LINES = 80


def read_text(reading: Reading, rarity: Rarity) -> Text:
    """The features of a body that hold for every headline; its first 80 sentences."""
    lines = reading.lines[:_MOST_LINES]
    counts: Counter[str] = Counter()
    pairs: set[tuple[str, str]] = set()
    for line in lines:
        content = [w.key for w in line.words if w.content]
        counts.update(content)
        pairs.update(pairwise(content))
    norm = math.sqrt(sum(((1 + math.log(n)) * rarity.of(k)) ** 2 for k, n in counts.items())) or 1.0
    groups = tuple(tuple(sum(w.key in GROUPS[g] for w in line.words) for g in _GROUP_NAMES) for line in lines)
    lead: set[str] = set()
    for line in lines[:3]:
        lead |= line.keys
    return Text(
        lines, counts, norm, frozenset(pairs), sum(len(x.words) for x in lines), frozenset(lead), groups
    )  # fmt: skip


def stance_features(head: Head, text: Text) -> list[float]:
    """The numbers the model sees, in a fixed order (see ``feature_names``)."""
    weights = head.weights
    total = sum(weights.values()) or 1.0
    covers = [sum(weights[k] for k in weights.keys() & line.keys) / total for line in text.lines]
    ranked = sorted(range(len(covers)), key=lambda i: -covers[i])[:3]
    near = [i for i in ranked if covers[i] >= 0.25] or ranked[:1]
    return _overlap(head, text, covers, ranked, total) + _stand_of_head(head) + _stand_of_text(head, text, covers, near)


def _overlap(head: Head, text: Text, covers: list[float], ranked: list[int], total: float) -> list[float]:
    weights = head.weights
    held = [k for k in weights if k in text.counts]
    own = math.sqrt(sum(v * v for v in weights.values())) or 1.0
    dot = sum(weights[k] * (1 + math.log(text.counts[k])) * weights[k] for k in held)
    top = [covers[i] for i in ranked] + [0.0, 0.0, 0.0]
    figures = [w.key for w in head.words if w.value is not None]
    missing = sorted((v for k, v in weights.items() if k not in text.counts), reverse=True)
    return [
        sum(weights[k] for k in held) / total,
        len(held) / max(1, len(weights)),
        dot / (own * text.norm),
        top[0], top[1], top[2],
        sum(top[:3]) / 3,
        covers[0] if covers else 0.0,
        covers[1] if len(covers) > 1 else 0.0,
        sum(weights[k] for k in weights.keys() & text.lead) / total,
        float(ranked[0]) if ranked else -1.0,
        ranked[0] / len(covers) if ranked else -1.0,
        len(head.pairs & text.pairs) / max(1, len(head.pairs)),
        float(len(head.pairs & text.pairs)),
        sum(c >= 0.3 for c in covers) / max(1, len(covers)),
        sum(covers) / max(1, len(covers)),
        sum(min(5, text.counts[k]) * weights[k] for k in held) / total,
        sum(f in text.counts for f in figures) / len(figures) if figures else -1.0,
        missing[0] if missing else 0.0,
        max((weights[k] for k in held), default=0.0),
        float(len(weights)), float(text.words), float(len(covers)),
    ]  # fmt: skip


def _stand_of_head(head: Head) -> list[float]:
    groups = [float(sum(w.key in GROUPS[g] for w in head.words)) for g in _GROUP_NAMES]
    return [*groups, float(head.question), float(head.quoted)]


def _stand_of_text(head: Head, text: Text, covers: list[float], near: list[int]) -> list[float]:
    """For each group: hits a hundred words, beside the headline's words, in the lead, late, and weighted by cover."""
    out: list[float] = []
    words, lines = max(1, text.words), len(text.lines)
    whole = sum(covers) or 1.0
    late = range(2 * lines // 3, lines)
    for g in range(len(_GROUP_NAMES)):
        hits = [row[g] for row in text.groups]
        out.append(100.0 * sum(hits) / words)
        out.append(float(sum(hits[i] for i in near)))
        out.append(float(sum(hits[:2])))
        out.append(sum(hits[i] for i in late) / max(1, len(late)))
        out.append(sum(c * h for c, h in zip(covers, hits)) / whole)
    out.append(float(min((_gap(head, text.lines[i]) for i in near), default=20)))
    out.append(sum(line.text.count("\u201c") + line.text.count('"') / 2 for line in text.lines) / max(1, lines))
    return out


_AGAINST = GROUPS["refute"] | GROUPS["negate"]


def _gap(head: Head, line: Line) -> int:
    """Words between a refuting or negating word and the nearest of the headline's; 20 where there is none."""
    against = [i for i, w in enumerate(line.words) if w.key in _AGAINST and w.key not in head.weights]
    own = [i for i, w in enumerate(line.words) if w.key in head.weights]
    return min((abs(i - j) for i in against for j in own), default=20) if len(own) * len(against) < 400 else 1


def feature_names() -> list[str]:
    """The names of what ``stance_features`` gives, in its order."""
    overlap = """held share cosine best second third top3 first_line second_line lead at at_share pairs pair_count
        lines_on lines_mean repeats figures missing held_max head_words text_words text_lines""".split()
    head = [f"head_{g}" for g in _GROUP_NAMES] + ["question", "quoted"]
    body = [f"{g}_{p}" for g in _GROUP_NAMES for p in ("density", "near", "lead", "late", "weighted")]
    return [*overlap, *head, *body, "against_gap", "quotes"]
