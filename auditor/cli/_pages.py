"""The inputs of one command, files or addresses: of several one may be broken, and the others are still read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from auditor.cli._io import in_words, open_output, read_bytes, tell
from auditor.errors import InputError
from auditor.urls import is_web_url

if TYPE_CHECKING:
    from auditor.records import Fetched

MAX_LIST = 200_000_000
"""Bytes of a list of inputs on stdin."""

policy_option = click.option(
    "--policy", metavar="NAME_OR_FILE", default="default", show_default=True, help="Whose network manners to keep."
)


def is_address(name: str) -> bool:
    """Whether an input is a page's address; if not it is a file's path, or ``-``.

    Raises:
        InputError: it is an address that is never fetched.
    """
    if is_web_url(name):
        return True
    if re.match(r"[a-z][a-z0-9+.-]{0,20}://", name, re.I):
        raise InputError("no http or https address that can be fetched; or name a file", subject=name[:200])
    return False


def names(given: Sequence[str]) -> list[str]:
    """The inputs, with those that stdin lists one a line in the place of ``-``.

    Raises:
        InputError: stdin lists none, or more than ``MAX_LIST`` bytes.
    """
    found: list[str] = []
    for name in given:
        lines = read_bytes("-", limit=MAX_LIST).decode("utf-8", "replace").splitlines() if name == "-" else [name]
        kept = [line.strip() for line in lines if line.strip()]
        if not kept:
            raise InputError("there is nothing in it; one address or file a line was expected", subject=_shown(name))
        found += kept
    return found


def _shown(name: str) -> str:
    return "standard input" if name == "-" else repr(name)


def fetch(url: str, policy: str) -> Fetched:
    """The page at an address, fetched with the manners of a policy.

    Raises:
        PolicyError: the policy has faults.
        InputError: the page cannot be read; says why.
    """
    from auditor.policy import load_policy
    from auditor.records import FetchStatus
    from auditor.sources.fetch import open_fetcher
    from auditor.sources.statuses import unread

    fetched = open_fetcher(load_policy(policy).network).get(url)
    if fetched.status is not FetchStatus.OK:
        raise InputError(unread(fetched), subject=url)
    return fetched


def write_each(names: Sequence[str], result: Callable[[str], dict[str, Any]], output: str | None) -> int:
    """Writes the result of one input as a JSON object, of several as an array in their order.

    Of several, one that cannot be read is an object with ``error`` in its place. Each ``error`` is told on stderr too.
    Returns the exit code: 2 where there is one.

    Raises:
        AuditorError: the only input cannot be read, or nothing can be written.
    """
    found: list[dict[str, Any]] = []
    for name in names:
        try:
            found.append(result(name))
        except Exception as error:
            if len(names) == 1:
                raise
            found.append({"error": in_words(error, name)})
    for item in found:
        if "error" in item:
            tell(item["error"])
    with open_output(output, inputs=names, json=True) as write:
        write(json.dumps(found[0] if len(found) == 1 else found, ensure_ascii=False, indent=2) + "\n")
    return 2 if any("error" in item for item in found) else 0
