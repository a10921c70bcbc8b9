"""The network's training.

A row that allows several verdicts is scored by their sum:
``-log(sum of p)``. Where the words at fault are known each token is scored too; where only the verdict is, the highest
token stands for the claim (as in learning from bags of instances). Batches hold rows of like length; the rate falls
linearly after a warm-up of 6 % of the steps.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.training.embedded.examples import CONTRADICTED, KINDS, SUPPORTED, Example
from auditor.training.embedded.marks import AGAINST, LACKING

LENGTH = 384
"""Tokens of claim and premise together; the longer is cut where they are more."""
BATCH_TOKENS = 4096
STEP = 16
WARM_UP = 0.06
KEPT = 500
"""Steps between two states kept of a training under way."""
HEAD_RATE = 5e-4
"""The rate of the heads that start from nothing."""
SHARES = (1.0, 3.0, 0.5, 0.5, 0.2, 0.2)
"""What each part of the loss counts: verdict, words, otherwise at all, wrong at all, pointing, kind."""
RARE = 3.0
"""What a marked word counts against an unmarked one: most words are not marked."""


@dataclass(frozen=True, slots=True)
class Row:
    """Token numbers and segments, verdicts allowed; a token of the claim: 0, or its mark, -1 where not known; a token
    of the premise: 1 where it is pointed at; the kind's number or -1.
    """

    ids: list[int]
    segments: list[int]
    labels: tuple[int, ...]
    marks: list[int]
    there: list[int]
    kind: int


def load_tokenizer(folder: Path) -> Any:
    """The tokenizer of ``folder``, set to pairs of at most ``LENGTH`` tokens, the longer text cut."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LENGTH, strategy="longest_first")
    return tokenizer


def encode(tokenizer: Any, examples: Sequence[Example]) -> list[Row]:
    """The rows of the examples, in order."""
    coded = tokenizer.encode_batch([(e.claim, e.premise) for e in examples])
    return [_row(c, e) for c, e in zip(coded, examples)]


def _row(coded: Any, example: Example) -> Row:
    marks, there = [-1] * len(coded.ids), [0] * len(coded.ids)
    places = zip(coded.type_ids, coded.offsets, coded.special_tokens_mask)
    for i, (segment, (start, end), special) in enumerate(places):
        if special:
            continue
        if segment == 1:
            there[i] = int(any(start < b and end > a for a, b in example.there))
        elif example.wrong is not None:
            marks[i] = next((sort for a, b, sort in reversed(example.wrong) if start < b and end > a), 0)
    kind = KINDS.index(example.kind) if example.kind else -1
    return Row(coded.ids, coded.type_ids, example.labels, marks, there, kind)


def batches(rows: Sequence[Row], rng: random.Random) -> Iterator[list[Row]]:
    """The rows once, in batches of like length and about ``BATCH_TOKENS`` tokens, in random order.

    Widths are multiples of ``STEP`` and a width always has as many rows, so that few shapes occur: the processor's
    matrix library builds a kernel a shape.
    """
    by_width: dict[int, list[Row]] = {}
    for row in rng.sample(rows, len(rows)):
        by_width.setdefault(_width(len(row.ids)), []).append(row)
    groups: list[list[Row]] = []
    carried: list[Row] = []
    for width in sorted(by_width):
        waiting, size = carried + by_width[width], BATCH_TOKENS // width
        whole = len(waiting) - len(waiting) % size
        groups += [waiting[i : i + size] for i in range(0, whole, size)]
        carried = waiting[whole:]
    groups += [carried] if carried else []
    rng.shuffle(groups)
    yield from groups


