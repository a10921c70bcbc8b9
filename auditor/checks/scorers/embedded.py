"""The scorer that ships and is used where nothing else is asked for: a small network beside the features.

The network reads the claim and the sentences of the page that come closest (see ``premise.py``), others where it finds
nothing in those, and of a long claim each part alone. It gives four probabilities, and for each word of the claim how
likely the page states it otherwise; a second regression weighs all that with the features that ``lexical`` reads, and a
third says how far to believe each rule that names a change, given what the network makes of the same words. It is
loaded when the first claim needs it: one that the features alone decide, either way, is left to them. Weights,
tokenizer, regressions and the card that says what they were made of stand in ``auditor/checks/embedded/``;
``auditor.training.embedded`` writes them.
"""

from __future__ import annotations

import hashlib
import json
import math
import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from operator import mul
from pathlib import Path
from typing import Any

from auditor.checks.alterations.base import CONTRADICTING
from auditor.checks.premise import Part
from auditor.checks.scorers.base import Case, Judgement, Post
from auditor.checks.scorers.lexical import LexicalScorer, weigh
from auditor.checks.scorers.options import ScorerOptions
from auditor.checks.weights import Weights, load_weights
from auditor.errors import ScorerError
from auditor.records import Difference, DifferenceKind, Span

FOLDER = Path(__file__).parents[1] / "embedded"
INPUTS = ("supported", "partial", "contradicted", "absent")
PARTIAL, CONTRADICTED, ABSENT = 1, 2, 3
OUTPUTS = ("logits", "words", "points", "kinds")
FAINT = 0.3
"""What is pointed at is a run of words with at least this share of the highest."""
LOST = 0.5
"""From this probability of absence on the network reads further parts of the page; below it support is too little."""
ELSEWHERE = ", in a passage that words it otherwise"
LENGTHY = 30
"""Words from which on a claim counts as long; the one figure that was tried."""
HERE = "page"
"""The feature that says how much of the claim's weight stands on the page."""
NOWHERE = (0.0, 0.0, 0.0, 1.0)
FLOOR = 1e-4
"""Probabilities of the network below this count as this: their logarithm goes into the regression."""
WAY_OUT = "install the package again, or use --scorer lexical, which needs no model"


KINDS = {
    **{kind.value: kind for kind in DifferenceKind if kind in CONTRADICTING},
    "antonym_verb": DifferenceKind.ANTONYM,
    "order_of_events": DifferenceKind.ORDER,
}
"""The kinds of contradiction by the names that the training gives them."""
LACKING = {
    "added_detail": DifferenceKind.ADDED_DETAIL,
    "merged_one_false": DifferenceKind.ADDED_DETAIL,
    "hedge_lost": DifferenceKind.HEDGE_LOST,
    "overstated": DifferenceKind.OVERSTATED,
    "causal_added": DifferenceKind.CAUSE_ADDED,
}
"""The same of what a claim says beyond its page."""


