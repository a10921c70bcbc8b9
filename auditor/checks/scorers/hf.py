"""The scorer that runs a model of the user's choice through transformers: ``hf:MODEL``, a folder or a hub name.

Read are classifiers of claim pairs (entailment, fact verification, consistency: see ``labels.py``) and MiniCheck's
way of asking a sequence-to-sequence model, which answers 0 or 1 (Tang and others, 2024, "MiniCheck: efficient
fact-checking of LLMs on grounding documents"). ``hf:MODEL#LABEL`` says which label means support, where its name does
not. A long page is read in windows: the one that supports the claim most decides, and where none supports it, the one
that has most to say. Nothing is downloaded unless a policy's ``scorer.download`` allows it, and no code that comes with
a model is ever run.
"""

from __future__ import annotations

import json
import warnings
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from auditor.checks.scorers.base import Case, Judgement, Post
from auditor.checks.scorers.labels import Labels, Meaning, read_labels, spread
from auditor.checks.scorers.lexical import LexicalScorer
from auditor.checks.scorers.options import ScorerOptions
from auditor.checks.scorers.windows import cut_windows, nearest
from auditor.errors import MissingExtra, ScorerError, UsageError
from auditor.records import Span

EXAMPLE = "such as hf:./my-nli-model"
ROW_TOKENS = 4096
"""Tokens that go through the model at once, padding included: what keeps the memory of a run in bounds."""
STEP = 32
KEPT_PAGES = 4
SURE = 0.5
MINICHECK = (Meaning.OTHER, Meaning.SUPPORT)
"""What the two numbered outputs of MiniCheck's own classifiers mean (its ``inference.py``)."""


class HFScorer:
    """Judges with a transformers model on this machine.

    Args:
        argument: the model's folder or name, with ``#LABEL`` where the label for support has to be told.

    Raises:
        UsageError: no model is named.
        MissingExtra: transformers or torch is not installed.
    """

    costly = True
    batch = 8

    def __init__(self, argument: str = "") -> None:
        self._model, _, self._label = argument.partition("#")
        if not self._model.strip():
            raise UsageError(f"the scorer hf needs a model, {EXAMPLE}")
        if not find_spec("transformers") or not find_spec("torch"):
            raise MissingExtra("the scorer hf", "hf")
        self.name = f"hf:{Path(self._model).name if Path(self._model).is_dir() else self._model}"
        self._options = ScorerOptions()
        self._lexical = LexicalScorer()
        self._windows: OrderedDict[str, list[Span]] = OrderedDict()

    def equip(self, options: ScorerOptions, post: Post | None) -> None:
        """Takes the settings; without a way to servers nothing is fetched, whatever they say.

        Raises:
            ScorerError: the model is a folder, and what its configuration says cannot be used.
        """
        self._options = options if post else replace(options, download=False)
        if Path(self._model).is_dir():
            _early_look(Path(self._model), self._label)
        elif self._model.startswith((".", "/", "~")) or self._model.count("/") > 1:
            raise ScorerError("there is no such folder", subject=self._model)

    @cached_property
    def _network(self) -> Network:
        return Network(self._model, self._label, self._options)

    def judge(self, cases: Sequence[Case]) -> list[Judgement]:
        """One judgement a case, in order; the model is loaded when it is first asked."""
        texts = [case.page.text if case.page else "\n".join(case.passages) for case in cases]
        rows = [(i, span) for i, case in enumerate(cases) for span in self._reads(case, texts[i])]
        shares = self._network.shares([(span.of(texts[i]), cases[i].claim) for i, span in rows])
        out = []
        for n, (case, lexical) in enumerate(zip(cases, self._lexical.judge(cases), strict=True)):
            best = decisive([share for (i, _), share in zip(rows, shares, strict=True) if i == n])
            note = f"the model {self.name[3:]} gives {best.get(Meaning.SUPPORT, 0.0):.0%} support"
            out.append(spread(best, lexical, named=case.named > 0, note=note))
        return out

    def _reads(self, case: Case, text: str) -> list[Span]:
        """The windows of the page that are read for this claim: one at least."""
        budget = self._network.room(case.claim)
        key = f"{budget} {text}"
        if key not in self._windows:
            self._windows[key] = cut_windows(text, budget, self._network.count)
            while len(self._windows) > KEPT_PAGES:
                self._windows.popitem(last=False)
        windows = nearest(text, self._windows[key], case.claim, case.passages, self._options.max_windows)
        return windows or [Span(0, 0)]


