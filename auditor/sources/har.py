"""HAR 1.2 files, as browsers' developer tools save them. Bodies that were not saved are said, not read as empty."""

from __future__ import annotations

import base64
import binascii
import json
import re
from pathlib import Path
from typing import Any

from auditor.errors import RecordingError
from auditor.sources.recording import Exchange, Recording, checked

MAX_HAR = 500_000_000
MAX_NOTES = 20


def read_har(path: Path) -> Recording:
    """The recording in a HAR file. Entries without a body or an answer are left out, with a note.

    Raises:
        RecordingError: it is no HAR, or an entry claims a host that it was not asked of.
    """
    subject = str(path)
    if path.stat().st_size > MAX_HAR:
        raise RecordingError("larger than 500 MB; save only the pages that are cited", subject=subject)
    try:
        log = json.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))["log"]
        entries = log["entries"]
    except (ValueError, RecursionError) as error:
        raise RecordingError(f"a broken HAR: no valid JSON ({error})", subject=subject) from None
    except (KeyError, TypeError):
        raise RecordingError("no HAR: it has no log with entries", subject=subject) from None
    version = str(log.get("version", "1.2"))
    if not re.fullmatch(r"1\.\d", version):
        raise RecordingError(f"its version is {version[:20]!r}; this auditor reads HAR 1.1 and 1.2", subject=subject)
    if not isinstance(entries, list):
        raise RecordingError("its entries are no list", subject=subject)
    exchanges, notes = [], []
    for number, entry in enumerate(entries, 1):
        found = _exchange(entry, f"entry {number}", subject)
        if isinstance(found, Exchange):
            exchanges.append(found)
        elif found:
            notes.append(found)
    if len(notes) > MAX_NOTES:
        notes[MAX_NOTES:] = [f"{len(notes) - MAX_NOTES} further entries were left out"]
    return Recording(subject, exchanges, notes)


def _exchange(entry: Any, place: str, subject: str) -> Exchange | str:
    """The exchange of an entry, or why it was left out (nothing, where it is no page at all)."""
    if not isinstance(entry, dict):
        raise RecordingError(f"{place} is no object", subject=subject)
    request, response = entry.get("request"), entry.get("response")
    if not isinstance(request, dict) or not isinstance(response, dict) or not isinstance(request.get("url"), str):
        raise RecordingError(f"{place} has no request or no response", subject=subject)
    url, method = request["url"], str(request.get("method") or "GET").upper()[:20]
    if not url.lower().startswith(("http:", "https:")) or method != "GET":
        return ""
    status = response.get("status")
    if not isinstance(status, int) or isinstance(status, bool) or status < 100:
        return f"{place} ({url[:200]}) was left out: it was never answered"
    body = _body(response.get("content"), place, subject)
    if status == 304:  # the browser had the page already: what it shows of it is saved all the same
        status = 200
    if body is None and status == 200:
        return f"{place} ({url[:200]}) was left out: its body was not saved; save the HAR with content"
    asked = _headers(request.get("headers"))
    host = next((v for k, v in asked if k.lower() in ("host", ":authority")), None)
    content = response.get("content") if isinstance(response.get("content"), dict) else {}
    headers = _as_saved(_headers(response.get("headers")), content)
    leads = response.get("redirectURL")
    if isinstance(leads, str) and leads and not any(name.lower() == "location" for name, _ in headers):
        headers += [("location", leads)] if not set("\r\n\x00") & set(leads) else []
    exchange = Exchange(
        method=method,
        url=url.split("#", 1)[0],
        status=status,
        reason=str(response.get("statusText") or "")[:200],
        headers=tuple(headers),
        body=body or b"",
        recorded_at=_date(entry.get("startedDateTime")),
    )
    return checked(exchange, claimed_host=host, place=place, subject=subject)


def _body(content: Any, place: str, subject: str) -> bytes | None:
    """The saved body; text is written as UTF-8. None where it was not saved."""
    if not isinstance(content, dict) or not isinstance(content.get("text"), str):
        return None
    text: str = content["text"]
    if str(content.get("encoding") or "").lower() != "base64":
        return text.encode("utf-8", "replace")
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        raise RecordingError(f"{place} has a body that is no base64", subject=subject) from None


def _as_saved(headers: list[tuple[str, str]], content: Any) -> list[tuple[str, str]]:
    """The headers that are true of the saved body: a browser saves it expanded, and text as Unicode."""
    kept = [(k, v) for k, v in headers if k.lower() not in ("content-encoding", "content-length", "transfer-encoding")]
    kind = next((v for k, v in kept if k.lower() == "content-type"), None) or str(content.get("mimeType") or "")
    kept = [(k, v) for k, v in kept if k.lower() != "content-type"]
    if kind and str(content.get("encoding") or "").lower() != "base64":
        kind = kind.split(";")[0].strip() + "; charset=utf-8"
    return [*kept, ("content-type", kind)] if kind else kept


def _headers(raw: Any) -> list[tuple[str, str]]:
    if not isinstance(raw, list):
        return []
    pairs = [(str(h.get("name") or ""), str(h.get("value") or "")) for h in raw if isinstance(h, dict)]
    return [(k, v) for k, v in pairs if k and not set("\r\n\x00") & set(k + v)]


def _date(value: Any) -> str | None:
    from datetime import UTC, datetime

    try:
        when = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
