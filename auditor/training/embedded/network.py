"""The network: a twelve-layer encoder that reads claim and premise together, with four heads.

One weighs the four verdicts. One rates each token: does the page state otherwise here, is this missing there. One
points from a token of the claim to the tokens of the premise it stands against (a scaled dot product of two small
projections). One tells the kind of fault, from the tokens rated highest and what they point at. What the last two
name is told as a suspicion, and as a contradiction only where features and network together are very sure of one.
Importing this module needs torch; it is imported when a training begins.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn

from auditor.training.embedded.examples import KINDS

POINTER = 64
"""Width of the two projections whose product points."""
RARE = -3.0
"""The logit that a token's rating starts from: one in twenty is wrong."""
CLASS, SEPARATOR = 101, 102
FAR = -1e4
"""What stands for minus infinity in a sum of logits."""


class Reader(nn.Module):
    """Encoder and heads. ``folder`` holds the encoder to start from."""

    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__()
        from transformers import AutoConfig, AutoModelForSequenceClassification

        torch.manual_seed(seed)
        # No dropout: with it, attention on a processor costs twice as much. What it would add was not measured.
        config = AutoConfig.from_pretrained(
            folder, num_labels=4, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, classifier_dropout=0.0
        )
        self.verdicts = AutoModelForSequenceClassification.from_pretrained(folder, config=config)
        width = config.hidden_size
        rating = nn.Linear(width // 2, 2)
        nn.init.constant_(rating.bias, RARE)
        self.words = nn.Sequential(nn.Linear(width, width // 2), nn.GELU(), rating)
        self.asks, self.answers = nn.Linear(width, POINTER), nn.Linear(width, POINTER)
        self.kind = nn.Sequential(nn.Linear(2 * width, width // 2), nn.GELU(), nn.Linear(width // 2, len(KINDS)))

    def heads(self) -> list[Any]:
        """The parameters that start from nothing."""
        return [p for head in (self.words, self.asks, self.answers, self.kind) for p in head.parameters()]

    def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> tuple[Any, Any, Any, Any]:
        """Logits: of the verdicts, of each token (otherwise, missing), of each token pair (pointing), of the kinds."""
        out = self.verdicts.bert(input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        hidden = out.last_hidden_state
        words = self.words(hidden)
        away = (token_type_ids == 0) | (attention_mask == 0)
        points = torch.matmul(self.asks(hidden), self.answers(hidden).transpose(1, 2)) / POINTER**0.5
        points = points.masked_fill(away[:, None, :], FAR)
        rated = (2 * words.amax(-1)).masked_fill(~in_claim(input_ids, attention_mask, token_type_ids), FAR).softmax(-1)
        there = torch.matmul(rated[:, None, :], points.softmax(-1))
        mixed = torch.cat([torch.matmul(rated[:, None, :], hidden)[:, 0], torch.matmul(there, hidden)[:, 0]], -1)
        return self.verdicts.classifier(out.pooler_output), words, points, self.kind(mixed)


def in_claim(input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
    """Which tokens are words of the claim."""
    marks = (input_ids == CLASS) | (input_ids == SEPARATOR)
    return (token_type_ids == 0) & (attention_mask == 1) & ~marks


def attend(query: Any, key: Any, value: Any, attn_mask: Any = None, scale: float | None = None, **_: Any) -> Any:
    """Attention in plain products: without a GPU a step takes two thirds of the time it takes with torch's own."""
    weights = torch.matmul(query, key.transpose(-1, -2)) * (scale or query.shape[-1] ** -0.5)
    if attn_mask is not None:
        if attn_mask.dtype == torch.bool:
            attn_mask = torch.zeros_like(attn_mask, dtype=weights.dtype).masked_fill(~attn_mask, FAR)
        weights = weights + attn_mask
    with torch.autocast(query.device.type, enabled=False):
        weights = weights.softmax(-1)
    return torch.matmul(weights.to(value.dtype), value)
