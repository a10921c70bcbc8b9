"""The network that ships, as one that can be trained further: its eight-bit weights turned back into numbers.

What rounding took is gone, so that a training begun here is not quite one that goes on from the state before the
export; it is what there is on a machine that has the package alone.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

ROUNDED, SCALE, ZERO = "_quantized", "_scale", "_zero_point"
ENCODER = "verdicts."
"""What stands before the names of the encoder and the verdict's head; the other heads stand beside it."""
DIVIDER = ".0.by"
"""What a layer's input is divided by stands before the layer, in a pair with it (``export.even_out``)."""


def shipped_weights(path: Path) -> dict[str, Any]:
    """The parameters of an exported ``Reader``, by its own names, as arrays of 32-bit floats.

    ``path`` is the file that ``export`` wrote. The shift of spread between a layer's input and its weights is undone.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(path).graph
    arrays = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    for node in graph.node:
        if node.op_type == "Identity" and node.input[0] in arrays:  # an array that stands for two of one content
            arrays[node.output[0]] = arrays[node.input[0]]
    made_by = {name: node for node in graph.node for name in node.output}
    out: dict[str, Any] = {}
    for name, array in arrays.items():
        if name.endswith((".bias", "LayerNorm.weight")):
            out[_undivided(name)] = array.copy()
        elif name.endswith(f"embeddings.weight{ROUNDED}"):
            out[name.removesuffix(ROUNDED)] = _plain(arrays, name)
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            weight = _plain(arrays, node.input[1])
            before = made_by[made_by[node.input[0]].input[0]]
            for divider in (name for name in before.input if name.endswith(DIVIDER)):
                weight = weight * arrays[divider][:, None]
            out[_undivided(f"{_layer(node.name)}.weight")] = weight.T.copy()
    return out


def _plain(arrays: dict[str, Any], name: str) -> Any:
    """The numbers that a rounded matrix stands for."""
    stem = name.removesuffix(ROUNDED)
    return (arrays[name].astype("float32") - arrays[stem + ZERO].astype("float32")) * arrays[stem + SCALE]


def _layer(node: str) -> str:
    """The layer's name in the network, from that of its product's node: the path's last part repeats those before."""
    parts = node.strip("/").split("/")[:-1]
    kept = [part for part, after in zip(parts, [*parts[1:], ""]) if not after.startswith(f"{part}.")]
    name = ".".join(kept)
    return f"{ENCODER}{name}" if name.startswith(("bert.", "classifier")) else name


def _undivided(name: str) -> str:
    """The parameter's name where the layer stands alone, not second in a pair with its divider."""
    return re.sub(r"(\.encoder\..+)\.1(\.\w+)$", r"\1\2", name)
