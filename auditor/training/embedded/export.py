"""What ships: the network as int8 ONNX, its tokenizer, and a card that says what both were made of."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from auditor.training.embedded.examples import KINDS
from auditor.training.embedded.fit import LENGTH, Row, tensors

OPSET = 17
SHIFT, TINY = 0.9, 1e-5
"""How much of the spread goes into the weights: from 0.5 to 0.9, the more the nearer the exported network came to the
one that was trained."""
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
MODEL, TOKENIZER, CARD = "model.onnx", "tokenizer.json", "card.json"


def export(model: Any, start: Path, folder: Path, rows: Sequence[Row]) -> None:
    """Writes the quantised network and the tokenizer into ``folder``; ``rows`` show it what it will read."""
    folder.mkdir(parents=True, exist_ok=True)
    model.to("cpu").eval().float()
    even_out(model.verdicts.bert.encoder, rows, model)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        _to_onnx(model, plain)
        _quantise(plain, folder / MODEL)
    shutil.copyfile(start / TOKENIZER, folder / TOKENIZER)


def _to_onnx(model: Any, path: Path) -> None:
    import torch

    model.verdicts.config._attn_implementation = "eager"
    example = torch.ones(2, 16, dtype=torch.long)
    segments = torch.zeros_like(example)
    segments[:, 8:] = 1
    axes = {name: {0: "rows", 1: "tokens"} for name in INPUTS}
    shapes = {
        "logits": {0: "rows"},
        "words": {0: "rows", 1: "tokens"},
        "points": {0: "rows", 1: "tokens", 2: "tokens"},
        "kinds": {0: "rows"},
    }
    torch.onnx.export(
        model,
        (example, example, segments),
        str(path),
        input_names=list(INPUTS),
        output_names=list(shapes),
        dynamic_axes={**axes, **shapes},
        opset_version=OPSET,
        dynamo=False,
    )


def even_out(encoder: Any, rows: Sequence[Row], model: Any) -> None:
    """Shifts the spread of what a layer reads into its weights, in place: what comes out stays as it was.

    Eight bits scale a whole layer by its largest value, and a few columns are far larger than all others. Each column
    is divided, and its weights multiplied, by ``max|x| ** SHIFT / max|w| ** (1 - SHIFT)`` (Xiao et al. 2023,
    "SmoothQuant").
    """
    import torch

    layers = {name: layer for name, layer in encoder.named_modules() if isinstance(layer, torch.nn.Linear)}
    largest = _largest_inputs(layers, rows, model)
    for name in layers:
        siblings = [f"{name.rsplit('.', 1)[0]}.{part}" for part in ("query", "key", "value")]
        beside = siblings if name in siblings else [name]  # these three read one thing
        weight = torch.stack([layers[each].weight.detach().abs().amax(0) for each in beside]).amax(0)
        scale = largest[name].clamp_min(TINY) ** SHIFT / weight.clamp_min(TINY) ** (1 - SHIFT)
        largest[name] = scale.clamp_min(TINY)
    for name, layer in layers.items():
        parent, _, last = name.rpartition(".")
        layer.weight.data *= largest[name]
        setattr(encoder.get_submodule(parent), last, torch.nn.Sequential(_divider(largest[name]), layer))


def _largest_inputs(layers: dict[str, Any], rows: Sequence[Row], model: Any) -> dict[str, Any]:
    import torch

    out: dict[str, Any] = {}

    def watch(name: str) -> Any:
        def look(_: Any, given: Any) -> None:
            found = given[0].detach().abs().flatten(0, -2).amax(0)
            out[name] = torch.maximum(out[name], found) if name in out else found

        return look

    hooks = [layer.register_forward_pre_hook(watch(name)) for name, layer in layers.items()]
    with torch.no_grad():
        for at in range(0, len(rows), 16):
            model(**tensors(rows[at : at + 16], "cpu")[0])
    for hook in hooks:
        hook.remove()
    return out


def _divider(scale: Any) -> Any:
    import torch

    class Divider(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.register_buffer("by", 1 / scale)

        def forward(self, x: Any) -> Any:
            return x * self.by

    return Divider()


def _quantise(plain: Path, path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # Seven bits of eight: without VNNI instructions a processor's sums of eight-bit products run over.
    quantize_dynamic(plain, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def write_card(folder: Path, facts: dict[str, Any]) -> None:
    """The model card beside the weights, with the digests that are checked on loading."""
    files = {name: sha256((folder / name).read_bytes()).hexdigest() for name in (MODEL, TOKENIZER)}
    card = {"length": LENGTH, "kinds": KINDS, "files": files, **facts}
    (folder / CARD).write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