class EmbeddedScorer:
    """A cross-encoder of 33 million weights, fused with the features.

    Args:
        folder: where ``model.onnx``, ``tokenizer.json``, ``fusion.json`` and ``card.json`` stand; those that ship by
            default.
        threads: pairs that are read side by side; 0 takes two, or one in a worker process, which has the other beside
            it. Two runs of one thread each read 27 to 29 pairs a second where one run of two threads read 16.

    Raises:
        ScorerError: the folder's card or regression is missing or damaged. The weights are read, and checked against
            the card's digests, when a claim first needs them: the same error then comes from ``judge``.
    """

    name = "embedded"
    batch = 8
    costly = True
    others = 2

    def __init__(self, folder: str | Path = "", threads: int = 0) -> None:
        self._folder = Path(folder) if folder else FOLDER
        self._card = _read_card(self._folder / "card.json")
        self._threads = threads
        self._lexical = LexicalScorer()
        self._fusion = load_weights(str(self._folder / "fusion.json"))
        self.sha256 = self._digest()

    def _digest(self) -> str:
        """Of all that judges: the features' weights, the regression, and the card, which has the network's digests."""
        files = [(self._folder / name).read_bytes() for name in ("card.json", "fusion.json")]
        return hashlib.sha256(b"\x1f".join([self._lexical.sha256.encode(), *files])).hexdigest()

    @cached_property
    def _network(self) -> Network:
        return Network(self._folder, self._card, self._threads)

    def equip(self, options: ScorerOptions, post: Post | None) -> None:
        """Takes the number of threads a policy sets; the way to a server is not used."""
        self._threads = options.threads or self._threads

    def judge(self, cases: Sequence[Case]) -> list[Judgement]:
        """One judgement a case, in order; the network is asked about those the features leave open."""
        judged = self._lexical.judge(cases)
        sure = [max(first.probabilities) >= self._card["sure"] for first in judged]
        premises = [Part() if left else case.premise() for case, left in zip(cases, sure)]
        asked = [n for n, premise in enumerate(premises) if premise.text]
        seconds = self._second_opinions([(cases[n], premises[n], judged[n]) for n in asked]) if asked else []
        for n, second in zip(asked, seconds):
            judged[n] = second
        return judged

    def _second_opinions(self, asked: Sequence[tuple[Case, Part, Judgement]]) -> list[Judgement]:
        """The features' judgements, with what the network makes of the cases: each reading of all of them at once."""
        told = [case.told() for case, _, _ in asked]
        claims = [part.text or case.claim for part, (case, _, _) in zip(told, asked)]
        found = self._network.seek([(claim, part, case.further) for claim, (case, part, _) in zip(claims, asked)])
        lone = zip((sight.chances for sight, _ in found), (first.probabilities for *_, first in asked))
        gone = [_absent(seen) and _absent(first) for seen, first in lone]
        parts = [() if absent else case.parts() for absent, (case, _, _) in zip(gone, asked)]
        read = iter(self._network.read_parts([part for each in parts for part in each]))
        out = []
        for (case, premise, judged), claim, absent, own, (sight, part) in zip(asked, told, gone, parts, found):
            if absent:
                out.append(judged)
                continue
            sight = sight.told_by(claim) if claim.glosses else sight
            sight = replace(sight, parts=tuple(islice(read, len(own))))
            out.append(self._fused(case, premise, part, sight, [said for said, _ in own]))
        return out

    def _fused(self, case: Case, premise: Part, part: Part, sight: Sight, parts: Sequence[str]) -> Judgement:
        """Features and network in one; ``part`` is what was read in the end, ``parts`` what the claim joins."""
        fused = replace(fuse(self._fusion, case, sight), suspect=name_suspect(case.claim, part, sight))
        if max(fused.probabilities) > fused.support:
            fused = replace(fused, note=fused.note + weakest(parts, sight))
        if part is premise or _absent(sight.chances):
            return fused
        return replace(fused, note=fused.note + ELSEWHERE, evidence=(self._network.place(case.claim, part),))

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, ...]]:
        """What the network alone makes of each (claim, premise): the four probabilities, in the order of the verdicts.

        Raises:
            ScorerError: as ``judge``.
        """
        return self._network.read(pairs)


def _top(chances: Sequence[float]) -> int:
    """The number of the likeliest verdict."""
    return max(range(4), key=lambda k: chances[k])


