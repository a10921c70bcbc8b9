"""The sources of a batch, indexed once for the whole job: each file read by some worker, the parts made one index."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from auditor.sources.slices import Slice, cut_sources
from auditor.store.corpus import merge_parts, slice_name, write_part


def build_index(sources: Sequence[str], output: Path, spread: Callable[..., Iterator[Any]]) -> Path | None:
    """The index of the sources under ``output``, built where it is not there; None without sources.

    Its name is the digest of the files' names, sizes and times, so that a file that was changed is indexed anew. Of a
    build that was cut short the parts stay, and are not read again.

    Args:
        sources: folders, pages and recordings.
        output: the job's folder, the same for all workers.
        spread: a ``map`` over workers, in any order.

    Raises:
        InputError, RecordingError: a source cannot be used.
        StoreError: the index cannot be written.
    """
    if not sources:
        return None
    notes: list[str] = []
    folder = output.resolve() / "index"
    pieces = [(piece, slice_name(piece)) for piece in cut_sources([Path(source) for source in sources], notes)]
    whole = hashlib.sha256("\n".join([*(name for _, name in pieces), *notes]).encode("utf-8", "replace"))
    target = folder / f"sources-{whole.hexdigest()[:20]}.db"
    if not target.exists():
        for _ in spread(partial(_index, folder=str(folder)), pieces):
            pass
        parts = [_part(folder, name) for _, name in pieces]
        merge_parts(parts, target, notes=notes)
        for part in parts:
            part.unlink(missing_ok=True)
    return target


def _index(piece: tuple[Slice, str], folder: str) -> str:
    write_part(piece[0], _part(Path(folder), piece[1]))
    return piece[1]


def _part(folder: Path, name: str) -> Path:
    return folder / f"part-{name}.db"
