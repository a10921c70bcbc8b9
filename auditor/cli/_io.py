"""Reading inputs and writing results, once for all commands."""

from __future__ import annotations

import json
import math
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

import click

from auditor.cli import _complete
from auditor.errors import AuditorError, InputError, UsageError
from auditor.plugins import DEFAULT_SCORER
from auditor.settings import traceback_wanted

MAX_LINE = 64 * 1024 * 1024
"""A JSONL line longer than 64 MiB is refused: it would be held in memory whole."""

scorer_option = click.option(
    "--scorer",
    metavar="NAME[:ARGUMENT]",
    default=DEFAULT_SCORER,
    show_default=True,
    shell_complete=_complete.scorers,
    help="Who judges support: lexical, hf:MODEL, openai:BASE_URL, or another that is installed.",
)
output_option = click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to FILE instead of stdout.")
DATABASE = b"SQLite format 3\0"
"""How an SQLite file begins."""


def _database(_: click.Context, option: click.Parameter, name: str | None) -> str | None:
    """The name of a database that stays: SQLite takes no name, and one of its own, for a database that is then lost."""
    if name is not None and (not name.strip() or name.startswith(":memory:")):
        raise UsageError(f"{option.opts[0]} names no file, and nothing would be kept; name one, such as audits.db")
    return name


def db_option(help_: str, *, required: bool = False) -> Callable[[Any], Any]:
    """``--db FILE``, with what it is for."""
    return click.option("--db", metavar="FILE", required=required, callback=_database, help=help_)


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
        InputError: a line is no JSON object (names the line), or no line is one.
    """
    name = "standard input" if path == "-" else path
    try:
        stream: IO[bytes] = sys.stdin.buffer if path == "-" else Path(path).open("rb")  # noqa: SIM115 - closed below
    except FileNotFoundError:
        raise InputError("there is no such file", subject=path) from None
    except IsADirectoryError:
        raise InputError("this is a folder; name a file in it", subject=path) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", subject=path) from None
    except ValueError:
        raise InputError("the path holds a null character", subject=repr(path)) from None
    with stream:
        number = found = 0
        while line := _next_line(stream, name, number + 1):
            number += 1
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if line.strip():
                found += 1
                yield number, _object(line.strip(), f"{name}, line {number}")
    if not found:
        raise InputError("it is empty; a JSON object was expected, one a line", subject=name)


def _next_line(stream: IO[bytes], name: str, number: int) -> bytes:
    try:
        line = stream.readline(MAX_LINE + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", subject=name) from None
    if len(line) > MAX_LINE:
        raise InputError("the line is longer than 64 MiB", subject=f"{name}, line {number}")
    return line


def _object(line: bytes, where: str) -> dict[str, Any]:
    try:
        item = json.loads(line.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite)
    except UnicodeDecodeError:
        raise InputError("not UTF-8 text; save the file as UTF-8", subject=where) from None
    except json.JSONDecodeError as error:
        raise InputError(f"not a JSON object: {error.msg} at column {error.colno}", subject=where) from None
    except ValueError as error:
        why = str(error) if isinstance(error, _NotJSON) else "a whole number in it has thousands of digits"
        raise InputError(f"not a JSON object that can be read: {why}", subject=where) from None
    except RecursionError:
        raise InputError("not a JSON object that can be read: it is nested too deeply", subject=where) from None
    if not isinstance(item, dict):
        raise InputError(f"a JSON object was expected, one a line, not {_KINDS[type(item)]}", subject=where)
    return item


class _NotJSON(ValueError):
    """What Python's parser lets through and JSON has no word for: it could not be written out again."""


def _no_constant(name: str) -> float:
    raise _NotJSON(f"JSON has no {name}")


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise _NotJSON(f"the number {digits[:20]} is too large")
    return value


_KINDS: dict[type, str] = {
    str: "text",
    list: "a list",
    dict: "an object",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
}
"""What a JSON value's Python type is called in front of users."""


def need(item: dict[str, Any], key: str, kind: type | tuple[type, ...], where: str) -> Any:
    """``item[key]``, checked; ``object`` lets any value pass.

    Raises:
        InputError: the key is missing or of another type.
    """
    if key not in item:
        raise InputError(f"the object has no {key!r}", subject=where)
    value = item[key]
    if not isinstance(value, kind):
        names = " or ".join(_KINDS[k] for k in (kind if isinstance(kind, tuple) else (kind,)))
        raise InputError(f"{key!r} must be {names}, not {_KINDS[type(value)]}", subject=where)
    return value


def in_words(error: Exception, subject: str = "") -> str:
    """What stopped a command, as a sentence: a fault of the program itself too, which asks to be reported.

    ``subject`` names the input, where the error does not.
    """
    if isinstance(error, AuditorError):
        return str(error)
    return f"{subject}: {_fault(error)}" if subject else _fault(error)