def _absent(chances: Sequence[float]) -> bool:
    """Whether absence is likeliest: where features and network both say so, no regression finds the claim after all."""
    return _top(chances) == ABSENT


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What would be wrong with a claim, if something is: the kind, the words of the claim, and what they stand against
    in the premise, None where the page would only lack them; places count in the texts that were read.
    """

    kind: DifferenceKind
    claim: Span
    premise: Span | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """What the network makes of a claim and a premise.

    ``chances`` are the probabilities of the four verdicts, ``parts`` those of each part that a long claim joins, read
    alone; ``missing``, from 0 to 1, how likely it holds some word of
    the claim not to be stated; ``words`` has, for each piece of a word of the claim, start, end and how likely it is
    stated otherwise.
    """

    chances: tuple[float, ...]
    missing: float = 0.0
    words: tuple[tuple[int, int, float], ...] = ()
    suspicion: Suspicion | None = None
    beyond: Suspicion | None = None
    parts: tuple[tuple[float, ...], ...] = ()

    def told_by(self, claim: Part) -> Sight:
        """The same with its places counted in the claim as the article has it, instead of in ``claim.text``."""
        words = ((claim.locate(start, end), rated) for start, end, rated in self.words)
        return replace(
            self,
            words=tuple((place.start, place.end, rated) for place, rated in words if place is not None),
            suspicion=_told_by(self.suspicion, claim),
            beyond=_told_by(self.beyond, claim),
        )

    @property
    def pointed(self) -> Suspicion | None:
        """The suspicion of a contradiction, where it holds one likeliest and points at words of the premise for it."""
        held = _top(self.chances) == CONTRADICTED and self.suspicion is not None and self.suspicion.premise is not None
        return self.suspicion if held else None

    def rating(self, span: Span | None = None) -> float:
        """How likely it holds a word in ``span`` of the claim to be stated otherwise; in all of it without one."""
        rated = [p for start, end, p in self.words if span is None or (start < span.end and end > span.start)]
        return max(rated, default=0.0)


def _told_by(suspicion: Suspicion | None, claim: Part) -> Suspicion | None:
    place = claim.locate(suspicion.claim.start, suspicion.claim.end) if suspicion is not None else None
    return replace(suspicion, claim=place) if suspicion is not None and place is not None else None


def name_suspect(claim: str, part: Part, sight: Sight) -> Difference | None:
    """The network's suspicion as a difference between claim and page.

    None where neither a contradiction nor a missing part is what it holds likeliest, or where it points at no words of
    the page for the contradiction.
    """
    if _top(sight.chances) == PARTIAL and sight.beyond is not None:
        ours = sight.beyond.claim
        return Difference(sight.beyond.kind, ours.of(claim), None, ours, None, True)
    pointed = sight.pointed
    if pointed is None or pointed.premise is None:
        return None
    ours, theirs = pointed.claim, pointed.premise
    place = part.locate(theirs.start, theirs.end)
    return None if place is None else Difference(pointed.kind, ours.of(claim), theirs.of(part.text), ours, place, True)


def weakest(parts: Sequence[str], sight: Sight) -> str:
    """Which of a claim's parts the network finds least support for, in words; nothing where it finds enough for all."""
    supported = [chances[0] for chances in sight.parts]
    if not supported or min(supported) >= LOST:
        return ""
    return f", least for “{parts[supported.index(min(supported))]}”"


def fuse(weights: Weights, case: Case, sight: Sight) -> Judgement:
    """The regression over the features and what the network saw, and how sure both are of the rules' contradictions."""
    against = tuple(agree(weights, sure, sight, span) for sure, span in case.against)
    seen = model_features(sight, case.features.get(HERE, 0.0), case.claim)
    fused = weigh(weights, {**case.features, **seen, **agreement(against)})
    said = INPUTS[_top(sight.chances)]
    return Judgement(
        fused,
        note=f"model: {said} {max(sight.chances):.0%}",
        weighed=True,
        against=against,
    )


def agree(weights: Weights, sure: float, sight: Sight, span: Span | None) -> float:
    """How sure to be of a rule's contradiction, from 0 to 1, given what the network makes of the same words."""
    offset, *slopes = weights.agreement
    views = agreement_inputs(sure, sight, span)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, offset + sum(map(mul, slopes, views))))))


def agreement_inputs(sure: float, sight: Sight, span: Span | None) -> tuple[float, float, float]:
    """What ``agree`` weighs: the rule, the words it names, and the pair as a whole; each as a logarithm of odds."""
    return _logit(sure), _logit(sight.rating(span)), _logit(sight.chances[2])


def agreement(against: Sequence[float]) -> dict[str, float]:
    """The surest contradiction that rule and network agree on, as a feature of the regression."""
    top = max(against, default=0.0)
    return {"agreed": top, "agreed_logit": max(0.0, _logit(top) + 2) / 4} if top else {}


