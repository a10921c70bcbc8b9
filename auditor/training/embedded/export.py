"""What ships: the network as int8 ONNX, its tokenizer, and a card that says what both were made of."""

from __future__ import annotations

import json
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from auditor.training.embedded.fit import LENGTH

OPSET = 17
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
MODEL, TOKENIZER, CARD = "model.onnx", "tokenizer.json", "card.json"


def export(model: Any, start: Path, folder: Path) -> None:
    """Writes the quantised network and the tokenizer into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        _to_onnx(model, plain)
        _quantise(plain, folder / MODEL)
    shutil.copyfile(start / TOKENIZER, folder / TOKENIZER)


def _to_onnx(model: Any, path: Path) -> None:
    import torch

    from auditor.training.embedded.network import Shipped

    model.to("cpu").eval().float()
    model.verdicts.config._attn_implementation = "eager"
    example = torch.ones(2, 16, dtype=torch.long)
    segments = torch.zeros_like(example)
    segments[:, 8:] = 1
    axes = {name: {0: "rows", 1: "tokens"} for name in INPUTS}
    shapes = {
        "logits": {0: "rows"},
        "words": {0: "rows", 1: "tokens"},
    }
    torch.onnx.export(
        Shipped(model),
        (example, example, segments),
        str(path),
        input_names=list(INPUTS),
        output_names=list(shapes),
        dynamic_axes={**axes, **shapes},
        opset_version=OPSET,
        dynamo=False,
    )


def _quantise(plain: Path, path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # Seven bits of eight: without VNNI instructions a processor's sums of eight-bit products run over.
    quantize_dynamic(plain, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def write_card(folder: Path, facts: dict[str, Any]) -> None:
    """The model card beside the weights, with the digests that are checked on loading."""
    files = {name: sha256((folder / name).read_bytes()).hexdigest() for name in (MODEL, TOKENIZER)}
    card = {"length": LENGTH, "files": files, **facts}
    (folder / CARD).write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
