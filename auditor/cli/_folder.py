"""``-o FOLDER/``: a file an article and format, and an index page that leads to the HTML ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.cli._io import refuse_to_replace
from auditor.errors import InputError

if TYPE_CHECKING:
    from auditor.records import Audit


def is_folder(output: str | None) -> bool:
    """Whether ``-o`` names a folder: one that is there, or a name that ends in a slash."""
    return bool(output) and output != "-" and (str(output).endswith(("/", "\\")) or Path(str(output)).is_dir())


def write_folder(
    audits: Sequence[Audit], formats: Sequence[tuple[str, Callable[..., str]]], output: str, endings: dict[str, str]
) -> None:
    """Writes each audit in each format into the folder, which is made where it is missing.

    Raises:
        InputError: the folder or a file in it cannot be written.
    """
    from auditor.report.index import file_names, folder

    names = file_names(audits)
    files: dict[str, str] = {}
    for name, render in formats:
        if name == "html":
            files.update(folder(audits))
            continue
        for audit, page in zip(audits, names, strict=True):
            files[page.removesuffix(".html") + endings.get(name, f".{name}")] = render([audit])
    for file, text in files.items():
        path = Path(output) / file
        refuse_to_replace(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", errors="replace")
        except OSError as error:
            raise InputError(f"cannot be written: {error.strerror}", subject=str(path)) from None