def _width(length: int) -> int:
    return -(-length // STEP) * STEP


def tensors(group: Sequence[Row], device: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The network's inputs, and what is known of them: allowed verdicts, marks, places, kinds."""
    import torch

    width = _width(max(len(row.ids) for row in group))

    def padded(lists: Iterator[list[int]], filler: int = 0) -> Any:
        return torch.tensor([row + [filler] * (width - len(row)) for row in lists], device=device)

    allowed = torch.zeros(len(group), 4)
    for i, row in enumerate(group):
        allowed[i, list(row.labels)] = 1.0
    inputs = {
        "input_ids": padded(row.ids for row in group),
        "attention_mask": padded([1] * len(row.ids) for row in group),
        "token_type_ids": padded(row.segments for row in group),
    }
    known = {
        "allowed": allowed.to(device),
        "marks": padded((row.marks for row in group), -1),
        "there": padded(row.there for row in group),
        "kind": torch.tensor([row.kind for row in group], device=device),
    }
    return inputs, known


def losses(out: Sequence[Any], inputs: dict[str, Any], known: dict[str, Any]) -> list[Any]:
    """The parts of the loss, in the order of ``SHARES``; zero where a batch says nothing about a part."""
    import torch
    from torch.nn import functional

    from auditor.training.embedded.network import FAR, in_claim

    verdicts, words, points, kinds = (part.float() for part in out)
    allowed, marks = known["allowed"], known["marks"]
    verdict = -(verdicts.log_softmax(-1) + allowed.clamp_min(1e-9).log()).logsumexp(-1).mean()

    told = marks >= 0
    gold = torch.stack([marks == AGAINST, marks == LACKING], -1).float()
    rare = torch.tensor(RARE, device=words.device)
    each = functional.binary_cross_entropy_with_logits(words, gold, reduction="none", pos_weight=rare)
    word = (each.sum(-1) * told).sum() / told.sum().clamp_min(1)

    highest = words.masked_fill(~in_claim(**inputs)[..., None], FAR).amax(1)
    alone = allowed.sum(-1) == 1
    otherwise = _bag(highest[:, 0], allowed[:, CONTRADICTED], alone)
    wrong = _bag(highest.logsumexp(-1), 1 - allowed[:, SUPPORTED], alone | (allowed[:, SUPPORTED] == 0))

    pointing = points.sum() * 0.0
    aimed = (marks == AGAINST) & (known["there"].sum(-1, keepdim=True) > 0)
    if aimed.any():
        reached = points.log_softmax(-1) + known["there"][:, None, :].float().clamp_min(1e-9).log()
        pointing = -reached.logsumexp(-1)[aimed].mean()
    kind = kinds.sum() * 0.0
    if (known["kind"] >= 0).any():
        kind = functional.cross_entropy(kinds, known["kind"], ignore_index=-1)
    return [verdict, word, otherwise, wrong, pointing, kind]


def _bag(logits: Any, gold: Any, alone: Any) -> Any:
    """A claim's highest token against its verdict, where the verdict settles it: one allowed alone, or not at all."""
    from torch.nn import functional

    weight = (alone | (gold == 0)).float()
    each = functional.binary_cross_entropy_with_logits(logits, gold * alone, reduction="none")
    return (each * weight).sum() / weight.sum().clamp_min(1)


def train(
    model: Any, rows: Sequence[Row], *, rates: tuple[float, float], seed: int, kept: Path, held: int = 0
) -> None:
    """Trains in place, on a GPU where there is one; progress on stderr. ``rates`` are the encoder's and the heads'.

    The first ``held`` layers, where there are any, stay as they are, and the embeddings with them. The state is written
    to ``kept`` every ``KEPT`` steps; where that file is there, training goes on from it.
    """
    import torch

    from auditor.training.embedded.network import attend

    device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cpu":
        functional: Any = torch.nn.functional
        functional.scaled_dot_product_attention = attend
    model.to(device).train()
    model.requires_grad_(True)
    for part in [model.verdicts.bert.embeddings, *model.verdicts.bert.encoder.layer[:held]] if held else ():
        part.requires_grad_(False)
    torch.manual_seed(seed)
    groups = list(batches(rows, random.Random(seed)))  # noqa: S311 - an order of rows, nothing secret
    optimizer, schedule = _optimizer(model, rates, len(groups))
    done = _go_on(kept, device, model=model, optimizer=optimizer, schedule=schedule)
    shares = torch.tensor(SHARES, device=device)
    began, running = time.monotonic(), 0.0
    for step in range(done, len(groups)):
        inputs, known = tensors(groups[step], device)
        with torch.autocast(device, dtype=torch.bfloat16):
            out = model(**inputs)
        loss: Any = (torch.stack(losses(out, inputs, known)) * shares).sum()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        running = loss.item() if step == done else 0.98 * running + 0.02 * loss.item()
        if step % 50 == 49:
            left = (time.monotonic() - began) / (step + 1 - done) * (len(groups) - step - 1)
            sys.stderr.write(f"{step + 1} of {len(groups)}, loss {running:.3f}, {left / 60:.1f} min left\n")
        if (step + 1) % KEPT == 0:
            parts = {"model": model, "optimizer": optimizer, "schedule": schedule}
            state = {name: part.state_dict() for name, part in parts.items()}
            torch.save({"step": step + 1, **state}, kept)


def _optimizer(model: Any, rates: tuple[float, float], steps: int) -> tuple[Any, Any]:
    import torch

    heads = model.heads()
    new = {id(p) for p in heads}
    old = [p for p in model.parameters() if id(p) not in new and p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in old if p.ndim > 1], "weight_decay": 0.01},
            {"params": [p for p in old if p.ndim <= 1], "weight_decay": 0.0},
            {"params": heads, "lr": rates[1], "weight_decay": 0.01},
        ],
        rates[0],
        fused=True,
    )
    warm = max(1, int(WARM_UP * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (steps - step) / max(1, steps - warm))
    )
    return optimizer, schedule


def _go_on(kept: Path, device: str, **parts: Any) -> int:
    """The steps done already: the state of ``kept``, where it is there, is put into the parts."""
    import torch

    if not kept.exists():
        return 0
    state = torch.load(kept, map_location=device, weights_only=True)
    for name, part in parts.items():
        part.load_state_dict(state[name])
    return int(state["step"])