def decisive(shares: Sequence[dict[Meaning, float]]) -> dict[Meaning, float]:
    """The window that decides: the most supporting one, or where none supports, the least neutral."""

    def support(share: dict[Meaning, float]) -> float:
        return share.get(Meaning.SUPPORT, 0.0)

    best = max(shares, key=support)
    if support(best) >= SURE or Meaning.NEUTRAL not in best:
        return best
    return min(shares, key=lambda share: share.get(Meaning.NEUTRAL, 0.0))


class Network:
    """The model with its tokenizer: windows and claims in, shares of meanings out.

    Raises:
        ScorerError: it is not on this machine, is damaged, or is of a kind that cannot be read.
    """

    def __init__(self, model: str, label: str, options: ScorerOptions) -> None:
        self._subject = model
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of libraries to their own developers
            self._torch = import_module("torch")
            if options.threads:
                self._torch.set_num_threads(options.threads)
            self._load(model, label, options)
        limits = [options.window_tokens, _positions(self._config)]
        limits.append(int(min(self._tokenizer.model_max_length, 1_000_000)))
        self._limit = max(32, min(limits))

    def _load(self, name: str, label: str, options: ScorerOptions) -> None:
        hub = import_module("transformers")
        hub.utils.logging.set_verbosity_error()
        hub.utils.logging.disable_progress_bar()
        how: dict[str, Any] = {"local_files_only": not options.download, "trust_remote_code": False}
        try:
            place = name if options.download else _on_this_machine(name)
            self._config = hub.AutoConfig.from_pretrained(place, **how)
            self._asks, self._labels = _kind(self._config.to_dict(), label, name)
            kind = hub.AutoModelForSeq2SeqLM if self._asks else hub.AutoModelForSequenceClassification
            self._tokenizer = hub.AutoTokenizer.from_pretrained(place, **how)
            model, report = kind.from_pretrained(place, **how, output_loading_info=True)
        except ScorerError:
            raise
        except Exception as error:  # what the library raises for a missing or damaged file is of many kinds
            raise ScorerError(_why(error), subject=name) from None
        if report["missing_keys"] or report.get("mismatched_keys"):
            raise ScorerError("its weights lack a part of the model: it was not trained to classify", subject=name)
        words = getattr(self._config, "vocab_size", 0)
        if len(self._tokenizer) < words / 2:  # without its files the library makes an empty one, which knows no word
            raise ScorerError("its tokenizer is missing, or another model's", subject=name)
        self._device = "cuda" if self._torch.cuda.is_available() else "cpu"
        self._model = model.float().eval().to(self._device)
        self._yes_no = self._answers() if self._asks else (0, 0)

    def _answers(self) -> tuple[int, int]:
        """The tokens with which answers 0 and 1 begin."""
        no, yes = (self._tokenizer(text, add_special_tokens=False)["input_ids"][:1] for text in "01")
        if not no or not yes or no == yes:
            raise ScorerError("its tokenizer does not tell 0 from 1, MiniCheck's answers", subject=self._subject)
        return no[0], yes[0]

    def count(self, texts: list[str]) -> list[int]:
        """How many tokens each text is."""
        if not texts:
            return []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [len(ids) for ids in self._tokenizer(texts, add_special_tokens=False)["input_ids"]]

    def room(self, claim: str) -> int:
        """The tokens that a window may have beside this claim: few sizes, so that a page is seldom cut anew."""
        left = self._limit - self.count([claim])[0] - 16
        return max(self._limit // 2, left - left % STEP)

    def shares(self, pairs: Sequence[tuple[str, str]]) -> list[dict[Meaning, float]]:
        """For each (window, claim) how probable each meaning is.

        Raises:
            ScorerError: the model answers nonsense.
        """
        rows = max(1, ROW_TOKENS // self._limit)
        out: list[dict[Meaning, float]] = []
        for start in range(0, len(pairs), rows):
            part = pairs[start : start + rows]
            try:
                out += [self._labels.shares(row) for row in self._logits(part)]
            except (ValueError, RuntimeError, IndexError) as error:
                raise ScorerError(f"the model answers nonsense: {_first_line(error)}", subject=self._subject) from None
        return out

    def _logits(self, pairs: Sequence[tuple[str, str]]) -> list[list[float]]:
        claims = [self._cut(claim) for _, claim in pairs]
        texts = [text for text, _ in pairs]
        how = {"padding": True, "return_tensors": "pt"}
        with self._torch.inference_mode():
            if self._asks:
                end = self._tokenizer.eos_token or ""
                asked = [f"predict: {text}{end}{claim}" for text, claim in zip(texts, claims, strict=True)]
                given = self._tokenizer(asked, **how).to(self._device)
                start = self._config.decoder_start_token_id or 0
                begin = self._torch.full((len(asked), 1), start, dtype=self._torch.long, device=self._device)
                told = {"input_ids": given["input_ids"], "attention_mask": given["attention_mask"]}
                logits = self._model(**told, decoder_input_ids=begin).logits[:, 0, list(self._yes_no)]
            else:
                given = self._tokenizer(texts, claims, truncation="only_first", max_length=self._limit, **how)
                logits = self._model(**given.to(self._device)).logits
        rows: list[list[float]] = logits.float().cpu().tolist()
        return rows

    def _cut(self, claim: str) -> str:
        """The claim, at most a third of what the model reads."""
        most = self._limit // 3
        words = claim.split()
        while len(words) > 1 and self.count([" ".join(words)])[0] > most:
            words = words[: max(1, len(words) * 2 // 3)]
        return " ".join(words) if len(words) < len(claim.split()) else claim


def _kind(config: dict[str, Any], label: str, name: str) -> tuple[bool, Labels]:
    """Whether the model is asked in MiniCheck's way, and what its outputs mean.

    Raises:
        ScorerError: it is of another kind, or its labels cannot be understood.
    """
    made = " ".join(map(str, config.get("architectures") or ()))
    if "ForConditionalGeneration" in made:
        return True, Labels(MINICHECK)
    if "ForSequenceClassification" not in made:
        raise ScorerError(f"it is no classifier of texts and no MiniCheck model, but {made or 'unnamed'}", subject=name)
    names = config.get("id2label") or {i: f"LABEL_{i}" for i in range(2)}
    numbered = {int(i): str(text) for i, text in names.items()}
    unnamed = MINICHECK if "minicheck" in name.lower() else ()
    try:
        return False, read_labels(numbered, supported=label, unnamed=unnamed)
    except ScorerError as error:
        raise ScorerError(str(error), subject=name) from None


def _on_this_machine(name: str) -> str:
    """The folder of a model: given a bare name, the library may ask the hub about a model that it has."""
    if Path(name).is_dir():
        return name
    folder: str = import_module("huggingface_hub").snapshot_download(name, local_files_only=True)
    return folder


def _early_look(folder: Path, label: str) -> None:
    """Raises what can be said of a folder before the libraries are loaded, which takes seconds."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        if not isinstance(config, dict):
            raise ValueError
        _kind(config, label, str(folder))
    except OSError as error:
        raise ScorerError(f"its config.json cannot be read: {error.strerror}", subject=str(folder)) from None
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise ScorerError("its config.json is not that of a model", subject=str(folder)) from None


def _positions(config: Any) -> int:
    """How many tokens the model has places for; RoBERTa and its kin keep two of them."""
    places = getattr(config, "max_position_embeddings", None)
    if not isinstance(places, int) or places <= 0:
        return 1_000_000
    return places - 2 if "roberta" in str(getattr(config, "model_type", "")) else places


def _why(error: Exception) -> str:
    if type(error).__name__ in ("LocalEntryNotFoundError", "HFValidationError"):
        return "there is no such model on this machine; scorer.download = true in a policy lets one be fetched by name"
    return f"the model cannot be loaded: {_first_line(error)}"


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join((lines[0] if lines else type(error).__name__).split())[:200]