def model_features(sight: Sight, here: float = 1.0, claim: str = "") -> dict[str, float]:
    """What the network saw as features of the regression; ``here`` is the share of the claim that the page has.

    Each probability counts by itself, times that share and times the claim's length: in words far from the page's the
    features say little, and the network the more; of a claim that says one thing it is surer by right than of one that
    joins several. With the length, the calibration error on held-out pages fell from 0.058 to 0.052.
    """
    long = min(1.0, len(claim.split()) / LENGTHY)
    held = {f"model_{name}": math.log(max(p, FLOOR)) for name, p in zip(INPUTS, sight.chances)}
    out = {**held, "long": long}
    out |= {f"{name}_here": here * value for name, value in held.items()}
    out |= {f"{name}_long": long * value for name, value in held.items()}
    out["model_otherwise"], out["model_missing"] = _logit(sight.rating()), _logit(sight.missing)
    if sight.parts:  # the weakest of the parts, against the whole
        for k, pick in ((0, min), (2, max), (3, max)):
            out[f"parts_{INPUTS[k]}"] = math.log(
                max(pick(p[k] for p in sight.parts), FLOOR) / max(sight.chances[k], FLOOR)
            )
    return out


def _logit(p: float) -> float:
    p = min(max(p, FLOOR), 1 - FLOOR)
    return math.log(p / (1 - p))


class Network:
    """The network itself: pairs of claim and premise in, what it sees in them out.

    Raises:
        ScorerError: a file is missing, is not the one that the card describes, or cannot be run.
    """

    def __init__(self, folder: Path, card: Mapping[str, Any], threads: int = 0) -> None:
        for name in ("model.onnx", "tokenizer.json"):
            _verify(folder / name, card["files"][name])
        try:
            import numpy
            import onnxruntime as runtime
            from tokenizers import Tokenizer

            self._numpy = numpy
            options = runtime.SessionOptions()
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            options.enable_cpu_mem_arena = False  # it keeps what the longest batch took
            model = str(folder / "model.onnx")
            self._session = runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # the runtime's own errors derive from nothing narrower
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ScorerError(f"the model cannot be loaded ({reason}); {WAY_OUT}", subject=str(folder)) from None
        threads = threads or _threads()
        self._beside = ThreadPoolExecutor(threads) if threads > 1 else None
        self._tokenizer.enable_truncation(int(card["length"]), strategy="longest_first")
        self._tokenizer.no_padding()
        self._kinds = {n: KINDS[name] for n, name in enumerate(card["kinds"]) if name in KINDS}
        self._lacking = {n: LACKING[name] for n, name in enumerate(card["kinds"]) if name in LACKING}

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, ...]]:
        """The probabilities of the four verdicts a pair (claim, premise), in order."""
        return [sight.chances for sight in self.look(pairs)]

    def look(self, pairs: Sequence[tuple[str, str]]) -> list[Sight]:
        """What the network sees in each pair (claim, premise), in order."""
        look = map if self._beside is None or len(pairs) < 2 else self._beside.map
        return list(look(self._look_at, pairs))

    def seek(self, asked: Sequence[tuple[str, Part, Callable[[], Sequence[Part]]]]) -> list[tuple[Sight, Part]]:
        """What the network sees of each claim in its premise; where it holds the claim absent from it, in the likeliest
        of the further parts. With the part that was taken.
        """
        found = [(sight, part) for sight, (_, part, _) in zip(self.look([(c, p.text) for c, p, _ in asked]), asked)]
        lost = [n for n, (sight, _) in enumerate(found) if sight.chances[ABSENT] >= LOST]
        others = [(n, part) for n in lost for part in asked[n][2]()]
        for (n, part), sight in zip(others, self.look([(asked[n][0], part.text) for n, part in others])):
            if sight.chances[ABSENT] < found[n][0].chances[ABSENT]:
                found[n] = sight, part
        return found

    def read_parts(self, parts: Sequence[tuple[str, Part]]) -> tuple[tuple[float, ...], ...]:
        """The probabilities of each part of a claim beside its own premise; one that has none is absent."""
        read = iter(self.read([(said, part.text) for said, part in parts if part.text]))
        return tuple(next(read) if part.text else NOWHERE for _, part in parts)

    def place(self, claim: str, part: Part) -> Span:
        """The sentence of a part in which the network finds most of the claim, read alone; a place in the page."""
        alone = [sight.chances[ABSENT] for sight in self.look([(claim, s.text) for s in part.sentences])]
        best = part.sentences[alone.index(min(alone))]
        return Span(best.start, best.end)

    def _look_at(self, pair: tuple[str, str]) -> Sight:
        """One pair at a time: eight-bit weights scale a whole batch by its largest value, so that in company a pair
        would be judged otherwise than alone.
        """
        np = self._numpy
        claim, premise = map(_printable, pair)
        coded = self._tokenizer.encode(claim, premise)
        rows = {"input_ids": coded.ids, "attention_mask": coded.attention_mask, "token_type_ids": coded.type_ids}
        fields = {name: np.array([row], np.int64) for name, row in rows.items()}
        logits, words, points, kinds = (out[0].astype(np.float64) for out in self._session.run(OUTPUTS, fields))
        powers = np.exp(logits - logits.max())
        rated = 1 / (1 + np.exp(-words))
        words_at = [i for i, special in enumerate(coded.special_tokens_mask) if not special]
        said = [i for i in words_at if coded.type_ids[i] == 0]
        read = [i for i in words_at if coded.type_ids[i] == 1]
        suspicion = beyond = None
        if said and read:
            run = _run(said, rated[:, 0])
            aim = np.exp(points[run] - points[run].max(-1, keepdims=True)).mean(0)
            places = _whole(claim, coded.offsets, run), _whole(premise, coded.offsets, _run(read, aim, FAINT))
            suspicion = Suspicion(_likeliest(self._kinds, kinds), *places)
            beyond = Suspicion(_likeliest(self._lacking, kinds), _whole(claim, coded.offsets, _run(said, rated[:, 1])))
        return Sight(
            tuple(float(p) for p in powers / powers.sum()),
            max((float(rated[i, 1]) for i in said), default=0.0),
            tuple((*coded.offsets[i], float(rated[i, 0])) for i in said),
            suspicion,
            beyond,
        )


