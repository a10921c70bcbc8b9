"""The scorer that ships and is used where nothing else is asked for: a small network beside the features.

The network reads the claim and the sentences of the page that come closest (see ``premise.py``) and gives four
probabilities; a second regression weighs them with the features that ``lexical`` reads. It is loaded when the first
claim needs it: one that the features alone decide, either way, is left to them. Weights, tokenizer, regression and the
card that says what they were made of stand in ``auditor/checks/embedded/``; ``auditor.training.embedded`` writes them.
"""

from __future__ import annotations

import hashlib
import json
import math
import multiprocessing
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from auditor.checks.scorers.base import Case, Judgement, Post
from auditor.checks.scorers.lexical import LexicalScorer, weigh
from auditor.checks.scorers.options import ScorerOptions
from auditor.checks.weights import Weights, load_weights
from auditor.errors import ScorerError

FOLDER = Path(__file__).parents[1] / "embedded"
INPUTS = ("supported", "partial", "contradicted", "absent")
FLOOR = 1e-4
"""Probabilities of the network below this count as this: their logarithm goes into the regression."""
WAY_OUT = "install the package again, or use --scorer lexical, which needs no model"


class EmbeddedScorer:
    """A cross-encoder of 22 million weights, fused with the features.

    Args:
        folder: where ``model.onnx``, ``tokenizer.json``, ``fusion.json`` and ``card.json`` stand; those that ship by
            default.
        threads: of one run of the network; 0 takes two, or one in a worker process, which has the other beside it.

    Raises:
        ScorerError: the folder's card or regression is missing or damaged. The weights are read, and checked against
            the card's digests, when a claim first needs them: the same error then comes from ``judge``.
    """

    name = "embedded"
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
        out = self._lexical.judge(cases)
        unsure = [i for i, judged in enumerate(out) if max(judged.probabilities) < self._card["sure"]]
        premises = {i: premise for i in unsure if (premise := cases[i].premise())}
        if not premises:
            return out
        read = self._network.read([(cases[i].claim, premise) for i, premise in premises.items()])
        for i, chances in zip(premises, read):
            out[i] = fuse(self._fusion, cases[i].features, chances)
        return out

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, ...]]:
        """What the network alone makes of each (claim, premise): the four probabilities, in the order of the verdicts.

        Raises:
            ScorerError: as ``judge``.
        """
        return self._network.read(pairs)


def fuse(weights: Weights, features: Mapping[str, float], chances: Sequence[float]) -> Judgement:
    """The regression over the features and the logarithms of the network's probabilities."""
    fused = weigh(weights, {**features, **model_features(chances)})
    said = INPUTS[max(range(4), key=lambda k: chances[k])]
    return Judgement(fused, note=f"model: {said} {max(chances):.0%}", weighed=True)


def model_features(chances: Sequence[float]) -> dict[str, float]:
    """The network's four probabilities as features of the regression."""
    return {f"model_{name}": math.log(max(p, FLOOR)) for name, p in zip(INPUTS, chances)}


class Network:
    """The network itself: pairs of claim and premise in, four probabilities out.

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
            options.intra_op_num_threads = threads or _threads()
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            options.enable_cpu_mem_arena = False  # it keeps what the longest batch took
            model = str(folder / "model.onnx")
            self._session = runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # the runtime's own errors derive from nothing narrower
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ScorerError(f"the model cannot be loaded ({reason}); {WAY_OUT}", subject=str(folder)) from None
        self._tokenizer.enable_truncation(int(card["length"]), strategy="longest_first")
        self._tokenizer.no_padding()

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, ...]]:
        """The probabilities of the four verdicts a pair (claim, premise), in order."""
        return [self._read_one(_printable(claim), _printable(premise)) for claim, premise in pairs]

    def _read_one(self, claim: str, premise: str) -> tuple[float, ...]:
        """One pair at a time: eight-bit weights scale a whole batch by its largest value, so that in company a pair
        would be judged otherwise than alone.
        """
        np = self._numpy
        coded = self._tokenizer.encode(claim, premise)
        rows = {"input_ids": coded.ids, "attention_mask": coded.attention_mask, "token_type_ids": coded.type_ids}
        fields = {name: np.array([row], np.int64) for name, row in rows.items()}
        logits = self._session.run(None, fields)[0][0].astype(np.float64)
        powers = np.exp(logits - logits.max())
        return tuple(float(p) for p in powers / powers.sum())


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
        return {**card, "length": int(card["length"]), "sure": float(card["sure"])}
    except OSError as error:
        raise ScorerError(f"the model's card cannot be read: {error.strerror}; {WAY_OUT}", subject=str(path)) from None
    except (ValueError, KeyError, TypeError):
        raise ScorerError(f"the model's card is damaged; {WAY_OUT}", subject=str(path)) from None