def _fault(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "the input is nested too deeply to be read; simplify it or save the page's text"
    if isinstance(error, MemoryError):
        return "the input needs more memory than there is; audit it in smaller parts"
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error)
    if traceback_wanted():
        click.echo("".join(traceback.format_exception(error)), err=True)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"a fault of auditor itself ({what}); please report it, with what AUDITOR_TRACEBACK=1 adds"


def tell(message: str) -> None:
    """Says something on stderr, in one line. What comes from an article or a page cannot act on the terminal."""
    from auditor.report._inert import one_line

    click.echo(f"auditor: {one_line(message)}", err=True)


def write_jsonl(items: Iterable[dict[str, Any]], output: str | None, *, source: Sequence[str] = ()) -> int:
    """Writes one JSON object a line as they come, to ``output`` or stdout; lone surrogates stay escapes.

    Returns the exit code: 2 where an item says in ``error`` why it has no result, which is told on stderr too. With
    the first item unread nothing is written, and never over a file of ``source``: both would lose somebody's work.

    Raises:
        InputError: the output cannot be written, or is an input.
    """
    status = 0
    rest = iter(items)
    first = list(islice(rest, 1))
    with open_output(output, inputs=source, json=True) as write:
        for item in chain(first, rest):
            write(json.dumps(item, ensure_ascii=False) + "\n")
            if "error" in item:
                tell(item["error"])
                status = 2
    return status


class open_output:  # noqa: N801 - used as a function
    """A context that gives a ``write(str)`` to stdout or to a file, as UTF-8.

    Args:
        output: the file; stdout for None and ``-``.
        inputs: files that are being read, and must not be written over; what the command's own arguments and options
            name is taken for read.
        json: lone surrogates are written as the escapes of JSON; otherwise as U+FFFD.
    """

    def __init__(self, output: str | None, *, inputs: Sequence[str] = (), json: bool = False) -> None:
        self.output = None if output == "-" else output
        self.inputs = inputs
        self.escape = _json_bytes if json else _text_bytes
        self.file: IO[bytes] | None = None

    def __enter__(self) -> Callable[[str], object]:
        if self.output is None:
            return self._to_stdout
        path = Path(self.output)
        refuse_to_replace(path, self.inputs)
        try:
            self.file = file = path.open("wb")
        except FileNotFoundError:
            raise InputError(f"cannot be written: there is no folder {path.parent}", subject=str(path)) from None
        except OSError as error:
            raise InputError(f"cannot be written: {error.strerror}", subject=str(path)) from None
        except ValueError:
            raise InputError("the path holds a null character", subject=repr(self.output)) from None
        return lambda text: file.write(self.escape(text))

    def _to_stdout(self, text: str) -> None:
        out = sys.stdout
        out.buffer.write(self.escape(text)) if hasattr(out, "buffer") else out.write(text)
        out.flush()

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> bool:
        if self.file:
            self.file.close()
        if kind is None or not issubclass(kind, BrokenPipeError):
            return False
        # The reader has what it wanted (| head): nothing more to write, and nothing is wrong.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - stays open until the process ends
        return True


_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029]")
"""Characters that JSON may hold raw and many readers take for the end of a line, or a terminal for a command."""


def _json_bytes(text: str) -> bytes:
    escaped = _BREAKS.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
    return escaped.encode("utf-8", "backslashreplace")


def _text_bytes(text: str) -> bytes:
    return re.sub("[\ud800-\udfff]", "\ufffd", text).encode("utf-8")


def refuse_to_replace(path: Path, inputs: Sequence[str] = (), *, option: str = "output") -> None:
    """Nothing that a command reads is written over by what it writes, and no database is, whoever keeps it.

    Args:
        path: what would be written.
        inputs: names of files that are read, besides those that the running command was given.
        option: the option that names the path.

    Raises:
        InputError: the file is one of them.
    """
    if any(_same_file(path, name) for name in (*inputs, *_named(option))):
        raise InputError("this is the input; name another file to write to", subject=str(path))
    if _is_database(path):
        raise InputError("this is an SQLite database; name another file to write to", subject=str(path))


def _is_database(path: Path) -> bool:
    try:
        if not path.is_file():  # a pipe is never opened to look: it would wait for somebody to write
            return False
        with path.open("rb") as file:
            return file.read(len(DATABASE)) == DATABASE
    except (OSError, ValueError):  # not to be read: the writing says it
        return False


def _named(besides: str) -> Iterator[str]:
    """What the running command was given in its arguments and options, but for one."""
    context = click.get_current_context(silent=True)
    for option, value in (context.params if context else {}).items():
        if option != besides:
            yield from (str(name) for name in (value if isinstance(value, tuple) else (value,)) if name)


def _same_file(path: Path, name: str) -> bool:
    try:
        return name != "-" and path.is_file() and path.samefile(name)
    except (OSError, ValueError):
        return False
