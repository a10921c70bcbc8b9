"""Findings that somebody set aside, in a TOML file to be kept under version control: who reads it sees why.

[[ignore]]
fingerprint = "0123456789abcdef"
reason = "the outlet confirmed the figure by telephone"
until = 2031-06-30
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from auditor.errors import InputError, UsageError
from auditor.records import Finding

FILE = ".auditor-ignore.toml"
"""Read from the working folder where it exists."""

_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a finding is set aside, and until when (the day included); None for good."""

    fingerprint: str
    reason: str
    until: date | None = None


def default_ignore_file() -> Path | None:
    """The working folder's file, or None."""
    path = Path(FILE)
    return path if path.is_file() else None


def read_suppressions(path: Path) -> dict[str, Suppression]:
    """The file's entries by fingerprint; later entries stand over earlier ones.

    Raises:
        InputError: the file is missing, no TOML, or an entry is not whole; names which.
    """
    try:
        raw = tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise InputError("there is no such file", subject=str(path)) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", subject=str(path)) from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"no valid TOML: {error}", subject=str(path)) from None
    entries = raw.get("ignore", [])
    if set(raw) - {"ignore"} or not isinstance(entries, list):
        raise InputError("holds something else than [[ignore]] tables", subject=str(path))
    found = [_entry(entry, f"{path}, entry {n}") for n, entry in enumerate(entries, 1)]
    return {item.fingerprint: item for item in found}


def _entry(raw: Any, where: str) -> Suppression:
    if not isinstance(raw, dict) or set(raw) - {"fingerprint", "reason", "until"}:
        raise InputError("an entry has fingerprint, reason and perhaps until, nothing else", subject=where)
    fingerprint, reason, until = raw.get("fingerprint"), raw.get("reason"), raw.get("until")
    if not isinstance(fingerprint, str) or not _FINGERPRINT.fullmatch(fingerprint):
        raise InputError("fingerprint must be the 16 hex digits that a report shows", subject=where)
    if not isinstance(reason, str) or not reason.strip():
        raise InputError("reason must say why", subject=where)
    if isinstance(until, datetime) or not isinstance(until, date | None):
        raise InputError("until must be a date such as 2031-06-30", subject=where)
    return Suppression(fingerprint, reason.strip(), until)


def add_suppression(path: Path, item: Suppression) -> None:
    """Appends an entry, making the file where there is none; what is in it stays as it is.

    Raises:
        UsageError: the fingerprint is none, or the reason is empty.
        InputError: the file is there and cannot be read or written.
    """
    if not _FINGERPRINT.fullmatch(item.fingerprint):
        raise UsageError(f"{item.fingerprint!r} is no fingerprint; a report shows them, 16 hex digits each")
    if not item.reason.strip():
        raise UsageError("--reason must say why the finding is set aside")
    if path.exists():
        read_suppressions(path)  # a broken file is said now, and not added to
    lines = ["[[ignore]]", f'fingerprint = "{item.fingerprint}"', f"reason = {_toml(item.reason.strip())}"]
    if item.until:
        lines.append(f"until = {item.until.isoformat()}")
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(("\n" if file.tell() else "") + "\n".join(lines) + "\n")
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", subject=str(path)) from None


def _toml(text: str) -> str:
    """``text`` as a TOML basic string: JSON's escapes are TOML's, but for the ones JSON leaves raw."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return json.dumps(plain.encode("utf-8", "replace").decode(), ensure_ascii=False)


def suppress(findings: Sequence[Finding], ignored: Mapping[str, Suppression], today: date) -> tuple[Finding, ...]:
    """The findings, those set aside and not yet due again marked with the reason."""
    out = []
    for finding in findings:
        item = ignored.get(finding.fingerprint)
        live = item is not None and (item.until is None or today <= item.until)
        out.append(replace(finding, suppressed=item.reason) if item and live else finding)
    return tuple(out)
