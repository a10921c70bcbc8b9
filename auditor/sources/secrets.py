"""What never enters a recording: cookies, authorisation, passwords, and tokens in addresses or echoes of them.

A secret's value in an address becomes ``REDACTED`` and a mark of four hex digits, so that two pages whose addresses
differ in nothing else stay two. There are 65,536 marks for all values there are: none can be turned back.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

if TYPE_CHECKING:
    from auditor.sources.recording import Exchange

REDACTED = "REDACTED"

KEPT_HEADERS = frozenset(
    """content-type content-language content-location date last-modified etag location link retry-after cache-control
    expires vary x-robots-tag memento-datetime x-archive-orig-date auditor-status""".split()
)
"""What of an answer's head enters a recording. Naming what is kept, not what is dropped, leaves no secret by oversight:
cookies, authorisation and servers' own tokens are in none of these."""

_SECRET_NAME = re.compile(
    r"(?:^|[-_.])(?:api[-_]?key|apikey|key|token|auth|authorization|sig|signature|secret|pass|passwd|pwd|passcode|"
    r"passphrase|session|sessionid|session[-_]id|sessid|sid|jwt|otp|credentials?|hmac|key[-_]pair[-_]id|"
    r"awsaccesskeyid|phpsessid|jsessionid|ticket|bearer|nonce|hdnts|hdnea|hdntl|samlresponse|samlrequest)(?:$|[-_.])"
    r"|(?:token|signature|secret|password|sessionid|article_code|access_?code|"
    r"(?:api|auth|access|secret|private|session|share)[-_]?key)$",
    re.I,
)
_MARKED = re.compile(rf"{REDACTED}(?:-[0-9a-f]{{4}})?")
_RANDOM = re.compile(r"(?=[A-Za-z]{0,99}\d)(?=\d{0,99}[A-Za-z])[A-Za-z0-9]{12,}")
"""A run of letters and figures that no text has by chance."""
_MOST = 40
"""Of more secrets than this in one answer's head only the first are looked for in its body."""
_NESTED = 3
"""How deep an address in an address in an address is looked into."""


# --- addresses --------------------------------------------------------------------------------------------------


def redact_url(url: str) -> str:
    """``url`` without user, password and fragment, the values of secret-looking parameters made ``REDACTED-`` and a
    mark; also in path parameters (``;jsessionid=``) and in addresses that a parameter carries."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        host = f"[{host}]" if ":" in host else host
        netloc = f"{host}:{parts.port}" if parts.port else host
    except ValueError:
        return url.split("#", 1)[0]
    return urlunsplit((parts.scheme.lower(), netloc, _path(parts.path) or "/", _query(parts.query), ""))


def without_mark(url: str) -> str:
    """A redacted address as recordings held it before there were marks."""
    return _MARKED.sub(REDACTED, url)


def _path(path: str) -> str:
    return re.sub(r";[^;/]{1,4000}", lambda part: ";" + _pair(part.group()[1:], _NESTED), path) if ";" in path else path


def _query(query: str, deep: int = 0) -> str:
    """Parameters parted by ``&``, or by ``;`` as some servers read them."""
    return "&".join(_pairs(part, deep) for part in query.split("&"))


def _pairs(part: str, deep: int) -> str:
    if ";" not in part or _is_secret(part.partition("=")[0]):
        return _pair(part, deep)
    return ";".join(_pair(piece, deep) for piece in part.split(";"))


def _pair(pair: str, deep: int) -> str:
    name, sep, value = pair.partition("=")
    if not sep or not value:
        return pair
    if _is_secret(name):
        return f"{name}={_marked(value)}"
    inside = unquote(value)
    found = re.match(r"([^?#]{0,4000}[?#])(.+)", inside, re.S)
    if found is None or deep >= _NESTED:
        return pair
    kept = _query(found.group(2), deep + 1)
    return pair if kept == found.group(2) else f"{name}={quote(found.group(1) + kept, safe='')}"


def _is_secret(name: str) -> bool:
    return _SECRET_NAME.search(unquote(name)) is not None


def _marked(value: str) -> str:
    if _MARKED.fullmatch(value):
        return value
    return f"{REDACTED}-{hashlib.sha256(unquote(value).encode('utf-8', 'replace')).hexdigest()[:4]}"


# --- exchanges --------------------------------------------------------------------------------------------------


def without_secrets(exchange: Exchange) -> Exchange:
    """``exchange`` as it may be kept: addresses redacted, only the harmless headers, and in the body no echo of what
    was taken out of these. Any other byte of the body stays as it came."""
    headers = []
    for name, value in exchange.headers:
        key = name.lower()
        if key in KEPT_HEADERS:
            headers.append((key, _header(key, value, exchange.url)))
    body = _without_echo(exchange.body, dict.fromkeys(islice(_secrets(exchange), _MOST))) if exchange.body else b""
    return replace(exchange, url=redact_url(exchange.url), headers=tuple(headers), body=body)


def _header(key: str, value: str, base: str) -> str:
    if key in ("location", "content-location"):
        return redact_url(_joined(base, value))
    if key == "link":
        return re.sub(r"<([^<>]{1,8000})>", lambda m: f"<{redact_url(_joined(base, m.group(1)))}>", value)
    return value


def _joined(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def _secrets(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """(name, value) of what the addresses and cookies of an exchange hold."""
    for address in (exchange.url, *(v for k, v in exchange.headers if k.lower() in ("location", "content-location"))):
        for part in re.split(r"[?&;#]", unquote(address)):
            name, _, value = part.partition("=")
            if value and _is_secret(name):
                yield name, value
    for key, value in exchange.headers:
        if key.lower() == "set-cookie":
            name, _, held = value.partition(";")[0].partition("=")
            if held.strip():
                yield name.strip(), held.strip()


def _without_echo(body: bytes, secrets: Iterable[tuple[str, str]]) -> bytes:
    """``body`` without the values, wherever they look like chance, and otherwise where they stand behind their name.

    A value that is a word may stand in an article as such.
    """
    for name, value in secrets:
        for form in dict.fromkeys((value, unquote(value), quote(value, safe=""), html.escape(value))):
            written = form.encode("utf-8", "replace")
            if written not in body or _MARKED.fullmatch(form):
                continue
            if _RANDOM.search(form):
                body = body.replace(written, REDACTED.encode())
            behind = rb"(" + re.escape(name.encode("utf-8", "replace")) + rb"[\"']?(?:=|%3D|:)\s?[\"']?)"
            body = re.sub(behind + re.escape(written) + rb"(?![A-Za-z0-9])", rb"\1" + REDACTED.encode(), body)
    return body
