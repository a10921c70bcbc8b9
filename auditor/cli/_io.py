"""Reading inputs and writing results, once for all commands."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import click

from auditor.errors import InputError

MAX_LINE = 64 * 1024 * 1024
"""A JSONL line longer than 64 MiB is refused: it would be held in memory whole."""

output_option = click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to FILE instead of stdout.")


def read_bytes(path: str, *, limit: int) -> bytes:
    """The bytes of a file, or of stdin for ``-``; at most ``limit``.

    Raises:
        InputError: the file is missing, a folder, unreadable, or larger than ``limit``.
    """
    if path == "-":
        data = sys.stdin.buffer.read(limit + 1)
        name = "standard input"
    else:
        name = path
        try:
            with Path(path).open("rb") as file:
                data = file.read(limit + 1)
        except FileNotFoundError:
            raise InputError("there is no such file", subject=path) from None
        except IsADirectoryError:
            raise InputError("this is a folder; name a file in it", subject=path) from None
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", subject=path) from None
        except ValueError:
            raise InputError("the path holds a null character", subject=repr(path)) from None
    if len(data) > limit:
        raise InputError(f"larger than {limit // 1_000_000} MB; cut it down or save only the article", subject=name)
    return data


def read_jsonl(path: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yields (line number from 1, object) of a JSON Lines file or stdin, streaming; blank lines are passed over.

    Raises:
        InputError: a line is no JSON object; names the line.
    """
    name = "standard input" if path == "-" else path
    try:
        stream: IO[bytes] = sys.stdin.buffer if path == "-" else Path(path).open("rb")  # noqa: SIM115 - closed below
    except FileNotFoundError:
        raise InputError("there is no such file", subject=path) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", subject=path) from None
    with stream:
        number = 0
        while line := stream.readline(MAX_LINE + 1):
            number += 1
            where = f"{name}, line {number}"
            if len(line) > MAX_LINE:
                raise InputError("the line is longer than 64 MiB", subject=where)
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.strip():
                continue
            try:
                item = json.loads(line)
            except UnicodeDecodeError:
                raise InputError("not UTF-8 text; save the file as UTF-8", subject=where) from None
            except (ValueError, RecursionError) as error:
                raise InputError(f"not a JSON object ({error})", subject=where) from None
            if not isinstance(item, dict):
                raise InputError("a JSON object was expected, one a line", subject=where)
            yield number, item


def need(item: dict[str, Any], key: str, kind: type | tuple[type, ...], where: str) -> Any:
    """``item[key]``, checked.

    Raises:
        InputError: the key is missing or of another type.
    """
    if key not in item:
        raise InputError(f"the object has no {key!r}", subject=where)
    value = item[key]
    if not isinstance(value, kind):
        names = " or ".join(k.__name__ for k in (kind if isinstance(kind, tuple) else (kind,)))
        raise InputError(f"{key!r} must be {names}, not {type(value).__name__}", subject=where)
    return value


def write_jsonl(items: Iterable[dict[str, Any]], output: str | None) -> None:
    """Writes one JSON object a line as they come, to ``output`` or stdout."""
    with open_output(output) as write:
        for item in items:
            write(json.dumps(item, ensure_ascii=False) + "\n")


class open_output:  # noqa: N801 - used as a function
    """A context that gives a ``write(str)`` to stdout or to a file (UTF-8; lone surrogates become U+FFFD)."""

    def __init__(self, output: str | None) -> None:
        self.output = output
        self.file: IO[str] | None = None

    def __enter__(self) -> Callable[[str], object]:
        if self.output in (None, "-"):
            out = sys.stdout

            def write(text: str) -> None:
                out.buffer.write(text.encode("utf-8", "replace")) if hasattr(out, "buffer") else out.write(text)
                out.flush()

            return write
        path = Path(str(self.output))
        try:
            self.file = path.open("w", encoding="utf-8", errors="replace")
        except OSError as error:
            raise InputError(f"cannot be written: {error.strerror}", subject=str(path)) from None
        return self.file.write

    def __exit__(self, *exc: object) -> None:
        if self.file:
            self.file.close()
