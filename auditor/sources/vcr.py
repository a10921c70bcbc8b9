"""Cassettes in the format of vcrpy, version 1: YAML or JSON, read as untrusted input and written free of secrets."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from auditor.errors import RecordingError
from auditor.sources.recording import UNREAD, Exchange, Recording, checked
from auditor.sources.secrets import without_secrets
from auditor.urls import is_web_url

VERSION = 1
MAX_VCR = 300_000_000
MAX_DEPTH = 50
"""vcrpy nests six levels; bodies of requests and what other writers add make it a few more."""


def read_vcr(path: Path) -> Recording:
    """The recording in a vcrpy cassette.

    Raises:
        RecordingError: no such format or version, or an entry that is broken; says which.
    """
    subject = str(path)
    if path.stat().st_size > MAX_VCR:
        raise RecordingError("larger than 300 MB; keep recordings of that size as WARC", subject=subject)
    data = _parse(path.read_bytes(), json=path.name.lower().endswith(".json"), subject=subject)
    if isinstance(data, list):
        raise RecordingError("a cassette of vcrpy before 1.0; record it again", subject=subject)
    if not isinstance(data, dict) or "interactions" not in data:
        raise RecordingError("no cassette: it has no list of interactions", subject=subject)
    version = data.get("version")
    if version is None:
        raise RecordingError("it names no version, as one that was cut off; record it again", subject=subject)
    if version != VERSION or isinstance(version, bool):
        raise RecordingError(f"its version is {version!r}; this auditor reads version {VERSION}", subject=subject)
    if not isinstance(data["interactions"], list):
        raise RecordingError("its interactions are no list", subject=subject)
    exchanges = [_exchange(item, f"entry {i}", subject) for i, item in enumerate(data["interactions"], 1)]
    unread = data.get("unread")
    return Recording(subject, [*exchanges, *_unread(unread if isinstance(unread, list) else [])])


def _unread(items: list[Any]) -> Iterable[Exchange]:
    """The pages that no answer came for: a list of our own beside vcrpy's interactions, which vcrpy passes over."""
    for item in items:
        known = item if isinstance(item, dict) else {}
        url, status, reason, when = (str(known.get(key) or "") for key in ("uri", "status", "reason", "recorded_at"))
        if is_web_url(url):
            yield Exchange("GET", url, 0, reason[:1000], ((UNREAD, status),), b"", when or None)


def write_vcr(path: Path, exchanges: Iterable[Exchange]) -> None:
    """Writes a cassette that vcrpy and ``read_vcr`` read; secrets are taken out.

    Raises:
        RecordingError: the file cannot be written.
    """
    import yaml

    dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    kept = [without_secrets(e) for e in exchanges]
    data: dict[str, Any] = {"interactions": [_interaction(e) for e in kept if e.status], "version": VERSION}
    if unread := [e for e in kept if not e.status]:
        data["unread"] = [
            {"uri": e.url, "status": e.header(UNREAD), "reason": e.reason, "recorded_at": e.recorded_at} for e in unread
        ]
    text = yaml.dump(data, Dumper=dumper, allow_unicode=True, width=120, sort_keys=True)
    draft = path.with_name(path.name + ".part")
    try:
        draft.write_bytes(text.encode("utf-8"))
        draft.replace(path)
    except OSError as error:
        raise RecordingError(f"cannot be written: {error.strerror}", subject=str(path)) from None


def _parse(content: bytes, *, json: bool, subject: str) -> Any:
    if json:
        from json import loads

        try:
            return loads(content)
        except (ValueError, RecursionError) as error:
            raise RecordingError(f"a broken cassette: no valid JSON ({error})", subject=subject) from None
    import yaml

    try:
        _check_depth(content)
        return yaml.load(content, Loader=_loader())  # noqa: S506 - a SafeLoader, narrowed further
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark is not None else ""
        problem = " ".join(str(getattr(error, "problem", None) or error).split())[:200]
        raise RecordingError(f"a broken cassette: no valid YAML{where} ({problem})", subject=subject) from None
    except (ValueError, RecursionError, TypeError, KeyError) as error:
        raise RecordingError(f"a broken cassette: {error}", subject=subject) from None