def _likeliest(kinds: Mapping[int, DifferenceKind], rated: Any) -> DifferenceKind:
    return kinds[max(kinds, key=lambda n: float(rated[n]))]


def _run(places: Sequence[int], rating: Any, share: float = 0.5) -> list[int]:
    """The places beside the one that is rated highest, as far as they are rated at least ``share`` of it."""
    rated = [float(rating[i]) for i in places]
    first = last = rated.index(max(rated))
    while first and rated[first - 1] >= share * max(rated):
        first -= 1
    while last + 1 < len(rated) and rated[last + 1] >= share * max(rated):
        last += 1
    return list(places[first : last + 1])


def _whole(text: str, offsets: Sequence[tuple[int, int]], run: Sequence[int]) -> Span:
    """The place of a run of tokens, widened to whole words."""
    start, end = offsets[run[0]][0], offsets[run[-1]][1]
    while start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return Span(start, end)


def _printable(text: str) -> str:
    """The text as the tokenizer can read it: without lone surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _threads() -> int:
    if multiprocessing.parent_process() is not None:
        return 1
    return min(2, os.cpu_count() or 1)


def _verify(path: Path, digest: str) -> None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ScorerError(f"the model's file cannot be read: {error.strerror}; {WAY_OUT}", subject=str(path)) from None
    if found != digest:
        raise ScorerError(f"the model's file is damaged or not the one that ships; {WAY_OUT}", subject=str(path))


def _read_card(path: Path) -> dict[str, Any]:
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        files = card["files"]
        if not all(isinstance(files[name], str) for name in ("model.onnx", "tokenizer.json")):
            raise ValueError("digests")
        if not all(any(kind in side for kind in card["kinds"]) for side in (KINDS, LACKING)):
            raise ValueError("kinds")
        return {**card, "length": int(card["length"]), "sure": float(card["sure"])}
    except OSError as error:
        raise ScorerError(f"the model's card cannot be read: {error.strerror}; {WAY_OUT}", subject=str(path)) from None
    except (ValueError, KeyError, TypeError):
        raise ScorerError(f"the model's card is damaged; {WAY_OUT}", subject=str(path)) from None
