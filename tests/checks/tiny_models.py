"""Models of a few hundred weights, made on the spot: a classifier of pairs and one that answers 0 or 1."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="torch is not installed; pip install 'auditor[hf]'")
pytest.importorskip("transformers", reason="transformers is not installed; pip install 'auditor[hf]'")

WORDS = "the a bridge reopened after months of repairs 14 cost million euros 3 said mayor predict boats harbour".split()


def _tokenizer(folder: Path, *, pairs: bool, words: Sequence[str] = WORDS) -> int:
    """Writes a tokenizer of whole words; returns how many it knows."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    vocabulary = {word: i for i, word in enumerate([*special, *dict.fromkeys([*words, "0", "1"])])}
    made = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    if pairs:
        ends = [("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])]
        made.post_processor = processors.TemplateProcessing(
            single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=ends
        )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=made,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        eos_token="[SEP]",
    )
    fast.save_pretrained(folder)
    return len(vocabulary)


def classifier(
    folder: Path, labels: Mapping[int, str] | int, logits: Sequence[float] | None = None, places: int = 64
) -> str:
    """Saves a classifier; with ``logits`` it answers these to everything. Returns its folder."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        known = _tokenizer(folder, pairs=True)
        named: dict[str, Any] = {"num_labels": labels} if isinstance(labels, int) else {"id2label": dict(labels)}
        if not isinstance(labels, int):
            named["label2id"] = {name: i for i, name in labels.items()}
        config = BertConfig(
            vocab_size=known, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8,
            max_position_embeddings=places, **named,
        )  # fmt: skip
        torch.manual_seed(0)
        model = BertForSequenceClassification(config)
        if logits is not None:
            with torch.no_grad():
                model.classifier.weight.zero_()
                model.classifier.bias.copy_(torch.tensor(logits))
        model.save_pretrained(folder)
    return str(folder)


def answerer(folder: Path) -> str:
    """Saves a sequence-to-sequence model. Returns its folder."""
    import torch
    from transformers import T5Config, T5ForConditionalGeneration

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        known = _tokenizer(folder, pairs=False)
        torch.manual_seed(1)
        config = T5Config(
            vocab_size=known, d_model=8, d_kv=4, d_ff=8, num_layers=1, num_heads=2, decoder_start_token_id=0,
            pad_token_id=0, eos_token_id=3,
        )  # fmt: skip
        T5ForConditionalGeneration(config).save_pretrained(folder)
    return str(folder)