def _check_depth(content: bytes) -> None:
    """Refuses nesting no cassette has. libyaml's composer recurses in C, where deep input would end the process."""
    import yaml

    depth = 0
    for event in yaml.parse(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            depth += 1
            if depth > MAX_DEPTH:
                raise ValueError(f"nested more than {MAX_DEPTH} deep")
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            depth -= 1


@lru_cache(maxsize=1)
def _loader() -> Any:
    """A safe loader that also knows vcrpy's tags for plain strings and bytes, and no merge keys.

    No object is ever built from a tag. Merge keys are never written by vcrpy and can grow without bound.
    """
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc]  # which base there is, is known when it runs
        def flatten_mapping(self, node: Any) -> None:
            if any(key.tag == "tag:yaml.org,2002:merge" for key, _ in node.value):
                raise yaml.constructor.ConstructorError(
                    problem="merge keys are not allowed in a cassette", problem_mark=node.start_mark
                )

    def scalar(loader: Any, node: Any) -> Any:
        return loader.construct_scalar(node)

    def binary(loader: Any, node: Any) -> bytes:
        if isinstance(node, yaml.SequenceNode):  # !!python/object/apply:_codecs.encode and its kin are not built
            raise yaml.constructor.ConstructorError(problem="no plain bytes", problem_mark=node.start_mark)
        return base64.b64decode(loader.construct_scalar(node))

    def buffer(loader: Any, node: Any) -> bytes:
        state = loader.construct_mapping(node, deep=True).get("state") or (b"",)
        first = state[0] if isinstance(state, (list, tuple)) and state else b""
        return first.encode() if isinstance(first, str) else bytes(first) if isinstance(first, bytes) else b""

    Loader.add_constructor("tag:yaml.org,2002:python/str", scalar)
    Loader.add_constructor("tag:yaml.org,2002:python/unicode", scalar)
    Loader.add_constructor("tag:yaml.org,2002:python/bytes", binary)
    Loader.add_constructor("tag:yaml.org,2002:python/tuple", lambda loader, node: loader.construct_sequence(node))
    Loader.add_constructor("tag:yaml.org,2002:python/object/new:_io.BytesIO", buffer)
    Loader.add_constructor("tag:yaml.org,2002:timestamp", scalar)  # a header that looks like a date stays as written
    return Loader


def _exchange(item: Any, place: str, subject: str) -> Exchange:
    def broken(what: str) -> RecordingError:
        return RecordingError(f"{place} {what}", subject=subject)

    if not isinstance(item, dict) or not isinstance(item.get("request"), dict):
        raise broken("has no request")
    request, response = item["request"], item.get("response")
    if not isinstance(response, dict):
        raise broken("has no response")
    uri = request.get("uri")
    if not isinstance(uri, str):
        raise broken("has no uri")
    status = response.get("status")
    code = status.get("code") if isinstance(status, dict) else response.get("status_code")
    if not isinstance(code, int) or isinstance(code, bool):
        raise broken("has no status code")
    message = status.get("message") if isinstance(status, dict) else ""
    body = response["content"] if "content" in response and "body" not in response else response.get("body")
    host = next((v for k, v in _headers(request.get("headers")) if k.lower() == "host"), None)
    exchange = Exchange(
        method=str(request.get("method") or "GET").upper()[:20],
        url=uri,
        status=code,
        reason=str(message or "")[:200],
        headers=tuple(_headers(response.get("headers"))),
        body=_body(body, broken),
        recorded_at=item["recorded_at"] if isinstance(item.get("recorded_at"), str) else None,
    )
    return checked(exchange, claimed_host=host, place=place, subject=subject)


def _headers(raw: Any) -> list[tuple[str, str]]:
    """Headers as vcrpy writes them: a mapping to lists, or to single values."""
    if not isinstance(raw, dict):
        return []
    out = []
    for name, values in raw.items():
        for value in values if isinstance(values, (list, tuple)) else [values]:
            text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
            if value is not None and not set("\r\n\x00") & set(text + str(name)):
                out.append((str(name), text))
    return out


def _body(raw: Any, broken: Any) -> bytes:
    if isinstance(raw, dict):
        if "base64_string" in raw:  # VCR for Ruby, and older vcrpy
            raw = raw["base64_string"]
            try:
                return base64.b64decode(raw if isinstance(raw, bytes) else str(raw).encode("ascii"))
            except (binascii.Error, ValueError):
                raise broken("has a body that is no base64") from None
        raw = raw.get("string", raw.get("text"))
    if raw is None:
        return b""
    if isinstance(raw, bytes):
        return raw
    if isinstance(raw, str):
        return raw.encode("utf-8", "surrogatepass")
    raise broken("has a body that is neither text nor bytes")


def _interaction(exchange: Exchange) -> dict[str, Any]:
    headers: dict[str, list[str]] = {}
    for name, value in exchange.headers:
        headers.setdefault(name, []).append(value)
    item: dict[str, Any] = {
        "request": {"method": exchange.method, "uri": exchange.url, "body": None, "headers": {}},
        "response": {
            "status": {"code": exchange.status, "message": exchange.reason},
            "headers": headers,
            "body": {"string": _as_text(exchange.body)},
        },
    }
    if exchange.recorded_at:
        item["recorded_at"] = exchange.recorded_at
    return item


def _as_text(body: bytes) -> str | bytes:
    """The body as text where YAML keeps every character of it, otherwise as bytes (written as ``!!binary``)."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return body
    plain = all(c in "\t\n" or c.isprintable() or c in "\u00a0\u00ad\u3000" for c in text)
    return text if plain else body
